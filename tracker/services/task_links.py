"""Tasks that belong together: duplicates merged into the one that is kept, and tasks that are related.

Merging moves nothing and deletes nothing. The merged task is cancelled with the reason 并入 and a link to the kept
one; its entries, evidence, milestones and deadline stay its own and are shown with the kept task. The kept task
takes over what others count by: co-offices (the office that led the duplicate helps), indicators and themes.
Reopening a merged task makes it a task of its own again. A workbook that still has its row is matched by the row's
key; what it says goes to review.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from sqlmodel import Session, col, select

from tracker.errors import InputError, RuleError, TrackerError
from tracker.model.changes import Changes
from tracker.model.enums import BatchSource, Status, TaskLinkKind
from tracker.model.rows import MergePreview
from tracker.model.rules import Given, transition
from tracker.model.tables import Indicator, Office, StatusMove, Task, TaskIndicator, TaskLink, TaskOffice
from tracker.queries.links import merge_parts
from tracker.services.deadlines import UNDECIDED, Decision
from tracker.services.merge_deadlines import merge_effect, settle_deadline
from tracker.services.status import move_row, moved_columns
from tracker.services.write_basics import begin, the_task, touched
from tracker.store.history import moment_of

#: Every pair is linked, so many tasks would make a web nobody can read.
MOST_RELATED = 20


def merge_tasks(
    session: Session,
    kept_id: int,
    merged_ids: Sequence[int],
    today: date,
    decision: Decision = UNDECIDED,
    *,
    keeps_deadline: bool | None = None,
) -> Changes:
    """Merge duplicates into the task that is kept, as one act.

    The kept task takes over the earliest deadline of all; where it `keeps_deadline` (None: where something is decided)
    its own stays and counts as an extension. Raises UndecidedError where that, or a light worse than the one that
    stays, asks for a reason and who decided; RuleError or InputError for what cannot be.
    """
    kept = the_task(session, kept_id)
    merged = [the_task(session, number) for number in dict.fromkeys(merged_ids) if number != kept_id]
    check_merge(session, kept, merged)
    codes = "、".join(task.code for task in merged[:3]) + (f" 等 {len(merged):,} 项" if len(merged) > 3 else "")
    keeps = bool(decision.reason.strip()) if keeps_deadline is None else keeps_deadline
    effect = merge_effect(session, kept, merged, today)
    effect.check(decision, keeps=keeps)
    batch = begin(session, f"{codes} 并入 {kept.code}")
    settle_deadline(session, effect, today, decision, keeps=keeps)
    for task in merged:
        _merge(session, task, kept, today, decision)
    return touched(session, batch, tasks={kept.id, *(task.id for task in merged)})


def relate_tasks(session: Session, task_ids: Sequence[int]) -> Changes:
    """Relate each of these tasks with each other, as one act; pairs that are linked already stay as they are."""
    tasks = [the_task(session, number) for number in dict.fromkeys(task_ids)]
    if len(tasks) < 2:
        raise InputError("互相关联要选择两项以上任务。")
    if len(tasks) > MOST_RELATED:
        raise InputError(f"一次最多互相关联 {MOST_RELATED} 项任务，现在选了 {len(tasks):,} 项；请分几次关联。")
    two = f"{tasks[0].code} 与 {tasks[1].code} 互相关联"
    batch = begin(session, two if len(tasks) == 2 else f"互相关联 {len(tasks):,} 项任务")
    for pair in combinations(sorted(task.id for task in tasks), 2):
        if not links_between(session, *pair):
            session.add(TaskLink(from_id=pair[0], to_id=pair[1], kind=TaskLinkKind.RELATED))
    return touched(session, batch, tasks={task.id for task in tasks})


def unrelate_tasks(session: Session, link_id: int) -> Changes:
    """Take a relation away. Raises RuleError for a merge: that ends with reopening the merged task."""
    link = session.get(TaskLink, link_id)
    if link is None:
        raise InputError("这个关联已不在台账中；请刷新后再试。")
    first, second = the_task(session, link.from_id), the_task(session, link.to_id)
    if link.kind is TaskLinkKind.DUPLICATE:
        raise RuleError(f"{first.code} 已并入 {second.code}；重新打开 {first.code} 即恢复为单独的任务。")
    batch = begin(session, f"{first.code} 与 {second.code} 解除关联")
    session.delete(link)
    return touched(session, batch, tasks={first.id, second.id})


def check_merge(session: Session, kept: Task, merged: Sequence[Task]) -> None:
    """Raise RuleError or InputError saying why these tasks cannot be merged."""
    if not merged:
        raise InputError("合并要选择两项以上任务。")
    if kept.status is Status.CANCELLED:
        raise RuleError(f"{kept.code} 已取消，不能作为保留的任务；请保留另一项，或先重新打开它。")
    for task in merged:
        if task.status is Status.CLOSED:
            raise RuleError(f"{task.code} 已销号，不能并入别的任务；请把它作为保留的任务，或改用“互相关联”。")
        into = merged_into(session, task.id)
        if into is not None:
            raise RuleError(f"{task.code} 已并入 {the_task(session, into.to_id).code}；请先重新打开它再合并。")


def merged_into(session: Session, task_id: int) -> TaskLink | None:
    """Return the link of a merged task to the one that is kept, None for any other task."""
    wanted = select(TaskLink).where(TaskLink.from_id == task_id, TaskLink.kind == TaskLinkKind.DUPLICATE)
    return session.exec(wanted).first()


def links_between(session: Session, first: int, other: int) -> list[TaskLink]:
    """Return the links of two tasks, in whichever direction."""
    ends = (first, other)
    return list(session.exec(select(TaskLink).where(col(TaskLink.from_id).in_(ends), col(TaskLink.to_id).in_(ends))))


def _merge(session: Session, task: Task, kept: Task, today: date, decision: Decision) -> None:
    _part_relation(session, task.id, kept.id)
    merged_before = TaskLink.to_id == task.id, TaskLink.kind == TaskLinkKind.DUPLICATE
    for earlier in session.exec(select(TaskLink).where(*merged_before)).all():
        _part_relation(session, earlier.from_id, kept.id)
        earlier.to_id = kept.id  # what went into the duplicate goes on into the kept task
    session.add(TaskLink(from_id=task.id, to_id=kept.id, kind=TaskLinkKind.DUPLICATE))
    _cancel(session, task, kept, today, decision)
    kept.themes = list(dict.fromkeys((*kept.themes, *task.themes)))
    _take_offices(session, task, kept)
    _take_indicators(session, task, kept)
    session.flush()


def _cancel(session: Session, task: Task, kept: Task, today: date, decision: Decision) -> None:
    """Cancel a task that goes on in another one; who decided is named where somebody did, nobody is made up.

    What others must solve stays open: it is listed with the kept task from now on.
    """
    move = transition(task.status, Status.CANCELLED)
    if move is None:  # cancelled before
        return
    why = "：".join(filter(None, (f"并入 {kept.code} {kept.title}", decision.reason.strip())))
    given, at = Given(why, decision.decided_by), moment_of(session)
    session.add(StatusMove(**move_row(task, move, given, today=today, at=at, source=BatchSource.MANUAL)))
    for name, value in moved_columns(task, move, given, None, today=today).items():
        setattr(task, name, value)


def _part_relation(session: Session, first: int, other: int) -> None:
    """Make room for a merge: two tasks are linked once."""
    for link in links_between(session, first, other):
        session.delete(link)
    session.flush()


def _take_offices(session: Session, task: Task, kept: Task) -> None:
    for office_id in gained_offices(session, task, kept):
        session.add(TaskOffice(task_id=kept.id, office_id=office_id, confirmed=kept.offices_confirmed))


def _take_indicators(session: Session, task: Task, kept: Task) -> None:
    for indicator_id in gained_indicators(session, task, kept):
        session.add(TaskIndicator(task_id=kept.id, indicator_id=indicator_id))


def gained_offices(session: Session, task: Task, kept: Task) -> list[int]:
    """Return the ids of offices that would help with the kept task: who led or helped with the other."""
    theirs = {office.id for office in _helping(session, task)} | {task.lead_office_id}
    ours = {office.id for office in _helping(session, kept)} | {kept.lead_office_id, None}
    return sorted(number for number in theirs - ours if number is not None)


def gained_indicators(session: Session, task: Task, kept: Task) -> list[int]:
    """Return the ids of indicators the kept task would be measured by as well."""
    theirs, ours = (
        set(session.exec(select(TaskIndicator.indicator_id).where(TaskIndicator.task_id == side.id)))
        for side in (task, kept)
    )
    return sorted(theirs - ours)


def _helping(session: Session, task: Task) -> Sequence[Office]:
    wanted = select(Office).join(TaskOffice, col(TaskOffice.office_id) == Office.id)
    return session.exec(wanted.where(TaskOffice.task_id == task.id)).all()


def preview_merge(session: Session, kept_id: int, merged_ids: Sequence[int], today: date) -> MergePreview:
    """Return what `merge_tasks` would do; nothing is written."""
    kept = the_task(session, kept_id)
    merged = [the_task(session, number) for number in dict.fromkeys(merged_ids) if number != kept_id]
    parts = merge_parts(session, [kept.id, *(task.id for task in merged)], today)
    preview = MergePreview(
        kept=parts[kept.id],
        merged=tuple(parts[task.id] for task in merged),
        offices=_names(session, Office, {number for task in merged for number in gained_offices(session, task, kept)}),
        indicators=_names(
            session, Indicator, {number for task in merged for number in gained_indicators(session, task, kept)}
        ),
        themes=tuple(dict.fromkeys(theme for task in merged for theme in task.themes if theme not in kept.themes)),
    )
    try:
        check_merge(session, kept, merged)
        effect = merge_effect(session, kept, merged, today)
    except TrackerError as wrong:
        return replace(preview, refusal=wrong.sentence)
    return replace(
        preview,
        deadline=effect.earlier.due_text if effect.earlier else "",
        earlier=effect.earlier.code if effect.earlier else "",
        keeping=effect.keeping,
        taking=effect.taking,
        hidden_keeping=tuple(task.code for task in effect.hidden(keeps=True)),
        hidden_taking=tuple(task.code for task in effect.hidden(keeps=False)),
    )


def _names(session: Session, kind: type[Office] | type[Indicator], ids: set[int]) -> tuple[str, ...]:
    return tuple(session.exec(select(kind.name).where(col(kind.id).in_(ids)).order_by(col(kind.position))))
