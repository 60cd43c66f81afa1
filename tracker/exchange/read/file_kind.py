"""Tell by its first bytes what a file is, whatever its name says."""

import codecs
import re
from enum import StrEnum

from tracker.errors import WorkbookError

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096  # bytes looked at of what is neither zip nor OLE
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BIFF_STREAMS = tuple(name.encode("utf-16-le") for name in ("workbook", "book"))
_HTML = re.compile(
    rb"(?:\s|<!--.*?-->)*(<!doctype html|<html|<table|<head|<body|<div|<meta|<style|mime-version:|from: <saved by)",
    re.IGNORECASE | re.DOTALL,
)
_LOCKED_UP = "文件被文件加密软件（如亿赛通、天锐绿盾）加密，请在装有该软件的电脑上解密或另存为未加密的 .xlsx 后再发。"
_KNOWN = (
    (b"%PDF", "文件是 PDF，不是工作簿，请把内容填回原表再反馈。"),
    (b"{\\rtf", "文件是 RTF 文档，不是工作簿。"),
    (b"Rar!", "文件是 RAR 压缩包，请先解压，再选择里面的工作簿。"),
    (b"7z\xbc\xaf", "文件是 7z 压缩包，请先解压，再选择里面的工作簿。"),
    (b"\x89PNG", "文件是图片，不是工作簿。"),
    (b"\xff\xd8\xff", "文件是图片，不是工作簿。"),
    (b"PK\x05\x06", "文件是空的压缩包，里面没有工作簿。"),
    (b"%TSD-Header-", _LOCKED_UP),
)
_PASSWORD = "文件设了打开密码，请对方去掉打开密码后重新发送。"
#: A BIFF8 or BIFF5 workbook stream that is encrypted, as it says after its beginning and maybe a write protection.
_FILEPASS = re.compile(
    rb"\x09\x08(?:\x10\x00\x00\x06\x05\x00.{12}|\x08\x00\x00\x05\x05\x00.{4})(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
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
    raise WorkbookError(_text_sentence(data[:_HEAD]))


def _ole(data: bytes) -> FileKind:
    if _ENCRYPTED in data or _FILEPASS.search(data):
        raise WorkbookError(_PASSWORD)
    folded = data.lower()  # names of streams are alike in small and capital letters
    if not any(name in folded for name in _BIFF_STREAMS):
        raise WorkbookError("文件是 Office 旧格式，但里面没有工作簿：可能是 Word 或 PPT，也可能没有传完整，请核对。")
    return FileKind.OLE


def is_plain_text(data: bytes) -> bool:
    """Tell whether bytes are a text that is no page and no XML: a table of it is a list."""
    head = data[:_HEAD].removeprefix(codecs.BOM_UTF8)
    marked = head.lstrip().startswith((b"<", b"{\\rtf", b"%PDF", b"%TSD"))
    return not marked and b"E-SafeNet" not in head[:512] and _is_text(head)


def _text_sentence(head: bytes) -> str:
    """Return what to say about a file that is neither zip nor OLE."""
    if b"E-SafeNet" in head[:512]:
        return _LOCKED_UP
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) and _decodes(head, "utf-16")
    bare = head.decode("utf-16", "ignore").encode() if wide else head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(bare):
        return "文件其实是网页（HTML），不是工作簿，请用 Excel 或 WPS 另存为 .xlsx 后再选。"
    if bare.lstrip().startswith(b"<?xml"):
        return "文件是 XML 文本，不是工作簿，请用 Excel 或 WPS 另存为 .xlsx 后再选。"
    if _is_text(bare):
        return "文件其实是纯文本（CSV 等），不是工作簿，请把内容填回原表再反馈。"
    return "认不出文件的格式：可能已损坏，或被加密软件加密，请在能打开它的电脑上另存为未加密的 .xlsx。"


def _is_text(head: bytes) -> bool:
    control = sum(byte < 32 and byte not in b"\t\r\n\f" for byte in head)
    return control == 0 and any(_decodes(head, code) for code in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    """Tell whether the beginning of a text is in this encoding; its last character may be cut."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < _HEAD)
    except UnicodeDecodeError:
        return False
    return True
