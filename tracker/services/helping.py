"""What a co-office does for a task: written the same way from its workbook, by hand and after a call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlmodel import Session, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.edited_forms import ConflictScope
from tracker.model.enums import BatchSource
from tracker.model.exchange_words import EntryChannel, HelpState
from tracker.model.field_list import FIELDS, HELP_COLUMNS
from tracker.model.fields import validate_field
from tracker.model.rules import check_open, is_name
from tracker.model.tables import HelpEntry, Office, Task, TaskOffice
from tracker.model.telling_text import count_meaningful
from tracker.services.edit_conflicts import RowComparison
from tracker.services.fields import set_fields
from tracker.services.progress_entries import NOBODY, Teller
from tracker.services.write_basics import begin, the_office, the_task, touched

#: What makes an entry when it is written.
_SAID = ("help_note", "help_problems")


@dataclass(frozen=True, slots=True)
class Report:
    """What a person of an office told us of a task; None and "" are not given.

    `progress` (percent) and `next_steps` are for the office that leads, `state` for one that helps.
    """

    office: str
    by: str
    channel: EntryChannel
    on: date
    progress: int | None = None
    state: HelpState | None = None
    note: str = ""
    problems: str = ""
    next_steps: str = ""


def record_report(session: Session, task_id: int, report: Report, today: date) -> Changes:
    """Write down what an office told us by phone, chat or in person (登记反馈), as its own words.

    Raises InputError for a day that has not come, RuleError where nobody is named, nothing is told, the office has
    nothing to do with the task, or the task's rules refuse it.
    """
    task = the_task(session, task_id)
    office = the_office(session, report.office)
    _check(report, today)
    batch = begin(session, f"{task.code} 登记{office.name}反馈（{report.channel.word}）")
    teller = Teller(report.by.strip(), report.channel)
    if task.lead_office_id == office.id:
        _record_of_lead(session, task, report, teller)
    else:
        _record_of_helper(session, task, office, report, teller)
    return touched(session, batch, tasks={task.id})


def _check(report: Report, today: date) -> None:
    if report.on > today:
        raise InputError(f"{report.on} 还没有到；请写实际联系的日期。")
    if not is_name(report.by):
        raise RuleError("登记反馈要写是谁说的；请填联系人。")
    if report.channel is EntryChannel.MANUAL:
        raise RuleError("登记反馈要写怎么说的；请选电话、微信、当面、会议或书面。")


def _record_of_lead(session: Session, task: Task, report: Report, teller: Teller) -> None:
    if report.state is not None:
        raise RuleError(f"{report.office}是 {task.code} 的牵头单位，没有配合状态；请填进度。")
    texts = {"progress_note": report.note, "problems": report.problems, "next_steps": report.next_steps}
    values: dict[str, Value] = {name: text for name, text in texts.items() if count_meaningful(text)}
    if report.progress is not None and report.progress != task.progress:
        values["progress"] = report.progress
    if not values:
        raise RuleError(f"没有可以登记的内容：{task.code} 的进度没有变，也没有写进展、问题或下一步。")
    set_fields(session, task, values, on=report.on, teller=teller)


def _record_of_helper(session: Session, task: Task, office: Office, report: Report, teller: Teller) -> None:
    if report.progress is not None or count_meaningful(report.next_steps):
        raise RuleError(f"{office.name}不牵头 {task.code}，只登记配合状态、配合情况和问题；进度由牵头单位报。")
    link = help_of(session, task, office)
    texts = {"help_note": report.note, "help_problems": report.problems}
    values: dict[str, Value] = {name: text for name, text in texts.items() if count_meaningful(text)}
    if report.state is not None and report.state is not link.state:
        values["help_state"] = report.state.value
    if not values:
        raise RuleError(f"没有可以登记的内容：{office.name}的配合状态没有变，也没有写配合情况或问题。")
    set_help(session, task, link, values, on=report.on, teller=teller)


def edit_help(
    session: Session, link_id: int, values: Mapping[str, Value], today: date, seen: Mapping[str, Any] | None = None
) -> Changes:
    """Write by hand what a co-office has to do and does, by field; an unchanged value writes nothing.

    `seen` is what the editor showed, by field. Raises InputError when the office helps no more, ConflictError where
    somebody else changed what is changed here.
    """
    link = _link(session, link_id)
    task, office = the_task(session, link.task_id), session.get(Office, link.office_id)
    name = office.name if office else ""
    readers = {field: partial(getattr, link, column) for field, column in HELP_COLUMNS.items()}
    form = ConflictScope(
        f"{name}的配合情况", {field: FIELDS[field].word for field in HELP_COLUMNS}, columns=HELP_COLUMNS
    )
    settled = RowComparison(session, form, link, readers).settle(f"{task.code} {name}", values, seen)
    batch = begin(session, f"{task.code} {name}配合事项")
    set_help(session, task, link, settled.values, on=today)
    return settled.tell(touched(session, batch, tasks={task.id}))


def confirm_help(session: Session, link_id: int) -> Changes:
    """Take an office that was only suggested as one that helps."""
    link = _link(session, link_id)
    task, office = the_task(session, link.task_id), session.get(Office, link.office_id)
    batch = begin(session, f"{task.code} 确认{office.name if office else ''}配合")
    link.confirmed = True
    return touched(session, batch, tasks={task.id})


def _link(session: Session, link_id: int) -> TaskOffice:
    link = session.get(TaskOffice, link_id)
    if link is None:
        raise InputError("这个单位已不再配合这项任务；请刷新后再看。")
    return link


def help_of(session: Session, task: Task, office: Office) -> TaskOffice:
    """Return what links an office to a task it helps with. Raises RuleError when it does not."""
    wanted = select(TaskOffice).where(TaskOffice.task_id == task.id, TaskOffice.office_id == office.id)
    link = session.exec(wanted).first()
    if link is None:
        raise RuleError(f"{office.name}既不牵头也不配合 {task.code}；请先把它加为配合单位。")
    return link


def set_help(
    session: Session,
    task: Task,
    link: TaskOffice,
    values: Mapping[str, Value],
    *,
    on: date,
    source: BatchSource = BatchSource.MANUAL,
    teller: Teller = NOBODY,
) -> None:
    """Set what a co-office has to do and says, by field, inside the act under way; what it says makes an entry.

    Nothing of the task itself changes. Raises RuleError for a task that is closed or cancelled, InputError for a value
    that cannot be.
    """
    before = link.state
    for field, value in values.items():
        check_open(task.code, task.status, field, FIELDS[field].word)
        clean = str(validate_field(field, value))
        setattr(link, HELP_COLUMNS[field], HelpState(clean) if field == "help_state" else clean)
    session.add(link)
    said = {field: str(values.get(field) or "") for field in _SAID}
    if link.state is before and not any(map(count_meaningful, said.values())):
        return
    session.add(
        HelpEntry(
            task_id=task.id,
            office_id=link.office_id,
            entered_on=on,
            state=link.state,
            note=said["help_note"],
            problems=said["help_problems"],
            author=session.info.get("actor", ""),
            filled_by=teller.filled_by,
            source=source,
            channel=teller.channel,
        )
    )
