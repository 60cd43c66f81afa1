from datetime import date

import pytest

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light, MilestoneRow, TimelineBar
from tracker.ui.timeline.bar_shape import (
    Diamond,
    Shape,
    Step,
    bar_sentence,
    beside_marks,
    closing_words,
    end_words,
    shape_of,
)
from tracker.ui.timeline.scale import Scale

TODAY = date(2023, 9, 15)
SCALE = Scale(date(2023, 1, 1).toordinal(), 365, 3650)  # ten pixels a day
RED = Light(LightColour.RED, "逾期5天", "已逾期 5 天。")


def shape(make_task, *milestones, **values):
    plain = {"start_on": date(2023, 1, 11), "due_on": date(2023, 4, 20), "first_due_on": date(2023, 4, 20)}
    return shape_of(TimelineBar(make_task(1, **(plain | values)), milestones), SCALE, TODAY)


def test_a_bar_runs_from_the_start_to_the_end_of_the_deadline(make_task):
    found = shape(make_task, progress=25)
    assert (found.begin, found.end, found.done, found.gone) == (100, 1100, 350, 1100)
    assert found.first_due is found.late_until is None


@pytest.mark.parametrize(("progress", "done"), [(0, 100), (50, 600), (100, 1100), (130, 1100), (-5, 100)])
def test_the_inner_bar_is_the_progress(make_task, progress, done):
    assert shape(make_task, progress=progress).done == done


def test_an_extension_keeps_the_first_deadline(make_task):
    assert shape(make_task, first_due_on=date(2023, 3, 1)).first_due == 600
    assert shape(make_task, first_due_on=None).first_due is None


def test_an_overdue_task_is_late_until_today(make_task):
    assert shape(make_task, light=RED).late_until == 2580
    assert shape(make_task, light=RED, due_on=date(2023, 12, 1)).late_until is None


def test_what_nobody_stated_is_not_drawn_as_known(make_task):
    assert shape(make_task, start_on=None).guessed
    assert shape(make_task, due_on=None, first_due_on=None).end is None
    nothing = shape(make_task, start_on=None, due_on=None, first_due_on=None)
    assert nothing.begin is nothing.end is None


def test_a_deadline_before_its_start_still_has_a_bar(make_task):
    found = shape(make_task, start_on=date(2024, 1, 1))
    assert found.begin is not None
    assert found.begin < found.end


@pytest.mark.parametrize(
    ("due", "done", "step"),
    [
        (date(2023, 2, 1), date(2023, 2, 3), Step.DONE),
        (date(2023, 2, 1), None, Step.LATE),
        (date(2023, 10, 1), None, Step.COMING),
        (TODAY, None, Step.COMING),
        (None, date(2023, 2, 3), Step.DONE),
    ],
)
def test_a_milestone_is_done_late_or_to_come(make_task, due, done, step):
    found = shape(make_task, MilestoneRow(1, "印发方案", due, done, 1))
    assert [diamond.step for diamond in found.diamonds] == [step]
    assert "印发方案" in found.diamonds[0].sentence


def test_a_milestone_without_any_day_is_not_drawn(make_task):
    assert shape(make_task, MilestoneRow(1, "某步", None, None, 1)).diamonds == ()


def test_the_sentence_gives_figures_and_reason(make_task):
    task = make_task(1, first_due_on=date(2023, 6, 30), extensions=2, light=RED)
    said = bar_sentence(TimelineBar(task))
    assert "时限 2023年12月31日（原时限 2023年6月30日，延期 2 次）" in said
    assert "推进中，进度 50%，序时 60%" in said
    assert "\n红 · 逾期5天：已逾期 5 天。" in said
    closed = bar_sentence(TimelineBar(make_task(1, status=Status.CLOSED, start_on=None)))
    assert "启动日未定" in closed
    assert "序时" not in closed


