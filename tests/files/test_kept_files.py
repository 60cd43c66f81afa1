"""Which files are kept: kinds, programs in disguise, names."""

import pytest

from tracker.errors import InputError
from tracker.files.kept_files import (
    EVIDENCE_KINDS,
    LONGEST_NAME,
    SOURCE_KINDS,
    checked_name,
    clean_file_name,
    doubt_of,
    kind_of,
    refusal_of,
)
from tracker.files.limits import LIMITS

PROGRAMS = ["exe", "dll", "com", "bat", "cmd", "ps1", "vbs", "js", "lnk", "hta", "msi", "scr", "jar"]


KINDS = [
    "pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "dps", "ofd", "txt", "csv", "jpg", "jpeg",
    "png", "gif", "bmp", "tif", "tiff", "heic", "mp3", "mp4", "zip", "rar", "7z", "eml",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_the_list_is_kept(kind: str) -> None:
    assert refusal_of(f"专班方案.{kind}", 5, b"hello") == ""
    assert refusal_of(f"专班方案.{kind.upper()}", 5, b"hello") == ""


@pytest.mark.parametrize("kind", PROGRAMS)
def test_a_program_is_refused_by_its_name(kind: str) -> None:
    assert refusal_of(f"a.pdf.{kind}", 5, b"hello") == f"“a.pdf.{kind}”是可执行文件，没有收。"


@pytest.mark.parametrize("head", [b"MZ\x90", b"#!/bin/sh"])
def test_a_program_is_refused_by_how_it_begins(head: bytes) -> None:
    assert refusal_of("方案.pdf", 500, head) == "“方案.pdf”是可执行文件，没有收。"


@pytest.mark.parametrize("name", ["a.xyz", "noending", ".pdf", "a.html", "a.svg", "a.docm"])
def test_other_kinds_are_refused_with_what_to_do(name: str) -> None:
    assert refusal_of(name, 5, b"hello") == f"“{name}”的类型不收，请转成 PDF、图片或 Office 文件。"


def test_a_page_of_the_web_belongs_to_a_source() -> None:
    assert {"html", "htm", "mht"} == SOURCE_KINDS - EVIDENCE_KINDS
    assert checked_name("通知.html", b"<html>", SOURCE_KINDS) == "通知.html"


def test_nothing_and_too_much_are_refused() -> None:
    assert refusal_of("a.pdf", 0, b"") == "“a.pdf”是空文件，没有收。"
    assert refusal_of("a.pdf", LIMITS.kept_bytes, b"%PDF") == ""
    assert "超过 50 MB" in refusal_of("a.pdf", LIMITS.kept_bytes + 1, b"%PDF")


@pytest.mark.parametrize(
    ("name", "head", "odd"),
    [
        ("a.pdf", b"%PDF-1.7", False),
        ("a.pdf", b"\xef\xbb\xbf\r\n%PDF-1.4", False),
        ("a.pdf", b"PK\x03\x04", True),
        ("a.jpg", b"\xff\xd8\xff\xe0", False),
        ("a.JPEG", b"GIF89a", True),
        ("a.docx", b"anything", False),
    ],
)
def test_another_beginning_is_a_doubt_and_no_refusal(name: str, head: bytes, odd: bool) -> None:
    assert bool(doubt_of(name, head)) is odd
    assert refusal_of(name, 9, head) == ""


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("..\\批示 扫描.PDF", "批示 扫描.PDF"),
        ("夹/方案.pdf", "方案.pdf"),
        ("方案\u202efdp.exe", "方案fdp.exe"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("a:b?.pdf", "ab.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("方案.pdf. . ", "方案.pdf"),
        ("", ""),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_file_name(name) == clean


def test_long_names_keep_their_ending() -> None:
    clean = clean_file_name("长" * 300 + ".docx")
    assert (len(clean), kind_of(clean)) == (LONGEST_NAME, "docx")
    assert len(clean_file_name("长" * 300)) == LONGEST_NAME
    assert len(clean_file_name("a." + "长" * 300)) <= LONGEST_NAME


def test_what_is_kept_has_the_clean_name_and_what_is_not_says_why() -> None:
    assert checked_name("夹\\方案.pdf", b"%PDF") == "方案.pdf"
    with pytest.raises(InputError, match="可执行文件"):
        checked_name("夹/a.pdf", b"MZ")
