"""Rows of a worksheet part, whatever stands in them and wherever a piece of the file ends."""

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import BOOLEAN, ERROR, NUMBER, TEXT, RawCell, RawSheet
from tracker.exchange.read.xlsx_formats import CellStyles
from tracker.exchange.read.xlsx_sheet import read_sheet
from tracker.exchange.read.xlsx_strings import SharedStrings

STRINGS = ["甲", "", "乙"]
FORMATS = ["", "0%"]
START, END = "<worksheet><sheetData>", "</sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells></worksheet>"

PLAIN = {
    '<c r="A1" s="1"><v>0.4</v></c>': {1: RawCell(NUMBER, "0.4", "0%")},
    '<c r="A1" t="s"><v>2</v></c>': {1: RawCell(TEXT, "乙")},
    '<c r="A1" t="s"><v>1</v></c>': {},
    '<c r="B1" t="inlineStr"><is><t xml:space="preserve"> 甲\n乙 </t></is></c>': {2: RawCell(TEXT, " 甲\n乙 ")},
    '<c r="A1" t="str"><f>A2&amp;"&lt;"</f><v>a_x000D_b</v></c>': {1: RawCell(TEXT, "a\rb", "", 'A2&"<"')},
    '<c r="A1"><f aca="false">1+1</f><v/></c>': {1: RawCell(NUMBER, "", "", "1+1")},
    '<c r="A1" t="b"><v>1</v></c><c r="B1" s="1"/>': {1: RawCell(BOOLEAN, "1")},
    '<c r="A1" t="e"><v>#N/A</v></c>': {1: RawCell(ERROR, "#N/A")},
    '<c r="A1" s="1" t="n" /><c r="C1" s="1"/><c r="D1" t="s"><v>0</v></c>': {4: RawCell(TEXT, "甲")},
    '<c r="A1" t="odd"><v>1</v></c>': {1: RawCell(NUMBER, "1")},
    "": {},
}
WITH_CONTENT = RawCell(NUMBER, "1")
MISSING = RawCell(ERROR, "#文字缺失")
#: Cells by row and column of what no spreadsheet program writes that way.
ODD = {
    '<c r="A2"><v>1</v></c>': {2: {1: WITH_CONTENT}},
    '<c r="B2"><v>1</v></c><c r="C1"><v>1</v></c>': {2: {2: WITH_CONTENT}, 1: {3: WITH_CONTENT}},
    '<c r="A1"><v>2</v></c><c r="A1"><v>1</v></c>': {1: {1: WITH_CONTENT}},
    '<c r="B1"/><c/><c><v>1</v></c>': {1: {4: WITH_CONTENT}},
    '<c r="b01"><v>1</v></c>': {1: {2: WITH_CONTENT}},
    '<c r="A1" t="s"><v>3</v></c>': {1: {1: MISSING}},
    '<c r="A1" t="s"><v>-1</v></c>': {1: {1: MISSING}},
    '<c r="A1" t="s"><v>0000000001</v></c>': {},
    '<c r="A1" t="inlineStr"><v>1</v><is><t/></is></c>': {},
    '<c r="A1"><v>&#49;</v></c>': {1: {1: WITH_CONTENT}},
    '<c r="A1"><v><![CDATA[1]]></v></c>': {1: {1: WITH_CONTENT}},
    '<c r="A1" cm="1"><v>1</v></c>': {1: {1: WITH_CONTENT}},
    '<c r="A1"><f t="shared" si="0"/><v>3</v></c>': {1: {1: RawCell(NUMBER, "3", "", "")}},
    '<c r="A1" t="inlineStr"><is><r><t>甲</t></r></is></c>': {1: {1: RawCell(TEXT, "甲")}},
    '<c r="A1"><!-- <c r="B1"><v>2</v></c> --><v>1</v></c>': {1: {1: WITH_CONTENT}},
    "<c><v>1</v></c>": {1: {1: WITH_CONTENT}},
    "text": {},
}


