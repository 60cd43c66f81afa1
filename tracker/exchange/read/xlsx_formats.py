"""Read the number formats of a style sheet; whatever else is wrong with it does not matter."""

from collections import deque
from collections.abc import Iterable

from tracker.errors import WorkbookError
from tracker.exchange.book.number_format import BUILTIN
from tracker.exchange.read.xml_parser import Attributes, DepthGuard, HostileError, LocalNames, parse_part
from tracker.files.limits import LIMITS
from tracker.files.zip_container import DamagedError


class _Styles:
    """Collects custom formats and, per cell style, the id of its format."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.format_ids: list[str] = []
        self._names = LocalNames()
        self._in_cell_formats = False

    def start(self, name: str, attributes: Attributes) -> None:
        local = self._names[name]
        if local == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            self._in_cell_formats = True
        elif local == "xf" and self._in_cell_formats:
            self.format_ids.append(attributes.get("numFmtId", "0"))
        if len(self.codes) > LIMITS.styles or len(self.format_ids) > LIMITS.styles:
            raise HostileError(f"文件里的单元格样式超过 {LIMITS.styles} 种，不像正常的工作簿，不予读取。")

    def text(self, data: str, /) -> None:
        """Text carries nothing here."""

    def end(self, name: str) -> None:
        if self._names[name] == "cellXfs":
            self._in_cell_formats = False


def read_formats(part: str, data: bytes | Iterable[bytes]) -> list[str]:
    """Return the number format of every cell style; what was read before a damage still counts."""
    listener = _Styles()
    try:
        parse_part(part, data, DepthGuard(part, listener))
    except (HostileError, DamagedError):
        raise
    except WorkbookError:
        deque(data, maxlen=0)  # its checksum is found out at its end
    return [_code(format_id, listener.codes) for format_id in listener.format_ids]


def _code(format_id: str, codes: dict[str, str]) -> str:
    if format_id in codes:
        return codes[format_id]
    return BUILTIN.get(int(format_id), "") if format_id.isdecimal() else ""
