"""Import a workbook of another installation as tasks of our own, and answer it so that its sender knows every row.

The sender's tokens cannot be checked here, they are kept as they are: row keys become the uids of our tasks, and
the answer carries tokens and hidden sheet unchanged, so to the sender it is a returned workbook like any other.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.book.text import key as text_key
from tracker.exchange.cells.cells import EMPTY, read_cell
from tracker.exchange.cells.columns import BY_KIND, HELP_SHEET, CellKind, Column
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.cells.parsed_cell import CellContext
from tracker.exchange.cells.row_tokens import read_token
from tracker.exchange.compare.three_way import Sides, Verdict, judge
from tracker.exchange.table.data_rows import TableRow, table_rows
from tracker.exchange.table.detect_tables import Table, find_tables
from tracker.exchange.table.meta_sheet import is_ours, raw_meta_lines, read_meta
from tracker.exchange.write.content import ContentRow, WorkbookContent
from tracker.model.changeset import ChangeSet, CurrentRow, FieldChange, Problem, SentRow, SentWorkbook, Value
from tracker.model.enums import Outcome

Key = tuple[str, str]
_OTHER_NAME = "编码与本台账的「{name}」相同，名称却不同，请核对是不是同一个指标"
_ONLY_HELPS = "这 {count} 行请本单位配合，不在本台账里建任务；请在表里填写后直接反馈给对方"


@dataclass(frozen=True, slots=True)
class AssignedRow:
    """One row as the cells say it now; `token` is the sender's, "" when its cell is gone."""

    sent: SentRow
    values: Mapping[str, Value]
    token: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """What another installation asks of this one; `meta` is its hidden sheet as it stands."""

    sent: SentWorkbook
    rows: tuple[AssignedRow, ...]
    meta: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def read_assignment(
    book: RawBook, secret: bytes, office_names: Mapping[str, str], today: date | None = None
) -> Assignment | None:
    """Return what another installation of this program sent, None for our own workbooks and all others."""
    sent = read_meta(book)
    if sent is None or is_ours(book, secret):
        return None
    context = CellContext(_names(sent, office_names), date1904=book.date1904, sent_on=_day(sent.sent_on), today=today)
    by_key = {(row.kind, row.key): row for row in sent.rows}
    assigned: dict[Key, AssignedRow] = {}
    problems: list[Problem] = []
    for table in find_tables(book, secret):
        if table.layout is HELP_SHEET:
            problems.append(Problem(table.sheet.name, "", _ONLY_HELPS.format(count=len(table.data_rows))))
        for key, row in _marked_rows(table, secret):
            if key in by_key and key not in assigned:
                assigned[key] = _assigned(row, by_key[key], context, problems)
    rows = tuple(assigned.get(key) or AssignedRow(row, row.values, "", "", "") for key, row in by_key.items())
    return Assignment(sent, rows, raw_meta_lines(book), tuple(problems))


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def propose_tasks(
    assignment: Assignment,
    current: Mapping[Key, CurrentRow],
    previous: SentWorkbook | None,
    *,
    file_name: str,
    sha256: str,
    own: Collection[Key] = (),
) -> ChangeSet:
    """Return what importing the assignment would do; reads only.

    Rows we do not have are entries of outcome unknown_row whose `key` is the uid to give them and whose `row` holds
    every column. Tasks we have are compared three-way with `previous`, what the same sender sent last (what it does
    not hold waits for a person); of those that are our `own` only what an office may fill in.
    Of indicators what was observed is taken: `current` holds by the same keys what we know of the same day.
    """
    before = {(row.kind, row.key): row.values for row in previous.rows} if previous else {}
    changes: list[FieldChange] = []
    for row in assignment.rows:
        key = (row.sent.kind, row.sent.key)
        ours = current.get(key)
        if ours is None:
            changes.append(_new(row, assignment))
        elif row.sent.kind == "indicator":
            changes += _observed(row, ours)
        else:
            layout = BY_KIND[row.sent.kind]
            columns = layout.editable if key in own else layout.data_columns
            changes += _differences(row, ours, before.get(key), columns)
    return ChangeSet(
        file_name,
        assignment.sent.office,
        assignment.sent.export_code,
        sha256,
        len(assignment.rows),
        tuple(changes),
        assignment.problems,
        rows=tuple((row.sent.kind, row.sent.key) for row in assignment.rows),
    )


def answer_content(assignment: Assignment, content: WorkbookContent) -> WorkbookContent:
    """Return the workbook that answers an assignment.

    `content` has our values of now, by the same row keys, and our offices; what only the sender may change is taken
    from the assignment, rows that it does not know are left out.
    """
    ours = {("task", row.key): row for row in content.tasks}
    ours |= {("indicator", row.key): row for row in content.indicators}
    rows: dict[str, list[ContentRow]] = {"task": [], "indicator": []}
    for row in assignment.rows:
        mine = ours.get((row.sent.kind, row.sent.key))
        rows[row.sent.kind].append(ContentRow(row.sent.key, _answer(row, mine), row.token))
    return WorkbookContent(
        export_code=assignment.sent.export_code,
        secret=content.secret,
        office=assignment.sent.office,
        round_number=0,  # the sender's own counting, which we do not know
        sent_on=content.sent_on,
        return_due_on=None,
        product_title=content.product_title,
        tasks=tuple(rows["task"]),
        indicators=tuple(rows["indicator"]),
        offices=content.offices,
        meta=assignment.meta,
    )


