"""Everything about one task."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.model.enums import DecisionState
from tracker.model.rows import EvidenceRow, ExtensionRow, IndicatorRow, ProgressRow, TaskDetail, TaskRow
from tracker.model.tables import Evidence, Extension, ProgressEntry, Task
from tracker.queries.evidence import JudgedEvidence, count_judged, judge_evidence
from tracker.queries.helping import list_help_entries, read_helping
from tracker.queries.history import list_revisions
from tracker.queries.indicators import list_indicators, possible_codes
from tracker.queries.light_facts import list_milestones, written_later
from tracker.queries.links import list_links, merged_codes
from tracker.queries.oversight import list_matters, progress_before_report, read_verdicts
from tracker.queries.paper_register import list_papers
from tracker.queries.sources import list_articles, list_recommendations
from tracker.queries.task_rows import list_tasks
from tracker.queries.today import list_reports


def read_task(session: Session, task_id: int, today: date) -> TaskDetail:
    """Return one task with all that hangs on it. Raises InputError when it is gone."""
    rows = list_tasks(session, today, col(Task.id) == task_id)
    if not rows:
        raise InputError("这项任务已不在台账中，可能刚被撤销；请刷新后再看。")
    task = rows[0]
    merged = merged_codes(session, task_id)
    recommendations = list_recommendations(session, task.recommendation)
    articles = list_articles(session)
    judged = judge_evidence(session, [task_id]).get(task_id, [])
    return TaskDetail(
        task=task,
        recommendation=next(iter(recommendations), None),
        article=next((article for article in articles if article.code == task.article), None),
        progress=_progress(session, task_id, merged),
        milestones=tuple(list_milestones(session, [task_id]).get(task_id, ())),
        extensions=_extensions(session, task_id),
        evidence=_evidence(session, task_id, merged, judged),
        indicators=list_indicators(session, today, task.indicators),
        possible_indicators=_possible_indicators(session, task, today),
        history=list_revisions(session, task_id),
        links=list_links(session, task_id),
        reports=list_reports(session, task, today),
        progress_before=progress_before_report(session, [task_id]).get(task_id),
        counted=count_judged(judged),
        verdicts=read_verdicts(session, task_id),
        matters=list_matters(session, merged, (task_id, *merged)),
        helping=read_helping(session, [task_id], today).get(task_id, ()),
        help_entries=list_help_entries(session, (task_id, *merged), merged),
        papers=list_papers(session, task_id),
    )


def _possible_indicators(session: Session, task: TaskRow, today: date) -> tuple[IndicatorRow, ...]:
    codes = possible_codes(session, task)
    return tuple(sorted(list_indicators(session, today, codes), key=lambda row: codes.index(row.code))) if codes else ()


def _progress(session: Session, task_id: int, merged: Mapping[int, str]) -> tuple[ProgressRow, ...]:
    """Return the entries of a task and of what was merged into it, newest first."""
    later = written_later(session, ProgressEntry, ProgressEntry.entered_on, (task_id, *merged))
    statement = select(ProgressEntry).where(col(ProgressEntry.task_id).in_((task_id, *merged)))
    newest_first = statement.order_by(col(ProgressEntry.entered_on).desc(), col(ProgressEntry.id).desc())
    return tuple(
        ProgressRow(
            entry.id,
            entry.entered_on,
            entry.progress,
            entry.note,
            entry.problems,
            entry.next_steps,
            entry.author,
            entry.source,
            merged.get(entry.task_id, ""),
            later.get(entry.id),
            entry.filled_by,
            entry.channel,
        )
        for entry in session.exec(newest_first)
    )


def _extensions(session: Session, task_id: int) -> tuple[ExtensionRow, ...]:
    statement = select(Extension).where(Extension.task_id == task_id).order_by(col(Extension.id))
    return tuple(_extension(row) for row in session.exec(statement))


def _extension(row: Extension) -> ExtensionRow:
    refused, pending = row.state is DecisionState.REFUSED, row.state is DecisionState.REQUESTED
    on = row.decided_on or row.requested_on
    assert on is not None  # a decision has its day, an application the day it was made
    return ExtensionRow(
        f"不同意{row.kind.word}" if refused else f"申请{row.kind.word}" if pending else row.kind.word,
        on,
        row.from_on,
        row.from_text,
        row.to_on,
        row.to_text,
        row.reason,
        row.decided_by,
        row.answer,
        row.late_days,
        refused,
        pending,
    )


def _evidence(
    session: Session, task_id: int, merged: Mapping[int, str], judged: Sequence[JudgedEvidence]
) -> tuple[EvidenceRow, ...]:
    """Return the evidence of a task, then of what was merged into it."""
    statement = select(Evidence).where(col(Evidence.task_id).in_((task_id, *merged))).order_by(col(Evidence.id))
    refusals = {piece.id: piece.refusal for piece in judged}
    rows = (
        EvidenceRow(
            evidence.id,
            evidence.kind,
            evidence.name,
            evidence.text,
            evidence.size,
            evidence.added_at,
            merged.get(evidence.task_id, ""),
            refusals.get(evidence.id, ""),
        )
        for evidence in session.exec(statement)
    )
    return tuple(sorted(rows, key=lambda row: bool(row.code)))
