"""Changing deadlines: by class, with reason and who decided, one row for every decision (时限变动)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.errors import InputError, RuleError, TrackerError, UnclearError, UndecidedError
from tracker.model.changes import Changes
from tracker.model.deadline_changes import (
    DeadlineMove,
    allow_change,
    classify,
    day_of,
    is_draft,
    may_correct,
    moved_node,
)
from tracker.model.deadline_outlook import DeadlinePreview
from tracker.model.deadlines import Deadline, parse_deadline
from tracker.model.enums import DeadlineChange, DecisionState, DueKind, NodesChoice
from tracker.model.rules import check_reason, is_name
from tracker.model.tables import Batch, Extension, Milestone, Revision, Task, WorkbookExportRow
from tracker.model.typed import sentences
from tracker.model.typed.deadlines import read_deadline
from tracker.model.typed.reading import Outcome, Reading
from tracker.queries.extensions import count_extensions
from tracker.queries.peer_rows import taken_keys
from tracker.services.lookups import begin, the_task, touched


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person gives with a change of a deadline.

    `correct` makes it a correction (更正) of a deadline that was entered wrongly; `confirmed` says that a change
    which only asks to be confirmed was; `keep_nodes` leaves open nodes where they are. `by_assigner` says that the
    ledger which assigned the task decided: only it can extend the deadline of a task that came from there.
    """

    reason: str = ""
    decided_by: str = ""
    keep_nodes: bool = False
    correct: bool = False
    confirmed: bool = False
    by_assigner: bool = False


#: Said of a change that the ledger which assigned the task decides.
APPLIES = "由交办方决定：先记为申请，时限不变"
#: Nobody decided anything: enough for a first deadline, a draft or another wording.
UNDECIDED = Decision()


@dataclass(frozen=True, slots=True)
class Application:
    """Who asked for the change, when, and the returned workbook it came in."""

    requested_by: str
    requested_on: date
    return_id: int | None = None


def change_deadline(session: Session, task_id: int, typed: str, today: date, decision: Decision) -> Changes:
    """Give a task another deadline as one act.

    Raises InputError for wording that cannot be read, RuleError for what is refused or not decided yet.
    """
    task = the_task(session, task_id)
    allow_change(task.status, task.code)
    to = read_typed(typed, today, deadline_of(task), confirmed=decision.confirmed)
    name = DeadlineChange.CORRECTION.word if decision.correct else move_of(session, task, to, today).word
    batch = begin(session, f"{task.code} {name}")
    write_deadline(session, task, to, today, decision)
    return touched(session, batch, tasks={task.id})


def preview_change(session: Session, task_id: int, typed: str, today: date) -> DeadlinePreview:
    """Return what a typed deadline would be for a task and what it asks for; nothing is written."""
    task = the_task(session, task_id)
    reading = read_deadline(typed, today, current=deadline_of(task))
    to = _meant(reading, typed, deadline_of(task))
    words = DeadlinePreview(task_id, typed, _due_words(deadline_of(task)), _due_words(to) if to else typed.strip())
    try:
        allow_change(task.status, task.code)
        if reading.outcome is Outcome.REFUSED:
            raise InputError(reading.sentence)
        words = replace(words, **_asked(reading))
        if to is None:
            return words
        words = replace(words, can_correct=to.kind is not DueKind.TEXT and can_correct(session, task, today))
        move = move_of(session, task, to, today)
        if move.kind is None:
            return replace(words, can_correct=False)
        check_not_before_start(task, day_of(to, task.start_on, today))
    except TrackerError as wrong:
        return replace(words, error=wrong.sentence)
    applies = move.needs_decision and bool(taken_keys(session, [task.uid]))
    return replace(
        words,
        word=move.word,
        number=f"第 {count_extensions(session, [task_id]).get(task_id, 0) + 1} 次延期" if move.counts else "",
        days=_days_words(move.days),
        warning=APPLIES if applies else move.warning,
        applies=applies,
        needs_decision=move.needs_decision,
        needs_confirmation=move.needs_confirmation,
        nodes=_open_nodes(session, task) if move.days else 0,
    )


