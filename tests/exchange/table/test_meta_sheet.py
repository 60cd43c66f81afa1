"""The hidden sheet names the export only when its signature stands."""

from typing import Any

import pytest

from tracker.exchange.book.raw_book import TEXT, RawBook, RawCell, RawSheet
from tracker.exchange.table import meta_sheet
from tracker.exchange.write.content import sent_workbook

FACTS = ("ZCTRACKER", "EXP7F3A", "1", "市经信局", "2025-03-01", "4,1")


def book(*lines: str, name: str = "_meta") -> RawBook:
    return RawBook("xlsx", (RawSheet(name, rows={n: {1: RawCell(TEXT, t)} for n, t in enumerate(lines, start=1)}),))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (book(*meta_sheet.signed(FACTS, b"key")), "EXP7F3A"),
        (book(*meta_sheet.signed(FACTS, b"key"), name="Sheet9"), "EXP7F3A"),
        (book(*meta_sheet.signed(FACTS, b"other")), ""),
        (book("ZCTRACKER", "EXP0001", *meta_sheet.signed(FACTS, b"key")[2:]), ""),
        (book("ZCTRACKER"), ""),
        (book("别的"), ""),
        (RawBook("xlsx", ()), ""),
    ],
)
def test_named_export(given: Any, code: str) -> None:
    assert meta_sheet.named_export(given, b"key") == code


def test_the_snapshot_travels_and_says_whose_it_is(exchange: Any, exported: Any, book_of: Any, secret: bytes) -> None:
    found = book_of(exported)
    assert meta_sheet.read_meta(found) == exchange.sent
    assert meta_sheet.is_ours(found, secret)
    assert meta_sheet.read_own_meta(found, secret) == exchange.sent
    assert not meta_sheet.is_ours(found, b"another installation")
    assert meta_sheet.read_own_meta(found, b"another installation") is None
    assert meta_sheet.raw_meta_lines(found) == meta_sheet.meta_lines(exchange.sent, secret)


def test_a_long_snapshot_stands_in_several_cells(new_content: Any) -> None:
    rows = [{"code": f"B{n}", "title": "".join(chr(0x4E00 + n * k % 20_000) for k in range(400))} for n in range(90)]
    sent = sent_workbook(new_content(*rows))
    lines = meta_sheet.meta_lines(sent, b"key")
    assert len(lines) > 9
    assert max(map(len, lines)) <= 30_000
    assert meta_sheet.read_meta(book(*lines)) == sent
    assert meta_sheet.is_ours(book(*lines), b"key")
    assert not meta_sheet.is_ours(book(*lines[:-1]), b"key")


def test_an_older_hidden_sheet_has_no_snapshot() -> None:
    old = book(*meta_sheet.signed(FACTS, b"key"))
    assert meta_sheet.read_meta(old) is None
    assert not meta_sheet.is_ours(old, b"key")
