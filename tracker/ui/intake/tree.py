"""The list of pieces at the right of a review: painted rows, keys to move, a row dragged under another."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from tracker.model.intake_review.pieces import Piece, Verdict
from tracker.ui.intake.rows import FLAG_WORDS, TreeRow
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import paint_hairline, paint_row_ground, paint_text, paint_text_tag
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, Index, RowModel, list_of

ROW_HEIGHT = 28
_WIDE, _NARROW_FROM = (306, 192, 76), 600  # px from the right edge where office, deadline and sureness begin
_NARROW = (258, 150, 54)  # in a list of less than 600 px: the names of the recommendations need the room
_STEPS_APART, _CLOSER = 12, 9  # px from one step of sureness to the next
_ICONS = {Verdict.ACCEPTED: "check", Verdict.LINKED: "link", Verdict.REJECTED: "close"}
VERDICT_WORDS = {
    Verdict.OPEN: "待定",
    Verdict.ACCEPTED: "收下",
    Verdict.LINKED: "并入",
    Verdict.REJECTED: "不收",
}


def row_words(row: TreeRow) -> str:
    """Return a row as text."""
    if row.piece is None:
        return f"{row.text} {row.note}".strip()
    piece = row.piece
    verdict = VERDICT_WORDS.get(piece.verdict, "") if piece.is_leaf or piece.settled else ""
    parts = (verdict, row.number, row.text, *tags_of(piece), piece.lead_office)
    return " ".join(part for part in parts if part)


def tags_of(piece: Piece) -> tuple[str, ...]:
    """Return what is to be seen of a piece at once: its kind where it is no task, the ledger's like, its flaws."""
    tags = [] if piece.is_leaf else [piece.kind.word]
    if piece.verdict is Verdict.LINKED:
        tags.append(f"并入 {piece.link}")
    elif piece.duplicates:
        best = piece.duplicates[0]
        tags += [f"已有 {best.code}"] if best.marked else [f"相近 {best.code}"]
    return (*tags, *(FLAG_WORDS[flag] for flag in piece.flags if flag in FLAG_WORDS))


def paint_piece(painter: QPainter, cell: Cell) -> None:
    """Paint a heading, or a piece: state, number, title with tags, office, deadline, how sure the program is."""
    row: TreeRow = cell.row
    heading = row.piece is None
    ground = tone("sunken") if heading else ""
    paint_row_ground(painter, cell.rect, selected=cell.chosen, hovered=cell.hovered, first=True, ground=ground)
    paint_hairline(painter, cell.rect, 40)
    box = QRectF(cell.rect)
    if heading or row.opens:
        _arrow(painter, QRectF(box.left() + 14, box.center().y() - 7, 14, 14), closed=row.closed)
    if heading:
        _heading(painter, box, row)
    elif row.piece is not None:
        _piece(painter, box, row, row.piece)


def _heading(painter: QPainter, box: QRectF, row: TreeRow) -> None:
    room = box.adjusted(40, 0, -16, 0)
    title = metrics("strong").elidedText(row.text, Qt.TextElideMode.ElideRight, int(room.width() - 160))
    paint_text(painter, room, title, tone("text"), "strong")
    left = metrics("strong").horizontalAdvance(title) + 12
    paint_text(painter, room.adjusted(left, 0, 0, 0), row.note, tone("text2"), "small")


def _piece(painter: QPainter, box: QRectF, row: TreeRow, piece: Piece) -> None:
    faded = piece.verdict is Verdict.REJECTED or not piece.is_leaf
    if not row.opens:
        _state(painter, QRectF(box.left() + 15, box.center().y() - 6, 12, 12), piece)
    indent = 16.0 * max(row.level - 1, 0)
    paint_text(painter, box.adjusted(40 + indent, 0, 0, 0), row.number, tone("text2"), "small")
    left = box.left() + 76 + indent
    tags = tags_of(piece)
    room = title_room(box.right() - left, piece, columns_of(box.width())[0])
    title = metrics("body").elidedText(row.text, Qt.TextElideMode.ElideRight, room)
    width = metrics("body").horizontalAdvance(title)
    paint_text(painter, QRectF(left, box.top(), width + 4, box.height()), title, tone("text3" if faded else "text"))
    if piece.verdict is Verdict.REJECTED:
        painter.fillRect(QRectF(left, box.center().y(), width, 1), QColor(tone("text3")))
    at = left + width + 8
    for tag in tags:
        paint_text_tag(painter, at, box, tag)
        at += metrics("small").horizontalAdvance(tag) + 22
    if piece.is_leaf:
        _facts(painter, box, piece)


def columns_of(width: float) -> tuple[int, int, int]:
    """Return how far from the right edge of a list `width` px wide office, deadline and sureness begin."""
    return _WIDE if width >= _NARROW_FROM else _NARROW


def title_room(width: float, piece: Piece, beside: int = _WIDE[0]) -> int:
    """Return what is left for a title beside the tags; without office, deadline and sureness it goes to the end."""
    beside = beside + 8 if piece.is_leaf else 16
    return max(int(width - beside - sum(metrics("small").horizontalAdvance(tag) + 24 for tag in tags_of(piece))), 60)


