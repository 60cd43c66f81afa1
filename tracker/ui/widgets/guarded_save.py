"""Saving what was typed over what an editor showed: where somebody changed the same meanwhile, a person chooses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tracker.errors import ConflictError
from tracker.model.changes import Changes
from tracker.ui.core.jobs import Jobs
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.widgets.entry_checks import Check
from tracker.ui.widgets.saving_dialog import Reply

conflict_dialog = late("tracker.ui.widgets.conflict_dialog")

#: Writes values by field over what was seen, inside the transaction.
Service: TypeAlias = Callable[[DatabaseSession, Mapping[str, Any], Mapping[str, Any]], Any]


@dataclass(frozen=True)
class GuardedSave:
    """One save of an editor: what was typed and what it showed, by field; sent again with what a person chose.

    `back` is called instead of `failed` where a person went back to the editor (default: `failed` with the sentence).
    """

    service: Service
    values: Mapping[str, Any]
    seen: Mapping[str, Any]
    window: QWidget
    owner: QObject
    done: Callable[[Any], object] = lambda _result: None
    failed: Callable[[str], object] | None = None
    back: Callable[[], object] | None = None
    checks: Mapping[str, Check] = field(default_factory=dict)
    toast: str | bool = True

    def send(self, jobs: Jobs, ended: Callable[[], object] | None = None) -> None:
        """Write; a conflict opens the question and is written again as it was answered."""

        def asked(conflict: ConflictError) -> None:
            if isValid(self.window):
                self._ask(jobs, conflict)

        jobs.write(
            lambda session: self.service(session, self.values, self.seen),
            on_result=self.done,
            failed=self.failed,
            owner=self.owner,
            toast=self.toast,
            conflict=asked,
            ended=ended,
        )

    def _ask(self, jobs: Jobs, conflict: ConflictError) -> None:
        def saved(chosen: Mapping[str, Any]) -> None:
            now: dict[str, Any] = {name: value for clash in conflict.clashes for name, value in clash.now.items()}
            if all(name in chosen and chosen[name] == now.get(name) for name in self.values):
                self.done(Changes("没有变化"))  # everything stands as somebody else wrote it
                return
            replace(self, values={**self.values, **chosen}, seen={**self.seen, **now}).send(jobs)

        def back() -> None:
            if self.back is not None:
                self.back()
            elif self.failed is not None and isValid(self.owner):
                self.failed(conflict.sentence)

        conflict_dialog.ask_conflict(conflict.clashes, self.window, self.checks, saved, back)


def over_form(
    reply: Reply, service: Service, values: Mapping[str, Any], seen: Mapping[str, Any], toast: str | bool = True
) -> GuardedSave:
    """Return the save of a form that stays open until it is written; going back leaves everything in it."""
    window = reply.owner
    assert isinstance(window, QWidget)
    return GuardedSave(service, values, seen, window, window, lambda _result: reply.done(), reply.refused, toast=toast)
