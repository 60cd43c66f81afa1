"""Changing the rules of this ledger: where the lights change colour."""

from sqlmodel import Session

from tracker.model.changes import Changes
from tracker.model.tables import Setting
from tracker.model.thresholds import Thresholds
from tracker.queries.new_colours import KEY
from tracker.queries.thresholds import THRESHOLDS_KEY, read_thresholds
from tracker.services.lookups import begin
from tracker.store.history import drop_empty_batch, write_setting


def set_thresholds(session: Session, wanted: Thresholds) -> Changes:
    """Put thresholds in force for everybody who uses this ledger, as an act that can be undone."""
    if wanted == read_thresholds(session):
        return Changes("没有变化")
    batch = begin(session, "修改亮灯规则")
    standard = wanted == Thresholds()
    write_setting(session, THRESHOLDS_KEY, None if standard else wanted.to_dict())
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, everything=True)


def forget_former_rules(session: Session) -> None:
    """Note that it was said which lights the rules of this version changed; no act, it changes no task."""
    mark = session.get(Setting, KEY)
    if mark is not None:
        session.delete(mark)
