"""Decode a text file strictly: what the user says, else by its mark, else UTF-8, else GB18030."""

import codecs
import re

from tracker.errors import InputError
from tracker.intake.read.quality import reads_well

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: Bytes that no text has, of whatever encoding: some other file.
_CONTROLS = re.compile(rb"[\x01-\x06\x0e-\x1a]")
NO_TEXT = "文件里不是文字，可能不是文章或已损坏；可读的是 .txt、.docx、.pdf、.html、.mht，请核对是否选错了文件。"
_NAMES = {"utf-8-sig": "utf-8", "gbk": "gb18030", "gb2312": "gb18030"}


def decoded(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return text and encoding of a file's bytes; InputError where it cannot be decoded."""
    if encoding:
        return _as_told(data, encoding)
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is None and b"\x00" in data[:512]:
        marked = "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
    for name in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            other = _as_big5(data) if name == "gb18030" and not reads_well(text) else ""
            return (other, "big5") if other else (text, _NAMES.get(name, name))
    if _CONTROLS.search(data[:4096]):
        raise InputError(NO_TEXT)
    raise InputError(
        "认不出文件的文字编码：不是 UTF-8、UTF-16 或 GB18030（GBK）；请另存为 UTF-8 文本，或用 --encoding 写明编码。"
    )


def _as_big5(data: bytes) -> str:
    """Return the text of bytes that read as sentences in Big5 alone, "" for others: GB18030 decodes nearly anything."""
    try:
        text = data.decode("big5")
    except UnicodeDecodeError:
        return ""
    return text if _is_text(text) and reads_well(text) else ""


def _as_told(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        name = codecs.lookup(encoding).name
        return data.decode(name).removeprefix("\ufeff"), name
    except LookupError as error:
        raise InputError(f"不认识编码“{encoding}”，请写 utf-8、gb18030 或 utf-16。") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise InputError(f"文件不是 {encoding} 编码，请换一个编码，或不写 --encoding 由程序判断。") from error


def _is_text(text: str) -> bool:
    """Tell whether hardly anything in a text is a control character: else it is some other file."""
    control = sum(c < " " and c not in "\t\r\n\f\v" for c in text[:100_000])
    return control <= len(text[:100_000]) / 1000
