"""Values of calamine as raw cells, and old formats that cannot be read."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import BOOLEAN, DATE, NUMBER, TEXT, RawCell
from tracker.exchange.read.calamine_book import raw_cell, read_foreign

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("文字", RawCell(TEXT, "文字", None)),
        (True, RawCell(BOOLEAN, "1", None)),
        (50.0, RawCell(NUMBER, "50.0", None)),
        (0.5, RawCell(NUMBER, "0.5", None)),
        (date(2025, 12, 31), RawCell(DATE, "2025-12-31", None)),
        (datetime(2025, 12, 31, 18), RawCell(DATE, "2025-12-31T18:00:00", None)),  # noqa: DTZ001 (files know no zone)
        (time(18), RawCell(DATE, "18:00:00", None)),
        (timedelta(hours=30), RawCell(DATE, "1 day, 6:00:00", None)),
    ],
)
def test_values(value: Any, expected: RawCell) -> None:
    assert raw_cell(value) == expected


def test_a_number_has_its_format_where_that_is_known() -> None:
    assert raw_cell(0.5, "") == RawCell(NUMBER, "0.5", "")


def test_a_workbook_by_calamine_keeps_its_places(xlsx: Make) -> None:
    rows = '<row r="3"><c r="C3" t="s"><v>0</v></c><c r="D3" s="1"><v>0.5</v></c></row>'
    book = read_foreign(xlsx(rows), "xls")
    assert book.doubts_blanks
    assert book.sheets[0].rows == {3: {3: RawCell(TEXT, "ok", None), 4: RawCell(NUMBER, "0.5", None)}}


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), b"PK\x03\x04 nothing"])
def test_what_cannot_be_read_is_a_sentence(data: bytes) -> None:
    with pytest.raises(WorkbookError, match=r"\.xls"):
        read_foreign(data, "xls")


def test_a_huge_area_is_refused(xlsx: Make) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="60000"><c r="CV60000"><v>1</v></c></row>'
    with pytest.raises(WorkbookError, match="范围太大"):
        read_foreign(xlsx(rows), "xls")
