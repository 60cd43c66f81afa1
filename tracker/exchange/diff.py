"""Compares a returned workbook with what was sent and what we have now: reads only, decides nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.errors import WorkbookError
from tracker.exchange.columns import SHEETS
from tracker.exchange.finding import Table, find_tables
from tracker.exchange.matching import Base, Match, SentIndex, choose_base, match_rows
from tracker.exchange.meta import is_ours, named_export, read_meta
from tracker.exchange.offices import OfficeNames
from tracker.exchange.rawbook import RawBook
from tracker.exchange.rowdiff import Compared, RowContext, compare_row
from tracker.exchange.rows import TableRow, TableRows, table_rows
from tracker.exchange.sheetnotes import book_problems, row_problems, table_problems
from tracker.exchange.unknown import unknown_row
from tracker.model.changeset import ChangeSet, CurrentRow, FieldChange, Problem, SentRow, SentWorkbook
from tracker.model.enums import Outcome

_ASSUMED = "文件里没有可用的行编码，按最近一次发给该单位的内容比对"
_CARRIED = "台账里没有批次 {code} 的发出记录，按文件里带着的发出内容比对"
_DOUBLED = "同一任务在文件里出现了 {count} 行（第 {rows} 行）且内容不同"


@dataclass(slots=True)
class _Result:
    """What has been found so far, in the order of the file."""

    changes: list[FieldChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, compared: Compared) -> None:
        self.changes += compared.changes
        self.problems += compared.problems


def compare(
    book: RawBook,
    *,
    file_name: str,
    sha256: str,
    sent: Mapping[str, SentWorkbook],
    current: Mapping[tuple[str, str], CurrentRow],
    latest_for_office: Mapping[str, str],
    office_names: Mapping[str, str],
    secret: bytes,
) -> ChangeSet:
    """Return everything the file would do; WorkbookError when nothing in it can be recognised.

    `sent` is by export code, `current` by (kind, key), `latest_for_office` names each office's newest export,
    `office_names` maps every name and alias to the canonical one in ledger order.
    """
    tables = _tables(book, secret, file_name)
    sent = {**(carried := _carried(book, secret, sent)), **sent}
    read = [table_rows(table, secret) for table in tables]
    rows = [row for found in read for row in found.rows]
    indexes = {code: SentIndex(workbook) for code, workbook in sent.items()}
    base = choose_base(rows, indexes, sent, latest_for_office.values(), named_export(book, secret))
    if base is None:
        raise WorkbookError(_unknown_file(file_name, rows))
    matches = match_rows(rows, indexes, indexes[base.sent.export_code])
    why = _ASSUMED if base.assumed else ""
    context = RowContext(OfficeNames(office_names), book, current, why, _sent_days(sent.values()))
    result = _Result(problems=_said_of_file(book, tables, read, carried))
    _compare_rows(matches, context, result)
    _note_base(matches, tables, base, result)
    return ChangeSet(
        file=file_name,
        office=base.sent.office,
        export=base.sent.export_code,
        sha256=sha256,
        rows_read=len(rows),
        changes=tuple(result.changes),
        problems=tuple(result.problems),
        rows=tuple(dict.fromkeys((m.sent.kind, m.sent.key) for m in matches if m.sent)),
    )


def _said_of_file(
    book: RawBook, tables: Sequence[Table], read: Sequence[TableRows], carried: Iterable[str]
) -> list[Problem]:
    """Return what is odd about the file, its sheets and columns as a whole."""
    problems = book_problems(book, tables)
    problems += [Problem("", "", _CARRIED.format(code=code)) for code in carried]
    for table, found in zip(tables, read, strict=True):
        problems += table_problems(table, found.skipped)
    return problems


def _carried(book: RawBook, secret: bytes, sent: Mapping[str, SentWorkbook]) -> dict[str, SentWorkbook]:
    """Return the snapshot that the file itself carries where our own of this export is gone."""
    code = named_export(book, secret)
    if not code or code in sent or not is_ours(book, secret):
        return {}
    snapshot = read_meta(book)
    return {code: snapshot} if snapshot and snapshot.export_code == code else {}


def _sent_days(workbooks: Iterable[SentWorkbook]) -> dict[str, date]:
    return {one.export_code: date.fromisoformat(one.sent_on) for one in workbooks if one.sent_on}


def _tables(book: RawBook, secret: bytes, file_name: str) -> list[Table]:
    tables = find_tables(book, secret)
    if tables:
        return tables
    names = "」或「".join(layout.name for layout in SHEETS)
    raise WorkbookError(
        f"「{file_name}」里没有找到「{names}」表（至少要有编号、任务名称等表头），请核对是否选错了文件。"
    )


def _unknown_file(file_name: str, rows: Sequence[TableRow]) -> str:
    codes = sorted({row.token.export_code for row in rows if row.token})
    if codes:
        return f"「{file_name}」属于批次 {'、'.join(codes)}，本台账没有这个批次的发出记录，不能比对。"
    return f"「{file_name}」里没有一行能对上发出过的任务，请核对是否选错了文件。"


def _compare_rows(matches: Sequence[Match], context: RowContext, result: _Result) -> None:
    """Compare row by row; rows that are copies of one another are compared once, together."""
    copies: dict[tuple[str, str], list[Match]] = defaultdict(list)
    for match in matches:
        if match.sent is not None:
            copies[match.sent.kind, match.sent.key].append(match)
    for match in matches:
        result.problems += row_problems(match)
        if match.sent is None:
            result.add(unknown_row(match, context))
        elif copies[match.sent.kind, match.sent.key][0] is match:
            _compare_copies(copies[match.sent.kind, match.sent.key], context, result)


def _compare_copies(copies: Sequence[Match], context: RowContext, result: _Result) -> None:
    compared = [compare_row(match, context) for match in copies]
    if len(compared) == 1 or len({one.signature for one in compared}) == 1:
        result.add(compared[0])
        return
    first = copies[0].row
    rows = "、".join(str(match.row.number) for match in copies)
    note = _DOUBLED.format(count=len(copies), rows=rows)
    result.problems.append(Problem(first.table.sheet.name, first.first_address, note))
    fields: set[str] = set()
    for one in compared:
        result.problems += one.problems
        fresh = [change for change in one.changes if change.field not in fields]
        result.changes += [one.doubted(change, note) for change in fresh]
        fields.update(change.field for change in fresh)


def _note_base(matches: Sequence[Match], tables: Sequence[Table], base: Base, result: _Result) -> None:
    """Say which rows stand on another export, and which of this one did not come back."""
    _note_other_exports(matches, base, result)
    _note_missing(matches, tables, base, result)


def _note_other_exports(matches: Sequence[Match], base: Base, result: _Result) -> None:
    codes = Counter(m.export_code for m in matches if m.sent and m.export_code != base.sent.export_code)
    for code, count in codes.items():
        result.problems.append(Problem("", "", f"文件里有 {count} 行来自另一批次 {code}，按该批次发出时的值比对"))


def _note_missing(matches: Sequence[Match], tables: Sequence[Table], base: Base, result: _Result) -> None:
    """List the sent rows that did not come back; nothing is ever deleted for it."""
    present = {(m.sent.kind, m.sent.key) for m in matches if m.sent}
    sheets = {table.layout.kind: table.sheet.name for table in tables}
    for layout in SHEETS:
        gone = [row for row in base.sent.rows if row.kind == layout.kind and (row.kind, row.key) not in present]
        if layout.kind in sheets:
            result.changes += [_missing(row, sheets[layout.kind]) for row in gone]
        elif gone:
            message = f"文件里没有「{layout.name}」表，其中 {len(gone)} 行按未反馈处理"
            result.problems.append(Problem(layout.name, "", message))


def _missing(row: SentRow, sheet: str) -> FieldChange:
    return FieldChange(
        kind=row.kind,
        key=row.key,
        task=row.label,
        title=row.title,
        field="",
        snapshot=None,
        ours=None,
        theirs=None,
        outcome=Outcome.MISSING_ROW,
        sheet=sheet,
        cell="",
        note="发出时有这一行，反馈的文件里没有；台账不会因此删除",
    )
