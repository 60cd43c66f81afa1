"""The writing half of an import: accepted entries into tasks and observations, all in one batch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.changeset import INDICATOR_EDITABLE, TASK_EDITABLE, Decision, FieldChange, Value
from tracker.model.enums import BatchSource, Choice, Outcome, ReturnState, Status
from tracker.model.rules import check_office_transition, check_transition
from tracker.model.tables import (
    Indicator,
    Observation,
    Office,
    ReturnDecision,
    Task,
    WorkbookExport,
    WorkbookReturn,
)
from tracker.queries.current_rows import current_rows
from tracker.services.acting import begin, facts_of
from tracker.services.fields import set_fields
from tracker.store.history import drop_empty_batch

Accepted = Sequence[tuple[FieldChange, Decision]]
RowKey = tuple[str, str]
#: What a row added by an office may say of its new task; its status begins at 待交办.
_NEW_ROW_FIELDS = frozenset({"content", *TASK_EDITABLE}) - {"status"}


def accept_changes(
    session: Session,
    received: WorkbookReturn,
    accepted: Accepted,
    everything: Sequence[FieldChange],
    waiting: int,
    today: date,
) -> Changes:
    """Write accepted entries as one batch and remember the decisions.

    `everything` are all entries of the file (an observation needs its date though only its value changed),
    `waiting` counts those that stay pending.
    """
    office = session.get(Office, received.office_id) if received.office_id else None
    if not accepted:
        return _note_receipt(session, received, waiting)
    batch = begin(session, f"{office.name if office else received.file_name}反馈导入", BatchSource.IMPORT)
    work = _Acceptance(session, received, today, _sent_on(session, received, today))
    work.take(accepted, everything)
    if drop_empty_batch(session):
        return _note_receipt(session, received, waiting + len(work.refused))
    received.pending = waiting + len(work.refused)
    received.state = ReturnState.PENDING if received.pending else ReturnState.APPLIED
    received.batch_id = batch.id
    session.flush()
    return Changes(
        batch.label,
        batch.id,
        frozenset(work.tasks),
        frozenset(work.indicators),
        returns=frozenset({received.id}),
    )


def _note_receipt(session: Session, received: WorkbookReturn, waiting: int) -> Changes:
    """Nothing to take in is no act: there is nothing that undo could take back."""
    if received.state is not ReturnState.APPLIED:
        state = ReturnState.PENDING if waiting else ReturnState.APPLIED
        row = update(WorkbookReturn).where(col(WorkbookReturn.id) == received.id)
        session.connection().execute(row.values(state=state, pending=waiting))
        session.refresh(received)
    return Changes("没有变化", returns=frozenset({received.id}))


def _sent_on(session: Session, received: WorkbookReturn, today: date) -> date:
    export = session.get(WorkbookExport, received.export_id) if received.export_id else None
    return export.sent_on if export else today


class _Acceptance:
    """One import under way: what it touched and what the rules refused."""

    def __init__(self, session: Session, received: WorkbookReturn, today: date, sent_on: date) -> None:
        self.session = session
        self.received = received
        self.today = today
        self.sent_on = sent_on
        self.tasks: set[int] = set()
        self.indicators: set[int] = set()
        self.refused: list[FieldChange] = []

    def take(self, accepted: Accepted, everything: Sequence[FieldChange]) -> None:
        """Write all entries, row by row; entries of one row make one progress entry or observation."""
        rows: dict[RowKey, list[tuple[FieldChange, Decision]]] = defaultdict(list)
        told = {(one.kind, one.key, one.field): one for one in everything}
        for change, decision in accepted:
            rows[change.identity[:2]].append((change, decision))
        for entries in rows.values():
            written = {one.field: _value(one, how) for one, how in entries if how.choice is not Choice.OURS}
            if written:
                self._take_row(written, entries, told)
            self._remember(entries)

    def _take_row(
        self,
        values: dict[str, Value],
        entries: Accepted,
        told: Mapping[tuple[str, str, str], FieldChange],
    ) -> None:
        first = entries[0][0]
        if first.outcome is Outcome.UNKNOWN_ROW:
            self._make_task(first)
        elif first.kind == "task":
            self._take_task(first.key, values, entries)
        else:
            self._take_indicator(first.key, values, entries, told)

    def _take_task(self, key: str, values: dict[str, Value], entries: Accepted) -> None:
        task = self.session.exec(select(Task).where(col(Task.uid) == key)).one()
        # A person who looked at an unusual move may allow what an office may not do by itself.
        by_office = not any(one.field == "status" and one.needs_decision for one, _ in entries)
        if not self._may_move(task, values, by_office):
            self.refused += [one for one, _ in entries if one.field == "status"]
            values = {field: value for field, value in values.items() if field != "status"}
        self._set(task, values, by_office)
        self.tasks.add(task.id)

    def _may_move(self, task: Task, values: Mapping[str, Value], by_office: bool) -> bool:
        to = Status.from_word(str(values.get("status", "")))
        if to is None or to is task.status:
            return True
        reason = reason_given(task, {(task.uid, field): str(value or "") for field, value in values.items()})
        check = check_office_transition if by_office else check_transition
        try:
            check(facts_of(self.session, task), to, reason)
        except RuleError:
            return False
        return True

    def _set(self, task: Task, values: Mapping[str, Value], by_office: bool) -> None:
        set_fields(
            self.session,
            task,
            values,
            on=self.today,
            base=self.sent_on,
            source=BatchSource.IMPORT,
            by_office=by_office,
        )

    def _take_indicator(
        self,
        code: str,
        values: Mapping[str, Value],
        entries: Accepted,
        told: Mapping[tuple[str, str, str], FieldChange],
    ) -> None:
        """Write one observation: what was accepted over what we have; it waits while its value or day does."""
        indicator = self.session.exec(select(Indicator).where(Indicator.code == code)).one()
        whole = self._ours(code) | dict(values)
        decided = {one.field for one, _ in entries}
        said = (told.get(("indicator", code, field)) for field in ("indicator_value", "indicator_on"))
        waits = any(one is not None and one.needs_decision and one.field not in decided for one in said)
        value, day = whole["indicator_value"], whole["indicator_on"]
        if waits or not isinstance(value, int | float):  # a note without a value is nothing that can be observed
            self.refused += [one for one, how in entries if how.choice is not Choice.OURS]
            return
        on = date.fromisoformat(str(day)) if day else self.today
        row = self._observed_on(indicator, on)
        row.value = float(value)
        row.note = str(whole["indicator_note"] or row.note)
        row.source = f"{self._office_name()}反馈"
        self.session.add(row)
        self.indicators.add(indicator.id)

    def _ours(self, code: str) -> dict[str, Value]:
        export = self.session.get(WorkbookExport, self.received.export_id) if self.received.export_id else None
        row = current_rows(self.session, [export.code] if export else [])["indicator", code]
        return {field: row.values[field] for field in INDICATOR_EDITABLE}

    def _observed_on(self, indicator: Indicator, on: date) -> Observation:
        """Return the observation of that day, a new one if there is none: one value at one date."""
        same_day = select(Observation).where(
            col(Observation.indicator_id) == indicator.id, Observation.observed_on == on
        )
        found = self.session.exec(same_day).first()
        return found or Observation(indicator_id=indicator.id, observed_on=on, value=0.0)

    def _office_name(self) -> str:
        office = self.session.get(Office, self.received.office_id) if self.received.office_id else None
        return office.name if office else ""

    def _make_task(self, change: FieldChange) -> None:
        """Make a task of a row the office added; it stands under no recommendation."""
        title = str(change.row.get("title") or change.title).strip()
        if not title:
            raise InputError(f"{change.sheet} {change.cell} 的新行没有任务名称，不能转为任务。")
        office = self.session.get(Office, self.received.office_id) if self.received.office_id else None
        task = Task(code=self._free_code(), title=title, lead_office_id=office.id if office else None)
        task.offices_confirmed = office is not None
        task.position = (self.session.exec(select(func.max(Task.position))).one() or 0) + 1
        self.session.add(task)
        self.session.flush()
        wanted = {field: value for field, value in change.row.items() if field in _NEW_ROW_FIELDS and value}
        self._set(task, wanted, by_office=False)
        self.tasks.add(task.id)

    def _free_code(self) -> str:
        taken = set(self.session.exec(select(Task.code).where(col(Task.code).startswith("新"))))
        return next(code for number in count(1) if (code := f"新{number}") not in taken)

    def _remember(self, entries: Sequence[tuple[FieldChange, Decision]]) -> None:
        refused = {one.identity for one in self.refused}
        for one, decision in entries:
            if one.identity not in refused:
                kind, key, field = one.identity
                self.session.add(
                    ReturnDecision(
                        return_id=self.received.id,
                        kind=kind,
                        key=key,
                        field=field,
                        choice=decision.choice,
                        value=_plain(decision.value),
                    )
                )


def reason_given(task: Task, told: Mapping[tuple[str, str], str]) -> str:
    """Return what a row says, by (key, field), or else the ledger, under 存在问题 or 备注: the reason for a move."""
    problems = told.get((task.uid, "problems"), task.problems)
    return problems or told.get((task.uid, "remark"), task.remark)


def _value(change: FieldChange, decision: Decision) -> Value:
    return decision.value if decision.choice is Choice.MERGED else change.theirs


def _plain(value: Value) -> Value | list[str]:
    return list(value) if isinstance(value, tuple) else value
