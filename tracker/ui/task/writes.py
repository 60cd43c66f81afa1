"""What acts on a task ask the database thread to do.

Queries and services are imported inside: SQLModel loads on that thread, while the window is painted.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.enums import Status
from tracker.model.rows import TaskDetail


def read_task(session: Any, task_id: int, today: date) -> TaskDetail:
    """Read one task with all that hangs on it."""
    from tracker.queries import tasks

    return tasks.read_task(session, task_id, today)


def edit_task(session: Any, task_id: int, version: int, field: str, value: Value, today: date) -> Changes:
    """Set one field of a task."""
    from tracker.services import tasks

    return tasks.edit_task(session, task_id, version, field, value, today)


def confirm_offices(session: Any, ids: Sequence[int]) -> Changes:
    """Take the suggested offices of tasks as they stand."""
    from tracker.services import tasks

    return tasks.confirm_offices(session, ids)


def add_task(session: Any, recommendation_id: int, title: str, lead_office: str) -> Changes:
    """Make another task of a recommendation."""
    from tracker.services import tasks

    return tasks.add_task(session, recommendation_id, title, lead_office)


def record_progress(session: Any, task_id: int, on: date, progress: int, *texts: str) -> Changes:
    """Append a progress entry; `texts` are note, problems and next steps."""
    from tracker.services import progress as service

    return service.record_progress(session, task_id, on, progress, *texts)


def add_milestone(session: Any, task_id: int, title: str, due_on: date, weight: int, today: date) -> Changes:
    """Add a dated step."""
    from tracker.services import milestones as service

    return service.add_milestone(session, task_id, title, due_on, weight, today=today)


def complete_milestone(session: Any, milestone_id: int, done_on: date | None) -> Changes:
    """Mark a milestone done on a day, or open again."""
    from tracker.services import milestones as service

    return service.complete_milestone(session, milestone_id, done_on)


def add_evidence(session: Any, task_id: int, name: str, text: str) -> Changes:
    """Keep a note as evidence."""
    from tracker.services import progress as service

    return service.add_evidence(session, task_id, name, text)


def add_evidence_file(session: Any, task_id: int, path: Path) -> Changes:
    """Read a file and keep it as evidence; raises InputError when it is too large, empty or cannot be read."""
    from tracker.services import progress as service

    try:
        service.check_size(path.name, path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"读不到 {path.name}：{error.strerror}。请关闭占用它的程序后再试。") from error
    if not data:
        raise InputError(f"{path.name} 是空文件，不能作为佐证。")
    return service.add_evidence(session, task_id, path.name, data=data)


def change_deadline(session: Any, task_id: int, to_text: str, reason: str, decided_by: str, today: date) -> Changes:
    """Give a task another deadline."""
    from tracker.services import deadlines

    decision = deadlines.Decision(reason, decided_by, confirmed=True)
    return deadlines.change_deadline(session, task_id, to_text, today, decision)


def change_status(
    session: Any, task_id: int, to: Status, today: date, reason: str = "", decided_by: str = ""
) -> Changes:
    """Move a task to another status."""
    from tracker.services import status

    return status.change_status(session, task_id, to, today, reason, decided_by=decided_by)


def close_with_evidence(session: Any, task_id: int, statement: str, evidence: str, today: date) -> Changes:
    """Close a task and keep the note that proves it, as one act named 销号."""
    from tracker.services import progress as service

    return service.close_with_note(session, task_id, statement, evidence, today)


def relate_tasks(session: Any, ids: Sequence[int]) -> Changes:
    """Relate each of these tasks with each other."""
    from tracker.services import task_links

    return task_links.relate_tasks(session, ids)


def unrelate_tasks(session: Any, link_id: int) -> Changes:
    """Take a relation away."""
    from tracker.services import task_links

    return task_links.unrelate_tasks(session, link_id)


def find_partners(session: Any, task_id: int) -> Any:
    """Return what may be related with a task: all tasks with the index that finds them, and whom it has already."""
    from tracker.queries import choices, links

    return choices.list_choices(session), frozenset(link.task_id for link in links.list_links(session, task_id))
