"""The figures of 总览: how far we are, what is late, who needs help, what changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from tracker.model.enums import LightColour, Status
from tracker.model.rows import ArticleRow, IndicatorRow, LightCount, Overview, TaskRow
from tracker.model.tables import Batch, Task
from tracker.queries.as_of import tasks_as_of
from tracker.queries.exports import list_exports
from tracker.queries.history import list_acts
from tracker.queries.indicators import list_indicators
from tracker.queries.sources import list_articles
from tracker.queries.task_rows import list_tasks

_AT_RISK = (LightColour.RED, LightColour.AMBER)
_SOON_DAYS = 30


def read_overview(session: Session, today: date, office: str = "", article: str = "") -> Overview:
    """Return all figures for `today`, of one lead office and one article where given."""
    tasks = [task for task in list_tasks(session, today) if _belongs(task, office, article)]
    counted = [task for task in tasks if task.status is not Status.CANCELLED]
    closed_on = _closed_dates(session)
    indicators = _indicators(session, today, counted, everything=not (office or article))
    exports = [row for row in list_exports(session, today) if not office or row.office == office]
    soon = [task for task in counted if _due_soon(task, today)]
    return Overview(
        today=today,
        tasks=len(tasks),
        assigned=sum(task.status is not Status.UNASSIGNED for task in tasks),
        average_progress=_mean([task.progress for task in counted]) or 0,
        scheduled_progress=_mean([task.scheduled for task in counted if task.scheduled is not None]),
        red=_count(tasks, LightColour.RED),
        red_change=_red_change(session, tasks, today),
        due_30=len(soon),
        due_30_red=_count(soon, LightColour.RED),
        closed=sum(task.status is Status.CLOSED for task in tasks),
        closed_this_month=sum(_same_month(closed_on.get(task.id), today) for task in tasks),
        offices_sent=len({row.office for row in exports}),
        offices_returned=len({row.office for row in exports if row.return_id is not None}),
        by_article=_by_article(list_articles(session, ()), tasks),
        by_light={colour: _count(tasks, colour) for colour in LightColour},
        office_status=_office_status(tasks),
        plan=_running_total(task.due_on for task in counted),
        actual=_running_total(closed_on.get(task.id) for task in counted if task.status is Status.CLOSED),
        risky_indicators=tuple(sorted(indicators, key=_risk)),
        tracked_indicators=_tracked(session, today),
        recent=list_acts(session, 12),
    )


def _belongs(task: TaskRow, office: str, article: str) -> bool:
    return (not office or task.lead_office == office) and (not article or task.article == article)


def _closed_dates(session: Session) -> dict[int, date | None]:
    closed = select(Task.id, col(Task.closed_on)).where(col(Task.closed_on).is_not(None))
    return dict(session.exec(closed).all())


def _indicators(session: Session, today: date, tasks: Iterable[TaskRow], *, everything: bool) -> list[IndicatorRow]:
    wanted = None if everything else {code for task in tasks for code in task.indicators}
    return [row for row in list_indicators(session, today, wanted) if row.light.colour in _AT_RISK]


def _tracked(session: Session, today: date) -> int:
    return sum(row.target_value is not None for row in list_indicators(session, today))


def _risk(row: IndicatorRow) -> tuple[int, float]:
    return (_AT_RISK.index(row.light.colour), row.attainment or 0.0)


def _due_soon(task: TaskRow, today: date) -> bool:
    open_still = task.status not in (Status.CLOSED, Status.CLOSING)
    return open_still and task.due_on is not None and today <= task.due_on <= today + timedelta(days=_SOON_DAYS)


def _count(tasks: Iterable[TaskRow], colour: LightColour) -> int:
    return sum(task.light.colour is colour for task in tasks)


def _mean(values: Sequence[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None


def _same_month(day: date | None, today: date) -> bool:
    return day is not None and (day.year, day.month) == (today.year, today.month)


def month_before(day: date) -> date:
    """Return the same day of the month before, or that month's last day."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _red_change(session: Session, tasks: Sequence[TaskRow], today: date) -> int | None:
    """Return how many more tasks are red than a month ago, None when the ledger is younger than that."""
    before = month_before(today)
    first = session.exec(select(Batch.at).order_by(col(Batch.at)).limit(1)).first()
    if first is None or first.astimezone().date() > before:
        return None
    return _count(tasks, LightColour.RED) - _count(tasks_as_of(session, tasks, before), LightColour.RED)


def _by_article(articles: Iterable[ArticleRow], tasks: Sequence[TaskRow]) -> tuple[LightCount, ...]:
    found = []
    for article in articles:
        mine = [task for task in tasks if task.article == article.code]
        if mine:
            counts = {colour: _count(mine, colour) for colour in LightColour}
            found.append(LightCount(article.code, article.short_title, counts))
    return tuple(found)


def _office_status(tasks: Iterable[TaskRow]) -> tuple[tuple[str, dict[Status, int]], ...]:
    counted: dict[str, Counter[Status]] = {}
    for task in tasks:
        counted.setdefault(task.lead_office or "未定", Counter())[task.status] += 1
    ordered = sorted(counted.items(), key=lambda pair: -pair[1].total())
    return tuple((name, {one: counts[one] for one in Status}) for name, counts in ordered)


def _running_total(days: Iterable[date | None]) -> tuple[tuple[date, int], ...]:
    """Return (day, how many by the end of that day) for each day on which the number rises."""
    per_day = Counter(day for day in days if day is not None)
    total, points = 0, []
    for day in sorted(per_day):
        total += per_day[day]
        points.append((day, total))
    return tuple(points)
