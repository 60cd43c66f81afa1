"""The figures of 总览: how far we are, what is late, who needs help; of today or of an earlier day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.enums import LightColour, Status
from tracker.model.figures import mean_of, shares
from tracker.model.rows import ArticleRow, ExportRow, IndicatorRow, LightCount, Overview, TaskRow
from tracker.model.rows.tasks import UNSETTLED, office_label
from tracker.model.tables import Batch, Indicator, Office, Task, TaskIndicator
from tracker.queries.as_of import closed_as_of, later_tasks
from tracker.queries.exports import list_all_exports, list_exports, open_workbooks
from tracker.queries.indicators import list_newest
from tracker.queries.sources import list_articles
from tracker.queries.tallies import Scope, Tally, conditions, earlier_tasks, joined, read_tallies, total

_AT_RISK = (LightColour.RED, LightColour.AMBER)


def read_overview(
    session: Session, today: date, office: str = "", article: str = "", day: date | None = None
) -> Overview:
    """Return all figures, of one lead office and one article where given, as of `day`'s end (default: today)."""
    scope = Scope(today, min(day or today, today), office, article)
    tallies = read_tallies(session, scope)
    counted = [tally for tally in tallies if tally.status is not Status.CANCELLED]
    earlier = earlier_tasks(session, scope)
    actual = running_total(_closed(session, scope, earlier))
    first_on = history_begins(session, today)
    return Overview(
        today=scope.day,
        tasks=total(counted),
        **_statuses(tallies),
        **_means(counted),
        done_share=_done_share(counted),
        red=_count(counted, LightColour.RED),
        amber=_count(counted, LightColour.AMBER),
        due_30=sum(tally.soon for tally in counted),
        closed_this_month=_this_month(actual, scope.day),
        **_answered(_exports(session, scope), scope),
        by_article=_by_article(list_articles(session, counted=False), counted),
        by_light={colour: _count(counted, colour) for colour in LightColour},
        office_status=_office_status(tallies),
        plan=running_total(_due(session, scope, earlier)),
        actual=actual,
        risky_indicators=tuple(sorted(_indicators(session, scope), key=_risk)),
        tracked_indicators=_tracked(session),
        by_office=_by_office(session, counted),
        first_on=first_on,
    )


def _answered(exports: Sequence[ExportRow], scope: Scope) -> dict[str, int]:
    """Return of how many offices a workbook was sent to, and how many of them owe no answer."""
    sent, owed = {row.office for row in exports}, open_workbooks(exports, scope.day)
    return {"offices_sent": len(sent), "offices_returned": len(sent) - len(owed)}


def _means(tallies: Sequence[Tally]) -> dict[str, Any]:
    """Return mean progress beside mean schedule, of the tasks whose progress papers compare with a schedule."""
    compared = [tally for tally in tallies if tally.status.needs_lead]
    number = sum(tally.scheduled_tasks for tally in compared)
    return {
        "average_progress": mean_of(sum(tally.progress for tally in compared), number),
        "scheduled_progress": mean_of(sum(tally.scheduled for tally in compared), number),
    }


def _done_share(tallies: Sequence[Tally]) -> int | None:
    """Return the share of 已销号 in the partition by status, None without tasks."""
    by_status, statuses = _by_status(tallies), Status.counted()
    printed = dict(zip(statuses, shares([by_status[status] for status in statuses]), strict=True))
    return printed[Status.CLOSED] if tallies else None


def _closed(session: Session, scope: Scope, earlier: Sequence[TaskRow]) -> Counter[date]:
    """Return how many tasks were closed on each day, as the ledger knew on the day of the scope."""
    per_day = _per_day(session, scope, col(Task.closed_on), col(Task.status) == Status.CLOSED)
    done = [task.id for task in earlier if task.status is Status.CLOSED]
    per_day.update(on for on in closed_as_of(session, done, scope.day).values() if on is not None)
    return per_day


def _due(session: Session, scope: Scope, earlier: Sequence[TaskRow]) -> Counter[date]:
    """Return how many tasks are due on each day."""
    per_day = _per_day(session, scope, col(Task.due_on), col(Task.status) != Status.CANCELLED)
    per_day.update(task.due_on for task in earlier if task.due_on and task.status is not Status.CANCELLED)
    return per_day


def _per_day(session: Session, scope: Scope, column: Any, condition: Any) -> Counter[date]:
    statement = joined(sa.select(column, func.count()).select_from(Task))
    statement = statement.where(column.is_not(None), condition, *conditions(scope)).group_by(column)
    if scope.past:
        statement = statement.where(col(Task.id).not_in(later_tasks(scope.day)))
    return Counter(dict(session.connection().execute(statement).all()))


def _indicators(session: Session, scope: Scope) -> list[IndicatorRow]:
    linked = None
    if scope.office or scope.article:
        codes = joined(sa.select(col(Indicator.code)).select_from(Task))
        codes = codes.join(TaskIndicator, col(TaskIndicator.task_id) == Task.id)
        codes = codes.join(Indicator, col(Indicator.id) == TaskIndicator.indicator_id)
        codes = codes.where(col(Task.status) != Status.CANCELLED, *conditions(scope))
        linked = session.connection().execute(codes.distinct()).scalars().all()
    rows = list_newest(session, scope.day, linked, until=scope.day if scope.past else None)
    return [row for row in rows if row.light.colour in _AT_RISK]


