"""反馈用时: bars as long as their days, the agreed day, and what stands at their end."""

from datetime import date, timedelta

import pytest

from tracker.model.rows import Response
from tracker.ui.overview.response_bars import ResponseBars, days_words
from tracker.ui.theme.fonts import metrics


def sent(number, days, agreed=None, *, back=True, file=None):
    on = date(2023, 1, 2) + timedelta(days=30 * number)
    due = on + timedelta(days=agreed) if agreed is not None else None
    return Response(number, number, on, due, on + timedelta(days=days) if back else None, days, file)


ROWS = (sent(3, 12, 10, back=False), sent(2, 16, 10, file=7), sent(1, 8, 10, file=5))


@pytest.fixture
def chart(show):
    made = ResponseBars()
    made.set_data(ROWS)
    return show(made, 400, 200)


def test_bars_are_as_long_as_their_days(chart):
    assert [mark.value for mark in chart.marks] == [12, 16, 8]
    widths = [mark.rect.width() for mark in chart.marks]
    assert widths[1] == pytest.approx(2 * widths[2])
    assert widths[0] == pytest.approx(1.5 * widths[2])
    assert [mark.target for mark in chart.marks] == [None, 7, 5]


def test_the_sentence_says_everything(chart):
    assert chart.marks[1].sentence == (
        "第 2 批：2023年3月3日 发出，应于 2023年3月13日 前反馈；2023年3月19日 收到，16 天"
    )
    assert "尚未反馈，12 天" in chart.marks[0].sentence


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (sent(1, 8, 10), "8天"),
        (sent(1, 16, 10), "16天，迟6天"),
        (sent(1, 3, 10, back=False), "未反馈，已3天"),
        (sent(1, 12, 10, back=False), "未反馈，迟2天"),
        (sent(1, 40), "40天"),
        (sent(1, 0, 0), "0天"),
        (sent(1, 0, 10, back=False), "今天发出"),
    ],
)
def test_what_stands_at_the_end(row, words):
    assert days_words(row) == words


def test_as_many_as_fit_the_newest_first(chart):
    chart.set_data([sent(n, n, 10) for n in range(40, 0, -1)])
    assert [mark.value for mark in chart.marks] == [40, 39, 38, 37, 36, 35]
    chart.set_data(())
    assert chart.marks == ()
    chart.grab()


def test_a_broken_row_is_drawn_all_the_same(chart):
    """Agreed before it was sent, or back on the day itself: a bar of at least 2 px."""
    chart.set_data([sent(1, 0, -5), sent(2, 0)])
    assert [mark.rect.width() for mark in chart.marks] == [2.0, 2.0]
    assert chart.marks[0].value == 0
    chart.grab()


def test_long_words_leave_the_bars_their_room(qtbot):
    chart = ResponseBars()
    qtbot.addWidget(chart)
    chart.resize(460, 200)
    chart.set_data((sent(1, 1162, back=False), sent(2, 0, back=False)))
    width = metrics("small").horizontalAdvance("未反馈，已1162天")
    assert chart.marks[0].rect.right() <= 460 - width
    assert not chart.grab().isNull()
