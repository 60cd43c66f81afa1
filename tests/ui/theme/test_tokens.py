"""The colours of the look are readable: contrasts computed, not believed."""

import pytest
from PySide6.QtGui import QColor

from tracker.model.enums import LightColour
from tracker.ui.theme.tokens import DARK, LIGHT, Tokens, colour, current, use

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def luminance(hex_text: str) -> float:
    made = QColor(hex_text)
    parts = (made.redF(), made.greenF(), made.blueF())
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@BOTH
@pytest.mark.parametrize("ink", ["text", "text2", "text3"])
@pytest.mark.parametrize("ground", ["surface", "select", "canvas", "raised", "hover"])
def test_text_is_readable_on_every_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("onaccent", "accent"),
        ("onaccent", "accenthover"),
        ("accenttext", "accenttint"),
        ("accenttext", "raised"),
        ("addedtext", "added"),
        ("removedtext", "removed"),
        ("tiptext", "tip"),
        ("text2", "railsel"),
    ],
)
def test_pairs_that_belong_together_are_readable(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize("light", list(LightColour), ids=lambda light: light.value)
def test_lights_are_seen_and_read(tokens: Tokens, light: LightColour) -> None:
    colours = tokens.light(light)
    assert contrast(colours.fill, tokens.surface) >= 3
    assert contrast(colours.fill, tokens.select) >= 3
    assert contrast(colours.text, tokens.surface) >= 4.5
    assert contrast(colours.text, colours.tint) >= 4.5


@BOTH
def test_numbers_are_readable_on_every_step_of_the_heat_map(tokens: Tokens) -> None:
    for ground, ink in zip(tokens.heat, tokens.heattext, strict=True):
        assert contrast(ink, ground) >= 4.5


def test_the_theme_in_force_is_what_was_put_in_force() -> None:
    assert use("dark") is current() is DARK
    assert use("light") is current() is LIGHT


@pytest.mark.parametrize(("text", "alpha"), [("#1C1F26", 255), ("#5914161A", 0x59)])
def test_a_token_becomes_a_colour(text: str, alpha: int) -> None:
    assert colour(text).isValid()
    assert colour(text).alpha() == alpha
