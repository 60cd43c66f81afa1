"""The filled ledger: believable, whole, the same every time, and only in an empty folder."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from tracker import paths
from tracker.errors import InputError
from tracker.model.enums import BatchSource, DeadlineChange, DueKind, LightColour, Priority, Status
from tracker.model.rows import Concern
from tracker.model.tables import (
    Batch,
    Evidence,
    Extension,
    Indicator,
    Milestone,
    Observation,
    ProgressEntry,
    Revision,
    Setting,
    Task,
    Verdict,
    WorkbookReturn,
)
from tracker.queries.app_state import is_demo, read_state
from tracker.queries.indicators import list_indicators
from tracker.queries.movements import read_movements
from tracker.queries.oversight import list_leaders
from tracker.queries.overview import read_overview
from tracker.queries.tallies import Scope
from tracker.queries.task_rows import list_tasks
from tracker.queries.today import read_today
from tracker.services import demo, undo
from tracker.services import tasks as task_services
from tracker.services.finish_interrupted import attend
from tracker.services.integrity import find_faults
from tracker.store.engine import Database
from tracker.store.opening import open_ledger

#: What differs from one installation to the next: random keys, and what hangs on them.
RANDOM = {"touched", "uid", "sha256", "data", "size", "run", "key"}


def local_day(batch: Batch) -> date:
    return batch.at.astimezone().date()


def test_lights_come_in_the_proportions_of_the_look(tasks: dict[str, Any]) -> None:
    assert Counter(task.light.colour for task in tasks.values()) == {
        LightColour.RED: 9,
        LightColour.AMBER: 24,
        LightColour.GREEN: 34,
        LightColour.BLUE: 21,
        LightColour.GREY: 8,
    }


def test_the_figures_of_the_papers(fill: Callable[[date], Database]) -> None:
    """The figures the papers are checked with, reckoned apart from the program by the rules of lights."""
    with fill(date(2026, 11, 28)).reading() as session:
        rows = [task for task in list_tasks(session, date(2026, 11, 28)) if task.status is not Status.CANCELLED]
        earlier = read_overview(session, date(2026, 11, 28), day=date(2026, 10, 31)).by_light
    lights = Counter(task.light.colour for task in rows)
    assert [lights[colour] for colour in LightColour] == [8, 22, 37, 21, 7]
    assert (earlier[LightColour.RED], earlier[LightColour.AMBER]) == (13, 31)
    reasons = {task.code: task.light.reason for task in rows if task.light.colour is LightColour.RED}
    assert sorted(code for code, reason in reasons.items() if reason.startswith("逾期")) == [
        "A1.2b", "A4.4a", "D2.3e", "D5.3",
    ]  # fmt: skip
    assert sorted(code for code, reason in reasons.items() if reason.startswith("落后")) == [
        "A2.1c-2", "D3.3c", "D4.1c-2",
    ]  # fmt: skip
    assert reasons["B3.3"] == "连缺2期"


def test_every_status_and_kind_of_deadline_appears(session: Session) -> None:
    rows = session.exec(select(Task)).all()
    assert {task.status for task in rows} == set(Status)
    assert {DueKind.DATE, DueKind.LONG_TERM, DueKind.RECURRING, DueKind.TEXT, DueKind.NONE} <= {
        task.due_kind for task in rows
    }
    wordings = [task.due_text for task in rows if task.due_kind is DueKind.DATE]
    assert len({text.strip("0123456789年月日") for text in wordings}) >= 6


def test_the_story_is_told(tasks: dict[str, Any], session: Session) -> None:
    five_chains = tasks["A1.2b"]
    assert five_chains.light.text.startswith("红 · 逾期")
    assert five_chains.extensions == 1
    assert five_chains.progress_note.startswith("已形成五链协同工作方案征求意见稿，收到 9 个部门意见 23 条")
    steps = session.exec(select(Milestone).where(Milestone.task_id == five_chains.id)).all()
    assert [one.title for one in steps][:2] == ["完成部门调研", "形成征求意见稿"]
    assert [one.done_on is not None for one in steps][:2] == [True, True]
    assert tasks["A2.1c"].title == "数字化车间认定与验收"
    assert tasks["A2.1c-2"].lead_office == "市财政局"
    assert tasks["D-L9a"].recommendation == "D-L9a"
    reasons = [tasks[code].light.reason for code in ("A2.2a", "A2.3", "B1.3")]
    assert reasons == ["长期坚持", "待交办", "未定时限"]


def test_everybody_is_named_on_work_under_way(session: Session) -> None:
    under_way = select(Task).where(col(Task.status).in_([Status.IN_PROGRESS, Status.CLOSING]))
    nameless = [task.code for task in session.exec(under_way) if not (task.owner and task.phone)]
    assert nameless == []
    assert [task.code for task in session.exec(under_way) if not task.offices_confirmed] == []


def test_nothing_happens_after_today(session: Session, demo_today: date) -> None:
    assert session.exec(select(func.max(ProgressEntry.entered_on))).one() <= demo_today
    assert session.exec(select(func.max(Observation.observed_on))).one() <= demo_today
    assert session.exec(select(func.max(Milestone.done_on))).one() <= demo_today
    assert session.exec(select(func.max(WorkbookReturn.received_on))).one() <= demo_today
    assert max(local_day(batch) for batch in session.exec(select(Batch))) <= demo_today
    for one in session.exec(select(WorkbookReturn)):
        assert one.received_at.astimezone().date() == one.received_on


def test_the_year_has_a_year(session: Session, demo_today: date) -> None:
    days = [local_day(batch) for batch in session.exec(select(Batch))]
    assert 330 <= (demo_today - min(days)).days <= 370
    assert len({(day.year, day.month) for day in days}) >= 12, "something happens in every month"
    assert (demo_today - max(days)).days <= 3


def test_entries_rise_and_the_last_one_is_where_the_task_stands(session: Session) -> None:
    for task in session.exec(select(Task)):
        mine = select(ProgressEntry).where(ProgressEntry.task_id == task.id)
        entries = session.exec(mine.order_by(col(ProgressEntry.entered_on), col(ProgressEntry.id))).all()
        shown = [entry.progress for entry in entries]
        assert shown == sorted(shown, key=lambda percent: percent or 0), task.code
        assert (shown[-1] if shown else 0) == task.progress, task.code
        assert all(entry.note for entry in entries), task.code


def test_no_task_is_closed_without_evidence_and_statement(session: Session, demo_today: date) -> None:
    closed = session.exec(select(Task).where(Task.status == Status.CLOSED)).all()
    proven = set(session.exec(select(Evidence.task_id)))
    assert len(closed) == 17
    for task in closed:
        assert task.id in proven
        assert task.closing_statement
        assert task.progress == 100
        assert task.closed_on is not None
        assert task.closed_on <= demo_today


def test_first_deadlines_stand_and_extensions_say_why(session: Session) -> None:
    granted = session.exec(select(Extension).where(Extension.kind == DeadlineChange.EXTENSION)).all()
    assert len(granted) == 5
    assert {row.decided_by for row in granted} == {"王副市长"}
    changes = session.exec(select(Extension).where(Extension.kind != DeadlineChange.EXTENSION)).all()
    assert {row.kind for row in changes} == {DeadlineChange.FIRST}
    assert not any(row.counts for row in changes)
    for one in granted:
        task = session.get_one(Task, one.task_id)
        assert (task.first_due_on, task.due_on) == (one.from_on, one.to_on)
        assert one.reason
        assert one.decided_on < one.from_on  # type: ignore[operator]
    extended = {one.task_id for one in granted}
    others = session.exec(select(Task).where(col(Task.due_on).is_not(None), col(Task.id).not_in(extended)))
    assert [task.code for task in others if task.first_due_on != task.due_on] == []


def test_leaders_check_and_coordinate(tasks: dict[str, Any], session: Session, demo_today: date) -> None:
    led = Counter(task.leader for task in tasks.values())
    assert led.pop("") < 10
    assert set(led) == {"王副市长", "李副市长", "陈副市长"} == set(list_leaders(session))
    assert sum(task.priority is Priority.KEY for task in tasks.values()) == 6
    checks = session.exec(select(Verdict).order_by(col(Verdict.on))).all()
    assert [one.outcome.word for one in checks] == ["属实", "部分属实", "属实"]
    assert {one.by for one in checks} <= {"张敏", "王磊"}
    today = read_today(session, demo_today)
    assert [line.task.code for line in today.sections[Concern.CHECK]] == ["A2.1a"]
    assert [(line.solver, line.task.code, line.reason) for line in today.sections[Concern.COORDINATION]] == [
        ("王副市长", "A1.2b", "协调逾期7天"), ("市经信局", "A2.1c-2", "协调中"), ("李副市长", "D5.3", "待协调"),
    ]  # fmt: skip


def test_every_act_is_its_own_batch_with_a_person(session: Session) -> None:
    acts = session.exec(select(Batch).where(Batch.source != BatchSource.SEED)).all()
    assert len(acts) > 400
    assert {batch.actor for batch in acts} == {"张敏", "王磊"}
    recorded = set(session.exec(select(Revision.batch_id)))
    assert [batch.label for batch in acts if batch.id not in recorded] == []
    assert {BatchSource.MANUAL, BatchSource.IMPORT} == {batch.source for batch in acts}


def test_history_is_continuous(session: Session) -> None:
    """Each recorded old value of a task is the new value before it: nothing was written beside the services."""
    known: dict[tuple[int, str], Any] = {}
    changes = select(Revision).where(Revision.entity == "task").order_by(col(Revision.id))
    for one in session.exec(changes):
        if not one.field:
            known |= {(one.entity_id, field): value for field, value in one.new.items()}
            continue
        assert known[one.entity_id, one.field] == one.old
        known[one.entity_id, one.field] = one.new


def test_the_overview_has_something_to_show(session: Session, demo_today: date) -> None:
    view = read_overview(session, demo_today)
    assert (view.tasks, view.cancelled, view.assigned, view.red, view.closed) == (95, 1, 92, 9, 17)
    assert (view.offices_sent, view.offices_returned) == (13, 10)
    assert view.average_progress is not None
    assert 400 <= view.average_progress <= 700
    assert view.due_30 == 7
    assert [day for day, _ in view.plan] == sorted(day for day, _ in view.plan)
    planned = max(total for day, total in view.plan if day <= demo_today)
    assert planned > view.actual[-1][1], "the year runs behind its plan"
    assert len(view.actual) >= 12, "completions are spread over the year"
    assert 5 <= len(view.risky_indicators) <= 8


def test_what_turned_adds_up_on_any_day(session: Session, demo_today: date) -> None:
    """The earlier total, the bars between and the total now agree, and both totals are those that 总览 counts."""
    offices = ("", "市经信局", "市科技局")
    for days, office in product((1, 28, 90, 250), offices):
        for back in (0, 40):
            day = demo_today - timedelta(days=back)
            since = day - timedelta(days=days)
            moved = read_movements(session, Scope(demo_today, day, office), since)
            then, now = (read_overview(session, demo_today, office, day=on) for on in (since, day))
            assert (moved.red_before, moved.amber_before) == (then.red, then.amber)
            assert (moved.red, moved.amber) == (now.red, now.amber)
            assert moved.before + sum(step.change for step in moved.steps) == moved.after
            assert len({task.task_id for task in moved.turned}) == len(moved.turned)


def test_indicators_moved_and_some_stayed_empty(session: Session, demo_today: date) -> None:
    rows = {row.code: row for row in list_indicators(session, demo_today)}
    giants = rows["I07"]
    assert [one.value for one in giants.observations] == [182, 183, 185, 186, 188]
    assert giants.baseline_on is not None
    assert giants.light.colour is LightColour.GREEN
    assert [code for code, row in rows.items() if row.measure and not row.observations] != []
    assert len({row.light.colour for row in rows.values()}) >= 3
    assert rows["I31"].current is not None
    assert rows["I31"].current.source == "市市场监管局反馈"


def test_it_says_that_it_is_a_demonstration(session: Session) -> None:
    assert is_demo(session)
    assert read_state(session).pending_returns == 3


def test_check_finds_no_faults(session: Session) -> None:
    assert find_faults(session) == []


def test_the_last_act_can_be_taken_back(thrown_away: Callable[[], Any]) -> None:
    with thrown_away() as session:
        assert read_state(session).last_label == ""  # nobody has done anything since the program was started
        with pytest.raises(InputError, match="本次打开后没有可撤销的操作"):
            undo.undo_batch(session)
        acts = select(Batch).where(Batch.source != BatchSource.SEED).order_by(col(Batch.id).desc())
        newest = session.exec(acts).first()
        assert newest is not None
        label = newest.label
        undone = undo.undo_batch(session, newest.id, others=True)
        assert undone.label == f"撤销：{label}"
        assert is_demo(session), "undo takes back an act, never the demonstration"
        assert session.exec(select(func.count()).select_from(Task)).one() == 96


def test_a_second_time_is_refused_and_changes_nothing(thrown_away: Callable[[], Any], demo_today: date) -> None:
    with thrown_away() as session:
        before = session.exec(select(func.count()).select_from(Revision)).one()
        with pytest.raises(InputError, match="已有内容，没有生成演示数据"):
            demo.fill_demo(session, demo_today)
        assert session.exec(select(func.count()).select_from(Revision)).one() == before


def test_a_ledger_with_one_act_is_refused(empty: Database, demo_today: date) -> None:
    with empty.session() as session:
        task = session.exec(select(Task)).first()
        assert task is not None
        task_services.edit_task(session, task.id, task.version, "owner", "赵一", demo_today)
    with pytest.raises(InputError, match="空文件夹"), empty.session() as session:
        demo.fill_demo(session, demo_today)
    with empty.reading() as session:
        assert session.get(Setting, "demo") is None
        assert session.exec(select(func.count()).select_from(ProgressEntry)).one() == 0


def test_the_same_day_gives_the_same_ledger(
    filled: Database, fill: Callable[[date], Database], demo_today: date
) -> None:
    again = fill(demo_today)
    kinds = (Task, ProgressEntry, Milestone, Extension, Evidence, Observation, Batch, WorkbookReturn)
    for kind in kinds:
        assert _content(filled, kind) == _content(again, kind), kind.__name__
    again.close()


def test_another_day_gives_a_ledger_of_that_day(fill: Callable[[date], Database], demo_today: date) -> None:
    leap_day = date(2024, 2, 29)
    database = fill(leap_day)
    with database.reading() as session:
        assert find_faults(session) == []
        view = read_overview(session, leap_day)
        newest = session.exec(select(func.max(ProgressEntry.entered_on))).one()
    assert view.by_light[LightColour.RED] == 8
    assert leap_day - timedelta(days=5) < newest <= leap_day
    assert newest > demo_today
    database.close()


def _content(database: Database, kind: Any) -> list[dict[str, Any]]:
    with database.reading() as session:
        rows = session.exec(select(kind).where(kind.source != BatchSource.SEED) if kind is Batch else select(kind))
        return [one.model_dump(exclude=RANDOM) for one in rows]


@pytest.mark.postgres
def test_a_server_is_filled_like_a_file(postgres_url: str, demo_today: date) -> None:
    database = open_ledger(postgres_url, paths.migrations_dir(), paths.seed_dir(), "李静")
    with database.session() as session:
        demo.fill_demo(session, demo_today)
    with database.reading() as session:
        assert find_faults(session) == []
        assert read_overview(session, demo_today).by_light[LightColour.AMBER] == 24
    database.close()


@pytest.mark.parametrize("today", [date(2027, 1, 15), date(2031, 7, 1)])
def test_it_can_be_filled_when_the_days_of_the_sources_are_past(
    fill: Callable[[date], Database], tmp_path: Path, today: date
) -> None:
    database = fill(today)
    attend(database, tmp_path)
    assert database.notice == ""  # acts dated ahead of the clock are those of a demonstration
    with database.reading() as reading:
        assert len(list_tasks(reading, today)) == 96
        dated = reading.exec(select(Indicator).where(col(Indicator.baseline_on).is_not(None))).all()
        assert dated
        assert all(row.target_on is None or row.baseline_on < row.target_on for row in dated)
    database.close()
