"""A snapshot in cells comes back as it was, and nothing else is taken for one."""

import base64
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from tracker.exchange.table.snapshot_text import pack, unpack
from tracker.exchange.write.content import sent_workbook


def packed(whole: Any) -> str:
    return base64.b64encode(zlib.compress(json.dumps(whole).encode())).decode()


def test_what_was_packed_comes_back(new_content: Callable[..., Any]) -> None:
    sent = sent_workbook(new_content())
    text = pack(sent)
    assert text.isascii()
    assert unpack(text) == sent


ROW = ["task", "k", "B1", "题", {"owner": "张三"}]
DAMAGED = {
    "no text": "",
    "no base64": "?",
    "not packed": base64.b64encode(b"{}").decode(),
    "no list": packed({"a": 1}),
    "number for a name": packed(["E1", 5, "2025-03-01", []]),
    "row too short": packed(["E1", "局", "2025-03-01", [["task", "k"]]]),
    "kind unknown": packed(["E1", "局", "2025-03-01", [["x", *ROW[1:]]]]),
    "value of a wrong kind": packed(["E1", "局", "2025-03-01", [[*ROW[:4], {"owner": {"a": 1}}]]]),
    "deep": base64.b64encode(zlib.compress(b"[" * 100_000)).decode(),
    "endless": base64.b64encode(zlib.compress(b" " * 70_000_000)).decode(),
    "cut off": packed(["E1", "局", "2025-03-01", [ROW]])[:40],
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_what_is_damaged_is_no_snapshot(text: str) -> None:
    assert unpack(text) is None


@pytest.mark.parametrize("ours", [False, True])
def test_unknown_fields_are_left_out_and_lists_become_tuples(ours: bool) -> None:
    values = {"owner": "张三", "co_offices": ["甲", "乙"], "progress": 5, "later": "x"}
    sent = unpack(packed(["E1", "局", "2025-03-01", [[*ROW[:4], values]]]), ours=ours)
    assert sent is not None
    assert sent.rows[0].values == {"owner": "张三", "co_offices": ("甲", "乙"), "progress": 5}
