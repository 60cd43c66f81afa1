"""Runs inside LibreOffice's own Python: opens an export again and again, edits it as people do, saves each result.

Usage: python3 office_session.py PIPE SOURCE.xlsx FOLDER
"""

import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import CellAddress, TableSortField

FILTERS = {"xls": "MS Excel 97", "ods": "calc8", "xlsx": "Calc MS Excel 2007 XML"}  # what is there last is whole
HEADER, FIRST, LAST, COLUMNS = 3, 4, 63, 23  # rows and columns counted from 0, 60 tasks
OWNER, NOTE, TITLE = 7, 15, 2


def option(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


def connect(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not answer")


def tasks(document):
    return document.Sheets.getByName("汇总" if document.Sheets.hasByName("汇总") else "任务清单")


def nothing(document):
    return document


def insert_column_and_rename_headers(document):
    sheet = tasks(document)
    sheet.Columns.insertByIndex(3, 1)
    sheet.getCellByPosition(3, HEADER).String = "处室意见"
    sheet.getCellByPosition(3, FIRST).String = "已阅"
    for place, text in ((2, "事项全称"), (8, "经手的同志"), (14, "到哪一步了"), (16, "本月做了什么")):
        sheet.getCellByPosition(place, HEADER).String = text
    sheet.Rows.insertByIndex(HEADER, 2)
    return document


def cut_and_paste_a_column(document):
    sheet = tasks(document)
    source = sheet.getCellRangeByPosition(NOTE, HEADER, NOTE, LAST).RangeAddress
    target = CellAddress()
    target.Sheet, target.Column, target.Row = source.Sheet, COLUMNS + 2, HEADER
    sheet.moveRange(target, source)
    return document


def sort_rows(document):
    field = TableSortField()
    field.Field, field.IsAscending = TITLE, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    rows = tasks(document).getCellRangeByPosition(0, FIRST, COLUMNS - 1, LAST)
    uno.invoke(rows, "sort", ((option("SortFields", fields), option("ContainsHeader", False)),))
    return document


def duplicate_a_row(document):
    sheet = tasks(document)
    source = sheet.getCellRangeByPosition(0, FIRST + 5, COLUMNS - 1, FIRST + 5).RangeAddress
    target = CellAddress()
    target.Sheet, target.Column, target.Row = source.Sheet, 0, LAST + 1
    sheet.copyRange(target, source)
    return document


def duplicate_a_row_and_edit_the_copy(document):
    duplicate_a_row(document)
    tasks(document).getCellByPosition(NOTE, LAST + 1).String = "复制行里另写的进展"
    return document


def copy_to_a_new_workbook(document):
    desktop = copy_to_a_new_workbook.desktop
    fresh = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (option("Hidden", True),))
    sheets = fresh.getSheets()  # asked for once: now and then LibreOffice knows no property of a fresh document
    sheets.importSheet(document, "任务清单", 0)
    for name in sheets.getElementNames()[1:]:
        sheets.removeByName(name)
    sheets.getByIndex(0).Name = "汇总"
    document.close(True)
    return fresh


def delete_the_token_column(document):
    tasks(document).Columns.removeByIndex(0, 1)
    return document


def delete_token_and_number(document):
    tasks(document).Columns.removeByIndex(0, 2)
    return document


def together(*edits):
    """Return several edits done one after the other, under the names of all of them."""

    def edit(document):
        for one in edits:
            document = one(document)
        return document

    edit.__name__ = "_then_".join(one.__name__ for one in edits)
    return edit


COMBINED = (
    together(sort_rows, delete_token_and_number),
    together(sort_rows, duplicate_a_row, copy_to_a_new_workbook),
    together(sort_rows, cut_and_paste_a_column),
    together(insert_column_and_rename_headers, copy_to_a_new_workbook),
    together(sort_rows, copy_to_a_new_workbook, delete_the_token_column),
    together(sort_rows, copy_to_a_new_workbook, delete_token_and_number),
    together(cut_and_paste_a_column, delete_the_token_column),
)
EDITS = (
    nothing,
    insert_column_and_rename_headers,
    cut_and_paste_a_column,
    sort_rows,
    duplicate_a_row,
    duplicate_a_row_and_edit_the_copy,
    copy_to_a_new_workbook,
    delete_the_token_column,
    delete_token_and_number,
    *COMBINED,
)


def main(pipe, source, folder):
    desktop = copy_to_a_new_workbook.desktop = connect(pipe)
    for edit in EDITS:
        if Path(folder, f"{edit.__name__}.{list(FILTERS)[-1]}").exists():  # by a LibreOffice that died later
            continue
        document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (option("Hidden", True),))
        tasks(document).getCellByPosition(OWNER, FIRST + 5).String = "赵六"
        document = edit(document)
        draft = Path(f"{source}.draft")
        for kind, filter_name in FILTERS.items():
            document.storeToURL(draft.as_uri(), (option("FilterName", filter_name),))
            draft.replace(Path(folder, f"{edit.__name__}.{kind}"))
        document.close(True)
    try:
        desktop.terminate()
    except Exception:  # noqa: BLE001 - the bridge breaks when the program ends, that is what was asked for
        return


if __name__ == "__main__":
    main(*sys.argv[1:])
