"""A QR code on a page: its squares from a library in pure Python, drawn by Qt."""

import segno
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

#: Squares of free room around, without which readers do not see a code.
QUIET = 4


def squares(text: str) -> list[list[bool]]:
    """Return the dark squares of a code row by row, without the free room around; a quarter of it may be damaged."""
    code = segno.make_qr(text, error="q", boost_error=False)
    return [[bool(square) for square in row] for row in code.matrix]


def draw_code(painter: QPainter, text: str, corner: QPointF, side: float) -> None:
    """Draw a code with its free room into a square of a page, on whole dots so that no gaps show between squares."""
    rows = squares(text)
    whole = len(rows) + 2 * QUIET
    edges = [round(side * number / whole) for number in range(whole + 1)]
    painter.save()
    painter.translate(corner)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#000000"))
    for down, row in enumerate(rows, start=QUIET):
        for across, dark in enumerate(row, start=QUIET):
            if dark:
                left, top = edges[across], edges[down]
                painter.drawRect(QRectF(left, top, edges[across + 1] - left, edges[down + 1] - top))
    painter.restore()
