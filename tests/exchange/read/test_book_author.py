"""Who saved a workbook last: as the properties say, never ourselves, never a program, never more than a name."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.exchange.read.test_xls_cells import compound
from tracker.exchange.read.book_author import author_in, author_in_old
from tracker.exchange.read.open_book import read_raw
from tracker.files.zip_container import Container


def container(part: str, xml: str) -> Container:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(part, xml)
    return Container(buffer.getvalue())


def core(*elements: tuple[str, str]) -> Container:
    inside = "".join(f"<{name}>{text}</{name.partition(' ')[0]}>" for name, text in elements)
    return container("docProps/core.xml", f"<cp:coreProperties>{inside}</cp:coreProperties>")


AUTHORS = [
    ((("cp:lastModifiedBy", "孙科长"), ("dc:creator", "李四")), "孙科长"),
    ((("cp:lastModifiedBy", ""), ("dc:creator", "李四")), "李四"),
    ((("lastModifiedBy", "孙科长"),), "孙科长"),
    ((('cp:lastModifiedBy xml:space="preserve"', " 孙科长\n"),), "孙科长"),
    ((("cp:lastModifiedBy", "张&amp;李"),), "张&李"),
    ((("cp:lastModifiedBy", "孙\u202e科长"),), "孙科长"),
    ((("dc:creator", "openpyxl"),), ""),
    ((("dc:creator", "XlsxWriter"), ("cp:lastModifiedBy", "Administrator")), ""),
    ((("dc:title", "政策建议任务台账（市经信局）"), ("dc:creator", "政策建议任务台账")), ""),
    (
        (("dc:title", "政策建议任务台账（市经信局）"), ("dc:creator", "政策建议任务台账"), ("cp:lastModifiedBy", "孙")),
        "孙",
    ),
    ((), ""),
]


@pytest.mark.parametrize(("elements", "author"), AUTHORS, ids=lambda value: str(value)[:30])
def test_the_last_who_saved_it_counts(elements: tuple[tuple[str, str], ...], author: str) -> None:
    assert author_in(core(*elements)) == author


def test_an_open_document_says_it_elsewhere() -> None:
    meta = "<office:meta><meta:initial-creator>李四</meta:initial-creator><dc:creator>孙科长</dc:creator></office:meta>"
    assert author_in(container("meta.xml", meta)) == "孙科长"


def test_a_name_is_no_essay() -> None:
    assert len(author_in(core(("cp:lastModifiedBy", "长" * 500)))) == 40


def properties(*texts: tuple[int, bytes], kind: int = 30, page: int = 65001) -> bytes:
    """Return what an old workbook says of itself."""
    places, values = [(1, 8)], [struct.pack("<II", 2, page)]
    for number, raw in texts:
        places.append((number, len(b"".join(values)) + 8))
        values.append(struct.pack("<II", kind, len(raw) // (2 if kind == 31 else 1)) + raw + bytes(-len(raw) % 4))
    table = 8 * (len(places) + 1)
    named = b"".join(struct.pack("<II", number, at - 8 + table) for number, at in places)
    content = struct.pack("<II", table, len(places)) + named + b"".join(values)
    return compound(bytes(44) + struct.pack("<I", 48) + content, "\x05SummaryInformation")


@pytest.mark.parametrize(
    ("data", "author"),
    [
        (properties((4, "李四\0".encode()), (8, "孙科长\0".encode())), "孙科长"),
        (properties((4, "李四\0".encode("gbk")), page=936), "李四"),
        (properties((8, "孙科长\0".encode("utf-16-le")), kind=31), "孙科长"),
        (properties((2, "台账（市经信局）".encode()), (4, "台账".encode())), ""),
        (properties((8, b"Administrator\0")), ""),
        (properties((8, b"x"), page=9_999), ""),
        (properties((8, "孙".encode()))[:1_540], ""),
        (compound(b"\xff" * 60, "\x05SummaryInformation"), ""),
        (compound(b"", "Workbook"), ""),
        (b"\xd0\xcf\x11\xe0", ""),
    ],
    ids=["last", "code page", "wide", "ours", "nobody", "unknown code page", "cut off", "damaged", "none", "no file"],
)
def test_an_old_workbook_names_who_saved_it(data: bytes, author: str) -> None:
    assert author_in_old(data) == author


def test_a_file_without_properties_has_no_author() -> None:
    assert author_in(container("xl/workbook.xml", "<workbook/>")) == ""


def test_the_book_that_was_read_carries_it(exported: Path) -> None:
    assert read_raw(exported.read_bytes()).author == ""
    book = openpyxl.load_workbook(exported)
    book.properties.lastModifiedBy = "孙科长"
    book.save(exported)
    assert read_raw(exported.read_bytes()).author == "孙科长"
