"""What taking in a returned workbook would change, counted as the review sorts it, with the first conflicts."""

from collections import Counter
from dataclasses import dataclass

from tracker.errors import TrackerError
from tracker.model.changeset import ChangeSet, FieldChange
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.review.entry_decisions import KINDS, NEEDED, PROBLEMS, group_key

#: Conflicts that the dock shows.
SHOWN = 3
CLEAN, CLEAN_WORD = "change", "可直接采纳"
_WORDS = {"unknown_row": "新增建议"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Entries of one kind: the key of their group in the review, its word, and how many there are."""

    key: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a file would change, kind by kind, and the first conflicts of all; `refused` says why nobody can tell."""

    wanted: tuple[Wanted, ...] = ()
    conflicts: tuple[FieldChange, ...] = ()
    refused: str = ""

    def count(self, key: str) -> int:
        """Return how many entries there are of one kind."""
        return next((each.count for each in self.wanted if each.key == key), 0)


def outlook_of(changes: ChangeSet) -> Outlook:
    """Return what a comparison comes to; kinds without entries are left out."""
    counts = Counter(map(group_key, changes.changes))
    clean = counts["change"] + counts["help"]
    counted = [Wanted(CLEAN, CLEAN_WORD, clean)]
    counted += [
        Wanted(kind.key, _WORDS.get(kind.key, kind.word), counts[kind.key]) for kind in KINDS if kind.key in NEEDED
    ]
    counted.append(Wanted(PROBLEMS.key, PROBLEMS.word, len(changes.problems)))
    conflicts = [change for change in changes.changes if group_key(change) == "conflict"]
    return Outlook(tuple(each for each in counted if each.count), tuple(conflicts[:SHOWN]))


def read_outlook(session: DatabaseSession, return_id: int) -> Outlook:
    """Compare a received file with the ledger as it is now; one that cannot be read says why."""
    from tracker.services.returns.apply import preview_return

    try:
        return outlook_of(preview_return(session, return_id))
    except TrackerError as error:
        return Outlook(refused=error.sentence)
