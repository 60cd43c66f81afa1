"""Binary workbooks as web tools write them: most cells are short and say no column."""

import struct
from collections.abc import Callable
from typing import Any

import pytest

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import NUMBER, TEXT, RawSheet
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.read.xlsb_cells import with_full_cells
from tracker.files.zip_container import Container

ZipOf = Callable[[dict[str, str | bytes]], bytes]
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, sized = len(content), bytearray()
    while True:
        size, low = size >> 7, size & 0x7F
        sized.append(low | (0x80 if size else 0))
        if not size:
            return head + bytes(sized) + content


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(number: int) -> bytes:
    return record(0, struct.pack("<IIHBBBI", number, 0, 320, 0, 0, 0, 0)[:25])


def full(kind: int, column: int, content: bytes) -> bytes:
    return record(kind, struct.pack("<II", column, 0) + content)


def short(kind: int, content: bytes) -> bytes:
    return record(kind, struct.pack("<I", 0) + content)


def parts(*cells: bytes, measured: bool = True) -> dict[str, str | bytes]:
    bundle = struct.pack("<II", 0, 1) + wide("rId1") + wide("任务清单")
    book = record(131) + record(143) + record(156, bundle) + record(144) + record(132)
    size = record(148, bytes(16)) if measured else b""
    sheet = record(129) + size + record(145) + b"".join(cells) + record(146) + record(130)
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/{{}}" Target="{{}}"/>'
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{RELS}">'
        f"{relation.format('officeDocument', 'xl/workbook.bin')}</Relationships>",
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{RELS}">'
        f"{relation.format('worksheet', 'worksheets/sheet1.bin')}</Relationships>",
        "xl/worksheets/sheet1.bin": sheet,
    }


def texts(sheet: RawSheet) -> dict[tuple[int, int], tuple[str, str]]:
    return {(r, c): (cell.kind, cell.text) for r, cells in sheet.rows.items() for c, cell in cells.items()}


def test_short_cells_stand_beside_the_one_before(zip_of: ZipOf) -> None:
    first = (full(6, 2, wide("编号")), short(17, wide("任务名称")), short(12, b""), short(16, struct.pack("<d", 0.5)))
    second = (short(17, wide("第一格")), short(13, struct.pack("<i", (40 << 2) | 2)))
    far = (full(6, 9, wide("远")), short(17, wide("旁")))
    cells = (row(0), *first, row(1), *second, *far)
    (sheet,) = read_raw(zip_of(parts(*cells))).sheets
    assert texts(sheet) == {
        (1, 3): (TEXT, "编号"), (1, 4): (TEXT, "任务名称"), (1, 6): (NUMBER, "0.5"),
        (2, 1): (TEXT, "第一格"), (2, 2): (NUMBER, "40"), (2, 10): (TEXT, "远"), (2, 11): (TEXT, "旁"),
    }  # fmt: skip


def test_a_workbook_of_full_cells_is_left_as_it_is(zip_of: ZipOf) -> None:
    data = zip_of(parts(row(0), full(6, 0, wide("编号"))))
    assert with_full_cells(data, Container(data)) is data


def test_a_sheet_that_does_not_say_its_size_is_read(zip_of: ZipOf) -> None:
    (sheet,) = read_raw(zip_of(parts(row(0), full(6, 0, wide("编号")), measured=False))).sheets
    assert texts(sheet) == {(1, 1): (TEXT, "编号")}


def test_long_short_cells_keep_their_text(zip_of: ZipOf) -> None:
    """Four bytes more may make the length of a record a byte longer."""
    for length in (55, 57, 58, 59, 60, 8_180, 8_189, 8_190):
        data = zip_of(parts(row(0), full(6, 0, wide("甲")), short(17, wide("长" * length)), short(17, wide("尾"))))
        (sheet,) = read_raw(data).sheets
        assert [text for _, text in texts(sheet).values()] == ["甲", "长" * length, "尾"]


@pytest.mark.parametrize("tail", [b"\x11", b"\x11\xff", b"\x11\xff\xff\xff\xff\x0f", b"\x11\x08\x00"])
def test_a_cut_part_is_refused_as_damaged(tail: bytes, zip_of: ZipOf) -> None:
    made: dict[str, Any] = parts(row(0), full(6, 0, wide("甲")))
    made["xl/worksheets/sheet1.bin"] += tail
    with pytest.raises(WorkbookError, match="记录不完整，文件已损坏"):
        read_raw(zip_of(made))
