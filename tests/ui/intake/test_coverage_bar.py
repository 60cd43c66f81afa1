"""The line that says how much of a text is accounted for, and leads to the first sentence that is not."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QImage

from tracker.model.intake_review.coverage import Coverage, Share
from tracker.ui.intake.coverage_bar import CoverageBar


@pytest.fixture
def bar(show: Callable[..., Any]) -> CoverageBar:
    return show(CoverageBar(), 1200, 44)


def painted(bar: CoverageBar) -> int:
    """Count the colours of the bar."""
    image: QImage = bar._bar.grab().toImage()
    return len({image.pixel(x, 5) for x in range(image.width())})


def test_figures_and_parts_are_said(bar: CoverageBar) -> None:
    bar.show_coverage(Coverage({Share.ACTION: 18, Share.OTHER: 9, Share.BACKGROUND: 28, Share.NONE: 2}, (40, 52)))
    assert bar.figure.text() == "55 / 57 句"
    assert bar._legend.accessibleName() == "建议 18，总领、经验、做法、号召 9，背景、问题 28"
    assert bar.link.text() == "没有归类 2"


def test_the_link_leads_to_the_first_open_sentence(bar: CoverageBar, qtbot: Any) -> None:
    bar.show_coverage(Coverage({Share.NONE: 1}, (40, 52)))
    with qtbot.waitSignal(bar.asked) as told:
        bar.link.click()
    assert told.args == [40, 52]


def test_everything_accounted_for_leads_nowhere(bar: CoverageBar) -> None:
    bar.show_coverage(Coverage({Share.ACTION: 3}, None))
    assert bar.link.text() == "全部归类"
    assert not bar.link.isEnabled()


def test_each_part_has_its_own_colour(bar: CoverageBar) -> None:
    bar.show_coverage(Coverage({Share.ACTION: 3}, None))
    alone = painted(bar)
    bar.show_coverage(Coverage({Share.ACTION: 3, Share.OTHER: 3, Share.BACKGROUND: 3, Share.NONE: 3}, (0, 1)))
    assert painted(bar) > alone


def test_an_empty_text_has_no_bar(bar: CoverageBar) -> None:
    bar.show_coverage(Coverage({}, None))
    assert bar.figure.text() == "0 / 0 句"
    assert painted(bar) == 1
