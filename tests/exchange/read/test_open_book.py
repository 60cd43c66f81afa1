"""Whole files: what is refused with its own sentence, what passes, how fast."""

import io
import struct
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import NUMBER, TEXT, RawCell
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.read.xlsx import EXTERNAL_LINKS, MACROS

Make = Callable[..., Any]
DTD = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
STRINGS, SHEET, BOOK = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"


def refused(data: bytes) -> str:
    started = time.process_time()
    with pytest.raises(WorkbookError) as caught:
        read_raw(data)
    assert time.process_time() - started < 1.0
    return caught.value.sentence


def sheet_of(data: bytes) -> Any:
    return read_raw(data).sheets[0]


# --- refused -------------------------------------------------------------------------------------

ROWS_REFUSED = {
    "column beyond the last": ('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>', "", "列以外"),
    "last cell of the sheet": ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "", "列以外"),
    "row beyond the last": ('<row r="99999999999"><c><v>1</v></c></row>', "", "行号 99999999999"),
    "too many rows": ("".join(f'<row><c><v>{n}</v></c></row>' for n in range(20_001)), "", "超过 20000 行"),
    "merge of everything": (CELL, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "合并的单元格太多"),
    "many merges": (CELL, "<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 5_001 + "</mergeCells>", "合并的单元格太多"),
    "a cell of a million": (f'<row><c t="str"><v>{"a" * 1_000_001}</v></c></row>', "", "超过 1000000 字"),
    "deep": (CELL, "<a>" * 100 + "</a>" * 100, "嵌套超过"),
    "cut off": ('<row r="1"><c r="A1"><v>1</v>', "", "XML 有误"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "after", "words"), ROWS_REFUSED.values(), ids=ROWS_REFUSED)
def test_sheets_that_are_refused(rows: str, after: str, words: str, xlsx: Make) -> None:
    assert words in refused(xlsx(rows, after))


