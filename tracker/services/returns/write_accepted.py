"""Write the accepted entries of an import into tasks and observations, as one act."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import TrackerError
from tracker.model.changes import Changes
from tracker.model.changeset import Decision, FieldChange, Value
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import BatchSource, Choice, DecisionState, Outcome, ReturnState, Status
from tracker.model.field_list import INDICATOR_EDITABLE, TASK_EDITABLE
from tracker.model.rules import Given
from tracker.model.tables import (
    Batch,
    Indicator,
    Observation,
    Office,
    Task,
    WorkbookExport,
    WorkbookReturn,
)
from tracker.queries.current_rows import CurrentRows, current_rows, named_indicator
from tracker.services import deadlines
from tracker.services.deadline_records import DeadlineRecords
from tracker.services.fields import set_fields
from tracker.services.helping import set_help
from tracker.services.progress_entries import NOBODY, Teller
from tracker.services.returns.added_rows import (
    is_valid,
    known_offices,
    make_indicator_of_row,
    make_task_of_row,
    take_over,
)
from tracker.services.returns.batch_updates import PLAIN_FIELDS, BatchUpdates
from tracker.services.returns.co_office_parts import part_of
from tracker.services.returns.copies import teller_of
from tracker.services.returns.deadline_requests import as_grant, check_grant
from tracker.services.returns.decided_values import Accepted, has_typed, takes, typed_value, written
from tracker.services.returns.people import take_person
from tracker.services.returns.receipts import note_receipt, sent_days
from tracker.services.returns.review_rules import reason_given
from tracker.services.status import checked_move
from tracker.services.write_basics import begin, facts_of
from tracker.store.draft_plans import taken_keys
from tracker.store.history import drop_empty_batch

Identity = tuple[str, str, str]
RowKey = tuple[str, str]
#: What a row added by an office may say of its new task; its status begins at 待交办.
_NEW_ROW_FIELDS = frozenset({"content", *TASK_EDITABLE}) - {"status"}
#: What happens to a plain change of which nobody said anything.
_PLAIN = Decision(Choice.THEIRS)


class Acceptance:
    """One import under way, of one file or many: a single batch."""

    def __init__(self, session: Session, today: date, label: str, files: Sequence[WorkbookReturn]) -> None:
        self._session, self._today, self._label = session, today, label
        self._sent_days = sent_days(session, files)
        self._batch: Batch | None = None
        self._updates = BatchUpdates(session, today)
        self.written: set[Identity] = set()
        self.rows: set[RowKey] = set()  # of the entries in `written`
        self._tasks: set[int] = set()
        self._indicators: set[int] = set()
        self._returns: set[int] = set()
        self._people = False

    def accept(
        self,
        received: WorkbookReturn,
        accepted: Accepted,
        everything: Sequence[FieldChange],
        waiting: int,
        author: str = "",
    ) -> None:
        """Write the accepted entries of a file and remember the decisions.

        `everything` are all entries of the file (an observation needs its date though only its value changed),
        `waiting` counts those that stay pending, `author` is that of the file.
        """
        self.note(received)
        if accepted:
            self._batch = begin(self._session, self._label, BatchSource.IMPORT)
        sent_on = self._sent_days.get(received.export_id or 0, self._today)
        work = _FileWork(self._session, received, self._updates, self._today, sent_on, author)
        work.write(accepted, everything, waiting)
        if not work.settled or self._batch is None:
            note_receipt(self._session, received, waiting + len(work.refused))
            return
        received.pending = waiting + len(work.refused)
        received.state = ReturnState.PENDING if received.pending else ReturnState.APPLIED
        received.batch_id = self._batch.id
        self.written |= work.settled
        self.rows |= {(kind, key) for kind, key, _ in work.settled}
        self._tasks |= work.tasks
        self._indicators |= work.indicators
        self._people |= work.people

    def note_refusals(self, received: WorkbookReturn, answers: Mapping[str, str]) -> None:
        """Close the applications that the ledger which assigned their tasks refused; `answers` is by uid."""
        if not answers:
            return
        columns: Any = (Task.id, Task.uid)
        tasks = self._session.exec(select(*columns).where(col(Task.uid).in_(answers))).all()
        uids = {task.id: task.uid for task in tasks}
        for task_id, asked in DeadlineRecords(self._session, tasks).asked.items():
            self._batch = self._batch or begin(self._session, self._label, BatchSource.IMPORT)
            asked.state, asked.decided_on, asked.answer = DecisionState.REFUSED, self._today, answers[uids[task_id]]
            asked.return_id = received.id
            self._tasks.add(task_id)

    def note(self, received: WorkbookReturn) -> None:
        """Name a file as touched."""
        self._returns.add(received.id)

    def write(self) -> None:
        """Write what waits, before the ledger is read again."""
        self._updates.write()

    def close(self) -> Changes:
        """Write out what is pending and name what was touched; an act that changed nothing is no act."""
        self.write()
        if self._batch is None or drop_empty_batch(self._session):
            return Changes("没有变化", returns=frozenset(self._returns))
        return Changes(
            self._batch.label,
            self._batch.id,
            frozenset(self._tasks | self._updates.tasks),
            frozenset(self._indicators),
            returns=frozenset(self._returns),
            everything=self._people,
        )


class _FileWork:
    """One file of an import: what it touched, what the rules refused and what is settled."""

    def __init__(
        self,
        session: Session,
        received: WorkbookReturn,
        updates: BatchUpdates,
        today: date,
        sent_on: date,
        author: str = "",
    ) -> None:
        self.session = session
        self.received = received
        self.updates = updates
        self.today = today
        self.sent_on = sent_on
        self.author = author  # of the file, as its properties say
        self.tasks: set[int] = set()
        self.indicators: set[int] = set()
        self.people = False  # of the directory, something was written
        self.refused: list[FieldChange] = []
        self.settled: set[Identity] = set()

    @cached_property
    def _export(self) -> WorkbookExport | None:
        number = self.received.export_id
        return self.session.get(WorkbookExport, number) if number else None

    @cached_property
    def _office(self) -> Office | None:
        number = self.received.office_id
        return self.session.get(Office, number) if number else None

    def write(self, accepted: Accepted, everything: Sequence[FieldChange], waiting: int) -> None:
        """Write all entries, row by row; entries of one row make one progress entry or observation.

        What is forbidden is not written, whoever accepted it: it waits. Of a file with nothing left to settle
        (`waiting` entries are) only what a person decided is remembered.
        """
        rows: dict[RowKey, list[tuple[FieldChange, Decision]]] = defaultdict(list)
        by_identity = {entry.identity: entry for entry in everything}
        for change, decision in accepted:
            rows[change.identity[:2]].append((change, decision))
            if change.forbidden and decision.choice is not Choice.OURS:
                self.refused.append(change)
        wanted = {row: values for row, entries in rows.items() if (values := written(entries))}
        asked = {change.identity[:2] for change, _ in accepted if change.request}
        plain = {row for row in wanted if row[0] == "task" and row not in asked and wanted[row].keys() <= PLAIN_FIELDS}
        if plain:  # nearly all of a file
            tellers = {key: self._teller(rows[kind, key]) for kind, key in plain}
            self.updates.add_fields({row[1]: wanted[row] for row in wanted if row in plain}, self.sent_on, tellers)
        more = {row: wanted.get(row, {}) for row in dict.fromkeys((*wanted, *asked)) if row not in plain}
        self._write_rows(more, rows, by_identity)
        whole = not waiting and not self.refused
        for entries in rows.values():
            self._remember(entries, whole=whole)

    def _write_rows(
        self,
        wanted: Mapping[RowKey, dict[str, Value]],
        rows: Mapping[RowKey, Accepted],
        by_identity: Mapping[Identity, FieldChange],
    ) -> None:
        """Write the rows of which more than columns changes, after what waits."""
        if not wanted:
            return
        self.updates.write()
        with self.session.no_autoflush:
            for row, values in wanted.items():
                self._write_row(values, rows[row], by_identity)
        self.session.flush()

    def _write_row(
        self, values: dict[str, Value], entries: Accepted, by_identity: Mapping[Identity, FieldChange]
    ) -> None:
        first = entries[0][0]
        if first.kind == "person":
            self._write_person(first, values, entries)
        elif first.outcome is Outcome.UNKNOWN_ROW and first.kind == "indicator":
            self._make_indicator(first)
        elif first.outcome is Outcome.UNKNOWN_ROW:
            self._make_task(first)
        elif first.kind == "task":
            self._write_task(first.key, values, entries)
        elif first.kind == "help":
            self._write_help(first.key, values, entries)
        else:
            self._write_indicator(first.key, values, entries, by_identity)

    def _write_task(self, key: str, values: dict[str, Value], entries: Accepted) -> None:
        task = self.session.exec(select(Task).where(Task.uid == key)).one()
        by_field = {
            change.field: (change, decision)
            for change, decision in entries
            if decision.choice is Choice.OURS or not change.forbidden
        }
        by_assigner = self._by_assigner(task)
        decision = by_assigner
        if "due_text" in by_field:
            decision = self._settle_deadline(task, *by_field["due_text"], values, by_assigner)
        if "status" in values and not self._may_move(task, values, by_assigner):
            for field in values.keys() & {"status", "progress"}:  # the progress beside a move goes its way
                self.refused.append(by_field[field][0])
                del values[field]
        if values:
            by_office = not by_assigner.decided_by
            self._set(task, values, decision, by_office=by_office, teller=self._teller(entries))
            self.tasks.add(task.id)

    def _write_help(self, key: str, values: Mapping[str, Value], entries: Accepted) -> None:
        """Write what a co-office says of its part; nothing of the task itself changes."""
        assert self._export is not None  # what another ledger sends asks for nobody's help
        task, link = part_of(self.session, key, self._export)
        if values:
            by = self._teller(entries)
            set_help(self.session, task, link, values, on=self.today, source=BatchSource.IMPORT, teller=by)
            self.tasks.add(task.id)

    def _write_person(self, first: FieldChange, values: Mapping[str, Value], entries: Accepted) -> None:
        """Write what an office says of its people; what the directory cannot hold waits."""
        if not values or self._export is None:
            return
        try:
            take_person(self.session, first, values, self._export.id, self.today)
        except TrackerError:
            self.refused += [change for change, how in entries if takes(how) and not change.forbidden]
        else:
            self.people = True

    def _teller(self, entries: Accepted) -> Teller:
        """Return who filled in a row: whom it names, else the author of the file."""
        return Teller(next((who for change, _ in entries if (who := teller_of(change, self.author))), ""))

    def _settle_deadline(
        self,
        task: Task,
        change: FieldChange,
        decision: Decision,
        values: dict[str, Value],
        by_assigner: deadlines.Decision,
    ) -> deadlines.Decision:
        """Refuse another deadline with a row, or return what was decided; what cannot be granted waits."""
        if decision.choice is Choice.OURS:
            self._refuse(task, change, decision)
            return by_assigner
        grant = by_assigner if not change.request else as_grant(change, decision)
        grant = replace(grant, reason=decision.reason or change.reason or grant.reason)
        base = self.today if decision.choice is Choice.MERGED else self.sent_on
        try:
            check_grant(self.session, task, str(values.get("due_text") or ""), self.today, base, grant)
        except TrackerError:
            self.refused += [] if change.forbidden else [change]  # what is forbidden waits already
            values.pop("due_text", None)
        return grant

    def _refuse(self, task: Task, change: FieldChange, decision: Decision) -> None:
        if not change.request:
            return
        asked = parse_deadline(str(change.theirs or "").strip(), self.sent_on)
        answer = decision.reason or "按我方保留"
        deadlines.refuse_application(
            self.session, task, asked, self.today, answer, decision.decided_by, self._application
        )
        self.tasks.add(task.id)

    @property
    def _application(self) -> deadlines.Application:
        """Who asks for other deadlines in this file, and since when."""
        office = self._office.name if self._office else self.received.file_name
        return deadlines.Application(office, self.received.received_on, self.received.id)

    def _by_assigner(self, task: Task) -> deadlines.Decision:
        """Return the decision of the ledger that assigned a task which came from there, none for a task of ours."""
        if self.received.export_id is not None or not taken_keys(self.session, [task.uid]):
            return deadlines.UNDECIDED
        sender = self._application.requested_by
        reason = f"交办方改动（{self.received.file_name}）"
        return deadlines.Decision(reason, sender, confirmed=True, by_assigner=True)

    def _may_move(self, task: Task, values: Mapping[str, Value], by_assigner: deadlines.Decision) -> bool:
        to = Status.from_word(str(values.get("status", "")))
        if to is None or to is task.status:
            return True
        reason = reason_given(task, {(task.uid, field): str(value or "") for field, value in values.items()})
        wish = Given(reason or by_assigner.reason, by_assigner.decided_by)
        try:
            facts = facts_of(self.session, task, to, self.today)
            checked_move(facts, to, wish, by_office=not by_assigner.decided_by)
        except TrackerError:
            return False
        return True

    def _set(
        self,
        task: Task,
        values: Mapping[str, Value],
        decision: deadlines.Decision = deadlines.UNDECIDED,
        *,
        by_office: bool = True,
        teller: Teller = NOBODY,
    ) -> None:
        set_fields(
            self.session,
            task,
            values,
            on=self.today,
            base=self.sent_on,
            source=BatchSource.IMPORT,
            by_office=by_office,
            decision=decision,
            application=self._application,
            teller=teller,
        )

    def _write_indicator(
        self, key: str, values: Mapping[str, Value], entries: Accepted, by_identity: Mapping[Identity, FieldChange]
    ) -> None:
        """Write one observation: what was accepted over what we have; it waits while its value or day does."""
        indicator = self.session.exec(select(Indicator).where(named_indicator(key))).one()
        known = {
            f: change.theirs
            for (_, named, f), change in by_identity.items()
            if named == key and change.outcome is Outcome.SAME
        }
        whole = self._ours(key) | known | dict(values) | typed_value(entries)
        decided = {change.field for change, _ in entries}
        said = (by_identity.get(("indicator", key, field)) for field in ("indicator_value", "indicator_on"))
        waits = any(change is not None and change.needs_decision and change.field not in decided for change in said)
        waits = waits or any(change.unread and not has_typed(how) for change, how in entries if takes(how))
        value, day = whole["indicator_value"], whole["indicator_on"]
        if waits or not isinstance(value, int | float):  # a note without a value is nothing that can be observed
            self.refused += [change for change, how in entries if takes(how)]
            return
        self._observe(indicator, float(value), str(day or ""), str(whole["indicator_note"] or ""))
        self.indicators.add(indicator.id)

    def _observe(self, indicator: Indicator, value: float, day: str, note: str) -> None:
        row = self._observed_on(indicator, date.fromisoformat(day) if day else self.today)
        row.value = value
        row.note = note or row.note
        row.source = f"{self._office.name if self._office else ''}反馈"
        self.session.add(row)

    def _ours(self, key: str) -> dict[str, Value]:
        values = self._indicator_rows["indicator", key].values
        return {field: values[field] for field in INDICATOR_EDITABLE}

    @cached_property
    def _indicator_rows(self) -> CurrentRows:
        return current_rows(self.session, [self._export.code] if self._export else [], {("indicator", "")})

    def _observed_on(self, indicator: Indicator, on: date) -> Observation:
        """Return the observation of that day, a new one if there is none: one value at one date."""
        same_day = select(Observation).where(
            col(Observation.indicator_id) == indicator.id, Observation.observed_on == on
        )
        observation = self.session.exec(same_day).first()
        return observation or Observation(indicator_id=indicator.id, observed_on=on, value=0.0)

    def _make_task(self, change: FieldChange) -> None:
        """Make a task of a row the office added, or that another installation asks for; an ended one waits."""
        status = (Status.from_word(str(change.row.get("status") or "")) if change.key else None) or Status.UNASSIGNED
        # Closing and cancelling are acts with reasons, here as there.
        if status.ended or not is_valid(change, _NEW_ROW_FIELDS):
            self.refused.append(change)
            return
        task = make_task_of_row(self.session, change, self._office)
        wanted = {field: value for field, value in change.row.items() if field in _NEW_ROW_FIELDS and value}
        if "co_offices" in wanted:
            wanted["co_offices"] = known_offices(self.session, wanted["co_offices"])
        first_due_on = task.first_due_on
        self._set_new(task, wanted)
        task.first_due_on = first_due_on or task.first_due_on
        take_over(self.session, task, status, self._application.requested_by, self.today)
        self.tasks.add(task.id)

    def _set_new(self, task: Task, row: Mapping[str, Value]) -> None:
        """Write what a new row says; a deadline that nobody can read is kept as a remark, not as a deadline."""
        wanted = dict(row)
        typed = str(wanted.pop("due_text", "") or "")
        try:
            if typed:
                self._set(task, {"due_text": typed})
        except TrackerError:
            line = f"完成时限原文：{typed}（读不出日期，请核对）"
            wanted["remark"] = f"{wanted.get('remark') or ''}\n{line}".strip()
        self._set(task, wanted)

    def _make_indicator(self, change: FieldChange) -> None:
        """Make an indicator of a row nobody here knows, with what was filled in for it."""
        indicator = make_indicator_of_row(self.session, change)
        value = change.row.get("indicator_value")
        if isinstance(value, int | float):
            texts = (str(change.row.get(field) or "") for field in ("indicator_on", "indicator_note"))
            self._observe(indicator, float(value), *texts)
        self.indicators.add(indicator.id)

    def _remember(self, entries: Accepted, *, whole: bool) -> None:
        refused = {change.identity for change in self.refused}
        for change, decision in entries:
            if change.identity not in refused:
                self.settled.add(change.identity)
                if not whole or change.needs_decision or decision != _PLAIN:
                    self.updates.add_decision(self.received.id, change, decision)
