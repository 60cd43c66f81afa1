"""Makes program.ico from program.svg through Qt: python -m resources.packaging.icon."""

import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[1] / "icons"
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
#: From this size on the image is a PNG; below it a bitmap, which every reader of icons knows.
PNG_FROM = 256


def main() -> int:
    """Draw every size and write the icon beside its drawing."""
    # Empty is as good as unset: Qt would look for a display.
    os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    target = ICONS / "program.ico"
    target.write_bytes(pack(draw(ICONS / "program.svg", size) for size in SIZES))
    del app
    return 0


def draw(svg: Path, size: int) -> QImage:
    """Return the drawing as a square picture of `size` pixels with transparency."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    return image


def pack(images: Iterable[QImage]) -> bytes:
    """Return an .ico file: a directory of 16-byte entries, then the pictures."""
    bodies = [(image.width(), _png(image) if image.width() >= PNG_FROM else _bitmap(image)) for image in images]
    offset = 6 + 16 * len(bodies)
    entries = b""
    for size, body in bodies:
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(body), offset)
        offset += len(body)
    return struct.pack("<HHH", 0, 1, len(bodies)) + entries + b"".join(body for _, body in bodies)


def _png(image: QImage) -> bytes:
    body = QByteArray()
    buffer = QBuffer(body)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(body.data())


def _bitmap(image: QImage) -> bytes:
    """Return a bitmap without file header: bottom-up BGRA, twice as high on paper, then an empty mask."""
    size = image.width()
    head = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 4 * size * size, 0, 0, 0, 0)
    rows = bytes(image.constBits())
    pixels = b"".join(rows[4 * size * row : 4 * size * (row + 1)] for row in reversed(range(size)))
    mask_row = (size + 31) // 32 * 4
    return head + pixels + bytes(mask_row * size)


if __name__ == "__main__":
    sys.exit(main())