PARTS_REFUSED = {
    "laughs in the strings": ({STRINGS: f"<?xml version='1.0'?>{DTD}<sst><si><t>&b;</t></si></sst>"}, "DTD"),
    "laughs in the sheet": ({SHEET: f"{DTD}<worksheet/>"}, "DTD"),
    "laughs in the workbook": ({BOOK: f"{DTD}<workbook/>"}, "DTD"),
    "entity in the styles": ({"xl/styles.xml": f"{DTD}<styleSheet/>"}, "DTD"),
    "outside entity": ({STRINGS: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst/>'}, "DTD"),
    "control character": ({STRINGS: "<sst><si><t>\x01</t></si></sst>"}, "XML 有误"),
    "GBK": ({STRINGS: '<?xml version="1.0" encoding="GBK"?><sst><si><t>中</t></si></sst>'.encode("gbk")}, "编码"),
    "deep strings": ({STRINGS: "<sst>" + "<r>" * 70 + "</r>" * 70 + "</sst>"}, "嵌套"),
    "a count of four billion": ({STRINGS: '<sst uniqueCount="4294967295"><si><t>ok</t></si></sst>'}, "4294967295 条"),
    "many strings": ({STRINGS: "<sst>" + "<si/>" * 300_001 + "</sst>"}, "超过 300000 条"),
    "blown up": ({STRINGS: b"<sst>" + b" " * 8_000_000 + b"</sst>"}, "压缩炸弹"),
    "path out of the zip": ({"../../evil.txt": "x"}, "越界"),
    "path of a drive": ({"C:\\evil.txt": "x"}, "越界"),
    "same part twice": ({"XL/Workbook.XML": "x"}, "出现了两次"),
    "many parts": ({f"p{n}": "" for n in range(2_001)}, "个部件"),
    "sheet is not there": ({SHEET: None}, "缺少部件"),
}


@pytest.mark.parametrize(("parts", "words"), PARTS_REFUSED.values(), ids=PARTS_REFUSED)
def test_parts_that_are_refused(parts: dict[str, Any], words: str, xlsx: Make) -> None:
    assert words in refused(xlsx(parts=parts))


def test_a_relation_out_of_the_file_is_refused(xlsx: Make, relations_of: Make) -> None:
    away = relations_of(("worksheet", "../../../../etc/hostname"))
    assert "文件之外" in refused(xlsx(parts={"xl/_rels/workbook.xml.rels": away}))


def test_too_many_sheets_are_refused(xlsx: Make) -> None:
    sheets = "".join(f'<sheet name="S{n}" r:id="rId1"/>' for n in range(61))
    assert "61 张" in refused(xlsx(parts={BOOK: f'<workbook xmlns:r="r"><sheets>{sheets}</sheets></workbook>'}))


def test_a_wrong_checksum_is_refused(xlsx: Make) -> None:
    data = bytearray(xlsx())
    entry = zipfile.ZipFile(io.BytesIO(data)).getinfo(SHEET)
    place = data.find(struct.pack("<I", entry.CRC))
    while place >= 0:
        data[place] ^= 0xFF
        place = data.find(struct.pack("<I", entry.CRC), place + 1)
    assert "校验" in refused(bytes(data))


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_truncated_file_is_refused(keep: float, xlsx: Make) -> None:
    data = xlsx()
    assert "已损坏" in refused(data[: int(len(data) * keep)])


def test_an_encrypted_zip_is_refused(xlsx: Make) -> None:
    data = bytearray(xlsx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 1)
    assert "密码" in refused(bytes(data))


ODF = "application/vnd.oasis.opendocument"
OTHER_ZIPS = {
    "word": ({"word/document.xml": "<x/>"}, "Word"),
    "slides": ({"ppt/presentation.xml": "<x/>"}, "演示文稿"),
    "zipped workbooks": ({"a/反馈.xlsx": "x"}, "先解压"),
    "anything": ({"readme.txt": "x"}, "没有工作簿"),
    "open document text": ({"mimetype": f"{ODF}.text", "content.xml": "<x/>"}, "不是电子表格"),
    "locked ods": ({"content.xml": "<x/>", "META-INF/manifest.xml": "<m:encryption-data/>"}, "打开密码"),
    "ods with DTD": ({"content.xml": DTD}, "DTD"),
    "broken ods": ({"content.xml": "<x/>"}, "ods"),
}  # fmt: skip


@pytest.mark.parametrize(("parts", "words"), OTHER_ZIPS.values(), ids=OTHER_ZIPS)
def test_zips_that_hold_no_workbook(parts: dict[str, str], words: str, zip_of: Make) -> None:
    assert words in refused(zip_of(parts))


# --- passed --------------------------------------------------------------------------------------


def test_formatted_to_the_last_row_passes(xlsx: Make) -> None:
    empty = "".join(f'<row r="{n}" s="1" ht="14"><c r="A{n}" s="1"/></row>' for n in range(2, 30_000))
    last = '<row r="1048576"><c r="B1048576" s="1"/><c r="XFD1048576" s="1"/></row>'
    assert sheet_of(xlsx(CELL + empty + last)).rows == {1: {1: RawCell(NUMBER, "1")}}


def test_sixteen_thousand_empty_cells_pass(xlsx: Make) -> None:
    assert sheet_of(xlsx("<row>" + "<c/>" * 16_000 + "</row>" + CELL)).rows.keys() == {1}


def test_a_wrong_dimension_is_not_believed(xlsx: Make) -> None:
    far = '<row r="7"><c r="C7"><v>7</v></c></row>'
    sheet = f'<worksheet><dimension ref="A1"/><sheetData>{CELL}{far}</sheetData></worksheet>'
    assert sheet_of(xlsx(parts={SHEET: sheet})).text(7, 3) == "7"


def test_macros_and_links_pass_with_a_flag(xlsx: Make) -> None:
    parts = {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": "<x/>"}
    assert read_raw(xlsx(parts=parts)).notes == (MACROS, EXTERNAL_LINKS)


def test_a_small_wrong_count_is_not_believed(xlsx: Make) -> None:
    strings = '<sst count="9" uniqueCount="0"><si><t>ok</t></si></sst>'
    assert sheet_of(xlsx(parts={STRINGS: strings})).text(1, 1) == "ok"


def test_utf16_and_strict_and_prefixed_names_pass(xlsx: Make) -> None:
    sheet = (
        '<?xml version="1.0" encoding="UTF-16"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main">'
        '<x:sheetData><x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>严格</x:t></x:is></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    assert sheet_of(xlsx(parts={SHEET: sheet.encode("utf-16")})).rows == {2: {2: RawCell(TEXT, "严格")}}
