"""总览: the figures of all tasks, or of one office and one article, and where to look next."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.enums import PaperKind
from tracker.model.numbers import chinese_date
from tracker.model.rows import ArticleRow, Comparison, OfficeRow, Overview
from tracker.queries.app_state import is_demo
from tracker.queries.compare import compare_dates
from tracker.queries.ledger import TaskFilter
from tracker.queries.new_colours import NewColours, read_new_colours
from tracker.queries.offices import list_offices
from tracker.queries.overview import read_overview
from tracker.queries.sources import list_articles
from tracker.reports.pictures import picture_name
from tracker.services.light_rules import forget_former_rules
from tracker.ui.charts.export_button import ExportButton, write_and_notify
from tracker.ui.charts.figure import Sheet, on_paper
from tracker.ui.charts.image_files import A4_LANDSCAPE, content
from tracker.ui.charts.line_list import LineList
from tracker.ui.charts.wording import short_day
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenIndicator, OpenOffice, OpenPaper, OpenTask
from tracker.ui.core.preload import load_charts
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.overview.article_bars import ArticleBars
from tracker.ui.overview.day_slider import DaySlider
from tracker.ui.overview.drill_down import filter_of_step, filter_of_steps, filter_of_targets, target_within
from tracker.ui.overview.figures import BURN_UP, BY_ARTICLE, BY_OFFICE, HEAT, RECENT, RISKS, draw_page, sheets_of
from tracker.ui.overview.heat_map import HeatMap
from tracker.ui.overview.key_figures import FigureStrip
from tracker.ui.overview.lines import act_line, change_lines, risk_line
from tracker.ui.overview.new_colours import NewColoursBand
from tracker.ui.page import Page
from tracker.ui.task.filter import LedgerFilter
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.card import Card
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.fields import DateField
from tracker.ui.widgets.scroll_page import Canvas, side_by_side
from tracker.ui.widgets.segments import Segments
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from tracker.ui.overview.burn_up_interaction import BurnUp


class OverviewPage(Page):
    """Six figures, four charts, two lists; a click on a mark asks the ledger for the tasks behind it."""

    title = "总览"

    filter_requested = Signal(dict)  # any of article, light, office, status -> code, enum, name, enum

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: Overview | None = None
        self.burn_up: BurnUp | None = None  # created at the first show: importing pyqtgraph is slow
        self.office, self.article = Chip("单位"), Chip("文章")
        self.figures = FigureStrip()
        self.bars, self.heat = ArticleBars(), HeatMap()
        self.risks = LineList("有风险的指标", "没有亮红灯或黄灯的指标")
        self.recent = LineList("最近变化", "还没有变更记录")
        self.by = Segments("亮灯分布按", [("article", "文章"), ("office", "单位")])
        self.by.show_value("article")
        self.days = DaySlider()
        self.since = DateField()
        self.decisions_button = Button("时限与状态变动…", "plain")
        self.page_button = Button("一页 PDF…", icon="export")
        self.circular_button = Button("出通报…", "primary", icon="papers")
        self.burn_card = Card("任务完成：计划与实际", "累计销号，项")
        self.recent_card = Card("最近变化")
        self.risk_card = Card("有风险的指标")
        self.new_colours = NewColoursBand()
        self.new_colours.seen.connect(lambda: context.jobs.write(forget_former_rules))
        self._colours_said = False
        self.stage = Stage(self._canvas())
        self.body.addWidget(self.new_colours)
        self.body.addWidget(self.stage)
        self._connect()

    def refresh(self) -> None:
        """Read the figures of the chosen office and article, and what can be chosen."""
        self.stage.begin()
        jobs, today = self.context.jobs, self.context.today()
        office, article = str(self.office.value() or ""), str(self.article.value() or "")
        day = self.days.day() if self.days.past else None
        if self.burn_up is None:  # made while the figures are read: with them it is too much at once
            jobs.read(lambda _s: load_charts(), on_result=lambda _none: self._chart(), owner=self, key="charts")
        jobs.read(
            lambda s: read_overview(s, today, day=day, office=office, article=article),
            on_result=self._show,
            owner=self,
            key="overview",
        )
        self._read_since()
        if not self._colours_said:
            jobs.read(
                lambda s: read_new_colours(s, today), on_result=self._show_new_colours, owner=self, key="new colours"
            )
        jobs.read(list_offices, on_result=self._offer_offices, owner=self, key="offices")
        jobs.read(lambda s: list_articles(s, counted=False), on_result=self._offer_articles, owner=self, key="articles")

    def _ask_circular(self) -> None:
        """Make a circular about the source that is shown, or about all."""
        target = OpenPaper(PaperKind.CIRCULAR, article=str(self.article.value() or ""))
        self.context.bus.page_asked.emit("papers", target)

    def touches(self, changes: Changes) -> bool:
        """Every change moves a figure or the list of changes."""
        return changes != Changes()

    def _canvas(self) -> Canvas:
        """Return figures and cards: at 768 px the page is exactly full."""
        canvas = Canvas("总览内容")
        canvas.rows.addWidget(self.figures)
        lights = Card("亮灯分布", "项")
        lights.add_action(self.by)
        self._offer_picture(self.burn_card, BURN_UP)
        self._offer_picture(lights, BY_ARTICLE, BY_OFFICE)
        bars = _filled(lights, self.bars)
        heat_card = Card("单位与状态", "项")
        self._offer_picture(heat_card, HEAT)
        self._offer_picture(self.risk_card, RISKS)
        heat = _filled(heat_card, self.heat)
        risks = _filled(self.risk_card, self.risks)
        self.since.setMinimumWidth(92)
        self.since.setMaximumWidth(124)
        self.since.setAccessibleName("从哪天起的变化")
        self.since.setPlaceholderText("起始日期")
        self.since.setToolTip("填一个日期，看从那天起完成、延期、新增和亮灯的变化")
        self.recent_card.add_action(self.since)
        self._offer_picture(self.recent_card, RECENT)
        recent = _filled(self.recent_card, self.recent)
        canvas.rows.addLayout(side_by_side(((self.burn_card, 58), (bars, 42)), 232), 458)
        canvas.rows.addLayout(side_by_side(((heat, 36), (risks, 33), (recent, 31)), 322), 408)
        return canvas

    def _connect(self) -> None:
        for chip in (self.office, self.article):
            self.head.add_action(chip)
            chip.value_changed.connect(lambda _value: self.refresh())
        self.head.add_action(self.decisions_button)
        self.decisions_button.clicked.connect(lambda _checked=False: self.context.bus.decisions_asked.emit())
        self.head.add_action(self.page_button)
        self.head.add_action(self.circular_button)
        self.circular_button.clicked.connect(lambda _checked=False: self._ask_circular())
        self.page_button.clicked.connect(lambda _checked=False: self._ask_page())
        for chart in (self.bars, self.heat):
            chart.picked.connect(self._open)
            chart.banded.connect(lambda targets: self._ask_filter(filter_of_targets(targets, self._chips())))
        self.by.chosen.connect(lambda _by: self._show_bars())
        self.days.day_chosen.connect(lambda _day: self.refresh())
        self.since.changed.connect(self._read_since)
        self.figures.picked.connect(self._follow)
        self.risks.picked.connect(lambda code: self._ask("indicators", OpenIndicator(code)))
        self.recent.picked.connect(lambda task_id: self._ask("ledger", OpenTask(task_id)))

    def sheets(self) -> Sequence[Sheet]:
        """Return every chart of the page, as it is shown now."""
        return sheets_of(self.view, self.recent.lines) if self.view is not None else ()

    def _offer_picture(self, card: Card, *titles: str) -> None:
        """Add the export button to a card; of two titles it exports the one that is shown."""

        def sheet() -> Sheet | None:
            title = titles[-1] if self.by.value() == "office" else titles[0]
            return next((chart for chart in self.sheets() if chart.title == title), None)

        card.add_action(ExportButton(self.context, sheet))

    def _ask_page(self) -> None:
        """Ask where the page goes; whether it shows demonstration data is asked of the ledger first."""
        self.context.jobs.read(is_demo, on_result=self._ask_path, owner=self, key="demo")

    def _ask_path(self, demo: bool) -> None:
        start = Path(self.context.settings.last_folder) / picture_name("总览", self.days.day(), "pdf")
        ask_where_to_keep(self.window(), "总览一页 PDF", start, lambda path: self.keep_page(path, demo))

    def keep_page(self, path: Path, demo: bool) -> None:
        """Write the whole overview as one page of A4, landscape."""
        if (view := self.view) is None:
            return
        scope = "，".join(str(value) for value in (self.office.value(), self.article.value()) if value)

        def draw(painter: QPainter, area: QRectF) -> None:
            with on_paper():
                draw_page(painter, area, view, demo=demo, scope=scope, changes=self.recent.lines)

        write_and_notify(self.context, path, content("pdf", draw, A4_LANDSCAPE, "总览"))

    def _follow(self, target: object) -> None:
        if isinstance(target, dict):
            self._open(target)
        else:
            self._ask(str(target), None)

    def _open(self, target: object) -> None:
        """Follow a mark: the name of an office opens its page, all else filters the ledger."""
        if isinstance(target, OpenOffice):
            self._ask("office", target)
        elif isinstance(target, dict) and ("due" in target or any(isinstance(v, tuple) for v in target.values())):
            self._ask_filter(filter_of_targets([target], self._chips()))  # more than a TaskFilter can say
        elif isinstance(target, dict):
            self._ask_ledger(target)

    def _chips(self) -> dict[str, object]:
        return {"office": self.office.value(), "article": self.article.value()}

    def _ask_ledger(self, target: dict[str, str]) -> None:
        """Ask for the tasks of a mark, within the chosen office and article."""
        if self._in_the_past():
            return
        wanted = target_within(target, self._chips())
        self.filter_requested.emit(wanted)
        self._ask("ledger", TaskFilter(**wanted))

    def _ask_filter(self, wanted: LedgerFilter) -> None:
        if not self._in_the_past():
            self._ask("ledger", wanted)

    def _in_the_past(self) -> bool:
        """Return whether an earlier day is shown; then say that the ledger page knows only today."""
        if self.days.past:
            text = f"这是 {chinese_date(self.days.day())}的台账；把滑块拖回今天，再点开任务。"
            self.context.bus.notified.emit(Notice(text))
        return self.days.past

    def _ask(self, page: str, target: object) -> None:
        self.context.bus.page_asked.emit(page, target)

    def _offer_offices(self, offices: Sequence[OfficeRow]) -> None:
        self.office.set_options([(office.name, office.short_name or office.name) for office in offices if office.tasks])

    def _offer_articles(self, articles: Sequence[ArticleRow]) -> None:
        named = [(article.code, f"{article.code} {article.short_title or article.title}") for article in articles]
        self.article.set_options(named)

    def _show_new_colours(self, colours: NewColours | None) -> None:
        self._colours_said = colours is None
        self.new_colours.show_colours(colours)

    def _show(self, view: Overview) -> None:
        self.view = view
        before = short_day(view.compared_on, view.today)
        self.days.set_days(view.first_on or view.today, self.context.today())
        self.head.set_summary(f"截至 {view.today.isoformat()} · 与 {before}相比")
        self.figures.set_data(view)
        self._chart().set_data(view.plan, view.actual, view.today, "截至" if self.days.past else "今天")
        self._show_bars()
        self.heat.set_data(view.office_status)
        self.risks.set_data([risk_line(row) for row in view.risky_indicators])
        self.risk_card.set_note(f"{len(view.risky_indicators)} / {view.tracked_indicators}")
        if self.since.value() is None:
            self.recent.set_data([act_line(row, view.today) for row in view.recent])
        if view.tasks or view.risky_indicators or self.days.past or any(self._chips().values()):
            self.stage.show_content()
            return
        empty = EmptyState("overview", "台账里还没有任务", "在来源页把一条建议转为任务，这里就有它的进度。", "打开来源")
        empty.link_clicked.connect(lambda: self._ask("sources", None))
        self.stage.show_empty(empty)

    def _show_bars(self) -> None:
        if self.view is not None:
            by_office = self.by.value() == "office"
            groups = self.view.by_office if by_office else self.view.by_article
            self.bars.set_data(groups, self.view.by_light, "office" if by_office else "article")

    def _read_since(self) -> None:
        """Read what changed since the chosen day; without one the newest acts are shown."""
        since, today = self.since.value(), self.context.today()
        after = self.days.day() if self.days.past else today
        if since is None:
            self.recent_card.set_title("最近变化")
            if self.view is not None:
                self.recent.set_data([act_line(row, self.view.today) for row in self.view.recent])
        elif since < after:
            self.recent_card.set_title(f"{short_day(since, today)}以来")
            start = since
            self.context.jobs.read(
                lambda s: compare_dates(s, start, after, today), on_result=self._show_since, owner=self, key="since"
            )

    def _show_since(self, comparison: Comparison) -> None:
        if self.since.value() == comparison.before:
            offices = self.office.value()
            self.recent.set_data(change_lines(comparison, str(offices) if offices else ""))

    def _chart(self) -> "BurnUp":
        if self.burn_up is None:
            from tracker.ui.overview.burn_up_interaction import BurnUp

            self.burn_up = BurnUp()
            self.burn_up.picked.connect(lambda step: self._ask_filter(filter_of_step(step, self._chips())))
            self.burn_up.banded.connect(lambda steps: self._ask_filter(filter_of_steps(steps, self._chips())))
            self.burn_card.body.addWidget(self.burn_up, 1)
            self.burn_card.body.addWidget(self.days)
        return self.burn_up


def _filled(card: Card, content: QWidget) -> Card:
    card.body.addWidget(content)
    return card
