"""What is wrong with the layout of a window: cut words without a tooltip, overlapping controls, controls outside."""

from collections.abc import Iterator, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QGraphicsView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QStyle,
    QWidget,
)

from tests.painted_words import painted_words
from tracker.ui.charts.marks import MarkChart
from tracker.ui.widgets.labels import ElidedLabel, Tag
from tracker.ui.widgets.segments import Segments

SLACK = 1  # px that rounding may cost
WORDS = (QLabel, QAbstractButton, QLineEdit, ElidedLabel)


def layout_faults(window: QWidget) -> list[str]:
    """Return a line for each fault of everything that can be seen in a window or dialog."""
    seen = [*_seen(window)]
    found = [*_cut_words(seen), *_outside(seen), *_overlaps(seen), *_chart_overlaps(seen)]
    charts = (widget for widget in seen if isinstance(widget, MarkChart))
    return [*found, *(line for chart in charts for line in chart_faults(chart))]


def _seen(widget: QWidget) -> Iterator[QWidget]:
    """Yield what can be seen below a widget, without the windows it owns; nothing hidden is walked through."""
    for child in widget.children():
        if not isinstance(child, QWidget) or child.isHidden() or child.isWindow():
            continue
        if not child.visibleRegion().isEmpty():
            yield child
            yield from _seen(child)


def _name(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, WORDS) else widget.accessibleName()
    owner, path = widget.parentWidget(), [type(widget).__name__]
    while owner is not None and len(path) < 4:
        path.append(type(owner).__name__)
        owner = owner.parentWidget()
    return f"{'<'.join(path)} “{words[:30]}”"


def _wide_words(label: QLabel) -> bool:
    """Whether a label of plain text is smaller than its words."""
    room = label.contentsRect()
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + SLACK
    wanted = max((label.fontMetrics().horizontalAdvance(line) for line in label.text().split("\n")), default=0)
    return wanted > room.width() + SLACK


def _cut_words(seen: Sequence[QWidget]) -> Iterator[str]:
    for widget in seen:
        if widget.toolTip():
            continue
        if isinstance(widget, QLabel) and not isinstance(widget, Tag) and widget.text():
            rich = widget.textFormat() == Qt.TextFormat.RichText or "<" in widget.text()
            if not rich and _wide_words(widget):
                yield f"cut: {_name(widget)} {widget.width()}x{widget.height()}"
        elif isinstance(widget, QAbstractButton) and widget.text():
            wanted = widget.fontMetrics().horizontalAdvance(widget.text().replace("&", ""))
            if wanted > widget.width() + SLACK:
                yield f"cut: {_name(widget)} {widget.width()} < {wanted}"
        elif isinstance(widget, Segments) and widget.width() < widget.sizeHint().width() - SLACK:
            yield f"cut: {_name(widget)} {widget.width()} < {widget.sizeHint().width()}"
        elif isinstance(widget, QHeaderView):
            yield from _cut_headers(widget)


def _cut_headers(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is None or header.textElideMode() != Qt.TextElideMode.ElideNone:
        return
    for section in range(header.count()):
        words = str(model.headerData(section, header.orientation()) or "")
        if header.isSectionHidden(section) or not words:
            continue
        margin = QApplication.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin)
        if header.fontMetrics().horizontalAdvance(words) + margin > header.sectionSize(section) + SLACK:
            yield f"cut: header {words} {header.sectionSize(section)}"


def _scrolls(widget: QWidget) -> bool:
    """Whether a widget is what a scroll area moves about: it may be larger than what shows it."""
    viewport = widget.parentWidget()
    area = viewport.parentWidget() if viewport is not None else None
    return isinstance(area, QScrollArea | QAbstractScrollArea) and area.viewport() is viewport


def _never_sideways(widget: QWidget) -> bool:
    """Whether the scroll area around a widget shows no more of it than fits its width."""
    area = widget.parentWidget().parentWidget() if widget.parentWidget() is not None else None
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return isinstance(area, QScrollArea) and area.horizontalScrollBarPolicy() == never


def _outside(seen: Sequence[QWidget]) -> Iterator[str]:
    for widget in seen:
        parent = widget.parentWidget()
        if parent is not None and _scrolls(widget) and _never_sideways(widget):
            if widget.width() > parent.width() + SLACK:
                yield f"outside: {_name(widget)} {widget.width()} px wide in {parent.width()}"
            continue
        if parent is None or _scrolls(widget) or isinstance(parent, QStackedWidget):
            continue
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(widget.geometry()):
            yield f"outside: {_name(widget)} {widget.geometry().getRect()} in {parent.rect().getRect()}"


def _overlaps(seen: Sequence[QWidget]) -> Iterator[str]:
    """Yield controls with words that lie over each other although they share a parent."""
    families: dict[QWidget | None, list[QWidget]] = {}
    for widget in seen:
        if isinstance(widget, WORDS):
            families.setdefault(widget.parentWidget(), []).append(widget)
    for family in families.values():
        for index, widget in enumerate(family):
            for other in family[index + 1 :]:
                common: QRect = widget.geometry() & other.geometry()
                if common.width() > SLACK and common.height() > SLACK:
                    yield f"overlap: {_name(widget)} / {_name(other)}"


def _chart_overlaps(seen: Sequence[QWidget]) -> Iterator[str]:
    """Yield words of a chart that lie over each other or leave its view."""
    for view in seen:
        if not isinstance(view, QGraphicsView) or view.scene() is None:
            continue
        labels = [item for item in view.scene().items() if isinstance(item, pg.TextItem) and item.isVisible()]
        rects: list[tuple[QRectF, str]] = []
        for item in labels:
            words = item.toPlainText()
            rect = item.textItem.mapToScene(item.textItem.boundingRect()).boundingRect()
            margin = 3.0  # what a text document leaves free around its words
            rects.append((rect.adjusted(margin, margin, -margin, -margin), words))
        area = view.sceneRect()
        for index, (rect, words) in enumerate(rects):
            if words and not area.adjusted(-2, -2, 2, 2).contains(rect):
                yield f"outside: chart words {words!r} {rect.getRect()} in {area.getRect()}"
            for other, others in rects[index + 1 :]:
                common = rect & other
                if common.width() > 2 and common.height() > 2:
                    yield f"overlap: chart words {words!r} / {others!r}"


def chart_faults(chart: MarkChart) -> Iterator[str]:
    """Yield words a chart paints over each other or out of its sight, and cut ones that no sentence says in full."""
    words = painted_words(chart)
    room = QRectF(chart.rect()).adjusted(-2, -2, 2, 2)
    for index, each in enumerate(words):
        if not room.contains(each.rect):
            yield f"outside: {_name(chart)} paints {each.text!r} {each.rect.getRect()} in {chart.rect().getRect()}"
        if each.text.endswith("…") and not _is_told(chart, each.text, each.rect):
            yield f"cut: {_name(chart)} paints {each.text!r} and says it nowhere"
        for other in words[index + 1 :]:
            common = each.rect & other.rect
            if common.width() > 2 and common.height() > 2:
                yield f"overlap: {_name(chart)} paints {each.text!r} / {other.text!r}"


def _is_told(chart: MarkChart, cut: str, where: QRectF) -> bool:
    """Whether the mark under cut words says them as its tooltip."""
    begun = cut.rstrip("…").strip()
    mark = chart.mark_at(where.center())
    return mark is not None and begun in mark.sentence
