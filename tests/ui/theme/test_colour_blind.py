"""Lights for people who see colours differently: simulated distances, and shapes that differ without any colour.

Simulation: Machado, Oliveira, Fernandes 2009, full severity, in linear RGB. Distance: CIE76 in L*a*b*, D65.
"""

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tracker.model.enums import LightColour
from tracker.ui.theme import style
from tracker.ui.theme.tokens import DARK, LIGHT, Tokens
from tracker.ui.widgets.paint import paint_light

KINDS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
PAIRS = tuple(combinations(LightColour, 2))


def linear(hex_text: str) -> tuple[float, ...]:
    made = QColor(hex_text)
    parts = (made.redF(), made.greenF(), made.blueF())
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def seen(hex_text: str, kind: str) -> tuple[float, ...]:
    """Return L*, a*, b* of a colour as somebody sees it."""
    rgb = linear(hex_text)
    r, g, b = (min(max(sum(m * c for m, c in zip(row, rgb, strict=True)), 0.0), 1.0) for row in KINDS[kind])
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: str, other: str, kind: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(seen(one, kind), seen(other, kind), strict=True)) ** 0.5


def test_the_arithmetic_is_that_of_the_books():
    """White is (100, 0, 0), sRGB red (53.2, 80.1, 67.2); black and white are 100 apart for everybody."""
    assert seen("#ffffff", "normal") == pytest.approx((100, 0, 0), abs=0.1)
    assert seen("#ff0000", "normal") == pytest.approx((53.2, 80.1, 67.2), abs=0.2)
    for kind in KINDS:
        assert distance("#000000", "#ffffff", kind) == pytest.approx(100, abs=0.5)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("kind", "least"), [("normal", 30), ("protanopia", 14), ("deuteranopia", 14), ("tritanopia", 8)]
)
def test_fills_stay_apart(tokens: Tokens, kind: str, least: float):
    """2.3 is just noticeable; side by side in a bar the lights are several times that, for everybody."""
    apart = {
        (one.word, other.word): distance(tokens.light(one).fill, tokens.light(other).fill, kind) for one, other in PAIRS
    }
    assert min(apart.values()) >= least, min(apart.items(), key=lambda pair: pair[1])


def mask(light: LightColour, size: int) -> set[tuple[int, int]]:
    """Return the pixels a light's shape covers, whatever its colour."""
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_light(painter, QRectF(0, 0, size, size), light)
    painter.end()
    places = ((x, y) for x in range(size) for y in range(size))
    return {(x, y) for x, y in places if QColor(image.pixel(x, y)).lightness() < 200}


@pytest.mark.parametrize("size", [10, 16, 24])
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda light: light.value)
def test_shapes_differ_without_colour(qapp, one: LightColour, other: LightColour, size: int):
    style.apply(qapp, "light")
    first, second = mask(one, size), mask(other, size)
    assert first
    assert second
    assert len(first ^ second) >= 0.05 * len(first | second)
