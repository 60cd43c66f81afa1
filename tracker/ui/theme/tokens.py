"""Colour and size tokens of the look, light and dark; every colour on screen comes from here.

Painted widgets read `current()` when they paint, so a theme switch needs no new objects.
"""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QColor

from tracker.model.enums import LightColour

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class LightTokens:
    """Colours of one light: shape fill, text, and the ground of its badge."""

    fill: str
    text: str
    tint: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """All colours of one theme as #RRGGBB strings."""

    name: ThemeName
    canvas: str
    surface: str
    raised: str
    sunken: str
    hover: str
    press: str
    railsel: str
    select: str
    line: str
    line2: str
    field: str
    tip: str
    tiptext: str
    text: str
    text2: str
    text3: str
    disabled: str
    accent: str
    accenthover: str
    accenttext: str
    accenttint: str
    onaccent: str
    bar: str
    barbg: str
    elapsed: str  # time gone, under the bar of progress
    tick: str
    plan: str
    added: str
    addedtext: str
    removed: str
    removedtext: str
    veil: str
    heat: tuple[str, str, str, str, str, str]
    heattext: tuple[str, str, str, str, str, str]
    series: tuple[str, str, str, str, str, str]
    band: str  # with alpha, #AARRGGBB
    red: LightTokens
    amber: LightTokens
    green: LightTokens
    blue: LightTokens
    grey: LightTokens

    def light(self, colour: LightColour) -> LightTokens:
        """Return the colours of one light."""
        tokens: LightTokens = getattr(self, colour.value)
        return tokens


LIGHT = Tokens(
    name="light",
    canvas="#F5F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#F5F6F8",
    hover="#F4F5F8",
    press="#E9EBF0",
    railsel="#E3E6EC",
    select="#EDEFFB",
    line="#E8EAEE",
    line2="#D5D9E0",
    field="#BCC2CC",
    tip="#24272E",
    tiptext="#F2F3F5",
    text="#1C1F26",
    text2="#4B5260",
    text3="#666D7A",
    disabled="#A2A8B3",
    accent="#4550BE",
    accenthover="#3A44A6",
    accenttext="#3F4AB5",
    accenttint="#EDEFFB",
    onaccent="#FFFFFF",
    bar="#6C7797",
    barbg="#E6E8EE",
    elapsed="#C9CFE0",
    tick="#1C1F26",
    plan="#7A8291",
    added="#DFF3E6",
    addedtext="#165A35",
    removed="#FBE3E2",
    removedtext="#9B2323",
    veil="#5914161A",
    heat=("#F5F6F8", "#E4E7F8", "#C6CCF0", "#9EA7E3", "#5C67C6", "#3F49AE"),
    heattext=("#1C1F26", "#1C1F26", "#1C1F26", "#1C1F26", "#FFFFFF", "#FFFFFF"),
    series=("#4550BE", "#0F8A8A", "#B5651D", "#8A4FA3", "#5E6B7E", "#A83F6B"),
    band="#214550BE",
    red=LightTokens("#CB3138", "#B12A2A", "#FCEDEC"),
    amber=LightTokens("#BE7A0A", "#87540A", "#FCF3E0"),
    green=LightTokens("#33955F", "#1F6E44", "#E8F5ED"),
    blue=LightTokens("#2B7CC9", "#1E619F", "#E7F1FB"),
    grey=LightTokens("#7C838F", "#565D69", "#EFF1F4"),
)

DARK = Tokens(
    name="dark",
    canvas="#141619",
    surface="#1B1D22",
    raised="#24272D",
    sunken="#16181C",
    hover="#22252B",
    press="#2B2F36",
    railsel="#282C33",
    select="#262A45",
    line="#282B32",
    line2="#363A43",
    field="#4A4F5A",
    tip="#F2F3F5",
    tiptext="#1C1F26",
    text="#E8EAED",
    text2="#B7BDC7",
    text3="#9198A5",
    disabled="#5F6672",
    accent="#5661D2",
    accenthover="#4B56C6",
    accenttext="#A3ACFA",
    accenttint="#262A45",
    onaccent="#FFFFFF",
    bar="#8E99BA",
    barbg="#30343C",
    elapsed="#454B5E",
    tick="#E8EAED",
    plan="#8A92A1",
    added="#1C3A2A",
    addedtext="#8ED9B0",
    removed="#452426",
    removedtext="#F7A29D",
    veil="#9614161A",
    heat=("#1F2227", "#272B45", "#343A6B", "#454E96", "#5B66C2", "#8C96F0"),
    heattext=("#E8EAED", "#E8EAED", "#E8EAED", "#E8EAED", "#FFFFFF", "#14161A"),
    series=("#98A2F8", "#4FBDBD", "#E0A063", "#C290DA", "#A3AEC0", "#E689B0"),
    band="#3098A2F8",
    red=LightTokens("#F0706A", "#F58F89", "#3A2123"),
    amber=LightTokens("#E2A33F", "#EAB45E", "#352A18"),
    green=LightTokens("#55B784", "#74C79B", "#1B3126"),
    blue=LightTokens("#5AA5EA", "#82BBF0", "#1B2D40"),
    grey=LightTokens("#868E9B", "#AEB4BF", "#2A2D33"),
)


class _Current:
    """Holds the theme in force; a class so that importing modules share one cell."""

    tokens: Tokens = LIGHT


def current() -> Tokens:
    """Return the tokens of the theme in force."""
    return _Current.tokens


def use(name: ThemeName) -> Tokens:
    """Put a theme in force and return its tokens; the caller re-applies palette and style."""
    _Current.tokens = LIGHT if name == "light" else DARK
    return _Current.tokens


def colour(hex_text: str) -> QColor:
    """Return a token as a QColor (#RRGGBB or #AARRGGBB)."""
    return QColor(hex_text)
