"""The content of a workbook as it was read: plain, picklable, nothing interpreted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

NUMBER, TEXT, BOOLEAN, ERROR, DATE = "n", "s", "b", "e", "d"


class RawCell(NamedTuple):
    """One cell; `kind` is one of the letters above, `number_format` None where the file type hides it."""

    kind: str
    text: str  # raw text: number as written, ISO date for DATE, "" for a formula without a cached value
    number_format: str | None = ""
    formula: str | None = None
    struck: str = ""  # words struck out: no longer in `text`, unless all of it is struck out


#: Rows in a form that crosses a process border five times faster: places by row, then the cells by field.
_Packed: TypeAlias = tuple[list[tuple[int, tuple[int, ...]]], tuple[tuple[Any, ...], ...]]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: only cells that hold something, by row and column counted from 1."""

    name: str
    state: str = "visible"  # visible, hidden, veryHidden
    rows: Mapping[int, Mapping[int, RawCell]] = field(default_factory=dict)
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()  # what was odd about it, one sentence each

    def __reduce__(self) -> tuple[Any, ...]:
        rest = (self.merges, self.hidden_rows, self.hidden_columns, self.notes)
        return _unpacked, (self.name, self.state, _packed(self.rows), *rest)

    def cell(self, row: int, column: int) -> RawCell | None:
        """Return the cell, None when nothing stands there."""
        cells = self.rows.get(row)
        return cells.get(column) if cells else None

    def text(self, row: int, column: int) -> str:
        """Return the raw text of a cell, "" when nothing stands there."""
        cell = self.cell(row, column)
        return cell.text if cell else ""


def _packed(rows: Mapping[int, Mapping[int, RawCell]]) -> _Packed:
    layout = [(number, tuple(cells)) for number, cells in rows.items()]
    return layout, tuple(zip(*(cell for cells in rows.values() for cell in cells.values()), strict=True))


def _unpacked(name: str, state: str, packed: _Packed, *rest: Any) -> RawSheet:
    layout, fields = packed
    new, cells = tuple.__new__, zip(*fields, strict=True)
    rows = {number: {column: new(RawCell, next(cells)) for column in row} for number, row in layout}
    return RawSheet(name, state, rows, *rest)


@dataclass(frozen=True, slots=True)
class RawBook:
    """All sheets of a file; `container` is xlsx, xls, ods or xlsb."""

    container: str
    sheets: tuple[RawSheet, ...]
    date1904: bool = False
    names: Mapping[str, str] = field(default_factory=dict)  # defined name -> reference
    notes: tuple[str, ...] = ()  # macros, external links: passed with a flag
    author: str = ""  # who saved it last, as its properties say

    @property
    def doubts_blanks(self) -> bool:
        """Tell whether a new blank may hide an error cell or be the doing of a conversion: a person looks at it."""
        return self.container != "xlsx"
