"""Keep a brief on its one page: rows go first, then blank lines, then the third part; the font never shrinks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.errors import InputError
from tracker.model.cell_text import count_lines
from tracker.model.rows.papers import Brief
from tracker.reports.paper_sentences import attention_rest
from tracker.reports.paper_values import BRIEF_SITUATION, BRIEF_TITLE
from tracker.reports.task_lines import cut

#: Points of the text area: 297 mm less 25 and 20.
_PAGE = 714
#: Head with red line, the row of figures, the frame 领导批示 of 30 mm: what is always there, in points.
_HEAD, _FIGURES, _FRAME = 98, 72, 88
_TITLE_LINE, _TITLE_GAP, _LINE, _ROW_LINE, _ROW_EDGE = 33, 6, 22, 17, 0.5
#: Narrow characters of 10.5 pt in the columns 任务, 牵头单位, 情况, 责任人, by the month and by the week.
_COLUMNS, _WEEKLY_COLUMNS = (45, 16, 13, 10), (30, 14, 30, 10)
#: Narrow characters on a line of 156 mm: of the text in 14 pt, and of the title in 22 pt.
_WIDTH, _TITLE_WIDTH = 63, 40
_INDENT = "　　"
_BROAD = re.compile(r"[A-Z@%&mw]")
_FEWEST_ROWS, _EMPTY_ADVICE = 3, "\n\n"


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the page and its height in points; `name` is what the user knows it by."""

    name: str
    points: float


def fit_brief(brief: Brief) -> Brief:
    """Return the brief as its page holds it. Raises InputError naming the longest part where no shortening helps."""
    fitting = next(fitting_briefs(brief), None)
    if fitting is None:
        raise InputError(too_long(brief))
    return fitting


def fitting_briefs(brief: Brief) -> Iterator[Brief]:
    """Yield the ways to shorten a brief that fit on its page as reckoned here, the fullest first: with fewer rows, at
    least 3; then with one line for advice instead of three; then without its third part.
    """
    return (each for each in _shortened(brief) if height(each) <= _PAGE)


def too_long(brief: Brief) -> str:
    """Say that a brief is more than its page, and which part is the longest."""
    *_, shortest = _shortened(brief)
    longest = max(_parts(shortest), key=lambda part: part.points)
    return f"专报超过一页，最长的是“{longest.name}”；请缩短这一段后再出文。"


def _shortened(brief: Brief) -> Iterator[Brief]:
    roomy = replace(brief, advice=brief.advice or _EMPTY_ADVICE)
    fewest = min(len(brief.lines), _FEWEST_ROWS)
    yield from (_with_rows(roomy, count) for count in range(len(brief.lines), fewest - 1, -1))
    tight = replace(_with_rows(roomy, fewest), advice=brief.advice)
    yield tight
    yield replace(tight, third_title="", third="")


def height(brief: Brief) -> float:
    """Return how high a brief stands on the page, in points."""
    return _HEAD + _FIGURES + _FRAME + sum(part.points for part in _parts(brief))


def _with_rows(brief: Brief, count: int) -> Brief:
    return replace(brief, lines=brief.lines[:count], rest=brief.rest + len(brief.lines) - count)


def _parts(brief: Brief) -> Iterator[_Part]:
    sentences = brief.sentences
    titles = sum(_count(line, _TITLE_WIDTH) for line in brief.head.title.split("\n"))
    yield _Part("标题", titles * _TITLE_LINE + _TITLE_GAP)
    yield _Part("总体进展", _LINE * (1 + _lines(sentences.tasks) + _lines(sentences.change)))
    table = _table(brief) if brief.lines else _LINE
    yield _Part("需要领导关注", _LINE + table + _LINE * bool(attention_rest(brief.figures, brief.rest)))
    if brief.third:
        yield _Part(brief.third_title, _LINE * (1 + _lines(brief.third)))
    yield _Part("建议", _LINE * (1 + max(_lines(brief.advice), 1)))


def _table(brief: Brief) -> float:
    widths = _WEEKLY_COLUMNS if brief.figures.period.weekly else _COLUMNS
    rows = [
        (cut(line.title, BRIEF_TITLE), line.office, cut(line.situation, BRIEF_SITUATION), line.owner)
        for line in brief.lines
    ]
    heights = (max(map(_count, row, widths)) for row in rows)
    return _ROW_LINE + _ROW_EDGE + sum(_ROW_LINE * lines + _ROW_EDGE for lines in heights)


def _lines(text: str) -> int:
    """Return the lines of a paragraph whose first line is indented; a line within it costs one more at most."""
    return _count(_INDENT + text, _WIDTH) if text else 0


def _count(text: str, width: float) -> int:
    """Return how many lines a text takes; capitals and m are wider than a digit, some as wide as a Chinese sign."""
    return count_lines(_BROAD.sub("国", text), width)
