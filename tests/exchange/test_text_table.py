"""Tables that are plain text: which signs and encodings are read, and what is left to others."""

from dataclasses import replace

import pytest

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.read import text_table
from tracker.exchange.read.text_table import read_text_table

LINES = [["序号", "任务"], ["1", "新增学位，\n分两年"], [], ["2", "推进技改"]]


def texts(book: RawBook | None) -> list[list[str]]:
    assert book is not None
    (sheet,) = book.sheets
    return [[cell.text for _, cell in sorted(sheet.rows[row].items())] for row in sorted(sheet.rows)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_encodings_and_signs(encoding: str, sign: str) -> None:
    data = "\r\n".join(sign.join(f'"{cell}"' if "\n" in cell else cell for cell in line) for line in LINES)
    book = read_text_table(data.encode(encoding))
    assert texts(book) == [line for line in LINES if line]
    assert book is not None
    assert sorted(book.sheets[0].rows) == [1, 2, 4]  # the empty line keeps its place


@pytest.mark.parametrize(
    "data",
    [
        "推进技改\n新增学位\n".encode(),  # no table
        b"PK\x03\x04" + bytes(60),
        b"%PDF-1.7\n1,2\n",
        b"<html><table><tr><td>1,2</td></tr></table></html>",
        bytes(range(256)),
        "甲,乙".encode("utf-16") + b"\x00",
        b"",
    ],
)
def test_what_is_no_table_of_text(data: bytes) -> None:
    assert read_text_table(data) is None


@pytest.mark.parametrize("tail", ['3,"没有合上\n4,还有一项\n', '3,"没有合上'])
def test_open_quotes_swallow_no_rows(tail: str) -> None:
    with pytest.raises(WorkbookError, match="引号没有成对"):
        read_text_table(f"序号,任务\n1,推进技改\n{tail}".encode())


def test_quotes_that_are_closed_may_hold_anything() -> None:
    book = read_text_table('序号,任务\n1,"推进""技改"",\n分两年"\n2,他说"好"'.encode())
    assert texts(book) == [["序号", "任务"], ["1", '推进"技改",\n分两年'], ["2", '他说"好"']]


def test_a_table_of_any_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_table, "LIMITS", replace(text_table.LIMITS, rows=3))
    with pytest.raises(WorkbookError, match="超过 3 行"):
        read_text_table(b"a,b\n" * 4)
