"""Find the rows that differ from the snapshot: phase 1 of a comparison.

The ledger is not needed where the file carries the signed snapshot: then the reading process does it.
"""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.cells.columns import SHEETS
from tracker.exchange.compare.book_problems import book_problems, misplaced_row, row_problems, table_problems
from tracker.exchange.compare.compare_row import differs
from tracker.exchange.compare.infer_columns import infer_columns
from tracker.exchange.compare.match_rows import Base, Match, SentIndex, choose_base, match_rows
from tracker.exchange.table.data_rows import TableRow, TableRows, table_rows
from tracker.exchange.table.detect_tables import Table, find_tables
from tracker.exchange.table.meta_sheet import is_meta, named_export, read_own_meta
from tracker.model.changeset import FieldChange, Problem, SentRow, SentWorkbook
from tracker.model.enums import Outcome

Key = tuple[str, str]
_CARRIED = "台账里没有批次 {code} 的发出记录，按文件里带着的发出内容比对"


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """What of a file has to be compared with what we have now."""

    office: str
    export: str
    assumed: bool  # the file itself does not say which export it is
    sent_days: Mapping[str, date]  # by export code
    sent_to: Mapping[str, str]  # office by export code
    own_office: str  # whose workbook the file itself says it is
    date1904: bool
    doubts_blanks: bool
    rows_read: int
    rows: tuple[Key, ...]  # our rows in the order of the file
    matches: tuple[Match, ...]  # those of which anything is odd or not as it was sent
    of_file: tuple[Problem, ...]  # what is odd about the file, its sheets and columns
    of_base: tuple[Problem, ...]  # rows that stand on another export, sheets that did not come back
    missing: tuple[FieldChange, ...]  # rows that did not come back
    author: str = ""  # of the file, as its properties say


def find_changed_rows(
    book: RawBook,
    *,
    file_name: str,
    sent: Mapping[str, SentWorkbook],
    latest: Collection[str],
    secret: bytes,
    known: Container[Key] | None = None,
) -> ChangedRows:
    """Return what of a file needs a look; WorkbookError when nothing in it can be recognised.

    `sent` is by export code, `latest` are the newest exports of all offices, `known` our rows that are still in
    the ledger (None: all).
    """
    tables = _tables(book, secret, file_name)
    sent = {**(in_file := _snapshot_in_file(book, secret, sent)), **sent}
    read = [table_rows(table, secret) for table in tables]
    rows = _rows(read)
    pasted = [row for table in read for row in table.misplaced]
    indexes = {code: SentIndex(workbook) for code, workbook in sent.items()}
    base = choose_base([*rows, *pasted], indexes, sent, latest, named_export(book, secret))
    if base is None:
        raise WorkbookError(_unknown_file(file_name, rows))
    matched = _matched(_ReadTables(tables, read), secret, sent, base.sent.export_code)
    of_file = [*_file_problems(book, matched, in_file)]
    own = sent[code].office if (code := named_export(book, secret)) in sent else base.sent.office
    return _changed_rows(book, matched, base, sent.values(), of_file, known, own)


def compare_with_own_snapshot(book: RawBook, secret: bytes) -> ChangedRows | None:
    """Return what of a file needs a look by what it carries itself, None where that does not tell it all."""
    code = named_export(book, secret)
    if not code or sum(map(is_meta, book.sheets)) != 1:
        return None
    sent = read_own_meta(book, secret)
    if sent is None or sent.export_code != code:
        return None
    tables = find_tables(book, secret)
    read = [table_rows(table, secret) for table in tables]
    if {row.token.export_code for row in _rows(read) if row.token} != {code}:
        return None
    matched = _matched(_ReadTables(tables, read), secret, {code: sent}, code)
    return _changed_rows(book, matched, Base(sent), (sent,), [*_file_problems(book, matched, ())], None, sent.office)


@dataclass(frozen=True, slots=True)
class _ReadTables:
    """The tables of a file, their rows, and which of ours these are."""

    tables: Sequence[Table]
    read: Sequence[TableRows]
    matches: Sequence[Match] = ()


def _matched(unmatched: _ReadTables, secret: bytes, sent: Mapping[str, SentWorkbook], code: str) -> _ReadTables:
    """Return the same with the matches; columns without a name are inferred once the rows are known."""
    matches = _match(_rows(unmatched.read), sent, code)
    tables = [infer_columns(table, matches) for table in unmatched.tables]
    if all(new is old for new, old in zip(tables, unmatched.tables, strict=True)):
        return replace(unmatched, matches=matches)
    read = [table_rows(table, secret) for table in tables]
    return _ReadTables(tables, read, _match(_rows(read), sent, code))


