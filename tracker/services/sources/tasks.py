"""Making tasks directly of a source: one by the form, or many rows of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, func, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.deadlines import Deadline
from tracker.model.enums import DueKind, Priority
from tracker.model.tables import Article, Office, Recommendation, Task, TaskOffice
from tracker.services.fields import set_fields
from tracker.services.sources.answers import write_answers
from tracker.services.sources.numbering import next_entry_codes
from tracker.services.sources.register import check_gets_tasks, the_open_source
from tracker.services.sources.tags import add_tags
from tracker.services.write_basics import begin, touched


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task that is to be made: canonical values by field, a deadline that was read, and what it answers.

    `due` is stored as it is, a day that has passed included; `values` go through the rules of every field.
    """

    title: str
    values: Mapping[str, Value] = field(default_factory=dict)
    due: Deadline | None = None
    themes: tuple[str, ...] = ()
    lead_office: str = ""
    co_offices: tuple[str, ...] = ()
    confirmed: bool = True  # its lead office is settled, no suggestion
    answers: tuple[Recommendation, ...] = ()


def make_task(session: Session, source_id: int, wanted: NewTask, today: date) -> Changes:
    """Make a task of a source as one act. Raises InputError without a title, RuleError for a source put away."""
    source = the_open_source(session, source_id)
    batch = begin(session, f"{source.code} 新增任务")
    tasks = write_tasks(session, source, [wanted], today)
    return _of_tasks(touched(session, batch, tasks={task.id for task in tasks}), source)


def _of_tasks(changes: Changes, source: Article) -> Changes:
    return changes | Changes(sources=frozenset({source.id}), everything=True)


def write_tasks(session: Session, source: Article, rows: Sequence[NewTask], today: date) -> list[Task]:
    """Make tasks inside the act under way, numbered in the order given. RuleError for a source put away."""
    check_gets_tasks(source)
    for row in rows:
        if not row.title.strip():
            raise InputError("任务要有名称；请填写任务名称。")
        _check_start(row)
    add_tags(session, [theme for row in rows for theme in row.themes])
    offices = dict(session.exec(select(Office.name, Office.id)).all())
    codes = next_entry_codes(session, source, len(rows))
    position = session.exec(select(func.max(Task.position))).one() or 0
    tasks = [
        _task(source, row, code, position + step, offices)
        for step, (row, code) in enumerate(zip(rows, codes, strict=True), start=1)
    ]
    session.add_all(tasks)
    session.flush()
    for task, row in zip(tasks, rows, strict=True):
        session.add_all(
            TaskOffice(task_id=task.id, office_id=_id(offices, name), confirmed=task.offices_confirmed)
            for name in dict.fromkeys(row.co_offices)
            if name != row.lead_office
        )
        if row.answers:
            write_answers(session, task, row.answers)
        if row.values:
            set_fields(session, task, row.values, on=today)
    return tasks


def _check_start(row: NewTask) -> None:
    start, due = str(row.values.get("start_on") or ""), row.due.on if row.due is not None else None
    if start and due is not None and start > due.isoformat():
        raise RuleError(f"“{row.title.strip()}”的启动日期 {start} 晚于完成时限 {due}，没有新增；请核对两个日期。")


def _task(source: Article, row: NewTask, code: str, position: int, offices: Mapping[str, int]) -> Task:
    lead = _id(offices, row.lead_office) if row.lead_office else None
    due: dict[str, Any] = {}
    if row.due is not None and row.due.kind is not DueKind.NONE:
        due = {"due_text": row.due.text, "due_kind": row.due.kind, "due_on": row.due.on, "first_due_on": row.due.on}
    return Task(
        code=code,
        source_id=source.id,
        title=row.title.strip(),
        themes=list(row.themes),
        lead_office_id=lead,
        offices_confirmed=bool(lead) and row.confirmed,
        position=position,
        priority=Priority.NORMAL,
        **due,
    )


def _id(offices: Mapping[str, int], name: str) -> int:
    if name not in offices:
        raise InputError(f"没有名为“{name}”的单位；请从单位名单中选择。")
    return offices[name]
