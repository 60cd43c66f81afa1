"""The lights by forty cases, on Tuesday 2025-11-18: the rules, the database, and the ledger say the same."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.enums import DueKind, LightColour, Status, VerdictOutcome
from tracker.model.lights import LightFacts, Verdict, light_of
from tracker.model.rows import MilestoneRow
from tracker.model.tables import Extension, Milestone, ProgressEntry, Task
from tracker.model.tables import Verdict as VerdictRow
from tracker.model.thresholds import Thresholds
from tracker.queries import light_sql
from tracker.queries.tallies import Scope, read_tallies
from tracker.queries.task_rows import list_tasks

TODAY = date(2025, 11, 18)
START, DUE = date(2025, 1, 1), date(2026, 12, 31)  # 44 % of the time is over
S = Status


def nov(day: int) -> date:
    return date(2025, 11, day)


AT_WORK = LightFacts(S.IN_PROGRESS, START, DUE, DueKind.DATE, last_progress_on=nov(10))
UNDATED = replace(AT_WORK, start_on=None, due_on=None, due_kind=DueKind.NONE)
LASTING = replace(UNDATED, due_kind=DueKind.LONG_TERM, due_text="长期坚持")
AT_ONCE = replace(UNDATED, due_kind=DueKind.IMMEDIATE, due_text="立行立改")
FIRST_STEP = MilestoneRow(1, "一", date(2025, 6, 30), date(2025, 6, 30), 1)
LATE_STEP = MilestoneRow(2, "二", date(2025, 10, 31), None, 1)
LAST_STEP = MilestoneRow(3, "三", date(2026, 6, 30), None, 2)
IN_STEPS = replace(
    AT_WORK, due_on=date(2026, 6, 30), progress=50, milestones=(FIRST_STEP, LATE_STEP, LAST_STEP)
)  # fmt: skip
ALL_DONE = (FIRST_STEP, replace(LATE_STEP, done_on=date(2025, 10, 30)), LAST_STEP)
REFUTED = replace(AT_WORK, progress=50, verdict=Verdict(nov(12), VerdictOutcome.REFUTED, 30))
CONFIRMED = replace(AT_WORK, progress=50, verdict=Verdict(nov(12), VerdictOutcome.CONFIRMED, 30))
EXTENDED = replace(AT_WORK, progress=45, extensions=1, extended_late_days=4)
OCTOBER_END = date(2025, 10, 31)
CLOSED = replace(AT_WORK, status=S.CLOSED, progress=100, due_on=OCTOBER_END, closed_on=nov(12), status_since=nov(12))

CASES: dict[int, tuple[LightFacts, str]] = {
    1: (replace(AT_WORK, due_on=nov(17), progress=95), "红 · 逾期1天"),
    2: (replace(AT_WORK, due_on=nov(18), progress=95), "黄 · 今天到期"),
    3: (replace(AT_WORK, start_on=date(2025, 3, 1), due_on=date(2025, 12, 18), progress=95), "黄 · 30天后到期"),
    4: (replace(AT_WORK, start_on=date(2025, 3, 1), due_on=date(2025, 12, 19), progress=95), "绿"),
    5: (replace(AT_WORK, progress=40), "绿"),
    6: (replace(AT_WORK, progress=34), "黄 · 落后10点"),
    7: (replace(AT_WORK, progress=14), "黄 · 落后30点"),
    8: (replace(AT_WORK, progress=13), "红 · 落后31点"),
    9: (replace(AT_WORK, progress=45, last_progress_on=date(2025, 9, 19)), "黄 · 60天无进展"),
    10: (replace(AT_WORK, progress=45, last_progress_on=date(2025, 9, 20)), "绿"),
    11: (replace(AT_WORK, start_on=date(2025, 12, 1)), "灰 · 未到启动日"),
    12: (replace(AT_WORK, start_on=None), "绿"),
    13: (replace(UNDATED, status=S.UNASSIGNED), "灰 · 待交办"),
    14: (replace(AT_WORK, status=S.UNASSIGNED, due_on=nov(17)), "红 · 逾期1天"),
    15: (UNDATED, "黄 · 未定时限"),
    16: (replace(UNDATED, due_kind=DueKind.TEXT, due_text="按协议约定时间"), "黄 · 未定时限"),
    17: (LASTING, "灰 · 长期坚持"),
    18: (replace(LASTING, last_progress_on=date(2025, 9, 19)), "黄 · 60天无进展"),
    19: (
        replace(LASTING, start_on=date(2024, 1, 1), last_progress_on=date(2024, 11, 18)),
        "红 · 1年无进展",
    ),
    20: (replace(AT_ONCE, start_on=nov(1), progress=60), "黄 · 13天后到期"),
    21: (replace(AT_ONCE, start_on=date(2025, 10, 1), progress=90), "红 · 逾期18天"),
    22: (replace(AT_WORK, status=S.CLOSING, progress=80, status_since=nov(10)), "蓝 · 待审核"),
    23: (replace(AT_WORK, status=S.CLOSING, status_since=date(2025, 10, 20)), "蓝 · 待审核29天"),
    24: (replace(AT_WORK, status=S.CLOSING, due_on=nov(1), status_since=nov(10)), "蓝 · 待审核"),
    25: (replace(CLOSED, reported_on=date(2025, 10, 28)), "蓝 · 已完成"),
    26: (replace(CLOSED, reported_on=nov(5)), "蓝 · 逾期完成"),
    27: (replace(AT_WORK, progress=20), "黄 · 落后24点"),
    28: (replace(AT_WORK, due_on=OCTOBER_END, progress=60), "红 · 逾期18天"),
    29: (replace(AT_WORK, status=S.PAUSED, due_on=nov(1), paused_until=date(2026, 1, 31)), "灰 · 暂缓"),
    30: (replace(AT_WORK, status=S.PAUSED, paused_until=nov(17)), "黄 · 暂缓到期"),
    31: (IN_STEPS, "黄 · 节点逾期18天"),
    32: (replace(IN_STEPS, progress=15), "红 · 落后35点"),
    33: (replace(IN_STEPS, progress=40, milestones=ALL_DONE), "黄 · 落后10点"),
    34: (REFUTED, "黄 · 核查不属实"),
    35: (replace(REFUTED, verdict=Verdict(nov(12), VerdictOutcome.REFUTED, 10)), "红 · 落后34点"),
    36: (replace(REFUTED, last_progress_on=nov(15)), "黄 · 核查不属实"),
    37: (CONFIRMED, "黄 · 落后14点"),
    38: (replace(CONFIRMED, last_progress_on=nov(15)), "绿"),
    39: (EXTENDED, "绿"),
    40: (replace(AT_WORK, status=S.CANCELLED, due_on=nov(1)), "灰 · 已取消"),
}


#: What no road writes any more and older ledgers may hold: a start after the deadline hides no overdue.
_EARLY = {"start_on": date(2026, 6, 1), "due_on": nov(17)}
CASES |= {
    41: (replace(AT_WORK, **_EARLY), "红 · 逾期1天"),
    42: (replace(AT_WORK, status=S.UNASSIGNED, **_EARLY), "红 · 逾期1天"),
    43: (replace(AT_WORK, status=S.NOT_STARTED, start_on=date(2026, 6, 1), due_on=nov(18)), "灰 · 未到启动日"),
    44: (replace(AT_WORK, progress=50, verdict=Verdict(nov(12), VerdictOutcome.WANTING)), "黄 · 待补证"),
    45: (replace(AT_WORK, progress=50, verdict=Verdict(nov(12), VerdictOutcome.PARTLY)), "绿"),
}


@pytest.mark.parametrize(("number"), CASES)
def test_the_rules_by_cases(number: int) -> None:
    facts, text = CASES[number]
    assert light_of(facts, TODAY).text == text


@pytest.mark.parametrize(
    ("number", "words"),
    [(24, "时限已过 17 天"), (29, "时限已过 17 天"), (26, "晚于时限 5 天"), (39, "逾期 4 天后延期"), (22, "进度 80%")],
)
def test_what_the_sentences_add(number: int, words: str) -> None:
    assert words in light_of(CASES[number][0], TODAY).sentence


def test_the_marks_stand_beside_the_light_and_leave_its_colour() -> None:
    plain = light_of(CASES[39][0], TODAY)
    assert (plain.colour, plain.marks) == (LightColour.GREEN, ("延1",))
    marked = light_of(replace(EXTENDED, open_coordination=2, is_key=True), TODAY)
    assert (marked.text, marked.marks) == (plain.text, ("延1", "难", "重"))


# --- the same in the database ------------------------------------------------------------------------


def add_cases(session: Session) -> None:
    """Add a task for every case; those that are over were at work first, so that they have a move to it."""
    for number, (facts, _) in CASES.items():
        status = S.IN_PROGRESS if facts.status in (S.CLOSING, S.CLOSED, S.PAUSED) else facts.status
        task = Task(
            code=f"L{number}", title="试", status=status, start_on=facts.start_on, due_on=facts.due_on,
            due_kind=facts.due_kind, due_text=facts.due_text, progress=facts.progress,
        )  # fmt: skip
        session.add(task)
        session.flush()
        for step in facts.milestones:
            session.add(
                Milestone(task_id=task.id, title="步", due_on=step.due_on, done_on=step.done_on, weight=step.weight)
            )
        session.add(ProgressEntry(task_id=task.id, entered_on=facts.last_progress_on, progress=facts.progress))
        if facts.extensions:
            late = facts.extended_late_days
            session.add(
                Extension(task_id=task.id, from_on=nov(1), to_on=DUE, reason="论证", decided_on=nov(5), late_days=late)
            )
        if (seen := facts.verdict) is not None:
            session.add(VerdictRow(task_id=task.id, on=seen.on, outcome=seen.outcome, progress=seen.progress))


@pytest.fixture
def cases(desk: Any) -> Any:
    """A ledger with one task for every case."""
    desk.write(add_cases, date(2025, 1, 2))
    for number, (facts, _) in CASES.items():
        reported = facts.reported_on or facts.status_since
        if reported is not None:
            desk.put(f"L{number}", reported, status=S.CLOSING)
        if facts.status is S.PAUSED:
            desk.put(f"L{number}", date(2025, 9, 1), status=S.PAUSED, until=facts.paused_until)
        if facts.closed_on is not None:
            desk.put(f"L{number}", facts.closed_on, status=S.CLOSED, closed_on=facts.closed_on)
    return desk


def colours(session: Session, limits: Thresholds) -> dict[str, str]:
    """Return what the database makes of every case."""
    last, weights, decided = light_sql.reported(TODAY), light_sql.weighted(TODAY), light_sql.decided(TODAY)
    columns = decided.columns(light_sql.scheduled(TODAY, weights), last.c.last_on, weights.c.overdue)
    statement = sa.select(col(Task.code), light_sql.light(TODAY, limits, columns)).select_from(Task)
    statement = statement.where(col(Task.code).startswith("L"))
    statement = statement.join(last, last.c.task_id == col(Task.id), isouter=True)
    statement = decided.join(statement.join(weights, weights.c.task_id == col(Task.id), isouter=True))
    return dict(session.connection().execute(statement).all())


@pytest.mark.parametrize("limits", [Thresholds(), Thresholds(5, 0, 1, 3), Thresholds(45, 20, 400, 999)], ids=str)
def test_the_database_gives_every_case_the_colour_of_the_rules(cases: Any, limits: Thresholds) -> None:
    wanted = {f"L{number}": light_of(facts, TODAY, limits).colour for number, (facts, _) in CASES.items()}
    assert cases.look(colours, limits) == wanted


def test_the_ledger_gives_every_case_its_light(cases: Any) -> None:
    rows = {task.code: task.light for task in cases.look(list_tasks, TODAY)}
    seen = {number: rows[f"L{number}"] for number in CASES}
    assert {number: light.text for number, light in seen.items()} == {
        number: text for number, (_, text) in CASES.items()
    }
    assert seen[39].marks == ("延1",)
    assert "时限已过 17 天" in seen[24].sentence
    assert "逾期 4 天后延期" in seen[39].sentence


def test_the_counts_are_those_of_the_ledger(cases: Any) -> None:
    rows = cases.look(list_tasks, TODAY)
    for colour in LightColour:
        counted = sum(tally.tasks for tally in cases.look(read_tallies, Scope(TODAY, TODAY)) if tally.light is colour)
        assert counted == sum(task.light.colour is colour for task in rows)
