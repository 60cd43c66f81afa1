"""The figures of the papers: everything they count, for a period, computed once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.errors import InputError
from tracker.model.attainment import is_reached
from tracker.model.enums import LightColour, Status
from tracker.model.figures import shares
from tracker.model.pace import pace_of
from tracker.model.paper_periods import check_period
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows import (
    CHOSEN,
    Figures,
    IndicatorFigures,
    IndicatorRow,
    ListedTask,
    Matter,
    Period,
    RiskIndicator,
    StateCounts,
    TaskRow,
)
from tracker.model.tables import Coordination
from tracker.model.thresholds import changed_words
from tracker.queries.app_state import is_demo
from tracker.queries.as_of import thresholds_on
from tracker.queries.former_names import former_names, name_on, named_then, office_order
from tracker.queries.indicators import list_newest
from tracker.queries.ledger import TaskFilter, find_tasks_on
from tracker.queries.light_facts import kept_or_own
from tracker.queries.overview import history_begins, running_total
from tracker.queries.paper_changes import find_turns, list_extended
from tracker.queries.paper_co_offices import list_co_office_lines
from tracker.queries.paper_offices import list_office_lines
from tracker.queries.paper_returns import read_round
from tracker.queries.paper_settings import read_paper_settings
from tracker.queries.paper_tasks import counts, list_paper_tasks, overdue_days, split_red
from tracker.queries.sources import retired_sources
from tracker.queries.workdays import day_table

#: The two partitions of the tasks, in reading order.
STATUSES = Status.counted()
LIGHTS = tuple(LightColour)
NOTHING = "没有符合条件的任务，不出{paper}。"
_AT_RISK = (LightColour.RED, LightColour.AMBER)


def _tasks_on(
    session: Session, today: date, wanted: TaskFilter | None, days: Sequence[date]
) -> tuple[dict[date, tuple[TaskRow, ...]], dict[str, Any]]:
    """Return the tasks as they stood on each day, the offices called as on the first of them: the days are compared.

    A source that was put away by the first day is only reported on when it is asked for: beside the tasks stands how
    many open ones are left out for that.
    """
    asked = wanted is not None and wanted.article
    away = frozenset[str]() if asked else retired_sources(session, days[0])
    standing = find_tasks_on(session, today, wanted, list(days))
    named = {day: tuple(named_then(session, rows, days[0])) for day, rows in standing.items()}
    left_out = [row for row in named[days[0]] if row.article in away and not row.status.ended]
    red = sum(row.light.colour is LightColour.RED for row in left_out)
    kept = {day: tuple(row for row in rows if row.article not in away) for day, rows in named.items()}
    return kept, {"put_away": len(left_out), "put_away_red": red}


def read_figures(
    session: Session, today: date, period: Period, wanted: TaskFilter | None = None, paper: str = "通报"
) -> Figures:
    """Return the figures of a period.

    Raises InputError for a period that cannot be reported on, a name nobody knows, and where no task counts;
    `paper` is what the sentence then calls it.
    """
    check_period(period, today)
    begins_on, limits = history_begins(session, today), thresholds_on(session, period.end, today)
    compared = begins_on is not None and begins_on <= period.before
    on_days, left_out = _tasks_on(session, today, wanted, [period.end, *[period.before] * compared])
    rows = [row for row in on_days[period.end] if counts(row, period.end, today)]
    if not rows:
        raise InputError(NOTHING.format(paper=paper))
    tasks, settings = list_paper_tasks(session, rows, period.end, today), read_paper_settings(session)
    partial = scope_of(wanted) == CHOSEN
    article = rows[0].article if wanted is not None and wanted.article and not partial else ""
    return Figures(
        period=period,
        article=tasks[0].article_title if article else "",
        scope=CHOSEN if partial else article,
        workdays=day_table(session),
        begins_on=begins_on,
        cancelled=len(on_days[period.end]) - len(rows),
        tasks=tasks,
        extended=list_extended(session, tasks, period),
        matters=_matters(session, tasks, period.end),
        indicators=_indicators(session, period.end, article),
        behind_red=limits.behind_red,
        stale_days=limits.stale_days,
        limits=changed_words(limits),
        settings=settings,
        demo=is_demo(session),
        **(left_out | _over_time(rows, tasks)),
        **_counts(rows, on_days.get(period.before), period, today),
        **_turns(tasks, rows, on_days.get(period.before), period, limits.stale_days),
        **_offices(session, tasks, (period.end, today), settings, whole=not partial and not article),
        **split_red(tasks, {row.id: row for row in rows}),
    )


def scope_of(wanted: TaskFilter | None) -> str:
    """Return the scope of a paper about the tasks of a filter: "" for all, an article alone, else CHOSEN."""
    if wanted is None or wanted == TaskFilter():
        return ""
    return wanted.article if wanted == TaskFilter(article=wanted.article) else CHOSEN


def _over_time(rows: Sequence[TaskRow], tasks: Sequence[ListedTask]) -> dict[str, Any]:
    """Return how many tasks are due, and how many were closed, by each day on which the number rises."""
    due = Counter(row.due_on for row in rows if row.due_on is not None)
    closed = Counter(task.closed_on for task in tasks if task.closed_on is not None)
    return {"plan": running_total(due), "actual": running_total(closed)}


def _counts(rows: Sequence[TaskRow], former: Sequence[TaskRow] | None, period: Period, today: date) -> dict[str, Any]:
    """Return the counts of the last day with their shares, and those of the day before the period."""
    now, before = _count(rows, period.end), None
    if former is not None:
        before = _count([row for row in former if counts(row, period.before, today)], period.before)
    return {
        "now": now,
        "before": before,
        "status_shares": dict(zip(STATUSES, shares([now.statuses[status] for status in STATUSES]), strict=True)),
        "light_shares": dict(zip(LIGHTS, shares([now.lights[colour] for colour in LIGHTS]), strict=True)),
    }


def _turns(
    tasks: Sequence[ListedTask],
    rows: Sequence[TaskRow],
    former: Sequence[TaskRow] | None,
    period: Period,
    stale_days: int,
) -> dict[str, Any]:
    before = None if former is None else {row.id: row for row in former}
    turns = find_turns(tasks, {row.id: row for row in rows}, before, period, stale_days)
    return {each.name: getattr(turns, each.name) for each in fields(turns)}


def _count(rows: Sequence[TaskRow], day: date) -> StateCounts:
    """Count tasks by status and light, and their mean progress beside their mean schedule."""
    statuses, lights = Counter(row.status for row in rows), Counter(row.light.colour for row in rows)
    pace = pace_of(rows)
    return StateCounts(
        tasks=len(rows),
        assigned=len(rows) - statuses[Status.UNASSIGNED],
        statuses={status: statuses[status] for status in STATUSES},
        lights={colour: lights[colour] for colour in LIGHTS},
        mean=pace.mean,
        scheduled=pace.scheduled,
        overdue=sum(overdue_days(row, day) > 0 for row in rows),
    )


def _offices(
    session: Session, tasks: Sequence[ListedTask], days: tuple[date, date], settings: PaperSettings, *, whole: bool
) -> dict[str, Any]:
    """Return the tables of offices and the round of workbooks; of a part of the ledger only its offices.

    `days` are the last day of the paper and today.
    """
    day, today = days
    newest, returned = read_round(session, day)
    if newest is not None and not whole:
        leading = {task.office for task in tasks}
        newest = replace(newest, missing=tuple(row for row in newest.missing if row.office in leading))
    former = former_names(session)
    answers = {name_on(former, name, day): word for name, word in returned.items()}
    lines = list_office_lines(tasks, office_order(session), answers, settings)
    co_offices = list_co_office_lines(session, tasks, day, today) if settings.co_offices else ()
    return {"offices": lines, "returns": newest, "co_offices": co_offices}


def _matters(session: Session, tasks: Iterable[ListedTask], day: date) -> tuple[Matter, ...]:
    """Return the matters for coordination raised by a day and open at its end, the longest overdue first."""
    by_id = {task.task_id: task for task in tasks}
    owner = kept_or_own(col(Coordination.task_id)).label("owner")
    columns = (Coordination.id, Coordination.what, Coordination.solver, Coordination.needed_by)
    still_open = sa.or_(col(Coordination.closed_on).is_(None), col(Coordination.closed_on) > day)
    statement: Any = sa.select(owner, *map(col, columns)).where(col(Coordination.raised_on) <= day, still_open)
    matters = [
        Matter(by_id[row.owner].code, by_id[row.owner].title, row.what, row.solver, row.needed_by, _late(row, day))
        for row in session.connection().execute(statement.order_by(col(Coordination.id)))
        if row.owner in by_id
    ]
    return tuple(sorted(matters, key=lambda matter: (-matter.days, matter.needed_by or date.max)))


def _late(row: Any, day: date) -> int:
    return max((day - row.needed_by).days, 0) if row.needed_by is not None else 0


def _indicators(session: Session, day: date, article: str) -> IndicatorFigures:
    """Count the indicators with a target, and list those that may miss it, the least attained first."""
    rows = [
        row
        for row in list_newest(session, day, until=day)
        if row.target_value is not None and article in ("", row.article)
    ]
    risky = [row for row in rows if row.light.colour in _AT_RISK and row.current is not None]
    risky.sort(key=lambda row: (row.attainment is None, row.attainment or 0.0))
    return IndicatorFigures(
        targeted=len(rows),
        reached=sum(_reached(row) for row in rows),
        observed=sum(row.current is not None for row in rows),
        risky=tuple(map(_risk, risky)),
        listed=tuple(map(_risk, rows)),
    )


def _reached(row: IndicatorRow) -> bool:
    now, target = row.current, row.target_value
    return now is not None and target is not None and is_reached(row.direction, now.value, target)


def _risk(row: IndicatorRow) -> RiskIndicator:
    value = row.current.value if row.current is not None else None
    share = None if row.attainment is None else round(row.attainment * 1_000)
    return RiskIndicator(row.code, row.name, value, row.unit, row.target_value, share)
