"""Clean text of a workbook for storing, fold it for comparing."""

import re
import unicodedata
from functools import lru_cache

from tracker.model.cell_text import CONTROL, LINE_ENDS
from tracker.model.typed.text import without_marks

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ESCAPE_OR_BLANK = re.compile(r"_x[0-9A-Fa-f]{4}_?|\s")
_RARE = re.compile("[\U00010000-\U0010ffff]")
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BLANKS = re.compile(r"[^\S\n]")
_BLANKS_AT_LINE_END = re.compile(r"[^\S\n]+(?=\n|\Z)")
_ALL_BLANKS = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the text to store: one kind of line end, no blanks at the ends, nothing invisible."""
    text = without_marks(text)
    if text.isprintable():  # then its only blanks are plain ones
        return text.strip()
    text = LINE_ENDS.sub("\n", text)
    return _BLANKS_AT_LINE_END.sub("", CONTROL.sub("", text)).strip()


def fold(text: str) -> str:
    """Return prose for comparing: every blank is a plain one; characters are not folded."""
    return _BLANKS.sub(" ", clean(text))


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Return a short text (name, header, title) for comparing: NFKC, lower case, no blanks."""
    return _ALL_BLANKS.sub("", unicodedata.normalize("NFKC", clean(text))).lower()


def narrow(text: str) -> str:
    """Return the text with full-width digits, signs and blanks made narrow, ends trimmed."""
    return unicodedata.normalize("NFKC", clean(text)).strip()


def decode_escapes(text: str) -> str:
    """Return the text with the `_x000D_` escapes of the file format decoded."""
    if "_x" not in text:
        return text
    decoded = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
    if not _HALVES.search(decoded):
        return decoded
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")  # 𠮷 came in two halves


def is_read_as_escape(sent: object, text: object) -> bool:
    """Tell whether a text is what was sent as some programs read it back.

    They take a literal `_x000D_` for an escape, or keep only sixteen bits of a rare character: 𠮷田 becomes ஷ田.
    """
    if not (isinstance(sent, str) and isinstance(text, str)):
        return False
    if _RARE.search(sent) and clean(_RARE.sub(lambda match: chr(ord(match[0]) & 0xFFFF), sent)) == clean(text):
        return True
    if not _ESCAPED.search(sent):
        return False
    return _ESCAPE_OR_BLANK.sub("", sent) == _ESCAPE_OR_BLANK.sub("", text)


def shorten(text: str, limit: int = 40) -> str:
    """Return the text in one line of at most `limit` characters, for messages."""
    line = _ALL_BLANKS.sub(" ", text).strip()
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