def _match(rows: Sequence[TableRow], sent: Mapping[str, SentWorkbook], code: str) -> list[Match]:
    indexes = {export: SentIndex(workbook) for export, workbook in sent.items()}
    return match_rows(rows, indexes, indexes[code])


def _rows(read: Iterable[TableRows]) -> list[TableRow]:
    return [row for table in read for row in table.rows]


def _changed_rows(
    book: RawBook,
    matched: _ReadTables,
    base: Base,
    sent: Iterable[SentWorkbook],
    of_file: Sequence[Problem],
    known: Container[Key] | None,
    own_office: str,
) -> ChangedRows:
    matches = matched.matches
    keys = Counter((m.sent.kind, m.sent.key) for m in matches if m.sent)
    looked_at = {key for key, count in keys.items() if count > 1 or (known is not None and key not in known)}
    missing, problems = _rows_not_back(keys, matched.tables, base)
    return ChangedRows(
        office=base.sent.office,
        export=base.sent.export_code,
        assumed=base.assumed,
        sent_days={workbook.export_code: date.fromisoformat(workbook.sent_on) for workbook in sent if workbook.sent_on},
        sent_to={workbook.export_code: workbook.office for workbook in sent},
        own_office=own_office,
        date1904=book.date1904,
        doubts_blanks=book.doubts_blanks,
        rows_read=len(matches),
        rows=tuple(keys),
        matches=tuple(m for m in matches if _needs_a_look(m, looked_at)),
        of_file=tuple(of_file),
        of_base=(*_other_exports(matches, base), *problems),
        missing=missing,
        author=book.author,
    )


def _needs_a_look(match: Match, keys: Collection[Key]) -> bool:
    sent = match.sent
    return sent is None or (sent.kind, sent.key) in keys or bool(row_problems(match)) or differs(match)


def _file_problems(book: RawBook, matched: _ReadTables, in_file: Iterable[str]) -> Iterable[Problem]:
    """Yield what is odd about the file, its sheets and columns as a whole."""
    yield from book_problems(book, matched.tables)
    yield from (Problem("", "", _CARRIED.format(code=code)) for code in in_file)
    for table, read in zip(matched.tables, matched.read, strict=True):
        yield from table_problems(table, read.skipped)
        yield from map(misplaced_row, read.misplaced)


def _snapshot_in_file(book: RawBook, secret: bytes, sent: Mapping[str, SentWorkbook]) -> dict[str, SentWorkbook]:
    """Return the snapshot that the file itself carries where our own of this export is gone."""
    code = named_export(book, secret)
    if not code or code in sent:
        return {}
    snapshot = read_own_meta(book, secret)
    return {code: snapshot} if snapshot and snapshot.export_code == code else {}


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
        which = f"「{file_name}」属于批次 {'、'.join(codes)}，本台账没有这个批次的发出记录，不能比对"
        return f"{which}；请核对是否选错了文件或台账。"
    return f"「{file_name}」里没有一行能对上发出过的任务，请核对是否选错了文件。"


def _other_exports(matches: Sequence[Match], base: Base) -> list[Problem]:
    """Say which rows stand on another export than the file."""
    codes = Counter(m.export_code for m in matches if m.sent and m.export_code != base.sent.export_code)
    return [
        Problem("", "", f"文件里有 {count} 行来自另一批次 {code}，按该批次发出时的值比对")
        for code, count in codes.items()
    ]


def _rows_not_back(
    present: Collection[Key], tables: Sequence[Table], base: Base
) -> tuple[tuple[FieldChange, ...], list[Problem]]:
    """Return the sent rows that did not come back, and the sheets; nothing is ever deleted for it."""
    sheets = {table.layout.kind: table.sheet.name for table in tables}
    missing: list[FieldChange] = []
    problems: list[Problem] = []
    for layout in SHEETS:
        gone = [row for row in base.sent.rows if row.kind == layout.kind and (row.kind, row.key) not in present]
        if layout.kind in sheets:
            missing += [_missing(row, sheets[layout.kind]) for row in gone]
        elif gone:
            message = f"文件里没有「{layout.name}」表，其中 {len(gone)} 行按未反馈处理"
            problems.append(Problem(layout.name, "", message))
    return tuple(missing), problems


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
        notes=("发出时有这一行，反馈的文件里没有；台账不会因此删除",),
    )
