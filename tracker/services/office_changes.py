"""Offices change: renamed, merged, split, dissolved. Closed work keeps the office it had; each is one act."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.edited_forms import OFFICE
from tracker.model.enums import Status
from tracker.model.exchange_words import HelpState, OfficeKind, OfficeState
from tracker.model.tables import Batch, Indicator, Office, OfficeAlias, OfficeName, Task, TaskOffice
from tracker.services.edit_conflicts import RowComparison, set_changed
from tracker.services.office_people import current_people
from tracker.services.offices import add_alias, check_names, new_office
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch

_OPEN = tuple(status for status in Status if not status.ended)


def the_active_office(session: Session, name: str) -> Office:
    """Return an office that still exists by its name. Raises InputError that says what became of any other."""
    office = session.exec(select(Office).where(Office.name == name)).first()
    if office is None:
        raise InputError(f"没有名为“{name}”的单位；请从单位名单中选择。")
    if office.state is not OfficeState.ACTIVE:
        raise InputError(f"{office.name}{office.state.word}，不能再改；请用现在的单位。")
    return office


def rename_office(session: Session, name: str, new: str, on: date, today: date) -> Changes:
    """Give an office a new name from a day on; the old one becomes an alias and stands in papers of earlier days.

    Raises InputError for a name that another office has, or a day to come.
    """
    office = the_active_office(session, name)
    _check_day(on, today)
    proper, _, _ = check_names(session, office.id, new)
    if proper == office.name:
        raise InputError(f"{office.name}已经叫这个名称。")
    since = _since(session, office.id)
    if since is not None and on < since:
        raise InputError(f"{office.name}从 {since} 起用现在的名称，更名日期不能更早。")
    batch = begin(session, f"{office.name} 更名为 {proper}")
    session.add(OfficeName(office_id=office.id, name=office.name, from_on=since, to_on=on))
    _drop_alias(session, office.id, proper)  # back to a name it had
    add_alias(session, office.id, office.name)
    office.name = proper
    if office.short_name == proper:
        office.short_name = ""
    return _done(session, batch)


def merge_offices(session: Session, name: str, into: str, on: date, today: date, *, move_tasks: bool = True) -> Changes:
    """Merge an office into another: open tasks and help go over, closed ones keep the old office.

    Without `move_tasks` the open ones stay as well, to be handed over one by one. Its other names mean the successor
    from now on. Raises InputError for the same office twice or a day to come.
    """
    old, new = the_active_office(session, name), the_active_office(session, into)
    if old.id == new.id:
        raise InputError(f"{old.name}不能并入自己。")
    _check_day(on, today)
    batch = begin(session, f"{old.name} 并入 {new.name}")
    tasks = _move(session, old, new, None) if move_tasks else set()
    for alias in session.exec(select(OfficeAlias).where(OfficeAlias.office_id == old.id)):
        alias.office_id = new.id
    for indicator in session.exec(select(Indicator).where(Indicator.office_id == old.id)):
        indicator.office_id = new.id
    old.state, old.state_on, old.successor_id = OfficeState.MERGED, on, new.id
    return _done(session, batch, tasks)


def split_office(session: Session, name: str, new: str, on: date, today: date, task_ids: Sequence[int]) -> Changes:
    """Make a new office out of a part of another: it gets the open tasks chosen by hand, led or helped with."""
    old = the_active_office(session, name)
    _check_day(on, today)
    proper, _, _ = check_names(session, 0, new)
    batch = begin(session, f"{old.name} 分出 {proper}")
    office = new_office(session, proper)
    office.kind, office.leader, office.region = old.kind, old.leader, old.region
    tasks = _move(session, old, office, set(task_ids))
    return _done(session, batch, tasks)


def dissolve_office(session: Session, name: str, on: date, today: date) -> Changes:
    """Note that an office exists no more. Raises RuleError while it leads open tasks."""
    office = the_active_office(session, name)
    _check_day(on, today)
    _refuse_leading(session, office)
    batch = begin(session, f"{office.name} 撤销")
    helping = select(TaskOffice).join(Task, col(Task.id) == TaskOffice.task_id)
    links = session.exec(helping.where(TaskOffice.office_id == office.id, col(Task.status).in_(_OPEN))).all()
    for link in links:
        session.delete(link)  # what it reported stays; nobody is asked for more
    for person in current_people(session, office.id, on):
        person.to_on, person.main = max(on, person.from_on), False
    office.state, office.state_on = OfficeState.DISSOLVED, on
    return _done(session, batch, {link.task_id for link in links})


def restore_office(session: Session, name: str) -> Changes:
    """Bring back an office that was dissolved; its people and what it helped with are entered anew."""
    office = session.exec(select(Office).where(Office.name == name)).first()
    if office is None or office.state is not OfficeState.DISSOLVED:
        raise InputError(f"“{name}”不是已撤销的单位。")
    batch = begin(session, f"{office.name} 恢复")
    office.state, office.state_on = OfficeState.ACTIVE, None
    return _done(session, batch)


def describe_body(
    session: Session,
    name: str,
    kind: OfficeKind,
    leader: str,
    region: str,
    note: str,
    *,
    seen: Mapping[str, Any] | None = None,
) -> Changes:
    """Say what sort of body an office is, who is in charge of it and where it is; `seen` is what its editor showed.

    Raises ConflictError where somebody else changed what is changed here.
    """
    office = the_active_office(session, name)
    values = {"kind": kind, "leader": leader.strip(), "region": region.strip(), "note": note.strip()}
    settled = RowComparison(session, OFFICE, office).settle(office.name, values, seen)
    batch = begin(session, f"{office.name} 修改单位信息")
    set_changed(office, settled.values)
    return settled.tell(_done(session, batch))


def _check_day(on: date, today: date) -> None:
    if on > today:
        raise InputError(f"{on} 还没有到，请在当天或以后办理。")


def _since(session: Session, office_id: int) -> date | None:
    """Return from when an office has its present name, None where nobody said."""
    return session.exec(select(func.max(OfficeName.to_on)).where(OfficeName.office_id == office_id)).one()


def _refuse_leading(session: Session, office: Office) -> None:
    led = select(func.count()).where(Task.lead_office_id == office.id, col(Task.status).in_(_OPEN))
    if count := session.exec(led).one():
        raise RuleError(f"{office.name}还牵头{count:,}项任务，请先移交。")


def _move(session: Session, old: Office, new: Office, only: set[int] | None) -> set[int]:
    """Give the open tasks of an office to another, led and helped with (`only` those); return their ids.

    An office that leads a task is no co-office of it; one that helps already helps once, with both parts.
    """
    session.flush()
    still = col(Task.status).in_(_OPEN)
    led = list(session.exec(select(Task).where(Task.lead_office_id == old.id, still)))
    links = select(TaskOffice, Task).join(Task, col(Task.id) == TaskOffice.task_id)
    helped = list(session.exec(links.where(TaskOffice.office_id == old.id, still)))
    if only is not None:
        led = [task for task in led if task.id in only]
        helped = [(link, task) for link, task in helped if task.id in only]
    ids = {task.id for task in led} | {task.id for _, task in helped}
    present = {link.task_id: link for link in _links(session, new.id, ids)}
    for task in led:
        task.lead_office_id = new.id
        if task.id in present:
            session.delete(present[task.id])
    for link, task in helped:
        if task.lead_office_id == new.id:
            session.delete(link)
        elif task.id in present:
            _join(present[task.id], link)
            session.delete(link)
        else:
            link.office_id = new.id
    return ids


def _join(kept: TaskOffice, other: TaskOffice) -> None:
    """Put what two offices had to do for a task and said of it together; it is as far as the one that is less far."""
    for field in ("duty", "note", "problems", "remark"):
        texts = (text for text in (getattr(kept, field), getattr(other, field)) if text)
        setattr(kept, field, "\n".join(dict.fromkeys(texts)))
    if not kept.owner:
        kept.owner, kept.phone = other.owner, other.phone
    states = {kept.state, other.state}
    if len(states) > 1:  # what does not concern one of them is said of its part alone
        kept.state = next(iter(states - {HelpState.NOT_OURS})) if HelpState.NOT_OURS in states else _less_far(states)
    kept.confirmed = kept.confirmed or other.confirmed


def _less_far(states: set[HelpState]) -> HelpState:
    """Return the state of two parts together: not done before both are, not untouched once one was begun."""
    return HelpState.IN_PROGRESS if states & {HelpState.IN_PROGRESS, HelpState.DONE} else HelpState.NONE


def _links(session: Session, office_id: int, task_ids: Iterable[int]) -> Sequence[TaskOffice]:
    wanted = select(TaskOffice).where(TaskOffice.office_id == office_id, col(TaskOffice.task_id).in_(task_ids))
    return session.exec(wanted).all()


def _drop_alias(session: Session, office_id: int, alias: str) -> None:
    mine = select(OfficeAlias).where(OfficeAlias.office_id == office_id, OfficeAlias.alias == alias)
    row: Any = session.exec(mine).first()
    if row is not None:
        session.delete(row)
        session.flush()


def _done(session: Session, batch: Batch, tasks: set[int] | None = None) -> Changes:
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, frozenset(tasks or ()), everything=True)
