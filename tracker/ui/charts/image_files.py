"""A sheet as PNG, SVG or PDF at print quality, and as a picture for the clipboard."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from tracker.ui.charts.plain_svg import plain_svg

Kind = Literal["png", "svg", "pdf"]
Draw = Callable[[QPainter, QRectF], None]

KINDS: tuple[Kind, ...] = ("png", "svg", "pdf")
_SCREEN, _PRINT = 96, 300  # dots per inch of the look's pixels, and of print
_QUICK = 20  # of 100: areas of one colour become hardly smaller with more, and take several times as long
A4_LANDSCAPE = QSize(1123, 794)  # the look's pixels on A4


def picture(draw: Draw, size: QSize) -> QImage:
    """Return a drawing of `size` (the look's pixels) as an image of 300 dots per inch."""
    ratio = _PRINT / _SCREEN
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    _paint(image, draw, size)
    # Afterwards: axes are kept as QPicture, which would enlarge its fonts by the dots of the device.
    image.setDotsPerMeterX(round(_PRINT / 0.0254))
    image.setDotsPerMeterY(round(_PRINT / 0.0254))
    return image


def _paint(device: QPaintDevice, draw: Draw, size: QSize) -> None:
    """Draw on a device; a painter left open by an error would crash the whole program."""
    painter = QPainter(device)
    try:
        draw(painter, QRectF(0, 0, size.width(), size.height()))
    finally:
        painter.end()


def content(kind: Kind, draw: Draw, size: QSize, title: str) -> bytes:
    """Return a drawing as the bytes of a file; SVG and PDF hold lines and text, not pixels."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    {"png": _png, "svg": _svg, "pdf": _pdf}[kind](buffer, draw, size, title)
    buffer.close()
    data = bytes(kept.data())
    return plain_svg(data) if kind == "svg" else data


def _png(buffer: QBuffer, draw: Draw, size: QSize, _title: str) -> None:
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setCompression(_QUICK)
    writer.write(picture(draw, size))


def _svg(buffer: QBuffer, draw: Draw, size: QSize, title: str) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setResolution(_SCREEN)
    generator.setTitle(title)
    _paint(generator, draw, size)


def _pdf(buffer: QBuffer, draw: Draw, size: QSize, title: str) -> None:
    """Write one page; at 96 dots per inch a cosmetic pen of one pixel is one of the look's pixels wide."""
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("智造台账")
    writer.setResolution(_SCREEN)
    inches = QSizeF(size.width() / _SCREEN, size.height() / _SCREEN)
    page = QPageSize(inches, QPageSize.Unit.Inch, title, QPageSize.SizeMatchPolicy.ExactMatch)
    orientation = QPageLayout.Orientation.Portrait  # the size itself is landscape
    if size == A4_LANDSCAPE:
        page, orientation = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape
    writer.setPageLayout(QPageLayout(page, orientation, QMarginsF(0, 0, 0, 0)))
    _paint(writer, draw, size)
