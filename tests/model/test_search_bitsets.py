"""Rows as bits, as bytes and as positions say the same."""

import random

import pytest

from tracker.model.search_bitsets import Found, Marks, bits_of, flags_of, places_of

SIZES = [1, 7, 8, 1_000]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("share", [0, 0.02, 0.5, 1])
def test_bits_flags_and_places_are_the_same_rows(size: int, share: float) -> None:
    chance = random.Random(size)
    places = [place for place in range(size) if chance.random() < share]
    flags = flags_of(bits_of(places, size), size)
    assert len(flags) == size
    assert places_of(flags) == places
    found = Found(flags)
    assert list(found) == places
    assert len(found) == len(places)
    assert bool(found) is bool(places)
    assert [found[at] for at in range(len(found))] == places


def test_found_is_cut_like_a_list() -> None:
    assert Found(bytes([1, 0, 1, 1]))[1:] == [2, 3]


def test_no_rows_at_all() -> None:
    assert bits_of((), 0) == 0
    assert flags_of(0, 0) == b""
    assert list(Found(b"")) == []


@pytest.fixture
def marks() -> Marks:
    made = Marks()
    made.count(0, ["ab", "b"])
    made.count(2, ["bc", ""])
    made.count(4, ["a"])
    return made


@pytest.mark.parametrize(
    ("keys", "every", "some"),
    [("a", [0, 4], [0, 4]), ("ab", [0], [0, 1, 2, 4]), ("ac", [], [0, 2, 4]), ("z", [], []), ("az", [], [0, 4])],
)
def test_marks_counted_piece_by_piece(marks: Marks, keys: str, every: list[int], some: list[int]) -> None:
    assert places_of(flags_of(marks.all(keys), 5)) == every
    assert places_of(flags_of(marks.any(keys), 5)) == some
