"""Check what the cells of one row say together: status and progress, value and date of an indicator, a person."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.exchange.book.text import key
from tracker.model.changeset import FieldChange, Problem, Value
from tracker.model.enums import Outcome, Status
from tracker.model.exchange_words import HelpState
from tracker.model.field_list import FIELD_WORDS

_VALUE = "indicator_value"
VALUE_UNREAD = "本期值读不出，日期和说明先不导入"
_OWN_DUTY, _OTHER_DUTY = "单位提出的配合内容，请确认", "单位改动了配合内容，请确认"
_NOT_OURS = "单位认为这项任务与它不相关，请确认"
_NO_TEXT = "（没有文字）"
_NAME = "person_name"
_LEFT = "整行清空了：采纳后按今天离任登记，人员记录保留"
_NAMELESS = "姓名清空了，其他栏还有内容：采纳后按今天离任登记，人员记录保留"
_REPLACED = "换了人：采纳后{old}按今天离任登记，{new}接任这一行"
_CORRECTED = 0.5  # so much of a name stays where it is only corrected
_VALUE_MISSING = "{header}：没有填本期值，{header}不单独导入"


def indicator_entries(
    changes: Sequence[FieldChange], problems: list[Problem], ours: Mapping[str, Value]
) -> list[FieldChange]:
    """Return the changes of a row of an indicator: date and note belong to a value and are nothing without one.

    Where it cannot be read they wait for a person; where none was given they are told among the problems.
    """
    unread = next((problem.raw or _NO_TEXT for problem in problems if problem.field == _VALUE), "")
    if unread:
        return [_waiting(change, unread) for change in changes]
    if ours.get(_VALUE) is not None or any(change.field == _VALUE for change in changes):
        return list(changes)
    for change in changes:
        message = _VALUE_MISSING.format(header=FIELD_WORDS[change.field])
        problems.append(Problem(change.sheet, change.cell, message, change.kind, change.key, change.field, change.raw))
    return []


def _waiting(change: FieldChange, unread: str) -> FieldChange:
    if change.outcome is Outcome.SAME:
        return change
    return replace(change, review=True, notes=(VALUE_UNREAD, *change.notes), unread=unread)


def help_entry(change: FieldChange) -> FieldChange:
    """Return an entry of a co-office's row; what it has to do, and whether it has to, is decided by staff."""
    if change.outcome is not Outcome.CHANGE:
        return change
    if change.field == "help_duty":
        return replace(change, review=True).with_notes(_OWN_DUTY if change.ours in (None, "") else _OTHER_DUTY)
    if change.field == "help_state" and change.theirs == HelpState.NOT_OURS:
        return replace(change, review=True).with_notes(_NOT_OURS)
    return change


def person_entries(changes: Sequence[FieldChange], *, emptied: bool) -> list[FieldChange]:
    """Return the entries about a person of the office: proposals, which only somebody who looked at them takes.

    A row of which every cell was emptied is one proposal: the person left.
    """
    name = next((change for change in changes if change.field == _NAME and change.outcome is Outcome.CLEARED), None)
    spoken = [name] if emptied and name is not None else changes
    return [change if change.outcome is Outcome.SAME else _proposed(change, name, emptied) for change in spoken]


def _proposed(change: FieldChange, cleared: FieldChange | None, emptied: bool) -> FieldChange:
    return replace(change, review=True, one_by_one=True).with_notes(_person_note(change, cleared, emptied))


def _person_note(change: FieldChange, cleared: FieldChange | None, emptied: bool) -> str:
    """Return what taking a proposal comes to."""
    if change is cleared:
        return _LEFT if emptied else _NAMELESS
    if change.field == _NAME and is_other_person(str(change.snapshot or ""), str(change.theirs or "")):
        return _REPLACED.format(old=change.snapshot, new=change.theirs)
    return ""


def is_other_person(before: str, after: str) -> bool:
    """Tell whether a name stands for somebody else than the one before, and not for a correction of it."""
    return difflib.SequenceMatcher(None, key(before), key(after)).ratio() <= _CORRECTED


def status_against_progress(theirs: Mapping[str, Value], ours: Mapping[str, Value]) -> tuple[str, str]:
    """Return (field, sentence) where a row's status and progress contradict each other, ("", "") if not.

    `theirs` holds what the office changed; what it left alone counts as we have it.
    """
    if not theirs.keys() & {"status", "progress"}:
        return "", ""
    field = "status" if "status" in theirs else "progress"
    status = Status.from_word(str(theirs.get("status", ours.get("status"))))
    progress = theirs.get("progress", ours.get("progress"))
    if status is None or not isinstance(progress, int | float):
        return "", ""
    sentence = _contradiction(status, progress)
    return (field, sentence) if sentence else ("", "")


def _contradiction(status: Status, progress: float) -> str:
    if status.done and progress < 100:
        return f"状态是「{status.word}」，进度却只有 {progress:g}%，请核对"
    # 待交办 is ours to change, not theirs: an office that begins at once contradicts nothing.
    if status is Status.NOT_STARTED and progress > 0:
        return f"状态是「{status.word}」，进度却有 {progress:g}%，请核对"
    if status is Status.IN_PROGRESS and progress >= 100:
        return f"进度已到 100%，状态还是「{status.word}」，请核对是否申请销号"
    return ""
