"""A list keeps about 1100 px; what stands beside it takes the rest."""

import pytest

from tracker.ui.widgets.dock_width import LIST, MOST, dock_width


@pytest.mark.parametrize(
    ("page", "least", "other", "width"),
    [
        (1238, 356, 0, 356),
        (965, 356, 0, 356),
        (1600, 356, 0, 500),
        (1792, 328, 280, 412),
        (2560, 356, 0, MOST),
    ],
)
def test_the_dock_takes_the_rest(page: int, least: int, other: int, width: int) -> None:
    assert dock_width(page, least, other) == width
    if least < width < MOST:
        assert page - other - width == LIST


def test_a_list_that_needs_less_leaves_more() -> None:
    assert dock_width(1238, 356, beside=720) == 518
