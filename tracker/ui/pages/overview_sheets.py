"""总览 to take along: its charts as sheets, and all of it on one page of A4."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from tracker.model.rows import Overview
from tracker.ui.charts.article_bars import ArticleBars
from tracker.ui.charts.heat_map import HeatMap
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.charts.sheet import Sheet, draw_chart, draw_foot, lay_out
from tracker.ui.charts.taking import note_of
from tracker.ui.pages.overview_figures import FigureStrip
from tracker.ui.pages.overview_lines import act_line, risk_line
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, paint_text

BURN_UP, BY_ARTICLE, BY_OFFICE = "任务完成：计划与实际", "亮灯分布（按文章）", "亮灯分布（按单位）"
HEAT, RISKS, RECENT = "单位与状态", "有风险的指标", "最近变化"
_GAP, _PAD, _TITLE = 12.0, 14.0, 26.0


def sheets_of(view: Overview, changes: Sequence[Line] = ()) -> tuple[Sheet, ...]:
    """Return the charts of an overview as sheets, each drawing a chart of its own; `changes` as the page lists them."""
    note, made = note_of(view.today, "项"), charts_of(view, changes)
    notes = {BURN_UP: note_of(view.today, "项，累计销号"), RISKS: note_of(view.today), RECENT: note_of(view.today)}
    return tuple(Sheet(title, notes.get(title, note), make) for title, make in made.items())


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
    from tracker.ui.charts.burn_up import BurnUpChart

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
    tokens, inner = current(), area.adjusted(38, 30, -38, -26)
    painter.fillRect(area, QColor(tokens.surface))
    head = QRectF(inner.left(), inner.top(), inner.width(), 28)
    paint_text(painter, head, f"总览{f'：{scope}' if scope else ''}", tokens.text, "title")
    paint_text(painter, head, note_of(view.today), tokens.text2, "small", RIGHT)
    strip = QRectF(inner.left(), head.bottom() + 8, inner.width(), 96)
    _draw_figures(painter, strip, view)
    charts = charts_of(view, changes)
    top = strip.bottom() + _GAP
    height = inner.bottom() - 24 - top - _GAP
    rows = ((0.44, ((BURN_UP, 0.58), (BY_ARTICLE, 0.42))), (0.56, ((HEAT, 0.37), (RISKS, 0.33), (RECENT, 0.30))))
    for share, cards in rows:
        left, wide = inner.left(), inner.width() - _GAP * (len(cards) - 1)
        for title, part in cards:
            _draw_card(painter, QRectF(left, top, wide * part, height * share), title, charts[title]())
            left += wide * part + _GAP
        top += height * share + _GAP
    draw_foot(painter, inner, demo)


def _draw_figures(painter: QPainter, area: QRectF, view: Overview) -> None:
    strip = FigureStrip()
    strip.set_data(view)
    lay_out(strip, QSize(int(area.width()), int(area.height())))
    _frame(painter, area)
    for cell in strip.cells:
        place = cell.mapTo(strip, cell.rect().topLeft())
        draw_chart(painter, QRectF(area.left() + place.x(), area.top() + place.y(), cell.width(), cell.height()), cell)


def _draw_card(painter: QPainter, card: QRectF, title: str, chart: QWidget) -> None:
    _frame(painter, card)
    inner = card.adjusted(_PAD, _PAD / 2, -_PAD, -_PAD / 2)
    paint_text(painter, QRectF(inner.left(), inner.top(), inner.width(), 24), title, current().text, "strong")
    box = inner.adjusted(0, _TITLE, 0, 0)
    chart.setMinimumHeight(0)
    lay_out(chart, QSize(int(box.width()), int(box.height())))
    draw_chart(painter, box, chart)


def _frame(painter: QPainter, card: QRectF) -> None:
    painter.setPen(QPen(QColor(current().line2), 1))
    painter.setBrush(QColor(current().surface))
    painter.drawRoundedRect(card, 8, 8)