def read(data: bytes | Iterable[bytes]) -> RawSheet:
    return read_sheet("sheet1.xml", data, "S", "visible", SharedStrings(STRINGS, {}), CellStyles(FORMATS))


def pieces(data: bytes, size: int) -> Iterable[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def prefixed(data: str) -> str:
    """Return the part with every tag under a prefix, as some programs write it."""
    return re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", data)


@pytest.mark.parametrize(("cells", "expected"), PLAIN.items(), ids=PLAIN)
def test_a_plain_row(cells: str, expected: dict[int, RawCell]) -> None:
    data = f'{START}<row r="1" spans="1:16" x14ac:dyDescent="0.2">{cells}</row>{END}'
    assert read(data.encode()).rows.get(1, {}) == expected
    assert read(prefixed(data).encode()).rows.get(1, {}) == expected


@pytest.mark.parametrize(("cells", "expected"), ODD.items(), ids=ODD)
def test_an_odd_row(cells: str, expected: dict[int, dict[int, RawCell]]) -> None:
    data = f'{START}<row r="1">{cells}</row>{END}'
    assert read(data.encode()).rows == expected
    assert "--" in cells or read(prefixed(data).encode()).rows == expected


@pytest.mark.parametrize(
    ("tag", "number", "hidden"),
    [
        ('<row r="7" hidden="1">', 7, True),
        ('<row r="7" ht="54.5" customHeight="1" >', 7, False),
        ('<row r="5" hidden="1"/><row r="6" /><row r="7">', 7, False),
        ("<row>", 1, False),
        ('<row spans="1:2" r="7">', 7, False),
        ('<!-- --><row r="7">', 7, False),
    ],
)
def test_the_tag_of_a_row(tag: str, number: int, hidden: bool) -> None:
    sheet = read(f'{START}{tag}<c r="A{number}"><v>1</v></c></row>{END}'.encode())
    assert sheet.rows.keys() == {number}
    assert sheet.hidden_rows == ({number} if hidden else set())


CELLS = st.lists(
    st.sampled_from([*PLAIN, *ODD, '<c r="B1" t="str"><v>丙&gt;丁</v></c>', '<c r="C1" t="s"><v>0</v></c>'])
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(['r="1"', 'r="2" hidden="1"', 'r="30"', "", 'hidden="true"', 'r="4" r="4"']),
        CELLS.map("".join),
        st.sampled_from(["", "<!-- <row r='9'/></row> -->", '<row r="11"/>', "\n", "<![CDATA[</row>]]>"]),
    )
)


def rows_of(rows: list[tuple[str, str, str]]) -> bytes:
    body = "".join(f"<row {attributes}>{cells}</row>{after}" for attributes, cells, after in rows)
    return f"{START}{body.replace('text', '')}{END}".encode()


@given(ROWS, st.integers(1, 400))
def test_any_rows_in_any_pieces_are_read_alike(rows: list[tuple[str, str, str]], size: int) -> None:
    data = rows_of(rows)
    try:
        whole = read(data)
    except WorkbookError:
        with pytest.raises(WorkbookError):
            read(pieces(data, size))
        return
    assert read(pieces(data, size)) == whole
    assert whole.merges == ((1, 1, 2, 2),)


