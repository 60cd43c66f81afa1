"""One office: its tasks, its lights month by month, how soon it answers, its problems and matters."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.enums import ExportKind, LightColour, Status
from tracker.model.exchange_words import HelpState
from tracker.model.rows import CoOfficeReport, OfficeMatter, OfficeView, OpenProblem, Response, TaskRow
from tracker.model.tables import Office, ProgressEntry, Revision, Task, TaskOffice, WorkbookExport, WorkbookReturn
from tracker.queries.as_of import lights_on_days
from tracker.queries.filled_rows import first_answers
from tracker.queries.helping import read_helping
from tracker.queries.oversight import list_matters
from tracker.queries.overview import history_begins
from tracker.queries.task_rows import list_tasks

MONTHS = 12
_ORDER = (LightColour.RED, LightColour.AMBER, LightColour.GREEN, LightColour.GREY, LightColour.BLUE)


def read_office(session: Session, today: date, name: str = "", *, history: bool = True) -> OfficeView | None:
    """Return an office by its proper name, "" for the one that leads most tasks; None when there is none.

    Without `history` no day has lights: `read_light_history` brings them later.
    """
    office = session.exec(select(Office).where(Office.name == name)).first() if name else _busiest(session)
    if office is None:
        return None
    ever = [task for task in _ever_led(session, today, office) if not is_merged(task)]  # as in every count
    tasks = [task for task in ever if task.lead_office == office.name]
    counted = Counter(task.light.colour for task in tasks)
    helping = select(func.count()).select_from(TaskOffice).where(TaskOffice.office_id == office.id)
    return OfficeView(
        today=today,
        name=office.name,
        short=office.short_name or office.name,
        tasks=tuple(sorted(tasks, key=_urgency)),
        helping=session.exec(helping).one(),
        by_light={colour: counted[colour] for colour in LightColour},
        lights=_lights(session, today, office.name, ever, counted) if history else (),
        responses=tuple(_responses(session, today, office.id)),
        problems=_problems(session, tasks),
        matters=tuple(_matters(session, office)),
        helpers=_helpers(session, today, tasks),
    )


def read_light_history(session: Session, view: OfficeView) -> OfficeView:
    """Return a view with the lights of each month's end, as it would have been read with them at once."""
    office = session.exec(select(Office).where(Office.name == view.name)).first()
    if office is None:
        return view
    ever = [task for task in _ever_led(session, view.today, office) if not is_merged(task)]
    return replace(view, lights=_lights(session, view.today, view.name, ever, view.by_light))


def _busiest(session: Session) -> Office | None:
    led = sa.select(sa.func.count()).where(col(Task.lead_office_id) == Office.id).scalar_subquery()
    return session.exec(select(Office).order_by(led.desc(), col(Office.position), col(Office.id)).limit(1)).first()


def _urgency(task: TaskRow) -> tuple[int, date]:
    return _ORDER.index(task.light.colour), task.due_on or date.max


def month_ends(first: date, today: date, most: int = MONTHS) -> list[date]:
    """Return the last days of the newest `most` months that ended before today and not before `first`, then today."""
    days, day = [today], today.replace(day=1) - timedelta(days=1)
    while day >= first and len(days) <= most:
        days.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return days[::-1]


def _ever_led(session: Session, today: date, office: Office) -> tuple[TaskRow, ...]:
    """Return the tasks that an office leads, and those that it led once."""
    was = sa.cast(col(Revision.old), sa.String) == str(office.id)  # JSON: PostgreSQL compares it as text only
    once = sa.select(col(Revision.entity_id)).where(
        col(Revision.entity) == "task", col(Revision.field) == "lead_office_id", was
    )
    return list_tasks(session, today, sa.or_(col(Task.lead_office_id) == office.id, col(Task.id).in_(once)))


def _lights(
    session: Session, today: date, name: str, ever: Sequence[TaskRow], now: Mapping[LightColour, int]
) -> tuple[tuple[date, dict[LightColour, int]], ...]:
    """Return the lights of the tasks the office led at each month's end, as the ledger stood then; today last."""
    *days, _ = month_ends(history_begins(session, today) or today, today)
    lights: dict[date, Mapping[LightColour, int]] = {today: now, **dict(lights_on_days(session, ever, days, name))}
    return tuple((day, {colour: lights[day][colour] for colour in LightColour}) for day in sorted(lights))


