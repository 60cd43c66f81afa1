"""Count what a large part holds by its bytes alone: far faster than parsing, so it comes first.

The count may be a little low, where a tag lies across two pieces, and so never refuses what the parser would take.
"""

from collections.abc import Iterable

from tracker.errors import WorkbookError
from tracker.exchange.book.address import MAX_ROW
from tracker.files.limits import LIMITS, MB

_ROWS, _VALUES, _FORMULAS = (b"<row",), (b"</v>", b"</is>"), (b"</f>",)
_PREFIXED_ROWS, _PREFIXED_VALUES, _PREFIXED_FORMULAS = (b":row ", b":row/"), (b":v>", b":is>"), (b":f>",)
#: In less no more cells find room than may be read.
SMALL = 8 * MB
_ODS_VALUES = (b"<text:p",)
_ODS_CELLS = (b"<table:table-cell", b"<table:covered-table-cell")
_ODS_OTHERS = (b"<office:annotation", b"<table:named-range", b"<table:table-column")
_ODS_TAGS = 4 * LIMITS.cells  # of cells: blank ones beside each other are one tag
_ZERO = b"\x00"


def check_sheet(name: str, pieces: Iterable[bytes], room: int) -> int:
    """Return how many cells of a worksheet part hold something.

    Raises WorkbookError for more rows than a sheet has, or more than `room` cells.
    """
    rows = values = formulas = 0
    prefixed: bool | None = None
    for piece in pieces:
        plain = piece.replace(_ZERO, b"") if _ZERO in piece[:64] else piece  # UTF-16 without its zeros reads the same
        if prefixed is None:
            prefixed = b":worksheet" in plain  # as the root is written so are the rest, or they mean nothing
        if prefixed:
            rows += _count(plain, _PREFIXED_ROWS)
            values += _count(plain, _PREFIXED_VALUES) // 2  # opening tags and closing ones
            formulas += _count(plain, _PREFIXED_FORMULAS) // 2
        rows += _count(plain, _ROWS)
        values += _count(plain, _VALUES)
        formulas += _count(plain, _FORMULAS)
        if rows > MAX_ROW:
            raise WorkbookError(f"工作表「{name}」写了 {MAX_ROW} 行以上，比一张表能有的还多，文件不规范，不予读取。")
        if max(values, formulas) > room:  # a formula mostly has its value beside it
            raise too_many_cells()
    return max(values, formulas)


def check_ods_cells(pieces: Iterable[bytes]) -> None:
    """Raise WorkbookError for a content part with far more paragraphs, cells or comments than a feedback has."""
    values = cells = others = 0
    for piece in pieces:
        values += _count(piece, _ODS_VALUES)
        cells += _count(piece, _ODS_CELLS)
        others += _count(piece, _ODS_OTHERS)
        if values > 2 * LIMITS.cells:  # a cell may have several lines
            raise too_many_cells()
        if cells > _ODS_TAGS:
            raise WorkbookError(f"文件里写了 {_ODS_TAGS} 个以上的单元格，多是空的，不像反馈表，不予读取。")
        if others > LIMITS.elements:
            raise WorkbookError(f"文件里的批注、名称、列等超过 {LIMITS.elements} 处，不像反馈表，不予读取。")


def too_many_cells() -> WorkbookError:
    """Return the refusal of a file that holds more cells than any feedback."""
    return WorkbookError(f"文件有内容的单元格超过 {LIMITS.cells} 个，不像反馈表，不予读取。")


def _count(piece: bytes, needles: Iterable[bytes]) -> int:
    return sum(piece.count(needle) for needle in needles)