REFUSED = {
    "unfinished": (f'{START}<row r="1"><c r="A1"><v>1</v></c></row>', "XML 有误"),
    "crossed": (f'{START}<row r="1"><c r="A1"><v>1</v></row>{END}', "XML 有误"),
    "control": (f'{START}<row r="1"><c r="A1"><v>1\x01</v></c></row>{END}', "XML 有误"),
    "ampersand": (f'{START}<row r="1"><c r="A1"><v>a & b</v></c></row>{END}', "XML 有误"),
    "entity": (f'{START}<row r="1"><c r="A1"><v>&other;</v></c></row>{END}', "XML 有误"),
    "doubled attribute": (f'{START}<row r="4" r="4"></row>{END}', "XML 有误"),
    "dtd": (f'<!DOCTYPE worksheet>{START}<row r="1"><c r="A1"><v>1</v></c></row>{END}', "DTD"),
    "long": (f'{START}<row r="1"><c r="A1" t="str"><v>{"x" * 1_000_001}</v></c></row>{END}', "超过 1000000 字"),
    "row 0": (f'{START}<row r="0"><c r="A0"><v>1</v></c></row>{END}', "行号 0 超出"),
    "no column": (f'{START}<row r="1"><c r="ZZZ1"><v>1</v></c></row>{END}', "第 200 列以外"),
    "column beyond the sheet": (f'{START}<row r="1"><c r="XFE1"><v>1</v></c></row>{END}', "第 200 列以外"),
    "far column": (f'{START}<row r="1"><c r="GT1"><v>1</v></c></row>{END}', "第 200 列以外"),
    "far without address": (f'{START}<row r="1">{"<c/>" * 200}<c><v>1</v></c></row>{END}', "第 200 列以外"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(data: str, words: str) -> None:
    for part in (data.encode(), pieces(data.encode(), 1_000)):
        with pytest.raises(WorkbookError, match=words):
            read(part)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [('<?xml version="1.0" encoding="ISO-8859-1"?>', "latin-1"), ("", "utf-16"), ("", "utf-8-sig")],
)
def test_every_encoding_reads_alike(head: str, encoding: str) -> None:
    data = f'{head}{START}<row r="1"><c r="A1" t="str"><v>é</v></c></row>{END}'.encode(encoding)
    assert read(data).cell(1, 1) == RawCell(TEXT, "é")


def test_rows_in_a_comment_are_none() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    data = f"<worksheet><!-- <sheetData>{row} --><sheetData>{row.replace('1', '2')}</sheetData></worksheet>".encode()
    assert set(read(data).rows) == {2}


def test_a_row_without_number_follows_the_plain_one_before() -> None:
    plain = '<row r="7"><c r="A7"><v>1</v></c></row>'
    assert set(read(f"{START}{plain}<row><c><v>2</v></c></row>{END}".encode()).rows) == {7, 8}


CELL = "<c r='B5000'><v>9</v></c>"
EMPTY_ROWS = {
    "formatted cells": '<row r="{0}" ht="20"><c r="A{0}" s="1"/><c r="B{0}" s="1" t="n" /></row>',
    "formatted rows": '<row r="{0}" s="1" customFormat="1"/>',
    "nothing at all": '<row r="{0}"></row>',
    "hidden rows": '<row r="{0}" hidden="1" />',
}


@pytest.mark.parametrize("row", EMPTY_ROWS.values(), ids=EMPTY_ROWS)
def test_rows_that_hold_nothing_leave_no_trace(row: str) -> None:
    empty = "".join(row.format(number) for number in range(3, 3_000))
    rows = (
        f'<row r="2"><c r="A2"><v>7</v></c></row>{empty}<row><c><v>8</v></c></row><row r="5000" hidden="1">{CELL}</row>'
    )
    data = f"{START}{rows}{END}".encode()
    sheet = read([data[:70_000], data[70_000:]])
    cells = {2: {1: "7"}, 3_000: {1: "8"}, 5_000: {2: "9"}}
    assert {row: {column: cell.text for column, cell in line.items()} for row, line in sheet.rows.items()} == cells
    assert (sheet.hidden_rows, sheet.merges) == ({5_000}, ((1, 1, 2, 2),))


def test_what_only_looks_like_empty_rows_is_text() -> None:
    inside = '<![CDATA[<row r="2"/><row r="3"/>]]>'
    data = f'{START}<row r="1"><c t="str"><v>{inside}</v></c></row><row r="2"/><row r="4"/>{END}'.encode()
    assert read(data).rows[1][1].text == inside[9:-3]
