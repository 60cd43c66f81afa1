"""Dealing the ends of the year out to tasks."""

from collections import Counter
from random import Random

from tracker.services.demo.fates import Fate, deal_fates

COUNTS = {Fate.OVERDUE: 2, Fate.ON_TRACK: 5, Fate.CLOSED: 3}
CODES = [f"A{number}" for number in range(10)]


def test_counts_are_kept_with_fixed_ones_among_them() -> None:
    fixed = {"A3": Fate.OVERDUE, "A7": Fate.CLOSED}
    dealt = deal_fates(CODES, COUNTS, fixed, Random(1))
    assert Counter(dealt.values()) == COUNTS
    assert {code: dealt[code] for code in fixed} == fixed
    assert list(dealt) == CODES


def test_the_same_seed_deals_the_same() -> None:
    deals = [deal_fates(CODES, COUNTS, {}, Random(seed)) for seed in (1, 1, 2)]
    assert deals[0] == deals[1] != deals[2]


def test_more_tasks_than_cards_keep_the_proportions() -> None:
    codes = [f"A{number}" for number in range(20)]
    assert Counter(deal_fates(codes, COUNTS, {}, Random(1)).values()) == {one: 2 * n for one, n in COUNTS.items()}


def test_fewer_tasks_than_cards_are_served() -> None:
    assert len(deal_fates(CODES[:4], COUNTS, {}, Random(1))) == 4


def test_a_fixed_code_nobody_has_takes_no_card() -> None:
    dealt = deal_fates(CODES, COUNTS, {"Z9": Fate.OVERDUE}, Random(1))
    assert Counter(dealt.values()) == COUNTS