def _tracked(session: Session) -> int:
    wanted = select(func.count()).select_from(Indicator).where(col(Indicator.target_value).is_not(None))
    return session.exec(wanted).one()


def _risk(row: IndicatorRow) -> tuple[int, float]:
    return (_AT_RISK.index(row.light.colour), row.attainment or 0.0)


def _exports(session: Session, scope: Scope) -> list[ExportRow]:
    """Return the workbooks of the round that was the newest on the day of the scope."""
    if not scope.past:
        return [row for row in list_exports(session, scope.today) if not scope.office or row.office == scope.office]
    sent = [row for row in list_all_exports(session, scope.today) if row.sent_on <= scope.day]
    newest = max((row.round for row in sent), default=0)
    return [row for row in sent if row.round == newest and (not scope.office or row.office == scope.office)]


def _count(tallies: Iterable[Tally], colour: LightColour) -> int:
    return total(tally for tally in tallies if tally.light is colour)


def _this_month(actual: Sequence[tuple[date, int]], day: date) -> int:
    """Return how much a running total rose in the month of a day."""
    before = max((n for on, n in actual if on < day.replace(day=1)), default=0)
    within = max((n for on, n in actual if (on.year, on.month) <= (day.year, day.month)), default=0)
    return within - before


def history_begins(session: Session, today: date) -> date | None:
    """Return the day the ledger's history begins: never after the day it is looked at, whatever the clock says."""
    first = session.exec(select(Batch.at).order_by(col(Batch.at)).limit(1)).first()
    return min(first.astimezone().date(), today) if first is not None else None


def _by_status(tallies: Iterable[Tally]) -> Counter[Status]:
    counts: Counter[Status] = Counter()
    for tally in tallies:
        counts[tally.status] += tally.tasks
    return counts


def _statuses(tallies: Iterable[Tally]) -> dict[str, int]:
    """Return how many tasks are how far, by the names of the figures."""
    by_status = _by_status(tallies)
    return {
        "assigned": by_status.total() - by_status[Status.UNASSIGNED] - by_status[Status.CANCELLED],
        "unassigned": by_status[Status.UNASSIGNED],
        "at_work": sum(by_status[status] for status in Status if status.at_work),
        "in_review": by_status[Status.CLOSING],
        "closed": by_status[Status.CLOSED],
        "paused": by_status[Status.PAUSED],
        "cancelled": by_status[Status.CANCELLED],
    }


def _light_count(group: str, title: str, tallies: Sequence[Tally]) -> LightCount:
    """Return the lights of a group of tasks, and how many of them are closed."""
    counts: Counter[LightColour] = Counter()
    for tally in tallies:
        counts[tally.light] += tally.tasks
    lights = {colour: counts[colour] for colour in LightColour}
    return LightCount(group, title, lights, _by_status(tallies)[Status.CLOSED])


def _by_article(articles: Iterable[ArticleRow], tallies: Sequence[Tally]) -> tuple[LightCount, ...]:
    codes = {tally.article for tally in tallies}
    return tuple(
        _light_count(article.code, article.short_title, [t for t in tallies if t.article == article.code])
        for article in articles
        if article.code in codes
    )


def _by_office(session: Session, tallies: Sequence[Tally]) -> tuple[LightCount, ...]:
    """Return the lights of each office, most red first, then most amber; tasks without one come last under "".

    An office that is only suggested for all its tasks is marked.
    """
    short = dict(session.exec(select(Office.name, Office.short_name)).all())
    leading = select(Office.name).join(Task, col(Task.lead_office_id) == Office.id).where(col(Task.offices_confirmed))
    confirmed = {"", *session.exec(leading.distinct())}
    groups = [
        _light_count(
            name,
            office_label(short.get(name) or name, confirmed=name in confirmed),
            [t for t in tallies if t.office == name],
        )
        for name in dict.fromkeys(tally.office for tally in tallies)
    ]
    return tuple(sorted(groups, key=_by_urgency))


def _by_urgency(group: LightCount) -> tuple[bool, int, int, int, str]:
    red, amber = (group.counts.get(light, 0) for light in (LightColour.RED, LightColour.AMBER))
    return not group.group, -red, -amber, -group.total, group.group


def _office_status(tallies: Iterable[Tally]) -> tuple[tuple[str, dict[Status, int]], ...]:
    counted: dict[str, Counter[Status]] = {}
    for tally in tallies:
        counted.setdefault(tally.office or UNSETTLED, Counter())[tally.status] += tally.tasks
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    return tuple((name, {status: counts[status] for status in Status}) for name, counts in ordered)


def running_total(per_day: Counter[date]) -> tuple[tuple[date, int], ...]:
    """Return (day, how many by the end of that day) for each day on which the number rises."""
    done, points = 0, []
    for day in sorted(per_day):
        done += per_day[day]
        points.append((day, done))
    return tuple(points)
