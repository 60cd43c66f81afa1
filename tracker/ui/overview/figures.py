"""总览 for export: its charts as sheets, and all of it on one page of A4."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from tracker.model.rows import Overview
from tracker.ui.charts.export_button import note_of
from tracker.ui.charts.figure import Sheet
from tracker.ui.charts.figure_page import OnePage, draw_one_page
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.overview.article_bars import ArticleBars
from tracker.ui.overview.heat_map import HeatMap
from tracker.ui.overview.key_figures import FigureStrip
from tracker.ui.overview.lines import act_line, risk_line

BURN_UP, BY_ARTICLE, BY_OFFICE = "任务完成：计划与实际", "亮灯分布（按文章）", "亮灯分布（按单位）"
HEAT, RISKS, RECENT = "单位与状态", "有风险的指标", "最近变化"


def sheets_of(view: Overview, changes: Sequence[Line] = ()) -> tuple[Sheet, ...]:
    """Return the charts of an overview as sheets, each drawing a chart of its own; `changes` as the page lists them."""
    note, charts = note_of(view.today, "项"), charts_of(view, changes)
    notes = {BURN_UP: note_of(view.today, "项，累计销号"), RISKS: note_of(view.today), RECENT: note_of(view.today)}
    return tuple(Sheet(title, notes.get(title, note), make) for title, make in charts.items())


def charts_of(view: Overview, changes: Sequence[Line] = ()) -> dict[str, Callable[[], QWidget]]:
    """Return by title what makes each chart."""
    recent = changes or [act_line(row, view.today) for row in view.recent]
    return {
        BURN_UP: partial(_burn_up, view),
        BY_ARTICLE: partial(_filled, ArticleBars, view.by_article, view.by_light, "article"),
        BY_OFFICE: partial(_filled, ArticleBars, view.by_office, view.by_light, "office"),
        HEAT: partial(_filled, HeatMap, view.office_status),
        RISKS: partial(_listed, RISKS, "没有亮红灯或黄灯的指标", [risk_line(row) for row in view.risky_indicators]),
        RECENT: partial(_listed, RECENT, "还没有变更记录", recent),
    }


def _burn_up(view: Overview) -> QWidget:
    from tracker.ui.overview.burn_up import BurnUpChart

    chart = BurnUpChart()
    chart.set_data(view.plan, view.actual, view.today, "截至")
    return chart


def _filled(kind: type[ArticleBars] | type[HeatMap], *data: object) -> QWidget:
    chart = kind()
    chart.set_data(*data)  # type: ignore[arg-type]
    return chart


def _listed(title: str, nothing: str, lines: Sequence[Line]) -> QWidget:
    chart = LineList(title, nothing)
    chart.set_data(lines)
    return chart


def draw_page(
    painter: QPainter, area: QRectF, view: Overview, *, demo: bool, scope: str = "", changes: Sequence[Line] = ()
) -> None:
    """Draw the whole overview on one page: six figures, burn-up and lights, heat map, risks and changes."""
    strip, charts = FigureStrip(), charts_of(view, changes)
    strip.set_data(view)
    rows = ((0.44, ((BURN_UP, 0.58), (BY_ARTICLE, 0.42))), (0.56, ((HEAT, 0.37), (RISKS, 0.33), (RECENT, 0.30))))
    cards = tuple((share, tuple((title, part, charts[title]()) for title, part in row)) for share, row in rows)
    title = f"总览：{scope}" if scope else "总览"
    draw_one_page(painter, area, OnePage(title, note_of(view.today), strip, strip.cells, cards), demo=demo)
