from datetime import date

import pytest

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light, MilestoneRow, TimelineBar
from tracker.ui.timeline.bar_shape import Step, bar_sentence, shape_of
from tracker.ui.timeline.scale import Scale

TODAY = date(2023, 9, 15)
SCALE = Scale(date(2023, 1, 1).toordinal(), 365, 3650)  # ten pixels a day
RED = Light(LightColour.RED, "逾期5天", "已逾期 5 天。")


def shape(make_task, *milestones, **values):
    plain = {"start_on": date(2023, 1, 11), "due_on": date(2023, 4, 20), "first_due_on": date(2023, 4, 20)}
    return shape_of(TimelineBar(make_task(1, **(plain | values)), milestones), SCALE, TODAY)


def test_a_bar_runs_from_the_start_to_the_end_of_the_deadline(make_task):
    found = shape(make_task, progress=25)
    assert (found.begin, found.end, found.done) == (100, 1100, 350)
    assert found.first_due is found.late_until is None


@pytest.mark.parametrize(("progress", "done"), [(0, 100), (50, 600), (100, 1100), (130, 1100), (-5, 100)])
def test_the_filled_part_is_the_progress(make_task, progress, done):
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
    assert said.endswith("红 · 逾期5天：已逾期 5 天。")
    closed = bar_sentence(TimelineBar(make_task(1, status=Status.CLOSED, start_on=None)))
    assert "启动日未定" in closed
    assert "序时" not in closed
