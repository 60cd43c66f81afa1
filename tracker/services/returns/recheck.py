"""Re-validate a preview against the current ledger before applying it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from tracker.model.changeset import ChangeSet, CurrentRow, FieldChange
from tracker.model.enums import Outcome
from tracker.model.tables import ReturnDecision, WorkbookReturn
from tracker.queries.current_rows import CurrentRows, current_rows
from tracker.queries.sent_rows import REFUSED
from tracker.services.returns.preview import Comparison, kept_file, read_book
from tracker.services.returns.write_accepted import Acceptance

Identity = tuple[str, str, str]
RowKey = tuple[str, str]


class Recheck:
    """Checks previews against the ledger as it was before the first file is applied; what all share is read once."""

    def __init__(self, session: Session, today: date, files: Sequence[tuple[WorkbookReturn, ChangeSet | None]]) -> None:
        self._session = session
        self._comparison = Comparison(session, today)
        self._settled = settled_entries(session, [received.id for received, _ in files])
        rows = {_row(change) for _, seen in files if seen for change in seen.changes}
        self._ours = current_rows(session, (), {row for row in rows if row[0] == "task"})

    def current_preview(self, received: WorkbookReturn, seen: ChangeSet | None, since: Acceptance) -> ChangeSet:
        """Return the preview without what was decided if all it says of us still holds, else a new comparison.

        `since` is what has been written since the ledger was read.
        """
        if seen is None or seen.sha256 != received.sha256 or received.export_id is None:
            return self._compare_again(received, since)  # of what is not our own export not only the cells decide
        seen = without_settled(seen, self._settled[received.id])
        ours = self._current_rows(seen, since)
        if all(_holds(change, ours) for change in seen.changes):
            return self._comparison.judged(seen, ours, received.received_on)
        return self._compare_again(received, since)

    def refused_applications(self, received: WorkbookReturn) -> Mapping[str, str]:
        """Return by uid the answer of another ledger to what we asked it for and it refused."""
        asked = self._comparison.assignment(read_book(kept_file(self._session, received)))
        notes = {row.sent.key: str(row.values.get("assign_note") or "") for row in asked.rows} if asked else {}
        return {key: note.partition(REFUSED)[2] for key, note in notes.items() if REFUSED in note}  # it stands last

    def _current_rows(self, seen: ChangeSet, since: Acceptance) -> CurrentRows:
        rows = {_row(change) for change in seen.changes}
        if rows.isdisjoint(since.rows) and all(kind == "task" for kind, _ in rows):
            return self._ours
        since.write()
        return current_rows(self._session, (seen.export,), rows)  # observations count from the export on

    def _compare_again(self, received: WorkbookReturn, since: Acceptance) -> ChangeSet:
        since.write()
        comparison = Comparison(self._session, received.received_on)
        preview = comparison.of(kept_file(self._session, received))
        return without_settled(preview, self._settled[received.id])


def settled_entries(session: Session, return_ids: Collection[int]) -> Mapping[int, set[Identity]]:
    """Return by received file the entries about which a person has decided."""
    entries: dict[int, set[Identity]] = defaultdict(set)
    decided = select(ReturnDecision.return_id, ReturnDecision.kind, ReturnDecision.key, ReturnDecision.field)
    for number, *identity in session.exec(decided.where(col(ReturnDecision.return_id).in_(return_ids))):
        entries[number].add((identity[0], identity[1], identity[2]))
    return entries


def without_settled(preview: ChangeSet, settled: Collection[Identity]) -> ChangeSet:
    """Return a preview without the entries that are settled."""
    if not settled:
        return preview
    return replace(preview, changes=tuple(change for change in preview.changes if change.identity not in settled))


def _row(change: FieldChange) -> RowKey:
    return change.kind, change.key


def _holds(change: FieldChange, ours: Mapping[RowKey, CurrentRow]) -> bool:
    row = ours.get(_row(change))
    if row is None:
        return not change.field
    if not change.field:
        return change.outcome is not Outcome.UNKNOWN_ROW  # its row exists by now
    return bool(row.values.get(change.field, change.ours) == change.ours)
