"""Keep a brief on its one page: rows go first, then the indicators; the font never shrinks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.errors import InputError
from tracker.model.cell_text import count_lines
from tracker.model.rows.papers import Brief, BriefLine

#: Points of the text area: 297 mm less 25 and 20.
_PAGE = 714
#: Head with red line, the row of figures, the frame 领导批示 of 30 mm: what is always there, in points.
_HEAD, _FIGURES, _FRAME = 104, 72, 88
_TITLE_LINE, _TITLE_GAP, _LINE, _ROW, _MORE = 33, 6, 22, 18, 17
#: Narrow characters on a line of 156 mm: of the text in 14 pt, and of the title in 22 pt.
_WIDTH, _TITLE_WIDTH = 63, 40
#: Of the columns of the table, 84, 30, 24 and 18 mm less their margins, in 10.5 pt.
_COLUMNS = (44, 15, 12, 9)
_INDENT = "　　"
_FEWEST_ROWS, _EMPTY_ADVICE = 3, 3


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the page and its height in points; `name` is what the user knows it by."""

    name: str
    points: float


def fit_brief(brief: Brief) -> Brief:
    """Return the brief with as many rows as its page holds, at least 3, then without its third part.

    A weekly one first gives up the reasons of extensions and the room for advice: its third part is what must be
    decided. Raises InputError naming the longest part where it still is more than a page.
    """
    for each in _shorter(brief):
        if height(each) <= _PAGE:
            return each
    longest = max(_parts(each), key=lambda part: part.points)
    raise InputError(f"专报超过一页，最长的是“{longest.name}”；请缩短这一段后再出文。")


def _shorter(brief: Brief) -> Iterator[Brief]:
    """Yield the brief, shorter and shorter."""
    fewest = min(len(brief.lines), _FEWEST_ROWS)
    for count in range(len(brief.lines), fewest - 1, -1):
        yield _with_rows(brief, count)
    short = _with_rows(brief, fewest)
    if brief.figures.period.weekly:
        lines = tuple(replace(line, situation=line.situation.partition("：")[0]) for line in short.lines)
        short = replace(short, lines=lines)
        yield short
        short = replace(short, advice=short.advice or _INDENT)
        yield short
    yield replace(short, third_title="", third="")


def height(brief: Brief) -> float:
    """Return how high a brief stands on the page, in points."""
    return _HEAD + _FIGURES + _FRAME + sum(part.points for part in _parts(brief))


def _with_rows(brief: Brief, count: int) -> Brief:
    return replace(brief, lines=brief.lines[:count], rest=brief.rest + len(brief.lines) - count)


def _parts(brief: Brief) -> Iterator[_Part]:
    sentences = brief.sentences
    titles = sum(count_lines(line, _TITLE_WIDTH) for line in brief.head.title.split("\n"))
    yield _Part("标题", titles * _TITLE_LINE + _TITLE_GAP)
    yield _Part("总体进展", _LINE * (1 + _lines(sentences.tasks) + _lines(sentences.change)))
    table = _ROW + sum(map(_row, brief.lines)) if brief.lines else _LINE
    yield _Part("需要领导关注", _LINE + table + _LINE * bool(brief.rest))
    if brief.third:
        yield _Part(brief.third_title, _LINE * (1 + _lines(brief.third)))
    yield _Part("建议", _LINE * (1 + (_lines(brief.advice) or _EMPTY_ADVICE)))


def _row(line: BriefLine) -> float:
    """Return the points of a row: as many lines as its fullest cell."""
    cells = (line.title, line.office, line.situation, line.owner)
    lines = max(count_lines(text, width) for text, width in zip(cells, _COLUMNS, strict=True))
    return _ROW + _MORE * (lines - 1)


def _lines(text: str) -> int:
    """Return the lines of a paragraph whose first line is indented; a line within it costs one more at most."""
    return count_lines(_INDENT + text, _WIDTH) if text else 0
