"""What was typed into an editor and not confirmed: it is there again when its entry is looked at again."""

from PySide6.QtWidgets import QWidget

from tracker.ui.review.entries import Entry
from tracker.ui.review.entry import ReviewEntry, Unfinished
from tracker.ui.review.entry_decisions import Identity


class UnfinishedTexts:
    """Unconfirmed texts of a review by file and entry, for as long as the review is open."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, Identity], Unfinished] = {}

    def keep(self, entry: Entry, shown: QWidget) -> None:
        """Remember what was typed into an entry that is about to be closed or drawn anew."""
        if isinstance(shown, ReviewEntry) and (typed := shown.unfinished()) is not None:
            self._texts[_key(entry, shown)] = typed

    def resume(self, entry: Entry, shown: QWidget) -> None:
        """Open the editor of an entry again with what was typed, if anything was."""
        if isinstance(shown, ReviewEntry) and (typed := self._texts.pop(_key(entry, shown), None)) is not None:
            shown.resume(*typed)


def _key(entry: Entry, shown: ReviewEntry) -> tuple[str, Identity]:
    return entry.book.changes.sha256, shown.change.identity
