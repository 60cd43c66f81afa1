"""Read and write the hidden sheet of a workbook: which export it is and what was sent."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.exchange.book.raw_book import RawBook, RawSheet
from tracker.exchange.cells.columns import SHEETS
from tracker.exchange.table.snapshot_text import pack, unpack
from tracker.model.changeset import SentRow, SentWorkbook

SHEET_NAME, MAGIC, SCHEMA = "_meta", "ZCTRACKER", "3"
_FACTS = 6  # magic, export code, schema, office, day of sending, numbers of rows; row 7 is their signature
_SNAPSHOT_ROW = _FACTS + 2  # the snapshot's signature, below it the snapshot in pieces
_PIECE = 30_000
#: Kinds of rows that stand in the first column; former versions know no others and take no file that names one. Later
#: kinds stand in columns of their own: signature of their snapshot, below it the snapshot in pieces.
_FIRST_KINDS = ("task", "indicator")
_LATER_KINDS = {2: "help", 3: "person"}  # by column
_ORDER = tuple(layout.kind for layout in SHEETS)


def signed(facts: Sequence[str], secret: bytes) -> tuple[str, ...]:
    """Return the facts with their signature as the last one."""
    return (*facts, _signature("\n".join(facts), secret))


def meta_lines(sent: SentWorkbook, secret: bytes) -> tuple[str, ...]:
    """Return what stands in column A of the hidden sheet, from the first row on."""
    counts = ",".join(str(sum(row.kind == kind for row in sent.rows)) for kind in _FIRST_KINDS)
    facts = signed((MAGIC, sent.export_code, SCHEMA, sent.office, sent.sent_on, counts), secret)
    return (*facts, *_signed_pieces(replace(sent, rows=tuple(filter(_is_first, sent.rows))), secret))


def later_lines(sent: SentWorkbook, secret: bytes) -> dict[int, tuple[str, ...]]:
    """Return what stands in the columns after the first one of the hidden sheet, by their numbers."""
    lines: dict[int, tuple[str, ...]] = {}
    for column, kind in _LATER_KINDS.items():
        if rows := tuple(row for row in sent.rows if row.kind == kind):
            lines[column] = _signed_pieces(replace(sent, rows=rows), secret)
    return lines


def _is_first(row: SentRow) -> bool:
    return row.kind in _FIRST_KINDS


def _signed_pieces(sent: SentWorkbook, secret: bytes) -> tuple[str, ...]:
    text = pack(sent)
    return (_signature(text, secret), *(text[start : start + _PIECE] for start in range(0, len(text), _PIECE)))


def is_meta(sheet: RawSheet) -> bool:
    """Tell whether a sheet is ours for machines."""
    return sheet.text(1, 1) == MAGIC


def named_export(book: RawBook, secret: bytes) -> str:
    """Return the export code the hidden sheet names, "" when there is none or its signature is wrong."""
    for sheet in filter(is_meta, book.sheets):
        if _facts_stand(sheet, secret):
            return sheet.text(2, 1)
    return ""


def read_meta(book: RawBook) -> SentWorkbook | None:
    """Return the tasks and indicators of the snapshot that the file carries, whoever wrote it.

    None when there is none or it is damaged.
    """
    snapshots = (unpack("".join(_pieces(sheet))) for sheet in filter(is_meta, book.sheets))
    return next((sent for sent in snapshots if sent is not None), None)


def read_own_meta(book: RawBook, secret: bytes) -> SentWorkbook | None:
    """Return the snapshot that the file carries where this installation signed it, else None."""
    signed_by_us = (sheet for sheet in filter(is_meta, book.sheets) if _is_ours(sheet, secret))
    return next((_whole(sheet, secret) for sheet in signed_by_us), None)


def _whole(sheet: RawSheet, secret: bytes) -> SentWorkbook | None:
    """Return the snapshot of all columns; of the later ones only what we signed for the same export."""
    sent = unpack("".join(_pieces(sheet)), ours=True)
    if sent is None:
        return None
    rows = list(sent.rows)
    for column in _LATER_KINDS:
        text = "".join(_pieces(sheet, column, 2))
        later = unpack(text, ours=True) if text and _equal(_signature(text, secret), sheet.text(1, column)) else None
        rows += later.rows if later is not None and later.export_code == sent.export_code else ()
    return replace(sent, rows=tuple(sorted(rows, key=lambda row: _ORDER.index(row.kind))))


def is_ours(book: RawBook, secret: bytes) -> bool:
    """Tell whether the hidden sheet, snapshot included, was signed by this installation."""
    return any(_is_ours(sheet, secret) for sheet in filter(is_meta, book.sheets))


def raw_meta_lines(book: RawBook) -> tuple[str, ...]:
    """Return column A of the hidden sheet as it stands, to be sent back unchanged; empty when there is none."""
    for sheet in filter(is_meta, book.sheets):
        head = (sheet.text(row, 1) for row in range(1, _SNAPSHOT_ROW + 1))
        return (*head, *_pieces(sheet))
    return ()


def _pieces(sheet: RawSheet, column: int = 1, row: int = _SNAPSHOT_ROW + 1) -> Iterator[str]:
    while piece := sheet.text(row, column):
        yield piece
        row += 1


def _is_ours(sheet: RawSheet, secret: bytes) -> bool:
    signature = sheet.text(_SNAPSHOT_ROW, 1)
    return _facts_stand(sheet, secret) and _equal(_signature("".join(_pieces(sheet)), secret), signature)


def _facts_stand(sheet: RawSheet, secret: bytes) -> bool:
    facts = "\n".join(sheet.text(row, 1) for row in range(1, _FACTS + 1))
    return _equal(_signature(facts, secret), sheet.text(_FACTS + 1, 1))


def _equal(text: str, other: str) -> bool:
    return hmac.compare_digest(text.encode(), other.encode("utf-8", "replace"))


def _signature(text: str, secret: bytes) -> str:
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
