"""总览: the figures of all tasks, or of one office and one article, why they changed, and where to look next."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from tracker.model.changes import Changes
from tracker.model.enums import PaperKind
from tracker.model.numbers import chinese_date
from tracker.model.rows import ArticleRow, Movements, OfficeRow, Overview
from tracker.queries.app_state import is_demo
from tracker.queries.ledger import TaskFilter
from tracker.queries.movements import movements_in_history
from tracker.queries.new_colours import NewColours, read_new_colours
from tracker.queries.offices import list_offices
from tracker.queries.overview import read_overview
from tracker.queries.sources import list_articles
from tracker.queries.tallies import Scope
from tracker.reports.pictures import picture_name
from tracker.services.light_rules import forget_former_rules
from tracker.ui.charts.export_button import ExportButton, write_and_notify
from tracker.ui.charts.figure import Sheet, on_paper
from tracker.ui.charts.image_files import A4_LANDSCAPE, content
from tracker.ui.charts.wording import short_day
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import Only, OpenOffice, OpenPaper, OpenTask
from tracker.ui.core.preload import load_charts
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.overview.article_bars import ArticleBars
from tracker.ui.overview.compared_day import SinceChoice
from tracker.ui.overview.day_slider import DaySlider
from tracker.ui.overview.drill_down import filter_of_step, filter_of_steps, filter_of_targets, target_within
from tracker.ui.overview.figures import BURN_UP, BY_ARTICLE, BY_OFFICE, HEAT, RISKS, TURNED, WHY, draw_page, sheets_of
from tracker.ui.overview.heat_map import HeatMap
from tracker.ui.overview.key_figures import FigureStrip
from tracker.ui.overview.new_colours import NewColoursBand
from tracker.ui.overview.risk_bullets import RiskBullets
from tracker.ui.overview.turned_list import TurnedList
from tracker.ui.overview.waterfall import Waterfall, headline
from tracker.ui.page import Page
from tracker.ui.task.filter import LedgerFilter
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.card import Card
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.scroll_page import EDGE, Canvas, side_by_side
from tracker.ui.widgets.segments import Segments
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from tracker.ui.overview.burn_up_interaction import BurnUp

#: By what the card of lights shows them, in the order of its sheets.
_BY = {"office": "单位", "article": "文章", "status": "状态"}
_SHOWN = tuple(_BY)
_GAP = 12  # px above, below and between the rows of cards


class OverviewPage(Page):
    """Six figures, what turned and why, how far and who; a click on a mark asks the ledger for the tasks behind it."""

    title = "总览"

    filter_requested = Signal(dict)  # any of article, light, office, status -> code, enum, name, enum

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: Overview | None = None
        self.moved: Movements | None = None
        self.burn_up: BurnUp | None = None  # created at the first show: importing pyqtgraph is slow
        self.office, self.article, self.since = Chip("单位"), Chip("文章"), SinceChoice()
        self.figures = FigureStrip()
        self.why, self.turned = Waterfall(), TurnedList()
        self.bars, self.heat = ArticleBars(), HeatMap()
        self.risks = RiskBullets()
        self.by = Segments("亮灯按", list(_BY.items()))
        self.by.show_value("office")
        self.days = DaySlider()
        self.more = IconButton("more", "时限与状态变动、一页 PDF")
        self.circular_button = Button("通报…", "primary", icon="papers")
        self.why_card, self.turned_card = Card("需要关注的任务", "项"), Card("变灯的任务", " ")
        self.burn_card = Card(BURN_UP, "累计，项")
        self.lights_card, self.risk_card = Card("单位亮灯"), Card(RISKS, " ")
        self.charts = QStackedWidget()
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
        self._read_moved()
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
        canvas.rows.setContentsMargins(EDGE, _GAP, EDGE, _GAP)
        canvas.rows.setSpacing(_GAP)
        canvas.rows.addWidget(self.figures)
        self.lights_card.add_action(self.by)
        for chart in (self.bars, self.heat):
            self.charts.addWidget(chart)
        cards = (
            (self.why_card, self.why, (WHY,)),
            (self.turned_card, self.turned, (TURNED,)),
            (self.lights_card, self.charts, (BY_OFFICE, BY_ARTICLE, HEAT)),
            (self.risk_card, self.risks, (RISKS,)),
        )
        self._offer_picture(self.burn_card, BURN_UP)
        for card, content_of_card, titles in cards:
            card.body.addWidget(content_of_card)
            self._offer_picture(card, *titles)
        canvas.rows.addLayout(side_by_side(((self.why_card, 56), (self.turned_card, 44)), 240), 420)
        last = ((self.burn_card, 36), (self.lights_card, 35), (self.risk_card, 29))
        canvas.rows.addLayout(side_by_side(last, 306), 446)
        return canvas

    def _connect(self) -> None:
        for widget in (self.office, self.article, self.since, self.more, self.circular_button):
            self.head.add_action(widget)
        for chip in (self.office, self.article):
            chip.value_changed.connect(lambda _value: self.refresh())
        self.since.changed.connect(self._read_moved)
        self.more.clicked.connect(lambda _checked=False: self.open_more())
        self.circular_button.clicked.connect(lambda _checked=False: self._ask_circular())
        for chart in (self.bars, self.heat):
            chart.picked.connect(self._open)
            chart.banded.connect(lambda targets: self._ask_filter(filter_of_targets(targets, self._chips())))
        self.by.chosen.connect(lambda _by: self._show_bars())
        self.days.day_chosen.connect(lambda _day: self.refresh())
        self.figures.picked.connect(self._follow)
        self.why.picked.connect(self._open)
        self.why.banded.connect(self._ask_turned)
        self.turned.picked.connect(self._open)
        self.risks.picked.connect(lambda target: self._ask("indicators", target))

    def open_more(self) -> QMenu:
        """Show what else can be done with the page and return the menu."""
        opened = menu(self.more)
        add(opened, "时限与状态变动…", "clock", slot=self.context.bus.decisions_asked.emit)
        add(opened, "一页 PDF…", "export", slot=self._ask_page)
        opened.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))
        return opened

    def sheets(self) -> Sequence[Sheet]:
        """Return every chart of the page, as it is shown now."""
        return sheets_of(self.view, self.moved) if self.view is not None else ()

    def _offer_picture(self, card: Card, *titles: str) -> None:
        """Add the export button to a card; of several titles it exports the one that is shown."""

        def sheet() -> Sheet | None:
            title = titles[_SHOWN.index(str(self.by.value()))] if len(titles) > 1 else titles[0]
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
                draw_page(painter, area, view, self.moved, demo=demo, scope=scope)

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
        elif isinstance(target, Only | OpenTask):
            if not self._in_the_past():
                self._ask("ledger", target)
        elif isinstance(target, dict) and ("due" in target or any(isinstance(v, tuple) for v in target.values())):
            self._ask_filter(filter_of_targets([target], self._chips()))  # more than a TaskFilter can say
        elif isinstance(target, dict):
            self._ask_ledger(target)

    def _ask_turned(self, targets: Sequence[object]) -> None:
        """Ask for the tasks of several bars; the total now among them is left out: it holds most of them."""
        bars = [target for target in targets if isinstance(target, Only)]
        if bars:
            codes = tuple(dict.fromkeys(code for bar in bars for code in bar.codes))
            self._open(Only("、".join(bar.words for bar in bars), codes))

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
        self.office.set_details({office.name: office.tasks for office in offices})
        self.office.set_options([(office.name, office.short_name or office.name) for office in offices if office.tasks])

    def _offer_articles(self, articles: Sequence[ArticleRow]) -> None:
        offered = [article for article in articles if not article.retired]
        named = [(article.code, f"{article.code} {article.short_title or article.title}") for article in offered]
        self.article.set_options(named)

    def _show_new_colours(self, colours: NewColours | None) -> None:
        self._colours_said = colours is None
        self.new_colours.show_colours(colours)

    def _show(self, view: Overview) -> None:
        self.view = view
        self.days.set_days(view.first_on or view.today, self.context.today())
        self.since.set_day(view.today)
        self._show_moved(self.moved if self._is_of(view) else None)
        self._chart().set_data(view.plan, view.actual, view.today, "截至" if self.days.past else "今天")
        self._show_bars()
        self.heat.set_data(view.office_status)
        self.risks.set_data(view.risky_indicators, view.today)
        self.risk_card.set_note(f"{len(view.risky_indicators)} / {view.tracked_indicators}")
        if view.tasks or view.risky_indicators or self.days.past or any(self._chips().values()):
            self.stage.show_content()
            return
        empty = EmptyState("overview", "台账里还没有任务", "在来源页把一条建议转为任务，这里就有它的进度。", "打开来源")
        empty.link_clicked.connect(lambda: self._ask("sources", None))
        self.stage.show_empty(empty)

    def _show_bars(self) -> None:
        if self.view is not None:
            by = str(self.by.value())
            self.lights_card.set_title("单位与状态" if by == "status" else f"{_BY[by]}亮灯")
            self.charts.setCurrentWidget(self.heat if by == "status" else self.bars)
            groups = self.view.by_article if by == "article" else self.view.by_office
            self.bars.set_data(groups, self.view.by_light, "article" if by == "article" else "office")

    def _read_moved(self) -> None:
        """Read what turned since the chosen day."""
        today = self.context.today()
        day = self.days.day() if self.days.past else today
        self.since.set_day(day)
        if (since := self.since.day()) is None:
            self._show_moved(None)
            return
        scope = Scope(today, day, str(self.office.value() or ""), str(self.article.value() or ""))
        read = lambda s: movements_in_history(s, scope, since)  # noqa: E731
        self.context.jobs.read(read, on_result=self._show_moved, owner=self, key="movements")

    def _is_of(self, view: Overview) -> bool:
        return self.moved is not None and self.moved.day == view.today

    def _show_moved(self, moved: Movements | None) -> None:
        """Show what turned; without a day to compare with the page says so."""
        self.moved, view = moved, self.view
        day = view.today if view is not None else self.context.today()
        title = headline(moved, day) if moved is not None else "需要关注的任务（红 + 黄）"
        compared = f"，与 {short_day(moved.since, day)}相比" if moved is not None else ""
        nothing = "选一个更早的日期来比较" if self.since.day() is None else "没有更早的台账可比"
        self.head.set_summary(f"截至 {day.isoformat()}{compared}")
        self.why_card.set_title(title)
        self.turned_card.set_note(f"{len(moved.turned):,} 项" if moved is not None else "")
        later = "" if self.since.day() is None or self.days.past else "；明天起可选“比其他日期”，看为什么变灯"
        self.why.set_data(moved, day, view.due_30 if view is not None else 0, nothing + later)
        self.turned.set_data(moved, nothing if moved is None else "")
        if view is not None:
            self.figures.set_data(view, moved)

    def _chart(self) -> "BurnUp":
        if self.burn_up is None:
            from tracker.ui.overview.burn_up_interaction import BurnUp

            self.burn_up = BurnUp()
            self.burn_up.picked.connect(lambda step: self._ask_filter(filter_of_step(step, self._chips())))
            self.burn_up.banded.connect(lambda steps: self._ask_filter(filter_of_steps(steps, self._chips())))
            self.burn_card.body.addWidget(self.burn_up, 1)
            self.burn_card.body.addWidget(self.days)
            self.days.follow(self.burn_up.axis_span)
        return self.burn_up
