"""List what is odd about a file, its sheets and its columns."""

from collections.abc import Sequence

from tracker.exchange.book.address import a1
from tracker.exchange.book.raw_book import RawBook, RawSheet
from tracker.exchange.book.text import clean, shorten
from tracker.exchange.cells.columns import FEEDBACK_HEADER, SHEETS
from tracker.exchange.compare.match_rows import Match, rivals_sentence
from tracker.exchange.table.data_rows import TableRow
from tracker.exchange.table.detect_tables import HEADER_ROWS, Table, is_feedback
from tracker.exchange.table.meta_sheet import is_meta
from tracker.model.changeset import Problem

_SHOWN = 3


def book_problems(book: RawBook, tables: Sequence[Table]) -> list[Problem]:
    """Return the flags of the file and the sheets that were not read."""
    read = {id(table.sheet) for table in tables}
    left = [s for s in book.sheets if id(s) not in read and s.rows and not is_meta(s) and not is_feedback(s)]
    flags = [Problem("", "", note) for note in book.notes]
    return flags + [Problem(s.name, "", _left_out(s, tables)) for s in left]


def _left_out(sheet: RawSheet, tables: Sequence[Table]) -> str:
    """Say why a sheet was not read; one with our headers may be where somebody wrote."""
    heads = {clean(c.text) for number in sorted(sheet.rows)[:HEADER_ROWS] for c in sheet.rows[number].values()}
    for table in tables:
        own = [table.layout.by_field[f].header for f in table.columns if f != "token"]
        if 2 * sum(head in heads for head in own) >= len(own) > 0:
            return (
                f"工作表「{sheet.name}」也像「{table.layout.name}」，但没有行编码，未导入；"
                f"若填在这张表上，请把内容移到「{table.sheet.name}」再发"
            )
    return f"工作表「{sheet.name}」不是发出的表，未导入"


def table_problems(table: Table, skipped: Sequence[tuple[int, str]]) -> list[Problem]:
    """Return what is odd about a table: columns missing, doubled or unknown, rows passed over."""
    name = table.sheet.name
    problems = [Problem(name, "", note) for note in table.sheet.notes]
    if hidden := sum(number > table.header_row for number in table.sheet.hidden_rows):
        problems.append(Problem(name, "", f"有 {hidden} 行被隐藏或筛选掉了，同样已读取"))
    if table.rivals:
        problems.append(Problem(name, "", rivals_sentence(table.rivals)))
    if "token" not in table.columns:
        problems.append(Problem(name, "", "隐藏的行编码列不见了，改按编号和名称对应各行"))
    for column in table.layout.editable:
        if column.field not in table.columns:
            problems.append(Problem(name, "", f"没有「{column.header}」列，按未提供处理"))
        elif column.field in table.guessed:
            address = a1(table.header_row, table.columns[column.field])
            problems.append(Problem(name, address, f"这一列没有认得的表头，按内容当作「{column.header}」"))
    problems += _unknown_columns(table)
    problems += [Problem(name, f"A{n}", f"第 {n} 行像合计或签字行，未导入：{shorten(text, 80)}") for n, text in skipped]
    return problems


def _unknown_columns(table: Table) -> list[Problem]:
    """Return a problem, with the whole content as `raw`, for every column that holds something and is none of ours."""
    used = set(table.columns.values())
    own = {column for column in table.sheet.rows.get(table.header_row, {}) if table.header(column) == FEEDBACK_HEADER}
    contents: dict[int, dict[int, str]] = {}
    for number in table.data_rows:
        for column, cell in table.sheet.rows[number].items():
            if column not in used and column not in own and clean(cell.text):
                contents.setdefault(column, {})[number] = cell.text
    return [
        Problem(
            table.sheet.name,
            a1(table.header_row, column),
            _unknown_column(table, column, list(texts.values())),
            raw="\n".join(f"{a1(number, column)}　{text}" for number, text in texts.items()),
        )
        for column, texts in sorted(contents.items())
    ]


def _unknown_column(table: Table, column: int, texts: Sequence[str]) -> str:
    shown = "；".join(shorten(text, 30) for text in texts[:_SHOWN]) + ("…" if len(texts) > _SHOWN else "")
    header = shorten(table.header(column)) or "（无表头）"
    if field := table.doubled.get(column):
        own = table.layout.by_field[field].header
        return f"有两列都叫「{own}」，这一列（{len(texts)} 格）未导入：{shown}"
    return f"未识别的列「{header}」（{len(texts)} 格）未导入：{shown}"


def misplaced_row(row: TableRow) -> Problem:
    """Say that a row was pasted from another sheet of a workbook: its columns mean something else here."""
    homes = "」或「".join(layout.name for layout in SHEETS if layout.mark == row.mark)
    message = f"第 {row.number} 行是「{homes}」的行，不能放在「{row.table.layout.name}」里，未导入；请移回原来的表再发"
    return Problem(row.table.sheet.name, row.address("token"), message)


def row_problems(match: Match) -> list[Problem]:
    """Return what is odd about the identity of a row."""
    row, sheet = match.row, match.row.table.sheet.name
    problems = []
    if row.damaged_token:
        problems.append(Problem(sheet, row.address("token"), f"第 {row.number} 行的行编码被改动，改按编号和名称对应"))
    elif row.token and match.sent is None and not match.doubt:
        message = f"第 {row.number} 行的行编码属于批次 {row.token.export_code}，没有对应的发出记录"
        problems.append(Problem(sheet, row.address("token"), message))
    if match.doubt and match.doubt != rivals_sentence(row.table.rivals):  # that is said once, of the sheet
        problems.append(Problem(sheet, row.first_address, match.doubt))
    return problems