def _answer(row: AssignedRow, mine: ContentRow | None) -> dict[str, Value]:
    values = dict(row.sent.values)
    layout = BY_KIND[row.sent.kind]
    for column in (*layout.editable, *layout.beside):
        if mine is not None:
            values[column.field] = mine.values.get(column.field, EMPTY[column.kind])
    return values


def _names(sent: SentWorkbook, known: Mapping[str, str]) -> OfficeNames:
    """Return our offices and those that the sender names, which may be new to us."""
    offices = [value for row in sent.rows for value in (row.values.get("lead_office"), row.values.get("co_offices"))]
    names = (name for value in offices for name in (value if isinstance(value, tuple) else (value,)))
    return OfficeNames({name: name for name in map(str, filter(None, names))} | dict(known))


def _marked_rows(table: Table, secret: bytes) -> Iterator[tuple[Key, TableRow]]:
    """Yield the rows with a token of whatever installation, by the key it names."""
    for row in table_rows(table, secret).rows:
        cell = row.cells.get("token")
        token = read_token(cell.text, secret) if cell else None
        if token is not None:
            yield (table.layout.kind, token.key), row


def _assigned(row: TableRow, sent: SentRow, context: CellContext, problems: list[Problem]) -> AssignedRow:
    values = dict(sent.values)
    for column in row.table.data_columns:
        if column.field in row.covered:
            continue
        reading = read_cell(column.kind, row.cells.get(column.field), context)
        unsure = reading.review and reading.value != values.get(column.field)
        if reading.provided and not reading.review:
            values[column.field] = reading.value
        elif reading.problem or unsure:
            message = f"{column.header}：{reading.problem or reading.note or '读不准，按交办方发出时的内容'}"
            address = row.address(column.field)
            problems.append(
                Problem(row.table.sheet.name, address, message, sent.kind, sent.key, column.field, reading.raw)
            )
    return AssignedRow(sent, values, row.cells["token"].text.strip(), row.table.sheet.name, row.first_address)


def _new(row: AssignedRow, assignment: Assignment) -> FieldChange:
    sent = assignment.sent
    return FieldChange(
        kind=row.sent.kind,
        key=row.sent.key,
        task=row.sent.label,
        title=row.sent.title,
        field="",
        snapshot=None,
        ours=None,
        theirs=None,
        outcome=Outcome.UNKNOWN_ROW,
        sheet=row.sheet,
        cell=row.cell,
        raw=row.sent.title,
        notes=(f"由另一台账交办（{sent.sent_on}，批次 {sent.export_code}）",),
        row=row.values,
    )


def _observed(row: AssignedRow, ours: CurrentRow) -> Iterator[FieldChange]:
    """Yield what was filled in of an indicator: the workbook asked for it, so its base is what it was sent with."""
    columns = BY_KIND["indicator"].editable
    asked = {c.field: EMPTY[c.kind] for c in columns} | dict(row.sent.values)
    other = text_key(row.sent.title) != text_key(ours.title)
    for change in _compared(row, ours, asked, columns):
        unsure = other and change.outcome is not Outcome.SAME
        yield replace(change, review=True, notes=(_OTHER_NAME.format(name=ours.title),)) if unsure else change


def _differences(
    row: AssignedRow, ours: CurrentRow, before: Mapping[str, Value] | None, columns: Sequence[Column]
) -> Iterator[FieldChange]:
    return (change for change in _compared(row, ours, before, columns) if change.outcome is not Outcome.SAME)


def _compared(
    row: AssignedRow, ours: CurrentRow, before: Mapping[str, Value] | None, columns: Sequence[Column]
) -> Iterator[FieldChange]:
    for column in columns:
        if column.field not in ours.values:
            continue
        known = before is not None and column.field in before
        base = before[column.field] if before is not None and known else ours.values[column.field]
        kind = CellKind.NAME if column.kind is CellKind.OFFICE else column.kind
        theirs = row.values.get(column.field, EMPTY[column.kind])
        sides = Sides(kind, base, ours.values[column.field], theirs, known)
        verdict = judge(sides, doubts_blanks=False)
        if verdict is not None:
            yield _difference(row, column, sides, verdict)


def _difference(row: AssignedRow, column: Column, sides: Sides, verdict: Verdict) -> FieldChange:
    return FieldChange(
        kind=row.sent.kind,
        key=row.sent.key,
        task=row.sent.label,
        title=row.sent.title,
        field=column.field,
        snapshot=sides.base if sides.known_base else None,
        ours=sides.ours,
        theirs=verdict.value,
        outcome=verdict.outcome,
        sheet=row.sheet,
        cell=row.cell,
        notes=tuple(filter(None, (verdict.note,))),
        review=verdict.review or not sides.known_base,
        row={c.field: row.values.get(c.field, "") for c in BY_KIND[row.sent.kind].beside},
    )
