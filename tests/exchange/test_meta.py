"""The hidden sheet names the export only when its signature stands."""

from typing import Any

import pytest

from tracker.exchange import meta
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
