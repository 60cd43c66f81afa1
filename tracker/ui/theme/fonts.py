"""Type of the look: one font stack, nine roles, sizes in pixels, digits of one width."""

import sys
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

Role = Literal["kpi", "figure", "title", "heading", "strong", "body", "small", "smallstrong", "tick"]

#: Chinese first: “ ” and … must come from the Chinese font, a Latin one draws them narrow.
FAMILIES = ("Microsoft YaHei UI", "Microsoft YaHei", "Segoe UI", "Noto Sans CJK SC")


class _Type(NamedTuple):
    px: int
    weight: int
    line: int


_ROLES: dict[Role, _Type] = {
    "kpi": _Type(24, 700, 32),
    "figure": _Type(20, 700, 28),
    "title": _Type(16, 700, 24),
    "heading": _Type(14, 700, 24),
    "strong": _Type(13, 700, 20),
    "body": _Type(13, 400, 22),
    "small": _Type(12, 400, 20),
    "smallstrong": _Type(12, 700, 20),
    "tick": _Type(11, 400, 16),
}


class _Fallback:
    """Remembers that the one Chinese font is the variable Noto, whose default weight is Thin."""

    variable = False


def font(role: Role) -> QFont:
    """Return the font of a role; a fresh copy, so that the caller may change it."""
    return QFont(shared_font(role))


@cache
def shared_font(role: Role) -> QFont:
    """Return the one font of a role, for painters; nobody changes it."""
    built = QFont()
    built.setFamilies(list(FAMILIES))
    built.setPixelSize(_ROLES[role].px)
    if _Fallback.variable:
        # The axis alone: with setWeight on top Qt would embolden a second time.
        built.setVariableAxis(QFont.Tag("wght"), _ROLES[role].weight)
    else:
        built.setWeight(QFont.Weight(_ROLES[role].weight))
    built.setFeature(QFont.Tag("tnum"), 1)
    return built


@cache
def metrics(role: Role) -> QFontMetrics:
    """Return the metrics of a role's font, for eliding and measuring."""
    return QFontMetrics(shared_font(role))


@lru_cache(maxsize=4_000)
def cut_text(role: Role, text: str, elide: Qt.TextElideMode, width: int) -> str:
    """Return a line of text, cut with … to `width` px; a screen asks for the same ones at every paint."""
    return metrics(role).elidedText(text, elide, width)


def line(role: Role) -> int:
    """Return the line height of a role in pixels."""
    return _ROLES[role].line


def register_fallback() -> bool:
    """Load Noto Sans CJK from its wheel if the system has no Chinese font; return whether it was loaded."""
    if sys.platform == "win32" or _Fallback.variable:
        return _Fallback.variable
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return False
    spec = find_spec("manimgx_fonts_cjk")
    folders = (spec.submodule_search_locations or []) if spec else []
    files = [path for folder in folders for path in Path(folder).glob("NotoSansCJK*")]
    _Fallback.variable = any(QFontDatabase.addApplicationFont(str(path)) >= 0 for path in files)
    shared_font.cache_clear()
    metrics.cache_clear()
    cut_text.cache_clear()
    return _Fallback.variable
