"""Put the decisions of a review into its comparison, for the workbook that goes back."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlmodel import Session, col, select

from tracker.exchange.book.text import shorten
from tracker.exchange.cells.cells import show_value
from tracker.exchange.cells.columns import FIELDS
from tracker.exchange.write.feedback_notes import Answer
from tracker.model.changeset import ChangeSet, Decision, FieldChange, Problem
from tracker.model.enums import Choice, DeadlineChange, DecisionState, Outcome
from tracker.model.tables import Extension, Task

Identity = tuple[str, str, str]
#: What a row becomes that an office added.
_AS_WHAT = {"task": "新任务", "indicator": "新指标", "person": "联系人"}


def as_decided(preview: ChangeSet, decisions: Mapping[Identity, Decision]) -> ChangeSet:
    """Return the comparison with decisions in it, ready to be written back to the office.

    What is taken needs no word: the cell holds what the office wrote. What is not taken becomes a problem with its
    reason, and the cell shall hold our value, so that the office's silence does not bring its own in again. What was
    merged is shown as merged. What is put off or undecided stays as it was.
    """
    decided = [_with_decision(change, decisions.get(change.identity)) for change in preview.changes]
    changes = tuple(entry for entry in decided if isinstance(entry, FieldChange))
    problems = tuple(entry for entry in decided if isinstance(entry, Problem))
    return replace(preview, changes=changes, problems=(*preview.problems, *problems))


def answers_to(session: Session, return_id: int) -> tuple[Answer, ...]:
    """Return what was decided about the deadlines that a returned workbook asked for, the last word for each task."""
    decided = select(Extension, Task).where(Task.id == Extension.task_id, Extension.return_id == return_id)
    rows = session.exec(decided.where(Extension.state != DecisionState.REQUESTED).order_by(col(Extension.id))).all()
    return tuple({task.uid: _answer(row, task) for row, task in rows}.values())


def _answer(row: Extension, task: Task) -> Answer:
    ours = task.due_text or "未定"
    if row.state is DecisionState.REFUSED:
        return Answer(task.uid, row.to_text, f"不同意延期：{row.answer}；时限仍为 {ours}", ours)
    verb = "同意延至" if row.kind is DeadlineChange.EXTENSION else "同意改为"
    by = f"（批准人 {row.decided_by}）" if row.decided_by else ""
    return Answer(task.uid, row.to_text, f"{verb} {row.to_text}{by}", ours)


def without_answered(preview: ChangeSet, answers: Collection[Answer]) -> ChangeSet:
    """Return the comparison without the deadlines that were decided about: the cell then holds the one in force."""
    keys = {answer.key for answer in answers}
    changes = tuple(change for change in preview.changes if not (change.field == "due_text" and change.key in keys))
    return replace(preview, changes=changes)


def needs_answer(preview: ChangeSet) -> bool:
    """Tell whether there is anything that the office must read or settle."""
    return bool(preview.problems) or any(change.needs_decision for change in preview.changes)


def _with_decision(change: FieldChange, decision: Decision | None) -> FieldChange | Problem:
    if decision is None or decision.choice is Choice.LATER:
        return change
    if change.outcome is Outcome.UNKNOWN_ROW:
        return _of_row(change, decision)
    if decision.choice is Choice.OURS:
        return _refusal(change, decision.reason)
    if decision.choice is Choice.MERGED:
        return _merged(change, decision)
    return replace(change, outcome=Outcome.CHANGE, review=False)


def _of_row(change: FieldChange, decision: Decision) -> Problem:
    """Return what became of a row the office added; it is not in the new workbook, else it came in twice."""
    as_what = _AS_WHAT[change.kind]
    if decision.choice is Choice.OURS:
        message = f"「{shorten(change.title)}」没有采纳为{as_what}{_because(decision.reason)}"
    else:
        message = f"「{shorten(change.title)}」采纳为{as_what}，下一批交办时列出"
    return Problem(change.sheet, change.cell, message, raw=change.title)


def _refusal(change: FieldChange, reason: str) -> Problem:
    header, ours = FIELDS[change.field].header, shorten(show_value(change.field, change.ours)) or "（空）"
    theirs = show_value(change.field, change.theirs) or change.raw
    if change.outcome is Outcome.CLEARED:
        message = f"{header}：没有清空，台账保持「{ours}」"
    else:
        message = f"{header}：填报的「{shorten(theirs)}」没有采纳，台账保持「{ours}」"
    return Problem(change.sheet, change.cell, message + _because(reason), change.kind, change.key, change.field, theirs)


def _because(reason: str) -> str:
    return f"。理由：{reason}" if reason else ""


def _merged(change: FieldChange, decision: Decision) -> FieldChange:
    """Return an entry whose cell holds the merged value, to be looked at by the office."""
    theirs = show_value(change.field, change.theirs) or change.raw
    note = f"填报的「{shorten(theirs)}」已与台账内容合并，请核对"
    number = isinstance(decision.value, int | float)
    merged = str(decision.value) if number else show_value(change.field, decision.value)
    outcome = Outcome.CHANGE if merged else Outcome.CLEARED
    return replace(change, theirs=decision.value, raw=merged, outcome=outcome, review=True, notes=(note,))
