"""How a recommendation becomes a task: one place for the first content and for 转为任务."""

from typing import Any

from sqlmodel import Session, select

from tracker.model.deadlines import parse_deadline
from tracker.model.enums import Status
from tracker.model.tables import IndicatorLink, Office, Recommendation, Task, TaskAnswer, TaskIndicator, TaskOffice


def make_task(session: Session, source: Recommendation, code: str, **values: Any) -> Task:
    """Add a task made of a recommendation: its offices are suggestions until a person confirms them."""
    first = _first_values(source) | values
    task = Task(code=code, recommendation_id=source.id, source_id=source.article_id, position=source.position, **first)
    task.lead_office_id = task.lead_office_id or office_id(session, source.lead_office)
    session.add(task)
    session.flush()
    session.add(TaskAnswer(task_id=task.id, recommendation_id=source.id))
    for name in source.co_offices:
        if (number := office_id(session, name)) is not None and number != task.lead_office_id:
            session.add(TaskOffice(task_id=task.id, office_id=number))
    for indicator in sorted(inherited_indicators(session, source)):
        session.add(TaskIndicator(task_id=task.id, indicator_id=indicator))
    return task


def office_id(session: Session, name: str) -> int | None:
    """Return the id of an office by its name, None if there is none."""
    return session.exec(select(Office.id).where(Office.name == name)).first() if name else None


def deadline_values(text: str) -> dict[str, Any]:
    """Return the columns of an official deadline wording."""
    deadline = parse_deadline(text)
    return {"due_text": text, "due_kind": deadline.kind, "due_on": deadline.on}


def inherited_indicators(session: Session, source: Recommendation) -> set[int]:
    """Return ids of the indicators of a recommendation and of the headings above it."""
    numbers: set[int] = set()
    current: Recommendation | None = source
    while current is not None:
        linked = select(IndicatorLink.indicator_id).where(IndicatorLink.recommendation_id == current.id)
        numbers.update(session.exec(linked))
        current = session.get(Recommendation, current.parent_id) if current.parent_id else None
    return numbers


def _first_values(source: Recommendation) -> dict[str, Any]:
    return {
        "title": source.title,
        "content": source.summary,
        "themes": list(source.themes),
        "status": Status.UNASSIGNED,
        **deadline_values(source.deadline_text),
    }
