"""What an office has to do and what became of it: tasks it leads, tasks it helps with, acts that changed it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tracker.model.contacts import Person
from tracker.model.enums import LightColour
from tracker.model.rows import TaskRow
from tracker.model.tables import Batch, Office, OfficePerson, Revision, Task, TaskOffice
from tracker.queries.directory import read_directory
from tracker.queries.task_rows import list_tasks

_MOST_ACTS = 100
_OF_OFFICE = ("office", "office_name", "office_alias", "office_person")


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A task of an office: what it is, and its light with the reason."""

    task_id: int
    code: str
    title: str
    figure: str
    light: LightColour


@dataclass(frozen=True, slots=True)
class OfficeChange:
    """An act that changed an office or its people."""

    on: date
    label: str
    actor: str


@dataclass(frozen=True, slots=True)
class OfficeWork:
    """Tasks led and helped with that are not over, and acts, the newest first."""

    leads: tuple[WorkLine, ...]
    helps: tuple[WorkLine, ...]
    changes: tuple[OfficeChange, ...]


def read_office_work(session: Session, today: date, office_id: int) -> OfficeWork:
    """Return what an office has to do, and the acts that concerned the office itself."""
    helping = select(TaskOffice.task_id).where(TaskOffice.office_id == office_id)
    led = list_tasks(session, today, col(Task.lead_office_id) == office_id)
    helped = list_tasks(session, today, col(Task.id).in_(helping))
    return OfficeWork(
        tuple(_line(task, f"{task.progress}%") for task in led if not task.status.ended),
        tuple(_line(task, task.lead_short) for task in helped if not task.status.ended),
        _changes(session, office_id),
    )


@dataclass(frozen=True, slots=True)
class AskedOffice:
    """Whom to ask at an office, None for nobody, and the tasks it leads that are not over, the worst light first."""

    liaison: Person | None
    tasks: tuple[TaskRow, ...]


def read_asked_office(session: Session, today: date, name: str) -> AskedOffice:
    """Return what there is to ask an office about; one that the directory does not know has nothing."""
    rows = read_directory(session, today, name)
    if not rows:
        return AskedOffice(None, ())
    led = list_tasks(session, today, col(Task.lead_office_id) == rows[0].id)
    colours = list(LightColour)
    tasks = sorted((task for task in led if not task.status.ended), key=lambda task: colours.index(task.light.colour))
    return AskedOffice(rows[0].liaison(today), tuple(tasks))


def _line(task: TaskRow, figure: str) -> WorkLine:
    return WorkLine(task.id, task.code, task.title, figure, task.light.colour)


def _changes(session: Session, office_id: int) -> tuple[OfficeChange, ...]:
    """Return the acts on the office itself and on rows that are or were its own."""
    acts: set[int] = set()
    people = set(session.exec(select(OfficePerson.id).where(OfficePerson.office_id == office_id)))
    own = {Office.__tablename__: {office_id}, OfficePerson.__tablename__: people}
    for revision in session.exec(select(Revision).where(col(Revision.entity).in_(_OF_OFFICE))):
        row = revision.new if isinstance(revision.new, dict) else revision.old
        if revision.entity_id in own.get(revision.entity, ()) or (
            isinstance(row, dict) and row.get("office_id") == office_id
        ):
            acts.add(revision.batch_id)
    wanted = select(Batch).where(col(Batch.id).in_(acts)).order_by(col(Batch.id).desc()).limit(_MOST_ACTS)
    return tuple(OfficeChange(row.at.astimezone().date(), row.label, row.actor) for row in session.exec(wanted))
