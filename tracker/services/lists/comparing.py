"""Recognise the tasks of an unknown list in the ledger, and say what it says otherwise."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.exchange.book.text import fold, key
from tracker.model.deadlines import parse_deadline, same_deadline
from tracker.model.enums import Priority, Status
from tracker.model.list_preview import ListEntry, ListOutcome
from tracker.model.tables import Office, ProgressEntry, Task, TaskOffice
from tracker.model.task_lists import ListTable, ListTask
from tracker.model.typed.deadlines import read_deadline
from tracker.model.typed.reading import Outcome
from tracker.services.lists.alike_titles import AlikeTitles, likeness

REF_LINE = "来文序号 "
#: What a list says of a task that is never taken for a fact: where it is noted in 备注, by field.
NOTED_WORDS: Mapping[str, str] = {
    "status": "来文状态", "progress": "来文进度", "source": "来文来源", "progress_note": "来文进展情况",
    "problems": "来文存在问题", "next_steps": "来文下一步措施",
}  # fmt: skip
_REF = re.compile(rf"^{REF_LINE}(.+)$", re.MULTILINE)
_RELATED = 0.5


@dataclass(slots=True)
class _Known:
    """A task of the source of a list, as the list is compared with it."""

    row: Task
    ref: str
    lead: str
    helping: tuple[str, ...]


class LedgerTasks:
    """The tasks that rows of a list may be: those of its source, and those with the same lead office."""

    def __init__(self, session: Session, source_id: int | None, base: date) -> None:
        self._base = base
        mine = _tasks_of(session, source_id)
        self._by_title = {key(task.row.title): task for task in reversed(mine)}
        self._by_ref = {task.ref: task for task in reversed(mine) if task.ref}
        self._codes: dict[int, str] = {}
        self._titles_of_lead: dict[str, list[tuple[int, str]]] = defaultdict(list)
        led = select(Task.id, Task.code, Task.title, Office.name).join(Office, col(Office.id) == Task.lead_office_id)
        for number, code, title, lead in session.exec(led.where(col(Task.status) != Status.CANCELLED)):
            self._codes[number] = code
            self._titles_of_lead[lead].append((number, title))
        self._alike: dict[str, AlikeTitles] = {}
        self._matched: set[int] = set()
        self._reported = _reported(session, source_id)

    def entry(self, table: ListTable, task: ListTask) -> ListEntry:
        """Return what a task of a list is; every task of the ledger is matched once."""
        if (there := self._same(task)) is not None:
            row = there.row
            self._matched.add(row.id)
            changes = differences(task, row, there.lead, there.helping, self._base)
            remark = noted_in(row.remark, task, self._reported.get(row.id, frozenset()))
            changes |= {"remark": (row.remark, remark)} if remark != row.remark else {}
            outcome = ListOutcome.CHANGED if changes else ListOutcome.SAME
            return ListEntry(table, task, outcome, row.code, row.id, changes)
        if (like := self._like(task)) is not None:
            return ListEntry(table, task, ListOutcome.UNSURE, self._codes[like], like)
        return ListEntry(table, task)

    def _same(self, task: ListTask) -> _Known | None:
        there = self._by_title.get(key(task.title))
        if there is None and task.ref:
            there = self._by_ref.get(task.ref)
            if there is not None and likeness(task.title, there.row.title) < _RELATED:
                there = None
        return there if there is not None and there.row.id not in self._matched else None

    def _like(self, task: ListTask) -> int | None:
        lead = task.lead_office
        if not lead or lead not in self._titles_of_lead:
            return None
        if lead not in self._alike:
            self._alike[lead] = AlikeTitles(self._titles_of_lead[lead])
        return next((number for number in self._alike[lead].alike(task.title) if number not in self._matched), None)


def differences(
    task: ListTask, row: Any, lead: str, helping: Sequence[str], base: date
) -> dict[str, tuple[object, object]]:
    """Return (ours, theirs) of the fields that a list fills in and says otherwise; what it leaves empty stays."""
    differing: dict[str, tuple[object, object]] = {}
    for field in ("title", "content", "owner", "phone", "leader"):
        theirs, ours = getattr(task, field), getattr(row, field)
        if theirs and (key(theirs) != key(ours) if field != "content" else fold(theirs) != fold(ours)):
            differing[field] = (ours, theirs)
    if task.lead_office and not task.doubtful_lead and task.lead_office != lead:
        differing["lead_office"] = (lead, task.lead_office)
    theirs_help = [name for name in task.co_offices if name != (lead or task.lead_office)]
    if theirs_help and set(theirs_help) != set(helping):
        differing["co_offices"] = (list(helping), theirs_help)
    if is_stored_deadline(task, base) and not _same_due(task.due_text, row, base):
        differing["due_text"] = (row.due_text, task.due_text)
    if task.start_on and task.start_on != (row.start_on.isoformat() if row.start_on else None):
        differing["start_on"] = (row.start_on.isoformat() if row.start_on else None, task.start_on)
    if task.themes and set(task.themes) != set(row.themes):
        differing["themes"] = (list(row.themes), list(task.themes))
    if task.priority and row.priority is not Priority.KEY:
        differing["priority"] = (row.priority.word, task.priority)
    return differing


def noted_in(remark: str, task: ListTask, reported: Set[str]) -> str:
    """Return the 备注 of a task with what a list says of its state; `reported` is all that was ever told of it."""
    said = {name: text for name, text in task.said.items() if name != "source" and text.strip() not in reported}
    for name, text in said.items():
        start, line = f"{NOTED_WORDS[name]}：", noted_line(name, text)
        if f"\n{line}\n" in f"\n{remark}\n":
            continue
        kept = [old for old in remark.split("\n") if old and not old.startswith(start)]
        remark = "\n".join((*kept, line))
    return remark


def noted_line(name: str, text: str) -> str:
    """Return the line of a 备注 that says what a list says in a field; lines of a text become one."""
    return f"{NOTED_WORDS[name]}：{'；'.join(filter(None, text.splitlines()))}"


def is_stored_deadline(task: ListTask, base: date) -> bool:
    """Tell whether the deadline of a list can be one of the ledger; others are only noted."""
    if not task.due_text:
        return False
    if task.due_on is not None:
        return True
    reading = read_deadline(task.due_text, base)
    asked_for_text = reading.outcome is Outcome.ASKED and reading.literal is not None
    return "；" not in task.due_text and (reading.accepted or asked_for_text)


def _same_due(text: str, row: Any, base: date) -> bool:
    theirs = parse_deadline(text, base)
    ours = parse_deadline(row.due_text, base)
    return same_deadline(theirs, ours) or (theirs.on is not None and theirs.on == row.due_on)


def _tasks_of(session: Session, source_id: int | None) -> list[_Known]:
    """Return the tasks of a source that are not cancelled, with who leads and who helps."""
    if source_id is None:
        return []
    tasks = session.exec(select(Task).where(Task.source_id == source_id, col(Task.status) != Status.CANCELLED)).all()
    offices = dict(session.exec(select(Office.id, Office.name)).all())
    helping: dict[int, list[str]] = defaultdict(list)
    pairs = select(TaskOffice.task_id, Office.name).join(Office, col(Office.id) == TaskOffice.office_id)
    pairs = pairs.join(Task, col(Task.id) == TaskOffice.task_id).where(Task.source_id == source_id)
    for task_id, name in session.exec(pairs.order_by(col(Office.position))):
        helping[task_id].append(name)
    return [
        _Known(task, ref[1].strip() if ref else "", offices.get(task.lead_office_id or 0, ""), tuple(helping[task.id]))
        for task in tasks
        for ref in (_REF.search(task.remark),)
    ]


def _reported(session: Session, source_id: int | None) -> Mapping[int, Set[str]]:
    """Return by task of a source all that was ever told of it in words."""
    reported: dict[int, set[str]] = defaultdict(set)
    if source_id is not None:
        texts: Any = select(
            ProgressEntry.task_id, ProgressEntry.note, ProgressEntry.problems, ProgressEntry.next_steps
        ).join(Task, col(Task.id) == ProgressEntry.task_id)
        for task_id, *words in session.exec(texts.where(Task.source_id == source_id)):
            reported[task_id].update(text.strip() for text in words)
    return reported


def entries_of(tasks: LedgerTasks, tables: Iterable[ListTable]) -> list[ListEntry]:
    """Return what every task of some tables is, in their order."""
    return [tasks.entry(table, task) for table in tables for task in table.tasks]
