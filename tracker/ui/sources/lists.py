"""The two lists of 来源: sources at the left, lines of one source in the middle. Passive models, painted rows."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from tracker.model.enums import LightColour
from tracker.model.rows import ArticleRow, Sources, TaskRow
from tracker.model.source_words import SourceKind, SourceState, Urgency
from tracker.ui.sources.lines import Line
from tracker.ui.theme.fonts import Role, metrics
from tracker.ui.theme.icons import tone
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.fields import SearchField
from tracker.ui.widgets.paint import (
    RIGHT,
    paint_hairline,
    paint_light,
    paint_row_ground,
    paint_text,
    paint_text_tag,
    paint_tile,
)
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, RowModel, list_of
from tracker.ui.widgets.states import EmptyState

_MANY = 1000
_TILE = 3  # characters that do not fit a tile any more


def article_words(row: ArticleRow | str) -> str:
    """Return a source, or a heading, in one line of text."""
    return row if isinstance(row, str) else f"{row.code} {row.short_title} {became(row)}"


def no_lines(kind: str, search: SearchField, add: Callable[[], None] | None) -> EmptyState:
    """Return what stands in place of lines where there are none; `kind` is their word, `add` makes a first task."""
    if search.text():
        empty = EmptyState("search", "没有符合的内容", f"已搜索：{search.text()}", "清除搜索")
        empty.link_clicked.connect(search.clear)
    elif add is not None:
        empty = EmptyState("sources", "没有任务", "这个来源还没有任务。", "新建任务…")
        empty.link_clicked.connect(add)
    else:
        empty = EmptyState("sources", f"没有{kind}")
    return empty


def line_words(line: Line) -> str:
    """Return a line of the middle list as text."""
    return " ".join(part for part in (line.code, line.title, line.tag, line.state) if part)


def became(row: ArticleRow) -> str:
    """Return what a source became: 44 项任务，29 条参考，5 处存疑; of one that is done with, how it stands."""
    parts = ((row.tasks, "项任务"), (row.references, "条参考"), (row.problems, "处存疑"))
    none = "没有建议" if row.kind is SourceKind.ARTICLE else "没有任务"
    counts = "，".join(f"{number:,} {word}" for number, word in parts if number) or none
    return "，".join(filter(None, (state_words(row), counts)))


def state_words(row: ArticleRow) -> str:
    """Return how a source stands where it is not simply under way: 已报，仍有2项未完成."""
    if row.state is SourceState.REPORTED and row.open_tasks:
        return f"已报，仍有{row.open_tasks:,}项未完成"
    return "" if row.state is SourceState.OPEN else row.state.word


def by_words(row: ArticleRow) -> str:
    """Return who a source is from: the authors of an article, kind, number and sender of any other."""
    by = "、".join(row.authors) + (f"，{row.affiliation}" if row.affiliation else "")
    if row.kind is SourceKind.ARTICLE and not (row.number or row.sender):
        return by
    urgency = row.urgency.word if row.urgency is not Urgency.NONE else ""
    return " · ".join(filter(None, (row.kind.word, urgency, row.number, row.sender or row.leader, by)))


def _paint_ground(painter: QPainter, cell: Cell) -> QRectF:
    """Paint ground, selection and hairline, and return the box of the row."""
    hovered = cell.hovered and bool(cell.index.flags())
    paint_row_ground(painter, cell.rect, selected=cell.chosen, hovered=hovered, first=True)
    paint_hairline(painter, cell.rect, 16)
    return QRectF(cell.rect)


def paint_article(painter: QPainter, cell: Cell) -> None:
    """Paint a source: tile, short title, who it is from, and what became of it; or a heading."""
    box, row = _paint_ground(painter, cell), cell.row
    if isinstance(row, str):
        paint_text(painter, box.adjusted(24, 0, -12, 0), row, tone("text2"), "small")
        return
    paint_tile(
        painter, QRectF(box.left() + 20, box.top() + 7, 24, 20), row.code if len(row.code) < _TILE else row.code[0]
    )
    text = box.adjusted(50, 7, -16, 0)
    faint = "text3" if row.retired else "text"
    lines: tuple[tuple[str, str, Role], ...] = (
        (row.short_title, faint, "strong" if cell.chosen else "body"),
        (by_words(row), "text2", "small"),
    )
    for number, (words, ink, role) in enumerate(lines):
        line = QRectF(text.left(), text.top() + number * 18, text.width(), 20)
        paint_text(painter, line, words, tone(ink), role)
    paint_counts(painter, QRectF(text.left(), text.top() + 36, text.width(), 20), row)


def paint_counts(painter: QPainter, line: QRectF, row: ArticleRow) -> None:
    """Paint what a source became with its red and amber lights, at the right the number of doubts."""
    width = metrics("small").horizontalAdvance
    words = state_words(row) or (f"{row.tasks:,} 项任务" if row.tasks else f"{row.references:,} 条参考")
    words = words if state_words(row) or row.tasks or row.references else "没有任务"
    if row.tasks >= _MANY and not state_words(row):
        words = f"{row.tasks:,} 项"  # of thousands the lights need the room
    lit = [count for count in (row.red, row.amber) if count and row.tasks]
    needed = width(words) + 12 + sum(25 + width(f"{count:,}") for count in lit)
    doubts = f"存疑 {row.problems:,}" if row.problems else ""
    doubts = doubts if needed + width(doubts) <= line.width() else ""  # its page says them too, the lights it does not
    paint_text(painter, line, doubts, tone("text2"), "small", RIGHT)
    paint_text(painter, line.adjusted(0, 0, -width(doubts) - 8 if doubts else 0, 0), words, tone("text2"), "small")
    left = line.left() + width(words) + 12
    for count, light in ((row.red, LightColour.RED), (row.amber, LightColour.AMBER)):
        ends = left + 14 + width(f"{count:,}") + (width(doubts) + 8 if doubts else 0)
        if count and row.tasks and ends <= line.right():
            paint_light(painter, QRectF(left, line.center().y() - 5, 10, 10), light)
            ink = current().light(light).text
            paint_text(painter, QRectF(left + 13, line.top(), 40, line.height()), f"{count:,}", ink, "small")
            left += 13 + width(f"{count:,}") + 12


def paint_line(painter: QPainter, cell: Cell) -> None:
    """Paint a heading, or an entry: code, title, a tag for what is no plain task, and what became of it."""
    box, row = _paint_ground(painter, cell), cell.row
    if row.payload is None:
        paint_text(painter, box.adjusted(24, 0, -24, 0), row.title, tone("text2"), "small")
        return
    paint_text(painter, box.adjusted(24, 0, 0, 0), row.code, tone("text3"), "small")
    width = metrics("small").horizontalAdvance
    ink = "text3" if row.state.startswith("未") else "text2"
    paint_text(painter, box.adjusted(0, 0, -24, 0), row.state, tone(ink), "small", RIGHT)
    left = box.left() + max(96, 36 + width(row.code)) + row.indent
    tag = width(row.tag) + 28 if row.tag else 0
    ends = max(width(row.state), 72)
    if isinstance(row.payload, TaskRow):
        ends += 16
        light = QRectF(box.right() - 24 - width(row.state) - 16, box.center().y() - 5, 10, 10)
        paint_light(painter, light, row.payload.light.colour)
    room = box.right() - 24 - ends - 16 - tag - left
    title = metrics("body").elidedText(row.title, Qt.TextElideMode.ElideRight, int(room))
    paint_text(painter, QRectF(left, box.top(), room + 2, box.height()), title, tone("text"))
    if row.tag:
        paint_text_tag(painter, left + metrics("body").horizontalAdvance(title) + 12, box, row.tag)


class RowsView(QListView):
    """A list that signals which row is current, and when Enter or a double click opens it."""

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, rows: RowModel[Any], delegate: RowDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setModel(self.rows)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._on_current(now))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW)))

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(index.data(ROW))

    def pick(self, number: int) -> None:
        """Make a row the current one; the first selectable one from `number` on."""
        for row in range(number, self.rows.rowCount()):
            index = self.rows.index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                self.setCurrentIndex(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row with Enter."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index.data(ROW))
            return
        super().keyPressEvent(event)


def article_list() -> RowsView:
    """Return the list of sources; the same sources keep the selection, headings are passed over."""
    rows: RowModel[ArticleRow | str] = RowModel(
        list_of(article_words),
        tip=lambda row: row if isinstance(row, str) else row.title,
        key=lambda row: row if isinstance(row, str) else row.code,
        selectable=lambda row: not isinstance(row, str),
    )
    return RowsView(rows, RowDelegate(paint_article, lambda row: 32 if isinstance(row, str) else 68))


def line_list() -> RowsView:
    """Return the list of lines; as many lines as before keep the selection, headings are passed over."""
    rows: RowModel[Line] = RowModel(
        list_of(line_words),
        tip=lambda line: line.title,
        key=lambda _line: None,
        selectable=lambda line: line.payload is not None,
    )
    return RowsView(rows, RowDelegate(paint_line, 32))


def summary_words(sources: Sources) -> str:
    """Return how much there is and what came of it: 7 篇文章，2 个其他来源，88 条建议，90 项任务."""
    articles = sum(source.kind is SourceKind.ARTICLE for source in sources.articles)
    others = len(sources.articles) - articles
    parts = ((articles, "篇文章"), (others, "个其他来源" if articles else "个来源"))
    tasks = sum(source.tasks for source in sources.articles)
    asking = sum(entry.kind.asks for entry in sources.recommendations)
    counts = (*parts, (asking, "条建议"), (tasks, "项任务"))
    return "，".join(f"{number:,} {word}" for number, word in counts if number or word == "项任务")
