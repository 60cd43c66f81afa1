"""What lights are judged by beside the columns of a task, read once for many tasks."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.deadlines import parse_deadline
from tracker.model.enums import BatchSource, DeadlineChange, DecisionState, DueKind, Priority, Status, TaskLinkKind
from tracker.model.light_facts import LightFacts
from tracker.model.light_facts import Verdict as VerdictFact
from tracker.model.recurrence import Frequency
from tracker.model.reporting import ReportEntry, ReportHistory, StatusMove, ToldSoFar, spans_of, waiting_since
from tracker.model.rows import MilestoneRow
from tracker.model.tables import (
    Batch,
    Coordination,
    Extension,
    Milestone,
    ProgressEntry,
    ReportWaiver,
    Revision,
    Task,
    TaskLink,
    Verdict,
)
from tracker.model.tables import StatusMove as MoveRecord
from tracker.queries.draft_entries import list_draft_entries
from tracker.queries.light_sql import tells_progress

#: More tasks than this are not named in a statement.
MOST_IDS_NAMED = 10_000
#: Up to so many are always named.
_FEW = 500
_ENDED = Status.those(lambda status: status.done)
#: Statuses whose light depends on the day and the end of the newest move.
_MOVED = (*_ENDED, Status.PAUSED)
#: Columns of a task that its light depends on.
COLUMNS = ("status", "start_on", "due_on", "due_kind", "due_text", "progress", "closed_on")
_OWN = attrgetter(*COLUMNS)


@dataclass(frozen=True, slots=True)
class LightSources:
    """By task id, oldest first: days of entries, steps, extensions (day, days late), moves, entries with words.

    Moves are known of tasks whose light depends on them, entries with their words of recurring ones. `reported` holds
    since which day it was known that progress had been told of up to which day.
    """

    reported: Mapping[int, Sequence[tuple[date, date]]]
    milestones: Mapping[int, Sequence[MilestoneRow]]
    extensions: Mapping[int, Sequence[tuple[date, int]]]
    moves: Mapping[int, Sequence[StatusMove]] = field(default_factory=dict)
    entries: Mapping[int, Sequence[ReportEntry]] = field(default_factory=dict)
    verdicts: Mapping[int, Sequence[VerdictFact]] = field(default_factory=dict)
    waivers: Mapping[int, Sequence[tuple[date, date, str]]] = field(default_factory=dict)  # day, period, why
    coordination: Mapping[int, Sequence[tuple[date, date | None]]] = field(default_factory=dict)
    frequencies: Mapping[int, Sequence[tuple[date, str]]] = field(default_factory=dict)  # until when, which wording
    progress_days: Mapping[int, Sequence[date]] = field(default_factory=dict)  # all, of what was claimed again

    def facts(
        self,
        task: Any,
        day: date,
        changed: Mapping[str, Any] | None = None,
        milestones: Sequence[MilestoneRow] | None = None,
    ) -> LightFacts:
        """Return the facts of a task at the end of a day; `changed` are its columns that were otherwise then.

        `milestones` are its steps where those were otherwise.
        """
        own, number = _OWN(task), task.id
        if changed:
            own = tuple(changed.get(name, value) for name, value in zip(COLUMNS, own, strict=True))
        status, start_on, due_on, due_kind, due_text, progress, closed_on = own
        moves = _until(self.moves, number, day)
        extensions = [late for on, late in self.extensions[number] if on <= day] if number in self.extensions else ()
        return LightFacts(
            status,
            start_on,
            due_on,
            due_kind,
            due_text,
            progress,
            self.last_report(number, day),
            _assigned_on(moves) if moves else None,
            self.milestones.get(number, ()) if milestones is None else milestones,
            self._since(number, moves, status),
            reported_on=_last_day(moves, Status.CLOSING) if status in _ENDED else None,
            closed_on=closed_on,
            paused_until=_pause_end(moves) if status is Status.PAUSED else None,
            verdict=self._verdict(number, day) if number in self.verdicts else None,
            extensions=len(extensions),
            extended_late_days=extensions[-1] if extensions else 0,
            open_coordination=self._open_matters(number, day) if number in self.coordination else 0,
            is_key=getattr(task, "priority", None) is Priority.KEY,
            reports=self._history(number, moves, start_on, day) if is_recurring(due_kind, due_on) else None,
        )

    def without(self, task_id: int, *, waived: date | None, verdict: VerdictFact | None) -> "LightSources":
        """Return the same with the waiver of a period and a verdict of one task thought away."""
        waivers = [waiver for waiver in self.waivers.get(task_id, ()) if waiver[1] != waived]
        verdicts = [each for each in self.verdicts.get(task_id, ()) if each != verdict]
        other = replace(self, waivers={task_id: waivers}) if waived is not None else self
        return replace(other, verdicts={task_id: verdicts}) if verdict is not None else other

    def as_planned(self, since: date) -> "LightSources":
        """Return the same without the waivers given and the frequencies changed after a day."""
        waivers = {task: [each for each in own if each[0] <= since] for task, own in self.waivers.items()}
        frequencies = {task: [each for each in own if each[0] <= since] for task, own in self.frequencies.items()}
        return replace(self, waivers=waivers, frequencies=frequencies)

    def last_report(self, task_id: int, day: date) -> date | None:
        """Return the newest day that an entry tells of, as it was known on a day."""
        days = self.reported.get(task_id)
        count = bisect_right(days, (day, date.max)) if days else 0
        return days[count - 1][1] if days and count else None

    def _verdict(self, task_id: int, day: date) -> VerdictFact | None:
        """Return the newest verdict that was known on a day."""
        return next((seen for seen in reversed(self.verdicts[task_id]) if seen.known_on <= day), None)

    def _since(self, task_id: int, moves: Sequence[StatusMove], status: Status) -> date | None:
        if status is Status.CLOSING:
            return waiting_since(moves, self.progress_days.get(task_id, ()))
        return _last_day(moves, status) if moves else None

    def _history(self, task_id: int, moves: Sequence[StatusMove], start: date | None, day: date) -> ReportHistory:
        spans = spans_of(moves, start)
        waivers = {due: reason for on, due, reason in self.waivers.get(task_id, ()) if on <= day}
        earlier, since = list[Frequency](), date.min
        for until, wording in self.frequencies.get(task_id, ()):
            recurrence = parse_deadline(wording).recurrence
            if recurrence is not None and until <= day:  # what ended under the old one is judged by it
                earlier.append(Frequency(recurrence, since))
                since = until
        known = [entry for entry in self.entries.get(task_id, ()) if entry.known_on <= day]
        return ReportHistory(known, spans, waivers, tuple(earlier), since)

    def _open_matters(self, task_id: int, day: date) -> int:
        matters = self.coordination[task_id]
        return sum(raised <= day and (closed is None or closed > day) for raised, closed in matters)


def is_recurring(kind: DueKind, due_on: date | None) -> bool:
    """Tell whether a deadline comes back; a date given beside the wording wins."""
    return kind is DueKind.RECURRING and due_on is None


def _until(moves: Mapping[int, Sequence[StatusMove]], task_id: int, day: date) -> Sequence[StatusMove]:
    """Return the moves of a task up to a day; thousands of tasks have none."""
    return [move for move in moves[task_id] if move.on <= day] if task_id in moves else ()


def _assigned_on(moves: Sequence[StatusMove]) -> date | None:
    return next((move.on for move in reversed(moves) if move.source is Status.UNASSIGNED), None)


def _pause_end(moves: Sequence[StatusMove]) -> date | None:
    return next((move.until for move in reversed(moves) if move.target is Status.PAUSED), None)


def _last_day(moves: Sequence[StatusMove], target: Status) -> date | None:
    """Return the day of the last move to a status."""
    return next((move.on for move in reversed(moves) if move.target is target), None)


def read_light_sources(session: Session, tasks: Sequence[Any], until: date, *, named: bool = True) -> LightSources:
    """Return what the lights of these tasks at the end of a day depend on; not `named`: read for all tasks."""
    ids = [task.id for task in tasks] if named and len(tasks) <= MOST_IDS_NAMED else None
    recurring = [task.id for task in tasks if is_recurring(task.due_kind, task.due_on)]
    moved = {*recurring, *(task.id for task in tasks if task.status in _MOVED or task.start_on is None)}
    untold, moves = untold_entries(session, ids), list_moves(session, moved)
    return LightSources(
        newest_entries(session, until, ids, untold),
        list_milestones(session, ids),
        list_extensions(session, ids),
        moves,
        list_entries(session, recurring),
        list_verdicts(session, ids),
        list_waivers(session, recurring),
        list_matters(session, ids),
        list_frequencies(session, recurring),
        list_told_days(session, moves, untold),
    )


def read_past_sources(
    session: Session, ids: Collection[int], until: date, recurring: Collection[int], *, as_known: bool = False
) -> LightSources:
    """Return what the lights of tasks on several days until one depend on; `recurring` were so on some day.

    `as_known` leaves out of each day what was written down only later, whatever day it speaks of.
    """
    some = few_of(session, ids)
    later = written_later(session, ProgressEntry, ProgressEntry.entered_on, some) if as_known else {}
    untold, moves = untold_entries(session, some), list_moves(session, ids)
    return LightSources(
        all_entries(session, until, some, later, untold),
        list_milestones(session, some),
        list_extensions(session, some),
        moves,
        list_entries(session, recurring, later),
        list_verdicts(session, some, written_later(session, Verdict, Verdict.on, some) if as_known else {}),
        list_waivers(session, recurring),
        list_matters(session, some),
        list_frequencies(session, recurring),
        list_told_days(session, moves, untold),
    )


def list_milestones(session: Session, ids: Sequence[int] | None = None) -> dict[int, list[MilestoneRow]]:
    """Return milestones by task id, earliest first."""
    steps: dict[int, list[MilestoneRow]] = defaultdict(list)
    statement = select(Milestone).order_by(col(Milestone.due_on), col(Milestone.position))
    for step in session.exec(of_tasks(statement, Milestone.task_id, ids)):
        steps[step.task_id].append(MilestoneRow(step.id, step.title, step.due_on, step.done_on, step.weight))
    return steps


def of_tasks(statement: Any, column: Any, ids: Collection[int] | None) -> Any:
    """Restrict a statement to some tasks, to none of all where `ids` is None."""
    return statement if ids is None else statement.where(col(column).in_(ids))


def kept_or_own(task_id: Any) -> Any:
    """Return whose business it is what hangs on the task in a column: of the one kept instead of it, else its own."""
    merged = col(TaskLink.from_id) == task_id, col(TaskLink.kind) == TaskLinkKind.DUPLICATE
    return sa.func.coalesce(sa.select(col(TaskLink.to_id)).where(*merged).scalar_subquery(), task_id)


def written_later(session: Session, kind: Any, on: Any, ids: Collection[int] | None = None) -> dict[int, date]:
    """Return by row of a table the day it was written down, where that is after the day it speaks of (`on`).

    `ids` are the tasks whose rows are asked for, None for all.
    """
    born = (
        col(Revision.entity) == kind.__tablename__,
        col(Revision.field) == "",
        col(Revision.entity_id) == col(kind.id),
    )
    written: Any = sa.select(col(kind.id), col(on), sa.func.min(Batch.at)).join(Revision, sa.and_(*born))
    written = written.join(Batch, col(Batch.id) == Revision.batch_id).group_by(col(kind.id), col(on))
    rows = session.connection().execute(of_tasks(written, kind.task_id, ids))
    days = ((number, day, at.astimezone().date()) for number, day, at in rows)
    return {number: at for number, day, at in days if at > day}


def untold_entries(session: Session, ids: Collection[int] | None = None) -> frozenset[int]:
    """Return the ids of entries with a percent that tell of no progress; `ids` are the tasks, None for all.

    Only after a fall can there be one.
    """
    before = sa.func.max(ProgressEntry.progress).over(
        partition_by=col(ProgressEntry.task_id), order_by=col(ProgressEntry.id), rows=(None, -1)
    )
    percents = sa.select(col(ProgressEntry.task_id), col(ProgressEntry.progress), before.label("peak"))
    each = of_tasks(percents, ProgressEntry.task_id, ids).subquery("percents")
    fallen = session.connection().scalars(sa.select(each.c.task_id).where(each.c.progress < each.c.peak).distinct())
    if not (tasks := sorted(fallen)):
        return frozenset()
    rows: Any = (
        ProgressEntry.id, ProgressEntry.task_id, ProgressEntry.progress, ProgressEntry.note, ProgressEntry.source,
        ProgressEntry.period_due_on,
    )  # fmt: skip
    so_far: dict[int, ToldSoFar] = defaultdict(ToldSoFar)
    silent = set[int]()
    entries: Any = of_tasks(select(*rows), ProgressEntry.task_id, _named(tasks)).order_by(ProgressEntry.id)
    for number, task_id, percent, note, source, period in session.exec(entries):
        by_hand = source is BatchSource.MANUAL
        _, tells = so_far[task_id].hear(percent, note, by_hand=by_hand, chosen=period is not None)
        if percent is not None and not tells:
            silent.add(number)
    return frozenset(silent)


def list_told_days(
    session: Session, moves: Mapping[int, Sequence[StatusMove]], untold: Collection[int]
) -> dict[int, list[date]]:
    """Return the days on which progress was told, by task that was reported complete more than once."""
    again = [task for task, own in moves.items() if sum(move.target is Status.CLOSING for move in own) > 1]
    days: dict[int, list[date]] = defaultdict(list)
    if again:
        columns: Any = (ProgressEntry.task_id, ProgressEntry.entered_on)
        entries = select(*columns).where(tells_progress(untold))
        for task_id, on in session.exec(of_tasks(entries, ProgressEntry.task_id, _named(again))):
            days[task_id].append(on)
    return days


def newest_entries(
    session: Session, until: date, ids: Sequence[int] | None, untold: Collection[int]
) -> dict[int, list[tuple[date, date]]]:
    """Return by task the day of the newest entry up to a day that tells of progress."""
    newest: Any = select(ProgressEntry.task_id, func.max(ProgressEntry.entered_on))
    newest = newest.where(col(ProgressEntry.entered_on) <= until, tells_progress(untold))
    newest = newest.group_by(col(ProgressEntry.task_id))
    return {task_id: [(day, day)] for task_id, day in session.exec(of_tasks(newest, ProgressEntry.task_id, ids))}


def all_entries(
    session: Session, until: date, ids: Sequence[int] | None, later: Mapping[int, date], untold: Collection[int]
) -> dict[int, list[tuple[date, date]]]:
    """Return by task since when it was known that progress was told of up to which day, ascending.

    `later` are the days on which entries were written down after the day they speak of.
    """
    columns: Any = (ProgressEntry.task_id, ProgressEntry.id, ProgressEntry.entered_on)
    statement: Any = sa.select(*map(col, columns)).where(col(ProgressEntry.entered_on) <= until, tells_progress(untold))
    known: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for task_id, number, on in session.connection().execute(of_tasks(statement, ProgressEntry.task_id, ids)):
        known[task_id].append((later.get(number, on), on))
    return {task_id: list(_newest_known(days)) for task_id, days in known.items()}


def _newest_known(days: list[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """Yield days of knowing with the newest day known of then."""
    newest = date.min
    for known, on in sorted(days):
        newest = max(newest, on)
        yield known, newest


def list_extensions(session: Session, ids: Sequence[int] | None) -> dict[int, list[tuple[date, int]]]:
    """Return by task the granted extensions that count: the day of the decision, and how late it was."""
    columns: Any = (col(Extension.task_id), col(Extension.decided_on), col(Extension.late_days))
    rows = sa.select(*columns).where(col(Extension.state) == DecisionState.GRANTED, col(Extension.counts))
    granted: dict[int, list[tuple[date, int]]] = defaultdict(list)
    statement = of_tasks(rows.order_by(col(Extension.id)), Extension.task_id, ids)
    for task_id, decided_on, late in session.connection().execute(statement):
        granted[task_id].append((decided_on, late))
    return granted


def list_moves(session: Session, ids: Collection[int]) -> dict[int, list[StatusMove]]:
    """Return by task its moves from status to status, oldest first."""
    if not ids:
        return {}
    columns: Any = (MoveRecord.task_id, MoveRecord.on, MoveRecord.from_status, MoveRecord.to_status, MoveRecord.until)
    statement: Any = sa.select(*map(col, columns)).order_by(col(MoveRecord.at), col(MoveRecord.id))
    moves: dict[int, list[StatusMove]] = defaultdict(list)
    wanted = set(ids)
    for task_id, on, source, target, until in session.connection().execute(
        of_tasks(statement, MoveRecord.task_id, few_of(session, ids))
    ):
        if task_id in wanted:
            moves[task_id].append(StatusMove(on, source, target, until))
    return moves


def list_verdicts(
    session: Session, ids: Collection[int] | None, later: Mapping[int, date] = MappingProxyType({})
) -> dict[int, list[VerdictFact]]:
    """Return by task the verdicts of staff, oldest first; `later` are days on which some were written down."""
    verdicts: dict[int, list[VerdictFact]] = defaultdict(list)
    statement = of_tasks(select(Verdict).order_by(col(Verdict.on), col(Verdict.id)), Verdict.task_id, ids)
    for row in session.exec(statement):
        verdicts[row.task_id].append(VerdictFact(row.on, row.outcome, row.progress, row.next_on, later.get(row.id)))
    return verdicts


def list_waivers(session: Session, ids: Collection[int]) -> dict[int, list[tuple[date, date, str]]]:
    """Return by task the day of a waiver, the due day of the period whose report is not owed, and why."""
    waivers: dict[int, list[tuple[date, date, str]]] = defaultdict(list)
    for row in session.exec(of_tasks(select(ReportWaiver), ReportWaiver.task_id, _named(ids))) if ids else ():
        waivers[row.task_id].append((row.on, row.period_due_on, row.reason))
    return waivers


def list_frequencies(session: Session, ids: Collection[int]) -> dict[int, list[tuple[date, str]]]:
    """Return by task the wordings of regular reports before the present one, and until when each held."""
    if not ids:
        return {}
    changed: Any = select(Extension.task_id, Extension.decided_on, Extension.from_text)
    changed = changed.where(Extension.kind == DeadlineChange.FREQUENCY, Extension.state == DecisionState.GRANTED)
    frequencies: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for task_id, on, wording in session.exec(
        of_tasks(changed, Extension.task_id, _named(ids)).order_by(col(Extension.id))
    ):
        frequencies[task_id].append((on, wording))
    return frequencies


def list_matters(session: Session, ids: Collection[int] | None) -> dict[int, list[tuple[date, date | None]]]:
    """Return by task the days on which matters for coordination were raised and closed."""
    matters: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    owner = kept_or_own(col(Coordination.task_id))
    statement: Any = sa.select(owner, col(Coordination.raised_on), col(Coordination.closed_on))
    statement = statement if ids is None else statement.where(owner.in_(ids))
    for task_id, raised, closed in session.connection().execute(statement):
        matters[task_id].append((raised, closed))
    return matters


def list_entries(
    session: Session, ids: Collection[int], later: Mapping[int, date] = MappingProxyType({})
) -> dict[int, list[ReportEntry]]:
    """Return by task its entries with their new words, as `ToldSoFar` tells them.

    `later` are the days on which entries were written down after the day they speak of. What was noted of a task that
    nobody had been charged with yet is no report of an office, and is left out.
    """
    if not ids:
        return {}
    notes_of_drafts = list_draft_entries(session, ids)
    columns: Any = (
        ProgressEntry.id, ProgressEntry.task_id, ProgressEntry.entered_on, ProgressEntry.note,
        ProgressEntry.period_due_on, ProgressEntry.progress, ProgressEntry.source,
    )  # fmt: skip
    rows: Any = select(*columns)
    entries: dict[int, list[ReportEntry]] = defaultdict(list)
    so_far: dict[int, ToldSoFar] = defaultdict(ToldSoFar)
    for number, task_id, on, note, period, percent, source in session.exec(
        of_tasks(rows, ProgressEntry.task_id, _named(ids)).order_by(ProgressEntry.id)
    ):
        by_hand = source is BatchSource.MANUAL
        new, _ = so_far[task_id].hear(percent, note, by_hand=by_hand, chosen=period is not None)
        if number not in notes_of_drafts:
            entries[task_id].append(ReportEntry(on, new, period, later.get(number)))
    return entries


def few_of(session: Session, ids: Collection[int]) -> list[int] | None:
    """Return the ids to be named in statements, None where they are so much of the ledger that all is read as soon."""
    if len(ids) > MOST_IDS_NAMED:
        return None
    many = len(ids) > _FEW and len(ids) * 4 > (session.exec(select(func.count(col(Task.id)))).one() or 0)
    return None if many else list(ids)


def _named(ids: Collection[int]) -> list[int] | None:
    return sorted(ids) if len(ids) <= MOST_IDS_NAMED else None
