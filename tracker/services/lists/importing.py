"""Import a list as one act: new tasks as drafts of a source, and what it changed of tasks that came of it before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from tracker.errors import InputError, TrackerError, UndecidedError
from tracker.exchange.lists.read_lists import signature
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.deadlines import Deadline, parse_deadline
from tracker.model.enums import Priority
from tracker.model.list_preview import ListEntry, ListOutcome, ListPreview
from tracker.model.rows.decision_log import PlanDecision
from tracker.model.tables import Article, Task
from tracker.model.task_lists import LIST_FIELDS, ListTable, ListTask
from tracker.services.deadlines import UNDECIDED, Decision, write_deadline
from tracker.services.fields import set_fields
from tracker.services.lists.checking import ListRules, stored_deadline, stored_value
from tracker.services.lists.comparing import REF_LINE, is_stored_deadline, noted_line
from tracker.services.mapping_schemes import Reads, remember_scheme
from tracker.services.plan_changes import keep_decisions
from tracker.services.sources.tags import add_tags
from tracker.services.sources.tasks import NewTask, write_tasks
from tracker.services.write_basics import begin, touched
from tracker.store.backups.beforehand import backed_up_beforehand
from tracker.store.backups.keeping import Reason


@dataclass(frozen=True, slots=True)
class ListDecisions:
    """What a person decided: which rows are left out, what becomes of changed and doubtful ones, of open leads.

    `keep_leads` leaves a lead open that nobody knows or that is one of several; `decision` is given for changes that
    ask who decided.
    """

    update_changed: bool = True
    unsure_are_new: bool = True
    keep_leads: bool = True
    with_rest: bool = True  # columns nobody knows go to 备注
    left_out: frozenset[tuple[str, int]] = frozenset()  # sheet and first row
    decision: Decision = UNDECIDED
    granted: frozenset[tuple[str, int]] | None = None  # rows that `decision` is about; None: all

    def decision_on(self, entry: ListEntry) -> Decision:
        """Return what was decided about the changes of a row that ask for it."""
        about = self.granted is None or (entry.table.sheet, entry.task.row) in self.granted
        return self.decision if about else UNDECIDED


@dataclass(slots=True)
class ListResult:
    """What an import wrote, and what it could not: changes that wait for a decision, and those that are refused."""

    changes: Changes = field(default_factory=lambda: Changes("没有变化"))
    created: int = 0
    updated: int = 0
    waiting: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    decided: dict[int, PlanDecision] = field(default_factory=dict)  # of other starts, by id of the task


def import_list(
    session: Session,
    source: Article,
    preview: ListPreview,
    today: date,
    decisions: ListDecisions | None = None,
) -> ListResult:
    """Write what a preview says as one act; what asks for a decision or is frozen is named and not written.

    Raises InputError for a row without a name.
    """
    how = decisions or ListDecisions()
    entries = [e for e in preview.entries if (e.table.sheet, e.task.row) not in how.left_out]
    fresh = [
        e for e in entries if e.outcome is ListOutcome.NEW or (e.outcome is ListOutcome.UNSURE and how.unsure_are_new)
    ]
    changed = [e for e in entries if e.outcome is ListOutcome.CHANGED and how.update_changed]
    _check_titles(fresh)
    result = ListResult()
    if not fresh and not changed:
        return result
    with backed_up_beforehand(session, Reason.IMPORT, len(fresh) + len(changed)):
        batch = begin(session, f"{source.code} 导入清单 {preview.file}")
        base = source.received_on or today
        add_tags(session, [theme for entry in changed for theme in entry.task.themes])
        tasks = write_tasks(session, source, [_new(entry.task, base, how) for entry in fresh], today) if fresh else []
        result.created = len(tasks)
        numbers = {task.id for task in tasks}
        for entry in changed:
            if _update(session, entry, base, today, how, result):
                result.updated += 1
                numbers.add(entry.task_id or 0)
        keep_decisions(batch, result.decided)
        result.changes = touched(session, batch, tasks=numbers)
    if result.changes.batch_id is not None:
        result.changes |= Changes(sources=frozenset({source.id}), everything=True)
    return result


def _check_titles(fresh: Sequence[ListEntry]) -> None:
    for entry in fresh:
        if not entry.task.title.strip():
            raise InputError(
                f"“{entry.table.sheet}”第 {entry.task.row:,} 行没有任务名称，没有导入；请补上或不导入这一行。"
            )


def remember_columns(session: Session, name: str, tables: Sequence[ListTable]) -> None:
    """Keep which header is which field under a name; a scheme of that name is replaced. No act: it changes no task."""
    if not name.strip():
        return
    for table in tables:
        if table.header is None:
            continue
        named = [column for each in (table, *tables) for column in each.columns if column.header]
        content = {column.header: column.field or "" for column in reversed(named)}  # the first of a header says it
        remember_scheme(session, name.strip(), Reads.LISTS, signature(table.headers), content)
        return


def _new(task: ListTask, base: date, how: ListDecisions) -> NewTask:
    lead = "" if task.doubtful_lead and how.keep_leads else task.lead_office or ""
    values: dict[str, Value] = {
        "content": task.content,
        "owner": task.owner,
        "phone": task.phone,
        "leader": task.leader,
        "remark": remark_of(task, base, how),
        "priority": Priority.KEY.value if task.priority else "",
        "start_on": "" if task.starts_late else task.start_on or "",
    }
    return NewTask(
        task.title,
        {name: value for name, value in values.items() if value},
        _due(task, base),
        task.themes,
        lead,
        tuple(name for name in task.co_offices if name != lead),
    )


def _due(task: ListTask, base: date) -> Deadline | None:
    return parse_deadline(task.due_text, base) if is_stored_deadline(task, base) else None


def remark_of(task: ListTask, base: date, how: ListDecisions) -> str:
    """Return the 备注 of a new task: that of the list, and all of it that has no field here."""
    lines = [task.remark] if task.remark else []
    lines += [f"{REF_LINE}{task.ref}"] if task.ref else []
    lines += [f"来文章节：{' / '.join(task.section)}"] if task.section else []
    lines += [f"来文启动时间：{task.start_on}"] if task.starts_late else []
    lines += [f"来文时限：{task.due_text}"] if task.due_text and _due(task, base) is None else []
    lines += [noted_line(name, text) for name, text in task.said.items()]
    if how.keep_leads and (task.doubtful_lead or not task.lead_office) and task.lead_text:
        lines.append(f"牵头单位原文：{task.lead_text}")
    rest = [name for name in task.unknown_offices if name not in task.lead_text]
    lines += [f"配合单位原文：{'、'.join(rest)}"] if rest and how.keep_leads else []
    lines += [f"配合范围：{'、'.join(task.groups)}"] if task.groups else []
    lines += [f"{header}：{text}" for header, text in task.rest.items()] if how.with_rest else []
    return "\n".join(lines)


def _update(
    session: Session, entry: ListEntry, base: date, today: date, how: ListDecisions, result: ListResult
) -> bool:
    """Write the changes of a row that the rules allow, each by itself; tell whether any was."""
    task = session.get(Task, entry.task_id)
    assert task is not None
    assert entry.code is not None
    written = False
    for name, (_, theirs) in entry.changes.items():
        try:
            with session.begin_nested():
                why = ListRules(session, [task], base, today).check(task, name, theirs, how.decision_on(entry))
                _write(session, task, name, theirs, base, today, how.decision_on(entry))
            written = True
            result.decided |= {task.id: why} if why else {}
        except UndecidedError as asked:
            result.waiting.append(asked.of(entry.code))
        except TrackerError as refused:
            result.refused.append(refused.of(entry.code))
    return written


def _write(
    session: Session, task: Task, name: str, theirs: object, base: date, today: date, decision: Decision
) -> None:
    if name == "due_text":
        write_deadline(session, task, stored_deadline(str(theirs), base), today, decision)
        return
    if name == "themes" and isinstance(theirs, list):
        task.themes = list(theirs)
        return
    set_fields(session, task, {name: stored_value(name, theirs)}, on=today)


def field_word(name: str) -> str:
    """Return what a field of a list is called."""
    return LIST_FIELDS.get(name, name)
