"""Read the data rows of a table, and pass over rows that are no data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.exchange.book.address import a1
from tracker.exchange.book.raw_book import RawCell
from tracker.exchange.book.text import clean
from tracker.exchange.cells.columns import CellKind
from tracker.exchange.cells.row_tokens import Token, read_token
from tracker.exchange.table.detect_tables import Table
from tracker.exchange.table.header_match import looks_like_header
from tracker.model.field_list import WORDED

_SUMMARY = re.compile(
    r"(本页)?(合\s*计|小\s*计|总\s*计)(?!划).{0,8}"
    r"|(签\s*[字名章]|盖\s*章|填\s*[表报]人|审\s*[核批]人?|单位负责人|负责人签字|注)(\s*[:：].*)?"
    r"|[（(](公章|盖章|签[字名章])[）)]|.{2,10}[（(](公章|盖章|签[字名章])[）)](\s*[:：].*)?"
    r"|(制\s*表|经\s*办|复\s*核|联\s*系|填报|报送)(人|单位|日期|时间)?\s*[:：].*",
    re.DOTALL,
)
_DAY = re.compile(r"\d{4}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?")  # under a signature it stands alone

_NONE: frozenset[str] = frozenset()
#: Kinds of columns in which one merged cell may stand for all rows beside it: one person, one deadline.
_SHARED = (CellKind.NAME, CellKind.OFFICES, CellKind.DEADLINE, *WORDED)


@dataclass(frozen=True)
class TableRow:
    """One data row; `covered` fields lie under a merged cell of another row or column.

    `filled` fields are covered by a merge down their own column and have its value, which a person must confirm.
    """

    table: Table
    number: int
    cells: Mapping[str, RawCell]
    covered: frozenset[str]
    token: Token | None
    damaged_token: bool = False
    filled: frozenset[str] = frozenset()
    mark: str = ""  # of the token, genuine or not; "" without one

    @property
    def of_other_sheet(self) -> bool:
        """Tell whether the row was pasted here from another sheet of a workbook of ours."""
        return self.mark not in ("", self.table.layout.mark)

    @property
    def label(self) -> str:
        """Return the text in the column people recognise the row by."""
        return self.text(self.table.layout.label)

    @property
    def title(self) -> str:
        """Return the text in the title column."""
        return self.text(self.table.layout.title)

    def text(self, field: str) -> str:
        """Return the trimmed raw text of a field, "" when there is none."""
        cell = self.cells.get(field)
        return clean(cell.text) if cell and field not in self.covered else ""

    def address(self, field: str) -> str:
        """Return the A1 address of a field in this row, "" when the table has no such column."""
        letters = self.table.letters.get(field)
        return f"{letters}{self.number}" if letters else ""

    @property
    def first_address(self) -> str:
        """Return the address that stands for the whole row."""
        return self.address(self.table.layout.title) or a1(self.number, min(self.table.columns.values()))


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table, and those that were passed over: as (row number, its text), and those of other sheets."""

    rows: tuple[TableRow, ...]
    skipped: tuple[tuple[int, str], ...]
    misplaced: tuple[TableRow, ...] = ()


def table_rows(table: Table, secret: bytes) -> TableRows:
    """Return the data rows of a table; repeated headers vanish, sums and signatures are listed."""
    covered, filled = _covered(table), _filled(table)
    rows: list[TableRow] = []
    misplaced: list[TableRow] = []
    skipped: list[tuple[int, str]] = []
    for number in table.data_rows:
        row = _row(table, number, covered.get(number, _NONE), filled.get(number, {}), secret)
        if row.token is not None or row.of_other_sheet:
            (misplaced if row.of_other_sheet else rows).append(row)
            continue
        texts = {f: clean(c.text) for f, c in row.cells.items() if c.text and f != "token"}
        if not any(texts.values()) or looks_like_header(table.layout, texts):
            continue
        if _is_summary(table, number):
            skipped.append((number, _line(table, number)))
            continue
        rows.append(row)
    return TableRows(tuple(rows), tuple(skipped), tuple(misplaced))


def _row(table: Table, number: int, covered: frozenset[str], filled: Mapping[str, RawCell], secret: bytes) -> TableRow:
    raw = table.sheet.rows[number]
    cells = {field: raw[column] for field, column in table.columns.items() if column in raw}
    if filled:
        cells, covered = {**cells, **filled}, covered - filled.keys()
    text = cells["token"].text if "token" in cells else ""
    token = read_token(text, secret)
    genuine = token if token and token.genuine else None
    damaged = bool(clean(text)) and genuine is None
    mark = token.mark if token else ""
    return TableRow(table, number, cells, covered, genuine, damaged, frozenset(filled), mark)


def _covered(table: Table) -> dict[int, frozenset[str]]:
    """Return row -> fields under a merged cell that begins elsewhere."""
    fields = {column: field for field, column in table.columns.items()}
    covered: dict[int, set[str]] = {}
    last = max(table.sheet.rows, default=0)
    for top, left, bottom, right in table.sheet.merges:
        for number in range(max(top, table.header_row + 1), min(bottom, last) + 1):
            hidden = {f for p, f in fields.items() if left <= p <= right and (number, p) != (top, left)}
            covered.setdefault(number, set()).update(hidden)
    return {number: frozenset(hidden) for number, hidden in covered.items()}


def _filled(table: Table) -> dict[int, dict[str, RawCell]]:
    """Return row -> field -> cell at the top of a merge down a column that several rows may honestly share."""
    fields = {table.columns[c.field]: c.field for c in table.data_columns if c.editable and c.kind in _SHARED}
    filled: dict[int, dict[str, RawCell]] = {}
    for top, left, bottom, right in table.sheet.merges:
        cell = table.sheet.cell(top, left)
        if left == right and left in fields and top > table.header_row and cell is not None and cell.text:
            for number in range(top + 1, bottom + 1):
                if number in table.sheet.rows and not table.sheet.text(number, left):
                    filled.setdefault(number, {})[fields[left]] = cell
    return filled


def _is_summary(table: Table, number: int) -> bool:
    """Tell whether a row without token begins like a sum or a signature and has no number of its own."""
    cells = table.sheet.rows[number]
    texts = [text for column in sorted(cells) if (text := clean(cells[column].text))]
    return bool(_SUMMARY.fullmatch(texts[0])) or (len(texts) == 1 and bool(_DAY.fullmatch(texts[0])))


def _line(table: Table, number: int) -> str:
    cells = table.sheet.rows[number]
    return " ".join(filter(None, (clean(cells[column].text) for column in sorted(cells))))
