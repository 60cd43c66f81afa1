"""Comparing what an editor showed with what stands there now, inside the turn: the last word on conflicts."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import ConflictError
from tracker.model.field_list import FIELD_WORDS
from tracker.model.tables import Batch, Office, Revision, Task
from tracker.store.history import to_plain

#: In which column a field of a row is kept where that has another name.
_COLUMNS = {"lead_office": "lead_office_id"}


def check_seen(session: Session, task: Task, seen: Mapping[str, Any]) -> None:
    """Raise ConflictError where a value that the editor showed is another one by now; other fields do not matter."""
    for field, shown in seen.items():
        now = _value(session, task, field)
        if to_plain(now) != to_plain(shown):
            raise ConflictError(
                f"{task.code} 的{FIELD_WORDS.get(field, field)}{_by_whom(session, task, field)}改为“{_words(now)}”，"
                "您的修改没有保存，内容还在；请看过新内容后再改。"
            )


def _value(session: Session, task: Task, field: str) -> Any:
    """Return a field of a task as rows show it."""
    if field == "lead_office":
        office = session.get(Office, task.lead_office_id) if task.lead_office_id else None
        return office.name if office else ""
    return getattr(task, field)


def _by_whom(session: Session, task: Task, field: str) -> str:
    """Return 刚被 王敏 10:42, as far as the history knows."""
    column = _COLUMNS.get(field, field)
    wanted = (
        select(Batch.actor, Batch.at)
        .where(Revision.batch_id == Batch.id, Revision.entity == "task")
        .where(Revision.entity_id == task.id, Revision.field == column)
        .order_by(col(Batch.id).desc())
    )
    newest = session.exec(wanted).first()
    return f"刚被 {newest[0] or '别人'} {newest[1].astimezone():%H:%M} " if newest else "刚被"


def _words(value: Any) -> str:
    text = getattr(value, "word", None) or to_plain(value)
    return str(text) if text not in (None, "") else "空"
