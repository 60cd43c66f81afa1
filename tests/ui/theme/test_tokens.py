"""The colours of the look are readable: contrasts computed, not believed."""

import pytest
from PySide6.QtGui import QColor

from tracker.model.enums import LightColour
from tracker.ui.theme.tokens import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Tokens, colour, current, use

BOTH = pytest.mark.parametrize(
    "tokens", [LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST], ids=["light", "dark", "light contrast", "dark contrast"]
)
#: Every ground that text of 12 px stands on, by the ink. Captions in text3 stand on neither press nor the rail's mark.
GROUNDS = {
    "text": ("surface", "canvas", "raised", "select", "hover", "press", "railsel", "sunken", "barbg"),
    "text2": ("surface", "canvas", "raised", "select", "hover", "press", "railsel", "sunken", "barbg"),
    "text3": ("surface", "canvas", "raised", "select", "hover", "sunken"),
    "accenttext": ("surface", "canvas", "raised", "select", "hover", "accenttint"),
}
PAIRS = [(ink, ground) for ink, grounds in GROUNDS.items() for ground in grounds]
BELONGING = [("addedtext", "added"), ("removedtext", "removed"), ("onaccent", "accent"), ("onaccent", "accenthover")]
BELONGING += [("tiptext", "tip")]


def luminance(hex_text: str) -> float:
    made = QColor(hex_text)
    parts = (made.redF(), made.greenF(), made.blueF())
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def screen_luminance(hex_text: str) -> float:
    """Return the luminance that APCA 0.0.98G-4g takes: dark tones are lifted, a screen is never black."""
    made = QColor(hex_text)
    parts = zip((0.2126729, 0.7151522, 0.0721750), (made.redF(), made.greenF(), made.blueF()), strict=True)
    bare = sum(share * part**2.4 for share, part in parts)
    return bare + (0.022 - bare) ** 1.414 if bare < 0.022 else bare


def lightness_contrast(ink: str, ground: str) -> float:
    """Return Lc, the perceived contrast of APCA, without its sign: 60 is asked of fluent text, 12 px bold and up."""
    text, behind = screen_luminance(ink), screen_luminance(ground)
    dark_on_light = behind > text
    raw = 1.14 * (behind**0.56 - text**0.57 if dark_on_light else text**0.62 - behind**0.65)
    return 0.0 if raw < 0.1 else (raw - 0.027) * 100


def test_the_formula_gives_the_published_values() -> None:
    """From the reference of APCA: black on white 106.0, white on black 107.9, #888 on white 63.1."""
    assert lightness_contrast("#000000", "#FFFFFF") == pytest.approx(106.0, abs=0.1)
    assert lightness_contrast("#FFFFFF", "#000000") == pytest.approx(107.9, abs=0.1)
    assert lightness_contrast("#888888", "#FFFFFF") == pytest.approx(63.1, abs=0.1)


@BOTH
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_is_readable_on_every_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5
    assert lightness_contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 60


@BOTH
@pytest.mark.parametrize(("ink", "ground"), BELONGING)
def test_inks_with_a_ground_of_their_own_are_readable(tokens: Tokens, ink: str, ground: str) -> None:
    assert lightness_contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 60


@BOTH
@pytest.mark.parametrize("ground", ["surface", "canvas", "raised", "select"])
@pytest.mark.parametrize("frame", ["field", "focus", "bar", "tick", "plan"])
def test_frames_and_marks_are_seen_on_every_ground(tokens: Tokens, frame: str, ground: str) -> None:
    assert contrast(getattr(tokens, frame), getattr(tokens, ground)) >= 3


@BOTH
def test_a_shape_inside_its_light_is_seen(tokens: Tokens) -> None:
    for light in LightColour:
        assert contrast(tokens.surface, tokens.light(light).fill) >= 3


def test_high_contrast_is_stronger_than_the_plain_theme() -> None:
    for plain, strong in ((LIGHT, LIGHT_CONTRAST), (DARK, DARK_CONTRAST)):
        assert contrast(strong.text2, strong.surface) >= 15 > contrast(plain.text2, plain.surface)
        for light in LightColour:
            assert contrast(strong.light(light).text, strong.surface) >= 7
            assert contrast(strong.light(light).fill, strong.surface) >= 4.5


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
    for ground in (tokens.surface, tokens.canvas, tokens.select, colours.tint):
        assert lightness_contrast(colours.text, ground) >= 60


@BOTH
def test_numbers_are_readable_on_every_step_of_the_heat_map(tokens: Tokens) -> None:
    for ground, ink in zip(tokens.heat, tokens.heattext, strict=True):
        assert contrast(ink, ground) >= 4.5
        assert lightness_contrast(ink, ground) >= 60


@BOTH
def test_the_hairline_of_a_dialog_is_seen_on_its_ground(tokens: Tokens) -> None:
    assert contrast(tokens.raisedline, tokens.raised) >= 1.2


def test_the_theme_in_force_is_what_was_put_in_force() -> None:
    assert use("dark") is current() is DARK
    assert use("light", contrast=True) is current() is LIGHT_CONTRAST
    assert use("light") is current() is LIGHT


@pytest.mark.parametrize(("text", "alpha"), [("#1C1F26", 255), ("#5914161A", 0x59)])
def test_a_token_becomes_a_colour(text: str, alpha: int) -> None:
    assert colour(text).isValid()
    assert colour(text).alpha() == alpha
