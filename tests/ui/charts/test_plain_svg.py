"""SVG that every program can read: lines are where Qt had put them, without the effect few programs know."""

from datetime import date
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from tracker.ui.charts.figure import draw_chart, lay_out
from tracker.ui.charts.image_files import content
from tracker.ui.charts.plain_svg import plain_svg
from tracker.ui.overview.burn_up import BurnUpChart

_HEAD = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
_G = b'<g transform="matrix(2,0,0,-10,5,50)" stroke-width="2.5">'


def made(shape: bytes, group: bytes = _G) -> ElementTree.Element:
    root = ElementTree.fromstring(plain_svg(_HEAD + group + shape + b"</g></svg>"))
    return next(iter(next(iter(root))))


@pytest.mark.parametrize(
    ("shape", "tag", "wanted"),
    [
        (b'<polyline vector-effect="non-scaling-stroke" points="0,0 10,2 "/>', "polyline",
         {"points": "5.00,50.00 25.00,30.00 "}),
        (b'<path vector-effect="non-scaling-stroke" d="M1,1 L2,-1.5 C0,0 1e1,0 3,3 Z"/>', "path",
         {"d": "M7.00,40.00 L9.00,65.00 C5.00,50.00 25.00,50.00 11.00,20.00 Z"}),
        (b'<ellipse vector-effect="non-scaling-stroke" cx="1" cy="2" rx="2" ry="0.4"/>', "ellipse",
         {"cx": "7.00", "cy": "30.00", "rx": "4.00", "ry": "4.00"}),
        (b'<circle vector-effect="non-scaling-stroke" cx="0" cy="0" r="3"/>', "ellipse", {"rx": "6.00", "ry": "30.00"}),
        (b'<rect vector-effect="non-scaling-stroke" x="0" y="0" width="10" height="1"/>', "polygon",
         {"points": "5.00,50.00 25.00,50.00 25.00,40.00 5.00,40.00"}),
    ],
)  # fmt: skip
def test_a_shape_is_mapped(shape, tag, wanted):
    child = made(shape)
    assert child.tag.rpartition("}")[2] == tag
    assert {name: child.get(name) for name in wanted} == wanted
    assert child.get("vector-effect") is None
    assert child.get("transform") is None


def test_what_scales_keeps_its_matrix():
    root = ElementTree.fromstring(
        plain_svg(
            _HEAD + _G + b'<polyline vector-effect="non-scaling-stroke" points="0,0"/><text x="3">\xe7\xba\xa2</text>'
            b'</g><g transform="matrix(1,0,0,1,2,3)"><rect vector-effect="none" width="5"/></g></svg>'
        )
    )
    first, second = root
    assert first.get("transform") is None
    assert first[1].get("transform") == "matrix(2,0,0,-10,5,50)"
    assert first[1].text == "红"
    assert second.get("transform") == "matrix(1,0,0,1,2,3)"
    assert second[0].attrib == {"width": "5"}


def test_a_turned_ellipse_keeps_its_half_axes():
    group = b'<g transform="matrix(0,3,-2,0,0,0)">'
    child = made(b'<ellipse vector-effect="non-scaling-stroke" cx="1" cy="0" rx="4" ry="1"/>', group)
    assert (child.get("cx"), child.get("cy"), child.get("rx"), child.get("ry")) == ("0.00", "3.00", "2.00", "12.00")


def test_a_plot_looks_the_same_as_its_png(qtbot, qapp):
    """Drawn from the SVG, the plot's lines cover the same pixels, give or take their smooth edges."""
    chart = BurnUpChart()
    qtbot.addWidget(chart)
    chart.set_data([(date(2023, 1, 1), 10), (date(2024, 1, 1), 40)], [(date(2023, 3, 1), 4)], date(2023, 9, 15))
    lay_out(chart, QSize(400, 240))

    def draw(painter, area):
        painter.fillRect(area, QColor("#ffffff"))
        draw_chart(painter, QRectF(area), chart)

    svg = content("svg", draw, QSize(400, 240), "图")
    assert b"vector-effect" not in svg
    image = QImage(400, 240, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    QSvgRenderer(svg).render(painter, QRectF(0, 0, 400, 240))
    painter.end()
    straight = QImage(400, 240, QImage.Format.Format_RGB32)
    painter = QPainter(straight)
    draw(painter, QRectF(0, 0, 400, 240))
    painter.end()
    blue = [(x, y) for x in range(60, 300) for y in range(240) if _bluish(straight.pixelColor(x, y))]
    near = sum(any(_bluish(image.pixelColor(x + dx, y + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
               for x, y in blue)  # fmt: skip
    assert len(blue) > 150
    assert near >= 0.9 * len(blue)


def _bluish(tone: QColor) -> bool:
    return tone.blue() > 150 and tone.red() < 120
