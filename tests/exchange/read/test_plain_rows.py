"""Rows read the short way: the same as through the XML parser, whatever stands in them and wherever a piece ends."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import BOOLEAN, ERROR, NUMBER, TEXT, RawCell
from tracker.exchange.read.plain_rows import read_row
from tracker.exchange.read.xlsx_sheet import SheetParser, read_sheet
from tracker.exchange.read.xml_parser import parse_part

STRINGS = ["甲", "", "乙"]
FORMATS = ["", "0%"]
CODES = {"0": "", "1": "0%"}
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
ODD = (
    '<c r="A2"><v>1</v></c>',
    '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
    '<c r="XFE1"><v>1</v></c>',
    '<c r="A1" t="s"><v>3</v></c>',
    '<c r="A1" t="s"><v>0000000001</v></c>',
    '<c r="A1" t="s"><v>-1</v></c>',
    '<c r="A1"><v>&#49;</v></c>',
    '<c r="A1"><v>a & b</v></c>',
    '<c r="A1" cm="1"><v>1</v></c>',
    '<c r="A1"><f t="shared" si="0"/><v>3</v></c>',
    '<c r="A1" t="inlineStr"><is><r><t>甲</t></r></is></c>',
    '<c r="A1"><!-- <c r="B1"><v>2</v></c> --><v>1</v></c>',
    "<c><v>1</v></c>",
    "text",
)


def through_xml(data: bytes) -> SheetParser:
    parser = SheetParser("S", STRINGS, FORMATS)
    parse_part("sheet1.xml", data, parser)
    return parser


def short(data: bytes | Iterable[bytes]) -> Any:
    return read_sheet("sheet1.xml", data, "S", "visible", STRINGS, FORMATS)


def pieces(data: bytes, size: int) -> Iterable[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


@pytest.mark.parametrize(("cells", "expected"), PLAIN.items(), ids=PLAIN)
def test_a_plain_row(cells: str, expected: dict[int, RawCell]) -> None:
    row = read_row(f'<row r="1" spans="1:16" x14ac:dyDescent="0.2">{cells}', STRINGS, CODES)
    assert row == (1, False, expected)
    assert through_xml(f'{START}<row r="1">{cells}</row>{END}'.encode()).rows.get(1, {}) == expected


@pytest.mark.parametrize("cells", ODD)
def test_an_odd_row_is_left_to_the_xml_parser(cells: str) -> None:
    assert read_row(f'<row r="1">{cells}', STRINGS, CODES) is None


@pytest.mark.parametrize(
    ("tag", "number", "hidden"),
    [
        ('<row r="7" hidden="1">', 7, True),
        ('<row r="7" ht="54.5" customHeight="1" >', 7, False),
        ('<row r="5" hidden="1"/><row r="6" /><row r="7">', 7, False),
        ('<row r="0">', None, None),
        ("<row>", None, None),
        ('<row spans="1:2" r="7">', None, None),
        ('<!-- --><row r="7">', None, None),
        ('</sheetData><row r="7">', None, None),
    ],
)
def test_the_tag_of_a_row(tag: str, number: int | None, hidden: bool | None) -> None:
    row = read_row(f'{tag}<c r="A7"><v>1</v></c>', STRINGS, CODES)
    assert (row and row.number, row and row.hidden) == (number, hidden)


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
def test_any_rows_in_any_pieces_are_what_the_xml_parser_says(rows: list[tuple[str, str, str]], size: int) -> None:
    data = rows_of(rows)
    try:
        slow = through_xml(data)
    except WorkbookError:
        return  # an odd row may be refused there; what is refused here is tested below
    quick = short(pieces(data, size))
    assert (quick.rows, quick.hidden_rows) == (slow.rows, slow.hidden_rows)
    assert quick.notes == tuple(slow.notes)
    assert quick.merges == ((1, 1, 2, 2),)


@pytest.mark.parametrize(
    "data",
    [
        f'{START}<row r="1"><c r="A1"><v>1</v></c></row>',
        f'{START}<row r="1"><c r="A1"><v>1</v></row>{END}',
        f'{START}<row r="1"><c r="A1"><v>1\x01</v></c></row>{END}',
        f'{START}<row r="1"><c r="A1"><v>&other;</v></c></row>{END}',
        f'<!DOCTYPE worksheet>{START}<row r="1"><c r="A1"><v>1</v></c></row>{END}',
        f'{START}<row r="1"><c r="A1" t="str"><v>{"x" * 1_000_001}</v></c></row>{END}',
        f'{START}<row r="1"><c r="ZZZ1"><v>1</v></c></row>{END}',
        f'{START}<row r="1"><c r="GT1"><v>1</v></c></row>{END}',
    ],
    ids=["unfinished", "crossed", "control", "entity", "dtd", "long", "no column", "far column"],
)
def test_what_the_xml_parser_refuses_is_refused(data: str) -> None:
    with pytest.raises(WorkbookError) as slow:
        through_xml(data.encode())
    with pytest.raises(WorkbookError) as quick:
        short(pieces(data.encode(), 1_000))
    assert str(quick.value) == str(slow.value)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [('<?xml version="1.0" encoding="ISO-8859-1"?>', "latin-1"), ("", "utf-16"), ("", "utf-8-sig")],
)
def test_every_encoding_reads_alike(head: str, encoding: str) -> None:
    data = f'{head}{START}<row r="1"><c r="A1" t="str"><v>é</v></c></row>{END}'.encode(encoding)
    assert short(data).cell(1, 1) == RawCell(TEXT, "é")


def test_rows_in_a_comment_are_none() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    data = f"<worksheet><!-- <sheetData>{row} --><sheetData>{row.replace('1', '2')}</sheetData></worksheet>".encode()
    assert set(short(data).rows) == {2}


def test_a_row_without_number_follows_the_plain_one_before() -> None:
    plain = '<row r="7"><c r="A7"><v>1</v></c></row>'
    assert set(short(f"{START}{plain}<row><c><v>2</v></c></row>{END}".encode()).rows) == {7, 8}


CELL = "<c r='B5000'><v>9</v></c>"
EMPTY_ROWS = {
    "formatted cells": '<row r="{0}" ht="20"><c r="A{0}" s="1"/><c r="B{0}" s="1" t="n" /></row>',
    "formatted rows": '<row r="{0}" s="1" customFormat="1"/>',
    "nothing at all": '<row r="{0}"></row>',
    "hidden rows": '<row r="{0}" hidden="1" />',
}


@pytest.mark.parametrize("row", EMPTY_ROWS.values(), ids=EMPTY_ROWS)
def test_rows_that_hold_nothing_are_not_read_one_by_one(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    take = SheetParser.take
    monkeypatch.setattr(SheetParser, "take", lambda parser, text: taken.append(text) or take(parser, text))
    empty = "".join(row.format(number) for number in range(3, 3_000))
    rows = (
        f'<row r="2"><c r="A2"><v>7</v></c></row>{empty}<row><c><v>8</v></c></row><row r="5000" hidden="1">{CELL}</row>'
    )
    data = f"{START}{rows}{END}".encode()
    book, long = short([data[:70_000], data[70_000:]]), through_xml(data)
    assert (book.rows, book.hidden_rows, book.merges) == (long.rows, long.hidden_rows, tuple(long.merges.areas))
    assert book.rows.keys() == {2, 3_000, 5_000}
    assert len(taken) < 10


def test_what_only_looks_like_empty_rows_is_text() -> None:
    inside = '<![CDATA[<row r="2"/><row r="3"/>]]>'
    data = f'{START}<row r="1"><c t="str"><v>{inside}</v></c></row><row r="2"/><row r="4"/>{END}'.encode()
    assert short(data).rows[1][1].text == inside[9:-3]
