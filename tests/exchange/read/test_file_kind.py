"""What a file is by its first bytes."""

import pytest

from tracker.errors import WorkbookError
from tracker.exchange.read.file_kind import FileKind, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BEGINNING = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)  # of a BIFF8 workbook
REFUSED = {
    "empty": (b"", "0 字节"),
    "html": (b"\xef\xbb\xbf <HTML><table>", "网页"),
    "html with doctype": (b"\n<!DOCTYPE html><html>", "网页"),
    "xml": (b"<?xml version='1.0'?><Workbook/>", "XML 文本"),
    "csv utf-8": ("编号,任务名称\nB2.1,培育".encode(), "CSV"),
    "csv gbk": ("编号,任务名称\nB2.1,培育".encode("gbk"), "CSV"),
    "long csv": (("编号,任务名称培育库\n" * 2000).encode(), "CSV"),
    "long csv gbk": ((("x" + "编号，任务名称\n") * 2000).encode("gb18030"), "CSV"),
    "html in utf-16": ("<html><table>".encode("utf-16"), "网页"),
    "html after a comment": (b"<!-- made by a report system -->\n<div><table>", "网页"),
    "web page in one file": (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "网页"),
    "web page in one file, as once saved": (b"From: <Saved by Microsoft Internet Explorer 5>\r\nSubject: ", "网页"),
    "text in utf-16": ("编号\t任务名称\r\n".encode("utf-16"), "CSV"),
    "enciphered by E-SafeNet": (b"\x62\x14\x23\x65\x3f\x00E-SafeNet\x00LOCK" + bytes(200), "亿赛通"),
    "enciphered with a header in words": (b"%TSD-Header-###%" + bytes(range(256)), "天锐绿盾"),
    "zeros": (bytes(5_000), "认不出"),
    "old workbook with a password": (
        OLE + "Workbook".encode("utf-16-le") + BEGINNING + b"\x2f\x00\x36\x00",
        "打开密码",
    ),
    "old workbook for reading only with a password": (
        OLE + "Workbook".encode("utf-16-le") + BEGINNING + b"\x86\x00\x00\x00\x2f\x00\xc8\x00",
        "打开密码",
    ),
    "still older workbook with a password": (
        OLE + "Book".encode("utf-16-le") + b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(4) + b"\x2f\x00\x04\x00",
        "打开密码",
    ),
    "pdf": (b"%PDF-1.7", "PDF"),
    "rar": (b"Rar!\x1a\x07", "RAR"),
    "picture": (b"\x89PNG\r\n", "图片"),
    "empty zip": (b"PK\x05\x06" + bytes(18), "空的压缩包"),
    "enciphered": (bytes(range(256)) * 4, "加密软件"),
    "locked xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "word document": (OLE + "WordDocument".encode("utf-16-le"), "没有工作簿"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(WorkbookError, match=words):
        sniff(data)


def test_every_refusal_has_its_own_sentence() -> None:
    sentences = set()
    for data, _words in REFUSED.values():
        with pytest.raises(WorkbookError) as caught:
            sniff(data)
        sentences.add(caught.value.sentence)
    assert len(sentences) >= 11


def test_containers() -> None:
    assert sniff(b"PK\x03\x04rest") is FileKind.ZIP
    assert sniff(OLE + "Workbook".encode("utf-16-le")) is FileKind.OLE
    assert sniff(OLE + "Book".encode("utf-16-le")) is FileKind.OLE
    assert sniff(OLE + "BOOK".encode("utf-16-le")) is FileKind.OLE  # names in them are alike however written
