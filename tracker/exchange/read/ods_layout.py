"""What python-calamine leaves out of an open-document table: types, merges, hidden rows, comments."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.exchange.book.raw_book import BOOLEAN, ERROR, NUMBER, TEXT, RawCell
from tracker.exchange.read.merged_areas import Corners, Merges
from tracker.files.limits import LIMITS

#: `$'任务 表.1'.$B$2` or `$任务.$B$2:.$B$9`: the sheet, and the first cell.
_PLACE = re.compile(r"\$?('(?:[^']|'')*'|[^.']+)\.(\$?[A-Za-z]{1,3}\$?\d{1,7})(?::.*)?")
_PERCENT_FORMAT, _TIME_FORMAT = "0%", "[h]:mm"
#: Types of cells that the library gives as bare numbers, or as nothing.
ERROR_TYPE, _PERCENT = "error", "percentage"
ODD = frozenset({ERROR_TYPE, _PERCENT, "boolean"})
#: Excel writes an error as the number 0 that shows one of these.
_SHOWN_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})


class OwnCell(NamedTuple):
    """What a cell says that the library tells otherwise or not at all; None where it tells it right."""

    text: str | None = None
    struck: str = ""
    formula: str | None = None
    number_format: str | None = None
    days: str | None = None  # of a time: how much of a day, or how many days, as a number cell holds it

    def mended(self, cell: RawCell | None) -> RawCell | None:
        """Return a cell as it is in the file, None for one that holds nothing."""
        if self.text is not None:
            return RawCell(TEXT, self.text, None, self.formula, self.struck) if self.text else None
        if self.days is not None:
            return RawCell(NUMBER, self.days, _TIME_FORMAT, self.formula, self.days if self.struck else "")
        if cell is None:
            return None
        code = cell.number_format if self.number_format is None else self.number_format
        return cell._replace(formula=self.formula, struck=cell.text if self.struck else "", number_format=code)


@dataclass(slots=True)
class SheetShape:
    """What is known of one sheet; `odd`: first and last column, type and shown text -> first and last rows."""

    merges: Merges
    odd: dict[tuple[int, int, str, str], list[tuple[int, int]]] = field(default_factory=dict)
    own: list[tuple[Corners, OwnCell]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    comments: list[tuple[str, str, str]] = field(default_factory=list)  # address, author, text

    def mark(self, corners: Corners, kind: str, shown: str) -> None:
        """Take cells of an odd type and the text they show; a column of them, row after row, is one area."""
        top, left, bottom, right = corners
        areas = self.odd.setdefault((left, right, kind, shown), [])
        if areas and areas[-1][1] + 1 == top:
            top = areas.pop()[0]
        areas.append((top, bottom))

    def completed(self, rows: dict[int, dict[int, RawCell]]) -> dict[int, dict[int, RawCell]]:
        """Return the cells that were read, by row and column, each with the type it has in the file.

        Cells that show an error were read as blanks or as the number 0: they are put in.
        """
        grown: set[int] = set()
        for (left, right, kind, shown), areas in self.odd.items():
            for number in (number for top, bottom in areas for number in range(top, bottom + 1)):
                cells = rows.setdefault(number, {}) if kind == ERROR_TYPE else rows.get(number, {})
                for column in range(left, right + 1):
                    if typed := _typed(kind, shown, cells.get(column)):
                        cells[column] = typed
                if kind == ERROR_TYPE:
                    grown.add(number)
        grown |= self._with_own(rows)
        rows.update({number: dict(sorted(rows[number].items())) for number in grown})
        return {number: cells for number, cells in sorted(rows.items()) if cells} if grown else rows

    def _with_own(self, rows: dict[int, dict[int, RawCell]]) -> set[int]:
        """Put in what cells say by themselves; returns the rows of these cells."""
        touched: set[int] = set()
        for (top, left, bottom, right), own in self.own:
            for number in range(top, bottom + 1):
                cells = rows.setdefault(number, {})
                for column in range(left, right + 1):
                    if (mended := own.mended(cells.pop(column, None))) is not None:
                        cells[column] = mended
            touched.update(range(top, bottom + 1))
        return touched


@dataclass(slots=True)
class BookShape:
    """What is known of a file: its sheets by name, and what its defined names refer to, as `'sheet'!A1`."""

    sheets: dict[str, SheetShape] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    indented: bool = False  # blanks and line ends stand between the cells

    def define(self, name: str, address: str) -> None:
        """Take a defined name; one that is no single place of a sheet is of no use."""
        match = _PLACE.fullmatch(address)
        if match and len(self.names) < LIMITS.names:
            self.names[name] = f"{match[1]}!{match[2]}"

    def of(self, name: str) -> SheetShape:
        """Return what is known of a sheet, perhaps nothing."""
        return self.sheets.get(name) or SheetShape(Merges(name))


def kind_of(kind: str, shown: str) -> str:
    """Return the odd type of a cell, of those that are no text, by what it is said to be and what it shows."""
    return ERROR_TYPE if shown in _SHOWN_ERRORS else kind


def _typed(kind: str, shown: str, cell: RawCell | None) -> RawCell | None:
    """Return a cell with the type that the library lost, None where there is nothing to mend."""
    if kind == ERROR_TYPE:
        return RawCell(ERROR, shown or "#N/A", None)
    if cell is None or cell.kind != NUMBER:
        return None
    if kind == _PERCENT:
        return cell._replace(number_format=_PERCENT_FORMAT)
    return RawCell(BOOLEAN, "0" if float(cell.text) == 0 else "1", None)
