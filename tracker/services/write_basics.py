"""What all writes share: finding the row in the version the user saw, and saying what was touched."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, select

from tracker.errors import ConflictError, InputError
from tracker.model.changes import Changes
from tracker.model.deadline_changes import days_past
from tracker.model.edited_forms import ConflictScope
from tracker.model.enums import BatchSource, Status
from tracker.model.exchange_words import OfficeState
from tracker.model.rules import TaskFacts
from tracker.model.tables import Batch, Indicator, Office, Task
from tracker.queries.evidence import count_evidence
from tracker.queries.oversight import count_matters
from tracker.queries.today import count_owed
from tracker.services.edit_conflicts import refusal_of_change
from tracker.store.history import differs, drop_empty_batch, open_batch

GONE = "这项任务已不在台账中，可能刚被撤销；请刷新后再试。"


def begin(session: Session, label: str, source: BatchSource = BatchSource.MANUAL) -> Batch:
    """Begin the act all changes of this session belong to; inside an act it returns the one under way."""
    return open_batch(session, label, source)


def touched(
    session: Session, batch: Batch, *, tasks: set[int] | None = None, indicators: set[int] | None = None
) -> Changes:
    """Write out what is pending, so that a rule of the database speaks now, and name what was touched.

    An act that changed nothing is no act: undo would have nothing to take back.
    """
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, frozenset(tasks or ()), frozenset(indicators or ()))


def the_task(session: Session, task_id: int, version: int | None = None) -> Task:
    """Return a task. Raises InputError when it is gone, ConflictError when it is not the version the user saw."""
    task = session.get(Task, task_id)
    if task is None:
        raise InputError(GONE)
    if version is not None and task.version != version:
        raise ConflictError(f"{task.code} 刚刚被改过，本次修改没有保存；请看过新内容后再改。")
    return task


def require_unchanged(
    session: Session,
    form: ConflictScope,
    row: Any,
    subject: str,
    seen: Mapping[str, Any] | None,
    undone: str = "没有删除",
) -> None:
    """Raise ConflictError where a row is no longer what was shown; `undone` says what was not done with it."""
    for name, value in (seen or {}).items():
        if differs(getattr(row, name), value):
            raise refusal_of_change(session, form, row, subject, seen or {}, name, undone)


def task_of_code(session: Session, code: str) -> Task:
    """Return the task of a number. Raises InputError when there is none."""
    task = session.exec(select(Task).where(Task.code == code.strip())).first()
    if task is None:
        raise InputError(f"没有编号为“{code}”的任务。")
    return task


def the_indicator(session: Session, indicator_id: int, version: int | None = None) -> Indicator:
    """Return an indicator; errors as in `the_task`."""
    indicator = session.get(Indicator, indicator_id)
    if indicator is None:
        raise InputError("这项指标已不在台账中；请刷新后再试。")
    if version is not None and indicator.version != version:
        raise ConflictError(f"{indicator.name}刚刚被改过，本次修改没有保存；请看过新内容后再改。")
    return indicator


def the_office(session: Session, name: str) -> Office:
    """Return an office by its proper name. Raises InputError for any other, and for one that exists no more."""
    office = session.exec(select(Office).where(Office.name == name)).first()
    if office is None:
        raise InputError(f"没有名为“{name}”的单位；请从单位名单中选择。")
    if office.state is not OfficeState.ACTIVE:
        raise InputError(f"{office.name}{office.state.word}，不能再指派任务；请选择现在的单位。")
    return office


def facts_of(session: Session, task: Task, to: Status, today: date) -> TaskFacts:
    """Return what the status rules must know of a task; what only a beginning or an end asks for is read there."""
    office = session.get(Office, task.lead_office_id) if task.lead_office_id else None
    closes = to is Status.CLOSED
    return TaskFacts.of(
        task,
        lead_office=office.name if office else "",
        evidence=count_evidence(session, [task.id]).get(task.id, 0) if closes else 0,
        open_matters=count_matters(session, [task.id]).get(task.id, 0) if to.ended else 0,
        owed_reports=count_owed(session, [task], today).get(task.id, 0) if closes else 0,
        days_past=days_past(task, today) if task.status.set_aside else 0,
    )
