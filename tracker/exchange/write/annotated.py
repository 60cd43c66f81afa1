"""Write the workbook that goes back to an office: its own words, with what is wrong marked and explained."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exchange.book.address import a1, column_letters
from tracker.exchange.book.raw_book import TEXT, RawCell
from tracker.exchange.book.text import shorten
from tracker.exchange.cells.cells import read_cell
from tracker.exchange.cells.columns import (
    FEEDBACK_HEADER,
    FEEDBACK_LIST,
    FIRST_DATA_ROW,
    HEADER_ROW,
    SHEETS,
    Column,
    SheetLayout,
)
from tracker.exchange.cells.numbers import decimal_of
from tracker.exchange.cells.parsed_cell import CellContext
from tracker.exchange.read.xlsx_comments import OUR_AUTHOR, OURS_BEGIN
from tracker.exchange.write import styles
from tracker.exchange.write.content import ContentRow, WorkbookContent
from tracker.exchange.write.feedback_notes import Answer, Level, Remark, remarks_of, unknown_rows
from tracker.exchange.write.sheet import put_text, put_value
from tracker.exchange.write.workbook import build_workbook, save_workbook
from tracker.model.cell_text import CELL_LIMIT
from tracker.model.changeset import ChangeSet, FieldChange, Value
from tracker.model.enums import Outcome

_FILLS = {
    Level.PROBLEM: PatternFill("solid", fgColor="F8C9C4"),
    Level.CONFLICT: PatternFill("solid", fgColor="C5D9F7"),
    Level.DECISION: PatternFill("solid", fgColor="FBDFB1"),
    Level.ANSWER: PatternFill("solid", fgColor="CFE8D5"),
}
_FEEDBACK_WIDTH, _LONGEST = 46, 2_000
_LIST_HEADERS = (("行", 8), ("列", 16), ("原值", 36), ("问题", 54), ("建议", 34), ("系统现值", 36))
_Row: TypeAlias = tuple[str, str]  # kind and key; an unknown row has its place in the file for a key


def write_annotated(path: Path, content: WorkbookContent, preview: ChangeSet, answers: Sequence[Answer] = ()) -> str:
    """Write the office's workbook back to it with everything that must be settled; returns the SHA-256 (hex).

    `content` is a new export: new code, our values of now (its `sent_workbook` is the snapshot to keep). `preview`
    is the comparison of the returned file, without what is answered. Cells hold what the office wrote, rows stand in
    its order.
    """
    arranged = _arranged(content, preview)
    book = build_workbook(arranged)
    row_numbers = _row_numbers(arranged, preview)
    remarks = remarks_of(preview, answers)
    for layout in arranged.sheets:
        sheet: Worksheet = book[layout.name]
        _put_their_words(sheet, layout, preview, row_numbers)
        _put_feedback(sheet, layout, [r for r in remarks if r.kind == layout.kind], row_numbers)
    _add_list(book, remarks, row_numbers)
    return save_workbook(path, book)


def _arranged(content: WorkbookContent, preview: ChangeSet) -> WorkbookContent:
    """Return the content in the row order of the file, with the unknown rows at the end."""
    order = {row: index for index, row in enumerate(preview.rows)}
    added: dict[str, list[ContentRow]] = defaultdict(list)
    for change in unknown_rows(preview):
        added[change.kind].append(ContentRow("", change.row, token=""))

    def ordered(kind: str, rows: Sequence[ContentRow]) -> tuple[ContentRow, ...]:
        known = sorted(rows, key=lambda row: order.get((kind, row.key), len(order)))
        return (*known, *added[kind])

    return replace(
        content,
        tasks=ordered("task", content.tasks),
        helps=ordered("help", content.helps),
        people=None if content.people is None else ordered("person", content.people),
        indicators=ordered("indicator", content.indicators),
    )


def _row_numbers(arranged: WorkbookContent, preview: ChangeSet) -> dict[_Row, int]:
    """Return the row number of every row in the new workbook."""
    row_numbers: dict[_Row, int] = {}
    for layout in SHEETS:
        unknown = (change.identity[1] for change in unknown_rows(preview) if change.kind == layout.kind)
        for number, row in enumerate(arranged.rows_of(layout), start=FIRST_DATA_ROW):
            if key := row.key or next(unknown, ""):  # the rows left empty for more have none
                row_numbers[layout.kind, key] = number
    return row_numbers


def _put_their_words(
    sheet: Worksheet, layout: SheetLayout, preview: ChangeSet, row_numbers: Mapping[_Row, int]
) -> None:
    for change in preview.changes:
        number = row_numbers.get((change.kind, change.key))
        if change.kind == layout.kind and change.field and number:
            _put_change(sheet, number, layout, change)
            _put_beside(sheet, number, layout, change)
    for problem in preview.problems:
        number = row_numbers.get((problem.kind, problem.key))
        column = layout.by_field.get(problem.field) if problem.kind == layout.kind else None
        if number and column and column.editable and _is_still_a_problem(column, problem.raw):
            _put_words(sheet, number, layout, column, problem.raw)


def _is_still_a_problem(column: Column, raw: str) -> bool:
    """Tell whether unreadable words stay so as text; an error value must not come back as somebody's words."""
    return bool(raw) and not read_cell(column.kind, RawCell(TEXT, raw, "@"), CellContext()).provided


