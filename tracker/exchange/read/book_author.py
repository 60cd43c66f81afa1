"""Who saved a workbook last, as the properties of the file say."""

import html
import re

from tracker.exchange.book.text import clean, shorten
from tracker.files.zip_container import Container

_PARTS = ("docProps/core.xml", "meta.xml")
_LAST, _FIRST = b"lastModifiedBy", b"creator"
_LONGEST = 40  # characters of a name
#: What programs call themselves where nobody gave a name.
_NOBODY = frozenset({"openpyxl", "xlsxwriter", "sheetjs", "unknown", "administrator", "user", "微软用户", "microsoft"})


def author_in(container: Container) -> str:
    """Return who saved a workbook last, "" where it does not say; our own name as its maker is nobody's."""
    head = next((container.head(part) for part in _PARTS if part in container), b"")
    title = _text(head, b"title")
    names = (name for name in (_text(head, _LAST), _text(head, _FIRST)) if name.lower() not in _NOBODY)
    return next((name for name in names if name and not title.startswith(name)), "")


def _text(head: bytes, element: bytes) -> str:
    """Return what stands in an element, whatever its prefix, in one line of some length."""
    match = re.search(rb"<(?:\w+:)?" + element + rb"(?:\s[^<>]*)?>([^<]*)</", head)
    return shorten(clean(html.unescape(match.group(1).decode("utf-8", "replace"))), _LONGEST) if match else ""
