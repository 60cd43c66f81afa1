"""Merging two changes of one cell: tables of base, ours, theirs and what comes of them."""

import time

import pytest

from tracker.exchange.compare.merge_text import merge_offices, merge_prose

OFFICES = [
    ("AB", "AB", "ABC", "ABC"),
    ("AB", "ABD", "ABC", "ABDC"),
    ("AB", "A", "ABC", "AC"),
    ("AB", "B", "A", ""),
    ("AB", "ABC", "ABC", "ABC"),
    ("AB", "B", "B", "B"),
    ("", "C", "D", "CD"),
    ("A", "B", "C", "BC"),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "merged"), OFFICES)
def test_offices_added_and_removed_on_both_sides(base: str, ours: str, theirs: str, merged: str) -> None:
    assert merge_offices(tuple(base), tuple(ours), tuple(theirs)) == tuple(merged)


# paragraphs are single letters, "|" stands for a line end, None: a person must choose
PROSE = {
    "different paragraphs": ("甲|乙|丙", "甲1|乙|丙", "甲|乙|丙1", "甲1|乙|丙1"),
    "neighbours": ("甲|乙", "甲1|乙", "甲|乙1", "甲1|乙1"),
    "same paragraph": ("甲|乙", "甲1|乙", "甲2|乙", None),
    "both append": ("甲", "甲|我", "甲|他", "甲|我|他"),
    "both append the same": ("甲", "甲|我", "甲|我", "甲|我"),
    "theirs appends more": ("甲", "甲|我", "甲|我|他", "甲|我|他"),
    "ours holds theirs": ("甲", "甲|我|他", "甲|他", "甲|我|他"),
    "edit and append": ("甲|乙", "甲1|乙", "甲|乙|他", "甲1|乙|他"),
    "append and edit of the last": ("甲|乙", "甲|乙|我", "甲|乙1", "甲|乙1|我"),
    "both insert before the end": ("甲|乙", "甲|我|乙", "甲|他|乙", None),
    "insert at two places": ("甲|乙|丙", "我|甲|乙|丙", "甲|乙|他|丙", "我|甲|乙|他|丙"),
    "one removes, one edits it": ("甲|乙", "甲", "甲|乙1", None),
    "one removes, one edits another": ("甲|乙|丙", "乙|丙", "甲|乙|丙1", "乙|丙1"),
    "both remove the same": ("甲|乙", "甲", "甲", "甲"),
    "rewritten by both": ("甲|乙", "丁|戊", "己|庚", None),
    "emptied by us": ("丙", "", "丙|丙", None),
    "emptied by them": ("丙", "丙|我", "", None),
    "empty before": ("", "我", "他", None),
    "layout is no change": ("甲  |乙", "甲|乙1", "甲 |乙|他", "甲|乙1|他"),
}


@pytest.mark.parametrize(("base", "ours", "theirs", "merged"), PROSE.values(), ids=PROSE)
def test_paragraphs_of_both_sides(base: str, ours: str, theirs: str, merged: str | None) -> None:
    found = merge_prose(*(text.replace("|", "\n") for text in (base, ours, theirs)))
    shown = None if found is None else "|".join(part.strip() for part in found.split("\n"))
    assert shown == merged


@pytest.mark.parametrize(("base", "ours", "theirs", "merged"), PROSE.values(), ids=PROSE)
def test_merging_what_is_merged_changes_nothing(base: str, ours: str, theirs: str, merged: str | None) -> None:
    if merged is not None:
        found = merge_prose(*(text.replace("|", "\n") for text in (base, merged, theirs)))
        assert found is not None
        assert [part.strip() for part in found.split("\n")] == merged.split("|")


def test_thousands_of_paragraphs_are_left_to_a_person_at_once() -> None:
    base = "\n".join("甲" for _ in range(16_000))
    started = time.perf_counter()
    assert merge_prose(base, f"{base}\n我", f"他\n{base}") is None
    assert time.perf_counter() - started < 0.5
