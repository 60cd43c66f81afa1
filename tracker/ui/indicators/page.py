"""指标: small cards at the left, one indicator large at the right, observations recorded and corrected."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.model.changes import Changes
from tracker.model.edited_forms import OBSERVATION, shown_by
from tracker.model.enums import IndicatorKind, LightColour
from tracker.model.numbers import chinese_date
from tracker.model.rows import IndicatorRow, ObservationRow, TaskRow
from tracker.queries.indicators import list_indicators, list_movers
from tracker.services.indicators import add_observation, delete_observation, edit_observation
from tracker.services.observations import add_observations
from tracker.ui.charts.export_button import ExportButton
from tracker.ui.charts.figure import Sheet
from tracker.ui.charts.wording import figure_text
from tracker.ui.core.bus import Notice
from tracker.ui.core.command import DO, Command
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ImportMonths, Only, OpenIndicator, OpenTask
from tracker.ui.core.preload import load_charts
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.indicators.acts import IndicatorActs, write_indicator
from tracker.ui.indicators.cards import CardGrid
from tracker.ui.indicators.detail import IndicatorDetail
from tracker.ui.indicators.figures import indicator_sheet
from tracker.ui.indicators.indicator_dialog import changed_values, indicator_dialog
from tracker.ui.indicators.observation_dialog import observation_dialog
from tracker.ui.indicators.reasons import ReasonedService
from tracker.ui.indicators.selection import RISK, Choice, arranged, summary
from tracker.ui.page import Page
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.dialog import ask
from tracker.ui.widgets.fields import SearchField
from tracker.ui.widgets.form_dialog import FormDialog
from tracker.ui.widgets.guarded_save import GuardedSave
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.saving_dialog import Reply
from tracker.ui.widgets.scroll_page import scrolled
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from tracker.ui.widgets.paste_dialog import PasteDialog

_EDGE, _GAP = 24, 16
_LIGHTS = (("risk", "有风险"), *((light.value, f"{light.word}灯") for light in LightColour))


class IndicatorsPage(Page):
    """All indicators as cards; the chosen one with chart, tasks and table."""

    title = "指标"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.rows: tuple[IndicatorRow, ...] = ()
        self.tasks: tuple[TaskRow, ...] = ()
        self.code = ""  # of the chosen indicator
        self._fresh = 0  # number of one that was just made
        self.search = SearchField("搜索指标")
        self.target, self.light, self.article, self.kind = (Chip(n) for n in ("目标", "亮灯", "文章", "类别"))
        self.only = Chip("只看")  # what another page asked for; away with its cross
        self.only.hide()
        self.record = Button("录入观测值…", "primary", "plus")
        self.more = IconButton("more", "新建指标、导入月报")
        self.acts = IndicatorActs(context, self, lambda: self.rows)
        self.grid, self.detail = CardGrid(), IndicatorDetail()
        self.stage = Stage(self.grid)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read all indicators and the tasks that move them."""
        self.stage.begin()
        today = self.context.today()
        jobs = self.context.jobs
        if self.detail.chart is None:  # made while the rows are read: with them it is too much at once
            jobs.read(
                lambda _s: load_charts(), on_result=lambda _none: self.detail.make_chart(), owner=self, key="charts"
            )
        jobs.read(lambda s: list_movers(s, today), on_result=self._set_tasks, owner=self, key="tasks")
        jobs.read(lambda s: list_indicators(s, today), on_result=self._set_rows, owner=self, key="indicators")

    def touches(self, changes: Changes) -> bool:
        """Indicators and the lights of linked tasks are shown."""
        return bool(changes.indicators or changes.tasks)

    def open_target(self, target: object) -> None:
        """Choose the indicator with a code, even if chips hide it now."""
        if isinstance(target, ImportMonths):
            self.acts.import_months(target.path)
        elif isinstance(target, Only):
            self._clear_choice()
            self.only.set_options([(target.codes, target.words)])
            self.only.set_value(target.codes)
        elif isinstance(target, OpenIndicator):
            self.code = target.code
            if not self.grid.choose(target.code):
                self._clear_choice()

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sheets(self) -> Sequence[Sheet]:
        """Return the chosen indicator first, then every other one at risk."""
        chosen = self.detail.indicator
        risky = [row for row in arranged(self.rows, self.choice()) if row.light.colour in RISK and row != chosen]
        rows = ([chosen] if chosen is not None and chosen.kind is IndicatorKind.NUMERIC else []) + risky
        return tuple(indicator_sheet(row, self.context.today()) for row in rows)

    def commands(self) -> "Sequence[Command]":
        """Return what can be done here and with the chosen indicator."""
        return (
            Command(DO, "新建指标…", self.acts.create, icon="plus", writes=True),
            Command(DO, "导入月报…", lambda: self.acts.import_months(), icon="import", writes=True),
            *self.acts.offered(self.detail.indicator),
        )

    def _open_more(self) -> None:
        opened = menu(self.more)
        for command in self.commands()[:2]:
            add(opened, command.word, command.icon, slot=command.run)
        opened.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def _show_new(self, indicator_id: int) -> None:
        """Show an indicator that was just made, once it is read."""
        self._fresh = indicator_id
        self.refresh()

    def choice(self) -> Choice:
        """Return what search field and chips ask for."""
        values = [str(chip.value() or "") for chip in (self.light, self.article, self.kind)]
        wanted = self.target.value()
        only = self.only.value()
        codes = frozenset(only) if isinstance(only, tuple) else frozenset()
        target = wanted if isinstance(wanted, bool) else None
        return Choice(self.search.text().strip(), target, values[0], values[1], values[2], codes)

    def _lay_out(self) -> None:
        self.search.setFixedWidth(176)
        for widget in (
            self.only,
            self.search,
            self.target,
            self.light,
            self.article,
            self.kind,
            self.record,
            self.more,
        ):
            self.head.add_action(widget)
        self.target.set_options([(True, "有目标的"), (False, "缺目标的")])
        self.light.set_options(_LIGHTS)
        self.kind.set_options([(kind.value, kind.word) for kind in IndicatorKind])
        ground = QWidget()
        ground.setObjectName("canvas")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        sides = QHBoxLayout(ground)
        sides.setContentsMargins(_EDGE, _GAP, _EDGE, _GAP)
        sides.setSpacing(2)  # the last column's gap and the scroll bar stand between
        sides.addWidget(self.stage, 47)
        self.detail.setObjectName("scrolled")  # a low window shows the canvas behind it, and scrolls
        side = scrolled(self.detail)
        sides.addWidget(side, 53)
        self.detail.hide()
        self.body.addWidget(ground)

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self._show())
        self.only.value_changed.connect(lambda codes: self.only.setVisible(codes is not None))
        for chip in (self.only, self.target, self.light, self.article, self.kind):
            chip.value_changed.connect(lambda _value: self._show())
        self.grid.row_chosen.connect(self._choose)
        self.record.clicked.connect(self.open_record)
        self.detail.offer_picture(ExportButton(self.context, lambda: next(iter(self.sheets()), None)))
        self.more.clicked.connect(lambda _checked=False: self._open_more())
        self.acts.created.connect(self._show_new)
        self.detail.more.clicked.connect(
            lambda _checked=False: self.acts.open_menu(self.detail.more, self.detail.indicator)
        )
        self.detail.edit_asked.connect(self.open_edit)
        self.detail.paste_asked.connect(self.open_paste)
        self.detail.task_asked.connect(self._ask_ledger)
        self.detail.table.observations.edit_asked.connect(self._edit)
        self.detail.table.delete_asked.connect(self._ask_delete)
        self.detail.table.understood.connect(lambda sentence: self.context.bus.notified.emit(Notice(sentence)))

    def _ask_ledger(self, task_id: int) -> None:
        self.context.bus.page_asked.emit("ledger", OpenTask(task_id))

    def _set_tasks(self, tasks: tuple[TaskRow, ...]) -> None:
        self.tasks = tasks

    def _set_rows(self, rows: tuple[IndicatorRow, ...]) -> None:
        self.rows = rows
        if fresh := next((row.code for row in rows if row.id == self._fresh), ""):
            self.code, self._fresh = fresh, 0
            self._clear_choice()
        lights = {light.value: light for light in LightColour}
        counts = Counter(row.light.colour.value for row in rows)
        self.light.set_details({"risk": sum(counts[light] for light in RISK), **counts}, lights)
        self.kind.set_details(Counter(row.kind.value for row in rows))
        aimed = Counter(row.target_value is not None for row in rows)
        self.target.set_details({True: aimed[True], False: aimed[False]})
        self.article.set_details(Counter(row.article for row in rows))
        self.article.set_options([(code, f"{code}文") for code in dict.fromkeys(row.article for row in rows)])
        self.head.set_summary(summary(rows))
        self._show()

    def _show(self) -> None:
        """Show the chosen cards and keep the chosen indicator."""
        shown = arranged(self.rows, self.choice())
        self.grid.show_rows(shown, self.code, self.context.today())
        if shown:
            self.stage.show_content()
            return
        self._allow_recording(None)
        self.detail.set_data(None, (), self.context.today())
        empty = EmptyState("indicators", "没有符合条件的指标", "换一个词，或去掉筛选。", "清除筛选")
        empty.link_clicked.connect(self._clear_choice)
        self.stage.show_empty(empty)

    def _clear_choice(self) -> None:
        self.search.clear()
        for chip in (self.only, self.target, self.light, self.article, self.kind):
            chip.set_value(None)
        self._show()

    def _choose(self, row: IndicatorRow) -> None:
        self.code = row.code
        linked = [task for task in self.tasks if task.code in row.tasks]
        self._allow_recording(row)
        self.detail.set_data(row, linked, self.context.today())

    def _allow_recording(self, row: IndicatorRow | None) -> None:
        """Words cannot be recorded as numbers; the button says so."""
        worded = row is not None and row.kind is IndicatorKind.QUALITATIVE
        self.record.setEnabled(row is not None and not worded)
        self.record.setToolTip("定性指标只有文字，没有数值可录入" if worded else "")

    def open_record(self) -> FormDialog | None:
        """Open 录入观测值 for the chosen indicator."""
        if (row := self.detail.indicator) is None or not self.record.isEnabled():
            return None
        return self._opened(observation_dialog(row, self.context.today(), self._saver(self._add, row), self), row)

    def open_paste(self) -> "PasteDialog | None":
        """Open 从 Excel 粘贴 for the chosen indicator."""
        from tracker.ui.widgets.paste_dialog import PasteDialog

        if (row := self.detail.indicator) is None or not self.record.isEnabled():
            return None
        toast = f"已录入 {row.name} 的观测值"

        def save(values: Any, reply: Reply) -> None:
            self._write(lambda s: add_observations(s, row.id, values), toast, reply)

        dialog = PasteDialog(row, self.context.today(), save, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def open_edit(self) -> FormDialog | None:
        """Open 编辑指标 for the chosen indicator."""
        if (row := self.detail.indicator) is None:
            return None
        dialog = indicator_dialog(row, self.context.today(), self._saver(self._save, row), self)
        return self._opened(dialog, row)

    def _saver(self, write: Callable[..., None], row: IndicatorRow) -> Callable[..., None]:
        """Return what a dialog calls with its values and where the outcome goes."""
        return lambda values, reply: write(row, values, reply)

    def _add(self, row: IndicatorRow, values: Mapping[str, Any], reply: Reply) -> None:
        on, value, note = date.fromisoformat(values["on"]), values["value"], values["note"]
        toast = f"已录入 {row.name} {figure_text(row, value)}"
        self._write(lambda s: add_observation(s, row.id, on, value, note), toast, reply)

    def _save(self, row: IndicatorRow, values: Mapping[str, Any], reply: Reply) -> None:
        if not (changed := changed_values(row, values)):
            reply.done()
            return
        write_indicator(self.context.jobs, row, changed, self.context.today(), reply, f"已修改 {row.name}")

    def _edit(self, observation: ObservationRow, asked: Mapping[str, Any]) -> None:
        today = self.context.today()

        def edit(session: DatabaseSession, wanted: Mapping[str, Any], seen: Mapping[str, Any], **why: Any) -> Changes:
            on = wanted["observed_on"]
            day = date.fromisoformat(on) if isinstance(on, str) and on else on or None
            value, note = wanted["value"], wanted["note"]
            return edit_observation(session, observation.id, day, value, note, seen=seen, today=today, **why)

        service = self._reasoned(edit, "已修改观测值")
        GuardedSave(
            service, {"observed_on": asked["on"], "value": asked["value"], "note": asked["note"]}, _shown(observation),
            self, self, failed=self._refusal(service), toast="已修改观测值",
        ).send(self.context.jobs)  # fmt: skip

    def _reasoned(self, service: Callable[..., Changes], toast: str) -> ReasonedService:
        row = self.detail.indicator
        return ReasonedService(service, f"{row.code}  {row.name}" if row is not None else "", toast)

    def _refusal(self, service: ReasonedService) -> Callable[[str], None]:
        """Return what asks why; what was typed in the table and is not saved is told, and stands as before."""
        warn = lambda sentence: self.context.bus.notified.emit(Notice(sentence, warning=True))  # noqa: E731
        return service.refusal(self.context.jobs, self, lambda: None, warn)

    def _ask_delete(self, observation: ObservationRow) -> None:
        row = self.detail.indicator
        if row is None:
            return
        when = chinese_date(observation.on) if observation.on else observation.period or "未注明日期"
        sentence = f"将删除 {row.name} {when}的观测值 {figure_text(row, observation.value)}。删除后可以撤销。"
        seen = _shown(observation)
        today, toast = self.context.today(), "已删除观测值"
        service = self._reasoned(
            lambda s, **why: delete_observation(s, observation.id, seen, today=today, **why), toast
        )
        refused = self._refusal(service)
        delete = lambda: self.context.jobs.write(service, failed=refused, owner=self, toast=toast)  # noqa: E731
        ask(self, "删除观测值", sentence, "删除", delete, danger=True)

    def _write(self, service: Callable[[DatabaseSession], Changes], toast: str, reply: Reply | None = None) -> None:
        if reply is not None:
            self.context.jobs.write(service, toast=toast, **reply.route)
        else:
            self.context.jobs.write(service, toast=toast)

    def _opened(self, dialog: FormDialog, row: IndicatorRow) -> FormDialog:
        title = dialog.windowTitle()
        dialog.keep_drafts(self.context.drafts, f"indicator/{row.code}/{title}", f"{row.name} {title}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog


def _shown(observation: ObservationRow) -> Mapping[str, Any]:
    """Return what a line of the table shows of an observation."""
    return shown_by(observation, OBSERVATION.words, {"observed_on": "on"})
