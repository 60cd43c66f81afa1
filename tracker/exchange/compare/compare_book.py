"""Compare a returned workbook with what was sent and with the ledger; reads only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.book.text import shorten
from tracker.exchange.cells.cells import show_value
from tracker.exchange.cells.columns import FIELDS, HELP_SHEET
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.compare.added_rows import added_help, unknown_row
from tracker.exchange.compare.book_problems import row_problems
from tracker.exchange.compare.changed_rows import ChangedRows, find_changed_rows
from tracker.exchange.compare.compare_row import Compared, RowContext, compare_row
from tracker.exchange.compare.match_rows import Match
from tracker.model.changeset import ChangeSet, CurrentRow, FieldChange, Problem, SentWorkbook

_ASSUMED = "文件里没有可用的行编码，按最近一次发给该单位的内容比对"
#: What a row is about, a task where nothing else is said.
_SAME = {"indicator": "同一指标", "person": "同一人"}
_DOUBLED = "{same}在文件里出现了 {count} 行（{rows}）且内容不同"


@dataclass(slots=True)
class _Result:
    """What has been found so far, in the order of the file."""

    changes: list[FieldChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    listed: dict[str, str] = field(default_factory=dict)
    touched: list[tuple[str, str]] = field(default_factory=list)

    def add(self, compared: Compared) -> None:
        self.changes += compared.changes
        self.add_lists([compared])
        self.problems += compared.problems

    def add_lists(self, rows: Sequence[Compared]) -> None:
        """Keep what rows name as evidence; what several name for a task stands together."""
        for row in rows:
            for key, names in row.listed.items():
                self.listed[key] = "\n".join(filter(None, (self.listed.get(key, ""), names)))


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
    today: date | None = None,
) -> ChangeSet:
    """Return everything the file would do; WorkbookError when nothing in it can be recognised.

    `sent` is by export code, `current` by (kind, key), `latest_for_office` names each office's newest export,
    `office_names` maps every name and alias to the canonical one in ledger order; on `today` the file is read.
    """
    latest = tuple(latest_for_office.values())
    changed = find_changed_rows(book, file_name=file_name, sent=sent, latest=latest, secret=secret, known=current)
    return compare_with_ledger(
        changed, file_name=file_name, sha256=sha256, current=current, office_names=office_names, today=today
    )


def compare_with_ledger(
    changed: ChangedRows,
    *,
    file_name: str,
    sha256: str,
    current: Mapping[tuple[str, str], CurrentRow],
    office_names: Mapping[str, str],
    today: date | None = None,
) -> ChangeSet:
    """Return everything a file would do of which the changed rows are known; see `compare`."""
    why = _ASSUMED if changed.assumed else ""
    names = OfficeNames(office_names)
    context = RowContext(
        names, changed.date1904, changed.doubts_blanks, current, why, changed.sent_days, today,
        changed.export, changed.own_office, changed.sent_to,
    )  # fmt: skip
    result = _Result(problems=[*changed.of_file])
    _compare_rows(changed.matches, context, result)
    return ChangeSet(
        file=file_name,
        office=changed.office,
        export=changed.export,
        sha256=sha256,
        rows_read=changed.rows_read,
        changes=(*result.changes, *changed.missing),
        problems=(*result.problems, *changed.of_base),
        rows=changed.rows,
        listed=result.listed,
        touched=tuple(result.touched),
        author=changed.author,
    )


def _compare_rows(matches: Sequence[Match], context: RowContext, result: _Result) -> None:
    """Compare row by row; rows that are copies of one another are compared once, together."""
    copies: dict[tuple[str, str], list[Match]] = defaultdict(list)
    for match in matches:
        if match.sent is not None:
            copies[match.sent.kind, match.sent.key].append(match)
    for match in matches:
        result.problems += row_problems(match)
        if match.sent is None:
            result.touched.append(("row", f"{match.row.table.sheet.name}!{match.row.first_address}"))
            is_help = match.row.table.layout is HELP_SHEET
            result.add(added_help(match) if is_help else unknown_row(match, context))
        elif copies[match.sent.kind, match.sent.key][0] is match:
            _compare_copies(copies[match.sent.kind, match.sent.key], context, result)


def _compare_copies(copies: Sequence[Match], context: RowContext, result: _Result) -> None:
    compared = [compare_row(match, context) for match in copies]
    sent = copies[0].sent
    if sent is not None and any(row.touched for row in compared):
        result.touched.append((sent.kind, sent.key))
    if len(compared) == 1 or len({row.signature for row in compared}) == 1:
        result.add(compared[0])
        return
    first = copies[0].row
    note = _DOUBLED.format(
        same=_SAME.get(first.table.layout.kind, "同一任务"), count=len(copies), rows=_row_numbers(copies)
    )
    result.problems.append(Problem(first.table.sheet.name, first.first_address, note))
    result.add_lists(compared)
    taken: dict[str, FieldChange] = {}
    for row in compared:
        result.problems += row.problems
        for change in row.changes:
            before = taken.setdefault(change.field, change)
            if before is change:
                result.changes.append(row.with_doubt(change, note))
            elif before.theirs != change.theirs:
                result.problems.append(_other_answer(change, before))


def _row_numbers(copies: Sequence[Match]) -> str:
    """Return 「第 6、12 行」, with the sheets where there are several."""
    if len({match.row.table.sheet.name for match in copies}) == 1:
        return f"第 {'、'.join(str(match.row.number) for match in copies)} 行"
    return "、".join(f"「{match.row.table.sheet.name}」第 {match.row.number} 行" for match in copies)


def _other_answer(change: FieldChange, before: FieldChange) -> Problem:
    """Return what to say of a copy that answers otherwise than the one before, whose answer is proposed."""
    header, written = FIELDS[change.field].header, shorten(show_value(change.field, change.theirs)) or "（空）"
    where = f" {before.cell} " if before.sheet == change.sheet else f"「{before.sheet}」{before.cell} "
    message = f"{header}：{_SAME.get(change.kind, '同一任务')}的这一行写的是「{written}」，与{where}不同，没有采用"
    return Problem(change.sheet, change.cell, message, change.kind, change.key, change.field, change.raw)
