"""Write out what is short in a binary workbook for the library: web tools write most cells without their column."""

from collections.abc import Iterator

from tracker.errors import WorkbookError
from tracker.exchange.read.size_check import too_many_cells
from tracker.files.limits import LIMITS
from tracker.files.zip_container import Container

ROW, _DATA, _DIMENSION = 0, 145, 148
#: The size of a sheet, which the library wants to know before the cells; what it says there does not matter.
_ANY_DIMENSION = bytes((_DIMENSION & 0x7F | 0x80, _DIMENSION >> 7, 16)) + bytes(16)
#: Cells with a column, from blank to shared text; the short ones say only that they stand beside the one before.
FULL, SHORT = range(1, 12), range(12, 19)
RICH = 62  # a text with runs, full as well
_TO_FULL = SHORT.start - FULL.start
_COLUMN = 4  # bytes
_DAMAGED = "部件 {} 的记录不完整，文件已损坏，请对方用 Excel 或 WPS 另存为 .xlsx 后再发。"


def with_full_cells(data: bytes, container: Container) -> bytes:
    """Return a binary workbook in which every cell says its column; the same bytes where nothing has to be added."""
    sheets = [name for name in container.names if name.startswith("xl/worksheets/") and name.endswith(".bin")]
    rewritten: dict[str, bytes] = {}
    cells = 0
    for name in sheets:
        part = container.read(name)
        records = list(records_of(name, part))
        cells += sum(kind in FULL or kind in SHORT for kind, _, _, _ in records)
        if cells > LIMITS.cells:
            raise too_many_cells()
        kinds = {kind for kind, _, _, _ in records}
        if not kinds.isdisjoint(SHORT) or _DIMENSION not in kinds:
            rewritten[name] = b"".join(_written_out(part, records))
    return container.with_parts(rewritten) if rewritten else data


def records_of(name: str, part: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield kind, beginning, beginning of the content and end of each record."""
    at, end = 0, len(part)
    while at < end:
        begin = at
        try:
            kind, at = _varying(part, at, 2)
            size, at = _varying(part, at, 4)
        except IndexError:
            raise WorkbookError(_DAMAGED.format(name)) from None
        if at + size > end:
            raise WorkbookError(_DAMAGED.format(name))
        yield kind, begin, at, at + size
        at += size


def _varying(part: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number written seven bits a byte, and where it ends."""
    number = 0
    for count in range(most):
        byte = part[at]
        number |= (byte & 0x7F) << (7 * count)
        at += 1
        if byte < 0x80:
            break
    return number, at


def _written_out(part: bytes, records: list[tuple[int, int, int, int]]) -> Iterator[bytes]:
    column = -1
    measured = any(kind == _DIMENSION for kind, _, _, _ in records)
    for kind, begin, content, end in records:
        if kind == _DATA and not measured:
            yield _ANY_DIMENSION
        if kind == ROW:
            column = -1
        if kind in FULL or kind == RICH:
            column = int.from_bytes(part[content : content + _COLUMN], "little")
        if kind not in SHORT:
            yield part[begin:end]
            continue
        column += 1
        yield bytes((kind - _TO_FULL, *_sized(end - content + _COLUMN)))
        yield column.to_bytes(_COLUMN, "little")
        yield part[content:end]


def _sized(size: int) -> Iterator[int]:
    while size > 0x7F:
        yield size & 0x7F | 0x80
        size >>= 7
    yield size
