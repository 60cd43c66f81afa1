"""Which fonts a paper names: the official ones, or the nearest this PC has."""

import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

TITLE, HEADING, SUBHEADING, BODY, PLAIN = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
LATIN = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Font:
    """A family, and whether it is set bold in place of the official one."""

    family: str
    bold: bool = False


#: Official family → what takes its place, best first; the last is kept even where nobody has it.
SUBSTITUTES: Mapping[str, tuple[Font, ...]] = {
    BODY: (Font(BODY), Font("仿宋"), Font(PLAIN)),
    SUBHEADING: (Font(SUBHEADING), Font("楷体"), Font(PLAIN)),
    TITLE: (Font(TITLE), Font("方正小标宋_GBK"), Font("华文中宋"), Font(PLAIN, bold=True)),
    HEADING: (Font(HEADING), Font("微软雅黑", bold=True)),
}
#: The English names under which Windows lists Chinese fonts.
_ENGLISH = {
    "fangsong": "仿宋",
    "fangsong_gb2312": BODY,
    "kaiti": "楷体",
    "kaiti_gb2312": SUBHEADING,
    "simhei": HEADING,
    "simsun": PLAIN,
    "microsoft yahei": "微软雅黑",
    "stzhongsong": "华文中宋",
    "fzxiaobiaosong-b05s": TITLE,
    "fzxiaobiaosong-b05": "方正小标宋_GBK",
}
_REGISTRY_KEY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"


def choose_fonts(installed: Collection[str]) -> dict[str, Font]:
    """Return for every official family what a PC with these families shows; the official one where it has it."""
    known = {_ENGLISH.get(name.casefold(), name) for name in installed}
    return {
        official: next((font for font in fonts if font.family in known), fonts[-1])
        for official, fonts in SUBSTITUTES.items()
    }


def installed_families() -> frozenset[str]:
    """Return the font families of this PC: the registry's of the machine and the user; none but on Windows."""
    return frozenset(family for name in _registered() for family in families_of(name))


def families_of(registered: str) -> tuple[str, ...]:
    """Return the families of a registry name: "SimSun & NSimSun (TrueType)" are two."""
    return tuple(part.strip() for part in registered.rpartition(" (")[0].split(" & ") if part.strip()) or (registered,)


def fonts_of_this_pc() -> dict[str, Font]:
    """Return the choice for this PC; the official names where its fonts are not known."""
    installed = installed_families()
    return choose_fonts(installed) if installed else {}


if sys.platform == "win32":
    import winreg

    def _registered() -> Iterator[str]:
        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                with winreg.OpenKey(root, _REGISTRY_KEY) as key:
                    for index in range(winreg.QueryInfoKey(key)[1]):
                        yield winreg.EnumValue(key, index)[0]
            except OSError:  # a user without fonts of their own has no such key
                continue

else:

    def _registered() -> Iterator[str]:
        return iter(())
