"""Asking why an indicator stands better by an act, and who decided it; the act is written again with the answer."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.errors import UndecidedError
from tracker.model.changes import Changes
from tracker.ui.core.jobs import Jobs
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply


class ReasonedService:
    """A service that may ask for `reason` and `decided_by`; it remembers with what it was called when it did."""

    def __init__(self, service: Callable[..., Changes], subject: str, toast: str | bool = True) -> None:
        self._service, self._subject, self._toast = service, subject, toast
        self._missing: UndecidedError | None = None
        self._given: tuple[Any, ...] = ()
        self.dialog: FormDialog | None = None

    def __call__(self, session: DatabaseSession, *given: Any) -> Changes:
        """Write. Raises what the service raises."""
        try:
            return self._service(session, *given)
        except UndecidedError as missing:
            self._missing, self._given = missing, given
            raise

    def refusal(
        self, jobs: Jobs, window: QWidget, done: Callable[[], object], failed: Callable[[str], object]
    ) -> Callable[[str], None]:
        """Return what is called where nothing was saved: it asks where something was asked, else `failed` is called.

        `failed` is called as well where the question is closed without an answer.
        """

        def refused(sentence: str) -> None:
            missing, self._missing = self._missing, None
            if missing is None:
                failed(sentence)
                return
            dialog = self.dialog = FormDialog("请写原因", self._subject, "保存", self._saver(jobs, done), window)
            dialog.add_decision(label=missing.sentence, required="请写原因", decides=missing.needs_decider)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.rejected.connect(lambda: failed(sentence))
            dialog.open()

        return refused

    def _saver(self, jobs: Jobs, done: Callable[[], object]) -> Callable[[Values, Reply], None]:
        def save(values: Values, reply: Reply) -> None:
            why = {name: str(values.get(name, "")) for name in ("reason", "decided_by")}

            def saved(_changes: object) -> None:
                reply.done()
                done()

            jobs.write(
                lambda session: self._service(session, *self._given, **why),
                on_result=saved, failed=reply.refused, owner=reply.owner, toast=self._toast,
            )  # fmt: skip

        return save
