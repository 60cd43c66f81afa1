"""The table of offices: its columns, which offices it shows, and how a cell is painted."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from tracker.model.exchange_words import OfficeState
from tracker.queries.directory import DirectoryRow, contact_gap
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.paint import LEFT, RIGHT, paint_hairline, paint_row_ground, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, RowColumn, RowModel

ROW_HEIGHT = 36
_EDGE = 24
_NOTHING = "—"
_AROUND = 24  # px beside a heading
_STATE = 1  # the column of states
_LEAST_NAME = 110  # px
#: In place of a state: those nobody can write to.
NO_CONTACT = "no_contact"
STATES: tuple[tuple[object, str], ...] = (
    (OfficeState.ACTIVE, "在用"),
    (NO_CONTACT, "没有联络员或邮箱"),
    (OfficeState.MERGED, "已合并"),
    (OfficeState.DISSOLVED, "已撤销"),
)


def columns_of(today: date) -> tuple[RowColumn[DirectoryRow], ...]:
    """Return the columns; who is the liaison depends on the day."""

    def of_liaison(name: str) -> Callable[[DirectoryRow], str]:
        def text(row: DirectoryRow) -> str:
            person = row.liaison(today)
            return str(getattr(person, name)) if person is not None else _NOTHING

        return text

    return (
        RowColumn("单位", lambda row: row.name, 174, pad=_EDGE),
        RowColumn("状态", state_word, 92),
        RowColumn("联络员", of_liaison("name"), 72),
        RowColumn("电话", of_liaison("numbers"), 196),
        RowColumn("邮箱", of_liaison("email")),
        RowColumn("牵头在办", lambda row: f"{row.leads:,}", 60, right=True),
        RowColumn("配合在办", lambda row: f"{row.helps:,}", 64, right=True),
        RowColumn("最近反馈", lambda row: day_word(row.answered_on), 92, pad=20),
    )


def day_word(day: date | None) -> str:
    """Return 8月25日, — for none."""
    return f"{day.month}月{day.day}日" if day else _NOTHING


def state_word(row: DirectoryRow) -> str:
    """Return what became of an office: 在用, or 已合并（市经信局）."""
    return f"{row.state.word}（{row.successor}）" if row.successor else row.state.word


def shown(rows: Sequence[DirectoryRow], state: object, words: str, today: date) -> list[DirectoryRow]:
    """Return the offices in a state (None: all) of which a name, a person or a number holds the words."""
    return [row for row in rows if _is_in(row, state, today) and (not words or _says(row, words))]


def _is_in(row: DirectoryRow, state: object, today: date) -> bool:
    if state == NO_CONTACT:
        return row.state is OfficeState.ACTIVE and bool(contact_gap(row, today))
    return state is None or row.state is state


def _says(row: DirectoryRow, words: str) -> bool:
    people = (text for person in row.people for text in (person.name, person.phone, person.mobile, person.email))
    names = (row.name, row.short_name, *row.aliases, *(span.name for span in row.names))
    return any(words in text for text in (*names, *people))


class DirectoryTable(QTableView):
    """A row an office; Enter and a double click open it."""

    def __init__(self, model: RowModel[DirectoryRow], opened: Callable[[DirectoryRow], None]) -> None:
        super().__init__()
        self._opened, self._columns = opened, model.columns
        self.setItemDelegate(RowDelegate(self._paint, ROW_HEIGHT, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setAccessibleName("单位名录")
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalHeader(DirectoryHeader(model.columns, self))
        self.setModel(model)
        self.whole = True  # whether some office has something to say in the widest column
        self.fit()
        self.doubleClicked.connect(lambda index: opened(index.data(ROW)))

    def fit(self) -> int:
        """Let columns in which no office has anything shrink to their headings; return the width in px that is needed.

        Where the widest one is empty the rest stands at the end, so that what belongs together stays together.
        """
        model, header = self.model(), self.horizontalHeader()
        assert isinstance(model, RowModel)
        filled = [any(column.text(row) != _NOTHING for row in model.rows) for column in self._columns]
        self.whole = not model.rows or all(full for full, c in zip(filled, self._columns, strict=True) if not c.width)
        last = len(self._columns) - 1
        needed = 0
        for number, (column, full) in enumerate(zip(self._columns, filled, strict=True)):
            stretches = not column.width if self.whole else number == last
            mode = QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(number, mode)
            heading = metrics("small").horizontalAdvance(column.head) + column.pad + _AROUND
            width = column.width if full or not model.rows else min(column.width or heading, heading)
            if number == _STATE and full:  # 在用 in every row leaves its room to the dates at the end
                width = min(width, max(heading, self._widest(column) + column.pad + _AROUND))
            needed += width
            if not stretches:
                header.resizeSection(number, width)
        # Beside an open dock a name is cut before the heading of a column is; its tooltip says it in full.
        short = max(0, needed - self.viewport().width()) if not self.whole else 0
        header.resizeSection(0, max(_LEAST_NAME, self._columns[0].width - short))
        return needed

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.fit()

    def _widest(self, column: RowColumn[DirectoryRow]) -> int:
        """Return the width in px of the longest text of a column."""
        model = self.model()
        assert isinstance(model, RowModel)
        return max((metrics("body").horizontalAdvance(column.text(row)) for row in model.rows), default=0)

    def current(self) -> DirectoryRow | None:
        """Return the office chosen."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row with Enter."""
        row = self.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self._opened(row)
            return
        super().keyPressEvent(event)

    def _paint(self, painter: QPainter, cell: Cell) -> None:
        """Paint a cell; an office that exists no more is grey."""
        row: DirectoryRow = cell.row
        column = self._columns[cell.index.column()]
        paint_row_ground(painter, cell.rect, selected=cell.chosen, hovered=cell.hovered, first=cell.first)
        paint_hairline(painter, cell.rect, _EDGE if cell.first else 0)
        box = QRectF(cell.rect).adjusted(column.pad, 0, -4, 0)
        named = cell.first and row.state is OfficeState.ACTIVE
        paint_text(
            painter, box, column.text(row), tone("text" if named else "text2"), "body", RIGHT if column.right else LEFT
        )


class DirectoryHeader(QHeaderView):
    """Headings in text3 that stand over their cells, and one line below."""

    def __init__(self, columns: Sequence[RowColumn[DirectoryRow]], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = columns
        self.setFixedHeight(40)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one heading."""
        column = self._columns[section]
        painter.fillRect(rect, QColor(tone("surface")))
        box = QRectF(rect).adjusted(column.pad, 8, -4, 0)
        paint_text(painter, box, column.head, tone("text3"), "small", RIGHT if column.right else LEFT)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tone("line2")))