def _due_words(due: Deadline) -> str:
    """Return a deadline for the eye: its day, with the wording where that says more."""
    if due.on is None:
        return due.text or "未定"
    iso = due.on.isoformat()
    return iso if due.text in ("", iso) else f"{iso}（{due.text}）"


def _days_words(days: int | None) -> str:
    if not days:
        return ""
    return f"推后 {days} 天" if days > 0 else f"提前 {-days} 天"


def _open_nodes(session: Session, task: Task) -> int:
    unfinished = Milestone.task_id == task.id, col(Milestone.done_on).is_(None), col(Milestone.due_on).is_not(None)
    return session.exec(select(func.count()).select_from(Milestone).where(*unfinished)).one()


def read_typed(typed: str, today: date, current: Deadline | None = None, *, confirmed: bool = False) -> Deadline:
    """Return what a typed deadline means on the day it is written; `current` is the one in force.

    `confirmed` says that a person confirmed what the words say by themselves. Raises InputError for what cannot be
    read, UnclearError for what is asked about.
    """
    reading = read_deadline(typed, today, current=current)
    if reading.outcome is Outcome.REFUSED:
        raise InputError(reading.sentence)
    meant = _meant(reading, typed, current)
    confirmable = meant is not None and not meant.year_inferred
    if meant is None or (reading.outcome is Outcome.ASKED and not (confirmed and confirmable)):
        raise UnclearError(reading.sentence, confirmable=confirmable)
    return meant


def understood(typed: str, today: date, current: Deadline) -> str:
    """Return how a typed deadline was understood where that has to be said."""
    reading = read_deadline(typed, today, current=current)
    return reading.sentence if reading.accepted else ""


def _meant(reading: Reading[Deadline], typed: str, current: Deadline | None) -> Deadline | None:
    """Return what is written, also while it is asked about, None where that is open; 无 and the like change nothing."""
    if reading.outcome is Outcome.NOTHING:
        return current if current is not None and typed.strip() else Deadline(DueKind.NONE, None, "")
    return reading.value or reading.literal


def _asked(reading: Reading[Deadline]) -> dict[str, Any]:
    """Return how a deadline was understood, or what is asked about it and the texts to choose from."""
    if reading.outcome is not Outcome.ASKED:
        return {"note": reading.sentence}
    return {"question": reading.sentence, "choices": tuple((a.label, a.value.text) for a in reading.alternatives)}


def deadline_of(task: Any) -> Deadline:
    """Return the deadline that stands, as a value; `task` is the task or the columns read of it."""
    read = parse_deadline(task.due_text, task.due_on)
    return Deadline(task.due_kind, task.due_on, task.due_text, recurrence=read.recurrence)


def move_of(session: Session, task: Any, to: Deadline, today: date, sent: bool | None = None) -> DeadlineMove:
    """Return the class of a change. Raises RuleError where the deadline is frozen or the change is refused.

    `task` is the task or the columns read of it, `sent` tells whether it stands in a workbook where that is known.
    """
    allow_change(task.status, task.code)
    if is_draft(task.status, sent=was_sent(session, task) if sent is None else sent):
        return DeadlineMove(None)
    return classify(deadline_of(task), to, today=today, first_due_on=task.first_due_on, started_on=task.start_on)


def write_deadline(
    session: Session,
    task: Task,
    to: Deadline,
    today: date,
    decision: Decision,
    application: Application | None = None,
    sent: bool | None = None,
) -> None:
    """Write a deadline inside the act under way, with its row, its nodes and its count; `sent` as in `move_of`."""
    now = deadline_of(task)
    if decision.correct:
        _correct(session, task, now, to, today, decision)
        return
    sent = was_sent(session, task) if sent is None else sent
    move = move_of(session, task, to, today, sent)
    draft = is_draft(task.status, sent=sent)
    if move.kind is None:
        _store(task, to)
        if draft:
            task.first_due_on = to.on
        return
    check_decided(task, move, decision)
    check_not_before_start(task, day_of(to, task.start_on, today))
    if move.needs_decision and not decision.by_assigner and taken_keys(session, [task.uid]):
        _apply_for(session, _row(task, move, now, to, today, decision, NodesChoice.NONE, application), today)
        return
    nodes = _move_nodes(session, task, move, now, to, today, keep=decision.keep_nodes)
    row = _row(task, move, now, to, today, decision, nodes, application)
    session.add(_answered(session, row) if decision.by_assigner else row)
    if move.kind is DeadlineChange.FIRST or task.first_due_on is None:
        task.first_due_on = task.first_due_on or now.on or to.on
    _store(task, to)