def test_the_time_gone_ends_today(make_task):
    """15 September ends at pixel 2580, whether the deadline lies behind it or nobody has named any."""
    assert shape(make_task, due_on=date(2023, 12, 31)).gone == 2580
    assert shape(make_task, due_on=None).gone == 2580


@pytest.mark.parametrize(
    ("light", "scheduled", "asked"),
    [(RED, 60, 700), (RED, 20, None), (RED, None, None), (Light(LightColour.GREEN, "", ""), 60, None)],
)
def test_what_is_lacking_is_hatched_for_red_and_amber_only(make_task, light, scheduled, asked):
    assert shape(make_task, progress=25, light=light, scheduled=scheduled).asked == asked


@pytest.mark.parametrize(
    ("closed", "end", "due", "words"),
    [
        (date(2023, 3, 1), 600, 1100, "3月1日销号，早50天"),
        (date(2023, 4, 20), 1100, None, "4月20日销号"),
        (date(2023, 5, 20), 1100, None, "5月20日销号，晚30天"),
    ],
)
def test_a_closed_task_ends_on_the_day_it_was_closed(make_task, closed, end, due, words):
    """Done early the rest up to the deadline is dashed; done late the bar ends at the deadline, a line goes on."""
    drawn = shape(make_task, status=Status.CLOSED, closed_on=closed, progress=100)
    assert (drawn.end, drawn.due, drawn.done) == (end, due, end)
    assert drawn.closed == SCALE.x_end(closed)
    assert closing_words(make_task(1, status=Status.CLOSED, closed_on=closed, due_on=date(2023, 4, 20))) == words


def test_a_closed_task_without_a_deadline_ends_there_too(make_task):
    drawn = shape(make_task, status=Status.CLOSED, closed_on=date(2023, 3, 1), due_on=None)
    assert (drawn.end, drawn.due) == (600, None)


def test_a_reopened_task_is_not_closed_any_more(make_task):
    drawn = shape(make_task, status=Status.IN_PROGRESS, closed_on=date(2023, 3, 1))
    assert (drawn.end, drawn.closed) == (1100, None)
    assert closing_words(make_task(1, closed_on=date(2023, 3, 1))) == ""


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"light": RED, "progress": 60}, ("逾期5天", "60%")),
        ({"light": Light(LightColour.GREEN, "", "")}, ("", "")),
        ({"light": Light(LightColour.BLUE, "待审核15天", ""), "status": Status.CLOSING}, ("", "待审核15天")),
        (
            {"light": Light(LightColour.GREY, "长期坚持", ""), "due_on": None, "due_text": "长期坚持", "progress": 57},
            ("", "长期坚持，进度 57%，不计序时"),
        ),
        (
            {"light": Light(LightColour.BLUE, "已完成", ""), "status": Status.CLOSED, "closed_on": TODAY},
            ("", "9月15日销号，早107天"),
        ),
    ],
)
def test_what_stands_behind_a_bar(make_task, values, words):
    assert end_words(make_task(1, **values)) == words


def test_the_tooltip_says_that_the_inner_bar_is_no_date(make_task):
    assert "不是日期" in bar_sentence(TimelineBar(make_task(1, progress=60)))
    assert "不是日期" not in bar_sentence(TimelineBar(make_task(1, progress=60, due_on=None)))


@pytest.mark.parametrize(
    ("marks", "place"),
    [
        ((), 500),
        ((300, 700), 500),  # before and behind
        ((550,), 436),  # under the words
        ((440, 550), 326),  # and under the place before it
        ((350, 440, 550), 236),
        ((250, 350, 440, 550), 500),  # no place near: where it was
    ],
)
def test_words_on_a_bar_cover_no_milestone(marks, place):
    diamonds = tuple(Diamond(x, Step.COMING, "") for x in marks)
    assert beside_marks(500, 100, Shape(0, 2000, 0, 0, diamonds=diamonds)) == place


def test_words_on_a_bar_do_not_cover_its_first_deadline():
    assert beside_marks(500, 100, Shape(0, 2000, 0, 0, first_due=520)) == 406
