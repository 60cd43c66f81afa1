# ruff: noqa: E501 - an attack stands on one line each where it can
"""More attacks of the kinds in `test_attacks`, laid out otherwise: other parts, other layouts, other containers."""

import base64
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import pytest

from tracker.exchange.read.open_book import read_raw
from tracker.exchange.table.meta_sheet import MAGIC, read_meta

Make = Callable[..., Any]
STRINGS, SHEET, BOOK, STYLES = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
DTD = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


def noise(size: int) -> str:
    block = "".join(random.Random(5).choices("abcdefghijklmnopqrstuvwxyz", k=64_000))
    return (block * (size // len(block) + 1))[:size]


def sheet(rows: str, after: str = "") -> dict[str, str]:
    return {SHEET: f"<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>"}


def relation(target: str, kind: str = "worksheet", mode: str = "") -> dict[str, str]:
    more = f' TargetMode="{mode}"' if mode else ""
    return {
        RELATIONS: f'<Relationships><Relationship Id="rId1" Type="x/{kind}" Target="{target}"{more}/></Relationships>'
    }


def many_sheets(count: int, rows: str) -> dict[str, str]:
    """Return sheets that are small one by one."""
    names = range(1, count + 1)
    named = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}" xmlns:r="r"/>' for n in names)
    listed = "".join(f'<Relationship Id="rId{n}" Type="x/worksheet" Target="w{n}.xml"/>' for n in names)
    parts = {f"xl/w{n}.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>" for n in names}
    return {BOOK: f"<workbook><sheets>{named}</sheets></workbook>", RELATIONS: f"<r>{listed}</r>"} | parts


def numbers(rows: int, columns: int) -> str:
    """Return cells that do not compress well."""
    pick = random.Random(6).randrange
    return "".join(f"<row>{''.join(f'<c><v>{pick(99)}</v></c>' for _ in range(columns))}</row>" for _ in range(rows))


def empty_rows(end: str) -> str:
    """Return numbered rows, three million of them, that a zip cannot blow up two hundredfold."""
    return "".join(f'<row r="{n % 1_048_576 + 1}"{end}' for n in range(3_000_000))


def prefixed(rows: str) -> str:
    return rows.replace("</", "</x:").replace("<c", "<x:c").replace("<v", "<x:v").replace("<row", "<x:row")


PARTS: dict[str, tuple[Callable[[], Mapping[str, Any]], str]] = {
    # bombs that no single part gives away
    "forty sheets of five million bytes": (lambda: many_sheets(40, "<row/>" * 800_000), "压缩炸弹"),
    "cells in sixty sheets": (lambda: many_sheets(50, numbers(100, 190)), "520000 个"),
    "four million cells in one sheet": (lambda: sheet(numbers(19_000, 190)), "520000 个"),
    "millions of cells under a prefix": (
        lambda: {SHEET: "<x:worksheet><x:sheetData>" + prefixed(numbers(3_400, 190)) + "</x:sheetData></x:worksheet>"},
        "520000 个",
    ),
    "formulas without results": (
        lambda: sheet(numbers(3_400, 190).replace("<v>", "<f>A").replace("</v>", "</f>")), "520000 个"
    ),
    "the same empty rows over and over": (lambda: sheet(empty_rows("/>")), "1048576 行以上"),
    "open empty rows over and over": (lambda: sheet(empty_rows("></row>")), "1048576 行以上"),
    "rows after the last": (lambda: sheet(f'{ONE}<row r="1048577"/>'), "1048577"),
    "rows without number after the last": (lambda: sheet('<row r="1048576"/><row/>'), "1048577"),
    "a million links": (
        lambda: sheet(ONE, "".join(f'<hyperlink ref="A{n}" location="B{n % 17}"/>' for n in range(1_000_000))),
        "处",
    ),
    "a million conditional formats": (
        lambda: sheet(
            ONE, "".join(f'<conditionalFormatting sqref="A{n}"><cfRule priority="{n}"/></conditionalFormatting>'
                         for n in range(600_000))
        ),
        "处",
    ),
    "a million merges": (lambda: sheet(ONE, "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1_000_000))), "合并"),
    "many merges of many cells": (lambda: sheet(ONE, '<mergeCell ref="A1:Z9000"/>' * 2), "合并"),
    "a million names": (
        lambda: {BOOK: "<workbook>" + "".join(f'<definedName name="n{n}">S!$A${n}</definedName>' for n in range(10**6))},
        "不像正常",
    ),
    "a million sheets": (
        lambda: {BOOK: "<workbook>" + "".join(f'<sheet name="S{n}" sheetId="{n}"/>' for n in range(10**6))},
        "不像正常",
    ),
    "a hundred thousand relations": (
        lambda: {RELATIONS: "<r>" + "".join(f'<Relationship Id="r{n}" Target="w{n}"/>' for n in range(100_000)) + "</r>"},
        "关系",
    ),
    "a million cell styles": (lambda: {STYLES: "<s><cellXfs>" + "".join(
        f'<xf numFmtId="{n}"/>' for n in range(500_000)) + "</cellXfs></s>"}, "样式"),
    "a million number formats": (
        lambda: {STYLES: "<s>" + "".join(f'<numFmt numFmtId="{n}" formatCode="{n}"/>' for n in range(500_000)) + "</s>"},
        "样式",
    ),
    "an element of a million attributes": (
        lambda: sheet(f"<row><c {' '.join(f'a{n}={chr(34)}{n}{chr(34)}' for n in range(250_000))}/></row>"), "标记超过"
    ),
    "an instruction without end": (lambda: sheet(f"<?x {noise(4_000_000)}?>"), "标记超过"),
    "a text of CDATA": (lambda: sheet(f'<row><c t="str"><v><![CDATA[{noise(3_000_000)}]]></v></c></row>'), "1000000 字"),
    "a formula without end": (lambda: sheet(f"<row><c><f>{noise(3_000_000)}</f><v>1</v></c></row>"), "1000000 字"),
    "a count with signs": (lambda: {STRINGS: f'<sst uniqueCount="{"9" * 4_000}"/>'}, "声称"),
    # addresses
    "a row of five thousand digits": (lambda: sheet(f'<row r="{"9" * 5_000}"><c><v>1</v></c></row>'), "行号"),
    "a cell of five thousand digits": (lambda: sheet(f'<row><c r="A{"9" * 5_000}"><v>1</v></c></row>'), "行号"),
    "a cell in a row below nothing": (lambda: sheet('<row r="-5"><c r="A-5"><v>1</v></c></row>'), "列以外"),
    "a cell in row 1048577": (lambda: sheet('<row r="1"><c r="A1048577"><v>1</v></c></row>'), "1048577"),
    # entities in parts that carry no data, and in prologs that hide them
    "DTD in the relations": (lambda: {RELATIONS: f"{DTD}<r/>"}, "DTD"),
    "DTD in the first relations": (lambda: {"_rels/.rels": f"{DTD}<r/>"}, "DTD"),
    "DTD in the content types": (lambda: {"[Content_Types].xml": f"{DTD}<Types/>"}, "DTD"),
    "DTD in the properties": (lambda: {"docProps/core.xml": f"{DTD}<p>&b;</p>"}, "DTD"),
    "DTD in the theme": (lambda: {"xl/theme/theme1.xml": f"\n<?xml version='1.0'?>\n{DTD}<t/>"}, "DTD"),
    "DTD in the comments": (lambda: {"xl/comments1.xml": f"<!-- a > b -->\n{DTD}<c/>"}, "DTD"),
    "DTD in a drawing, UTF-16": (lambda: {"xl/drawings/drawing1.xml": f"{DTD}<d/>".encode("utf-16")}, "DTD"),
    "DTD from outside in the styles": (lambda: {STYLES: '<!DOCTYPE s SYSTEM "http://127.0.0.1/s.dtd"><s/>'}, "DTD"),
    "DTD by a parameter entity": (
        lambda: {SHEET: '<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><worksheet/>'}, "DTD"
    ),
    # depth
    "deep styles": (lambda: {STYLES: "<a>" * 100_000}, "嵌套"),
    "deep relations": (lambda: {RELATIONS: "<a>" * 100_000}, "嵌套"),
    "deep rich text": (lambda: sheet(f'<row><c t="inlineStr"><is>{"<r>" * 100_000}'), "嵌套"),
    # relations and names that lead out
    "sheet on a server": (lambda: relation("http://127.0.0.1:9/sheet.xml"), "之外"),
    "sheet on a server, said so": (lambda: relation("https://127.0.0.1:9/sheet.xml", mode="External"), "之外"),
    "sheet in a file": (lambda: relation("file:///etc/passwd"), "之外"),
    "sheet on a share": (lambda: relation("\\\\10.0.0.1\\share\\x.xml"), "之外"),
    "sheet on a drive": (lambda: relation("C:\\x.xml"), "之外"),
    "styles upwards": (lambda: relation("../../../etc/passwd", "styles"), "之外"),
    "workbook upwards": (
        lambda: {"_rels/.rels": '<r><Relationship Id="a" Type="x/officeDocument" Target="../../w.xml"/></r>'}, "之外"
    ),
    "path with dots inside": (lambda: {"xl/./../../x.xml": "x"}, "越界"),
    "path of a share": (lambda: {"\\\\server\\share\\x.xml": "x"}, "越界"),
    "one part in two spellings": (lambda: {"xl\\worksheets\\Sheet1.xml": "<worksheet/>"}, "出现了两次"),
}  # fmt: skip


@pytest.mark.parametrize(("parts", "words"), PARTS.values(), ids=PARTS)
def test_a_variant_is_refused_by_name(parts: Callable[[], Any], words: str, refused: Make, xlsx: Make) -> None:
    assert words in refused(xlsx(parts=parts()))


# --- other layouts of the zip itself ---------------------------------------------------------------

ENTRY, END = "<4s4B4HL2L5H2L", "<4s4H2LH"


def entry(name: bytes, packed: int, size: int, crc: int = 0, at: int = 0) -> bytes:
    return (
        struct.pack(ENTRY, b"PK\x01\x02", 20, 0, 20, 0, 0, 8, 0, 0, crc, packed, size, len(name), *[0] * 5, at) + name
    )


def with_entries(data: bytes, entries: bytes, count: int) -> bytes:
    """Return the zip with more entries in its directory, none of which needs a place in the file."""
    start, end = zipfile.ZipFile(io.BytesIO(data)).start_dir, data.rfind(b"PK\x05\x06")
    whole = data[start:end] + entries
    return data[:start] + whole + struct.pack(END, b"PK\x05\x06", 0, 0, count, count, len(whole), start, 0)


def overlapping(data: bytes) -> bytes:
    entries = b"".join(entry(b"x%04d" % n, 40_000, 4_900_000) for n in range(1_500))
    return with_entries(data, entries, 1_507)


def half_a_million_entries(data: bytes) -> bytes:
    return with_entries(data, b"".join(entry(b"%05d" % (n % 99_999), 0, 0) for n in range(500_000)), 65_535)


def size_that_lies(data: bytes) -> bytes:
    part = zipfile.ZipFile(io.BytesIO(data)).getinfo(SHEET)
    return data.replace(
        struct.pack("<LL", part.compress_size, part.file_size), struct.pack("<LL", part.compress_size, 99)
    )


def packed_by(method: int) -> Callable[[bytes], bytes]:
    def pack(data: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as plain, zipfile.ZipFile(buffer, "w", method) as other:
            for name in plain.namelist():
                other.writestr(name, plain.read(name))
        return buffer.getvalue()

    return pack


def inside_another(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("反馈.xlsx", data)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "entries that overlap": (overlapping, "解压后"),
    "half a million entries": (half_a_million_entries, "个部件"),
    "a size that lies": (size_that_lies, "已损坏"),
    "bzip2": (packed_by(zipfile.ZIP_BZIP2), "压缩方式"),
    "LZMA": (packed_by(zipfile.ZIP_LZMA), "压缩方式"),
    "a workbook in a zip": (inside_another, "里面另有工作簿"),
    "junk before it": (lambda data: b"MZ\x90\x00" * 40 + data, "认不出"),
    "one byte": (lambda data: data[:1], "文件"),
    "four bytes": (lambda data: data[:4], "已损坏"),
    "without its directory": (lambda data: data[: zipfile.ZipFile(io.BytesIO(data)).start_dir], "已损坏"),
    "directory that points beyond": (lambda data: data[:-6] + b"\xff\xff\xff\x7f" + data[-2:], "已损坏"),
    "zeros in the middle": (lambda data: data[:200] + bytes(400) + data[600:], "已损坏"),
    "old workbook cut off": (lambda _: OLE + bytes(100) + "Workbook".encode("utf-16-le"), "读不出内容"),
    "old workbook of endless sectors": (
        lambda _: OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<9L", 0, 0xFFFFFFF, 0, 0, 4096, 0, 0xFFFFFFF, 0, 0xFFFFFFF) + bytes(436)
        + "Workbook".encode("utf-16-le") * 100,
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "words"), BYTES.values(), ids=BYTES)
def test_another_layout_is_refused_by_name(
    change: Callable[[bytes], bytes], words: str, refused: Make, xlsx: Make
) -> None:
    assert words in refused(change(xlsx()))


# --- open documents ----------------------------------------------------------------------------------

NAMES = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
MIME = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
CELL = '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'


def ods(rows: str, **parts: str) -> dict[str, str]:
    body = f"<office:spreadsheet><table:table>{rows}</table:table></office:spreadsheet>"
    return {**MIME, "content.xml": f"<office:body {NAMES}>{body}</office:body>", **parts}


def row(cells: str, repeat: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeat}">{cells}</table:table-row>'


def gap(columns: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{columns}"/>'


ODS: dict[str, tuple[Callable[[], dict[str, str]], str]] = {
    "a cell in the last column of a thousand rows": (lambda: ods(row(gap(16_383) + CELL) * 1_000), "16384"),
    "a cell in the last row": (lambda: ods(row(CELL * 150) + row(gap(1), 1_048_570) + row(CELL)), "1048572"),
    "a row a million times": (lambda: ods(row(CELL, 1_048_576)), "1048576"),
    "a cell four thousand million times": (
        lambda: ods(row(CELL.replace("cell ", 'cell table:number-columns-repeated="4000000000" '))), "4000000000"
    ),
    "a thousand tables": (lambda: ods((row(CELL) + "</table:table><table:table>") * 1_000), "张"),
    "two thousand million blanks": (lambda: ods(row(CELL.replace("甲", '<text:s text:c="2000000000"/>'))), "字"),
    "text without end": (lambda: ods(row(CELL.replace("甲", noise(31_000_000)))), "字"),
    "DTD in the styles": (lambda: ods(row(CELL), **{"styles.xml": f"{DTD}<s/>"}), "DTD"),
    "DTD in the content": (lambda: {**MIME, "content.xml": f"{DTD}<s/>"}, "DTD"),
    "a password": (
        lambda: ods(row(CELL), **{"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}), "打开密码"
    ),
    "a text document": (lambda: {**ods(row(CELL)), "mimetype": "application/vnd.oasis.opendocument.text"}, "电子表格"),
}  # fmt: skip


@pytest.mark.parametrize(("parts", "words"), ODS.values(), ids=ODS)
def test_an_open_document_is_refused_by_name(
    parts: Callable[[], dict[str, str]], words: str, refused: Make, zip_of: Make
) -> None:
    assert words in refused(zip_of(parts()))


def test_a_library_that_asks_for_too_much_ends_alone(refused: Make, reader: Any, zip_of: Make, xlsx: Make) -> None:
    """A binary workbook with a cell in its last place, for which the library wants room for all between."""
    place = struct.pack("<L", 1_048_575)
    row_record = b"\x00\x19" + place + bytes(21)
    cell_record = b"\x05\x10" + struct.pack("<LL", 16_383, 0) + struct.pack("<d", 1.0)
    dimension = b"\x94\x01\x10" + struct.pack("<LLLL", 0, 1_048_575, 0, 16_383)
    part = b"\x81\x01\x00" + dimension + b"\x91\x01\x00" + row_record + cell_record + b"\x92\x01\x00\x82\x01\x00"
    name, relation_id = "S", "rId1"
    said = b"".join(struct.pack("<L", len(text)) + text.encode("utf-16-le") for text in (relation_id, name))
    book = (
        b"\x83\x01\x00\x8f\x01\x00\x9c\x01"
        + bytes([8 + len(said)])
        + struct.pack("<LL", 0, 1)
        + said
        + b"\x90\x01\x00\x84\x01\x00"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    listed = f'<Relationships><Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>'
    parts = {"xl/workbook.bin": book, "xl/_rels/workbook.bin.rels": listed, "xl/worksheets/sheet1.bin": part}
    assert refused(zip_of(parts))
    assert reader.read(type("File", (), {"name": "好", "data": xlsx(), "sha256": ""})()).sheets


def test_a_hidden_sheet_that_unfolds_is_not_believed() -> None:
    bomb = base64.b64encode(zlib.compress(b'["a","b","",[' + b"[]," * 15_000_000 + b"[]]]", 9)).decode()
    book = openpyxl.Workbook()
    for number, text in enumerate([MAGIC, "EXP1", "2", "局", "2025-01-01", "1,0", "s", "s"], start=1):
        book.active.cell(number, 1, text)
    for number, start in enumerate(range(0, len(bomb), 30_000), start=9):
        book.active.cell(number, 1, bomb[start : start + 30_000])
    buffer = io.BytesIO()
    book.save(buffer)
    assert read_meta(read_raw(buffer.getvalue())) is None
