"""Find what a row of 配合事项 is about: the part that the office of its workbook has in a task."""

from sqlmodel import Session, select

from tracker.errors import InputError
from tracker.model.tables import Office, Task, TaskOffice, WorkbookExport


def part_of(session: Session, uid: str, export: WorkbookExport) -> tuple[Task, TaskOffice]:
    """Return a task and the part in it of the office a workbook went to, or of the one that office went into.

    Raises InputError where neither helps with the task any more.
    """
    task = session.exec(select(Task).where(Task.uid == uid)).one()
    number: int | None = export.office_id
    seen: set[int] = set()
    while number is not None and number not in seen:
        seen.add(number)
        wanted = select(TaskOffice).where(TaskOffice.task_id == task.id, TaskOffice.office_id == number)
        if (link := session.exec(wanted).first()) is not None:
            return task, link
        office = session.get(Office, number)
        number = office.successor_id if office else None
    raise InputError(f"{task.code} 已不由这份工作簿的单位配合，没有导入；请重新核对。")
