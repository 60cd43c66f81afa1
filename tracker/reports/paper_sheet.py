"""What the official sheets share: head, header of several rows, bordered rows, printing, saving."""

import io
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tracker.model.cell_text import count_lines, fitting_text
from tracker.model.paper_settings import FONTS_OFFICIAL, PaperSettings
from tracker.reports import fonts

CellValue: TypeAlias = str | int | float | date | None
#: Millimetres of one narrow character of the body, and of an inch.
CHARACTER, INCH = 1.9, 25.4
_LINE_POINTS, _PADDING_POINTS, _HIGHEST_ROW = 13.2, 6.0, 409.0
_TITLE_POINTS, _HEADER_POINTS = 40.0, 20.0
_THIN = Side(style="thin", color="000000")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GROUND = PatternFill("solid", fgColor="F2F2F2")
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
#: A day in a narrow column becomes smaller, not a row of #.
SHRUNK = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
_TEXT, _PERCENT, _DAY = "@", "0%", "yyyy-mm-dd"


class FittedRow(RowDimension):
    """A row with a height that other programs may still fit to its content when somebody types into it."""

    @property
    def customHeight(self) -> bool:
        """Return False: the height is a first guess, not fixed."""
        return False


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its headings from the top down, width in mm, how a row fills it, and whether it is centred."""

    headings: tuple[str, ...]
    width: float
    value: Callable[[Any], CellValue]
    centred: bool = True

    @property
    def characters(self) -> float:
        """Return the width in narrow characters."""
        return self.width / CHARACTER


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts of a sheet as this PC shows them."""

    title: Font
    second: Font
    header: Font
    body: Font
    heading: Font
    total: Font


def faces_for(settings: PaperSettings) -> Faces:
    """Return the official fonts, or what takes their place on this PC."""
    here = {} if settings.fonts == FONTS_OFFICIAL else fonts.fonts_of_this_pc()

    def face(family: str, size: float, *, bold: bool = False) -> Font:
        chosen = here.get(family, fonts.Font(family))
        return Font(name=chosen.family, size=size, bold=chosen.bold or bold)

    return Faces(
        title=face(fonts.TITLE, 22),
        second=face(fonts.SUBHEADING, 12),
        header=face(fonts.HEADING, 10.5),
        body=face(fonts.BODY, 10),
        heading=face(fonts.BODY, 10, bold=True),
        total=face(fonts.HEADING, 10),
    )


