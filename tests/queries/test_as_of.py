"""The ledger as it stood on an earlier day, on six tasks (see SIX in conftest)."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import select

from tracker.model.enums import LightColour, Status, VerdictOutcome
from tracker.model.tables import Milestone, Task
from tracker.model.thresholds import Thresholds
from tracker.queries.as_of import tasks_as_of, tasks_on_days
from tracker.queries.tallies import Scope, read_tallies
from tracker.queries.task_rows import list_tasks
from tracker.queries.tasks import read_task
from tracker.services import light_rules, milestones, progress, undo, verdicts
from tracker.services import status as states

TODAY = date(2026, 3, 15)
RED = LightColour.RED


def as_of(desk, day: date) -> dict[str, object]:
    return {
        task.code: task for task in desk.look(lambda session: tasks_as_of(session, list_tasks(session, TODAY), day))
    }


def test_today_as_of_today_is_today(small) -> None:
    assert list(as_of(small, TODAY).values()) == list(small.look(list_tasks, TODAY))


def test_later_changes_are_taken_back_in_the_mind(small) -> None:
    small.put("A1.1", date(2026, 2, 10), progress=85)
    small.put("A1.1", date(2026, 2, 20), progress=90, due_on=date(2026, 9, 30), status=Status.CLOSING)
    small.put("A1.1", date(2026, 3, 1), due_on=None, due_kind="none", due_text="", progress=95)
    seen = {day: as_of(small, day)["A1.1"] for day in (date(2026, 2, 1), date(2026, 2, 15), date(2026, 2, 25), TODAY)}
    assert [one.progress for one in seen.values()] == [80, 85, 90, 95]
    assert [one.due_on for one in seen.values()] == [date(2026, 3, 10), date(2026, 3, 10), date(2026, 9, 30), None]
    assert [one.status for one in seen.values()] == [Status.IN_PROGRESS] * 2 + [Status.CLOSING] * 2


def test_a_task_made_later_was_not_there(small) -> None:
    small.write(lambda session: session.add(Task(code="新1", title="x")), date(2026, 3, 1))
    assert "新1" not in as_of(small, date(2026, 2, 28))
    assert "新1" in as_of(small, date(2026, 3, 1))


def test_an_entry_made_later_had_not_broken_the_silence(small) -> None:
    number, day = small.number("B1.2b"), date(2026, 3, 10)
    with small.ledger.session() as session:
        session.info["at"] = datetime.combine(day, time(12), UTC)
        progress.record_progress(session, number, day, 12, "")
    assert as_of(small, date(2026, 3, 9))["B1.2b"].last_progress_on is None
    assert as_of(small, date(2026, 3, 10))["B1.2b"].last_progress_on == date(2026, 3, 10)


def test_nodes_count_as_they_stood_on_the_day(small) -> None:
    """Made on the 4th, moved, weighed and done later, taken away on the 14th: each day sees its own."""
    number = small.number("B1.2b")

    def on(day: int, service, *arguments, **more) -> None:
        with small.ledger.session() as session:
            session.info["at"] = datetime(2026, 3, day, 4, tzinfo=UTC)
            service(session, *arguments, **more)

    early, late = date(2026, 3, 2), date(2026, 6, 30)
    on(4, milestones.add_milestone, number, "早该完成", early, 3, today=TODAY)
    node = small.look(lambda session: session.exec(select(Milestone.id)).one())
    on(6, milestones.change_milestone, node, TODAY, due_on=late, reason="等待专家评审", decided_by="王副市长")
    on(8, milestones.change_milestone, node, TODAY, due_on=early)
    on(10, milestones.complete_milestone, node, date(2026, 3, 9))
    on(14, milestones.remove_milestone, node, TODAY, "已经并入下一步", "王副市长")
    reasons = {day: as_of(small, date(2026, 3, day))["B1.2b"].light.reason for day in (3, 4, 5, 6, 7, 8, 9, 10, 13, 14)}
    behind = "落后90点"
    assert reasons == {3: "", 4: behind, 5: behind, 6: "", 7: "", 8: behind, 9: behind, 10: behind, 13: behind, 14: ""}
    sentences = {day: as_of(small, date(2026, 3, day))["B1.2b"].light.sentence for day in (9, 10)}
    assert ("节点已逾期" in sentences[9], "节点已逾期" in sentences[10]) == (True, False)
    scope = Scope(TODAY, date(2026, 3, 9))
    red = sum(tally.tasks for tally in small.look(read_tallies, scope) if tally.light is RED)
    assert red == sum(task.light.colour is RED for task in as_of(small, date(2026, 3, 9)).values())


def test_a_rule_that_was_eased_colours_no_earlier_day(small) -> None:
    before = {day: as_of(small, day) for day in (date(2026, 3, 9), date(2026, 3, 13))}
    eased = Thresholds(behind_red=100, behind_amber=100, due_soon_days=0, stale_days=999)
    with small.ledger.session() as session:
        session.info["at"] = datetime(2026, 3, 11, 4, tzinfo=UTC)
        light_rules.set_thresholds(session, eased, "年底集中报送", "王副市长")
    assert as_of(small, date(2026, 3, 9)) == before[date(2026, 3, 9)]
    assert as_of(small, date(2026, 3, 13)) != before[date(2026, 3, 13)]
    for day in before:
        counted = Counter[LightColour]()
        for tally in small.look(read_tallies, Scope(TODAY, day)):
            counted[tally.light] += tally.tasks
        assert counted == Counter(task.light.colour for task in as_of(small, day).values())


def test_an_undone_change_leaves_no_trace(small) -> None:
    number = small.number("B1.1")
    small.act(states.change_status, number, Status.IN_PROGRESS, TODAY, confirmed=True)
    small.act(undo.undo_batch)
    assert as_of(small, date(2026, 3, 1))["B1.1"].status is Status.UNASSIGNED


def test_several_days_at_once_are_each_day_alone(small) -> None:
    small.put("A1.1", date(2026, 2, 10), progress=85)
    small.put("B1.2b", date(2026, 2, 20), lead="市经信局", due_on=date(2026, 9, 30))
    small.act(progress.record_progress, small.number("A1.2a"), date(2026, 2, 25), 76, "")
    small.write(lambda session: session.add(Task(code="新1", title="x")), date(2026, 3, 1))
    days = [date(2026, month, day) for month, day in ((3, 14), (1, 5), (2, 15), (2, 28), (2, 9))]

    def both(session):
        tasks = list_tasks(session, TODAY)
        alone = {day: tasks_as_of(session, tasks, day) for day in days}
        return dict(tasks_on_days(session, tasks, days)), alone

    together, alone = small.look(both)
    assert list(together) == sorted(days, reverse=True)
    assert together == alone


def test_the_lights_of_days_are_those_the_database_counts(small) -> None:
    """Counted in SQL for 总览, row by row for 单位: both say the same on every day."""
    small.put("A1.1", date(2026, 2, 10), progress=30)
    small.put("B1.2b", date(2026, 2, 20), status=Status.CLOSED, closed_on=date(2026, 2, 20))
    for day in (date(2025, 12, 31), date(2026, 2, 9), date(2026, 2, 10), date(2026, 2, 20), date(2026, 3, 12)):
        counted = {}
        for one in small.look(read_tallies, Scope(TODAY, day)):
            counted[one.light] = counted.get(one.light, 0) + one.tasks
        rows = as_of(small, day).values()
        assert counted == {colour: n for colour in LightColour if (n := sum(r.light.colour is colour for r in rows))}


def test_what_was_written_down_later_was_not_known(small) -> None:
    """An entry and a verdict of an earlier day do not repaint the days before they were written down."""
    number, spoken, written = small.number("A1.2a"), date(2026, 2, 10), date(2026, 2, 20)

    def record(service, *arguments, **more):
        with small.ledger.session() as session:
            session.info["at"] = datetime.combine(written, time(12), UTC)
            return service(session, number, *arguments, **more)

    days = [spoken, written - timedelta(days=1), written, TODAY]
    before = [as_of(small, day)["A1.2a"].light for day in days]
    record(progress.record_progress, spoken, 75, "召开了调度会")
    assert [as_of(small, day)["A1.2a"].last_progress_on for day in days] == [None, None, spoken, spoken]
    record(verdicts.record_verdict, spoken, VerdictOutcome.REFUTED, written, progress=10, note="现场没有开工")
    after = [as_of(small, day)["A1.2a"].light for day in days]
    assert [now == then for now, then in zip(after, before, strict=True)] == [True, True, False, False]
    for day in days:  # the database counts what the model paints
        by_light = Counter(light.colour for light in (row.light for row in as_of(small, day).values()))
        del by_light[LightColour.GREY]
        counted = Counter()
        for tally in small.look(read_tallies, Scope(TODAY, day)):
            counted[tally.light] += tally.tasks
        del counted[LightColour.GREY]
        assert counted == by_light
    assert [(row.on, row.written_on) for row in small.look(read_task, number, TODAY).progress] == [(spoken, written)]
    assert [(row.on, row.written_on) for row in small.look(read_task, number, TODAY).verdicts] == [(spoken, written)]


def test_a_regular_report_written_down_later_was_missing_until_then(small) -> None:
    number = small.number("B1.2b")
    small.put("B1.2b", date(2025, 12, 20), due_on=None, due_kind="recurring", due_text="每月25日前",
              start_on=date(2025, 12, 20))  # fmt: skip
    with small.ledger.session() as session:
        session.info["at"] = datetime.combine(date(2026, 2, 8), time(12), UTC)
        progress.record_progress(session, number, date(2026, 1, 20), 12, "召开了调度会")
    seen = [as_of(small, date(2026, 2, day))["B1.2b"].light.colour for day in (7, 8)]
    assert seen == [RED, LightColour.GREEN]
