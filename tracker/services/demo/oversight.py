"""The acts of supervision: leaders and key tasks named, tasks checked, matters given to those who can solve them."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from functools import partial

from sqlmodel import Session, col, select

from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import CoordinationStatus, Priority
from tracker.model.tables import Coordination, Office, Task
from tracker.services import bulk, coordination, verdicts
from tracker.services.demo.courses import Course
from tracker.services.demo.days import before
from tracker.services.demo.diary import Diary
from tracker.services.demo.script import Check, Matter, Script

#: Days before today on which leaders and key tasks were named: after offices were confirmed.
_NAMED = 340


def note_oversight(diary: Diary, script: Script, by_code: Mapping[str, Course], today: date) -> None:
    """Note what staff did beside the course of each task; none of it moves a light."""
    day, keeper = before(today, _NAMED), script.staff[0]
    diary.note(day, time(9), keeper, partial(_name_leaders, leaders=script.leaders, today=day))
    watched = [by_code[code].task_id for code in script.key_tasks]
    edits = [BulkEdit(task_id, "priority", Priority.KEY.word) for task_id in watched]
    diary.note(day, time(10), keeper, lambda session: bulk.apply_edits(session, edits, day))
    for check in script.checks:
        course = by_code[check.code]
        diary.note(on := before(today, check.on), time(17), course.keeper, _checking(course, check, on))
    for matter in script.matters:
        course = by_code[matter.code]
        raised_on = before(today, matter.raised)
        diary.note(raised_on, time(17, 10), course.keeper, _raising(course, matter, raised_on))
        if matter.begun:
            begun_on = before(today, matter.begun)
            diary.note(begun_on, time(17, 20), course.keeper, _beginning(course, begun_on))


def _name_leaders(session: Session, leaders: Mapping[str, str], today: date) -> None:
    led = session.exec(select(Task.id, Office.name).join(Office).order_by(col(Task.id))).all()
    edits = [BulkEdit(task_id, "leader", leaders[office]) for task_id, office in led if office in leaders]
    bulk.apply_edits(session, edits, today)


def _checking(course: Course, check: Check, on: date) -> Callable[[Session], None]:
    next_on = on + timedelta(days=check.next_in) if check.next_in else None

    def record(session: Session) -> None:
        verdicts.record_verdict(
            session, course.task_id, on, check.outcome, on, progress=check.progress, note=check.note, next_on=next_on
        )

    return record


def _raising(course: Course, matter: Matter, on: date) -> Callable[[Session], None]:
    needed_by = on + timedelta(days=matter.needed_in)

    def give(session: Session) -> None:
        coordination.raise_matter(session, course.task_id, matter.what, matter.solver, on, needed_by=needed_by)

    return give


def _beginning(course: Course, on: date) -> Callable[[Session], None]:
    def begin(session: Session) -> None:
        (matter_id,) = session.exec(select(Coordination.id).where(Coordination.task_id == course.task_id))
        coordination.move_matter(session, matter_id, CoordinationStatus.UNDER_WAY, on)

    return begin