class PaperSheet:
    """A sheet with a title, a second line of two halves and a header; rows are added below."""

    def __init__(self, name: str, columns: Sequence[SheetColumn], header_rows: int, settings: PaperSettings) -> None:
        self.book = Workbook()
        self.sheet: Worksheet = self.book.active  # type: ignore[assignment]
        self.sheet.title = name
        self.columns, self.faces = columns, faces_for(settings)
        self.header = range(3, 3 + header_rows)
        self.row = self.header.stop - 1  # the last row that is filled
        self._number = 0
        self._styles: dict[tuple[str, Alignment], Any] = {}
        for index, column in enumerate(columns, 1):
            self.sheet.column_dimensions[get_column_letter(index)].width = column.characters

    def put_head(self, title: str, left: str, right: str) -> None:
        """Write the first two rows."""
        last = len(self.columns)
        self._put_text(1, 1, title, "标题", self.faces.title, CENTRED)
        self._merge(1, 1, 1, last)
        self.sheet.row_dimensions[1].height = _TITLE_POINTS
        half = last // 2
        for first, end, text, alignment in ((1, half, left, LEFT), (half + 1, last, right, RIGHT)):
            self._put_text(2, first, text, "标题下一行", self.faces.second, alignment)
            self._merge(2, first, 2, end)
        self.sheet.row_dimensions[2].height = _HEADER_POINTS
        self._put_header()

    def _put_header(self) -> None:
        paths = [column.headings for column in self.columns]
        for row in self.header:
            self.sheet.row_dimensions[row].height = _HEADER_POINTS
            for index in range(1, len(self.columns) + 1):
                cell = self.sheet.cell(row, index)
                cell.font, cell.fill, cell.border, cell.alignment = self.faces.header, _GROUND, GRID, CENTRED
        for top, left, bottom, right, text in header_blocks(paths, self.header):
            self.sheet.cell(top, left).value = text
            self._merge(top, left, bottom, right)

    def put_heading(self, text: str, *, total: bool = False, anew: bool = False) -> None:
        """Write a row over all columns: the heading of a group, or the last row of totals; `anew` counts from 1."""
        self.row, self._number = self.row + 1, 0 if anew else self._number
        last = len(self.columns)
        face = self.faces.total if total else self.faces.heading
        for index in range(1, last + 1):
            self.sheet.cell(self.row, index).border = GRID
        self._put_text(self.row, 1, text, text[:20], face, LEFT)
        self._merge(self.row, 1, self.row, last)
        width = sum(column.characters for column in self.columns)
        self.sheet.row_dimensions[self.row] = self._fitted(count_lines(text, width))

    def put_row(self, item: Any, label: str) -> None:
        """Write one numbered row; `label` names it in the sentence about a text that is too long."""
        self.row, self._number = self.row + 1, self._number + 1
        lines = 1
        for index, column in enumerate(self.columns, 1):
            value = self._number if index == 1 else column.value(item)
            cell = self.sheet.cell(self.row, index)
            if isinstance(value, str):
                cell.value = fitting_text(value, f"{label} {column.headings[-1]}") or None
                self._dress(cell, _TEXT, CENTRED if column.centred else LEFT)
                lines = max(lines, count_lines(value, column.characters))
            else:
                cell.value = value
                form = _DAY if isinstance(value, date) else _PERCENT if isinstance(value, float) else "0"
                self._dress(cell, form, SHRUNK)
            if isinstance(value, str) and value:
                cell.data_type = "s"  # "=1+1" and "#N/A" are words here
        self.sheet.row_dimensions[self.row] = self._fitted(lines)

    def _dress(self, cell: Any, form: str, alignment: Alignment) -> None:
        """Style a cell of the body; alike ones share the style that the first of them got: a quarter of the time."""
        known = self._styles.get((form, alignment))
        if known is not None:
            cell._style = copy(known)
            return
        cell.number_format, cell.font, cell.alignment, cell.border = form, self.faces.body, alignment, GRID
        self._styles[form, alignment] = copy(cell._style)

    def tint(self, index: int, colour: str) -> None:
        """Colour a cell of the last row (RRGGBB)."""
        self.sheet.cell(self.row, index).fill = PatternFill("solid", fgColor=colour)

    def _fitted(self, lines: int) -> FittedRow:
        return FittedRow(self.sheet, index=self.row, ht=min(lines * _LINE_POINTS + _PADDING_POINTS, _HIGHEST_ROW))

    def _put_text(self, row: int, index: int, text: str, what: str, face: Font, alignment: Alignment) -> None:
        cell = self.sheet.cell(row, index)
        cell.value = fitting_text(text, what) or None
        cell.number_format = _TEXT
        if cell.value is not None:
            cell.data_type = "s"  # "=1+1" and "#N/A" are words here
        cell.font, cell.alignment = face, alignment

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) == (bottom, right):
            return
        self.sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        if top >= self.header.start:  # merging leaves the inner cells without their lines
            for row in self.sheet.iter_rows(top, bottom, left, right):
                for cell in row:
                    cell.border = GRID

    def arrange(self, paper: int, frozen: int) -> None:
        """Set page (8 is A3, 9 is A4, landscape), repeated header, margins, foot and the frozen columns."""
        sheet, last = self.sheet, get_column_letter(len(self.columns))
        sheet.page_setup.paperSize, sheet.page_setup.orientation = paper, "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = f"{self.header.start}:{self.header.stop - 1}"
        sheet.print_area = f"A1:{last}{self.row}"
        margins = sheet.page_margins
        margins.left = margins.right = 15 / INCH
        margins.top = margins.bottom = 18 / INCH
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第 &P 页，共 &N 页"))
        sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{self.header.stop}"
        sheet.sheet_view.showGridLines = False

    def content(self, title: str, issuer: str) -> bytes:
        """Return the workbook as the bytes of a file."""
        self.book.properties.title, self.book.properties.creator = title, issuer
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


def header_blocks(paths: Sequence[tuple[str, ...]], rows: range) -> Iterator[tuple[int, int, int, int, str]]:
    """Yield (top, left, bottom, right, text) of a header: equal beginnings stand once over their columns.

    A heading with nothing below it runs down to the last row.
    """
    for level, row in enumerate(rows):
        left = 0
        while left < len(paths):
            right = left + 1
            head = paths[left][: level + 1]
            if len(head) == level + 1:
                while right < len(paths) and paths[right][: level + 1] == head:
                    right += 1
                bottom = rows.stop - 1 if len(paths[left]) == level + 1 else row
                yield row, left + 1, bottom, right, head[-1]
            left = right
