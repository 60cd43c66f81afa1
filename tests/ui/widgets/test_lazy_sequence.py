"""Entries that are made when they are asked for: counted and found like those of any sequence."""

import pytest

from tracker.ui.widgets.lazy_sequence import OnDemand


class Pairs(OnDemand[tuple[int, int]]):
    """Entries that say where they stand; `made` remembers which were asked for."""

    def __init__(self, *sizes: int) -> None:
        super().__init__(sizes)
        self.made: list[tuple[int, int]] = []

    def make(self, part: int, place: int) -> tuple[int, int]:
        self.made.append((part, place))
        return part, place


WHOLE = [(0, 0), (0, 1), (2, 0), (3, 0), (3, 1), (3, 2)]  # the part of no entries is passed over


def test_it_is_like_the_list_of_its_entries() -> None:
    pairs = Pairs(2, 0, 1, 3)
    assert list(pairs) == WHOLE
    assert len(pairs) == 6
    assert [pairs[n] for n in range(-6, 6)] == WHOLE * 2
    assert (pairs[1:4], pairs[-2:], pairs[::2], pairs[9:]) == (WHOLE[1:4], WHOLE[-2:], WHOLE[::2], [])
    assert (2, 0) in pairs
    assert pairs.index((3, 1)) == 4


@pytest.mark.parametrize(("sizes", "index"), [((2, 1), 3), ((2, 1), -4), ((), 0), ((0, 0), 0)])
def test_beyond_it_there_is_nothing(sizes: tuple[int, ...], index: int) -> None:
    with pytest.raises(IndexError):
        Pairs(*sizes)[index]


def test_only_what_is_asked_for_is_made() -> None:
    pairs = Pairs(100_000, 1)
    assert pairs[70_000] == (0, 70_000)
    assert pairs[-1] == (1, 0)
    assert pairs.made == [(0, 70_000), (1, 0)]
    assert pairs.part_of(99_999) == 0