def _put_change(sheet: Worksheet, row: int, layout: SheetLayout, change: FieldChange) -> None:
    column = layout.by_field[change.field]
    if change.raw and decimal_of(change.raw) is None:
        _put_words(sheet, row, layout, column, change.raw)
        return
    emptied = change.outcome is Outcome.CLEARED or not change.raw
    put_value(sheet, row, _column_number(layout, column), column, None if emptied else change.theirs, change.task)


def _put_beside(sheet: Worksheet, row: int, layout: SheetLayout, change: FieldChange) -> None:
    """Keep what the office wrote beside an entry that is still open: it need not be written again."""
    for column in layout.beside if change.needs_decision else ():
        of_another = column.field == "extension_reason" and change.field != "due_text"
        if not of_another and (words := str(change.row.get(column.field) or "")):
            _put_words(sheet, row, layout, column, words)


def _put_words(sheet: Worksheet, row: int, layout: SheetLayout, column: Column, words: str) -> None:
    put_text(sheet, row, _column_number(layout, column), words[:CELL_LIMIT], column.header)


def _column_number(layout: SheetLayout, column: Column) -> int:
    return layout.columns.index(column) + 1


def _put_feedback(
    sheet: Worksheet, layout: SheetLayout, remarks: Sequence[Remark], row_numbers: Mapping[_Row, int]
) -> None:
    """Colour the cells, comment on them, and say it all again in the last column."""
    last = len(layout.columns) + 1
    _add_feedback_column(sheet, last)
    by_row: dict[int, list[str]] = defaultdict(list)
    for remark in remarks:
        row = row_numbers.get((remark.kind, remark.key))
        if row is None:
            continue
        column = layout.by_field[remark.field or layout.title]
        _mark(_cell(sheet, row, _column_number(layout, column)), remark)
        by_row[row].append(remark.sentence)
    for row, sentences in by_row.items():
        cell = put_text(sheet, row, last, shorten("；".join(sentences), _LONGEST), FEEDBACK_HEADER)
        cell.font, cell.alignment, cell.border = styles.EDITABLE_FONT, styles.WRAPPED, styles.GRID


def _add_feedback_column(sheet: Worksheet, column: int) -> None:
    cell = put_text(sheet, HEADER_ROW, column, FEEDBACK_HEADER, FEEDBACK_HEADER)
    cell.font, cell.fill = styles.HEADER_FONT, styles.READ_ONLY_HEADER_FILL
    cell.alignment, cell.border = styles.HEADER_ALIGNMENT, styles.GRID
    sheet.column_dimensions[column_letters(column)].width = _FEEDBACK_WIDTH


def _mark(cell: Cell, remark: Remark) -> None:
    """Colour a cell and comment on it; the first remark gives the colour, the graver ones come first."""
    before = f"{cell.comment.text}\n" if cell.comment else ""
    if not before:
        cell.fill = _FILLS[remark.level]
    ours = f"\n台账现值：{remark.ours}" if remark.ours else ""
    comment = Comment(f"{OURS_BEGIN}{before}{remark.sentence}{ours}"[:_LONGEST], OUR_AUTHOR)
    comment.width, comment.height = 320, 120
    cell.comment = comment


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing in our sheets is merged
    return cell


def _add_list(book: Workbook, remarks: Sequence[Remark], row_numbers: Mapping[_Row, int]) -> None:
    sheet: Worksheet = book.create_sheet(FEEDBACK_LIST, len(book.worksheets) - 1)
    for column, (header, width) in enumerate(_LIST_HEADERS, start=1):
        cell = put_text(sheet, 1, column, header, FEEDBACK_LIST)
        cell.font, cell.fill, cell.alignment = styles.HEADER_FONT, styles.HEADER_FILL, styles.HEADER_ALIGNMENT
        sheet.column_dimensions[column_letters(column)].width = width
    for number, remark in enumerate(remarks, start=2):
        _list_remark(sheet, number, remark, row_numbers.get((remark.kind, remark.key)))
    sheet.freeze_panes = "A2"


def _list_remark(sheet: Worksheet, number: int, remark: Remark, row: int | None) -> None:
    values: tuple[Value, ...] = (row, remark.header, remark.theirs, remark.sentence, remark.advice, remark.ours)
    for column, value in enumerate(values, start=1):
        if isinstance(value, int):
            cell = _cell(sheet, number, column)
            cell.value = value
        else:
            cell = put_text(sheet, number, column, str(value or "")[:CELL_LIMIT], FEEDBACK_LIST)
        cell.font, cell.border, cell.alignment = (
            styles.EDITABLE_FONT,
            styles.GRID,
            styles.WRAPPED,
        )
    if row is not None:
        layout = next(layout for layout in SHEETS if layout.kind == remark.kind)
        target = a1(row, _column_number(layout, layout.by_field[remark.field or layout.title]))
        for column in (1, 2):
            link = _cell(sheet, number, column)
            link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{layout.name}'!{target}")
            link.font = styles.LINK_FONT