def _apply_for(session: Session, row: Extension, today: date) -> None:
    """Keep a change as an application to the ledger that assigned the task; the newest one counts."""
    for before in pending_applications(session, [row.task_id]).values():
        session.delete(before)
    row.state, row.decided_on, row.late_days = DecisionState.REQUESTED, None, 0
    row.requested_by = row.requested_by or session.info.get("actor", "")
    row.requested_on = row.requested_on or today
    session.add(row)


def _answered(session: Session, row: Extension) -> Extension:
    """Return the application that a decision of the assigner answers, with what it decided, else the row itself."""
    asked = pending_applications(session, [row.task_id]).get(row.task_id)
    if asked is None:
        return row
    for name in ("kind", "to_text", "to_on", "counts", "nodes", "late_days", "decided_by", "decided_on"):
        setattr(asked, name, getattr(row, name))  # another day may be granted than was asked for
    asked.state = DecisionState.GRANTED
    return asked


def pending_applications(session: Session, task_ids: Collection[int]) -> dict[int, Extension]:
    """Return by task the application to its assigner that nobody has answered yet."""
    asked = Extension.state == DecisionState.REQUESTED, col(Extension.task_id).in_(task_ids)
    return {row.task_id: row for row in session.exec(select(Extension).where(*asked).order_by(col(Extension.id)))}


def refuse_application(
    session: Session, task: Task, to_text: str, today: date, answer: str, decided_by: str, application: Application
) -> None:
    """Keep a row of a change that was asked for and not granted; the deadline stays."""
    to = parse_deadline(to_text, today)
    session.add(
        Extension(
            task_id=task.id,
            kind=DeadlineChange.EXTENSION,
            state=DecisionState.REFUSED,
            from_text=task.due_text,
            from_on=task.due_on,
            to_text=to_text,
            to_on=to.on,
            requested_by=application.requested_by,
            requested_on=application.requested_on,
            return_id=application.return_id,
            decided_by=decided_by.strip(),
            decided_on=today,
            answer=answer.strip(),
            counts=False,
        )
    )


def sent_uids(session: Session) -> frozenset[str]:
    """Return the keys of all tasks that stand in a workbook that was sent."""
    return frozenset(session.exec(select(WorkbookExportRow.key).where(WorkbookExportRow.kind == "task")).all())


def was_sent(session: Session, task: Any) -> bool:
    """Tell whether a task stands in a workbook that was sent."""
    row = select(WorkbookExportRow.id).where(WorkbookExportRow.kind == "task", WorkbookExportRow.key == task.uid)
    return session.exec(row.limit(1)).first() is not None


def can_correct(session: Session, task: Task, today: date) -> bool:
    """Tell whether the deadline that stands may be corrected instead of changed."""
    granted = Extension.task_id == task.id, Extension.state == DecisionState.GRANTED
    newest = session.exec(select(Extension.kind).where(*granted).order_by(col(Extension.id).desc()).limit(1)).first()
    corrected = newest is DeadlineChange.CORRECTION
    return may_correct(entered_on(session, task), today, sent=was_sent(session, task), corrected=corrected)


def entered_on(session: Session, task: Task) -> date | None:
    """Return the day the deadline that stands was entered, None where the history does not tell."""
    entered = (
        select(Batch.at)
        .join(Revision, col(Revision.batch_id) == Batch.id)
        .where(Revision.entity == "task", Revision.entity_id == task.id, col(Revision.field).in_(("due_text", "")))
        .where(col(Batch.undone_by_id).is_(None), col(Batch.undoes_id).is_(None))  # to take back is not to enter
        .order_by(col(Revision.id).desc())
        .limit(1)
    )
    at = session.exec(entered).first()
    return at.astimezone().date() if at is not None else None


