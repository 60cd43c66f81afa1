"""The two lists of 来源: articles at the left, lines of one article in the middle. Passive models, painted rows."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from tracker.model.rows import ArticleRow
from tracker.ui.sources.lines import Line
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.paint import (
    RIGHT,
    paint_hairline,
    paint_row_ground,
    paint_text,
    paint_text_tag,
    paint_tile,
)

Index = QModelIndex | QPersistentModelIndex

#: The object behind an index.
ROW = Qt.ItemDataRole.UserRole


class RowsModel(QAbstractListModel):
    """Shows the objects it was given; `words` says what a screen reader reads."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[ArticleRow, ...] | tuple[Line, ...] = ()

    def set_rows(self, rows: tuple[ArticleRow, ...] | tuple[Line, ...]) -> None:
        """Show other objects; as many as before keep the selection."""
        if len(rows) == len(self.rows) and rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a row, or the object itself."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return article_words(row) if isinstance(row, ArticleRow) else line_words(row)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, ArticleRow | Line):
            return row.title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let headings be passed over."""
        row = self.rows[index.row()]
        if isinstance(row, Line) and row.payload is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


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


class _Delegate(QStyledItemDelegate):
    """Ground, selection and focus as in the ledger; the rest is the subclass's."""

    inset = 16

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver) and bool(index.flags())
        paint_row_ground(painter, option.rect, selected=chosen, hovered=hovered, first=True)
        paint_hairline(painter, option.rect, self.inset)
        self.paint_row(painter, QRectF(option.rect), index.data(ROW))

    def paint_row(self, painter: QPainter, box: QRectF, row: Any) -> None:
        """Paint what the row says."""
        raise NotImplementedError


class ArticleDelegate(_Delegate):
    """Tile, short title, authors, and what became of the article; 76 high."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of three lines."""
        return QSize(200, 80)

    def paint_row(self, painter: QPainter, box: QRectF, row: ArticleRow) -> None:
        """Paint the three lines."""
        paint_tile(painter, QRectF(box.left() + 24, box.top() + 10, 18, 20), row.code)
        text = box.adjusted(50, 10, -12, 0)
        lines = (
            (row.short_title, "text", "strong"),
            ("、".join(row.authors) + (f"，{row.affiliation}" if row.affiliation else ""), "text3", "small"),
            (became(row), "text2", "small"),
        )
        for number, (words, ink, role) in enumerate(lines):
            place = QRectF(text.left(), text.top() + number * 20, text.width(), 20)
            paint_text(painter, place, words, tone(ink), "strong" if role == "strong" else "small")


class LineDelegate(_Delegate):
    """Code, title, a tag for what is no plain task, and at the right what became of it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the default row height."""
        return QSize(200, 32)

    def paint_row(self, painter: QPainter, box: QRectF, row: Line) -> None:
        """Paint a heading or an entry."""
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
    """A list that tells which row is current, and when Enter or a double click opens it."""

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, delegate: QStyledItemDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RowsModel()
        self.setItemDelegate(delegate)
        self.setModel(self.rows)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._tell(now))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW)))

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(index.data(ROW))

    def pick(self, number: int) -> None:
        """Make a row the current one; the first selectable one from `number` on."""
        for place in range(number, self.rows.rowCount()):
            index = self.rows.index(place)
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
