"""单位: everything about one office, for a meeting with it; opened from other pages, with a way back."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.enums import PaperKind
from tracker.model.rows import OfficeRow, OfficeView
from tracker.queries.app_state import is_demo
from tracker.queries.ledger import TaskFilter
from tracker.queries.office import read_light_history, read_office
from tracker.queries.offices import list_offices
from tracker.reports.pictures import picture_name
from tracker.ui.charts.export_button import ExportButton, write_and_notify
from tracker.ui.charts.figure import Sheet, on_paper
from tracker.ui.charts.image_files import A4_LANDSCAPE, content
from tracker.ui.charts.line_list import LineList
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenOffice, OpenPaper, OpenTask
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.overview import office_figures as sheets
from tracker.ui.overview.light_history import LightHistory
from tracker.ui.overview.office_lines import OfficeStrip, helper_line, matter_line, problem_line, task_line
from tracker.ui.overview.response_bars import ResponseBars
from tracker.ui.page import Page
from tracker.ui.task.filter import Facet, LedgerFilter
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.card import Card
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.scroll_page import Canvas, side_by_side
from tracker.ui.widgets.states import EmptyState, Stage

MOST_TASKS = 300  # lines of the list; the ledger shows more of them better


class OfficePage(Page):
    """Figures, lights over time, answers, problems, matters and tasks of one office."""

    title = "单位情况"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: OfficeView | None = None
        self._name, self._back = "", "overview"
        self.back = IconButton("chevron_left", "返回（Alt+←）")
        self.back.setShortcut("Alt+Left")
        self.office = Chip("单位")
        self.office.required = True
        self.all_button = Button("在台账中查看", icon="ledger")
        self.page_button = Button("一页 PDF…", icon="export")
        self.slip_button = Button("出提醒函…", icon="papers")
        self.figures = OfficeStrip()
        self.lights, self.answers = LightHistory(), ResponseBars()
        self.problems = LineList(sheets.PROBLEMS, sheets.NO_PROBLEMS, whole=True)
        self.matters = LineList(sheets.MATTERS, "", whole=True)
        self.helpers = LineList(sheets.HELPERS, "", whole=True)
        self.tasks = LineList(sheets.TASKS, sheets.NO_TASKS, whole=True)
        self.task_card, self.problem_card = Card(sheets.TASKS, "最急的在前"), Card(sheets.PROBLEMS, "未完成的任务")
        self.matter_card = Card(sheets.MATTERS, "本单位提出的，和需要本单位协调的")
        self.helper_card = Card(sheets.HELPERS, "配合它牵头任务的单位最近怎么说，最新的在前")
        self.stage = Stage(self._canvas())
        self.body.addWidget(self.stage)
        self._connect()

    def refresh(self) -> None:
        """Read the office, and which others there are."""
        self.stage.begin()
        jobs, today, name = self.context.jobs, self.context.today(), self._name
        jobs.read(lambda s: read_office(s, today, name, history=False), on_result=self._show, owner=self, key="office")
        jobs.read(list_offices, on_result=self._offer, owner=self, key="offices")

    def touches(self, changes: Changes) -> bool:
        """Tasks, workbooks and returns move a figure."""
        return changes != Changes()

    def open_target(self, target: object) -> None:
        """Show the office asked for, and remember the page to go back to."""
        if isinstance(target, OpenOffice):
            self._name, self._back = target.name, target.back
            self.refresh()

    def sheets(self) -> Sequence[Sheet]:
        """Return the charts and lists of the office, none before all of them are read."""
        return sheets.sheets_of_office(self.view) if self.view is not None and self.view.lights else ()

    def _canvas(self) -> Canvas:
        canvas = Canvas("单位内容")
        canvas.rows.addWidget(self.figures)
        lights = self._card(Card(sheets.LIGHTS, "每月末，项"), self.lights, sheets.LIGHTS)
        answers = self._card(Card(sheets.ANSWERS, "发出到收到，天；竖线为约定日"), self.answers, sheets.ANSWERS)
        tasks = self._card(self.task_card, self.tasks, sheets.TASKS)
        problems = self._card(self.problem_card, self.problems, sheets.PROBLEMS)
        self.lights.setMinimumHeight(180)
        canvas.rows.addLayout(side_by_side(((lights, 58), (answers, 42))))
        matters = self._card(self.matter_card, self.matters, sheets.MATTERS)
        canvas.rows.addWidget(matters)
        canvas.rows.addWidget(self._card(self.helper_card, self.helpers, sheets.HELPERS))
        canvas.rows.addLayout(side_by_side(((tasks, 58), (problems, 42))), 1)
        return canvas

    def _card(self, card: Card, chart: QWidget, title: str) -> Card:
        """Put a chart into a card, with the button that exports it."""
        card.body.addWidget(chart)

        def sheet() -> Sheet | None:
            return next((sheet for sheet in self.sheets() if f"：{title}" in sheet.title), None)

        card.add_action(ExportButton(self.context, sheet))
        return card

    def _connect(self) -> None:
        self.head.add_before(self.back)
        for widget in (self.office, self.all_button, self.page_button, self.slip_button):
            self.head.add_action(widget)
        self.back.clicked.connect(lambda _checked=False: self._ask(self._back, None))
        self.office.value_changed.connect(self._choose)
        self.all_button.clicked.connect(lambda _checked=False: self._follow({}))
        self.slip_button.clicked.connect(lambda _checked=False: self._ask_slip())
        self.page_button.clicked.connect(lambda _checked=False: self._ask_page())
        self.figures.picked.connect(self._follow)
        self.lights.picked.connect(self._follow)
        self.lights.banded.connect(self._ask_lights)
        self.answers.picked.connect(lambda _number: self._ask("exchange", None))
        for chart in (self.tasks, self.problems, self.matters, self.helpers):
            chart.picked.connect(lambda task_id: self._ask("ledger", OpenTask(task_id)))

    def _choose(self, name: object) -> None:
        if name and name != self._name:
            self._name = str(name)
            self.refresh()

    def _follow(self, target: object) -> None:
        """Ask the ledger for the office's tasks, of one light where asked; or another page."""
        if isinstance(target, dict) and self.view is not None:
            self._ask("ledger", TaskFilter(office=self.view.name, **target))
        elif isinstance(target, str):
            self._ask(target, None)

    def _ask_lights(self, targets: list[dict[str, str]]) -> None:
        """Ask the ledger for the office's tasks of any light in the rubber band."""
        if self.view is not None:
            lights = frozenset(str(target["light"]) for target in targets)
            chosen = {Facet.OFFICE: frozenset({self.view.name}), Facet.LIGHT: lights}
            self._ask("ledger", LedgerFilter(chosen))

    def _ask_slip(self) -> None:
        """Remind this office of what is near or silent."""
        if self.view is not None:
            self._ask("papers", OpenPaper(PaperKind.NOTICE, offices=frozenset({self.view.name})))

    def _ask(self, page: str, target: object) -> None:
        self.context.bus.page_asked.emit(page, target)

    def _offer(self, offices: Sequence[OfficeRow]) -> None:
        self.office.blockSignals(True)
        self.office.set_options([(office.name, office.short_name or office.name) for office in offices])
        self.office.set_value(self._name or None)
        self.office.blockSignals(False)

    def _show(self, view: OfficeView | None) -> None:
        before, self.view = self.view, view
        if view is None:
            self.stage.show_empty(EmptyState("user", "还没有单位", "给任务定了牵头单位，这里就有它的情况。"))
            return
        self._name = view.name
        self.office.blockSignals(True)
        self.office.set_value(view.name)
        self.office.blockSignals(False)
        self.head.set_title(view.name)
        self.head.set_summary(f"截至 {view.today.isoformat()}")
        self.figures.set_data(view)
        self.lights.set_data(before.lights if before is not None and before.name == view.name else None)
        self.answers.set_data(view.responses)
        self.problems.set_data([problem_line(problem, view.today) for problem in view.problems])
        self.matter_card.setVisible(bool(view.matters))
        self.matters.set_data([matter_line(matter, view.today) for matter in view.matters])
        self.helper_card.setVisible(bool(view.helpers))
        self.helpers.set_data([helper_line(report, view.today) for report in view.helpers])
        self.tasks.set_data([task_line(task) for task in view.tasks[:MOST_TASKS]])
        rest = len(view.tasks) - MOST_TASKS
        self.task_card.set_note(f"最急的 {MOST_TASKS} 项，其余 {rest:,} 项见台账" if rest > 0 else "最急的在前")
        self.stage.show_content()
        # A year of lights takes longer than all else together.
        self.context.jobs.read(
            lambda s: read_light_history(s, view), on_result=self._show_history, owner=self, key="light history"
        )

    def _show_history(self, view: OfficeView) -> None:
        if self.view is None or self.view.name != view.name:
            return  # another office is shown by now
        self.view = view
        self.figures.set_data(view)  # what there was a month ago is known by now
        self.lights.set_data(view.lights)

    def _ask_page(self) -> None:
        """Ask where the page of the office shown goes, with its year of lights whether it was shown yet or not."""
        if (shown := self.view) is None:
            return

        def read(session: DatabaseSession) -> tuple[OfficeView, bool]:
            return (shown if shown.lights else read_light_history(session, shown)), is_demo(session)

        self.context.jobs.read(read, on_result=lambda whole: self._ask_path(*whole), owner=self, key="page")

    def _ask_path(self, view: OfficeView, demo: bool) -> None:
        start = Path(self.context.settings.last_folder) / picture_name(view.name, view.today, "pdf")
        ask_where_to_keep(self.window(), "单位一页 PDF", start, lambda path: self.keep_page(path, demo, view))

    def keep_page(self, path: Path, demo: bool, view: OfficeView | None = None) -> None:
        """Write an office, the one shown unless another is given, as one page of A4, landscape."""
        if (view := view or self.view) is None:
            return

        def draw(painter: QPainter, area: QRectF) -> None:
            with on_paper():
                sheets.draw_office_page(painter, area, view, demo=demo)

        write_and_notify(self.context, path, content("pdf", draw, A4_LANDSCAPE, view.name))
