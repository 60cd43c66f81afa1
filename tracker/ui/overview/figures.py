"""总览 for export: its charts as sheets, and all of it on one page of A4."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from tracker.model.rows import Movements, Overview
from tracker.ui.charts.export_button import note_of
from tracker.ui.charts.figure import Sheet
from tracker.ui.charts.figure_page import OnePage, draw_one_page
from tracker.ui.overview.article_bars import ArticleBars
from tracker.ui.overview.heat_map import HeatMap
from tracker.ui.overview.key_figures import FigureStrip
from tracker.ui.overview.risk_bullets import RiskBullets
from tracker.ui.overview.turned_list import TurnedList
from tracker.ui.overview.waterfall import Waterfall, headline

BURN_UP, BY_ARTICLE, BY_OFFICE = "销号：实际与计划", "亮灯分布（按文章）", "亮灯分布（按单位）"
HEAT, RISKS, WHY, TURNED = "单位与状态", "有风险的指标", "需要关注的任务", "变灯的任务"


def sheets_of(view: Overview, moved: Movements | None = None) -> tuple[Sheet, ...]:
    """Return the charts of an overview as sheets, each drawing a chart of its own; `moved` as the page compares."""
    note, charts = note_of(view.today, "项"), charts_of(view, moved)
    notes = {BURN_UP: note_of(view.today, "项，累计销号"), RISKS: note_of(view.today)}
    if moved is not None:
        notes[WHY] = f"{note}\n{headline(moved, view.today)}"
    return tuple(Sheet(title, notes.get(title, note), make) for title, make in charts.items())


def charts_of(view: Overview, moved: Movements | None = None) -> dict[str, Callable[[], QWidget]]:
    """Return by title what makes each chart; without a day to compare with there is nothing that turned."""
    turned: dict[str, Callable[[], QWidget]] = {
        WHY: partial(_filled, Waterfall, moved, view.today, view.due_30),
        TURNED: partial(_filled, TurnedList, moved),
    }
    return (turned if moved is not None else {}) | {
        BURN_UP: partial(_burn_up, view),
        BY_OFFICE: partial(_filled, ArticleBars, view.by_office, view.by_light, "office"),
        BY_ARTICLE: partial(_filled, ArticleBars, view.by_article, view.by_light, "article"),
        HEAT: partial(_filled, HeatMap, view.office_status),
        RISKS: partial(_filled, RiskBullets, view.risky_indicators, view.today),
    }


def _burn_up(view: Overview) -> QWidget:
    from tracker.ui.overview.burn_up import BurnUpChart

    chart = BurnUpChart()
    chart.set_data(view.plan, view.actual, view.today, "截至")
    return chart


def _filled(kind: Callable[[], Any], *data: object) -> QWidget:
    chart: QWidget = kind()
    chart.set_data(*data)  # type: ignore[attr-defined]  # every chart of a page has it
    return chart


def draw_page(
    painter: QPainter, area: QRectF, view: Overview, moved: Movements | None, *, demo: bool, scope: str = ""
) -> None:
    """Draw the whole overview on one page: six figures, what turned, burn-up and lights, risks."""
    strip, charts = FigureStrip(), charts_of(view, moved)
    strip.set_data(view, moved)
    first = ((WHY, 0.56), (TURNED, 0.44)) if moved is not None else ((HEAT, 0.5), (BY_ARTICLE, 0.5))
    rows = ((0.46, first), (0.54, ((BURN_UP, 0.36), (BY_OFFICE, 0.35), (RISKS, 0.29))))
    cards = tuple((share, tuple((title, part, charts[title]()) for title, part in row)) for share, row in rows)
    title = f"总览：{scope}" if scope else "总览"
    draw_one_page(painter, area, OnePage(title, note_of(view.today), strip, strip.cells, cards), demo=demo)
