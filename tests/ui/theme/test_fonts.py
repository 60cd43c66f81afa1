"""Type: sizes of the roles, one width for all digits, Chinese that is drawn and not boxed."""

import pytest
from PySide6.QtGui import QImage, QPainter

from tracker.ui.theme import fonts
from tracker.ui.theme.fonts import FAMILIES, Role, font, line, metrics

SIZES: list[tuple[Role, int, int]] = [
    ("kpi", 24, 32),
    ("figure", 20, 28),
    ("title", 16, 24),
    ("heading", 14, 24),
    ("strong", 13, 20),
    ("body", 13, 22),
    ("small", 12, 20),
    ("smallstrong", 12, 20),
    ("tick", 11, 16),
]
BOLD = ("kpi", "figure", "title", "heading", "strong", "smallstrong")


@pytest.mark.parametrize(("role", "px", "height"), SIZES)
def test_a_role_has_its_size_and_line(role: Role, px: int, height: int) -> None:
    assert font(role).pixelSize() == px
    assert line(role) == height
    assert metrics(role).tightBoundingRect("（账gÅ）").height() <= height  # nothing is cut in its line


def test_the_chinese_font_comes_first() -> None:
    assert font("body").families() == list(FAMILIES)


def test_a_font_that_was_handed_out_may_be_changed() -> None:
    font("body").setPixelSize(40)
    assert font("body").pixelSize() == 13


@pytest.mark.parametrize("role", [role for role, _, _ in SIZES])
def test_all_digits_are_equally_wide(role: Role) -> None:
    widths = {metrics(role).horizontalAdvance(digit * 4) for digit in "0123456789"}
    assert len(widths) == 1


def ink(role: Role) -> int:
    """Return how much ink a role puts down for the same words at the same size."""
    image = QImage(400, 60, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    made = font(role)
    made.setPixelSize(24)
    painter.setFont(made)
    painter.drawText(10, 40, "推动制造业高质量发展")
    painter.end()
    return sum(255 - value for value in bytes(image.constBits()))


def test_bold_roles_are_heavier_and_plain_ones_are_not_thin() -> None:
    plain, strong = ink("body"), ink("strong")
    # Thin, the variable font's own default, would make the ratio larger than two.
    assert plain * 1.15 < strong < plain * 1.8
    assert all(ink(role) == strong for role in BOLD)  # type: ignore[arg-type]


def test_chinese_is_no_box() -> None:
    assert metrics("body").horizontalAdvance("台账") == 26
    assert metrics("body").inFont("账")


def test_registering_twice_is_harmless() -> None:
    before = fonts.register_fallback()
    assert fonts.register_fallback() is before


def test_windows_brings_its_own_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.sys, "platform", "win32")
    monkeypatch.setattr(fonts._Fallback, "variable", False)
    monkeypatch.setattr(fonts, "find_spec", lambda _name: pytest.fail("must not look for the wheel"))
    assert fonts.register_fallback() is False


def test_without_the_wheel_the_program_still_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts._Fallback, "variable", False)
    monkeypatch.setattr(fonts.QFontDatabase, "families", lambda *_: [])
    monkeypatch.setattr(fonts, "find_spec", lambda _name: None)
    try:
        assert fonts.register_fallback() is False
    finally:
        monkeypatch.undo()
        fonts.shared_font.cache_clear()
        fonts.metrics.cache_clear()
