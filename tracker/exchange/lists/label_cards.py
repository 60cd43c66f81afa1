"""Read forms of one task each, as 督办单 are: a label in a cell and what it says in the next, task below task."""

import re
from collections.abc import Iterator
from datetime import date

from tracker.exchange.book.address import column_letters
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.sheet_grid import Grid
from tracker.exchange.lists.task_making import Collected, Reading, make_task
from tracker.model.foreign_headers import text_scores
from tracker.model.task_lists import ListColumn, ListTable, SkippedRow

_SURE = 0.89
_LONGEST = 12
_MOSTLY = 0.7
_LOOKED_AT = 12
_LABEL = re.compile("^.{1,8}(日期|时间|编号|电话|人|单位|领导|等级|类型|类别|情况|要求|意见|来源)[：:]?$")
_WHO_OR_WHEN = frozenset(("lead_office", "offices", "co_offices", "due_text"))
Pair = tuple[str, str, str, int]  # field ("" for a label nobody knows), label, what it says, column of the label


def read_cards(grid: Grid, names: OfficeNames, base: date) -> ListTable | None:
    """Return the tasks of forms, None for a sheet that is none: most rows begin with a label and what it says."""
    wide = [row for row in sorted(grid.rows) if len(grid.own(row)) > 1]
    first = wide[:_LOOKED_AT]
    if sum(any(_pairs(grid, row)) for row in first) < _MOSTLY * len(first):
        return None  # the rows of a long table are not looked at one by one
    rows = {row: list(_pairs(grid, row)) for row in sorted(grid.rows)}
    read = [row for row in wide if rows[row]]
    fields = {name for row in read for name, *_ in rows[row]}
    if len(read) < 2 or len(read) < _MOSTLY * len(wide) or fields.isdisjoint(_WHO_OR_WHEN) or "title" not in fields:
        return None
    table = ListTable(grid.name, None)
    groups: list[Collected] = []
    columns: dict[int, ListColumn] = {}
    for row, pairs in rows.items():
        if not pairs:
            table.skipped.append(SkippedRow(row, "note" if groups else "title", grid.line(row)))
            continue
        for name, label, text, column in pairs:
            if name == "title" or not groups:
                groups.append(Collected([]))
            _add(groups[-1], row, name, label, text)
            columns.setdefault(column, ListColumn(column_letters(column), label, None))
    table.columns = [columns[column] for column in sorted(columns)]
    reading = Reading(names, base, "lead_office" in fields, "ref" in fields)
    table.tasks = [make_task(gathered, dict(grid.raw(gathered.rows)), reading) for gathered in groups]
    return table


def _add(gathered: Collected, row: int, name: str, label: str, text: str) -> None:
    if row not in gathered.rows:
        gathered.rows.append(row)
    gathered.add(name, text) if name else gathered.add_rest(label, text)


def _pairs(grid: Grid, row: int) -> Iterator[Pair]:
    """Yield the labels of a row with what they say; nothing for a row that is none of a form."""
    cells = sorted(grid.own(row).items())
    if len(cells) < 2 or not _field(cells[0][1]) or _field(cells[1][1]):
        return
    if len(cells) > 2 and not (_field(cells[2][1]) or _LABEL.search(cells[2][1])):
        return  # a header that stands on its side, a task in each column
    pairs = list(zip(cells[::2], cells[1::2], strict=False))
    if len(cells) % 2 or any(len(label) > _LONGEST for (_, label), _ in pairs):
        pairs = pairs[:1]
    for (column, label), (_, text) in pairs:
        yield _field(label), label.strip("：: "), text, column


def _field(label: str) -> str:
    if len(label) > _LONGEST or any(map(str.isdigit, label)):
        return ""
    rated = text_scores(label.strip("：: "))
    name = max(rated, key=lambda field: rated[field], default="")
    return name if name and rated[name] >= _SURE else ""
