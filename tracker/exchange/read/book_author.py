"""Who saved a workbook last, as the properties of the file say."""

import html
import re
import struct
from collections.abc import Iterator

from tracker.exchange.book.text import clean, shorten
from tracker.exchange.read.ole_stream import properties_stream
from tracker.files.zip_container import Container

_PARTS = ("docProps/core.xml", "meta.xml")
_LAST, _FIRST = b"lastModifiedBy", b"creator"
_LONGEST = 40  # characters of a name
#: What programs call themselves where nobody gave a name.
_NOBODY = frozenset({"openpyxl", "xlsxwriter", "sheetjs", "unknown", "administrator", "user", "微软用户", "microsoft"})


#: Numbers of properties in an old file, and the kinds of text: of a code page that is a property too, or wide.
_CODE_PAGE, _TITLE, _AUTHOR, _LAST_AUTHOR = 1, 2, 4, 8
_NARROW, _WIDE = 30, 31
_CODE_PAGES = {936: "gb18030", 1200: "utf-16-le", 65001: "utf-8", 54936: "gb18030", 950: "cp950"}
_MOST_PROPERTIES = 100


def author_in(container: Container) -> str:
    """Return who saved a workbook last, "" where it does not say; our own name as its maker is nobody's."""
    head = next((container.head(part) for part in _PARTS if part in container), b"")
    return _author(_text(head, b"title"), _text(head, _LAST), _text(head, _FIRST))


def author_in_old(data: bytes) -> str:
    """Return who saved an old workbook last, "" where it does not say or its properties are damaged."""
    try:
        texts = dict(_properties(properties_stream(data)))
    except (struct.error, LookupError):
        return ""
    return _author(texts.get(_TITLE, ""), texts.get(_LAST_AUTHOR, ""), texts.get(_AUTHOR, ""))


def _author(title: str, last: str, first: str) -> str:
    names = (name for name in (last, first) if name.lower() not in _NOBODY)
    return next((name for name in names if name and not title.startswith(name)), "")


def _properties(stream: bytes) -> Iterator[tuple[int, str]]:
    """Yield number and text of the properties that are texts."""
    if not stream:
        return
    (begin,) = struct.unpack_from("<I", stream, 44)
    (count,) = struct.unpack_from("<I", stream, begin + 4)
    places = [struct.unpack_from("<II", stream, begin + 8 + 8 * n) for n in range(min(count, _MOST_PROPERTIES))]
    pages = [struct.unpack_from("<H", stream, begin + at + 4)[0] for number, at in places if number == _CODE_PAGE]
    encoding = _CODE_PAGES.get(pages[0], f"cp{pages[0]}") if pages else "gb18030"
    for number, at in places:
        kind, size = struct.unpack_from("<II", stream, begin + at)
        raw = stream[begin + at + 8 :][: size * 2 if kind == _WIDE else size]
        if kind in (_NARROW, _WIDE):
            text = raw.decode("utf-16-le" if kind == _WIDE else encoding, "replace")
            yield number, shorten(clean(text.partition("\0")[0]), _LONGEST)


def _text(head: bytes, element: bytes) -> str:
    """Return what stands in an element, whatever its prefix, in one line of some length."""
    match = re.search(rb"<(?:\w+:)?" + element + rb"(?:\s[^<>]*)?>([^<]*)</", head)
    return shorten(clean(html.unescape(match.group(1).decode("utf-8", "replace"))), _LONGEST) if match else ""
