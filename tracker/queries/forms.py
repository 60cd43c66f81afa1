"""The printed forms of tasks: of one, or of all open ones of an office."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.errors import InputError
from tracker.model.enums import Status
from tracker.model.form_code import form_code
from tracker.model.rows.forms import FormRow
from tracker.model.tables import Office, Task, TaskOffice, WorkbookExport, WorkbookExportRow
from tracker.queries.offices import find_office
from tracker.queries.token_key import token_secret


def forms_of_office(session: Session, name: str) -> tuple[FormRow, ...]:
    """Return the forms of all open tasks an office leads. Raises InputError for an unknown one, or without any."""
    office = find_office(session, name)
    if office is None:
        raise InputError(f"没有名为“{name}”的单位；请用台账里的单位名称或别名。")
    ended = Status.those(lambda status: status.ended)
    forms = _forms(session, Task.lead_office_id == office.id, col(Task.status).not_in(ended))
    if not forms:
        raise InputError(f"{office.name}没有牵头的任务，或都已销号、取消，没有反馈表可印。")
    return forms


def forms_of_tasks(session: Session, codes: Sequence[str]) -> tuple[FormRow, ...]:
    """Return the forms of tasks by code. Raises InputError for a code nobody knows."""
    forms = _forms(session, col(Task.code).in_(codes))
    if unknown := [code for code in codes if code not in {form.code for form in forms}]:
        raise InputError(f"台账里没有任务 {'、'.join(unknown)}；请核对编号。")
    return forms


def _forms(session: Session, *conditions: Any) -> tuple[FormRow, ...]:
    secret = token_secret(session)
    rows: Any = select(Task, Office.name).outerjoin(Office, col(Office.id) == Task.lead_office_id)
    tasks = list(session.exec(rows.where(*conditions).order_by(col(Task.position))))
    exports = _last_exports(session, [task.uid for task, _ in tasks])
    co_offices = _co_offices(session, [task.id for task, _ in tasks])
    forms = []
    for task, office in tasks:
        export, number = exports.get(task.uid, ("", 0))
        forms.append(
            FormRow(
                form_code(task.uid, export, secret),
                task.code,
                task.title,
                office or "",
                tuple(co_offices.get(task.id, ())),
                task.due_text,
                f"{task.progress}%",
                task.progress_note,
                task.problems,
                task.next_steps,
                number,
            )
        )
    return tuple(forms)


def _last_exports(session: Session, uids: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return by task the code and round of the workbook it was sent in last."""
    newest = select(WorkbookExportRow.key, func.max(WorkbookExportRow.export_id).label("last"))
    newest = newest.where(WorkbookExportRow.kind == "task", col(WorkbookExportRow.key).in_(uids))
    last = newest.group_by(col(WorkbookExportRow.key)).subquery()
    rows: Any = select(last.c.key, WorkbookExport.code, WorkbookExport.round).join(
        WorkbookExport, col(WorkbookExport.id) == last.c.last
    )
    return {uid: (code, number) for uid, code, number in session.exec(rows)}


def _co_offices(session: Session, task_ids: Sequence[int]) -> dict[int, list[str]]:
    rows: Any = select(TaskOffice.task_id, Office.name).where(Office.id == TaskOffice.office_id)
    names: dict[int, list[str]] = {}
    for task_id, name in session.exec(rows.where(col(TaskOffice.task_id).in_(task_ids)).order_by(col(Office.position))):
        names.setdefault(task_id, []).append(name)
    return names
