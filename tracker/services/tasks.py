"""Changing, confirming and making tasks."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.edited_forms import TASK
from tracker.model.enums import RecommendationKind
from tracker.model.fields import FIELD_WORDS, validate_field
from tracker.model.tables import Office, Recommendation, Task
from tracker.services.co_offices import co_offices_of, confirm_co_offices
from tracker.services.edit_conflicts import RowComparison
from tracker.services.fields import set_fields, stands_already
from tracker.services.plan_changes import PlanChanges, keep_decisions
from tracker.services.write_basics import GONE, begin, the_office, the_task, touched
from tracker.store.bulk_update import read_columns, update_rows
from tracker.store.task_making import make_task


def edit_task(
    session: Session,
    task_id: int,
    version: int,
    field: str,
    value: Value,
    today: date,
    reason: str = "",
    decided_by: str = "",
    *,
    seen: Mapping[str, Any] | None = None,
) -> Changes:
    """Set one field of a task to a canonical value.

    `seen` are the values its editor showed (`model.seen`): with them only a change of this field, or of what counts as
    one with it, is a conflict; without them any change since `version`. Co-offices merge by element.

    `reason` says why progress is lowered or another start eases the task, `decided_by` who decided the latter. A later
    deadline is decided by `deadlines.change_deadline`. Raises UndecidedError where a reason or a decision is missing,
    ConflictError when the task is not the version the user saw, InputError and RuleError for what
    cannot be; an unchanged value writes nothing.
    """
    task = the_task(session, task_id, version if seen is None else None)
    settled = shown_task(session, task).settle(task.code, {field: value}, seen)
    if field not in settled.values or stands_already(task, field, value):
        return Changes("没有变化")
    value = settled.values[field]
    values, why = {field: value}, None
    if field == "progress" and reason.strip():
        values["progress_note"] = reason
    if field == "start_on":
        start_on = validate_field(field, value)
        day = date.fromisoformat(str(start_on)) if start_on else None
        why = PlanChanges(session, [task], today).check_start(task, day, reason, decided_by)
    batch = begin(session, f"{task.code} {FIELD_WORDS[field]}" + (f"：{why.words}" if why else ""))
    keep_decisions(batch, {task.id: why} if why else {})
    set_fields(session, task, values, on=today)
    return settled.tell(touched(session, batch, tasks={task.id}))


def shown_task(session: Session, task: Task) -> RowComparison:
    """Return a task as it is now, to be held against what an editor of it showed."""

    def lead_office() -> str:
        office = session.get(Office, task.lead_office_id) if task.lead_office_id else None
        return office.name if office else ""

    readers = {"lead_office": lead_office, "co_offices": lambda: tuple(co_offices_of(session, task))}
    return RowComparison(session, TASK, task, readers)


def confirm_offices(session: Session, task_ids: Sequence[int], helpers: Collection[int] | None = None) -> Changes:
    """Take the suggested offices of tasks as they stand, those that help as well: of them the rows `helpers`."""
    if not task_ids:
        raise InputError("没有选择任务；请先选择要确认单位的任务。")
    rows = read_columns(session, Task, task_ids, ("code", "version", "lead_office_id", "offices_confirmed"))
    first = rows.get(task_ids[0])
    label = f"{first.code if first else ''} 确认单位" if len(task_ids) == 1 else f"确认 {len(task_ids):,} 项任务的单位"
    batch = begin(session, label)
    for number in task_ids:
        if number not in rows:
            raise InputError(GONE)
        if rows[number].lead_office_id is None:
            raise InputError(f"{rows[number].code} 还没有牵头单位；请先选择单位再确认。")
    update_rows(session, Task, {key: {"offices_confirmed": True} for key in task_ids}, rows)
    confirm_co_offices(session, task_ids, helpers)
    return touched(session, batch, tasks=set(task_ids))


def add_task(session: Session, recommendation_id: int, title: str = "", lead_office: str = "") -> Changes:
    """Make another task of a recommendation (拆分) or the first of a reference (转为任务)."""
    source = session.get(Recommendation, recommendation_id)
    if source is None:
        raise InputError("这条建议已不在台账中；请刷新后再试。")
    if source.kind is RecommendationKind.UMBRELLA:
        raise RuleError(f"{source.code} 是总领，不能转为任务；请在它下面的建议上新增任务。")
    batch = begin(session, f"{source.code} 转为任务" if not _codes(session, source) else f"{source.code} 新增任务")
    task = make_task(session, source, _next_code(session, source))
    if title.strip():
        task.title = title.strip()
    if lead_office:
        task.lead_office_id = the_office(session, lead_office).id
        task.offices_confirmed = True
    return touched(session, batch, tasks={task.id})


def _codes(session: Session, source: Recommendation) -> list[str]:
    return list(session.exec(select(Task.code).where(col(Task.recommendation_id) == source.id)))


def _next_code(session: Session, source: Recommendation) -> str:
    """Return A2.1c for the first task, then A2.1c-2, A2.1c-3 …; a number once given is not given again."""
    taken = set(_codes(session, source))
    if not taken:
        return source.code
    numbers = [int(tail) for tail in (code.removeprefix(f"{source.code}-") for code in taken) if tail.isdigit()]
    return f"{source.code}-{max(numbers, default=1) + 1}"
