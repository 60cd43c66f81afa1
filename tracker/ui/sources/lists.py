"""The two lists of 来源: articles at the left, lines of one article in the middle. Passive models, painted rows."""

from typing import Any

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from tracker.model.rows import ArticleRow
from tracker.ui.sources.lines import Line
from tracker.ui.theme.fonts import Role, metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.paint import (
    RIGHT,
    paint_hairline,
    paint_row_ground,
    paint_text,
    paint_text_tag,
    paint_tile,
)
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, RowModel, list_of

_TILE = 3  # characters that do not fit a tile any more


def article_words(row: ArticleRow) -> str:
    """Return an article in one line of text."""
    return f"{row.code} {row.short_title} {became(row)}"


def line_words(line: Line) -> str:
    """Return a line of the middle list as text."""
    return " ".join(part for part in (line.code, line.title, line.tag, line.state) if part)


def became(row: ArticleRow) -> str:
    """Return what an article became: 44 项任务，29 条参考，5 处瑕疵."""
    parts = ((row.tasks, "项任务"), (row.references, "条参考"), (row.problems, "处瑕疵"))
    return "，".join(f"{number} {word}" for number, word in parts if number) or "没有建议"


def _paint_ground(painter: QPainter, cell: Cell) -> QRectF:
    """Paint ground, selection and hairline, and return the box of the row."""
    hovered = cell.hovered and bool(cell.index.flags())
    paint_row_ground(painter, cell.rect, selected=cell.chosen, hovered=hovered, first=True)
    paint_hairline(painter, cell.rect, 16)
    return QRectF(cell.rect)


def paint_article(painter: QPainter, cell: Cell) -> None:
    """Paint an article: tile, short title, authors, and what became of it."""
    box, row = _paint_ground(painter, cell), cell.row
    paint_tile(
        painter, QRectF(box.left() + 24, box.top() + 10, 18, 20), row.code if len(row.code) < _TILE else row.code[0]
    )
    text = box.adjusted(50, 10, -12, 0)
    lines: tuple[tuple[str, str, Role], ...] = (
        (row.short_title, "text", "strong"),
        ("、".join(row.authors) + (f"，{row.affiliation}" if row.affiliation else ""), "text3", "small"),
        (became(row), "text2", "small"),
    )
    for number, (words, ink, role) in enumerate(lines):
        line = QRectF(text.left(), text.top() + number * 20, text.width(), 20)
        paint_text(painter, line, words, tone(ink), role)


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
    left = box.left() + 96 + row.indent
    tag = width(row.tag) + 28 if row.tag else 0
    room = box.right() - 24 - max(width(row.state), 72) - 16 - tag - left
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
    """Return the list of articles; the same articles keep the selection."""
    rows: RowModel[ArticleRow] = RowModel(list_of(article_words), tip=lambda row: row.title, key=lambda row: row.code)
    return RowsView(rows, RowDelegate(paint_article, 80))


def line_list() -> RowsView:
    """Return the list of lines; as many lines as before keep the selection, headings are passed over."""
    rows: RowModel[Line] = RowModel(
        list_of(line_words),
        tip=lambda line: line.title,
        key=lambda _line: None,
        selectable=lambda line: line.payload is not None,
    )
    return RowsView(rows, RowDelegate(paint_line, 32))
