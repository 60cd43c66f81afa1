"""Status against progress within one row."""

from typing import Any

import pytest

from tracker.exchange.compare.cross_field import status_against_progress

OURS = {"status": "in_progress", "progress": 40}
CASES = [
    ({}, OURS, "", ""),
    ({"owner": "李四"}, {"status": "closing", "progress": 10}, "", ""),
    ({"status": "closing"}, OURS, "status", "只有 40%"),
    ({"status": "closing", "progress": 100}, OURS, "", ""),
    ({"progress": 80}, {"status": "closed", "progress": 100}, "progress", "只有 80%"),
    ({"progress": 100}, OURS, "progress", "是否申请销号"),
    ({"status": "not_started"}, OURS, "status", "却有 40%"),
    ({"progress": 10}, {"status": "not_started", "progress": 0}, "progress", "却有 10%"),
    ({"progress": 10}, {"status": "unassigned", "progress": 0}, "", ""),
    ({"status": "paused"}, OURS, "", ""),
    ({"status": "closing"}, {"progress": None}, "", ""),
]


@pytest.mark.parametrize(("told", "ours", "field", "words"), CASES)
def test_contradictions(told: Any, ours: Any, field: str, words: str) -> None:
    found, sentence = status_against_progress(told, ours)
    assert found == field
    assert words in sentence
    assert bool(sentence) == bool(words)
