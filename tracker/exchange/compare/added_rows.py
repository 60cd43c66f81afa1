"""Propose rows that an office added as new tasks or indicators."""

from tracker.exchange.book.text import shorten
from tracker.exchange.cells.cells import read_cell
from tracker.exchange.compare.compare_row import Compared, RowContext
from tracker.exchange.compare.match_rows import Match
from tracker.model.changeset import FieldChange, Problem, Value
from tracker.model.enums import Outcome


def unknown_row(match: Match, context: RowContext) -> Compared:
    """Return the proposal of an unknown row, or a problem when it has no title to stand on."""
    row = match.row
    cells = context.cells(match, {})
    readings = {
        column: read_cell(column.kind, row.cells.get(column.field), cells)
        for column in row.table.data_columns
        if column.field not in row.covered
    }
    problems = [
        Problem(row.table.sheet.name, row.address(column.field), f"{column.header}：{reading.problem}")
        for column, reading in readings.items()
        if not reading.provided
    ]
    values = {column.field: reading.value for column, reading in readings.items() if reading.provided}
    if not row.title:
        text = shorten("　".join(r.raw for r in readings.values() if r.raw), 80)
        message = f"第 {row.number} 行没有{row.table.layout.by_field[row.table.layout.title].header}，未导入：{text}"
        return Compared(problems=(Problem(row.table.sheet.name, row.first_address, message),))
    return Compared((_proposal(match, values),), tuple(problems))


def added_help(match: Match) -> Compared:
    """Return the problem of a row that an office wrote below 配合事项: which tasks it helps in is not for it to say."""
    row, name = match.row, match.row.table.layout.name
    what = shorten(row.title or row.label, 80)
    message = f"第 {row.number} 行不是发给对方的「{name}」，未导入：{what}；新的任务请写在「任务清单」里"
    return Compared(problems=(Problem(row.table.sheet.name, row.first_address, message),))


def _proposal(match: Match, values: dict[str, Value]) -> FieldChange:
    row = match.row
    return FieldChange(
        kind=row.table.layout.kind,
        key="",
        task=row.label,
        title=row.title,
        field="",
        snapshot=None,
        ours=None,
        theirs=None,
        outcome=Outcome.UNKNOWN_ROW,
        one_by_one=row.table.layout.proposes,
        sheet=row.table.sheet.name,
        cell=row.first_address,
        raw=row.title,
        notes=("发出的文件里没有这一行",),
        row=values,
    )
