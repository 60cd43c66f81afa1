"""The hidden sheet names the export only when its signature stands."""

from typing import Any

import pytest

from tracker.exchange import meta
from tracker.exchange.content import sent_workbook
from tracker.exchange.rawbook import TEXT, RawBook, RawCell, RawSheet

FACTS = ("ZCTRACKER", "EXP7F3A", "1", "市经信局", "2025-03-01", "4,1")


def book(*lines: str, name: str = "_meta") -> RawBook:
    return RawBook("xlsx", (RawSheet(name, rows={n: {1: RawCell(TEXT, t)} for n, t in enumerate(lines, start=1)}),))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (book(*meta.signed(FACTS, b"key")), "EXP7F3A"),
        (book(*meta.signed(FACTS, b"key"), name="Sheet9"), "EXP7F3A"),
        (book(*meta.signed(FACTS, b"other")), ""),
        (book("ZCTRACKER", "EXP0001", *meta.signed(FACTS, b"key")[2:]), ""),
        (book("ZCTRACKER"), ""),
        (book("别的"), ""),
        (RawBook("xlsx", ()), ""),
    ],
)
def test_named_export(given: Any, code: str) -> None:
    assert meta.named_export(given, b"key") == code


def test_the_snapshot_travels_and_says_whose_it_is(exchange: Any, exported: Any, book_of: Any, secret: bytes) -> None:
    found = book_of(exported)
    assert meta.read_meta(found) == exchange.sent
    assert meta.is_ours(found, secret)
    assert meta.read_own_meta(found, secret) == exchange.sent
    assert not meta.is_ours(found, b"another installation")
    assert meta.read_own_meta(found, b"another installation") is None
    assert meta.raw_meta_lines(found) == meta.meta_lines(exchange.sent, secret)


def test_a_long_snapshot_stands_in_several_cells(new_content: Any) -> None:
    rows = [{"code": f"B{n}", "title": "".join(chr(0x4E00 + n * k % 20_000) for k in range(400))} for n in range(90)]
    sent = sent_workbook(new_content(*rows))
    lines = meta.meta_lines(sent, b"key")
    assert len(lines) > 9
    assert max(map(len, lines)) <= 30_000
    assert meta.read_meta(book(*lines)) == sent
    assert meta.is_ours(book(*lines), b"key")
    assert not meta.is_ours(book(*lines[:-1]), b"key")


def test_an_older_hidden_sheet_has_no_snapshot() -> None:
    old = book(*meta.signed(FACTS, b"key"))
    assert meta.read_meta(old) is None
    assert not meta.is_ours(old, b"key")
