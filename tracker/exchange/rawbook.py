"""A workbook as it was read: plain, picklable, nothing interpreted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

NUMBER, TEXT, BOOLEAN, ERROR, DATE = "n", "s", "b", "e", "d"


class RawCell(NamedTuple):
    """One cell; `kind` is one of the letters above, `number_format` None where the file type hides it."""

    kind: str
    text: str  # raw text: number as written, ISO date for DATE, "" for a formula without a cached value
    number_format: str | None = ""
    formula: str | None = None


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

    def cell(self, row: int, column: int) -> RawCell | None:
        """Return the cell, None when nothing stands there."""
        found = self.rows.get(row)
        return found.get(column) if found else None

    def text(self, row: int, column: int) -> str:
        """Return the raw text of a cell, "" when nothing stands there."""
        cell = self.cell(row, column)
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class RawBook:
    """All sheets of a file; `container` is xlsx, xls, ods or xlsb."""

    container: str
    sheets: tuple[RawSheet, ...]
    date1904: bool = False
    names: Mapping[str, str] = field(default_factory=dict)  # defined name -> reference
    notes: tuple[str, ...] = ()  # macros, external links: passed with a flag

    @property
    def hides_errors(self) -> bool:
        """Tell whether error cells and number formats are invisible in this kind of file."""
        return self.container != "xlsx"
