"""The three-way comparison of one row, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default_of

from tracker.exchange.cells import EMPTY, folded, read_cell, show_value
from tracker.exchange.columns import CellKind, Column
from tracker.exchange.matching import Match
from tracker.exchange.offices import OfficeNames
from tracker.exchange.rawbook import RawBook
from tracker.exchange.reading import CellContext, Reading
from tracker.exchange.rows import TableRow
from tracker.exchange.text import shorten
from tracker.model.changeset import CurrentRow, FieldChange, Problem, SentRow, Value
from tracker.model.enums import Outcome, Status

_MERGED = "单元格并入了别的单元格，按未提供处理"
_HIDDEN_ERRORS = "这种文件格式分不清错误值和空白，请核对"
_DONE = (Status.CLOSING, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class RowContext:
    """What every row of a file is compared with; `assumed` says why the base is only assumed, "" if it is not."""

    offices: OfficeNames
    book: RawBook
    current: Mapping[tuple[str, str], CurrentRow]
    assumed: str = ""

    def cells(self, row: TableRow, unit: str = "") -> CellContext:
        """Return what the cells of a row may depend on."""
        return CellContext(self.offices, unit or row.text("unit"), self.book.date1904)


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing one row gave."""

    changes: tuple[FieldChange, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def signature(self) -> frozenset[tuple[str, Outcome, object]]:
        """Return what two copies of a row must share to count as identical."""
        return frozenset((c.field, c.outcome, c.theirs) for c in self.changes)

    @staticmethod
    def doubted(change: FieldChange, note: str) -> FieldChange:
        """Return the change, not to be applied without a person."""
        return replace(change, review=True, note=_joined(change.note, note))


@dataclass(slots=True)
class _RowResult:
    changes: list[FieldChange] = default_of(default_factory=list)
    problems: list[Problem] = default_of(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Sides:
    """The three values of one cell."""

    base: Value
    ours: Value
    theirs: Value
    known_base: bool = True


def compare_row(match: Match, context: RowContext) -> Compared:
    """Return the changes and problems of one row that is known to be ours."""
    row, sent = match.row, match.sent
    assert sent is not None  # unknown rows go another way
    ours = context.current.get((sent.kind, sent.key))
    result = _RowResult()
    if ours is None:
        message = f"「{sent.label} {shorten(sent.title)}」已不在台账里，这一行不导入"
        return Compared(problems=(Problem(row.table.sheet.name, row.first_address, message),))
    cells = context.cells(row, str(sent.values.get("unit") or ""))
    for column in row.table.layout.data_columns:
        if not row.has(column):
            continue
        if column.editable:
            _compare_editable(column, match, ours, context, cells, result)
        else:
            _check_read_only(column, row, sent, cells, result)
    _check_together(row, ours, result)
    return Compared(tuple(result.changes), tuple(result.problems))


def _compare_editable(
    column: Column, match: Match, ours: CurrentRow, context: RowContext, cells: CellContext, result: _RowResult
) -> None:
    row, sent = match.row, match.sent
    assert sent is not None  # see compare_row
    reading = Reading(problem=_MERGED) if column.field in row.covered else read_cell(
        column.kind, row.cells.get(column.field), cells
    )  # fmt: skip
    if not reading.provided:
        _tell(result, row, column, f"{column.header}：{reading.problem}")
        return
    empty = EMPTY[column.kind]
    sides = _Sides(
        sent.values.get(column.field, empty),
        ours.values.get(column.field, empty),
        reading.value,
        column.field in sent.values,
    )
    outcome = _outcome(column.kind, sides, reading)
    if outcome is None:
        return
    notes = _joined(reading.note, match.doubt, context.assumed, _warning(column, sides, outcome, context.book))
    guessed = column.field in row.table.guessed
    hidden = context.book.hides_errors and folded(column.kind, sides.theirs) is None
    review = reading.review or guessed or hidden or bool(match.doubt or context.assumed) or not sides.known_base
    result.changes.append(_change(column, match, sides, outcome, reading, notes, review))


def _outcome(kind: CellKind, sides: _Sides, reading: Reading) -> Outcome | None:
    """Return what became of a cell, None when they left it as it was sent."""
    base, ours, theirs = (folded(kind, value) for value in (sides.base, sides.ours, sides.theirs))
    if theirs == base or (reading.instead is not None and folded(kind, reading.instead) == base):
        return None if sides.known_base or theirs == ours else Outcome.CHANGE
    if theirs == ours:
        return Outcome.SAME
    if ours != base:
        return Outcome.CONFLICT
    return Outcome.CLEARED if theirs is None else Outcome.CHANGE


def _warning(column: Column, sides: _Sides, outcome: Outcome, book: RawBook) -> str:
    """Return what a person should know about a change, "" for nothing."""
    if outcome is Outcome.SAME:
        return ""
    emptied = folded(column.kind, sides.theirs) is None
    if emptied and book.hides_errors:
        return _HIDDEN_ERRORS
    if emptied and outcome is Outcome.CONFLICT:
        return "对方清空了，我方已改动"
    if column.kind is CellKind.PERCENT and isinstance(sides.theirs, int) and isinstance(sides.base, int | float):
        return f"进度比发出时的 {sides.base}% 低" if sides.theirs < sides.base else ""
    return ""


def _change(
    column: Column, match: Match, sides: _Sides, outcome: Outcome, reading: Reading, note: str, review: bool
) -> FieldChange:
    assert match.sent is not None  # see compare_row
    return FieldChange(
        kind=match.sent.kind,
        key=match.sent.key,
        task=match.sent.label,
        title=match.sent.title,
        field=column.field,
        snapshot=sides.base,
        ours=sides.ours,
        theirs=sides.theirs,
        outcome=outcome,
        sheet=match.row.table.sheet.name,
        cell=match.row.address(column.field),
        raw=reading.raw,
        note=note,
        review=review and outcome is not Outcome.SAME,
    )


def _check_read_only(column: Column, row: TableRow, sent: SentRow, cells: CellContext, result: _RowResult) -> None:
    """Report a changed cell of a column that is only for reading; it is never applied."""
    labelled = {row.table.layout.label: sent.label, row.table.layout.title: sent.title} | dict(sent.values)
    if column.field in row.covered or column.field not in labelled:
        return
    kind = CellKind.NAME if column.kind is CellKind.OFFICE else column.kind
    reading = read_cell(kind, row.cells.get(column.field), cells)
    before = labelled[column.field]
    if not reading.provided or _same_read_only(kind, reading, before, cells):
        return
    now = shorten(show_value(column.field, reading.value)) or "（空）"
    was = shorten(show_value(column.field, before)) or "（空）"
    _tell(result, row, column, f"「{column.header}」是供核对的列，改动不会导入：发出时「{was}」，现在「{now}」")


def _same_read_only(kind: CellKind, reading: Reading, before: Value, cells: CellContext) -> bool:
    if folded(kind, reading.value) == folded(kind, before):
        return True
    name = cells.offices.resolve(str(reading.value)) if kind is CellKind.NAME else None
    return name is not None and name == before


def _check_together(row: TableRow, ours: CurrentRow, result: _RowResult) -> None:
    """Warn where status and progress of a returned row contradict each other."""
    told = {c.field: c.theirs for c in result.changes if c.theirs is not None}
    if not told.keys() & {"status", "progress"}:
        return
    status = told.get("status", ours.values.get("status"))
    progress = told.get("progress", ours.values.get("progress"))
    known = Status.from_word(str(status))
    if known in _DONE and isinstance(progress, int | float) and progress < 100:
        message = f"状态是「{known.word}」，进度却只有 {progress}%，请核对"
        field = "status" if "status" in told else "progress"
        result.problems.append(Problem(row.table.sheet.name, row.address(field), message))


def _tell(result: _RowResult, row: TableRow, column: Column, message: str) -> None:
    result.problems.append(Problem(row.table.sheet.name, row.address(column.field), message))


def _joined(*notes: str) -> str:
    return "；".join(dict.fromkeys(filter(None, notes)))
