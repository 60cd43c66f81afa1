"""The figures of the papers on six tasks (see SIX in conftest), and the table of offices on any."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from tests.paper_rows import make_task
from tracker.errors import InputError
from tracker.model.enums import LightColour, RankBy, Status, VerdictOutcome
from tracker.model.paper_periods import period_until, period_words
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows import Period
from tracker.model.tables import Attachment, Extension, Office, Task, WorkbookExport, WorkbookReturn
from tracker.queries.ledger import TaskFilter
from tracker.queries.paper_offices import list_office_lines
from tracker.queries.paper_returns import read_round
from tracker.queries.papers import read_figures
from tracker.queries.sources import list_articles
from tracker.services import progress, verdicts
from tracker.services.sources.retiring import retire_source

TODAY = date(2026, 3, 15)
MARCH = Period(date(2026, 3, 1), TODAY)


def figures(desk: Any, period: Period = MARCH, today: date = TODAY, **wanted: str) -> Any:
    return desk.look(read_figures, today, period, TaskFilter(**wanted))


def test_cancelled_tasks_are_left_out_and_the_assigned_are_those_not_waiting(small: Any) -> None:
    seen = figures(small)
    assert (seen.now.tasks, seen.now.assigned, seen.cancelled) == (5, 4, 1)
    assert [task.code for task in seen.tasks] == ["A1.1", "A1.2a", "A1.2b", "B1.1", "B1.2b"]
    assert {status: count for status, count in seen.now.statuses.items() if count} == {
        Status.CLOSED: 1,
        Status.IN_PROGRESS: 3,
        Status.UNASSIGNED: 1,
    }
    assert sum(seen.status_shares.values()) == sum(seen.light_shares.values()) == 1_000


def test_the_four_causes_add_up_to_the_reds(small: Any) -> None:
    small.put("A1.2a", due_on=date(2026, 4, 1), start_on=date(2025, 1, 1), progress=20)
    small.put("B1.1", due_on=date(2026, 3, 14))
    seen = figures(small)
    assert [task.code for task in seen.overdue] == ["A1.1", "B1.1"]
    assert [task.overdue_days for task in seen.overdue] == [5, 1]
    assert [task.code for task in seen.behind] == ["A1.2a"]
    assert len(seen.listed) == seen.now.lights[LightColour.RED] == 3


def test_due_on_the_last_day_itself_is_not_overdue(small: Any) -> None:
    small.put("A1.1", due_on=TODAY)
    assert figures(small).overdue == ()
    assert [
        task.overdue_days
        for task in figures(small, Period(date(2026, 3, 1), TODAY + timedelta(1)), TODAY + timedelta(1)).overdue
    ] == [1]


def test_at_once_is_due_thirty_days_after_the_start(small: Any) -> None:
    small.put("A1.1", due_on=None, due_kind="immediate", due_text="立行立改", start_on=date(2026, 2, 10))
    (late,) = figures(small).overdue
    assert (late.code, late.overdue_days) == ("A1.1", 3)


def test_an_earlier_day_equals_a_run_on_that_day(small: Any) -> None:
    """Statuses, lights and ranks of 2026-03-10 are the same when they are asked for later."""
    day = date(2026, 3, 10)
    period = Period(date(2026, 2, 1), day)
    then = figures(small, period, day)
    number = small.number("A1.2a")
    small.put("A1.1", date(2026, 3, 12), status=Status.CLOSING, progress=100)
    small.put("A1.2a", date(2026, 3, 13), lead="市科技局", due_on=date(2026, 12, 31))
    small.put("B1.2b", date(2026, 3, 13), status=Status.CANCELLED)
    small.write(lambda session: session.add(Task(code="新1", title="x")), date(2026, 3, 14))
    small.act(verdicts.record_verdict, number, TODAY, VerdictOutcome.REFUTED, TODAY, progress=10, note="现场没有看到")
    later = figures(small, period)
    assert later.now == then.now
    assert later.status_shares == then.status_shares
    assert [(line.name, line.rank, line.gap, line.tasks) for line in later.offices] == [
        (line.name, line.rank, line.gap, line.tasks) for line in then.offices
    ]
    assert [task.code for task in later.listed] == [task.code for task in then.listed]


def test_a_past_day_prints_the_words_of_its_time(small: Any) -> None:
    number = small.number("A1.1")
    small.act(progress.record_progress, number, date(2026, 3, 3), 81, "三月初的进展", "缺钱", "催款")
    small.act(progress.record_progress, number, date(2026, 3, 12), 85, "三月中的进展")
    past = {task.code: task for task in figures(small, Period(date(2026, 3, 1), date(2026, 3, 5))).tasks}
    assert (past["A1.1"].note, past["A1.1"].problems, past["A1.1"].next_steps) == ("三月初的进展", "缺钱", "催款")
    assert (past["B1.2b"].note, past["B1.2b"].problems) == ("—", "—")
    now = {task.code: task for task in figures(small).tasks}
    assert now["A1.1"].note == "三月中的进展"


def test_what_a_period_turned(small: Any) -> None:
    small.put("A1.2a", date(2026, 3, 12), status=Status.CLOSED, closed_on=date(2026, 3, 12))
    small.write(lambda session: session.add(Task(code="新1", title="x", due_text="")), date(2026, 3, 3))
    seen = figures(small)
    assert [task.code for task in seen.finished] == ["A1.2a"]
    assert [task.code for task in seen.reddened] == ["A1.1"]  # overdue since the 11th
    assert seen.added == 1
    assert seen.before is not None
    assert (seen.before.tasks, seen.now.tasks) == (5, 6)


def test_a_ledger_younger_than_the_period_compares_nothing(small: Any) -> None:
    seen = figures(small, Period(date(2025, 10, 1), TODAY))
    assert seen.before is None
    assert (seen.added, seen.reddened) == (0, ())


@pytest.mark.parametrize(
    ("more", "extended"),
    [
        ({}, ["A1.1"]),
        ({"state": "refused"}, []),
        ({"state": "requested", "decided_on": None}, []),
        ({"counts": False, "kind": "correction"}, []),
        ({"decided_on": date(2026, 2, 28)}, []),
        ({"decided_on": date(2026, 3, 16)}, []),
    ],
)
def test_only_granted_extensions_of_the_period_count(small: Any, more: dict[str, Any], extended: list[str]) -> None:
    values = {"kind": "extension", "state": "granted", "decided_on": date(2026, 3, 9), "to_text": "2026年底前"} | more
    number = small.number("A1.1")
    small.write(lambda session: session.add(Extension(task_id=number, reason="设备没有到货", **values)))
    assert [row.task.code for row in figures(small).extended] == extended


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(date(2026, 3, 9), date(2026, 3, 1)), "晚于截止日期"),
        (Period(date(2026, 3, 1), date(2026, 3, 16)), "还没有到"),
    ],
)
def test_days_that_cannot_be_reported_on_are_refused(small: Any, period: Period, words: str) -> None:
    with pytest.raises(InputError, match=words):
        figures(small, period)


def test_no_task_that_counts_is_no_paper(small: Any) -> None:
    with pytest.raises(InputError, match=r"^没有符合条件的任务，不出通报。$"):
        figures(small, status="已取消")


def test_a_filter_looks_at_the_day_of_the_paper(small: Any) -> None:
    small.put("A1.1", date(2026, 3, 12), status=Status.CLOSED, closed_on=date(2026, 3, 12))
    past = Period(date(2026, 3, 1), date(2026, 3, 11))
    assert [task.code for task in figures(small, past, status="推进中", light="红").tasks] == ["A1.1"]


# --- the table of offices --------------------------------------------------------------------------

OFFICES = [f"单位{number}" for number in range(8)]
tasks_of_an_office = st.lists(st.integers(0, 100), min_size=1, max_size=6)
ledgers = st.dictionaries(st.sampled_from(OFFICES), tasks_of_an_office, min_size=1)


def lines(ledger: dict[str, list[int]]) -> Any:
    some = [
        make_task(f"{office}.{number}", office=office, progress=percent)
        for office, percents in ledger.items()
        for number, percent in enumerate(percents)
    ]
    return list_office_lines(some, OFFICES, {}, PaperSettings())


@given(ledgers)
def test_equal_printed_values_share_a_rank_and_a_rank_is_one_more_than_the_better_ones(ledger: Any) -> None:
    ranked = [line for line in lines(ledger) if line.rank is not None]
    for one in ranked:
        assert one.rank == 1 + sum(other.gap > one.gap for other in ranked)
        assert all((one.rank == other.rank) == (one.gap == other.gap) for other in ranked)


@given(ledgers)
def test_small_offices_are_unranked_and_stand_below_in_ledger_order(ledger: Any) -> None:
    listed = lines(ledger)
    assert all((line.rank is None) == (line.tasks < 3) for line in listed)
    below = [line.name for line in listed if line.rank is None]
    assert [line.name for line in listed[len(listed) - len(below) :]] == below == sorted(below)
    assert [line.rank or 99 for line in listed] == sorted(line.rank or 99 for line in listed)


def test_tasks_without_an_office_stand_last_as_undecided_and_unranked() -> None:
    some = [make_task(f"A{n}", office="", office_short="") for n in range(4)] + [make_task("B1", office=OFFICES[0])]
    listed = list_office_lines(some, OFFICES, {}, PaperSettings(rank_least=1))
    assert [(line.label, line.rank, line.tasks) for line in listed] == [(OFFICES[0], 1, 1), ("未定", None, 4)]


def test_an_office_that_is_only_suggested_is_marked_and_not_ranked() -> None:
    (line,) = list_office_lines([make_task("A1", confirmed=False)], ["市经信局"], {}, PaperSettings(rank_least=1))
    assert (line.label, line.rank) == ("市经信局（待确认）", None)


def test_an_office_without_a_scheduled_task_has_no_gap_and_no_rank() -> None:
    (line,) = list_office_lines([make_task("A1", scheduled=None)], ["市经信局"], {}, PaperSettings(rank_least=1))
    assert (line.gap, line.mean, line.rank) == (None, None, None)


@pytest.mark.parametrize(("by", "first"), [(RankBy.GAP, "单位1"), (RankBy.DONE, "单位0"), (RankBy.RED, "单位1")])
def test_offices_can_be_ranked_by_another_figure(by: RankBy, first: str) -> None:
    some = [
        make_task("A1", Status.CLOSED, LightColour.BLUE, office="单位0", progress=50),
        make_task("A2", colour=LightColour.RED, office="单位0", progress=10),
        make_task("B1", office="单位1", progress=60),
        make_task("B2", office="单位1", progress=60),
    ]
    listed = list_office_lines(some, OFFICES, {}, PaperSettings(rank_by=by, rank_least=1))
    assert listed[0].name == first


def test_waiting_tasks_count_for_no_office_and_paused_ones_do() -> None:
    some = [make_task("A1", Status.UNASSIGNED), make_task("A2", Status.PAUSED), make_task("A3", Status.CLOSING)]
    (line,) = list_office_lines(some, ["市经信局"], {}, PaperSettings())
    assert (line.tasks, line.done, line.waiting) == (2, 0, 1)


# --- workbooks -------------------------------------------------------------------------------------


def send(desk: Any, office: str, number: int, due: date | None, *back: date, kind: str = "first") -> None:
    def keep(session: Any) -> None:
        office_id = session.exec(select(Office.id).where(Office.name == office)).one()
        code = f"E{number}{office}{kind}"
        export = WorkbookExport(code=code, round=number, office_id=office_id, sent_on=date(2026, 3, number), kind=kind)
        export.return_due_on = due
        session.add(export)
        session.flush()
        for turn, on in enumerate(back):
            sha = f"{code}{turn}"
            session.add(Attachment(sha256=sha, size=1, data=b"x"))
            session.flush()
            session.add(WorkbookReturn(export_id=export.id, file_name="x", sha256=sha, received_on=on))

    desk.write(keep)


DUE = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("due", "back", "word"),
    [
        (DUE, [DUE], "按时"),
        (DUE, [date(2026, 3, 12)], "迟交2天"),
        (DUE, [date(2026, 3, 8), date(2026, 3, 12)], "按时"),
        (None, [date(2026, 3, 14)], "按时"),
        (DUE, [], "未反馈"),
        (DUE, [date(2026, 3, 20)], "未反馈"),
        (date(2026, 3, 15), [], "尚未到反馈时限"),
        (None, [], "未反馈"),
    ],
)
def test_how_an_office_answered(small: Any, due: date | None, back: list[date], word: str) -> None:
    send(small, "市经信局", 1, due, *back)
    _, words = small.look(read_round, TODAY)
    assert words == {"市经信局": word}


def test_the_newest_round_of_the_day_counts_and_an_office_once(small: Any) -> None:
    send(small, "市经信局", 1, DUE)
    send(small, "市科技局", 2, DUE)
    send(small, "市经信局", 2, DUE)
    send(small, "市经信局", 2, DUE, date(2026, 3, 12), kind="again")
    newest, words = small.look(read_round, TODAY)
    assert (newest.number, newest.sent, newest.back) == (2, 2, 1)
    assert words == {"市经信局": "迟交2天", "市科技局": "未反馈"}
    assert [(row.office, row.days) for row in newest.missing] == [("市科技局", 5)]
    earlier, _ = small.look(read_round, date(2026, 3, 1))
    assert earlier.number == 1


def test_what_was_sent_back_for_correction_gives_no_more_time(small: Any) -> None:
    send(small, "市经信局", 2, DUE, date(2026, 3, 12))
    send(small, "市经信局", 2, date(2026, 3, 30), kind="reply")
    _, words = small.look(read_round, TODAY)
    assert words == {"市经信局": "迟交2天"}


def test_before_any_workbook_there_is_no_round(small: Any) -> None:
    assert small.look(read_round, TODAY) == (None, {})


# --- periods ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 11, 1), date(2026, 11, 28), "11月份"),
        (date(2026, 7, 1), date(2026, 9, 30), "三季度"),
        (date(2026, 7, 1), date(2026, 8, 31), "7—8月份"),
        (date(2026, 1, 1), date(2026, 3, 31), "一季度"),
        (date(2026, 1, 1), date(2026, 6, 30), "上半年"),
        (date(2026, 1, 1), date(2026, 9, 30), "1—9月份"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        (date(2026, 11, 23), date(2026, 11, 28), "11月23日—11月28日"),
        (date(2025, 12, 29), date(2026, 1, 2), "12月29日—2026年1月2日"),
    ],
)
def test_a_period_is_called_as_titles_do(start: date, end: date, words: str) -> None:
    assert period_words(period_until(end, start)) == words


def test_a_period_begins_with_its_month_and_a_chosen_monday_makes_it_a_week() -> None:
    saturday = date(2026, 11, 28)
    assert period_until(saturday) == Period(date(2026, 11, 1), saturday)
    assert period_until(saturday, date(2026, 11, 23)).weekly
    assert not period_until(saturday, date(2026, 11, 16)).weekly
    assert not replace(period_until(date(2026, 6, 3)), start=date(2026, 6, 1)).weekly


def test_a_source_put_away_leaves_the_circular_unless_it_is_asked_for(small: Any) -> None:
    (article,) = [row for row in small.look(list_articles) if row.code == "B"]
    whole = [task.code for task in figures(small).tasks]
    small.act(retire_source, article.id, TODAY, "阶段工作结束")
    assert [task.code for task in figures(small).tasks] == [code for code in whole if not code.startswith("B")]
    assert [task.code for task in figures(small, article="B").tasks] == [c for c in whole if c.startswith("B")]
    before = Period(date(2026, 3, 1), TODAY - timedelta(days=1))  # it was not put away then
    assert any(task.code.startswith("B") for task in figures(small, before).tasks)
