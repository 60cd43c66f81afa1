"""Offices as columns of a list: ▲ or 牵头 below a name says that it leads, △ or 配合 that it helps."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.list_offices import Named, looks_like_office
from tracker.exchange.lists.row_kinds import is_note, is_total
from tracker.exchange.lists.sheet_grid import Grid
from tracker.model.list_headers import text_scores
from tracker.model.task_lists import OFFICE_FIELDS
from tracker.model.typed.text import gives_nothing

_FULL, _OPEN, _TICKS = "▲●★◆■▼◎", "△○☆◇□▽〇◯", "√✓✔☑∨*＊Vv1是"
_LEAD_WORD = "牵头|主办|主责|主要责任|第一责任|总牵头|负责"
_HELP_WORD = "配合|协办|会办|协同|协助|参与|参加"
_MARK = re.compile(
    rf"[（(]?([{_FULL}{_OPEN}{_TICKS}])?[（(]?(?:(?:({_LEAD_WORD}|主)|({_HELP_WORD}|协|配))(?:单位|部门|责任单位)?)?[)）]?"
)
#: What a legend is made of: a sign and what it stands for, in either order.
_TOKEN = re.compile(rf"([{_FULL}{_OPEN}√✓✔*＊])|({_LEAD_WORD})|({_HELP_WORD})")
_LONGEST_NAME = 20
_SURE = 0.8


class Part(Enum):
    """What a mark says of an office; `SOME` only that it takes part."""

    LEAD = "lead"
    HELP = "help"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class MarkColumn:
    """A column that is an office: its name as printed, and the part that words over several columns give a tick."""

    office: str
    part: Part = Part.SOME


@dataclass(slots=True)
class Marks:
    """The columns of a table that are offices, and what each sign means there."""

    columns: Mapping[int, MarkColumn] = field(default_factory=dict)
    meaning: Mapping[str, Part] = field(default_factory=dict)

    def part(self, column: int, text: str) -> Part | None:
        """Return what a cell says of the office of its column, None where it says nothing."""
        match = _MARK.fullmatch("".join(text.split()))
        if match is None or not match[0] or gives_nothing(text):
            return None
        if match[2] or match[3]:
            return Part.LEAD if match[2] else Part.HELP
        part = self.meaning.get(match[1], Part.SOME)
        return self.columns[column].part if part is Part.SOME else part


def mark_columns(
    grid: Grid, parts: Mapping[int, Sequence[str]], last: int, names: OfficeNames
) -> dict[int, MarkColumn]:
    """Return the columns below a header that are offices: the name over it, and nothing but marks in it."""
    marked: dict[int, MarkColumn] = {}
    known = under = 0
    for column, texts in parts.items():
        name = texts[-1]
        resolved = len(name) <= _LONGEST_NAME and names.resolve(name) is not None
        group = next(filter(None, map(_group_part, reversed(texts[:-1]))), None)
        if not (resolved or group is not None or looks_like_office(name)) or len(name) > _LONGEST_NAME:
            continue
        if not resolved and max(text_scores(name).values(), default=0.0) >= 1.0:
            continue
        if _only_marks(grid, column, last):
            marked[column] = MarkColumn(name, group or Part.SOME)
            known, under = known + resolved, under + (group is not None)
    return marked if len(marked) > 1 and (known or under > 1 or len(marked) > 2) else {}


def _group_part(text: str) -> Part | None:
    """Return the part of all offices below words such as 牵头单位, 责任单位; None for other words."""
    rated = {name: score for name, score in text_scores(text).items() if name in OFFICE_FIELDS and score >= _SURE}
    if not rated:
        return None
    best = max(rated, key=lambda name: rated[name])
    return {"lead_office": Part.LEAD, "co_offices": Part.HELP}.get(best, Part.SOME)


def _only_marks(grid: Grid, column: int, last: int) -> bool:
    """Tell whether a column has marks, and below its header nothing else but in sums and notes."""
    some = False
    for row, texts in grid.rows.items():
        text = texts.get(column)
        if row <= last or text is None or gives_nothing(text):
            continue
        match = _MARK.fullmatch("".join(text.split()))
        if match is not None and match[0]:
            some = True
        elif not _is_aside(texts):
            return False
    return some


def _is_aside(texts: Mapping[int, str]) -> bool:
    first = texts[min(texts)]
    return len(texts) == 1 or is_total(first) or is_note(first)


def marks_of(grid: Grid, columns: Mapping[int, MarkColumn], last: int) -> Marks:
    """Return the columns with what the signs mean: by a legend, else full ones lead and open ones help."""
    if not columns:
        return Marks()
    used = _signs(grid, columns, last)
    legend: dict[str, Part] = {}
    for row, texts in grid.rows.items():
        marked = any(column in columns for column in texts if column != min(texts))
        for sign, part in _legend(grid.line(row)) if row <= last or not marked else ():
            legend.setdefault(sign, part)
    legend = {sign: part for sign, part in legend.items() if sign in used}
    return Marks(columns, {sign: legend.get(sign, _usual(sign, used, legend)) for sign in used})


def _signs(grid: Grid, columns: Iterable[int], last: int) -> set[str]:
    texts = (grid.text(row, column) for row in grid.rows if row > last for column in columns)
    matches = (_MARK.fullmatch("".join(text.split())) for text in texts if text)
    return {match[1] for match in matches if match is not None and match[1] and not (match[2] or match[3])}


def _usual(sign: str, used: set[str], legend: Mapping[str, Part]) -> Part:
    """Return what a sign means without a legend: beside full signs the others help, beside open ones a tick leads.

    Where all offices have the same sign it says that they take part.
    """
    if len(used) == 1:
        return Part.SOME
    if sign in _FULL:
        return Part.LEAD
    if Part.LEAD in legend.values() or any(other in _FULL for other in used):
        return Part.HELP
    return Part.HELP if sign in _OPEN else Part.LEAD


def _legend(line: str) -> Iterator[tuple[str, Part]]:
    """Yield what a line says of signs: 「▲为牵头单位，△为配合单位」「牵头：●；配合：○」."""
    tokens = [(match[1] or "", Part.LEAD if match[2] else Part.HELP) for match in _TOKEN.finditer(line)]
    for left, right in zip(tokens[::2], tokens[1::2], strict=False):
        if bool(left[0]) != bool(right[0]):
            yield (left[0], right[1]) if left[0] else (right[0], left[1])


def offices_of_marks(marked: Mapping[str, Part], names: OfficeNames, *, has_lead: bool) -> Named:
    """Return who leads and who helps by the marks of a task, in the order of the columns.

    Where no mark says who leads and no other column does (`has_lead`), the first one leads; an unknown one that
    leads stands before other unknown ones.
    """
    named = Named()
    leading = [office for office, part in marked.items() if part is Part.LEAD]
    if not leading and not has_lead:
        leading = [office for office, part in marked.items() if part is Part.SOME]
    for office in marked:
        proper, first = names.resolve(office), bool(leading) and office == leading[0]
        if proper is None:
            named.unknown.insert(0 if first else len(named.unknown), office)
            named.first_unknown = named.first_unknown or first
        else:
            (named.lead if first else named.co).append(proper)
    named.doubtful = len(leading) > 1
    return named
