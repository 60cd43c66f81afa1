"""Only files whose content is what their name says are opened; programs, macros and disguises are saved."""

import io
import zipfile
from pathlib import Path

import pytest

from tracker.files.kept_files import EVIDENCE_KINDS
from tracker.files.opening_files import OPENED_KINDS, opened_name, why_not_opened, zone_mark

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def packed(*names: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return kept.getvalue()


GOOD = {
    "a.pdf": b"%PDF-1.7\n", "a.ofd": packed("OFD.xml", "Doc_0/Document.xml"), "a.docx": packed("word/document.xml"),
    "a.xlsx": packed("xl/workbook.xml"), "a.pptx": packed("ppt/presentation.xml"), "a.doc": OLE, "a.xls": OLE,
    "a.ppt": OLE, "a.wps": OLE, "a.et": OLE, "a.dps": OLE, "a.txt": "已验收\r\n".encode("gb18030"),
    "a.csv": "单位,数\n市经信局,1\n".encode(), "a.jpg": b"\xff\xd8\xff\xe0", "a.jpeg": b"\xff\xd8\xff\xe1",
    "a.png": b"\x89PNG\r\n\x1a\n", "a.gif": b"GIF89a", "a.bmp": b"BM\0\0", "a.tif": b"II*\0", "a.tiff": b"MM\0*",
    "a.mp4": b"\0\0\0\x18ftypmp42", "a.mp3": b"ID3\x03",
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_it_says_it_is_may_be_opened(name: str) -> None:
    assert why_not_opened(name, GOOD[name]) == ""
    assert why_not_opened(name.upper(), GOOD[name]) == ""
    assert why_not_opened(f"{name}（2）", GOOD[name]) == "", "a further version of it as well"


def test_the_list_is_the_one_that_was_agreed_and_each_kind_is_kept() -> None:
    assert {name.removeprefix("a.") for name in GOOD} == OPENED_KINDS
    assert OPENED_KINDS < EVIDENCE_KINDS


@pytest.mark.parametrize("kind", sorted(OPENED_KINDS))
@pytest.mark.parametrize("content", [b"MZ\x90\0\x03", b"#!/bin/sh\n", b"\0\0\0\0\0\0\0\0\0"])
def test_a_program_under_any_name_is_not_opened(kind: str, content: bytes) -> None:
    assert why_not_opened(f"合同.{kind}", content)


@pytest.mark.parametrize("name", ["a.exe", "a.bat", "a.html", "a.zip", "a.eml", "a.lnk", "a", "a.pdf.js", "a.docm"])
def test_other_kinds_are_only_saved(name: str) -> None:
    assert "没有打开" in why_not_opened(name, b"%PDF-1.7")


@pytest.mark.parametrize("stream", ["_VBA_PROJECT", "Macros"])
@pytest.mark.parametrize("kind", ["doc", "xls", "ppt", "wps"])
def test_old_office_files_with_macros_are_only_saved(kind: str, stream: str) -> None:
    assert "宏" in why_not_opened(f"a.{kind}", OLE + stream.encode("utf-16-le"))


def test_new_ones_with_macros_too() -> None:
    assert "宏" in why_not_opened("a.docx", packed("word/document.xml", "word/vbaProject.bin"))


@pytest.mark.parametrize(("name", "content"), [("a.docx", "a.xlsx"), ("a.pdf", "a.png"), ("a.xls", "a.xlsx")])
def test_another_kind_under_the_name_is_only_saved(name: str, content: str) -> None:
    assert "不符" in why_not_opened(name, GOOD[content])


def test_a_broken_zip_is_no_document() -> None:
    assert "不符" in why_not_opened("a.docx", b"PK\x03\x04" + b"\0" * 20)


def test_a_table_of_text_opens_as_text() -> None:
    assert opened_name("名单.csv") == "名单.csv.txt"
    assert opened_name("名单.csv（2）") == "名单（2）.csv.txt"
    assert opened_name("意见.pdf（3）") == "意见（3）.pdf"


def test_a_copy_is_marked_where_the_system_knows_marks() -> None:
    path = Path("C:/临时/a.docx")
    assert zone_mark(path, "linux") is None
    assert zone_mark(path, "darwin") is None
    assert zone_mark(path, "win32") == (f"{path}:Zone.Identifier", "[ZoneTransfer]\r\nZoneId=3\r\n")
