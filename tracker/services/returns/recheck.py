"""Whether what a preview said of the ledger still stands when it is to be taken in."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from tracker.model.changeset import ChangeSet, CurrentRow, FieldChange
from tracker.model.enums import Outcome
from tracker.model.tables import ReturnDecision, WorkbookReturn
from tracker.queries.current_rows import CurrentRows, current_rows
from tracker.services.returns.preview import Comparison, kept_file
from tracker.services.returns.write_accepted import Acceptance

Identity = tuple[str, str, str]
RowKey = tuple[str, str]


class Standing:
    """The ledger before the first of some received files is taken in: what is asked of all is read once."""

    def __init__(self, session: Session, files: Sequence[tuple[WorkbookReturn, ChangeSet | None]]) -> None:
        self._session = session
        self._settled = settled_entries(session, [received.id for received, _ in files])
        told = {_row(one) for _, seen in files if seen for one in seen.changes}
        self._ours = current_rows(session, (), {row for row in told if row[0] == "task"})

    def as_of_now(self, received: WorkbookReturn, seen: ChangeSet | None, since: Acceptance) -> ChangeSet:
        """Return the preview without what was decided when all it says of us still holds, else a new comparison.

        `since` is what has been taken in since the ledger was read.
        """
        asked = received.export_id is None and seen and any(one.kind == "indicator" for one in seen.changes)
        if seen is None or seen.sha256 != received.sha256 or asked:  # of a foreign indicator the day decides
            return self._again(received, since)
        seen = without(seen, self._settled[received.id])
        ours = self._present(seen, since)
        holds = all(_holds(one, ours) for one in seen.changes)
        return seen if holds else self._again(received, since)

    def _present(self, seen: ChangeSet, since: Acceptance) -> CurrentRows:
        told = {_row(one) for one in seen.changes}
        if told.isdisjoint(since.rows) and all(kind == "task" for kind, _ in told):
            return self._ours
        since.write()
        return current_rows(self._session, (seen.export,), told)  # observations count from the export on

    def _again(self, received: WorkbookReturn, since: Acceptance) -> ChangeSet:
        since.write()
        found = Comparison(self._session).of(kept_file(self._session, received))
        return without(found, self._settled[received.id])


def settled_entries(session: Session, return_ids: Collection[int]) -> Mapping[int, set[Identity]]:
    """Return by received file the entries about which a person has decided."""
    found: dict[int, set[Identity]] = defaultdict(set)
    decided = select(ReturnDecision.return_id, ReturnDecision.kind, ReturnDecision.key, ReturnDecision.field)
    for number, *identity in session.exec(decided.where(col(ReturnDecision.return_id).in_(return_ids))):
        found[number].add((identity[0], identity[1], identity[2]))
    return found


def without(preview: ChangeSet, settled: Collection[Identity]) -> ChangeSet:
    """Return a preview without the entries that are settled."""
    if not settled:
        return preview
    return replace(preview, changes=tuple(one for one in preview.changes if one.identity not in settled))


def _row(change: FieldChange) -> RowKey:
    return change.kind, change.key


def _holds(change: FieldChange, ours: Mapping[RowKey, CurrentRow]) -> bool:
    row = ours.get(_row(change))
    if row is None:
        return not change.field
    if not change.field:
        return change.outcome is not Outcome.UNKNOWN_ROW  # its row exists by now
    return bool(row.values.get(change.field, change.ours) == change.ours)
