"""Changing deadlines: by class, with reason and who decided, one row for every decision (时限变动)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from tracker.errors import ConflictError, InputError, RuleError, TrackerError, UnclearError, UndecidedError
from tracker.model.changes import Changes
from tracker.model.deadline_changes import DeadlineMove, allow_change, moved_node
from tracker.model.deadline_outlook import DeadlinePreview, days_words, number_words
from tracker.model.deadlines import Deadline, deadline_of, full_due_words
from tracker.model.enums import DeadlineChange, DecisionState, DueKind, NodesChoice
from tracker.model.rules import check_reason, is_name
from tracker.model.tables import Extension, Milestone, Task
from tracker.model.typed.deadlines import read_deadline
from tracker.model.typed.reading import Outcome, Reading
from tracker.services.deadline_records import DeadlineRecords
from tracker.services.write_basics import begin, the_task, touched


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
_CORRECTION = DeadlineMove(DeadlineChange.CORRECTION)
#: Nobody decided anything: enough for a first deadline, a draft or another wording.
UNDECIDED = Decision()


@dataclass(frozen=True, slots=True)
class Application:
    """Who asked for the change, when, and the returned workbook it came in."""

    requested_by: str
    requested_on: date
    return_id: int | None = None


def change_deadline(
    session: Session, task_id: int, typed: str, today: date, decision: Decision, seen: DeadlinePreview | None = None
) -> Changes:
    """Give a task another deadline as one act; `seen` is the preview on which a person decided.

    Raises InputError for wording that cannot be read, RuleError for what is refused or not decided yet,
    ConflictError where the deadline, or what the change is, is no longer what was seen.
    """
    task = the_task(session, task_id)
    allow_change(task.status, task.code)
    records = DeadlineRecords(session, [task])
    if seen is not None and seen.standing != task.due_text:
        raise _seen_otherwise(task)
    to = read_typed(typed, today, deadline_of(task), confirmed=decision.confirmed)
    move = _CORRECTION if decision.correct else records.move_of(task, to, today)
    if seen is not None and not decision.correct and seen.word != (move.word if move.kind else ""):
        raise _seen_otherwise(task)
    batch = begin(session, f"{task.code} {move.word}")
    write_deadline(session, task, to, today, decision, records=records)
    return touched(session, batch, tasks={task.id})


def _seen_otherwise(task: Task) -> ConflictError:
    now = full_due_words(deadline_of(task))
    return ConflictError(f"{task.code} 的时限刚刚被改过，现在是 {now}；没有保存，请看过新内容后再确定。")


def preview_change(session: Session, task_id: int, typed: str, today: date) -> DeadlinePreview:
    """Return what a typed deadline would be for a task and what it asks for; nothing is written."""
    task = the_task(session, task_id)
    now = deadline_of(task)
    reading = read_deadline(typed, today, current=now)
    to = _meant(reading, typed, now)
    words = DeadlinePreview(
        task_id, typed, full_due_words(now), full_due_words(to) if to else typed.strip(), standing=task.due_text
    )
    records = DeadlineRecords(session, [task])
    try:
        allow_change(task.status, task.code)
        if reading.outcome is Outcome.REFUSED:
            raise InputError(reading.sentence)
        words = replace(words, **_asked(reading))
        if to is None:
            return words
        words = replace(words, can_correct=_can_correct(records, task, to, today))
        move = records.move_of(task, to, today)
        check_not_before_start(task, move)
        if move.kind is None:
            return replace(words, can_correct=False)
    except TrackerError as wrong:
        return replace(words, error=wrong.sentence)
    return replace(words, **_described(records, task, move))


def _described(records: DeadlineRecords, task: Task, move: DeadlineMove) -> dict[str, Any]:
    """Return what a preview says of a change of a class."""
    applies = records.applies(task, move)
    return {
        "word": move.word,
        "number": extension_number(records, task, move),
        "days": days_words(move.days),
        "warning": APPLIES if applies else move.warning,
        "applies": applies,
        "needs_decision": move.needs_decision,
        "needs_confirmation": move.needs_confirmation,
        "nodes": len(records.open_nodes.get(task.id, ())) if move.days else 0,
    }


def extension_number(records: DeadlineRecords, task: Any, move: DeadlineMove) -> str:
    """Return which extension of its task a change would be, "" where it counts for nothing."""
    return number_words(records.counted.get(task.id, 0)) if move.counts else ""


def _can_correct(records: DeadlineRecords, task: Task, to: Deadline, today: date) -> bool:
    try:
        records.check_correction(task, to, today)
    except TrackerError:
        return False
    return True


def read_typed(typed: str, today: date, current: Deadline | None = None, *, confirmed: bool = False) -> Deadline:
    """Return what a typed deadline means on the day it is written; `current` is the one in force.

    `confirmed` says that a person confirmed what the words say by themselves. Raises InputError for what cannot be
    read, UnclearError for what is asked about.
    """
    reading = read_deadline(typed, today, current=current)
    meant = _settled(reading, typed, current)
    if meant is None or (reading.outcome is Outcome.ASKED and not confirmed):
        raise UnclearError(reading.sentence, confirmable=meant is not None)
    return meant


def meant_by(typed: str, today: date, current: Deadline) -> Deadline | None:
    """Return what a typed deadline means, also while it has to be confirmed; None where it may mean several things.

    Raises InputError for what cannot be read.
    """
    return _settled(read_deadline(typed, today, current=current), typed, current)


def _settled(reading: Reading[Deadline], typed: str, current: Deadline | None) -> Deadline | None:
    if reading.outcome is Outcome.REFUSED:
        raise InputError(reading.sentence)
    meant = _meant(reading, typed, current)
    open_year = reading.outcome is Outcome.ASKED and meant is not None and meant.year_inferred
    return None if open_year else meant


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


def write_deadline(
    session: Session,
    task: Task,
    to: Deadline,
    today: date,
    decision: Decision,
    application: Application | None = None,
    records: DeadlineRecords | None = None,
) -> None:
    """Write a deadline inside the act under way, with its row, its nodes and its count.

    `records` are those of the task where they are read already.
    """
    records = records or DeadlineRecords(session, [task])
    for name, value in decided_columns(session, task, to, today, decision, records, application).items():
        setattr(task, name, value)


def decided_columns(
    session: Session,
    task: Any,
    to: Deadline,
    today: date,
    decision: Decision,
    records: DeadlineRecords,
    application: Application | None = None,
) -> dict[str, Any]:
    """Return what a change of a deadline writes into the columns of its task, itself or read of it.

    Its row is added and its nodes are moved; raises what is refused or not decided.
    """
    columns = {"due_text": to.text, "due_kind": to.kind, "due_on": to.on}
    if decision.correct:
        return columns | _correct(session, task, to, today, decision, records)
    move = records.move_of(task, to, today)
    if move.kind is None:
        check_not_before_start(task, move)
        return columns | ({"first_due_on": to.on} if records.is_draft(task) else {})
    check_decided(task, move, decision)
    check_not_before_start(task, move)
    row = change_row(task.id, move, records.judged_from(task), to, today, decision, application)
    if records.applies(task, move) and not decision.by_assigner:
        _apply_for(session, row, today, records)
        return {}
    row.nodes = _move_nodes(records.open_nodes.get(task.id, ()), move, keep=decision.keep_nodes)
    session.add(_answered(row, records) if decision.by_assigner else row)
    return columns | {"first_due_on": task.first_due_on or move.old_on or to.on}


def change_row(
    task_id: int,
    move: DeadlineMove,
    now: Deadline,
    to: Deadline,
    on: date,
    decision: Decision,
    application: Application | None = None,
) -> Extension:
    """Return the row of a change that was granted on a day; every road makes its rows here."""
    return Extension(
        task_id=task_id,
        kind=move.kind or DeadlineChange.EXTENSION,
        from_text=now.text,
        from_on=now.on,
        to_text=to.text,
        to_on=to.on,
        reason=decision.reason.strip(),
        requested_by=application.requested_by if application else "",
        requested_on=application.requested_on if application else None,
        return_id=application.return_id if application else None,
        decided_by=decision.decided_by.strip(),
        decided_on=on,
        late_days=move.late_days(on),
        counts=move.counts,
    )


def _apply_for(session: Session, row: Extension, today: date, records: DeadlineRecords) -> None:
    """Keep a change as an application to the ledger that assigned the task; the newest one counts."""
    if (before := records.asked.get(row.task_id)) is not None:
        session.delete(before)
    row.state, row.decided_on, row.late_days = DecisionState.REQUESTED, None, 0
    row.requested_by = row.requested_by or session.info.get("actor", "")
    row.requested_on = row.requested_on or today
    session.add(row)


def _answered(row: Extension, records: DeadlineRecords) -> Extension:
    """Return the application that a decision of the assigner answers, with what it decided, else the row itself."""
    asked = records.asked.get(row.task_id)
    if asked is None:
        return row
    for name in ("kind", "to_text", "to_on", "counts", "nodes", "late_days", "decided_by", "decided_on"):
        setattr(asked, name, getattr(row, name))  # another day may be granted than was asked for
    asked.state = DecisionState.GRANTED
    return asked


def refuse_application(
    session: Session, task: Task, asked: Deadline, today: date, answer: str, decided_by: str, application: Application
) -> None:
    """Keep a row of a change that was asked for and not granted; the deadline stays."""
    records = DeadlineRecords(session, [task])
    try:
        move = records.class_of(task, asked, today)
    except RuleError:  # nothing, or words for a day: it asks for more time
        move = DeadlineMove(None, old_on=records.day(task, today))
    row = change_row(task.id, move, deadline_of(task), asked, today, Decision(decided_by=decided_by), application)
    row.state, row.answer, row.counts = DecisionState.REFUSED, answer.strip(), False
    session.add(row)


def check_decided(task: Any, move: DeadlineMove, decision: Decision) -> None:
    """Raise UndecidedError where the reason, who decided or the confirmation of a change is missing."""
    if move.needs_decision:
        if not decision.reason.strip() or not is_name(decision.decided_by):
            raise UndecidedError(f"{task.code} 的新时限属于“{move.word}”，要写明理由和批准人。", "reason", "decided_by")
        check_reason(decision.reason, move.word)
    elif move.needs_confirmation and not decision.confirmed:
        words = f"：{move.warning}" if move.warning else ""
        raise UndecidedError(f"{task.code} 的新时限属于“{move.word}”，请确认后再保存{words}。", "confirmed")


def check_not_before_start(task: Any, move: DeadlineMove) -> None:
    """Raise RuleError for another deadline that comes before the day the task starts."""
    day = move.new_on
    if move.writes_another and day is not None and task.start_on is not None and day < task.start_on:
        raise RuleError(f"{task.code} 的新时限 {day} 早于启动日期 {task.start_on}；请先改启动日期。")


def _correct(
    session: Session, task: Any, to: Deadline, today: date, decision: Decision, records: DeadlineRecords
) -> dict[str, Any]:
    """Put a deadline right that was entered wrongly: it counts nowhere, the first deadline follows a wrong day."""
    now = deadline_of(task)
    records.check_correction(task, to, today)
    check_reason(decision.reason, DeadlineChange.CORRECTION.word)
    old_on, new_on = (records.day(task, today, each) for each in (now, to))
    move = replace(_CORRECTION, old_on=old_on, new_on=new_on)
    check_not_before_start(task, move)
    session.add(change_row(task.id, move, now, to, today, decision))
    follows = to.on is not None and task.first_due_on == now.on and not records.counted.get(task.id)
    return {"first_due_on": to.on} if follows else {}


def _move_nodes(nodes: Collection[Milestone], move: DeadlineMove, *, keep: bool) -> NodesChoice:
    """Move the open nodes with the deadline, or pull those behind an earlier one onto it; say what was done."""
    if move.days is None or not nodes:
        return NodesChoice.NONE
    for node in nodes:
        assert node.due_on is not None
        node.due_on = moved_node(node.due_on, move, keep=keep)
    return NodesChoice.KEPT if keep else NodesChoice.MOVED
