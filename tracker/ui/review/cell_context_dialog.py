"""The source cell in its surroundings: a few rows and columns of the returned sheet as they came."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.paint import paint_text

if TYPE_CHECKING:
    from tracker.services.returns.originals import CellTable

_ROW, _HEAD, _NUMBER, _PAD = 30, 26, 52, 8
_WIDE = 460


class CellGrid(QWidget):
    """Paints a table like the sheet: letters above, numbers at the left, the cell in question framed."""

    def __init__(self, table: "CellTable") -> None:
        super().__init__()
        self._table = table
        self._widths = [self._width(number) for number in range(len(table.columns))]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{table.sheet} {table.cell}：{table.lines[table.row][1][table.column]}")

    def _width(self, number: int) -> int:
        longest = max(metrics("body").horizontalAdvance(texts[number]) for _, texts in self._table.lines)
        most = _WIDE if number == self._table.column else _WIDE // 3
        return max(64, min(longest + 2 * _PAD, most))

    def _height(self, row: int) -> int:
        """The row in question is as high as its cell needs, at most eight lines."""
        if row != self._table.row:
            return _ROW
        text = self._table.lines[row][1][self._table.column]
        box = metrics("body").boundingRect(
            0, 0, self._widths[self._table.column] - 2 * _PAD, 10_000, Qt.TextFlag.TextWordWrap, text
        )
        return max(_ROW, min(box.height() + 10, 8 * 22))

    def sizeHint(self) -> QSize:
        """Return the room of all cells."""
        rows = range(len(self._table.lines))
        return QSize(_NUMBER + sum(self._widths) + 1, _HEAD + sum(self._height(row) for row in rows) + 1)

    def minimumSizeHint(self) -> QSize:
        """Nothing is squeezed: the scroll area has the bars."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint letters, numbers, cells, and the frame of the cell in question."""
        painter = QPainter(self)
        self._paint_head(painter)
        top, frame = _HEAD, QRectF()
        for row, (number, texts) in enumerate(self._table.lines):
            height = self._height(row)
            painter.fillRect(QRectF(0, top, _NUMBER, height), QColor(tone("sunken")))
            paint_text(painter, QRectF(_PAD, top, _NUMBER - _PAD, height), str(number), tone("text3"), "small")
            left = float(_NUMBER)
            for column, text in enumerate(texts):
                box = QRectF(left, top, self._widths[column], height)
                here = row == self._table.row and column == self._table.column
                self._paint_cell(painter, box, text, here)
                frame = box if here else frame
                left += self._widths[column]
            top += height
        painter.setPen(QPen(QColor(tone("accent")), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame.adjusted(1, 1, -1, -1))

    def _paint_head(self, painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, _NUMBER + sum(self._widths) + 1, _HEAD), QColor(tone("sunken")))
        left = _NUMBER
        for number, letters in enumerate(self._table.columns):
            ink = tone("accenttext" if number == self._table.column else "text3")
            paint_text(painter, QRectF(left + _PAD, 0, self._widths[number], _HEAD), letters, ink, "small")
            left += self._widths[number]

    @staticmethod
    def _paint_cell(painter: QPainter, box: QRectF, text: str, here: bool) -> None:
        if here:
            painter.fillRect(box, QColor(tone("accenttint")))
        painter.setPen(QPen(QColor(tone("line")), 1))
        painter.drawRect(box)
        inner = box.adjusted(_PAD, 4, -_PAD, -4)
        if here:
            painter.setPen(QColor(tone("text")))
            painter.setFont(font("body"))
            painter.drawText(inner, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter, text)
        else:
            paint_text(painter, inner, text.replace("\n", " "), tone("text2"))


class AroundDialog(Dialog):
    """Shows the grid; Esc closes it, 打开原件 opens the whole file."""

    original_asked = Signal()

    def __init__(self, file: str, table: "CellTable", parent: QWidget | None = None) -> None:
        super().__init__(f"{table.sheet} {table.cell}", file, 1080, parent)
        self.grid = CellGrid(table)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self.grid)
        area.setMinimumHeight(min(self.grid.sizeHint().height() + 16, 420))
        self.body.addWidget(area)
        self.original = self.add_button("打开原件", "outlined", self.original_asked.emit, "file")
        self.add_button("关闭", "outlined", self.accept).setDefault(True)
