"""Rounds of workbooks (第 n 批): opened by an export, closed, opened again, offices excused. Nothing is deleted."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.edited_forms import ROUND
from tracker.model.exchange_words import ExportChannel, RoundState
from tracker.model.rows import DueMove
from tracker.model.tables import Batch, Office, Round, WorkbookExport
from tracker.model.telling_text import count_meaningful
from tracker.model.workdays import MOST_DAYS, add_workdays
from tracker.queries.filled_rows import list_answers
from tracker.queries.offices import find_office
from tracker.queries.workdays import day_table
from tracker.services.edit_conflicts import RowComparison, set_changed
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch

_LEAST_REASON = 4


def newest_number(session: Session) -> int:
    """Return the highest number in use, 0 before anything was sent."""
    sent = session.exec(select(func.max(WorkbookExport.round))).one() or 0
    return max(sent, session.exec(select(func.max(Round.number))).one() or 0)


def newest_open(session: Session) -> int | None:
    """Return the newest round that still waits for answers, None where there is none."""
    return session.exec(select(func.max(Round.number)).where(Round.state == RoundState.OPEN)).one()


def keep_round(session: Session, number: int, sent_on: date, due_on: date | None, due_days: int | None) -> None:
    """Write the round of an export unless it is there; `due_days` are working days, where they were agreed so."""
    if session.get(Round, number) is None:
        session.add(Round(number=number, name=f"第{number}批", sent_on=sent_on, due_on=due_on, due_days=due_days))
        session.flush()


def due_day(session: Session, sent_on: date, days: int) -> date:
    """Return the day `days` working days after the day of sending. Raises InputError for a number nobody means."""
    if not 1 <= days <= MOST_DAYS:
        raise InputError(f"工作日数要在 1 到 {MOST_DAYS} 之间，现在是 {days}。")
    return add_workdays(sent_on, days, day_table(session))


def close_round(session: Session, number: int, on: date) -> Changes:
    """End a round: nobody is reminded any more, what is missing stays missing, what comes later is late."""
    row = the_round(session, number)
    if row.state is RoundState.CLOSED:
        raise RuleError(f"{row.name}已于 {row.closed_on} 关闭。")
    if on < row.sent_on:
        raise InputError(f"{row.name}在 {row.sent_on} 发出，关闭日期不能更早。")
    batch = begin(session, f"关闭{row.name}")
    row.state, row.closed_on = RoundState.CLOSED, on
    return _done(session, batch)


def reopen_round(session: Session, number: int, reason: str) -> Changes:
    """Wait for the answers of a round again; the reason stands in its note and in the history."""
    row = the_round(session, number)
    if row.state is RoundState.OPEN:
        raise RuleError(f"{row.name}没有关闭。")
    why = _reason(reason, "重新打开")
    batch = begin(session, f"重新打开{row.name}：{why}")
    row.note = "；".join(filter(None, (row.note, f"{row.closed_on} 关闭后重新打开：{why}")))
    row.state, row.closed_on = RoundState.OPEN, None
    return _done(session, batch)


def excuse_office(session: Session, number: int, office: str, reason: str) -> Changes:
    """Excuse an office from answering a round (免报). Raises RuleError when its answer is here already."""
    row, exports = the_round(session, number), _exports_of(session, number, office)
    why = _reason(reason, "免报")
    name = _name_of(session, exports)
    if list_answers(session, [export.id for export in exports]):
        raise RuleError(f"{name}的{row.name}已经反馈，不用免报。")
    batch = begin(session, f"{name} {row.name}免报：{why}")
    for export in exports:
        export.excused, export.excuse = True, why
    return _done(session, batch)


def expect_office(session: Session, number: int, office: str) -> Changes:
    """Take an excuse back: the office owes its answer again."""
    row, exports = the_round(session, number), _exports_of(session, number, office)
    name = _name_of(session, exports)
    if not any(export.excused for export in exports):
        raise RuleError(f"{name}的{row.name}没有免报。")
    batch = begin(session, f"{name} {row.name}取消免报")
    for export in exports:
        export.excused, export.excuse = False, ""
    return _done(session, batch)


def note_handing(session: Session, export_ids: Sequence[int], channel: ExportChannel, on: date | None) -> Changes:
    """Note how workbooks reached their offices, and on which day."""
    rows = session.exec(select(WorkbookExport).where(col(WorkbookExport.id).in_(export_ids))).all()
    for export in rows:
        if on is not None and on < export.sent_on:
            raise InputError(f"{export.file_name} 在 {export.sent_on} 导出，交接日期不能更早。")
    batch = begin(session, f"登记 {len(rows):,} 份工作簿的交接")
    for export in rows:
        if (export.channel, export.handed_on) != (channel, on):
            export.channel, export.handed_on = channel, on
    return _done(session, batch)


def describe_round(
    session: Session, number: int, name: str, note: str, seen: Mapping[str, Any] | None = None
) -> Changes:
    """Name a round, and keep a note on it; an empty name is its number again, `seen` is what the editor showed."""
    row = the_round(session, number)
    wanted = {"name": " ".join(name.split()) or f"第{number}批", "note": note.strip()}
    settled = RowComparison(session, ROUND, row).settle(row.name, wanted, seen)
    batch = begin(session, f"修改{row.name}")
    set_changed(row, settled.values)
    return settled.tell(_done(session, batch))


def list_due_moves(session: Session, today: date) -> tuple[DueMove, ...]:
    """Return the open rounds whose working days, counted anew, end on another day than was given.

    A day that has passed is not among them: who was late by it stays late.
    """
    agreed = select(Round).where(
        Round.state == RoundState.OPEN, col(Round.due_days).is_not(None), col(Round.due_on) >= today
    )
    rows = session.exec(agreed.order_by(col(Round.number)))
    counted = ((row, due_day(session, row.sent_on, row.due_days or 0)) for row in rows)
    return tuple(DueMove(row.number, row.name, row.due_on, day) for row, day in counted if day != row.due_on)


def move_due_days(session: Session, numbers: Sequence[int], today: date, reason: str) -> Changes:
    """Count the agreed working days of open rounds anew, where somebody wants that after entering holidays.

    A day that was given stays until then; offices that were given the day of the round follow it. Raises RuleError
    for a day that has passed: who was late by it would not be any more; InputError without a reason.
    """
    why = _reason(reason, "重算约定日期")
    batch = begin(session, f"按节假日重算{len(numbers)}批的约定日期：{why}")
    for number in numbers:
        row = the_round(session, number)
        if row.state is not RoundState.OPEN or row.due_days is None:
            continue
        if row.due_on is not None and row.due_on < today:
            raise RuleError(f"{row.name}约定的 {row.due_on} 已经过了，不能重算：迟交的仍算迟交。")
        old, row.due_on = row.due_on, due_day(session, row.sent_on, row.due_days)
        for export in session.exec(select(WorkbookExport).where(WorkbookExport.round == number)):
            if export.return_due_on == old and export.return_due_on != row.due_on:
                export.return_due_on = row.due_on
    return _done(session, batch)


def the_round(session: Session, number: int) -> Round:
    """Return a round by its number. Raises InputError when nothing was sent under it."""
    row = session.get(Round, number)
    if row is None:
        raise InputError(f"没有第{number}批；可用 round list 看各批。")
    return row


def _exports_of(session: Session, number: int, office: str) -> Sequence[WorkbookExport]:
    """Return what an office was sent in a round; an office that was merged is still known by its own name."""
    own = session.exec(select(Office.id).where(Office.name == office.strip())).first()
    addressee = find_office(session, office)
    for office_id in (own, addressee.id if addressee else None):
        mine = select(WorkbookExport).where(WorkbookExport.round == number, WorkbookExport.office_id == office_id)
        rows = session.exec(mine).all()
        if rows:
            return rows
    if own is None and addressee is None:
        raise InputError(f"没有名为“{office}”的单位；请用台账里的单位名称或别名。")
    raise InputError(f"第{number}批没有发给{office}。")


def _name_of(session: Session, exports: Sequence[WorkbookExport]) -> str:
    return session.get_one(Office, exports[0].office_id).name


def _reason(text: str, act: str) -> str:
    why = " ".join(text.split())
    if count_meaningful(why) < _LEAST_REASON:
        raise InputError(f"{act}要写理由，至少 {_LEAST_REASON} 个字。")
    return why


def _done(session: Session, batch: Batch) -> Changes:
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, everything=True)
