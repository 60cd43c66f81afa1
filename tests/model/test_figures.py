"""Percents, shares, means and places of the papers."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import figures

counts = st.lists(st.integers(0, 5_000), min_size=1, max_size=9)
keys = st.lists(st.none() | st.integers(-300, 300), max_size=40)


@pytest.mark.parametrize(
    ("part", "whole", "tenths"),
    [(17, 95, 179), (1, 8, 125), (1, 3, 333), (2, 3, 667), (1, 16, 63), (0, 5, 0), (5, 5, 1000), (0, 0, None)],
)
def test_a_percent_is_rounded_half_up_from_whole_numbers(part: int, whole: int, tenths: int | None) -> None:
    assert figures.percent(part, whole) == tenths


@given(counts)
def test_shares_add_up_to_exactly_one_hundred(numbers: list[int]) -> None:
    parts = figures.shares(numbers)
    assert sum(parts) == (1_000 if sum(numbers) else 0)


@given(counts)
def test_a_share_is_less_than_a_tenth_away_from_the_exact_one(numbers: list[int]) -> None:
    whole = sum(numbers)
    for count, share in zip(numbers, figures.shares(numbers), strict=True):
        assert whole == 0 or abs(share - Decimal(1_000 * count) / whole) < 1


@given(counts)
def test_nothing_has_no_share(numbers: list[int]) -> None:
    assert all(share == 0 for count, share in zip(numbers, figures.shares(numbers), strict=True) if count == 0)


def test_of_equal_remainders_the_first_in_reading_order_is_raised() -> None:
    assert figures.shares([1, 1, 1]) == (334, 333, 333)
    assert figures.shares([17, 4, 68, 2, 3, 1]) == (179, 42, 716, 21, 32, 10)


@given(st.lists(st.integers(-100, 100), min_size=1, max_size=60))
def test_a_mean_is_rounded_half_away_from_zero(values: list[int]) -> None:
    exact = Decimal(sum(values)) / len(values)
    tenths = figures.mean(values)
    assert tenths == int(exact.quantize(Decimal("0.1"), ROUND_HALF_UP) * 10)


def test_a_mean_of_nothing_is_unknown() -> None:
    assert figures.mean([]) is None


@given(keys)
def test_equal_keys_share_a_place_and_no_others_do(values: list[int | None]) -> None:
    placed = [(key, place) for key, place in zip(values, figures.ranks(values), strict=True) if key is not None]
    assert all((a == b) == (x == y) for a, x in placed for b, y in placed)


@given(keys)
def test_a_place_is_one_more_than_the_number_of_better_ones(values: list[int | None]) -> None:
    for key, place in zip(values, figures.ranks(values), strict=True):
        better = sum(other is not None and key is not None and other > key for other in values)
        assert place == (None if key is None else 1 + better)


def test_the_place_after_a_tie_is_skipped() -> None:
    assert figures.ranks([5, 7, 5, 1, None]) == (2, 1, 2, 4, None)


@pytest.mark.parametrize(
    ("ranked", "top", "bottom"),
    [
        ([1, 2, 3, 4, 5], [], []),
        ([1, 2, 3, 4, 5, 6], [0, 1, 2], [3, 4, 5]),
        ([1, 2, 3, 3, 5, 6, 7], [0, 1, 2, 3], [4, 5, 6]),
        ([1, 2, 3, 4, 5, 5, 7, 8], [0, 1, 2], [4, 5, 6, 7]),
        ([1, 1, 1, 1, 1, 1], [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]),
    ],
)
def test_the_first_and_the_last_three_come_with_their_ties(
    ranked: list[int], top: list[int], bottom: list[int]
) -> None:
    first, last = figures.first_and_last(ranked)
    assert (list(first), list(last)) == (top, bottom)


@pytest.mark.parametrize(
    ("tenths", "plain", "signed"),
    [(664, "66.4", "+66.4"), (-30, "−3.0", "−3.0"), (-4, "−0.4", "−0.4"), (0, "0.0", "0.0"), (None, "—", "—")],
)
def test_figures_are_written_with_one_decimal_and_a_true_minus(tenths: int | None, plain: str, signed: str) -> None:
    assert figures.decimal_text(tenths) == plain
    assert figures.signed_text(tenths) == signed


@pytest.mark.parametrize(("before", "now", "words"), [(3, 8, "增加5项"), (8, 3, "减少5项"), (4, 4, "持平"), (0, 0, "")])
def test_a_change_is_said_in_words(before: int, now: int, words: str) -> None:
    assert figures.change_text(before, now) == words
