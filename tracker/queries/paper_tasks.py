"""The tasks a paper lists, as they stood at the end of its last day, with the words of that day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.enums import LightColour, Priority, Status
from tracker.model.numbers import chinese_date
from tracker.model.rows import ListedTask, TaskRow
from tracker.model.rows.copies import maker, with_values
from tracker.model.tables import ProgressEntry
from tracker.queries.light_facts import is_recurring
from tracker.queries.sources import list_articles

#: Stands for words that nobody had written on the last day.
UNKNOWN = "—"
#: The mark of the catalogue before titles of which the source has only a part: a note for staff, not for readers.
FRAGMENT = "〔残〕"


def counts(task: TaskRow, day: date, today: date) -> bool:
    """Tell whether a task counts: not cancelled, nor by now merged into another."""
    return task.status is not Status.CANCELLED and not (task.merged_into and day >= today)


def list_paper_tasks(session: Session, tasks: Sequence[TaskRow], day: date, today: date) -> tuple[ListedTask, ...]:
    """Return tasks as papers print them; for an earlier day with the words of the newest entry up to it."""
    titles = {
        article.code: article.title if article.title_in_source else f"〔{article.short_title or article.title}〕"
        for article in list_articles(session, counted=False)
    }
    listed = [_listed(task, day, titles.get(task.article, "")) for task in tasks]
    if day >= today:
        return tuple(listed)
    words = _words_until(session, day)
    return tuple(with_values(task, words.get(task.task_id, _NO_WORDS)) for task in listed)


_LISTED = maker(ListedTask)
_NO_WORDS = {"note": UNKNOWN, "problems": UNKNOWN, "next_steps": UNKNOWN}


def _listed(task: TaskRow, day: date, article_title: str) -> ListedTask:
    extended = task.extensions > 0 and task.first_due_on is not None
    return _LISTED(
        task_id=task.id,
        code=task.code,
        title=(task.title or task.recommendation_title).removeprefix(FRAGMENT),
        content=task.content,
        article=task.article,
        article_title=article_title,
        section=task.section,
        office=task.lead_office,
        office_short=task.lead_short,
        co_offices=task.co_offices,
        confirmed=task.offices_confirmed,
        owner=task.owner,
        phone=task.phone,
        due=task.due_text or (chinese_date(task.due_on) if task.due_on else ""),
        first_due=chinese_date(task.first_due_on) if extended and task.first_due_on else "",
        extensions=task.extensions,
        status=task.status,
        progress=task.progress,
        verified=task.verified,
        scheduled=task.scheduled,
        light=task.light,
        note=task.progress_note,
        problems=task.problems,
        next_steps=task.next_steps,
        reported_on=task.last_progress_on,
        closed_on=task.closed_on if task.status is Status.CLOSED else None,
        remark=task.remark,
        overdue_days=overdue_days(task, day),
        priority=task.priority is Priority.KEY,
    )


def overdue_days(task: TaskRow, day: date) -> int:
    """Return the days since the deadline of a task that is red by it, 0 for any other."""
    red = task.light.colour is LightColour.RED and not is_recurring(task.due_kind, task.due_on)
    return max((day - task.deadline).days, 0) if red and task.deadline is not None else 0


def split_red(tasks: Iterable[ListedTask], rows: Mapping[int, TaskRow]) -> dict[str, Any]:
    """Return the red tasks by what makes them red: `overdue`, `behind`, `periodic`, `silent`; each worst first."""
    parts: dict[str, list[ListedTask]] = {"overdue": [], "behind": [], "periodic": [], "silent": []}
    for task in tasks:
        if task.light.colour is LightColour.RED:
            parts[_cause(task, rows[task.task_id])].append(task)
    parts["overdue"].sort(key=lambda task: (-task.overdue_days, task.code))
    parts["behind"].sort(key=lambda task: (-task.behind, task.code))
    return {name: tuple(part) for name, part in parts.items()}


def _cause(task: ListedTask, row: TaskRow) -> str:
    if is_recurring(row.due_kind, row.due_on):
        return "periodic"
    if task.overdue_days:
        return "overdue"
    return "silent" if row.deadline is None else "behind"


def _words_until(session: Session, day: date) -> dict[int, dict[str, Any]]:
    """Return by task the words of its newest entry up to a day."""
    columns: Any = (ProgressEntry.task_id, ProgressEntry.note, ProgressEntry.problems, ProgressEntry.next_steps)
    entries: Any = sa.select(*map(col, columns)).where(col(ProgressEntry.entered_on) <= day)
    ordered = entries.order_by(col(ProgressEntry.entered_on), col(ProgressEntry.id))
    return {
        task_id: {"note": note or UNKNOWN, "problems": problems or UNKNOWN, "next_steps": steps or UNKNOWN}
        for task_id, note, problems, steps in session.connection().execute(ordered)
    }
