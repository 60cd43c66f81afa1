"""What can be done with indicators besides recording values: making, counting, linking, merging, retiring them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.edited_forms import shown_by
from tracker.model.enums import IndicatorKind
from tracker.model.rows import IndicatorRow, OfficeRow
from tracker.ui.core.command import TASK, Command
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import Jobs
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.indicators import forms
from tracker.ui.indicators.reasons import ReasonedService
from tracker.ui.task.new_task import words_in
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.guarded_save import over_form
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.queries import indicators as indicator_query
    from tracker.queries import offices as office_query
    from tracker.services import indicator_links, indicators
    from tracker.services.lists import preview as list_preview
    from tracker.ui.indicators import month_window
    from tracker.ui.indicators.month_window import MonthWindow
else:
    list_preview = late("tracker.services.lists.preview")
    month_window = late("tracker.ui.indicators.month_window")
    indicator_links = late("tracker.services.indicator_links")
    indicator_query = late("tracker.queries.indicators")
    indicators = late("tracker.services.indicators")
    office_query = late("tracker.queries.offices")

Service = Callable[[DatabaseSession], Changes]


def write_indicator(
    jobs: Jobs, row: IndicatorRow, values: Mapping[str, Any], today: date, reply: Reply, toast: str | bool = True
) -> ReasonedService:
    """Save fields of an indicator over what its row showed; where it stands better by them, ask why first."""

    def describe(session: DatabaseSession, wanted: Mapping[str, Any], seen: Mapping[str, Any], **why: str) -> Changes:
        return indicators.describe_indicator(session, row.id, row.version, wanted, seen, today=today, **why)

    service = ReasonedService(describe, f"{row.code}  {row.name}", toast)
    form = reply.owner
    assert isinstance(form, QWidget)
    asking = replace(reply, refused=service.refusal(jobs, form, reply.done, reply.refused))
    over_form(asking, service, values, shown_by(row, indicators.FIELD_NAMES), toast).send(jobs)
    return service


class IndicatorActs(QObject):
    """Opens the form an act needs and writes; `created` carries the number of a new indicator."""

    created = Signal(int)

    def __init__(self, context: Context, window: QWidget, everything: Callable[[], tuple[IndicatorRow, ...]]) -> None:
        super().__init__(window)
        self._context, self._window, self._everything = context, window, everything
        self.dialog: FormDialog | None = None
        self.months: MonthWindow | None = None

    def create(self) -> None:
        """Ask for a new indicator."""

        def save(values: Values, reply: Reply) -> None:
            today, wanted = self._context.today(), forms.described(values)
            name = str(wanted.pop("name"))
            self._write(lambda s: indicator_links.create_indicator(s, name, wanted, today), reply, self._tell_new)

        self._with_offices(lambda names: forms.create_dialog(names, self._context.today(), save, self._window))

    def _tell_new(self, changes: Any) -> None:
        self.created.emit(min(changes.indicators))

    def import_months(self, path: Path | None = None) -> None:
        """Take a monthly table in; without a path ask for its file."""
        if path is None:
            month_window.ask_table(self._context, self._window, self.import_months)
            return
        file = path
        self._context.jobs.long(
            lambda _s, _step: list_preview.read_list_file(file),
            title=f"读入 {file.name}",
            on_result=lambda book: self._open_months(file.name, book),
            owner=self,
            show_after_ms=400,
            reads=True,
        )

    def _open_months(self, name: str, book: object) -> None:
        rows = tuple(row for row in self._everything() if row.kind is IndicatorKind.NUMERIC)
        window = self.months = month_window.MonthWindow(self._context, name, book, rows, self._window.window())
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.open()

    def count(self, row: IndicatorRow) -> None:
        """Ask how an indicator is counted and who reports it."""

        def save(values: Values, reply: Reply) -> None:
            wanted = forms.described(values)
            write_indicator(self._context.jobs, row, wanted, self._context.today(), reply)

        self._with_offices(lambda names: forms.counting_dialog(row, names, save, self._window))

    def link(self, row: IndicatorRow) -> None:
        """Ask which tasks and recommendations an indicator is linked with."""

        def save(values: Values, reply: Reply) -> None:
            tasks, entries = words_in(values["tasks"]), words_in(values["recommendations"])
            follow = values["follow"] == forms.FOLLOW
            relink = partial(indicator_links.relink_indicator, follow=follow, seen=shown)
            self._write(lambda s: relink(s, row.id, tasks, entries), reply)

        shown: tuple[tuple[str, ...], tuple[str, ...]] = (), ()

        def opened(codes: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
            nonlocal shown
            shown = codes
            self._open(forms.link_dialog(row, *codes, save, self._window))

        self._context.jobs.read(
            lambda s: indicator_query.linked_codes(s, row.id),
            on_result=opened,
            owner=self,
            key="links",
        )

    def retire(self, row: IndicatorRow) -> None:
        """Ask why an indicator is used no more."""

        def save(values: Values, reply: Reply) -> None:
            today, reason = self._context.today(), str(values["reason"])
            decider = str(values.get("decided_by", ""))
            self._write(lambda s: indicator_links.retire_indicator(s, row.id, today, reason, decider), reply)

        self._open(forms.retire_dialog(row, save, self._window))

    def merge(self, row: IndicatorRow) -> None:
        """Ask which other indicator is merged into one."""
        numbers = {other.code: other.id for other in self._everything()}

        def save(values: Values, reply: Reply) -> None:
            today, other = self._context.today(), numbers[str(values["other"])]
            self._write(lambda s: indicator_links.merge_indicators(s, row.id, other, today), reply)

        self._open(forms.merge_dialog(row, self._everything(), save, self._window))

    def offered(self, row: IndicatorRow | None) -> list[Command]:
        """Return what can be done with the chosen indicator, for menu and palette."""
        if row is None:
            return []
        acts = (
            ("口径与填报…", self.count, "edit"), ("关联任务与建议…", self.link, "link"),
            ("合并重复指标…", self.merge, "reply"), ("停用…", self.retire, "minus_circle"),
        )  # fmt: skip
        return [Command(TASK, word, partial(act, row), icon=icon, writes=True) for word, act, icon in acts]

    def open_menu(self, below: QWidget, row: IndicatorRow | None) -> None:
        """Open the menu of the chosen indicator below its button."""
        opened = menu(below)
        for command in self.offered(row):
            add(opened, command.word, command.icon, slot=command.run, danger=command.icon == "minus_circle")
        opened.popup(below.mapToGlobal(QPoint(0, below.height() + 4)))

    def _with_offices(self, make: Callable[[OfficeNames], FormDialog]) -> None:
        def opened(rows: tuple[OfficeRow, ...]) -> None:
            self._open(make(OfficeNames(rows)))

        self._context.jobs.read(lambda s: office_query.list_offices(s), on_result=opened, owner=self, key="offices")

    def _write(self, service: Service, reply: Reply, after: Callable[[Any], object] = lambda _changes: None) -> None:
        def done(changes: Any) -> None:
            reply.done()
            after(changes)

        self._context.jobs.write(service, on_result=done, failed=reply.refused, owner=reply.owner, toast=True)

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
