"""A paper as a PDF file."""

from typing import Protocol, Self

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


class PdfPages:
    """A PDF file under way, page after page; left open by an error its painter would crash the program."""

    def __init__(self, title: str, sheet: Sheet) -> None:
        self._kept = QByteArray()
        self._buffer = QBuffer(self._kept)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setTitle(title)
        self._writer.setCreator("智造台账")
        self._writer.setResolution(RESOLUTION)
        size = QPageSize(QSizeF(sheet.width, sheet.height), QPageSize.Unit.Millimeter)
        self._writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
        self._painter = QPainter(self._writer)
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def add(self, layout: Printable, page: int) -> None:
        """Draw a page after those that are there."""
        if self.count:
            self._writer.newPage()
        layout.draw(self._painter, page)
        self.count += 1

    def close(self) -> None:
        """End drawing; a second time nothing happens."""
        if self._painter.isActive():
            self._painter.end()
            self._buffer.close()

    def content(self) -> bytes:
        """End drawing and return the bytes of the file."""
        self.close()
        return bytes(self._kept.data())


def pdf_content(layout: Printable) -> bytes:
    """Return the pages of a paper as the bytes of a PDF file."""
    with PdfPages(layout.title, layout.sheet) as pages:
        for page in range(layout.count):
            pages.add(layout, page)
        return pages.content()
