"""Every kind of attack, made here: refused by the reading process within a second and 200 MB, and it goes on."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tracker.exchange.read.reader_pool import BookReader, FileBytes

STRINGS, SHEET, BOOK, STYLES = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
LAUGHS = "<!DOCTYPE l [" + '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{"&" + a + ";" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip
QUADRATIC = f'<!DOCTYPE q [<!ENTITY a "{"x" * 50_000}">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
Make = Callable[..., Any]


def noise(size: int) -> str:
    """Return letters that a zip cannot blow up two hundredfold."""
    block = "".join(random.Random(3).choices("abcdefghijklmnopqrstuvwxyz", k=64_000))
    return block * (size // len(block)) if size > len(block) else block[:size]


def sheet(inside: str) -> dict[str, str]:
    return {SHEET: f"<worksheet><sheetData>{inside}</sheetData></worksheet>"}


def after(inside: str) -> dict[str, str]:
    return {SHEET: f"<worksheet><sheetData>{ONE}</sheetData>{inside}</worksheet>"}


PARTS: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "laughs in the strings": (lambda: {STRINGS: f"{LAUGHS}<sst><si><t>&i;</t></si></sst>"}, "DTD"),
    "laughs in the sheet": (lambda: {SHEET: f"{LAUGHS}<worksheet>&i;</worksheet>"}, "DTD"),
    "laughs in the workbook": (lambda: {BOOK: f"{LAUGHS}<workbook>&i;</workbook>"}, "DTD"),
    "laughs in the styles": (lambda: {STYLES: f"{LAUGHS}<styleSheet>&i;</styleSheet>"}, "DTD"),
    "laughs in UTF-16": (lambda: {STRINGS: f"{LAUGHS}<sst/>".encode("utf-16")}, "DTD"),
    "quadratic": (lambda: {STRINGS: f"{QUADRATIC}<sst><si><t>{'&a;' * 9_000}</t></si></sst>"}, "DTD"),
    "outside entity": (lambda: {SHEET: f"{OUTSIDE}<worksheet>&a;</worksheet>"}, "DTD"),
    "outside DTD": (lambda: {BOOK: '<!DOCTYPE w SYSTEM "http://127.0.0.1/w.dtd"><workbook/>'}, "DTD"),
    "sheet of blanks": (lambda: {SHEET: b" " * 170_000_000}, "压缩炸弹"),
    "one huge string": (lambda: {STRINGS: "<sst><si><t>" + "a" * 60_000_000 + "</t></si></sst>"}, "压缩炸弹"),
    "millions of strings": (lambda: {STRINGS: "<sst>" + "<si><t>a</t></si>" * 2_000_000 + "</sst>"}, "压缩炸弹"),
    "huge styles": (lambda: {STYLES: "<styleSheet>" + "<xf/>" * 4_000_000 + "</styleSheet>"}, "压缩炸弹"),
    "many strings": (lambda: {STRINGS: "<sst>" + "<si><t>a</t></si>" * 300_001 + "</sst>"}, "300000 条"),
    "long strings": (lambda: {STRINGS: f"<sst><si><t>{noise(5_000_000)}</t></si></sst>"}, "1000000 字"),
    "long strings, many": (lambda: {STRINGS: f"<sst>{f'<si><t>{noise(900_000)}</t></si>' * 40}</sst>"}, "30000000 字"),
    "one string everywhere": (
        lambda: {
            STRINGS: f"<sst><si><t>{noise(900_000)}</t></si></sst>",
            **sheet("".join(f'<row r="{n}"><c t="s"><v>0</v></c></row>' for n in range(1, 5_000))),
        },
        "30000000 字",
    ),
    "a count of four billion": (lambda: {STRINGS: '<sst uniqueCount="4294967295"/>'}, "4294967295"),
    "last cell": (lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "列以外"),
    "column ZZZZ": (lambda: sheet('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), "列以外"),
    "row 99999999999": (lambda: sheet('<row r="99999999999"><c><v>1</v></c></row>'), "99999999999"),
    "row 0": (lambda: sheet('<row r="0"><c r="A0"><v>1</v></c></row>'), "行号 0"),
    "merge of everything": (lambda: after('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "合并"),
    "many merges": (
        lambda: after("".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(2, 200_002))),
        "合并的单元格太多",
    ),
    "validation of many ranges": (
        lambda: after(f'<dataValidation sqref="{" ".join(f"A{n}" for n in range(1, 100_001))}"/>'),
        "数据验证",
    ),
    "deep sheet": (lambda: after("<a>" * 200_000 + "</a>" * 200_000), "嵌套"),
    "deep strings": (lambda: {STRINGS: "<sst>" + "<r>" * 200_000}, "嵌套"),
    "deep workbook": (lambda: {BOOK: "<a>" * 200_000}, "嵌套"),
    "a cell of five million": (lambda: sheet(f'<row><c t="str"><v>{noise(5_000_000)}</v></c></row>'), "1000000 字"),
    "an attribute without end": (lambda: after(f'<a b="{noise(30_000_000)}"/>'), "标记超过"),
    "a comment without end": (lambda: after(f"<!--{noise(30_000_000)}-->"), "标记超过"),
    "a list of names without end": (lambda: {BOOK: f"<workbook>{noise(9_000_000)}</workbook>"}, "不像正常"),
    "100,000 parts": (lambda: {f"p{n}": b"" for n in range(100_000)}, "个部件"),
    "5,000 sheets": (
        lambda: {BOOK: "<workbook>" + "".join(f'<sheet name="S{n}"/>' for n in range(5_000)) + "</workbook>"},
        "5000 张",
    ),
    "path upwards": (lambda: {"../../evil.txt": "x"}, "越界"),
    "path from the root": (lambda: {"/etc/evil": "x"}, "越界"),
    "path of a drive": (lambda: {"C:\\evil.txt": "x"}, "越界"),
    "GBK": (lambda: {STRINGS: '<?xml version="1.0" encoding="GBK"?><sst/>'.encode("gbk")}, "编码"),
    "GBK called UTF-8": (lambda: {STRINGS: "<sst><si><t>中文</t></si></sst>".encode("gbk")}, "XML 有误"),
    "control character": (lambda: {STRINGS: "<sst><si><t>\x01</t></si></sst>"}, "XML 有误"),
    "half a pair": (lambda: sheet('<row><c t="str"><v>&#xD800;</v></c></row>'), "XML 有误"),
}


@pytest.mark.parametrize(("parts", "words"), PARTS.values(), ids=PARTS)
def test_an_attack_is_refused_by_name(parts: Callable[[], Any], words: str, refused: Make, xlsx: Make) -> None:
    assert words in refused(xlsx(parts=parts()))


def doubled(data: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, "<worksheet/>")
    return buffer.getvalue()


def wrong_checksum(data: bytes, part: str) -> bytes:
    crc = zipfile.ZipFile(io.BytesIO(data)).getinfo(part).CRC
    return data.replace(struct.pack("<I", crc), struct.pack("<I", crc ^ 0xFF))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "same part twice": (doubled, "出现了两次"),
    "wrong checksum of the sheet": (lambda data: wrong_checksum(data, SHEET), "校验"),
    "wrong checksum of the strings": (lambda data: wrong_checksum(data, STRINGS), "校验"),
    "wrong checksum of the styles": (lambda data: wrong_checksum(data, STYLES), "校验"),
    "wrong checksum of the workbook": (lambda data: wrong_checksum(data, BOOK), "校验"),
    "first half": (lambda data: data[: len(data) // 2], "已损坏"),
    "last byte missing": (lambda data: data[:-30], "已损坏"),
    "nothing": (lambda _: b"", "0 字节"),
    "encrypted": (lambda _: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "打开密码"),
    "old Word": (lambda _: OLE + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600), "没有工作簿"),
    "broken .xls": (lambda _: OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(600), "读不出内容"),
    "encrypted by an office's program": (lambda _: bytes(range(128, 256)) * 40, "加密软件"),
    "web page": (lambda _: b"\r\n <HTML><body><table><tr><td>1</td></tr></table>", "网页"),
    "text": (lambda _: "编号,任务\r\n1,甲\r\n".encode("gb18030"), "纯文本"),
    "text in UTF-16": (lambda _: "编号\t任务\r\n".encode("utf-16"), "纯文本"),
}


@pytest.mark.parametrize(("change", "words"), BYTES.values(), ids=BYTES)
def test_a_damaged_or_foreign_file_is_refused_by_name(
    change: Callable[[bytes], bytes], words: str, refused: Make, xlsx: Make
) -> None:
    assert words in refused(change(xlsx()))


def test_after_all_of_it_an_honest_file_is_read(reader: BookReader, xlsx: Make) -> None:
    assert reader.read(FileBytes("好.xlsx", xlsx(), "")).sheets[0].text(1, 1) == "ok"


def test_formatted_to_the_last_row(reader: BookReader, peak_mb: Make, xlsx: Make) -> None:
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, 1_048_577, 6))
    data = xlsx(ONE + empty)
    assert reader.read(FileBytes("满.xlsx", data, "")).sheets[0].rows.keys() == {1}
    assert peak_mb() < 200
