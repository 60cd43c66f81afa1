"""体检: what is missing in the ledger, computed when it is asked for and never stored."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.model.enums import DueKind, Status
from tracker.model.exchange_words import HelpState
from tracker.model.rows import TaskRow
from tracker.model.rows.xray import Finding, Xray
from tracker.model.source_words import SourceState
from tracker.model.tables import (
    Article,
    HelpEntry,
    Office,
    Task,
    TaskIndicator,
    TaskOffice,
    WorkbookExport,
    WorkbookExportRow,
)
from tracker.queries.directory import contact_gap, read_directory
from tracker.queries.evidence import count_evidence
from tracker.queries.task_rows import list_tasks
from tracker.queries.thresholds import read_thresholds
from tracker.queries.today import silent_days
from tracker.queries.xray_sources import find_in_indicators, find_in_sources, read_coverage


def read_xray(session: Session, today: date, article: str = "", silent: int | None = None) -> Xray:
    """Return the findings and the coverage of all sources, or of the one with a code."""
    return Xray(find_findings(session, today, article, silent), read_coverage(session, article))


def find_findings(session: Session, today: date, article: str = "", silent: int | None = None) -> tuple[Finding, ...]:
    """Return what is missing, each kind once; cancelled, merged and retired rows are left out.

    `silent` is the number of days without progress from which on a task is silent, by default that of the lights.
    """
    limit = silent if silent is not None else read_thresholds(session).stale_days
    tasks = _Tasks(session, today, article, limit)
    findings = [
        Finding(check.code, len(codes), check.sentence.format(n=len(codes), days=limit), tuple(codes), check.act)
        for check in _CHECKS
        if (codes := [task.code for task in tasks.rows if check.missing(tasks, task)])
    ]
    findings += _offices(session, tasks)
    findings += find_in_sources(session, today, article)
    findings += find_in_indicators(session, today, article)
    return tuple(findings)


def source_titles(session: Session) -> dict[str, str]:
    """Return the short titles of all sources by code."""
    rows = session.exec(select(Article.code, Article.short_title, Article.title))
    return {code: short or title for code, short, title in rows}


@dataclass(slots=True)
class _Tasks:
    """The tasks that are looked at, and what comes many to them."""

    session: Session
    today: date
    article: str
    silent: int
    rows: Sequence[TaskRow] = ()
    measured: frozenset[int] = frozenset()
    sent: frozenset[str] = frozenset()
    proven: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        # Of the whole ledger, as the pages read it: it is there already where one of them was shown.
        away = set(self.session.exec(select(Article.code).where(Article.state == SourceState.RETIRED)))
        self.rows = [
            task
            for task in list_tasks(self.session, self.today)
            if task.status is not Status.CANCELLED
            and not task.merged_into
            and task.article not in away
            and self.article in ("", task.article)
        ]
        self.measured = frozenset(self.session.exec(select(TaskIndicator.task_id).distinct()))
        sent = select(WorkbookExportRow.key).where(WorkbookExportRow.kind == "task").distinct()
        self.sent = frozenset(self.session.exec(sent))
        done = [task.id for task in self.rows if task.status.done]
        self.proven = frozenset(count_evidence(self.session, done)) if done else frozenset()


@dataclass(frozen=True, slots=True)
class _Check:
    code: str
    sentence: str
    act: str
    missing: Callable[[_Tasks, TaskRow], object]


def _open(row: TaskRow) -> bool:
    return not row.status.ended


def _assigned(row: TaskRow) -> bool:
    return not row.status.waiting


def _is_silent(tasks: _Tasks, row: TaskRow) -> bool:
    """Silence is counted as the lights count it."""
    days = silent_days(row, tasks.today)
    return days is not None and days >= tasks.silent


_CHECKS = (
    _Check("no_lead", "{n:,} 项任务没有牵头单位", "确认单位", lambda _, row: _open(row) and not row.lead_office),
    _Check(
        "unconfirmed", "{n:,} 项任务的单位是建议，尚未确认", "确认单位",
        lambda _, row: _open(row) and row.lead_office and not row.offices_confirmed,
    ),
    _Check("no_owner", "{n:,} 项任务没有责任人", "批量填写", lambda _, row: _assigned(row) and not row.owner.strip()),
    _Check("no_phone", "{n:,} 项任务没有联系电话", "批量填写", lambda _, row: _assigned(row) and not row.phone.strip()),
    _Check(
        "no_due", "{n:,} 项任务没有完成时限", "填写时限",
        lambda _, row: _open(row) and row.due_kind is DueKind.NONE,
    ),
    _Check(
        "text_due", "{n:,} 项任务的时限是文字，无法计算", "填写时限",
        lambda _, row: _open(row) and row.due_kind is DueKind.TEXT,
    ),
    _Check(
        "past_start", "{n:,} 项任务的开始晚于时限", "填写时限",
        lambda _, row: row.start_on is not None and row.due_on is not None and row.start_on > row.due_on,
    ),
    _Check("no_indicator", "{n:,} 项任务没有指标", "关联指标", lambda tasks, row: row.id not in tasks.measured),
    _Check(
        "no_evidence", "{n:,} 项待销号、已销号任务没有佐证", "补充佐证",
        lambda tasks, row: row.status.done and row.id not in tasks.proven,
    ),
    _Check("silent", "{n:,} 项任务超过{days}天没有进展", "催办", _is_silent),
    _Check(
        "never_sent", "{n:,} 项任务从未发出工作簿", "导出",
        lambda tasks, row: _open(row) and row.uid not in tasks.sent,
    ),
)  # fmt: skip


def _offices(session: Session, tasks: _Tasks) -> Iterator[Finding]:
    """Yield what is missing of offices with open tasks, each with the tasks that they lead or help with."""
    work = _OfficeWork(session, tasks)
    reached = set(session.exec(select(WorkbookExport.office_id).distinct()))
    leading = {row.lead_office for row in tasks.rows}
    yield from _silent_helpers(session, tasks, work.open_ids)
    gaps = {row.id for row in read_directory(session, tasks.today) if contact_gap(row, tasks.today)}
    for code, wanted, sentence, act in (
        ("no_contact", gaps, "{n:,} 个单位没有联络员或邮箱", "打开单位"),  # nobody can write to them
        ("co_unsent", work.only_helping(leading) - reached, "{n:,} 个配合单位从未收到工作簿", "导出"),
    ):
        mine = {number: name for number, name in work.offices.items() if number in wanted and work.of(number)}
        if mine:
            codes = work.codes(mine)
            yield Finding(code, len(mine), sentence.format(n=len(mine)), tuple(mine.values()), act, codes)


class _OfficeWork:
    """The open tasks that are looked at, by the offices that lead them and those that help with them."""

    def __init__(self, session: Session, tasks: _Tasks) -> None:
        self._open = [row for row in tasks.rows if _open(row)]
        self.open_ids = {row.id for row in self._open}
        self.offices = dict(session.exec(select(Office.id, Office.name).order_by(col(Office.position))).all())
        self._leads: dict[str, set[int]] = defaultdict(set)
        self.helps: dict[int, set[int]] = defaultdict(set)
        for row in self._open:
            self._leads[row.lead_office].add(row.id)
        for task_id, office_id in session.exec(select(TaskOffice.task_id, TaskOffice.office_id)):
            if task_id in self.open_ids:
                self.helps[office_id].add(task_id)

    def of(self, office: int) -> set[int]:
        """Return the ids of the open tasks that an office leads or helps with."""
        return self._leads.get(self.offices[office], set()) | self.helps.get(office, set())

    def only_helping(self, leading: Collection[str]) -> set[int]:
        """Return the offices that help and are not among those that lead."""
        return {office for office in self.helps if self.offices[office] not in leading}

    def codes(self, offices: Iterable[int]) -> tuple[str, ...]:
        """Return the codes of the open tasks of some offices, in document order."""
        wanted = set().union(*map(self.of, offices))
        return tuple(row.code for row in self._open if row.id in wanted)


def _silent_helpers(session: Session, tasks: _Tasks, open_ids: set[int]) -> Iterator[Finding]:
    """Yield the tasks at work of which a confirmed co-office said nothing for too long, since it was asked at all."""
    asked = _first_asked(session)
    heard: dict[tuple[int, int], date] = {}
    said: Any = select(HelpEntry.task_id, HelpEntry.office_id, sa.func.max(HelpEntry.entered_on))
    for task_id, office_id, day in session.exec(said.group_by(HelpEntry.task_id, HelpEntry.office_id)):
        heard[task_id, office_id] = day
    codes = {row.id: row.code for row in tasks.rows if row.id in open_ids and row.status.at_work}
    expected = col(TaskOffice.state).not_in((HelpState.DONE, HelpState.NOT_OURS))
    silent: dict[str, None] = {}
    links: Any = select(TaskOffice.task_id, TaskOffice.office_id).where(col(TaskOffice.confirmed), expected)
    for task_id, office_id in session.exec(links.order_by(TaskOffice.id)):
        since = max(filter(None, (heard.get((task_id, office_id)), asked.get((task_id, office_id)))), default=None)
        if task_id in codes and since is not None and (tasks.today - since).days >= tasks.silent:
            silent[codes[task_id]] = None
    if silent:
        sentence = f"{len(silent):,} 项任务的配合单位超过{tasks.silent}天没有反馈"
        yield Finding("co_silent", len(silent), sentence, tuple(silent), "催办")


def _first_asked(session: Session) -> dict[tuple[int, int], date]:
    """Return by task and office the day the first workbook asked the office for its help."""
    asked: Any = select(Task.id, WorkbookExport.office_id, sa.func.min(WorkbookExport.sent_on))
    asked = asked.join(WorkbookExportRow, col(WorkbookExportRow.key) == Task.uid)
    asked = asked.join(WorkbookExport, col(WorkbookExport.id) == WorkbookExportRow.export_id)
    asked = asked.where(WorkbookExportRow.kind == "help").group_by(Task.id, WorkbookExport.office_id)
    return {(task_id, office_id): day for task_id, office_id, day in session.exec(asked)}