def _facts(painter: QPainter, box: QRectF, piece: Piece) -> None:
    by, on, sure = columns_of(box.width())
    office = QRectF(box.right() - by, box.top(), by - on - 6, box.height())
    words = piece.lead_office or "未定"
    shown = metrics("body").elidedText(words, Qt.TextElideMode.ElideRight, 72)
    paint_text(painter, office, shown, tone("text" if piece.lead_office else "text3"))
    if piece.lead_office and not piece.office_named:
        beside = office.adjusted(metrics("body").horizontalAdvance(shown) + 6, 0, 0, 0)
        paint_text(painter, beside, "待确认", tone("text3"), "tick")
    due = QRectF(box.right() - on, box.top(), on - sure - 6, box.height())
    words = piece.due_text or "未写"
    words = metrics("body").elidedText(words, Qt.TextElideMode.ElideRight, int(due.width()))
    paint_text(painter, due, words, tone("text" if piece.due_text else "text3"))
    left, middle = box.right() - sure, box.center().y()
    apart = _STEPS_APART if sure == _WIDE[2] else _CLOSER
    for step in range(4):
        ink = current().bar if step < piece.sureness else current().barbg
        painter.fillRect(QRectF(left + step * apart, middle - 1.5, apart - 2, 3), QColor(ink))


def _state(painter: QPainter, box: QRectF, piece: Piece) -> None:
    icon = _ICONS.get(piece.verdict)
    if icon is not None:
        inks = {Verdict.ACCEPTED: "green", Verdict.LINKED: "blue"}
        paint_icon(painter, box, icon, tone(inks.get(piece.verdict, "text3")))
    elif piece.is_leaf:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tone("text2")), 1.4))
        painter.drawEllipse(box.adjusted(1.5, 1.5, -1.5, -1.5))
    else:
        painter.fillRect(QRectF(box.left() + 1, box.center().y() - 0.7, 10, 1.4), QColor(tone("text3")))


def _arrow(painter: QPainter, box: QRectF, *, closed: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tone("text2")), 1.4))
    centre = box.center()
    x, y = centre.x(), centre.y()
    points = ((-2, -4, 2, 0), (2, 0, -2, 4)) if closed else ((-4, -2, 0, 2), (0, 2, 4, -2))
    for x1, y1, x2, y2 in points:
        painter.drawLine(int(x + x1), int(y + y1), int(x + x2), int(y + y2))


class ColumnHeads(QWidget):
    """The words over the columns."""

    def __init__(self, below: QListView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._below = below
        self.setFixedHeight(ROW_HEIGHT)
        below.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self.update())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint each word where its column begins."""
        painter = QPainter(self)
        box = QRectF(0, 0, self._below.viewport().width(), self.height())  # its scroll bar comes and goes
        ends = tuple(box.right() - begins for begins in columns_of(box.width()))
        for words, left in zip(("序", "建议", "牵头单位", "时限", "把握"), (40.0, 76.0, *ends), strict=True):
            paint_text(painter, box.adjusted(left, 0, 0, 0), words, tone("text2"), "small")
        paint_hairline(painter, box, 0)


class PieceList(QListView):
    """Rows of a review; `picked` names the current one, `dropped` a piece let go on another, `turned` a heading."""

    picked = Signal(object)  # TreeRow
    dropped = Signal(str, str)  # piece, the one it was let go on
    turned = Signal(object)  # TreeRow that is to be opened or closed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: RowModel[TreeRow] = _Rows(list_of(row_words), tip=lambda row: row.text, key=lambda row: row.key)
        self.setItemDelegate(RowDelegate(paint_piece, ROW_HEIGHT, self))
        self.setModel(self.rows)
        self.setAccessibleName("建议")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        )  # the words over the columns stay in place
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._on_current(now))
        self.clicked.connect(self._clicked)

    def show_rows(self, rows: Sequence[TreeRow], chosen: str) -> None:
        """Show these rows and make the one with a key the current one, without telling."""
        self.selectionModel().blockSignals(True)
        self.rows.set_rows(rows)
        number = next((n for n, row in enumerate(rows) if row.key == chosen), -1)
        self.setCurrentIndex(self.rows.index(number, 0) if number >= 0 else QModelIndex())
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        if number >= 0:
            self.scrollTo(self.rows.index(number, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current row in sight: a list is filled before it has its height."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def current_row(self) -> TreeRow | None:
        """Return the current row."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move; ← → close and open a heading; letters are for the whole view."""
        row = self.current_row()
        key = event.key()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and row is not None and row.opens:
            if row.closed == (key == Qt.Key.Key_Right):
                self.turned.emit(row)
        elif key in (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
        ):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Accept a piece over another row."""
        super().dragMoveEvent(event)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was let go where; the review moves it, not the list. A heading lifts a piece out."""
        row = self.current_row()
        target = self.indexAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if row is not None and row.piece is not None and target.isValid():
            onto: TreeRow = target.data(ROW)
            if onto.key != row.key:
                self.dropped.emit(row.piece.id, onto.piece.id if onto.piece else "")

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(index.data(ROW))

    def _clicked(self, index: QModelIndex) -> None:
        row: TreeRow = index.data(ROW)
        if row.piece is None:
            self.turned.emit(row)


class _Rows(RowModel[TreeRow]):
    """Rows that can be dragged."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that pieces can be dragged and everything can be dropped on."""
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled if self.rows[index.row()].piece else flags
