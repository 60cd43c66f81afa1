"""Tasks as rows, and everything about one."""

from datetime import date

import pytest

from tracker.errors import InputError
from tracker.model.enums import LightColour, Status
from tracker.model.tables import Recommendation, Setting, Task
from tracker.queries.light_facts import list_milestones
from tracker.queries.task_rows import list_tasks
from tracker.queries.tasks import read_task
from tracker.services import deadlines, indicator_links, milestones, progress, status, tasks

TODAY = date(2026, 3, 15)


def test_one_task_with_all_that_hangs_on_it(desk) -> None:
    number = desk.number("D4.1c")
    desk.act(status.change_status, number, Status.IN_PROGRESS, TODAY, confirmed=True)
    desk.act(progress.record_progress, number, date(2026, 3, 1), 20, "已申报")
    desk.act(milestones.add_milestone, number, "申报", date(2026, 6, 30), today=date(2026, 3, 2))
    desk.act(progress.add_evidence, number, "通知", text="经信部门通知")
    decided = deadlines.Decision("审批推迟", "王副市长")
    desk.act(deadlines.change_deadline, number, "2026年底", TODAY, decided)
    found = desk.look(read_task, number, TODAY)
    assert (found.task.code, found.recommendation.code, found.article.code) == ("D4.1c", "D4.1c", "D")
    assert [len(part) for part in (found.progress, found.milestones, found.extensions, found.evidence)] == [1] * 4
    assert "灯塔工厂数" in {one.name for one in found.indicators}
    assert {one.code for one in found.indicators} == set(found.task.indicators)
    assert {one.field for one in found.history} >= {"进度", "进展记录", "节点", "佐证", "明确时限", "完成时限"}
    assert found.article.tasks == sum(one.article == "D" for one in desk.look(list_tasks, TODAY))


def test_a_task_that_is_gone_is_a_sentence(lite) -> None:
    with pytest.raises(InputError, match="已不在台账中"):
        lite.look(read_task, 99_999, TODAY)


def test_a_task_of_no_recommendation_has_no_source(lite) -> None:
    lite.write(lambda session: session.add(Task(code="新1", title="单位新增")))
    found = lite.look(read_task, lite.number("新1"), TODAY)
    assert (found.recommendation, found.article, found.task.section, found.task.lead_office) == (None, None, "", "")


def test_one_of_many_is_what_it_is_alone(desk) -> None:
    """A condition makes the side tables be asked for these tasks only; the rows are the same."""
    number = desk.number("A1.1")
    desk.act(milestones.add_milestone, number, "申报", date(2026, 6, 30), today=date(2026, 3, 2))
    desk.act(status.change_status, number, Status.IN_PROGRESS, TODAY, confirmed=True)
    desk.act(progress.record_progress, number, date(2026, 3, 1), 20, "")
    (alone,) = desk.look(list_tasks, TODAY, Task.id == number)
    assert alone == next(one for one in desk.look(list_tasks, TODAY) if one.id == number)
    assert alone.last_progress_on == date(2026, 3, 1)


def test_lights_and_schedule_are_of_the_day_asked(small) -> None:
    def row(day: date):
        return next(one for one in small.look(list_tasks, day) if one.code == "A1.2a")

    assert (row(date(2026, 1, 1)).scheduled, row(date(2026, 2, 15)).scheduled, row(TODAY).scheduled) == (0, 50, 81)
    assert row(date(2026, 2, 15)).light.colour is LightColour.GREEN
    assert row(TODAY).light.reason == "17天后到期"
    assert row(date(2026, 4, 2)).light.reason == "逾期1天"


def test_thresholds_of_the_ledger_count(small) -> None:
    with small.ledger.session() as session:
        session.add(Setting(key="thresholds", value={"due_soon_days": 5, "stale_days": 900}))
    row = next(one for one in small.look(list_tasks, TODAY) if one.code == "A1.2a")
    assert row.light.colour is LightColour.GREEN


def test_milestones_set_the_schedule(lite) -> None:
    lite.put("A1.1", status=Status.IN_PROGRESS, start_on=date(2026, 1, 1), due_on=date(2026, 12, 31), due_kind="date")
    number = lite.number("A1.1")
    for day, weight in ((date(2026, 2, 1), 3), (date(2026, 12, 1), 1)):
        lite.act(milestones.add_milestone, number, f"{day}", day, weight, today=TODAY, reason="分两步实施")
    (row,) = lite.look(list_tasks, TODAY, Task.id == number)
    assert (row.scheduled, row.light.colour, row.light.reason) == (75, LightColour.RED, "落后75点")
    assert [one.weight for one in lite.look(list_milestones)[number]] == [3, 1]
    assert lite.look(list_milestones, []) == {}


def test_short_names_are_for_narrow_columns(lite) -> None:
    lite.put("A1.1", lead="市自然资源规划局")
    rows = {one.code: one for one in lite.look(list_tasks, TODAY)}
    assert (rows["A1.1"].lead_office, rows["A1.1"].lead_short) == ("市自然资源规划局", "市资规局")
    assert rows["A2.1a"].lead_short == "市经信局"


def test_several_tasks_of_one_recommendation_stand_together(lite) -> None:
    lite.act(tasks.add_task, lite.number("A1.1", Recommendation), "第二项")
    found = [one.code for one in lite.look(list_tasks, TODAY)]
    assert found.index("A1.1-2") == found.index("A1.1") + 1


def test_an_indicator_may_have_to_do_with_a_task_by_its_words(desk) -> None:
    number = desk.number("A1.1")
    name = f"{desk.look(read_task, number, TODAY).task.title[:8]}数"
    desk.act(indicator_links.create_indicator, name, {}, TODAY)
    desk.act(indicator_links.create_indicator, "出生人口", {}, TODAY)
    found = desk.look(read_task, number, TODAY)
    assert [row.name for row in found.possible_indicators] == [name]
    assert found.indicators == ()
    desk.act(indicator_links.link_indicator, found.possible_indicators[0].id, [number])
    linked = desk.look(read_task, number, TODAY)
    assert ([row.name for row in linked.indicators], linked.possible_indicators) == ([name], ())
    desk.act(indicator_links.retire_indicator, linked.indicators[0].id, TODAY, "不再统计这项")
    desk.act(indicator_links.unlink_indicator, linked.indicators[0].id, [number])
    assert desk.look(read_task, number, TODAY).possible_indicators == ()