def check_decided(task: Any, move: DeadlineMove, decision: Decision) -> None:
    """Raise UndecidedError where the reason, who decided or the confirmation of a change is missing."""
    if move.needs_decision:
        if not decision.reason.strip() or not is_name(decision.decided_by):
            raise UndecidedError(f"{task.code} 的新时限属于“{move.word}”，要写明理由和批准人。")
        check_reason(decision.reason, move.word)
    elif move.needs_confirmation and not decision.confirmed:
        words = f"：{move.warning}" if move.warning else ""
        raise UndecidedError(f"{task.code} 的新时限属于“{move.word}”，请确认后再保存{words}。")


def check_not_before_start(task: Any, day: date | None) -> None:
    """Raise RuleError for a deadline before the day the task starts."""
    if day is not None and task.start_on is not None and day < task.start_on:
        raise RuleError(f"{task.code} 的新时限 {day} 早于启动日期 {task.start_on}；请先改启动日期。")


def _store(task: Task, to: Deadline) -> None:
    task.due_text, task.due_kind, task.due_on = to.text, to.kind, to.on


def _correct(session: Session, task: Task, now: Deadline, to: Deadline, today: date, decision: Decision) -> None:
    """Put a deadline right that was entered wrongly: it counts nowhere, the first deadline follows a wrong day."""
    allow_change(task.status, task.code)
    if not can_correct(session, task, today):
        raise RuleError(f"{task.code} 的时限不能更正：录入已超过 30 天或已经更正过；请用“延期”。")
    check_reason(decision.reason, DeadlineChange.CORRECTION.word)
    if to.kind is DueKind.TEXT:
        raise InputError(sentences.no_date(to.text))
    check_not_before_start(task, day_of(to, task.start_on, today))
    move = DeadlineMove(DeadlineChange.CORRECTION)
    session.add(_row(task, move, now, to, today, decision, NodesChoice.NONE, None))
    if task.first_due_on == now.on and not count_extensions(session, [task.id]):
        task.first_due_on = to.on
    _store(task, to)


def _move_nodes(
    session: Session, task: Task, move: DeadlineMove, now: Deadline, to: Deadline, today: date, *, keep: bool
) -> NodesChoice:
    """Move the open nodes with the deadline, or pull those behind an earlier one onto it; say what was done."""
    old, new = day_of(now, task.start_on, today), day_of(to, task.start_on, today)
    if old is None or new is None or move.kind not in (DeadlineChange.EXTENSION, DeadlineChange.ADVANCE):
        return NodesChoice.NONE
    unfinished = Milestone.task_id == task.id, col(Milestone.done_on).is_(None), col(Milestone.due_on).is_not(None)
    nodes = session.exec(select(Milestone).where(*unfinished)).all()
    if not nodes:
        return NodesChoice.NONE
    for node in nodes:
        assert node.due_on is not None
        node.due_on = moved_node(node.due_on, move, old, new, keep=keep)
    return NodesChoice.KEPT if keep else NodesChoice.MOVED


def _row(
    task: Task,
    move: DeadlineMove,
    now: Deadline,
    to: Deadline,
    today: date,
    decision: Decision,
    nodes: NodesChoice,
    application: Application | None,
) -> Extension:
    passed = day_of(now, task.start_on, today)
    return Extension(
        task_id=task.id,
        kind=move.kind or DeadlineChange.FIRST,
        from_text=now.text,
        from_on=now.on,
        to_text=to.text,
        to_on=to.on,
        reason=decision.reason.strip(),
        requested_by=application.requested_by if application else "",
        requested_on=application.requested_on if application else None,
        return_id=application.return_id if application else None,
        decided_by=decision.decided_by.strip(),
        decided_on=today,
        late_days=max(0, (today - passed).days) if passed is not None else 0,
        nodes=nodes,
        counts=move.counts,
    )
