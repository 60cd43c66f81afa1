"""Automatic numbers of a .docx as Word prints them: they are no part of its text, but readers see them."""

from collections import defaultdict
from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "ideographTraditional",
        "japaneseCounting",
        "taiwaneseCountingThousand",
    )
)


class Numbering:
    """The numbering definitions of a document and how far each has counted."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        shapes = {
            abstract.get(f"{_W}abstractNumId", ""): {
                int(level.get(f"{_W}ilvl", "0")): _level(level) for level in abstract.iter(f"{_W}lvl")
            }
            for abstract in root.iter(f"{_W}abstractNum")
        }
        for number in root.iter(f"{_W}num"):
            abstract = number.find(f"{_W}abstractNumId")
            if abstract is not None:
                self._levels[number.get(f"{_W}numId", "")] = shapes.get(abstract.get(f"{_W}val", ""), {})

    def next(self, properties: Element) -> str:
        """Return the number of the next paragraph with these properties, "" for bullets and none."""
        identity, depth = _value(properties, "numId"), int(_value(properties, "ilvl") or 0)
        levels = self._levels.get(identity, {})
        if depth not in levels:
            return ""
        counts = self._counts[identity]
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        form, pattern, _ = levels[depth]
        if form in ("bullet", "none"):
            return ""
        for level, (shape, _, start) in levels.items():
            pattern = pattern.replace(f"%{level + 1}", _written(counts.get(level, start), shape))
        return pattern


def _value(element: Element, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return child.get(f"{_W}val", "") if child is not None else ""


def _level(level: Element) -> tuple[str, str, int]:
    start = _value(level, "start")
    return _value(level, "numFmt") or "decimal", _value(level, "lvlText"), int(start) if start.isdigit() else 1


def _written(number: int, form: str) -> str:
    if form not in _CHINESE or not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
