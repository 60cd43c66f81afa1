"""时限与状态变动: every decision that asks less of a task or ends its work, with its reason and its lights."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from tracker.model.deadlines import due_words, parse_deadline
from tracker.model.enums import DeadlineChange, DecisionState, NodesChoice
from tracker.model.light_facts import Verdict as VerdictFact
from tracker.model.rows import DecisionRow, TaskRow
from tracker.model.rows.decision_log import (
    CHECK,
    GOAL,
    GOAL_KEY,
    NODES,
    PUT_AWAY,
    RULES,
    SOURCE_KEY,
    START,
    UNDONE,
    UNRECORDED,
    WAIVER,
)
from tracker.model.rules import TRANSITIONS
from tracker.model.tables import (
    Article,
    Batch,
    Extension,
    Indicator,
    Milestone,
    ReportWaiver,
    Revision,
    Setting,
    StatusMove,
    Task,
    Verdict,
)
from tracker.model.thresholds import Thresholds, recorded_words
from tracker.queries.as_of import Without, lights_with, moment_after
from tracker.queries.task_rows import list_tasks
from tracker.queries.thresholds import THRESHOLDS_DECISION_KEY, THRESHOLDS_KEY

_IN_FORCE = (col(Batch.undone_by_id).is_(None), col(Batch.undoes_id).is_(None))
#: A row, and how its decision is thought away (None: no light is asked for).
_Entry = tuple[DecisionRow, Without | None]


def list_decisions(session: Session, today: date, limit: int = 500) -> tuple[DecisionRow, ...]:
    """Return the newest decisions, newest first."""
    roads = (_deadlines, _moves, _reasoned, _verdicts, _waivers, _unrecorded, _rules, _beside_tasks, _taken_back)
    entries = [entry for road in roads for entry in road(session, limit)]
    entries = sorted(entries, key=lambda entry: entry[0].on, reverse=True)[:limit]
    tasks = _tasks(session, {row.task_id for row, _ in entries if row.task_id}, today)
    shown = [entry for entry in entries if not entry[0].task_id or entry[0].task_id in tasks]
    lights = iter(lights_with(session, tasks.values(), [without for _, without in shown if without is not None]))
    return tuple(_complete(row, tasks, next(lights) if without is not None else (None, None)) for row, without in shown)


def _unrecorded(session: Session, limit: int) -> Iterator[_Entry]:
    yield from ((row, None) for row in list_unrecorded(session, limit=limit))


def _tasks(session: Session, ids: set[int], today: date) -> dict[int, TaskRow]:
    return {task.id: task for task in list_tasks(session, today, col(Task.id).in_(ids))}


def _complete(row: DecisionRow, tasks: Mapping[int, TaskRow], lights: Any) -> DecisionRow:
    task = tasks.get(row.task_id)
    named = replace(row, before=lights[0], after=lights[1])
    return replace(named, code=task.code, title=task.title) if task is not None else named


def _deadlines(session: Session, limit: int) -> Iterator[_Entry]:
    """Yield the rows of changed deadlines; an application is dated when it was made, all else when it was decided."""
    counted = sa.and_(col(Extension.state) == DecisionState.GRANTED, col(Extension.counts))
    number = sa.func.sum(sa.case((counted, 1), else_=0)).over(
        partition_by=col(Extension.task_id), order_by=col(Extension.id)
    )
    day = sa.func.coalesce(col(Extension.decided_on), col(Extension.requested_on))
    newest: Any = (
        sa.select(Extension, number, day).where(day.is_not(None)).order_by(day.desc(), col(Extension.id).desc())
    )
    rows = session.execute(newest.limit(limit)).all()
    moments = _moments(session, Extension, [row.id for row, *_ in rows])
    for row, number_so_far, on in rows:
        granted = row.state is DecisionState.GRANTED
        before = {
            "due_text": row.from_text,
            "due_on": row.from_on,
            "due_kind": parse_deadline(row.from_text, row.from_on).kind,
        }
        decision = DecisionRow(
            on,
            row.kind.word,
            _due(row.from_text, row.from_on),
            _due(row.to_text, row.to_on),
            task_id=row.task_id,
            state="" if granted else row.state.word,
            number=number_so_far if granted and row.counts else 0,
            reason=row.reason or row.answer,
            decided_by=row.decided_by,
            late_days=row.late_days,
        )
        at = moments.get(row.id, moment_after(on))
        moved = row.nodes is NodesChoice.MOVED
        yield decision, Without(row.task_id, on, at, before, nodes=moved) if granted else None


def _moments(session: Session, table: type[SQLModel], ids: Collection[int]) -> dict[int, datetime]:
    """Return by row of a table when it came."""
    born = col(Revision.entity) == table.__tablename__, col(Revision.field) == "", col(Batch.undoes_id).is_(None)
    statement: Any = sa.select(col(Revision.entity_id), col(Batch.at)).join(Batch, col(Batch.id) == Revision.batch_id)
    return dict(session.connection().execute(statement.where(*born, col(Revision.entity_id).in_(ids))).all())


def _due(text: str, on: date | None) -> str:
    return due_words(on, text, "—")


#: The moves of status that need a reason, a decision or proof, or end a pause, by their ends.
_DECIDED = {
    (move.source, move.target): move
    for move in TRANSITIONS
    if move.needs_reason or move.needs_decider or move.needs_closing or move.resumes
}


def _moves(session: Session, limit: int) -> Iterator[_Entry]:
    """Yield the moves of status that need a reason, a decision or proof, and those that end a pause."""
    source, target = col(StatusMove.from_status), col(StatusMove.to_status)
    decided = select(StatusMove).where(sa.or_(*(sa.and_(source == start, target == end) for start, end in _DECIDED)))
    for row in _newest(session, decided, StatusMove, limit):
        move = _DECIDED[row.from_status, row.to_status]
        until = f"（至 {row.until.isoformat()}）" if row.until is not None else ""
        decision = DecisionRow(
            row.on,
            move.act,
            row.from_status.word,
            f"{row.to_status.word}{until}",
            task_id=row.task_id,
            reason=row.reason,
            decided_by=row.decided_by,
        )
        yield decision, Without(row.task_id, row.on, row.at, {"status": row.from_status})


def _newest(session: Session, statement: Any, table: Any, limit: int) -> Sequence[Any]:
    """Return the newest rows of a table by their day."""
    return list(session.exec(statement.order_by(col(table.on).desc(), col(table.id).desc()).limit(limit)))


def _verdicts(session: Session, limit: int) -> Iterator[_Entry]:
    """Yield what staff saw when they checked tasks."""
    rows = _newest(session, select(Verdict), Verdict, limit)
    moments = _moments(session, Verdict, [row.id for row in rows])
    for row in rows:
        seen = f"{row.outcome.word} {row.progress}%" if row.progress is not None else row.outcome.word
        decision = DecisionRow(row.on, CHECK, "", seen, task_id=row.task_id, reason=row.note, decided_by=row.by)
        fact = VerdictFact(row.on, row.outcome, row.progress, row.next_on)
        yield decision, Without(row.task_id, row.on, moments.get(row.id, moment_after(row.on)), verdict=fact)


def _waivers(session: Session, limit: int) -> Iterator[_Entry]:
    """Yield the regular reports that are done without."""
    rows = _newest(session, select(ReportWaiver), ReportWaiver, limit)
    moments = _moments(session, ReportWaiver, [row.id for row in rows])
    for row in rows:
        period = f"{row.period_due_on.isoformat()} 期"
        decision = DecisionRow(row.on, WAIVER, "", period, task_id=row.task_id, reason=row.reason, decided_by=row.by)
        at = moments.get(row.id, moment_after(row.on))
        yield decision, Without(row.task_id, row.on, at, waived=row.period_due_on)


def list_unrecorded(
    session: Session, *, revision_id: int | None = None, limit: int | None = None
) -> tuple[DecisionRow, ...]:
    """Return the moves of a deadline to a later day, after the task was assigned, that no row tells of.

    All of them, the newest so many, or that of one recorded change.
    """
    old, new = (sa.cast(side, sa.Text) for side in (col(Revision.old), col(Revision.new)))  # days in quotes, or null
    recorded = sa.exists().where(
        col(Extension.task_id) == col(Revision.entity_id), col(Extension.state) == DecisionState.GRANTED,
        new == '"' + sa.cast(col(Extension.to_on), sa.Text) + '"',
    )  # fmt: skip
    earlier, act = aliased(Revision), aliased(Batch)
    # Until a task has moved its status its deadline is a draft.
    assigned = sa.exists().where(
        col(earlier.entity) == Task.__tablename__, col(earlier.entity_id) == col(Revision.entity_id),
        col(earlier.field) == "status", col(earlier.id) < col(Revision.id), col(act.id) == col(earlier.batch_id),
        col(act.undone_by_id).is_(None), col(act.undoes_id).is_(None),
    )  # fmt: skip
    this = col(Revision.id) == revision_id if revision_id is not None else sa.true()
    rows = _recorded(
        session, col(Revision.entity) == Task.__tablename__, col(Revision.field) == "due_on", old.like('"%'),
        new.like('"%'), new > old, ~recorded, assigned, this, *_IN_FORCE, limit=limit,
    )  # fmt: skip
    return tuple(_silent_move(row) for row in rows)


def _silent_move(row: Any) -> DecisionRow:
    on, late = row.at.astimezone().date(), date.fromisoformat(row.old)
    days = max(0, (on - late).days)
    return DecisionRow(on, UNRECORDED, row.old, row.new, task_id=row.entity_id, late_days=days, revision_id=row.id)


def _recorded(session: Session, *conditions: Any, limit: int | None = None) -> Sequence[Any]:
    """Return the newest recorded changes with the moment, the label and the actor of their acts."""
    columns = (Revision.id, Revision.batch_id, Revision.entity_id, Revision.task_id, Revision.field, Revision.old)
    acts = (Revision.new, Batch.at, Batch.label, Batch.actor)
    statement: Any = sa.select(*map(col, (*columns, *acts))).join(Batch, col(Batch.id) == Revision.batch_id)
    newest = statement.where(*conditions).order_by(col(Batch.at).desc(), col(Revision.id).desc())
    return session.connection().execute(newest.limit(limit)).all()


def _reasoned(session: Session, limit: int) -> Iterator[_Entry]:
    """Yield acts on nodes and start dates that less is due by, with the reason that stands with the act."""
    node = sa.and_(col(Revision.entity) == Milestone.__tablename__, col(Revision.field).in_(("due_on", "weight", "")))
    start = sa.and_(col(Revision.entity) == Task.__tablename__, col(Revision.field) == "start_on")
    decided = select(Batch.id, Batch.decisions).where(col(Batch.decisions).is_not(None), *_IN_FORCE)
    why = {
        (batch, int(task)): decision
        for batch, decisions in session.exec(decided.order_by(col(Batch.at).desc()).limit(limit))
        for task, decision in (decisions or {}).items()
        if task.isdecimal()
    }
    batches = col(Batch.id).in_({batch for batch, _ in why})
    for row in _recorded(session, sa.or_(node, start), batches):
        if (decision := why.get((row.batch_id, row.task_id))) is None:
            continue
        old, new = (_node_words(row.field, side) for side in (row.old, row.new))
        on, starts = row.at.astimezone().date(), row.field == "start_on"
        kind, decided_by = START if starts else NODES, decision["decided_by"] or row.actor
        shown = DecisionRow(on, kind, old, new, task_id=row.task_id, reason=decision["reason"], decided_by=decided_by)
        before = {"start_on": date.fromisoformat(row.old) if row.old else None} if starts else {}
        yield shown, Without(row.task_id, on, row.at, before, nodes=not starts)


def _node_words(field: str, side: Any) -> str:
    if isinstance(side, dict):
        return f"{side['title']} {side['due_on'] or '未定'}"
    return f"权重 {side}" if field == "weight" else str(side or "—")


def _rules(session: Session, limit: int) -> Iterator[_Entry]:
    """Yield changes of the light rules: they turn lights of many tasks."""
    setting = col(Revision.entity) == Setting.__tablename__
    why = {
        row.batch_id: row.new or {}
        for row in _recorded(session, setting, col(Revision.field) == THRESHOLDS_DECISION_KEY, *_IN_FORCE)
    }
    for row in _recorded(session, setting, col(Revision.field) == THRESHOLDS_KEY, *_IN_FORCE, limit=limit):
        old, new = (recorded_words(side or Thresholds().to_dict()) for side in (row.old, row.new))
        decided = why.get(row.batch_id, {})
        on, decided_by = row.at.astimezone().date(), decided.get("decided_by") or row.actor
        yield DecisionRow(on, RULES, old, new, reason=decided.get("reason", ""), decided_by=decided_by), None


def _beside_tasks(session: Session, limit: int) -> Iterator[_Entry]:
    """Yield what made indicators stand better without a new value, and sources put away while tasks were open."""
    decided = select(Batch).where(col(Batch.decisions).is_not(None), *_IN_FORCE)
    acts = session.exec(decided.order_by(col(Batch.at).desc(), col(Batch.id).desc()).limit(limit)).all()
    kept = [(act, key, why) for act in acts for key, why in (act.decisions or {}).items() if "/" in key]
    if not kept:
        return
    names = {f"{GOAL_KEY}{row.id}": (GOAL, row.code, row.name) for row in session.exec(select(Indicator))}
    names |= {f"{SOURCE_KEY}{row.id}": (PUT_AWAY, row.code, row.title) for row in session.exec(select(Article))}
    for act, key, why in kept:
        kind, code, title = names.get(key, (GOAL if key.startswith(GOAL_KEY) else PUT_AWAY, "", ""))
        on, ends, by = act.at.astimezone().date(), (why["before"], why["after"]), why["decided_by"]
        yield DecisionRow(on, kind, *ends, code=code, title=title, reason=why["reason"], decided_by=by), None


def _taken_back(session: Session, limit: int) -> Iterator[_Entry]:
    """Yield acts of earlier that were taken back, where lights got better by it."""
    undos = select(Batch).where(
        col(Batch.undoes_id).is_not(None), col(Batch.undone_by_id).is_(None), col(Batch.decisions).is_not(None)
    )
    for undo in session.exec(undos.order_by(col(Batch.at).desc(), col(Batch.id).desc()).limit(limit)):
        for task, kept in (undo.decisions or {}).items():
            ends, why = (kept["before"], kept["after"]), (kept["reason"], kept["decided_by"])
            on = undo.at.astimezone().date()
            shown = DecisionRow(on, UNDONE, *ends, reason=why[0], decided_by=why[1])
            yield replace(shown, task_id=int(task)) if task.isdecimal() else replace(shown, title=why[0]), None


def list_corrected(session: Session, tasks: Iterable[TaskRow], today: date, days: int) -> dict[int, DecisionRow]:
    """Return by task the correction of the last days that ended an overdue."""
    open_tasks = {task.id for task in tasks if not task.status.settled}
    corrections = select(Extension).where(
        Extension.kind == DeadlineChange.CORRECTION, Extension.state == DecisionState.GRANTED
    )
    shown = {}
    for row in session.exec(corrections.order_by(col(Extension.id))):
        recent = row.decided_on is not None and 0 <= (today - row.decided_on).days < days
        ended = row.late_days > 0 and row.decided_on is not None and (row.to_on is None or row.to_on >= row.decided_on)
        if recent and ended and row.task_id in open_tasks and row.decided_on is not None:
            shown[row.task_id] = DecisionRow(
                row.decided_on, row.kind.word, _due(row.from_text, row.from_on), _due(row.to_text, row.to_on)
            )
    return shown
