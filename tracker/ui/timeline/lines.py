"""The lines of the timeline from top to bottom: headings that fold, and one line per task; no Qt."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, groupby

from tracker.model.counting import count_tasks
from tracker.model.deadlines import due_words
from tracker.model.rows import Timeline, TimelineBar
from tracker.ui.widgets.lazy_sequence import OnDemand

HEADING_HEIGHT, ROW_HEIGHT = 36, 32


class Grouping(StrEnum):
    """How bars are put together; the values are the words of the chip."""

    ARTICLE = "按文章"
    OFFICE = "按单位"


@dataclass(frozen=True, slots=True)
class Line:
    """A heading (bar is None; level 0 or 1) or a task; `key` is what folding remembers."""

    key: str
    text: str
    letter: str = ""
    level: int = 0
    count: int = 0
    bar: TimelineBar | None = None

    @property
    def height(self) -> int:
        """Return the height in px."""
        return HEADING_HEIGHT if self.bar is None and self.level == 0 else ROW_HEIGHT


#: A heading, or the bars of neighbouring tasks.
Part = Line | Sequence[TimelineBar]


class Lines(OnDemand[Line]):
    """Lines one below the other: headings, and tasks in stretches."""

    def __init__(self, parts: Iterable[Part] = ()) -> None:
        self._parts = [part for part in parts if isinstance(part, Line) or part]
        super().__init__(1 if isinstance(part, Line) else len(part) for part in self._parts)
        heights = [part.height if isinstance(part, Line) else ROW_HEIGHT * len(part) for part in self._parts]
        self._tops = [0, *accumulate(heights)]

    @property
    def height(self) -> int:
        """Return the height of all lines in px."""
        return self._tops[-1]

    def make(self, part: int, number: int) -> Line:
        """Return a heading, or the line of one task of a stretch."""
        source = self._parts[part]
        return source if isinstance(source, Line) else _line(source[number])

    def top(self, index: int) -> int:
        """Return how many px lie above a line."""
        number = self.part_of(index)
        return self._tops[number] + (index - self.firsts[number]) * ROW_HEIGHT

    def at(self, y: float) -> int:
        """Return the line at a height in px; -1 above the first one, their number below the last one."""
        number = bisect_right(self._tops, y) - 1
        if not 0 <= number < len(self._parts):
            return -1 if number < 0 else len(self)
        inside = 0 if isinstance(self._parts[number], Line) else int(y - self._tops[number]) // ROW_HEIGHT
        return self.firsts[number] + inside

    def find(self, key: str) -> int:
        """Return the place of the line with a key, -1 where there is none."""
        for first, part in zip(self.firsts, self._parts, strict=False):
            if isinstance(part, Line):
                number = 0 if part.key == key else -1
            else:
                number = next((n for n, bar in enumerate(part) if _key(bar) == key), -1)
            if number >= 0:
                return first + number
        return -1


def lines_of(
    timeline: Timeline, bars: Iterable[TimelineBar], grouping: Grouping, folded: Set[str] = frozenset()
) -> Lines:
    """Return the lines for the chosen bars; bars below a folded heading are left out."""
    if grouping is Grouping.OFFICE:
        return Lines(_by_office(bars, folded))
    return Lines(_by_article(timeline, bars, folded))


def _counted(bars: Iterable[TimelineBar]) -> int:
    return count_tasks(bar.task.status for bar in bars).total


def _by_office(bars: Iterable[TimelineBar], folded: Set[str]) -> Iterable[Part]:
    offices: dict[str, list[TimelineBar]] = {}
    for bar in bars:
        offices.setdefault(bar.task.lead_office, []).append(bar)
    for name, mine in sorted(offices.items(), key=lambda pair: (not pair[0], -len(pair[1]))):
        suggested = mine[0].task.suggested if all(bar.task.suggested for bar in mine) else ""
        yield Line(f"office:{name}", f"{name}{suggested}" or "未定单位", count=_counted(mine))
        if f"office:{name}" not in folded:
            yield mine


def _by_article(timeline: Timeline, bars: Iterable[TimelineBar], folded: Set[str]) -> Iterable[Part]:
    for code, group in groupby(bars, key=lambda bar: bar.task.article):
        mine = list(group)
        title = timeline.articles.get(code, "") or "没有文章来源"
        yield Line(f"article:{code}", title, letter=code[:1], count=_counted(mine))
        if f"article:{code}" not in folded:
            yield from _sections(code, mine, folded)


def _sections(code: str, bars: Sequence[TimelineBar], folded: Set[str]) -> Iterable[Part]:
    for section, group in groupby(bars, key=lambda bar: bar.task.section):
        mine, key = list(group), f"section:{code}:{section}"
        if section:
            yield Line(key, section, level=1, count=_counted(mine))
        if not section or key not in folded:
            yield mine


def _line(bar: TimelineBar) -> Line:
    return Line(_key(bar), bar.task.title, bar=bar)


def _key(bar: TimelineBar) -> str:
    return f"task:{bar.task.id}"


def due_word(bar: TimelineBar) -> str:
    """Return the deadline as the left column writes it: 2023-12-31, 长期坚持, 未定."""
    return due_words(bar.task.due_on, bar.task.due_text)


def can_extend(bar: TimelineBar) -> bool:
    """Return whether the deadline may be dragged: there is one, and the task is not over."""
    return bar.task.due_on is not None and bar.task.status.open
