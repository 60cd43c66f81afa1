"""Workbooks of lists written for the tests, and what is read of them."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl

from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.list_header import ColumnWish
from tracker.exchange.lists.read_lists import read_lists
from tracker.exchange.read.open_book import read_raw
from tracker.model.task_lists import ListTable

NAMES = OfficeNames(
    {
        name: proper
        for proper, others in {
            "市经信局": ("市经济和信息化局",),
            "市科技局": (),
            "市财政局": (),
            "市教育局": (),
            "市人社局": ("市人力社保局",),
            "市大数据局": (),
            "市司法局": (),
            "市发改委": (),
            "市市场监管局": (),
            "各区（县、市）": ("各区（县、市）政府",),
        }.items()
        for name in (proper, *others)
    }
)
TODAY = date(2026, 3, 10)
Sheet = tuple[str, Sequence[Sequence[Any]], Sequence[str]]


def workbook(*sheets: Sheet) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows, merges in sheets:
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column, value)
        for area in merges:
            sheet.merge_cells(area)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read(*sheets: Sheet, wish: ColumnWish | None = None) -> list[ListTable]:
    return read_lists(read_raw(workbook(*sheets)), NAMES, TODAY, wish=wish)


def only(rows: Sequence[Sequence[Any]], *merges: str) -> ListTable:
    (table,) = read(("清单", rows, merges))
    return table


def fields(table: ListTable) -> dict[str, str | None]:
    return {column.column: column.field for column in table.columns}


def skipped(table: ListTable) -> dict[int, str]:
    return {row.row: row.why for row in table.skipped}
