"""Breaks a text into lines so that its last line does not stand there with a single character."""

from PySide6.QtGui import QTextLayout, QTextLine

_LONE, _TAKEN = 2, 2  # characters of a last line that are too few, and how many more it gets
_TRIED = 6  # characters that are looked at for a break
_SHORT = 8  # characters; a line before the last one that has no more keeps them
_CLOSING, _OPENING = "，。；：、！？）》」』”’…", "（《「『“‘"


def broken_lines(layout: QTextLayout, width: float, most: int = 100_000) -> list[QTextLine]:
    """Lay a layout out in lines of a width in px, `most` of them; where they stand is left to the caller.

    A last line of one or two characters takes some from the line before it, where a Chinese text may be broken.
    """
    lines = _laid(layout, width, most, {})
    if len(lines) < 2 or lines[-1].textLength() > _LONE:
        return lines
    before = lines[-2]
    kept = _length_before_break(layout.text(), before.textStart(), before.textLength())
    return _laid(layout, width, most, {len(lines) - 2: kept}) if kept else lines


def _laid(layout: QTextLayout, width: float, most: int, lengths: dict[int, int]) -> list[QTextLine]:
    """Lay out lines; `lengths` are those in characters of lines that do not take all that fits."""
    lines: list[QTextLine] = []
    layout.beginLayout()
    while len(lines) < most and (line := layout.createLine()).isValid():
        if (length := lengths.get(len(lines))) is not None:
            line.setNumColumns(length, width)
        else:
            line.setLineWidth(width)
        lines.append(line)
    layout.endLayout()
    return lines


def _length_before_break(text: str, start: int, length: int) -> int:
    """Return how many characters a line keeps when the next one gets some of them, 0 where there is no good break."""
    words = text.encode("utf-16-le")[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")
    if len(words) != length or length <= _SHORT:
        return 0
    for kept in range(length - _TAKEN, max(length - _TAKEN - _TRIED, 0), -1):
        left, right = words[kept - 1], words[kept]
        if _chinese(left) and _chinese(right) and left not in _OPENING and right not in _CLOSING:
            return kept
    return 0


def _chinese(character: str) -> bool:
    return character > "\u2e7f"
