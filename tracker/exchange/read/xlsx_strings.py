"""Read the shared strings of a workbook: rich text runs are joined, phonetic text is skipped."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.errors import WorkbookError
from tracker.exchange.book.text import decode_escapes
from tracker.exchange.read.xml_parser import Attributes, LocalNames, parse_part, too_deep
from tracker.files.limits import LIMITS

_DEEPEST, _LONGEST, _MOST, _ALL = LIMITS.xml_depth, LIMITS.string_chars, LIMITS.shared_strings, LIMITS.text_chars


class SharedStrings(NamedTuple):
    """The shared texts by index, and the struck-out words of those that have some."""

    items: list[str]
    struck: Mapping[int, str]


class _Strings:
    """Collects the items of the shared string table."""

    def __init__(self, part: str) -> None:
        self._part, self._depth = part, 0
        self.items: list[str] = []
        self._names = LocalNames()
        self._pieces: list[str] = []
        self.struck: dict[int, str] = {}
        self._struck_pieces: list[str] = []
        self._in_text = self._struck = False
        self._phonetic = False
        self._chars = 0

    def start(self, name: str, attributes: Attributes) -> None:
        local = self._names[name]
        self._depth += 1
        if local == "t":
            self._in_text = not self._phonetic
        elif local == "rPh":
            self._phonetic = True
        elif local == "sst":
            _check_count(attributes.get("uniqueCount", ""))
        elif self._depth > _DEEPEST:
            raise too_deep(self._part)
        elif local == "strike":
            self._struck = is_on(attributes)
        elif local == "r":
            self._struck = False

    def text(self, data: str, /) -> None:
        if self._in_text:
            (self._struck_pieces if self._struck else self._pieces).append(data)

    def end(self, name: str) -> None:
        local = self._names[name]
        self._depth -= 1
        if local == "t":
            self._in_text = False
        elif local == "si":
            self._finish()
        elif local == "rPh":
            self._phonetic = False
        elif local == "r":
            self._struck = False

    def _finish(self) -> None:
        item = decode_escapes("".join(self._pieces))
        self._pieces.clear()
        if self._struck_pieces:
            struck = self.struck[len(self.items)] = decode_escapes("".join(self._struck_pieces))
            self._struck_pieces.clear()
            item = item if item.strip() else struck
        self.items.append(item)
        self._chars += len(item)
        if len(item) > _LONGEST or len(self.items) > _MOST or self._chars > _ALL:
            self._refuse(item)

    def _refuse(self, item: str) -> None:
        if len(item) > _LONGEST:
            raise WorkbookError(f"有一段文字超过 {_LONGEST} 字，不像正常的工作簿，不予读取。")
        if len(self.items) > _MOST:
            raise WorkbookError(f"文件里的文字超过 {_MOST} 条，不予读取。")
        raise WorkbookError(f"文件里的文字总共超过 {_ALL} 字，不像反馈表，不予读取。")


def _check_count(declared: str) -> None:
    """Refuse a table that promises more texts than a file may hold: other readers would make room for them."""
    if declared.isdecimal() and int(declared[:20]) > LIMITS.shared_strings:
        raise WorkbookError(f"文件声称有 {declared[:20]} 条文字，超过 {LIMITS.shared_strings} 条，不予读取。")


def is_on(attributes: Attributes) -> bool:
    """Tell whether a property of a font is on: it is unless its value says otherwise."""
    return attributes.get("val", "1") not in ("0", "false")


def read_strings(part: str, data: bytes | Iterable[bytes]) -> SharedStrings:
    """Return the shared strings by index; struck-out words are left out of a text, unless it has no others."""
    listener = _Strings(part)
    parse_part(part, data, listener)
    return SharedStrings(listener.items, listener.struck)
