"""Cells that are exactly as the writer put them, and cells of which that cannot be said."""

from typing import Any

import pytest

from tracker.exchange.book.raw_book import ERROR, NUMBER, TEXT, RawCell
from tracker.exchange.cells.columns import CellKind
from tracker.exchange.compare.unchanged_cells import is_as_sent

K = CellKind
CASES = [
    (K.TEXT, RawCell(TEXT, "已完成"), "已完成", True),
    (K.TEXT, RawCell(TEXT, "已完成 "), "已完成", False),
    (K.TEXT, RawCell(TEXT, "甲", "", "A1"), "甲", False),
    (K.TEXT, None, "", True),
    (K.TEXT, None, "甲", False),
    (K.TEXT, RawCell(ERROR, "#N/A"), "#N/A", False),
    (K.PERCENT, RawCell(NUMBER, "0.4", "0%"), 40, True),
    (K.PERCENT, RawCell(NUMBER, "0.07", "0%"), 7, True),
    (K.PERCENT, RawCell(NUMBER, "0.4", ""), 40, False),
    (K.PERCENT, RawCell(NUMBER, "0.41", "0%"), 40, False),
    (K.PERCENT, RawCell(NUMBER, "x", "0%"), None, True),
    (K.PERCENT, None, None, True),
    (K.PERCENT, None, 0, False),
    (K.NUMBER, RawCell(NUMBER, "6997.2"), 6997.2, True),
    (K.NUMBER, RawCell(NUMBER, "6997.20", "General"), 6997.2, True),
    (K.NUMBER, RawCell(NUMBER, "12"), 12, True),
    (K.NUMBER, RawCell(NUMBER, "6997.3"), 6997.2, False),
    (K.NUMBER, RawCell(NUMBER, "0.5", "0%"), 0.5, False),
    (K.NUMBER, RawCell(NUMBER, "45000", "yyyy-mm-dd"), 45000, False),
    (K.NUMBER, RawCell(NUMBER, "x"), None, False),
    (K.NUMBER, RawCell(NUMBER, "1"), "1", False),
    (K.NUMBER, None, None, True),
    (K.STATUS, RawCell(TEXT, "推进中"), "in_progress", True),
    (K.STATUS, RawCell(TEXT, "待销号"), "in_progress", False),
    (K.OFFICES, RawCell(TEXT, "甲、乙"), ("甲", "乙"), True),
    (K.OFFICES, RawCell(TEXT, "乙、甲"), ("甲", "乙"), False),
    (K.OFFICES, None, (), True),
    (K.TEXT, None, object(), False),
]


@pytest.mark.parametrize(("kind", "cell", "value", "same"), CASES)
def test_is_as_sent(kind: CellKind, cell: RawCell | None, value: Any, same: bool) -> None:
    assert is_as_sent(kind, cell, value) is same
