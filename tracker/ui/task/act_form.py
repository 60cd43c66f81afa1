"""A form whose confirmation is one act: what was written in it goes to a service, and the toast offers to undo it."""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.ui.core.context import Context
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.widgets.entry_checks import check_iso_day
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply

#: A service with what was written in the form.
ActOfForm: TypeAlias = Callable[[DatabaseSession, Values], Changes]


def act_form(context: Context, title: str, note: str, confirm: str, act: ActOfForm, parent: QWidget) -> FormDialog:
    """Return a form without fields yet; it stays open with the sentence where the act is refused."""

    def save(values: Values, reply: Reply) -> None:
        context.jobs.write(lambda session: act(session, values), toast=True, **reply.route)

    return FormDialog(title, note, confirm, save, parent)


def add_day(form: FormDialog, label: str, day: date) -> None:
    """Ask for the day of the act as `on`."""
    form.add_date("on", label, day, check_iso_day, required="请写日期")


def day_of(values: Values) -> date:
    """Return that day."""
    return date.fromisoformat(str(values["on"]))
