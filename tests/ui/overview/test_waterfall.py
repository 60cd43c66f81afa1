"""The bars between two totals of red and amber tasks, the list of what turned, and the days to compare with."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QSize, Qt

from tests.painted_words import painted_words
from tracker.model.enums import LightColour
from tracker.model.light_cause import WaterfallBar
from tracker.model.rows import Light, Movements, TurnedTask
from tracker.ui.core.page_requests import Only, OpenTask
from tracker.ui.overview.compared_day import SinceChoice, compared_days
from tracker.ui.overview.turned_list import TurnedList
from tracker.ui.overview.waterfall import Waterfall, headline, sentence

SINCE, TODAY = date(2023, 8, 31), date(2023, 9, 15)
RED = Light(LightColour.RED, "逾期3天", "已逾期 3 天。")
AMBER = Light(LightColour.AMBER, "17天后到期", "17 天后到期。")
GREEN = Light(LightColour.GREEN, "", "按序时推进。")


def turned(number, before, after, cause, figure="50% → 64%"):
    return TurnedTask(number, f"A1.{number}", f"任务{number}", "市经信局", before, after, cause, figure)


def movements(*tasks, red_before=2, amber_before=6, red=3, amber=4):
    return Movements(SINCE, TODAY, red_before, amber_before, red, amber, 2, tasks)


MOVED = movements(
    turned(1, AMBER, GREEN, WaterfallBar.CAUGHT_UP),
    turned(2, AMBER, GREEN, WaterfallBar.CAUGHT_UP),
    turned(3, AMBER, None, WaterfallBar.SET_ASIDE, "已取消"),
    turned(4, GREEN, AMBER, WaterfallBar.DUE, "17天后到期"),
    turned(5, GREEN, RED, WaterfallBar.DUE, "逾期3天"),
    turned(6, RED, AMBER, WaterfallBar.PLAN, "延至 2023-10-02"),
)


@pytest.fixture
def chart(show):
    made = show(Waterfall(), 640, 200)
    made.set_data(MOVED, TODAY, 7)
    return made


def test_each_cause_has_a_bar_that_leads_to_its_tasks(qtbot, chart):
    asked = [
        (mark.target.words, mark.target.codes, mark.value) for mark in chart.marks if isinstance(mark.target, Only)
    ]
    assert asked == [
        ("追上序时", ("A1.1", "A1.2"), -2),
        ("搁置、移交", ("A1.3",), -1),
        ("临近到期", ("A1.4", "A1.5"), 2),
    ]
    bar = next(mark for mark in chart.marks if isinstance(mark.target, Only))
    with qtbot.waitSignal(chart.picked) as told:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=bar.rect.center().toPoint())
    assert told.args == [Only("追上序时", ("A1.1", "A1.2"))]


def test_only_the_total_of_now_leads_to_the_ledger_of_now(chart):
    totals = [(mark.target, mark.value) for mark in chart.marks if not isinstance(mark.target, Only)]
    assert totals == [(None, 2), (None, 6), ({"light": LightColour.RED}, 3), ({"light": LightColour.AMBER}, 4)]


def test_each_bar_begins_where_the_last_one_ended(chart):
    """8 − 2 − 1 + 2 = 7, all on one scale from zero."""
    levels = [(bar.low, bar.high) for bar, _ in chart._bars]
    assert levels == [(0, 8), (6, 8), (5, 6), (5, 7), (0, 7)]
    (_, first), (_, last) = chart._bars[0], chart._bars[-1]
    unit = first.height() / 8
    assert last.height() == pytest.approx(7 * unit)
    assert first.bottom() == pytest.approx(last.bottom())
    for (bar, rect), (_, after) in pairwise(chart._bars):
        assert rect.right() < after.left()
        assert rect.height() == pytest.approx((bar.high - bar.low) * unit)
    assert all(chart.rect().contains(mark.rect.toRect()) for mark in chart.marks)


@pytest.mark.parametrize("width", [300, 480, 900])
def test_what_has_no_room_is_put_together_and_still_adds_up(chart, width):
    causes = list(WaterfallBar)
    left = [turned(n, AMBER, GREEN, cause) for n, cause in enumerate(causes[:6])]
    came = [turned(20 + n, GREEN, AMBER, cause) for n, cause in enumerate(causes[6:])]
    chart.set_data(movements(*left, *came, amber=8), TODAY)
    chart.resize(width, 200)
    chart.rearrange()
    asked = [mark for mark in chart.marks if isinstance(mark.target, Only)]
    assert len(asked) <= max(width // 62, 6)
    assert sum(mark.value for mark in asked) == len(came) - len(left)
    codes = [code for mark in asked for code in mark.target.codes]
    assert sorted(codes) == sorted(task.code for task in (*left, *came))
    assert not chart.grab().isNull()


def test_what_happened_is_said_in_words(chart):
    assert headline(MOVED, TODAY) == "需要关注的任务（红 + 黄）比8月31日少了 1 项"
    assert headline(movements(amber=9), TODAY).endswith("多了 4 项")
    assert headline(movements(amber=5), TODAY) == "需要关注的任务（红 + 黄）与8月31日持平"
    words = "3 项离开红黄，2 项新进；红灯中 2 项当时已是红灯。"
    assert sentence(MOVED) == words
    assert chart.accessibleDescription().endswith(f"{words}30天内到期 7 项")
    assert [(link.target, link.value) for link in chart.links] == [({"due": "soon"}, 7)]


def test_without_a_day_to_compare_with_it_says_why(chart):
    chart.set_data(None, TODAY, nothing="没有更早的台账可比")
    assert chart.marks == ()
    assert chart.accessibleDescription() == "没有更早的台账可比"
    assert not chart.grab().isNull()


@pytest.fixture
def listed(show):
    made = show(TurnedList(), 460, 200)
    made.set_data(MOVED)
    return made


def test_worse_ones_come_first_and_red_before_amber(listed):
    assert [mark.target for mark in listed.marks][:2] == [OpenTask(5), OpenTask(4)]
    assert [mark.target for mark in listed.marks][2] == OpenTask(6)  # it was red
    assert [mark.target for mark in listed.links] == [
        Only("转差", ("A1.5", "A1.4")),
        Only("转好", ("A1.6", "A1.1", "A1.2", "A1.3")),
    ]
    assert listed.marks[0].sentence == "A1.5 任务5\n市经信局，绿 → 红 · 逾期3天\n临近到期"


def test_two_of_the_better_ones_are_always_seen(listed):
    many = [turned(n, GREEN, AMBER, WaterfallBar.DUE) for n in range(20)]
    listed.set_data(movements(*many, *(turned(30 + n, AMBER, GREEN, WaterfallBar.DONE) for n in range(5))))
    shown = [mark.target.task_id for mark in listed.marks]
    assert [number for number in shown if number >= 30] == [30, 31]
    assert sum(listed.shares(200)) == len(shown) == (200 - 48) // 24
    listed.arrange(QSize(460, 60))
    assert sum(listed.shares(60)) == 2


def test_the_keys_reach_the_list_and_its_headings(qtbot, listed):
    listed.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(listed.picked) as told:
        for _ in range(len(listed.marks) + 2):
            qtbot.keyClick(listed, Qt.Key.Key_Down)
        qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert told.args == [Only("转好", ("A1.6", "A1.1", "A1.2", "A1.3"))]


def test_nothing_turned_is_said(listed):
    listed.set_data(movements())
    assert listed.accessibleDescription() == "没有任务变灯"
    assert not listed.grab().isNull()


def test_what_a_day_may_be_compared_with():
    days = {word: on for _, word, on in compared_days(date(2024, 3, 31))}
    assert days == {
        "上月末": date(2024, 2, 29), "一周前": date(2024, 3, 24), "30天前": date(2024, 3, 1),
        "上季末": date(2023, 12, 31), "去年末": date(2023, 12, 31),
    }  # fmt: skip


def test_the_choice_stays_when_the_day_moves(show):
    choice = show(SinceChoice(), 300, 40)
    choice.set_day(date(2023, 9, 15))
    assert choice.day() == date(2023, 8, 31)
    choice.chip.set_value("quarter")
    choice.set_day(date(2023, 12, 1))
    assert choice.day() == date(2023, 9, 30)
    choice.chip.set_value("other")
    assert choice.day() is None
    choice.field.setText("2023-11-30")
    assert choice.day() == date(2023, 11, 30)
    choice.field.setText("2023-12-01")
    assert choice.day() is None


@pytest.mark.parametrize("width", [480, 560, 640])
def test_the_numbers_of_thousands_stand_inside_and_off_their_neighbours(show, width):
    chart = show(Waterfall(), width, 240)
    thousands = {"red_before": 1849, "amber_before": 1684, "red": 1999, "amber": 1525}
    chart.set_data(replace(MOVED, **thousands), TODAY)
    said = painted_words(chart)
    assert {"1,684", "1,849", "1,525", "1,999"} <= {words.text for words in said}
    assert max(words.rect.right() for words in said) <= width
    shares = [words for words in said if words.text in ("1,684", "1,849")]
    changes = [words for words in said if words.text[:1] in "−+" and words.text[1:].isdigit()]
    assert changes
    for share in shares:
        assert not any(share.rect.intersects(change.rect) for change in changes)


def test_a_long_code_keeps_clear_of_its_title(listed):
    listed.set_data(movements(replace(turned(1, GREEN, AMBER, WaterfallBar.DUE), code="A1.2a-1705")))
    painted = {words.text: words.rect for words in painted_words(listed)}
    assert painted["A1.2a-1705"].right() + 6 <= painted["任务1"].left()
