"""Which kept files may be opened in another program: those of a short list whose content is what the name says."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tracker.files.kept_files import HEAD, kind_of, name_on_disk

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
#: Names of streams that hold macros, as an OLE file writes them, and the part of a zipped one.
_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros"))
_MACRO_PART = "vbaproject.bin"
#: What a text never holds: control signs but tab, line feeds and form feed.
_NO_TEXT = frozenset(range(32)) - {9, 10, 12, 13}


def _begins(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(heads)


def _holds_part(part: str) -> Callable[[bytes], bool]:
    """Return whether a zip holds a part, whose name is compared without case."""

    def check(data: bytes) -> bool:
        if not data.startswith(_ZIP):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                names = [name.lower() for name in packed.namelist()]
        except (zipfile.BadZipFile, ValueError, OSError):
            return False
        return any(name.startswith(part) for name in names) and not any(_MACRO_PART in name for name in names)

    return check


def _plain_ole(data: bytes) -> bool:
    return data.startswith(_OLE) and not any(name in data for name in _MACROS)


def _text(data: bytes) -> bool:
    return not any(byte in _NO_TEXT for byte in data[:HEAD]) and not data.startswith((b"MZ", b"#!"))


def _mp3(data: bytes) -> bool:
    return data.startswith(b"ID3") or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0)


#: By ending, what tells that the content is what the ending says; a file of another kind is saved, not opened.
_CONTENT: Mapping[str, Callable[[bytes], bool]] = {
    "pdf": lambda data: b"%PDF" in data[:HEAD],
    "ofd": _holds_part("ofd.xml"),
    "docx": _holds_part("word/"),
    "xlsx": _holds_part("xl/"),
    "pptx": _holds_part("ppt/"),
    **dict.fromkeys(("doc", "xls", "ppt", "wps", "et", "dps"), _plain_ole),
    **dict.fromkeys(("txt", "csv"), _text),
    **dict.fromkeys(("jpg", "jpeg"), _begins(b"\xff\xd8\xff")),
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "gif": _begins(b"GIF87a", b"GIF89a"),
    "bmp": _begins(b"BM"),
    **dict.fromkeys(("tif", "tiff"), _begins(b"II*\x00", b"MM\x00*")),
    "mp4": lambda data: data[4:8] == b"ftyp",
    "mp3": _mp3,
}
OPENED_KINDS = frozenset(_CONTENT)


def why_not_opened(name: str, data: bytes) -> str:
    """Return why a kept file is not opened but only saved, "" where it may be opened."""
    kind = kind_of(name.strip(" ."))
    if kind not in _CONTENT:
        return f"{name} 不是可以直接打开的类型，没有打开"
    if _CONTENT[kind](data):
        return ""
    if data.startswith(_OLE) or _is_zip_with_macros(data):
        return f"{name} 带有宏或内容与 {kind} 不符，没有打开"
    return f"{name} 的内容与 {kind} 不符，没有打开"


def _is_zip_with_macros(data: bytes) -> bool:
    return data.startswith(_ZIP) and _MACRO_PART.encode() in data.lower()


def opened_name(name: str) -> str:
    """Return under which name a copy is opened: a table of text as text, so that nothing in it is computed."""
    shown = name_on_disk(name)
    return f"{shown}.txt" if kind_of(name) == "csv" else shown


def zone_mark(path: Path, platform: str) -> tuple[str, str] | None:
    """Return the stream and the words that mark a copy as coming from outside, None where a system knows none.

    `platform` is `sys.platform`. Office opens what is marked so in its protected view.
    """
    if platform != "win32":
        return None
    return f"{path}:Zone.Identifier", "[ZoneTransfer]\r\nZoneId=3\r\n"
