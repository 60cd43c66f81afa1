"""A paper as a PDF file."""

from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from tracker.ui.print.blocks import Sheet
from tracker.ui.print.formats import RESOLUTION


class Printable(Protocol):
    """Pages that can be drawn one by one, in dots of 1/600 inch."""

    title: str
    sheet: Sheet

    @property
    def count(self) -> int:
        """Return the number of pages."""

    def draw(self, painter: QPainter, page: int) -> None:
        """Draw one page at the painter's origin; pages count from 0."""


def pdf_content(layout: Printable) -> bytes:
    """Return the pages of a paper as the bytes of a PDF file."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(layout.title)
    writer.setCreator("智造台账")
    writer.setResolution(RESOLUTION)
    size = QPageSize(QSizeF(layout.sheet.width, layout.sheet.height), QPageSize.Unit.Millimeter)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    try:
        for page in range(layout.count):
            if page:
                writer.newPage()
            layout.draw(painter, page)
    finally:
        painter.end()  # left open by an error it would crash the program
    buffer.close()
    return bytes(kept.data())
