"""What a file is by its first bytes, whatever its name says."""

import re
from enum import StrEnum

from tracker.errors import WorkbookError

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BIFF_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_HTML = re.compile(rb"\s*(<!doctype html|<html|<table|<head|<meta|<style)", re.IGNORECASE)
_KNOWN = (
    (b"%PDF", "文件是 PDF，不是工作簿，请把内容填回原表再反馈。"),
    (b"{\\rtf", "文件是 RTF 文档，不是工作簿。"),
    (b"Rar!", "文件是 RAR 压缩包，请先解压，再选择里面的工作簿。"),
    (b"7z\xbc\xaf", "文件是 7z 压缩包，请先解压，再选择里面的工作簿。"),
    (b"\x89PNG", "文件是图片，不是工作簿。"),
    (b"\xff\xd8\xff", "文件是图片，不是工作簿。"),
    (b"PK\x05\x06", "文件是空的压缩包，里面没有工作簿。"),
)


class FileKind(StrEnum):
    """Containers that can be opened."""

    ZIP = "zip"
    OLE = "ole"


def sniff(data: bytes) -> FileKind:
    """Return the container of a file's bytes; WorkbookError names what it is when it cannot be a workbook."""
    if not data:
        raise WorkbookError("文件是空的（0 字节），请对方重新发送。")
    if data.startswith(_ZIP):
        return FileKind.ZIP
    if data.startswith(_OLE):
        return _ole(data)
    for magic, sentence in _KNOWN:
        if data.startswith(magic):
            raise WorkbookError(sentence)
    raise WorkbookError(_text_sentence(data[:4096]))


def _ole(data: bytes) -> FileKind:
    if _ENCRYPTED in data:
        raise WorkbookError("文件设了打开密码，请对方去掉打开密码后重新发送。")
    if not any(name in data for name in _BIFF_STREAMS):
        raise WorkbookError("文件是 Office 旧格式，但里面没有工作簿（可能是 Word 或 PPT 文件）。")
    return FileKind.OLE


def _text_sentence(head: bytes) -> str:
    """Return what to say about a file that is neither zip nor OLE."""
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(bare):
        return "文件其实是网页（HTML），不是工作簿，请用 Excel 或 WPS 另存为 .xlsx 后再选。"
    if bare.lstrip().startswith(b"<?xml"):
        return "文件是 XML 文本，不是工作簿，请用 Excel 或 WPS 另存为 .xlsx 后再选。"
    if _is_text(bare):
        return "文件其实是纯文本（CSV 等），不是工作簿，请把内容填回原表再反馈。"
    return "认不出文件的格式：可能已损坏，或被加密软件加密，请在能打开它的电脑上另存为未加密的 .xlsx。"


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(head, "utf-16") and head.decode("utf-16", "ignore").replace("\t", "").splitlines() != []
    if b"\x00" in head:
        return False
    control = sum(byte < 32 and byte not in b"\t\r\n\x00" for byte in head)
    return control == 0 and any(_decodes(head, code) for code in ("utf-8", "gb18030", "utf-16"))


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        head[: len(head) - len(head) % 2 - 4 if len(head) >= 4096 else None].decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
