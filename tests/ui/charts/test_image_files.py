"""PNG, SVG and PDF of a drawing: size, dots per inch, text that stays text."""

from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage

from tracker.ui.charts.image_files import A4_LANDSCAPE, content, picture
from tracker.ui.widgets.paint import paint_text

SIZE = QSize(400, 200)


def draw(painter, area):
    painter.fillRect(area, QColor("#ffffff"))
    painter.fillRect(QRectF(0, 0, area.width() / 2, area.height()), QColor("#cb3138"))
    paint_text(painter, QRectF(210, 10, 180, 30), "亮灯分布", "#1c1f26")


def test_a_png_has_three_hundred_dots_per_inch(qapp):
    image = QImage.fromData(content("png", draw, SIZE, "图"))
    assert (image.width(), image.height()) == (1250, 625)
    assert image.dotsPerMeterX() == pytest.approx(11811, abs=1)
    assert QColor(image.pixel(600, 300)).name() == "#cb3138"
    assert QColor(image.pixel(1240, 600)).name() == "#ffffff"


def test_an_svg_holds_text_and_its_title(qapp):
    root = ElementTree.fromstring(content("svg", draw, SIZE, "亮灯"))
    assert root.get("viewBox") == "0 0 400 200"
    names = {element.tag.split("}")[-1] for element in root.iter()}
    assert "image" not in names
    assert root.find("{*}title").text == "亮灯"
    assert "亮灯分布" in "".join(root.itertext())


@pytest.mark.parametrize(("size", "box"), [(SIZE, b"300.000000 150.000000"), (A4_LANDSCAPE, b"842.000000 595.000000")])
def test_a_pdf_is_one_page_of_its_size(qapp, size, box):
    made = content("pdf", draw, size, "图")
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") == 1
    assert box in made.replace(b" 0 ", b" ") or b"/MediaBox [0 0 " + box.replace(b".000000", b"") in made
    assert b"/FontFile" in made  # letters, not pixels
    assert b"/Subtype /Image" not in made


def test_an_error_while_drawing_ends_the_painter(qapp):
    def broken(_painter, _area):
        raise ValueError("图坏了")

    with pytest.raises(ValueError, match="图坏了"):
        picture(broken, SIZE)
    assert picture(draw, SIZE).pixelColor(0, 0) != QColor(Qt.GlobalColor.black)
