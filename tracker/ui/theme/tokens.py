"""Colour and size tokens of the look, light and dark; every colour on screen comes from here.

Painted widgets read `current()` when they paint, so a theme switch needs no new objects.
"""

from dataclasses import dataclass, replace
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
    focus: str  # the frame of what has the keyboard
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

    @property
    def raisedline(self) -> str:
        """Return the hairline of a dialog: on its ground the one of the pages would not be seen in the dark."""
        return self.line2 if self.name == "dark" else self.line

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
    field="#848A96",
    tip="#24272E",
    tiptext="#F2F3F5",
    text="#1C1F26",
    text2="#4B5260",
    text3="#666D7A",
    disabled="#A2A8B3",
    accent="#4550BE",
    focus="#4550BE",
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
    heat=("#F5F6F8", "#E4E7F8", "#C6CCF0", "#A9B1E8", "#5C67C6", "#3F49AE"),
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
    field="#6F7683",
    tip="#F2F3F5",
    tiptext="#1C1F26",
    text="#E8EAED",
    text2="#C6CBD3",
    text3="#B6BCC6",
    disabled="#5F6672",
    accent="#5661D2",
    focus="#8C96F0",
    accenthover="#4B56C6",
    accenttext="#B6BDFC",
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
    removedtext="#FAACA7",
    veil="#9614161A",
    heat=("#1F2227", "#272B45", "#343A6B", "#454E96", "#5B66C2", "#A8B0F6"),
    heattext=("#E8EAED", "#E8EAED", "#E8EAED", "#E8EAED", "#FFFFFF", "#14161A"),
    series=("#98A2F8", "#4FBDBD", "#E0A063", "#C290DA", "#A3AEC0", "#E689B0"),
    band="#3098A2F8",
    red=LightTokens("#F0706A", "#FAAAA5", "#3A2123"),
    amber=LightTokens("#E2A33F", "#EAB45E", "#352A18"),
    green=LightTokens("#55B784", "#82D0A7", "#1B3126"),
    blue=LightTokens("#5AA5EA", "#93C6F6", "#1B2D40"),
    grey=LightTokens("#868E9B", "#BBC1CB", "#2A2D33"),
)


#: What a system set to high contrast asks for: black and white, frames as strong as text, lights as dark or bright
#: as their colour allows. Shapes, words and sizes stay.
LIGHT_CONTRAST = replace(
    LIGHT, canvas="#FFFFFF", sunken="#FFFFFF", hover="#EDEDED", press="#E0E0E0", railsel="#D6D6D6", select="#DCE0FF",
    line="#767676", line2="#000000", field="#000000", tip="#000000", tiptext="#FFFFFF", text="#000000",
    text2="#000000", text3="#1A1A1A", disabled="#595959", accent="#1F2A9C", focus="#000000", accenthover="#10186B",
    accenttext="#10186B", accenttint="#DCE0FF", bar="#333A52", barbg="#FFFFFF", elapsed="#B4B8C4", tick="#000000",
    plan="#333333", added="#D8F5E0", addedtext="#003D1C", removed="#FFE0DE", removedtext="#6B0000",
    red=LightTokens("#9E0009", "#7A0007", "#FFFFFF"), amber=LightTokens("#7A4A00", "#5E3900", "#FFFFFF"),
    green=LightTokens("#005C2E", "#004522", "#FFFFFF"), blue=LightTokens("#004A8F", "#00386D", "#FFFFFF"),
    grey=LightTokens("#3D3D3D", "#1F1F1F", "#FFFFFF"),
)  # fmt: skip
DARK_CONTRAST = replace(
    DARK, canvas="#000000", surface="#000000", raised="#000000", sunken="#000000", hover="#262626", press="#333333",
    railsel="#333333", select="#1C2380", line="#8C8C8C", line2="#FFFFFF", field="#FFFFFF", tip="#FFFFFF",
    tiptext="#000000", text="#FFFFFF", text2="#FFFFFF", text3="#F0F0F0", disabled="#A6A6A6", accent="#4550E0",
    focus="#FFFF00", accenthover="#2E38B8", accenttext="#C9CFFF", accenttint="#1C2380", bar="#D0D6EA", barbg="#000000",
    elapsed="#4D5266", tick="#FFFFFF", plan="#D9D9D9", added="#00331A", addedtext="#B6F5CB", removed="#4D0505",
    removedtext="#FFD0CC", red=LightTokens("#FF8A84", "#FFB3AE", "#000000"),
    amber=LightTokens("#FFC24D", "#FFD583", "#000000"), green=LightTokens("#6BE39C", "#98F0BA", "#000000"),
    blue=LightTokens("#7CC1FF", "#A8D6FF", "#000000"), grey=LightTokens("#C2C8D2", "#E0E4EA", "#000000"),
)  # fmt: skip
_SETS = {("light", False): LIGHT, ("dark", False): DARK, ("light", True): LIGHT_CONTRAST, ("dark", True): DARK_CONTRAST}


class _Current:
    """Holds the theme in force; a class so that importing modules share one cell."""

    tokens: Tokens = LIGHT


def current() -> Tokens:
    """Return the tokens of the theme in force."""
    return _Current.tokens


def tokens_of(name: ThemeName, *, contrast: bool = False) -> Tokens:
    """Return the colours of a theme."""
    return _SETS[name, contrast]


def use(name: ThemeName, *, contrast: bool = False) -> Tokens:
    """Put a theme in force and return its tokens; the caller re-applies palette and style."""
    _Current.tokens = tokens_of(name, contrast=contrast)
    return _Current.tokens


def colour(hex_text: str) -> QColor:
    """Return a token as a QColor (#RRGGBB or #AARRGGBB)."""
    return QColor(hex_text)
