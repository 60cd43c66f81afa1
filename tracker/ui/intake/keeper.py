"""Keeping what was decided: after every decision, one write at a time, the newest state last."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from tracker.model.changes import Changes
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.services.reviewing import accepting, keeping
    from tracker.services.reviewing.accepting import SourceWords
    from tracker.services.reviewing.keeping import OpenReview
else:
    accepting = late("tracker.services.reviewing.accepting")
    keeping = late("tracker.services.reviewing.keeping")


class Keeper(QObject):
    """Writes the decisions of one review; `refused` says why something was not kept."""

    refused = Signal(str)

    def __init__(self, context: Context, opened: "OpenReview", parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._opened = context, opened
        self._version = opened.version
        self._busy = self._again = False
        self._then: Callable[[], None] | None = None

    def keep(self) -> None:
        """Keep what is decided now; while a write is under way, the state after it."""
        if self._busy:
            self._again = True
            return
        self._busy, self._again = True, False
        decisions, version = self._opened.review.decisions(), self._version
        self._context.jobs.write(
            lambda s: keeping.save_decisions(s, self._opened.id, version, decisions),
            on_result=self._kept,  # without an owner: what was decided last is kept after the view was left
            failed=self._refuse,
            ended=self._ended,
        )

    def accept(self, words: "SourceWords", reply: Reply) -> None:
        """Keep what is decided and take it into the ledger, as one transaction, after any write under way."""
        if self._busy:
            self._then = lambda: self.accept(words, reply)
            return
        review, today, version = self._opened.review, self._context.today(), self._version
        decisions = review.decisions()

        def work(session: "Session") -> Changes:
            newer = keeping.save_decisions(session, self._opened.id, version, decisions)
            return accepting.accept_review(session, self._opened.id, newer, today, words)

        self._context.jobs.write(work, toast=True, **reply.route)

    def drop(self, reply: Reply) -> None:
        """Put the review away without taking anything in, after any write under way."""
        if self._busy:
            self._then = lambda: self.drop(reply)
            return
        number, version = self._opened.id, self._version
        self._context.jobs.write(lambda s: keeping.drop_review(s, number, version), toast=True, **reply.route)

    def _kept(self, version: int) -> None:
        self._version = version

    def _refuse(self, sentence: str) -> None:
        if isValid(self):
            self.refused.emit(sentence)
        else:
            self._context.jobs.failed.emit(sentence)

    def _ended(self) -> None:
        self._busy = False
        then, self._then = self._then, None
        if self._again:
            self._then = then
            self.keep()
        elif then is not None:
            then()
