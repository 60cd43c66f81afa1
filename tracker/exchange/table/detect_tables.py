"""Find our tables in a workbook: the sheet, the header row, the field of each column."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

from tracker.exchange.book.address import cell_position, column_letters
from tracker.exchange.book.raw_book import TEXT, RawBook, RawCell, RawSheet
from tracker.exchange.cells.cells import read_cell
from tracker.exchange.cells.columns import BY_KIND, FEEDBACK_LIST, SHEETS, CellKind, Column, SheetLayout
from tracker.exchange.cells.parsed_cell import CellContext
from tracker.exchange.cells.row_tokens import read_token
from tracker.exchange.table.header_match import ACCEPT, CERTAIN, header_score, is_short_kind, match_headers
from tracker.exchange.table.meta_sheet import is_meta
from tracker.model.field_list import ADDED_COLUMNS

HEADER_ROWS = 30
_SAMPLE = 200
_NEAR = 0.6  # of the best score: a copy with some columns left out
_ANCHORS = 3  # so many defined names make a header row
#: Row of the header and, by column number, the texts that may be its header.
_Candidate: TypeAlias = tuple[int, dict[int, tuple[str, ...]]]


@dataclass(frozen=True)
class Table:
    """One table of ours: field -> column number; `guessed` fields were inferred from content only.

    It crosses a process border without the cells of its sheet.
    """

    layout: SheetLayout
    sheet: RawSheet
    header_row: int
    columns: Mapping[str, int]
    score: float
    tokens: int = 0
    guessed: frozenset[str] = frozenset()
    doubled: Mapping[int, str] = field(default_factory=dict)  # column number -> field it repeats
    anchored: frozenset[str] = frozenset()  # fields known by a defined name
    rivals: tuple[str, ...] = ()  # other sheets of the file that may as well be the one that was filled in

    def __reduce__(self) -> tuple[Any, ...]:
        rest = (
            self.header_row,
            self.columns,
            self.score,
            self.tokens,
            self.guessed,
            self.doubled,
            self.anchored,
            self.rivals,
        )
        return _without_cells, (self.layout.kind, self.sheet.name, *rest)

    @cached_property
    def data_columns(self) -> tuple[Column, ...]:
        """Return the columns of the layout that the table has, without the token."""
        return tuple(c for c in self.layout.data_columns if c.field in self.columns)

    @cached_property
    def compared(self) -> tuple[tuple[Column, str, CellKind], ...]:
        """Return the same columns, each with its field and kind at hand: they are asked for in every row."""
        return tuple((c, c.field, c.kind) for c in self.data_columns)

    @cached_property
    def letters(self) -> dict[str, str]:
        """Return the column letters by field."""
        return {field: column_letters(number) for field, number in self.columns.items()}

    @property
    def data_rows(self) -> list[int]:
        """Return the numbers of the rows below the header that hold something."""
        return sorted(number for number in self.sheet.rows if number > self.header_row)

    def header(self, column: int) -> str:
        """Return the header text over a column."""
        return self.sheet.text(self.header_row, column) or self.sheet.text(self.header_row - 1, column)


def _without_cells(kind: str, sheet: str, *rest: Any) -> Table:
    return Table(BY_KIND[kind], RawSheet(sheet), *rest)


def find_tables(book: RawBook, secret: bytes) -> list[Table]:
    """Return the tables to read: every one with our tokens, else the best one of each kind and what comes near it."""
    sheets = (sheet for sheet in book.sheets if not is_feedback(sheet) and not is_meta(sheet))
    tables_of_ours = [t for sheet in sheets if (t := find_table(sheet, book, secret)) is not None]
    chosen: list[Table] = []
    for layout in SHEETS:
        tables = [t for t in tables_of_ours if t.layout is layout]
        marked = [t for t in tables if t.tokens]
        chosen += marked or _best_tables(tables)
    return chosen


def _best_tables(tables: list[Table]) -> list[Table]:
    """Return the tables that may be the one; where there are several, each knows of the others."""
    best = max((t.score for t in tables), default=0.0)
    candidates = sorted((t for t in tables if t.score >= _NEAR * best), key=lambda t: -t.score)
    return [replace(t, rivals=tuple(o.sheet.name for o in candidates if o is not t)) for t in candidates]


def is_feedback(sheet: RawSheet) -> bool:
    """Tell whether a sheet is the list of problems that we wrote into a workbook returned to its sender."""
    return sheet.name.startswith(FEEDBACK_LIST) and sheet.text(1, 1) == "行"


def find_table(sheet: RawSheet, book: RawBook, secret: bytes) -> Table | None:
    """Return the table of ours on a sheet, None when there is none."""
    anchored = [t for layout in SHEETS if (t := _anchored(sheet, layout, book)) is not None]
    sure = [t for t in anchored if len(t.anchored) >= _ANCHORS]
    candidates = sure or [t for layout in SHEETS if (t := _best_of(sheet, layout, anchored)) is not None]
    if not candidates:
        return None
    best = max(candidates, key=lambda t: t.score)
    token_column, tokens = _token_column(best, secret)
    columns = {
        f: c for f, c in best.columns.items() if f != "token" and c != token_column and _mostly_readable(best, f)
    }
    if token_column:
        columns["token"] = token_column
    best = replace(best, columns=columns, tokens=tokens)
    return _by_content(best) if _is_ours(best) else None


def _mostly_readable(table: Table, name: str) -> bool:
    """Tell whether a column that is only called alike holds what it should, at least in half of its cells."""
    column = table.layout.by_field[name]
    number = table.columns[name]
    regular = is_short_kind(column.kind) or column.kind is CellKind.NUMBER
    if not regular or name in table.anchored or header_score(column, table.header(number)) >= CERTAIN:
        return True
    cells = [c for n in table.data_rows[:_SAMPLE] if (c := table.sheet.cell(n, number)) is not None]
    return 2 * sum(read_cell(column.kind, c, CellContext()).provided for c in cells) >= len(cells)


def _is_ours(table: Table) -> bool:
    named = [f for f in table.columns if f != "token"]
    if table.layout.proposes:  # lists of people are common: only the one that we sent is meant
        ours = len(table.anchored) >= _ANCHORS or table.sheet.name.strip().startswith(table.layout.name)
        return bool(named) and (bool(table.tokens) or ours)
    recognisable = table.layout.label in named or table.layout.title in named
    return bool(table.tokens and named) or (recognisable and len(named) >= 3)


def _anchored(sheet: RawSheet, layout: SheetLayout, book: RawBook) -> Table | None:
    """Return the table that the defined names of a layout show, None when they show none."""
    anchors = _anchors(sheet, layout, book.names)
    if anchors is None:
        return None
    row, trusted = anchors
    return _table(sheet, layout, row, {p: (t,) for p, t in _texts(sheet, row).items()}, trusted)


def _best_of(sheet: RawSheet, layout: SheetLayout, anchored: Iterable[Table]) -> Table | None:
    """Return the best header row for one layout: by anchors, else by the texts of the first rows."""
    if known := next((t for t in anchored if t.layout is layout), None):
        return known
    best: Table | None = None
    for row in sorted(sheet.rows)[:HEADER_ROWS]:
        for header_row, texts in _header_candidates(sheet, row):
            table = _table(sheet, layout, header_row, texts, {})
            if best is None or table.score > best.score + 0.01:
                best = table
    return best if best and best.score >= ACCEPT else None


def _table(
    sheet: RawSheet, layout: SheetLayout, row: int, texts: Mapping[int, tuple[str, ...]], anchored: Mapping[str, int]
) -> Table:
    matched = match_headers(layout, texts, anchored)
    columns = dict(anchored) | {f: column for f, (column, _score) in matched.items()}
    # A copy without the columns that came later is as full as one with them.
    named = sum(score for field, (_column, score) in matched.items() if field not in ADDED_COLUMNS)
    score = len(anchored) + named
    return Table(layout, sheet, row, columns, score, anchored=frozenset(anchored))


def _texts(sheet: RawSheet, row: int) -> dict[int, str]:
    return {p: c.text for p, c in sheet.rows.get(row, {}).items() if c.kind == TEXT and c.text.strip()}


def _header_candidates(sheet: RawSheet, row: int) -> list[_Candidate]:
    """Return a row alone, and together with the row below as a header of two rows."""
    upper, lower = _texts(sheet, row), _texts(sheet, row + 1)
    single: _Candidate = (row, {column: (text,) for column, text in upper.items()})
    if not lower or not any(top <= row < bottom or left < right for top, left, bottom, right in _near(sheet, row)):
        return [single]
    parents = upper | _inherited(sheet, row, upper)
    both = {
        column: tuple(
            filter(None, (lower.get(column), parents.get(column), parents.get(column, "") + lower.get(column, "")))
        )
        for column in parents.keys() | lower.keys()
    }
    return [single, (row + 1, both)]


def _near(sheet: RawSheet, row: int) -> list[tuple[int, int, int, int]]:
    return [merge for merge in sheet.merges if merge[0] == row]


def _inherited(sheet: RawSheet, row: int, upper: Mapping[int, str]) -> dict[int, str]:
    """Return the text of a merged header cell for every column it spans."""
    return {
        column: upper[left]
        for _top, left, _bottom, right in _near(sheet, row)
        if left in upper
        for column in range(left, right + 1)
    }


def _anchors(sheet: RawSheet, layout: SheetLayout, names: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    """Return (header row, field -> column) of the defined names that point into this sheet, None below three."""
    places: dict[str, tuple[int, int]] = {}
    for column in layout.columns:
        owner, _, ref = names.get(column.anchor, "").rpartition("!")
        position = cell_position(ref)
        if position and owner.strip("'").replace("''", "'") == sheet.name:
            places[column.field] = position
    if not places:
        return None
    row, count = Counter(position[0] for position in places.values()).most_common(1)[0]
    if count < _ANCHORS or row not in sheet.rows:
        return None
    trusted = {f: p for f, (r, p) in places.items() if r == row and _agrees(sheet, layout, f, row, p)}
    return row, trusted


def _agrees(sheet: RawSheet, layout: SheetLayout, name: str, row: int, number: int) -> bool:
    """Tell whether the header text under an anchor does not plainly name another column.

    Some programs delete a column and leave the anchors where they were: over no header, while it stands elsewhere.
    """
    text, column = sheet.text(row, number), layout.by_field[name]
    if header_score(column, text) >= CERTAIN:
        return True
    if not text.strip():
        return not any(header_score(column, other) >= CERTAIN for other in _texts(sheet, row).values())
    return not any(header_score(c, text) >= CERTAIN for c in layout.columns if c.field != name)


def _token_column(table: Table, secret: bytes) -> tuple[int, int]:
    """Return (column, how many genuine tokens) of the column where tokens stand, (0, 0) when none do."""
    counted: Counter[int] = Counter()
    genuine: Counter[int] = Counter()
    for number in table.data_rows:
        for column, cell in table.sheet.rows[number].items():
            if "~" in cell.text and (token := read_token(cell.text, secret)):
                counted[column] += 1
                genuine[column] += token.genuine
    if not counted:
        return table.columns.get("token", 0), 0
    column = counted.most_common(1)[0][0]
    return column, genuine[column]


def _by_content(table: Table) -> Table:
    """Give a missing column of regular content the unnamed column whose cells fit."""
    columns = dict(table.columns)
    guessed = set()
    for column in table.layout.editable:
        if column.field in columns or not is_short_kind(column.kind):
            continue
        free = {p for n in table.data_rows[:_SAMPLE] for p in table.sheet.rows[n]} - set(columns.values())
        fitting = [p for p in sorted(free) if _fits(table, p, column.kind)]
        if len(fitting) == 1:
            columns[column.field] = fitting[0]
            guessed.add(column.field)
    doubled = _doubled(table, columns)
    sure = frozenset(f for f in table.anchored if f not in doubled.values() or _named(table, f, columns[f]))
    return replace(table, columns=columns, guessed=frozenset(guessed), doubled=doubled, anchored=sure)


def _named(table: Table, name: str, column: int) -> bool:
    """Tell whether the header of a column names a field, whatever its anchor says."""
    return header_score(table.layout.by_field[name], table.header(column)) >= CERTAIN


def _fits(table: Table, column: int, kind: CellKind) -> bool:
    """Tell whether most cells of a column read as this kind beyond doubt."""
    cells = [c for n in table.data_rows[:_SAMPLE] if (c := table.sheet.cell(n, column)) is not None]
    sure = sum(not (r := read_cell(kind, c, CellContext())).problem and not r.review and not r.note for c in cells)
    return len(cells) >= 3 and sure >= 0.8 * len(cells) and not (kind is CellKind.PERCENT and _plain(cells))


def _plain(cells: list[RawCell]) -> bool:
    """Tell whether the cells are bare numbers: 1, 2, 3 may be anything."""
    return not any("%" in (c.number_format or "") or "%" in c.text for c in cells)


def _doubled(table: Table, columns: Mapping[str, int]) -> dict[int, str]:
    """Return the columns left over whose header names a field that another column already is."""
    used = set(columns.values())
    return {
        column: c.field
        for column, text in _texts(table.sheet, table.header_row).items()
        if column not in used
        for c in table.layout.data_columns
        if header_score(c, text) >= CERTAIN
    }
