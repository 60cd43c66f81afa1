"""Raw books cross a process border whole."""

import pickle

import pytest

from tracker.exchange.book.raw_book import NUMBER, TEXT, RawBook, RawCell, RawSheet

FULL = RawSheet(
    "任务清单",
    "hidden",
    {2: {1: RawCell(TEXT, "甲", "@"), 3: RawCell(NUMBER, "1", None, "1+0")}, 5: {2: RawCell(TEXT, "乙")}},
    ((1, 1, 2, 2),),
    frozenset({5}),
    frozenset({1}),
    ("单元格 A1 在文件里出现了两次",),
)


@pytest.mark.parametrize("sheet", [FULL, RawSheet("空")], ids=["full", "empty"])
def test_pickling_keeps_everything(sheet: RawSheet) -> None:
    book = RawBook("xlsx", (sheet,), True, {"ZC_code": "S!$A$1"}, ("文件带有宏",))
    assert pickle.loads(pickle.dumps(book)) == book


def test_what_is_not_there_is_none_or_empty() -> None:
    assert (FULL.cell(2, 2), FULL.cell(9, 9), FULL.text(9, 9), FULL.text(5, 2)) == (None, None, "", "乙")


@pytest.mark.parametrize(("container", "hides"), [("xlsx", False), ("xls", True), ("ods", True), ("xlsb", True)])
def test_only_xlsx_shows_error_cells(container: str, hides: bool) -> None:
    assert RawBook(container, ()).doubts_blanks is hides
