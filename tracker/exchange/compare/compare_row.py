"""Compare one row three-way, cell by cell: sent, returned, ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default_of
from datetime import date

from tracker.exchange.book.raw_book import TEXT, RawCell
from tracker.exchange.book.text import clean, is_read_as_escape, key, shorten
from tracker.exchange.cells.cells import ALL_STRUCK, EMPTY, folded, read_cell, show_value
from tracker.exchange.cells.columns import BY_KIND, HELP_SHEET, INDICATOR_SHEET, CellKind, Column
from tracker.exchange.cells.formulas import is_formula_of, may_become_formula
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.cells.parsed_cell import CellContext, Reading
from tracker.exchange.compare.cross_field import help_entry, indicator_entries, person_entries, status_against_progress
from tracker.exchange.compare.match_rows import Match
from tracker.exchange.compare.three_way import Sides, Verdict, judge, settled_reading
from tracker.exchange.compare.unchanged_cells import is_as_sent
from tracker.exchange.table.data_rows import TableRow
from tracker.model.changeset import CurrentRow, FieldChange, Problem, SentRow, Value
from tracker.model.enums import Outcome
from tracker.model.field_list import EVIDENCE_FIELD
from tracker.model.telling_text import is_filler
from tracker.model.typed.doubtful_words import says_less
from tracker.model.typed.text import gives_nothing

_MERGED = "单元格并入了别的单元格，按未提供处理"
_FILLED = "合并单元格填充：取自上面合并的单元格"
_TWO_COLUMNS = "有两列都叫「{header}」，请核对哪一列为准"
_SAME_DEADLINE = "填了延期理由，完成时限没有改"
_OTHER_UNIT = "「单位」写的是「{now}」，发出时是「{was}」"
_OTHER_OFFICE = "这一行来自发给{other}的批次 {code}，这份文件是{own}的；请核对是不是抄错了行"
_SIGNS = "写的是「{}」，按没有内容看"
_MAYBE_RESULT = "发出时是文字「{}」，这里可能是它被当作公式算出的结果"
_WORDS = (CellKind.TEXT, CellKind.NAME)
_UNKNOWN = object()  # a column of which the snapshot says nothing


@dataclass(frozen=True, slots=True)
class RowContext:
    """What every row of a file is compared with; `assumed` says why the base is only assumed, "" if it is not."""

    offices: OfficeNames
    date1904: bool
    doubts_blanks: bool
    current: Mapping[tuple[str, str], CurrentRow]
    assumed: str = ""
    sent_days: Mapping[str, date] = default_of(default_factory=dict)  # by export code
    today: date | None = None
    export: str = ""  # of the file
    own_office: str = ""  # whose workbook the file is
    sent_to: Mapping[str, str] = default_of(default_factory=dict)  # office by export code

    def of_other_office(self, match: Match) -> str:
        """Return what to say of a row that was sent to another office than the workbook it stands in, "" else."""
        code, own = match.export_code, self.own_office
        other = self.sent_to.get(code, "")
        return _OTHER_OFFICE.format(other=other, code=code, own=own) if other and own and other != own else ""

    def cells(self, match: Match, ours: Mapping[str, Value]) -> CellContext:
        """Return what the cells of a row may depend on; `ours` are our values now."""
        sent = match.sent.values if match.sent is not None else {}
        unit, previous = str(sent.get("unit") or "") or match.row.text("unit"), sent.get("previous_value")
        sent_on = self.sent_days.get(match.export_code)
        deadline, before = str(ours.get("due_text") or ""), previous if isinstance(previous, int | float) else None
        return CellContext(self.offices, unit, self.date1904, sent_on, self.today, deadline, before)


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing one row gave."""

    changes: tuple[FieldChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    #: What the row names as evidence, by the key of its task.
    listed: Mapping[str, str] = default_of(default_factory=dict)
    touched: bool = False  # the office filled in something of the row

    @property
    def signature(self) -> frozenset[tuple[str, Outcome, object]]:
        """Return what two copies of a row must share to count as identical."""
        return frozenset((c.field, c.outcome, c.theirs) for c in self.changes)

    @staticmethod
    def with_doubt(change: FieldChange, note: str) -> FieldChange:
        """Return the change, not to be applied without a person."""
        return replace(change, review=True).with_notes(note)


_NOTHING = Compared()


@dataclass(slots=True)
class _RowResult:
    changes: list[FieldChange] = default_of(default_factory=list)
    problems: list[Problem] = default_of(default_factory=list)


def compare_row(match: Match, context: RowContext) -> Compared:
    """Return the changes and problems of one row that is known to be ours."""
    row, sent = match.row, match.sent
    assert sent is not None  # unknown rows go another way
    if refused := _no_row_of_ours(match, context):
        return Compared(problems=(Problem(row.table.sheet.name, row.first_address, refused),))
    values = _sent_values(match, sent)
    changed = _changed_columns(row, values)
    return _compare_columns(changed, match, values, context) if changed else _NOTHING


def _no_row_of_ours(match: Match, context: RowContext) -> str:
    """Say why nothing of ours is to be compared with a row, "" where there is something.

    What an office says of its own part, or its people, stands in its own workbook: of another office it says nothing.
    """
    sent = match.sent
    assert sent is not None  # see compare_row
    layout = BY_KIND[sent.kind]
    if layout.own and (other := context.of_other_office(match)):
        return f"{other}，这一行不导入"
    if (sent.kind, sent.key) in context.current:
        return ""
    gone = f"已不由{context.own_office}配合" if layout is HELP_SHEET else "已不在台账里"
    named = sent.title if sent.label == sent.title else f"{sent.label} {shorten(sent.title)}"
    return f"「{named}」{gone}，这一行不导入"


def differs(match: Match) -> bool:
    """Tell whether any cell of a row that is known to be ours is not beyond doubt as it was sent."""
    assert match.sent is not None  # unknown rows go another way
    return bool(_changed_columns(match.row, _sent_values(match, match.sent)))


def _changed_columns(row: TableRow, values: Mapping[str, Value]) -> list[Column]:
    """Return the columns whose cell is not beyond doubt as it was sent: in most rows none."""
    cell_of, value_of, covered = row.cells.get, values.get, row.covered
    return [
        column
        for column, field, kind in row.table.compared
        if not is_as_sent(kind, cell_of(field), value_of(field, _UNKNOWN)) or field in covered
    ]


def _compare_columns(
    columns: Sequence[Column], match: Match, values: Mapping[str, Value], context: RowContext
) -> Compared:
    sent = match.sent
    assert sent is not None  # see compare_row
    ours = context.current[sent.kind, sent.key]
    result, cells = _RowResult(), context.cells(match, ours.values)
    beside = _read_beside(match, cells, result)
    for column in columns:
        if column.beside:
            continue
        if column.editable:
            _compare_editable(column, match, ours, context, cells, result)
        else:
            _check_read_only(column, match, values, cells, result)
    if result.changes:
        _check_together(match, ours, result)
    if sent.kind == INDICATOR_SHEET.kind:
        result.changes[:] = indicator_entries(result.changes, result.problems, ours.values)
    if sent.kind == HELP_SHEET.kind:
        result.changes[:] = map(help_entry, result.changes)
    if match.row.table.layout.proposes:
        emptied = not any(match.row.text(each.field) for each in match.row.table.layout.editable)
        result.changes[:] = person_entries(result.changes, emptied=emptied)
    _check_reason(match, beside, result)
    named = str(beside.get(EVIDENCE_FIELD) or "")
    changes = tuple(replace(change, row=beside) for change in result.changes)
    touched = _is_answered(match, beside, result)
    return Compared(changes, tuple(result.problems), {sent.key: named} if named else {}, touched=touched)


def _is_answered(match: Match, beside: Mapping[str, Value], result: _RowResult) -> bool:
    """Tell whether the office answered a row: not by who signs it, by filler, or in a column of ours.

    「本期无新进展」 is an answer, though it tells of no progress.
    """
    by_field = match.row.table.layout.by_field
    values = [(change.field, change.theirs) for change in result.changes]
    values += [(name, words) for name, words in beside.items() if words and name != "filled_by"]
    refused = any(by_field[problem.field].editable for problem in result.problems if problem.field in by_field)
    return refused or not all(_is_filler(by_field.get(name), value) for name, value in values)


def _is_filler(column: Column | None, value: Value) -> bool:
    words = column is not None and column.kind is CellKind.TEXT and isinstance(value, str)
    return words and value != "" and is_filler(str(value))


def _read_beside(match: Match, cells: CellContext, result: _RowResult) -> Mapping[str, Value]:
    """Return what the office says of its row beside the values, "" for each column it left empty or has not."""
    row = match.row
    words: dict[str, Value] = {}
    for column in row.table.layout.beside:
        cell = row.cells.get(column.field)
        read = _merged(cell) if column.field in row.covered else read_cell(column.kind, cell, cells)
        words[column.field] = read.value if read.provided else ""
        if read.problem and read.raw:
            _add_problem(result, match, column, f"{column.header}：{read.problem}", read.raw)
    return words


def _check_reason(match: Match, beside: Mapping[str, Value], result: _RowResult) -> None:
    """Tell an office that gives a reason for an extension and asks for none."""
    spoken_of = {change.field for change in result.changes} | {problem.field for problem in result.problems}
    if beside.get("extension_reason") and "due_text" not in spoken_of:
        column = match.row.table.layout.by_field["extension_reason"]
        _add_problem(result, match, column, _SAME_DEADLINE, str(beside["extension_reason"]))


def _sent_values(match: Match, sent: SentRow) -> Mapping[str, Value]:
    """Return the snapshot, with number and title also where it was kept without them."""
    layout = match.row.table.layout
    if layout.label in sent.values and layout.title in sent.values:
        return sent.values
    return {layout.label: sent.label, layout.title: sent.title} | dict(sent.values)


def _compare_editable(
    column: Column, match: Match, ours: CurrentRow, context: RowContext, cells: CellContext, result: _RowResult
) -> None:
    row, sent, field = match.row, match.sent, column.field
    assert sent is not None  # see compare_row
    cell = row.cells.get(field)
    base = sent.values.get(field, EMPTY[column.kind])
    if cell is not None and cell.formula and is_formula_of(cell.formula, base):
        return
    read = _merged(cell) if field in row.covered else read_cell(column.kind, cell, cells)
    if not read.provided:
        if not (column.kind is CellKind.DEADLINE and folded(column.kind, clean(read.raw)) == folded(column.kind, base)):
            _add_problem(result, match, column, f"{column.header}：{read.problem}", read.raw)
        return
    reading = settled_reading(read, cell, base)
    if reading is None:
        return
    if column.kind in _WORDS:
        reading = _about_words(reading, cell, base)
    if column.kind in _WORDS and is_read_as_escape(base, reading.value):
        return
    sides = Sides(
        column.kind,
        base,
        ours.values.get(field, EMPTY[column.kind]),
        reading.value,
        field in sent.values,
        context.sent_days.get(match.export_code),
    )
    verdict = judge(sides, context.doubts_blanks)
    if verdict is None and cell is not None and cell.struck == cell.text:
        _add_problem(result, match, column, f"{column.header}：{ALL_STRUCK}", cell.text)
    if verdict is not None:
        change = _change(column, match, sides, verdict, reading, _doubts(column, match, context))
        export = match.export_code if match.export_code != context.export else ""
        result.changes.append(replace(change, export=export, one_by_one=bool(context.of_other_office(match))))


def _about_words(reading: Reading, cell: RawCell | None, base: Value) -> Reading:
    """Return what is written among words, asked about where it may only say that there is nothing, or is a result."""
    written = str(reading.value or "")
    if written and gives_nothing(written) and not any(map(str.isalpha, written)):  # the cell is as good as empty
        return replace(reading, value="").with_note(_SIGNS.format(written))
    if may_become_formula(base) and cell is not None and cell.kind != TEXT and cell.formula is None:
        return replace(reading, review=True).with_note(_MAYBE_RESULT.format(shorten(str(base))))
    doubt = says_less(written, str(base or ""))
    return replace(reading, review=True).with_note(doubt) if doubt else reading


def _doubts(column: Column, match: Match, context: RowContext) -> tuple[str, ...]:
    """Return why nothing in this cell may be applied without a person."""
    table = match.row.table
    two = column.field in table.doubled.values() and column.field not in table.anchored
    doubled = _TWO_COLUMNS.format(header=column.header) if two else ""
    guessed = f"按内容当作「{column.header}」" if column.field in table.guessed else ""
    filled = _FILLED if column.field in match.row.filled else ""
    unit = _other_unit(match) if column.kind is CellKind.NUMBER else ""
    return tuple(
        filter(None, (context.of_other_office(match), match.doubt, context.assumed, guessed, doubled, filled, unit))
    )


def _other_unit(match: Match) -> str:
    """Return what to say of a row whose unit is not the one that was sent: its numbers may be meant in it."""
    assert match.sent is not None  # see compare_row
    now, was = match.row.text("unit"), str(match.sent.values.get("unit") or "")
    return _OTHER_UNIT.format(now=now, was=was or "（无）") if now and key(now) != key(was) else ""


def _merged(cell: RawCell | None) -> Reading:
    """Return what a cell under a merge says: nothing; a text hidden there is named in the problem."""
    hidden = clean(cell.text) if cell is not None else ""
    return Reading(raw=hidden, problem=f"{_MERGED}（被遮住的内容是「{shorten(hidden)}」）" if hidden else _MERGED)


def _change(
    column: Column, match: Match, sides: Sides, verdict: Verdict, reading: Reading, doubts: tuple[str, ...]
) -> FieldChange:
    assert match.sent is not None  # see compare_row
    review = verdict.review or reading.review or bool(doubts)
    return FieldChange(
        kind=match.sent.kind,
        key=match.sent.key,
        task=match.sent.label,
        title=match.sent.title,
        field=column.field,
        snapshot=sides.base,
        ours=sides.ours,
        theirs=verdict.value,
        outcome=verdict.outcome,
        sheet=match.row.table.sheet.name,
        cell=match.row.address(column.field),
        raw=reading.raw,
        notes=tuple(dict.fromkeys(filter(None, (reading.note, *doubts, verdict.note)))),
        review=review and verdict.outcome is not Outcome.SAME,
        doubtful=reading.asked and column.kind is CellKind.PERCENT,
    )


def _check_read_only(
    column: Column, match: Match, values: Mapping[str, Value], cells: CellContext, result: _RowResult
) -> None:
    """Report a changed cell of a column that is only for reading; it is never applied."""
    row = match.row
    if column.field in row.covered or column.field not in values:
        return
    kind, cell = CellKind.NAME if column.kind is CellKind.OFFICE else column.kind, row.cells.get(column.field)
    before = values[column.field]
    if cell is not None and cell.formula and is_formula_of(cell.formula, before):
        return
    read = read_cell(kind, cell, cells)
    reading = settled_reading(read, cell, before) if read.provided else None
    if reading is None or _same_read_only(kind, reading, before, cells):
        return
    now = shorten(show_value(column.field, reading.value)) or "（空）"
    was = shorten(show_value(column.field, before)) or "（空）"
    message = f"「{column.header}」是供核对的列，改动不会导入：发出时「{was}」，现在「{now}」"
    _add_problem(result, match, column, message, reading.raw)


def _same_read_only(kind: CellKind, reading: Reading, before: Value, cells: CellContext) -> bool:
    if folded(kind, reading.value) == folded(kind, before):
        return True
    name = cells.offices.resolve(str(reading.value)) if kind is CellKind.NAME else None
    return name is not None and name == before


def _check_together(match: Match, ours: CurrentRow, result: _RowResult) -> None:
    """Warn where status and progress of a returned row contradict each other."""
    theirs = {c.field: c.theirs for c in result.changes if c.theirs is not None}
    field, sentence = status_against_progress(theirs, ours.values)
    if sentence:
        raw = next(c.raw for c in result.changes if c.field == field)
        _add_problem(result, match, match.row.table.layout.by_field[field], sentence, raw)


def _add_problem(result: _RowResult, match: Match, column: Column, message: str, raw: str) -> None:
    row, sent = match.row, match.sent
    assert sent is not None  # see compare_row
    address = row.address(column.field)
    result.problems.append(Problem(row.table.sheet.name, address, message, sent.kind, sent.key, column.field, raw))
