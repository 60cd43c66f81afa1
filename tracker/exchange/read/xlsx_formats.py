"""Read number formats and struck-out fonts of a style sheet; whatever else is wrong with it does not matter."""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from tracker.errors import WorkbookError
from tracker.exchange.book.number_format import BUILTIN
from tracker.exchange.read.xlsx_strings import is_on
from tracker.exchange.read.xml_parser import Attributes, DepthGuard, HostileError, LocalNames, parse_part
from tracker.files.limits import LIMITS
from tracker.files.zip_container import DamagedError


class CellStyles(NamedTuple):
    """The number format of every cell style, and which of the styles strike their cells out."""

    formats: list[str]
    struck: frozenset[int] = frozenset()


class _Styles:
    """Collects custom formats, and per cell style the id of its format and its font."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.format_ids: list[str] = []
        self.fonts: list[str] = []  # by cell style
        self.struck_fonts: set[str] = set()
        self._names = LocalNames()
        self._in_cell_formats = self._in_fonts = False
        self._font = -1

    def start(self, name: str, attributes: Attributes) -> None:
        local = self._names[name]
        if local == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            self._in_cell_formats = True
        elif local == "xf" and self._in_cell_formats:
            self.format_ids.append(attributes.get("numFmtId", "0"))
            self.fonts.append(attributes.get("fontId", ""))
        elif local == "fonts":
            self._in_fonts = True
        elif local == "font" and self._in_fonts:
            self._font += 1
        elif local == "strike" and self._in_fonts and is_on(attributes):
            self.struck_fonts.add(str(self._font))
        if len(self.codes) > LIMITS.styles or len(self.format_ids) > LIMITS.styles:
            raise HostileError(f"文件里的单元格样式超过 {LIMITS.styles} 种，不像正常的工作簿，不予读取。")

    def text(self, data: str, /) -> None:
        """Text carries nothing here."""

    def end(self, name: str) -> None:
        local = self._names[name]
        if local == "cellXfs":
            self._in_cell_formats = False
        elif local == "fonts":
            self._in_fonts = False


def read_styles(part: str, data: bytes | Iterable[bytes]) -> CellStyles:
    """Return what matters of the cell styles; what was read before a damage still counts."""
    listener = _Styles()
    try:
        parse_part(part, data, DepthGuard(part, listener))
    except (HostileError, DamagedError):
        raise
    except WorkbookError:
        deque(data, maxlen=0)  # its checksum is found out at its end
    return CellStyles(
        [_code(format_id, listener.codes) for format_id in listener.format_ids],
        frozenset(style for style, font in enumerate(listener.fonts) if font in listener.struck_fonts),
    )


def _code(format_id: str, codes: dict[str, str]) -> str:
    if format_id in codes:
        return codes[format_id]
    return BUILTIN.get(int(format_id), "") if format_id.isdecimal() else ""
