"""What a file tells by itself: only rows that need a look, and only where nothing else has to be asked."""

import pickle
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.cells.row_tokens import make_token
from tracker.exchange.compare.changed_rows import ChangedRows, compare_with_own_snapshot, find_changed_rows
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.read.reader_pool import BookReader, load_file

Make = Callable[..., Any]


def looked_at(found: ChangedRows) -> list[str]:
    return [match.sent.key if match.sent else "" for match in found.matches]


def alone(book: RawBook, secret: bytes) -> ChangedRows:
    found = compare_with_own_snapshot(book, secret)
    assert found is not None
    return found


def edit_nothing(_book: openpyxl.Workbook) -> None:
    """Send it back as it is."""


def edit_one(book: openpyxl.Workbook) -> None:
    book["任务清单"]["H6"] = "李四"


def copy_a_row(book: openpyxl.Workbook) -> None:
    sheet = book["任务清单"]
    sheet.append([cell.value for cell in sheet[5]])
    sheet["N9"].number_format = "0%"


def add_a_row(book: openpyxl.Workbook) -> None:
    book["任务清单"].append(["", "", "新开一项任务"])


def break_a_token(book: openpyxl.Workbook) -> None:
    book["任务清单"]["A7"] = "Tuid-3~EXP7F3A~AAAAAAAA"


def empty_a_cell(book: openpyxl.Workbook) -> None:
    book["任务清单"]["H5"] = None


@pytest.mark.parametrize(
    ("edit", "keys"),
    [
        (edit_nothing, []),
        (edit_one, ["uid-2"]),
        (copy_a_row, ["uid-1", "uid-1"]),
        (add_a_row, [""]),
        (break_a_token, ["uid-3"]),
        (empty_a_cell, ["uid-1"]),
    ],
)
def test_only_rows_that_need_a_look_are_named(returned: Make, secret: bytes, edit: Make, keys: list[str]) -> None:
    found = alone(returned(edit), secret)
    assert looked_at(found) == keys
    assert [key for _, key in found.rows] == ["uid-1", "uid-2", "uid-3", "uid-4", "I01"]
    assert (found.office, found.export, found.assumed) == ("市经信局", "EXP7F3A", False)
    assert found.rows_read == 5 + (edit in (copy_a_row, add_a_row))


def test_rows_and_sheets_that_did_not_come_back_are_told(returned: Make, secret: bytes) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["任务清单"].delete_rows(6)
        book.remove(book["指标填报"])

    found = alone(returned(edit), secret)
    assert [one.key for one in found.missing] == ["uid-2"]
    assert "没有「指标填报」表" in found.of_base[0].message


def without_meta(book: openpyxl.Workbook) -> None:
    book.remove(book["_meta"])


def two_metas(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["_meta"])


def meta_changed(book: openpyxl.Workbook) -> None:
    sheet = book["_meta"]
    sheet["A9"] = str(sheet["A9"].value)[:-4] + "AAAA"


def facts_changed(book: openpyxl.Workbook) -> None:
    book["_meta"]["A5"] = "2025-03-02"


def no_tokens(book: openpyxl.Workbook) -> None:
    for row in range(5, 9):
        book["任务清单"].cell(row, 1).value = None
    book["指标填报"]["A5"] = None


def no_table(book: openpyxl.Workbook) -> None:
    book.create_sheet("空表")
    book.remove(book["任务清单"])
    book.remove(book["指标填报"])


@pytest.mark.parametrize("edit", [without_meta, two_metas, meta_changed, facts_changed, no_tokens, no_table])
def test_a_file_that_does_not_tell_it_all_is_left_to_the_ledger(returned: Make, secret: bytes, edit: Make) -> None:
    assert compare_with_own_snapshot(returned(edit), secret) is None


def test_a_row_of_another_export_is_left_to_the_ledger(returned: Make, secret: bytes) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["任务清单"]["A6"] = make_token("uid-2", "EXPOTHER", secret)

    assert compare_with_own_snapshot(returned(edit), secret) is None


def test_another_installation_s_file_is_left_to_the_ledger(returned: Make) -> None:
    assert compare_with_own_snapshot(returned(edit_one), b"another key") is None


def test_rows_gone_from_the_ledger_need_a_look(exchange: Any, returned: Make, secret: bytes) -> None:
    book = returned(edit_one)
    known = {key for key in exchange.current if key[1] != "uid-4"}
    found = find_changed_rows(
        book, file_name="", sent={"EXP7F3A": exchange.sent}, latest=(), secret=secret, known=known
    )
    assert looked_at(found) == ["uid-2", "uid-4"]


def test_a_file_of_unknown_exports_is_refused(returned: Make, secret: bytes) -> None:
    with pytest.raises(WorkbookError, match=r"「甲\.xlsx」里没有一行"):
        find_changed_rows(returned(no_tokens_no_meta), file_name="甲.xlsx", sent={}, latest=(), secret=secret)


def no_tokens_no_meta(book: openpyxl.Workbook) -> None:
    no_tokens(book)
    without_meta(book)


def test_changed_rows_cross_the_process_border_small(returned: Make, secret: bytes) -> None:
    book = returned(edit_one)
    found = alone(book, secret)
    back = pickle.loads(pickle.dumps(found))
    assert looked_at(back) == looked_at(found)
    (match,) = back.matches
    assert (match.row.cells, match.row.table.sheet.rows) == (found.matches[0].row.cells, {})
    assert match.row.table.layout is found.matches[0].row.table.layout
    assert len(pickle.dumps(found)) < len(pickle.dumps(book))


def test_the_reading_process_compares_where_it_may(exported: Any, secret: bytes) -> None:
    file = load_file(exported)
    with BookReader() as reader:
        changed, whole = reader.read_or_compare(file, secret), reader.read_or_compare(file, b"another key")
    assert isinstance(changed, ChangedRows)
    assert looked_at(changed) == []
    assert whole == read_raw(file.data)
