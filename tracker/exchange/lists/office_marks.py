"""Offices as columns of a list: ▲ or 牵头 below a name says that it leads, △ or 配合 that it helps."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.list_offices import Named, looks_like_office
from tracker.exchange.lists.row_kinds import is_note, is_total
from tracker.exchange.lists.sheet_grid import Grid
from tracker.model.foreign_headers import text_scores
from tracker.model.office_marks import Part, leading_offices, meanings, read_mark
from tracker.model.task_lists import OFFICE_FIELDS
from tracker.model.typed.text import gives_nothing

_LONGEST_NAME = 20
_GROUP_OF_PLACES = re.compile("(责任|牵头|实施|落实|任务)(地区|区县|县区|区域|镇街|属地)")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,}(?:区|县|市|镇|乡|街道|管委会)$")
_SURE = 0.8


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
        mark = read_mark(text)
        if mark is None or gives_nothing(text):
            return None
        part = mark[1] or self.meaning.get(mark[0], Part.SOME)
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
        if (
            not (resolved or group is not None or looks_like_office(name) or _PLACE.search(name))
            or len(name) > _LONGEST_NAME
        ):
            continue
        if not resolved and max(text_scores(name).values(), default=0.0) >= 1.0:
            continue
        if _only_marks(grid, column, last):
            marked[column] = MarkColumn(name, group or Part.SOME)
            known, under = known + resolved, under + (group is not None)
    return marked if len(marked) > 1 and (known or under > 1 or len(marked) > 2) else {}


def _group_part(text: str) -> Part | None:
    """Return the part of all offices below words such as 牵头单位, 责任单位; None for other words."""
    if _GROUP_OF_PLACES.search(text):
        return Part.SOME
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
        if read_mark(text) is not None:
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
    texts = (grid.text(row, column) for row in grid.rows if row > last for column in columns)
    marks = [mark for text in texts if text and (mark := read_mark(text)) is not None]
    aside = (
        row
        for row, cells in grid.rows.items()
        if row <= last or not any(column in columns for column in cells if column != min(cells))
    )
    return Marks(columns, meanings((sign for sign, part in marks if part is None), map(grid.line, aside)))


def offices_of_marks(marked: Mapping[str, Part], names: OfficeNames, *, has_lead: bool) -> Named:
    """Return who leads and who helps by the marks of a task, in the order of the columns.

    Where no mark says who leads and no other column does (`has_lead`), the first one leads; an unknown one that
    leads stands before other unknown ones.
    """
    named = Named()
    leading = leading_offices(marked, has_lead=has_lead)
    for office in marked:
        proper, first = names.resolve(office), bool(leading) and office == leading[0]
        if proper is None:
            named.unknown.insert(0 if first else len(named.unknown), office)
            named.first_unknown = named.first_unknown or first
        else:
            (named.lead if first else named.co).append(proper)
    named.doubtful = len(leading) > 1
    return named
