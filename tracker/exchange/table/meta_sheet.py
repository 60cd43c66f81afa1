"""Read and write the hidden sheet of a workbook: which export it is and what was sent."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence

from tracker.exchange.book.raw_book import RawBook, RawSheet
from tracker.exchange.table.snapshot_text import pack, unpack
from tracker.model.changeset import SentWorkbook

SHEET_NAME, MAGIC, SCHEMA = "_meta", "ZCTRACKER", "3"
_FACTS = 6  # magic, export code, schema, office, day of sending, numbers of rows; row 7 is their signature
_SNAPSHOT_ROW = _FACTS + 2  # the snapshot's signature, below it the snapshot in pieces
_PIECE = 30_000


def signed(facts: Sequence[str], secret: bytes) -> tuple[str, ...]:
    """Return the facts with their signature as the last one."""
    return (*facts, _signature("\n".join(facts), secret))


def meta_lines(sent: SentWorkbook, secret: bytes) -> tuple[str, ...]:
    """Return what stands in column A of the hidden sheet, from the first row on."""
    counts = ",".join(str(sum(row.kind == kind for row in sent.rows)) for kind in ("task", "indicator"))
    facts = signed((MAGIC, sent.export_code, SCHEMA, sent.office, sent.sent_on, counts), secret)
    text = pack(sent)
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    return (*facts, _signature(text, secret), *pieces)


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
    """Return the snapshot that the file carries, whoever wrote it; None when there is none or it is damaged."""
    snapshots = (unpack("".join(_pieces(sheet))) for sheet in filter(is_meta, book.sheets))
    return next((sent for sent in snapshots if sent is not None), None)


def read_own_meta(book: RawBook, secret: bytes) -> SentWorkbook | None:
    """Return the snapshot that the file carries where this installation signed it, else None."""
    signed_by_us = (sheet for sheet in filter(is_meta, book.sheets) if _is_ours(sheet, secret))
    return next((unpack("".join(_pieces(sheet)), ours=True) for sheet in signed_by_us), None)


def is_ours(book: RawBook, secret: bytes) -> bool:
    """Tell whether the hidden sheet, snapshot included, was signed by this installation."""
    return any(_is_ours(sheet, secret) for sheet in filter(is_meta, book.sheets))


def raw_meta_lines(book: RawBook) -> tuple[str, ...]:
    """Return column A of the hidden sheet as it stands, to be sent back unchanged; empty when there is none."""
    for sheet in filter(is_meta, book.sheets):
        head = (sheet.text(row, 1) for row in range(1, _SNAPSHOT_ROW + 1))
        return (*head, *_pieces(sheet))
    return ()


def _pieces(sheet: RawSheet) -> Iterator[str]:
    row = _SNAPSHOT_ROW + 1
    while piece := sheet.text(row, 1):
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
