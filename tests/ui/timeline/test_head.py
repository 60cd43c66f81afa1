"""The head of the timeline: the pill of today and the words beside it."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QApplication

from tests.painted_words import Words, words_of
from tracker.ui.timeline.painting import DAYS, paint_head, today_pill
from tracker.ui.timeline.scale import Scale

NAMES, DAYS_WIDE = 404.0, 833.0  # px, in a window of 1366
CLEAR = 6  # px


def upper_words(scale: Scale, today: date) -> tuple[QRectF, list[Words]]:
    """Return the pill, and the words on its line."""
    names, days = QRectF(0, 0, NAMES, DAYS), QRectF(NAMES, 0, DAYS_WIDE, DAYS)
    pill = today_pill(days, scale, today)
    assert pill is not None
    words = words_of(
        lambda painter: paint_head(painter, names, days, scale, today), QSize(int(NAMES + DAYS_WIDE), DAYS)
    )
    line = [one for one in words if one.rect.center().y() < pill.bottom()]
    assert line
    return pill, line


@pytest.mark.parametrize("span", [92.0, 366.0, 731.0, 1827.0])
def test_no_word_touches_the_pill_of_today(qapp: QApplication, span: float) -> None:
    """Whatever the day: at the end of a year the next one begins beside it."""
    for number in range(0, 62, 3):
        today = date(2026, 12, 1) + timedelta(days=number)
        scale = Scale(today.toordinal() - span * 0.6, span, DAYS_WIDE)
        pill, line = upper_words(scale, today)
        near = [one.text for one in line if one.rect.intersects(pill.adjusted(-CLEAR, 0, CLEAR, 0))]
        assert near == [], today


def test_on_the_first_of_december_the_next_year_stands_beside_today(qapp: QApplication) -> None:
    today = date(2026, 12, 1)
    pill, line = upper_words(Scale(today.toordinal() - 430.0, 731.0, DAYS_WIDE), today)
    (year,) = [one for one in line if one.text == "2027年"]
    assert CLEAR <= year.rect.left() - pill.right() <= 2 * CLEAR
