"""总览: the figures of all tasks, or of one office and one article, and where to look next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.changes import Changes
from tracker.model.rows import ArticleRow, OfficeRow, Overview
from tracker.queries.ledger import TaskFilter
from tracker.queries.offices import list_offices
from tracker.queries.overview import month_before, read_overview
from tracker.queries.sources import list_articles
from tracker.ui.charts.article_bars import ArticleBars
from tracker.ui.charts.heat_map import HeatMap
from tracker.ui.charts.line_list import LineList
from tracker.ui.charts.wording import short_day
from tracker.ui.context import Context
from tracker.ui.pages.overview_figures import FigureStrip
from tracker.ui.pages.overview_lines import act_line, risk_line
from tracker.ui.pages.page import Page
from tracker.ui.targets import OpenIndicator, OpenTask
from tracker.ui.widgets.card import Card
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.states import Stage

if TYPE_CHECKING:
    from tracker.ui.charts.burn_up import BurnUpChart

_EDGE, _GAP = 24, 16


class OverviewPage(Page):
    """Six figures, four charts, two lists; a click on a mark asks the ledger for the tasks behind it."""

    title = "总览"

    filter_requested = Signal(dict)  # any of article, light, office, status -> code, enum, name, enum

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: Overview | None = None
        self.burn_up: BurnUpChart | None = None  # made at the first show: importing pyqtgraph takes its time
        self.office, self.article = Chip("单位"), Chip("文章")
        self.figures = FigureStrip()
        self.bars, self.heat = ArticleBars(), HeatMap()
        self.risks = LineList("有风险的指标", "没有亮红灯或黄灯的指标")
        self.recent = LineList("最近变化", "还没有变更记录")
        self.burn_card = Card("任务完成：计划与实际", "累计销号，项")
        self.risk_card = Card("有风险的指标")
        self.stage = Stage(self._scrolled())
        self.body.addWidget(self.stage)
        self._connect()

    def refresh(self) -> None:
        """Read the figures of the chosen office and article, and what can be chosen."""
        self.stage.begin()
        jobs, today = self.context.jobs, self.context.today()
        chosen = {"office": self.office.value() or "", "article": self.article.value() or ""}
        jobs.read(read_overview, today, then=self._show, owner=self, **chosen)
        jobs.read(list_offices, then=self._offer_offices, owner=self)
        jobs.read(list_articles, (), then=self._offer_articles, owner=self)

    def touches(self, changes: Changes) -> bool:
        """Every change moves a figure or the list of changes."""
        return changes != Changes()

    def _scrolled(self) -> QScrollArea:
        """Return the scroll area: at 768 px the page is exactly full."""
        content = QWidget()
        content.setObjectName("canvas")
        content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(content)
        rows.setContentsMargins(_EDGE, _GAP, _EDGE, _GAP)
        rows.setSpacing(_GAP)
        rows.addWidget(self.figures)
        bars = _filled(Card("按文章的亮灯分布", "项"), self.bars)
        heat = _filled(Card("单位与状态", "项"), self.heat)
        risks = _filled(self.risk_card, self.risks)
        recent = _filled(Card("最近变化"), self.recent)
        rows.addLayout(_row(((self.burn_card, 58), (bars, 42)), 232), 458)
        rows.addLayout(_row(((heat, 36), (risks, 33), (recent, 31)), 322), 408)
        area = QScrollArea()
        area.setAccessibleName("总览内容")
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        return area

    def _connect(self) -> None:
        for chip in (self.office, self.article):
            self.head.add_action(chip)
            chip.value_changed.connect(lambda _value: self.refresh())
        for chart in (self.bars, self.heat):
            chart.picked.connect(self._ask_ledger)
        self.figures.picked.connect(self._follow)
        self.risks.picked.connect(lambda code: self._ask("indicators", OpenIndicator(code)))
        self.recent.picked.connect(lambda task_id: self._ask("ledger", OpenTask(task_id)))

    def _follow(self, target: object) -> None:
        if isinstance(target, dict):
            self._ask_ledger(target)
        else:
            self._ask(str(target), None)

    def _ask_ledger(self, target: dict[str, str]) -> None:
        """Ask for the tasks of a mark, within the chosen office and article."""
        chips = {"office": self.office.value(), "article": self.article.value()}
        wanted = {name: str(value) for name, value in chips.items() if value} | target
        self.filter_requested.emit(wanted)
        self._ask("ledger", TaskFilter(**wanted))

    def _ask(self, page: str, target: object) -> None:
        self.context.bus.page_asked.emit(page, target)

    def _offer_offices(self, offices: Sequence[OfficeRow]) -> None:
        self.office.set_options([(one.name, one.short_name or one.name) for one in offices if one.tasks])

    def _offer_articles(self, articles: Sequence[ArticleRow]) -> None:
        named = [(one.code, f"{one.code} {one.short_title or one.title}") for one in articles]
        self.article.set_options(named)

    def _show(self, view: Overview) -> None:
        self.view = view
        before = short_day(month_before(view.today), view.today)
        self.head.set_summary(f"截至 {view.today.isoformat()} · 与 {before}相比")
        self.figures.set_data(view)
        self._chart().set_data(view.plan, view.actual, view.today)
        self.bars.set_data(view.by_article, view.by_light)
        self.heat.set_data(view.office_status)
        self.risks.set_data([risk_line(row) for row in view.risky_indicators])
        self.risk_card.set_note(f"{len(view.risky_indicators)} / {view.tracked_indicators}")
        self.recent.set_data([act_line(row, view.today) for row in view.recent])
        self.stage.show_content()

    def _chart(self) -> "BurnUpChart":
        if self.burn_up is None:
            from tracker.ui.charts.burn_up import BurnUpChart

            self.burn_up = BurnUpChart()
            self.burn_card.body.addWidget(self.burn_up)
        return self.burn_up


def _filled(card: Card, content: QWidget) -> Card:
    card.body.addWidget(content)
    return card


def _row(cards: Sequence[tuple[Card, int]], least: int) -> QHBoxLayout:
    """Return cards side by side in fixed shares of the width, at least `least` px high."""
    row = QHBoxLayout()
    row.setSpacing(_GAP)
    for card, share in cards:
        card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        card.setMinimumHeight(least)
        row.addWidget(card, share)
    return row
