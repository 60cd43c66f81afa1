"""Matters that a leader or another office must solve (协调事项): raised, followed, closed with an outcome."""

from datetime import date

from sqlmodel import Session, col, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.coordination import MOVES, move_act, move_asks
from tracker.model.enums import CoordinationStatus
from tracker.model.rules import check_reason
from tracker.model.tables import Coordination, ProgressEntry, Task
from tracker.services.write_basics import begin, the_task, touched


def raise_matter(
    session: Session,
    task_id: int,
    what: str,
    solver: str,
    today: date,
    *,
    needed_by: date | None = None,
    entry_id: int | None = None,
) -> Changes:
    """Note what a task needs from others.

    `entry_id` is the progress entry whose 存在问题 it came from; without it that is the one that says the present one.
    """
    task = the_task(session, task_id)
    if task.status.ended:
        raise RuleError(f"{task.code} {task.status.word}，不能新增协调事项；请先重新打开。")
    if not what.strip():
        raise InputError("协调事项要写明需要协调什么。")
    if not solver.strip():
        raise InputError("协调事项要写明由谁协调（单位或领导）。")
    batch = begin(session, f"{task.code} 转为协调事项")
    session.add(
        Coordination(
            task_id=task.id,
            what=what.strip(),
            solver=solver.strip(),
            raised_on=today,
            raised_by=session.info.get("actor", ""),
            needed_by=needed_by,
            entry_id=entry_id or _entry_saying(session, task),
        )
    )
    return touched(session, batch, tasks={task.id})


def _entry_saying(session: Session, task: Task) -> int | None:
    """Return the newest entry that says the present 存在问题 of a task, None where there is none."""
    if not task.problems:
        return None
    saying = select(ProgressEntry.id).where(ProgressEntry.task_id == task.id, ProgressEntry.problems == task.problems)
    return session.exec(saying.order_by(col(ProgressEntry.id).desc()).limit(1)).first()


def move_matter(session: Session, matter_id: int, to: CoordinationStatus, today: date, words: str = "") -> Changes:
    """Move an item on; `words` is its outcome when it is solved, the reason when it is dropped or opened again."""
    matter = session.get(Coordination, matter_id)
    if matter is None:
        raise InputError("这个协调事项已不在台账中；请刷新后再试。")
    if to not in MOVES[matter.status]:
        raise RuleError(f"“{matter.status.word}”的协调事项不能改为“{to.word}”。")
    if to is CoordinationStatus.SOLVED and not words.strip():
        raise RuleError("已解决的协调事项要写明协调结果。")
    if to is not CoordinationStatus.SOLVED and move_asks(matter.status, to):
        check_reason(words, f"改为“{to.word}”")
    task = the_task(session, matter.task_id)
    if task.status.ended and not to.closed:
        raise RuleError(f"{task.code} {task.status.word}，协调事项只能了结；请先重新打开任务。")
    batch = begin(session, f"{task.code} 协调事项{move_act(matter.status, to)}")
    matter.status = to
    matter.closed_on = today if to.closed else None
    if words.strip():
        matter.outcome = words.strip()
    return touched(session, batch, tasks={task.id})
