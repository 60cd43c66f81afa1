"""Changing the rules of this ledger: where the lights change colour."""

from dataclasses import replace

from sqlmodel import Session

from tracker.errors import UndecidedError
from tracker.model.changes import Changes
from tracker.model.rules import REASON_CHARACTERS, is_name, says_why
from tracker.model.tables import Setting
from tracker.model.thresholds import Thresholds, threshold_words
from tracker.queries.new_colours import KEY
from tracker.queries.thresholds import THRESHOLDS_DECISION_KEY, THRESHOLDS_KEY, read_thresholds
from tracker.services.edit_conflicts import settle_setting
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch, write_setting


def set_thresholds(
    session: Session, wanted: Thresholds, reason: str = "", decided_by: str = "", *, seen: Thresholds | None = None
) -> Changes:
    """Put thresholds in force for everybody who uses this ledger, as an act that can be undone.

    Raises UndecidedError where they ask less of tasks and no reason and no name say who decided that, ConflictError
    where somebody else changed one of them since they were `seen`.
    """
    now = read_thresholds(session)
    if seen is not None:
        words = {each.name: each.label for each in threshold_words()}
        settled = settle_setting(session, THRESHOLDS_KEY, "亮灯规则", words, now, wanted, seen)
        wanted = replace(now, **settled)
    if wanted == now:
        return Changes("没有变化")
    decision = _decision(reason, decided_by) if wanted.eases(now) else None
    batch = begin(session, "修改亮灯规则")
    write_setting(session, THRESHOLDS_KEY, None if wanted == Thresholds() else wanted.to_dict())
    write_setting(session, THRESHOLDS_DECISION_KEY, decision)
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, everything=True)


def _decision(reason: str, decided_by: str) -> dict[str, str]:
    if not (says_why(reason) and is_name(decided_by)):
        raise UndecidedError(f"放宽亮灯规则要写理由（至少 {REASON_CHARACTERS} 个字）和批准人。", "reason", "decided_by")
    return {"reason": reason.strip(), "decided_by": decided_by.strip()}


def forget_former_rules(session: Session) -> None:
    """Note that it was said which lights the rules of this version changed; no act, it changes no task."""
    mark = session.get(Setting, KEY)
    if mark is not None:
        session.delete(mark)
