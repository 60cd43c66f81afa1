"""工作台账 and 销号清单: which tasks they list, in which groups, and what they say of each."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from tracker.model.enums import LightColour, Status
from tracker.model.numbers import chinese_number
from tracker.model.paper_periods import check_period
from tracker.model.rows import (
    ClosedLine,
    ClosingList,
    LedgerGroup,
    LedgerPaper,
    ListedTask,
    Period,
    TaskRow,
    WaitingLine,
)
from tracker.model.rows.tasks import office_label
from tracker.model.rules import TaskFacts, closing_needs
from tracker.queries.app_state import is_demo
from tracker.queries.closings import ClosingFacts, read_closings
from tracker.queries.former_names import named_then, office_order
from tracker.queries.ledger import TaskFilter, find_tasks_on
from tracker.queries.paper_settings import read_paper_settings
from tracker.queries.paper_tasks import counts, list_paper_tasks
from tracker.queries.papers import read_figures, scope_of

_NO_ARTICLE = "其他任务"


class Grouping(StrEnum):
    """What the headings of a ledger stand for; the values are those of the command line."""

    ARTICLE = "article"
    OFFICE = "office"
    NONE = "none"


def make_ledger(
    session: Session, today: date, until: date, grouping: Grouping, wanted: TaskFilter | None = None
) -> LedgerPaper:
    """Return the tasks of a filter as the official ledger. Raises InputError as `read_figures`."""
    figures = read_figures(session, today, Period(until.replace(day=1), until), wanted, "台账")
    groups = tuple(_groups(figures.tasks, grouping, office_order(session)))
    return LedgerPaper(figures, groups, by_office=grouping is Grouping.OFFICE, past=until < today)


def _groups(tasks: Sequence[ListedTask], grouping: Grouping, order: Sequence[str]) -> Iterator[LedgerGroup]:
    if grouping is Grouping.NONE:
        yield LedgerGroup("", tuple(tasks))
        return
    by_office = grouping is Grouping.OFFICE
    key: Callable[[ListedTask], str] = (lambda task: task.office) if by_office else (lambda task: task.article)
    keys = [*order, ""] if by_office else list(dict.fromkeys(map(key, tasks)))
    parts = [part for value in keys if (part := [task for task in tasks if key(task) == value])]
    for number, part in enumerate(parts, 1):
        title = office_label(part[0].office, confirmed=True) if by_office else (part[0].article_title or _NO_ARTICLE)
        yield LedgerGroup(f"{chinese_number(number)}、{title}（{_counted(part)}）", tuple(part))


def _counted(tasks: Sequence[ListedTask]) -> str:
    closed = sum(task.status is Status.CLOSED for task in tasks)
    red = sum(task.light.colour is LightColour.RED for task in tasks)
    return f"{len(tasks)}项，已销号{closed}项，红灯{red}项"


def make_closing(session: Session, today: date, period: Period, wanted: TaskFilter | None = None) -> ClosingList:
    """Return what was closed in a period and what waits for it at its end, of the tasks of a filter.

    Raises InputError for a period that cannot be reported on and for a name nobody knows; both parts may be empty.
    """
    check_period(period, today)
    on_day = find_tasks_on(session, today, wanted, [period.end])[period.end]
    rows = named_then(session, on_day, period.end)
    rows = tuple(row for row in rows if counts(row, period.end, today) and row.status.done)
    by_id = {row.id: row for row in rows}
    facts = read_closings(session, by_id.keys(), period.end)
    tasks = list_paper_tasks(session, rows, period.end, today)
    done = [task for task in tasks if task.closed_on is not None and period.start <= task.closed_on <= period.end]
    return ClosingList(
        period=period,
        settings=read_paper_settings(session),
        done=tuple(_closed(task, by_id[task.task_id], facts[task.task_id]) for task in done),
        waiting=tuple(_waiting(task, facts[task.task_id]) for task in tasks if task.status is Status.CLOSING),
        demo=is_demo(session),
        partial=scope_of(wanted) != "",
    )


def _closed(task: ListedTask, row: TaskRow, facts: ClosingFacts) -> ClosedLine:
    """Judge early or late by the day of 报完成, as the light does."""
    deadline, day = row.deadline, facts.reported_on or task.closed_on
    early = (deadline - day).days if deadline is not None and day is not None else None
    return ClosedLine(task, early, facts.statement, facts.evidence, facts.evidence_names)


def _waiting(task: ListedTask, facts: ClosingFacts) -> WaitingLine:
    known = TaskFacts(task.status, task.office, facts.statement, facts.evidence, task.progress)
    return WaitingLine(
        task, facts.reported_on, facts.progress_before, closing_needs(known), facts.evidence, facts.evidence_names
    )