def is_merged(task: TaskRow) -> bool:
    """Tell whether a task was merged into another one and counts no more."""
    return bool(task.merged_into) and task.status is Status.CANCELLED


def _responses(session: Session, today: date, office_id: int) -> list[Response]:
    """Return what an office was asked for, newest first; the first file with something in it is the answer.

    A workbook sent again (补发) asks for nothing new.
    """
    back: Any = (
        sa.select(
            col(WorkbookReturn.export_id).label("export_id"),
            sa.func.max(WorkbookReturn.id).label("newest"),
        )
        .group_by(col(WorkbookReturn.export_id))
        .subquery()
    )
    sent: Any = (
        sa.select(WorkbookExport, back.c.newest)
        .join(back, back.c.export_id == col(WorkbookExport.id), isouter=True)
        .where(col(WorkbookExport.office_id) == office_id)
        .order_by(col(WorkbookExport.sent_on), col(WorkbookExport.id))
    )
    rows = list(session.exec(sent))
    first = first_answers(session, [export.id for export, _ in rows])
    asked: list[Response] = []
    for export, newest in rows:
        before = asked.pop() if export.kind is ExportKind.AGAIN and asked and asked[-1].round == export.round else None
        sent_on = before.sent_on if before else export.sent_on
        back_on = min(filter(None, (first.get(export.id), before.back_on if before else None)), default=None)
        days = max(((back_on or today) - sent_on).days, 0)
        back = newest or (before.return_id if before else None)
        asked.append(Response(export.id, export.round, sent_on, export.return_due_on, back_on, days, back))
    return asked[::-1]


def _matters(session: Session, office: Office) -> Iterator[OfficeMatter]:
    """Yield the open matters of the tasks an office leads, and those it must solve for others."""
    matters = list_matters(session)
    leading = select(Task.id, Task.code, Task.title, Office).join(Office, isouter=True)
    tasks = session.exec(leading.where(col(Task.id).in_({matter.task_id for matter in matters})))
    by_id = {task_id: (code, title, lead) for task_id, code, title, lead in tasks}
    for matter in matters:
        code, title, lead = by_id[matter.task_id]
        to_solve = matter.solver in (office.name, office.short_name)
        if to_solve or (lead is not None and lead.id == office.id):
            name = (lead.short_name or lead.name) if lead is not None else ""
            yield OfficeMatter(matter, code, title, name, to_solve)


def _helpers(session: Session, today: date, tasks: Sequence[TaskRow]) -> tuple[CoOfficeReport, ...]:
    """Return what co-offices said of their part in tasks that are not over; who never said anything is left out."""
    still = {task.id: task for task in tasks if not task.status.ended}
    helping = read_helping(session, still, today) if still else {}
    reports = [
        CoOfficeReport(still[number], row)
        for number, rows in helping.items()
        for row in rows
        if row.reported or row.state is not HelpState.NONE
    ]
    return tuple(sorted(reports, key=lambda each: (each.help.on or date.min, -each.task.id), reverse=True))


def _problems(session: Session, tasks: Sequence[TaskRow]) -> tuple[OpenProblem, ...]:
    """Return what hinders the tasks that are not over; a problem is as old as the first entry in its words."""
    open_ones = [task for task in tasks if task.problems.strip() and not task.status.ended]
    said: Any = (
        sa.select(col(ProgressEntry.task_id), col(ProgressEntry.problems), sa.func.min(ProgressEntry.entered_on))
        .where(col(ProgressEntry.task_id).in_([task.id for task in open_ones]))
        .group_by(col(ProgressEntry.task_id), col(ProgressEntry.problems))
    )
    since = {(task_id, text.strip()): on for task_id, text, on in session.exec(said)}
    problems = [
        OpenProblem(task, task.problems.strip(), since.get((task.id, task.problems.strip()))) for task in open_ones
    ]
    return tuple(
        sorted(
            problems,
            key=lambda problem: (problem.reported_on is None, problem.reported_on or date.max, problem.task.code),
        )
    )
