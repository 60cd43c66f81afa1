"""Changing many tasks as one act: a preview that writes nothing, then one batch in one transaction."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import ConflictError, InputError, RuleError, TrackerError, UnclearError, UndecidedError
from tracker.model.bulk_edits import (
    ADD_HELP,
    BULK_WORDS,
    DROP_HELP,
    HELP_FIELDS,
    SET_HELP,
    BulkEdit,
    BulkPreview,
    EditLine,
    Overtaken,
)
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.enums import Priority, Status
from tracker.model.field_list import FIELD_WORDS, FIELDS, STORED, FieldKind
from tracker.model.fields import validate_field
from tracker.model.rows.decision_log import joined_reasons
from tracker.model.rules import check_open, move_label
from tracker.model.tables import Office, Task
from tracker.model.typed.doubtful_words import doubt_of_words
from tracker.model.typed.field_values import TYPED_KINDS
from tracker.queries.offices import office_names
from tracker.services.bulk_co_offices import Help, read_names
from tracker.services.bulk_deadlines import DeadlineEdits
from tracker.services.bulk_status import Moves, part_merged
from tracker.services.co_offices import confirm_co_offices
from tracker.services.edit_conflicts import newest_change
from tracker.services.fields import check_lower, checked_columns, stands_already, write_columns
from tracker.services.plan_changes import keep_decisions
from tracker.services.typed_edits import nothing_given, typed_value, understood
from tracker.services.write_basics import begin, touched
from tracker.store.bulk_update import read_columns

#: What is read of a task that is edited.
COLUMNS = ("uid", "version", "lead_office_id", "offices_confirmed", "due_kind", "first_due_on", "closed_on", *STORED)
_COLUMN_OF = {"lead_office": "lead_office_id"}  # in the history
_FIELD_OF = {ADD_HELP: SET_HELP, DROP_HELP: SET_HELP}


def preview_edits(session: Session, edits: Sequence[BulkEdit], today: date) -> BulkPreview:
    """Return what each edit would change, or why it is refused; nothing is written."""
    loaded = _LoadedTasks(session, edits, today)
    in_order = sorted(range(len(edits)), key=lambda number: edits[number].field == "status")  # it moves last
    lines = {number: loaded.line(edits[number]) for number in in_order}
    return BulkPreview(tuple(lines[number] for number in range(len(edits))))


def apply_edits(session: Session, edits: Sequence[BulkEdit], today: date, label: str = "") -> Changes:
    """Apply all edits as one act, or none: InputError and RuleError name the first that is refused."""
    if not edits:
        raise InputError("没有要修改的内容；请先选择任务并填写新的值。")
    loaded = _LoadedTasks(session, edits, today)
    by_task: dict[int, list[BulkEdit]] = {}
    for edit in (edit for edit in edits if not nothing_given(edit)):
        loaded.row(edit)  # it must be there
        by_task.setdefault(edit.task_id, []).append(edit)
    sources = {loaded.rows[number].status for number in by_task}
    batch = begin(session, label or _label(edits, len(by_task), sources))
    loaded.write(by_task)
    if decided := loaded.deadlines.decided:
        batch.label = f"{batch.label}：{joined_reasons({loaded.rows[task].code: why for task, why in decided.items()})}"
        keep_decisions(batch, decided)
    return touched(session, batch, tasks=set(by_task))


def apply_seen(
    session: Session, edits: Sequence[BulkEdit], today: date, label: Callable[[int], str] | None = None
) -> tuple[Changes, tuple[Overtaken, ...]]:
    """Apply the edits whose value is still the one a preview showed; return what was touched and what was left out.

    `label` names the act by how many edits it has. Raises ConflictError where nothing is left to write, else what
    `apply_edits` raises.
    """
    loaded = _LoadedTasks(session, edits, today)
    left = tuple(overtaken for edit in edits if (overtaken := loaded.overtaken(edit)) is not None)
    gone = {entry.edit for entry in left}
    kept = [edit for edit in edits if edit not in gone]
    if left and not kept:
        raise ConflictError(f"{_count(left)} 项刚被别人改过，没有动；请看过新内容后再改。")
    changes = apply_edits(session, kept, today, label(len(kept)) if label else "")
    if left:
        changes = replace(changes, left=f"已改 {_count(kept)} 项；{_count(left)} 项刚被别人改过，没有动")
    return changes, left


def _count(edits: Sequence[BulkEdit] | Sequence[Overtaken]) -> int:
    return len({entry.task_id for entry in edits})


def _label(edits: Sequence[BulkEdit], tasks: int, sources: Collection[Status]) -> str:
    words = {edit.text for edit in edits if edit.field == "status"}
    if len(words) == 1 and all(edit.field == "status" for edit in edits):
        to = Status.from_word(words.pop().strip())
        return move_label(tasks, sources, to) if to else f"批量修改 {tasks:,} 项任务的状态"
    fields = list(dict.fromkeys(FIELD_WORDS[_FIELD_OF.get(edit.field, edit.field)] for edit in edits))
    what = fields[0] if len(fields) == 1 else f"{len(fields):,} 个字段"
    return f"批量修改 {tasks:,} 项任务的{what}"


class _LoadedTasks:
    """The tasks that are edited, as they are in the database, and the names of the offices."""

    def __init__(self, session: Session, edits: Sequence[BulkEdit], today: date) -> None:
        self.session, self.today = session, today
        self.rows = read_columns(session, Task, {edit.task_id for edit in edits}, COLUMNS)
        self.names = office_names(session)
        self.ids = dict(session.exec(select(Office.name, Office.id).order_by(col(Office.position))).all())
        self.office = {number: name for name, number in self.ids.items()}
        fields = {edit.field for edit in edits}
        # Who helps is read only where it matters: it is one row more for each task and office.
        helped = self.rows.keys() if fields & {"lead_office", *HELP_FIELDS} else ()
        self.help = Help(session, helped, self.ids)
        targets = {Status.from_word(edit.text.strip()) for edit in edits if edit.field == "status"}
        self.moves = Moves(session, today, self.rows, [status for status in targets if status is not None])
        self.deadlines = DeadlineEdits(session, today, self.rows)
        self.foreseen: dict[int, dict[str, str]] = {}  # by task what a preview would write before the status moves

    def row(self, edit: BulkEdit) -> Any:
        """Return the task of an edit."""
        if edit.task_id not in self.rows:
            raise InputError("有任务已不在台账中，可能刚被撤销；请刷新后再试。")
        return self.rows[edit.task_id]

    def overtaken(self, edit: BulkEdit) -> Overtaken | None:
        """Return what somebody else made of a value since a preview showed it, None where it still stands."""
        row = self.row(edit)
        now = self._old(row, edit.field)
        if edit.seen in (None, now) or edit.field in (ADD_HELP, DROP_HELP):  # what is added or taken away merges
            return None
        by = newest_change(self.session, "task", row.id, _COLUMN_OF.get(edit.field, edit.field))
        return Overtaken(edit, row.code, BULK_WORDS[edit.field], edit.seen, now, by)

    def line(self, edit: BulkEdit) -> EditLine:
        """Return the preview of an edit."""
        row = self.rows.get(edit.task_id)
        word = BULK_WORDS[edit.field]
        if row is None:
            return EditLine(edit, "", "", word, "", edit.text, "任务已不在台账中，可能刚被撤销；请刷新后再试")
        line = EditLine(edit, row.code, row.title, word, self._old(row, edit.field), edit.text)
        if nothing_given(edit):
            return replace(line, new=line.old)
        judged = self._judged(line, row, edit)
        if edit == edit.bare:
            return replace(judged, question=judged.asks)
        asking = self._judged(line, row, edit.bare)  # what was given hides what it answers
        return replace(judged, needs=asking.needs, question=asking.asks)

    def _judged(self, line: EditLine, row: Any, edit: BulkEdit) -> EditLine:
        """Return a line with what comes of its edit, or what hinders it."""
        try:
            line = replace(line, note=self._note(row, edit), warns=self._warns(row, edit))
            line = replace(line, new=self._new(row, edit))
            if edit.field == "due_text":
                line = replace(line, lights=self.deadlines.lights(row, edit))
            self._check_asked(row, edit)
            self._foresee(line)
        except UndecidedError as missing:
            unclear = isinstance(missing, UnclearError)
            return replace(line, asks=missing.without(row.code), unclear=unclear, needs=missing.needs)
        except TrackerError as wrong:
            return replace(line, new=edit.text, note="", warns=False, error=wrong.without(row.code))
        return line

    def _foresee(self, line: EditLine) -> None:
        """Keep what a line would write, for the line that moves the same task to a status."""
        if line.changes and line.edit.field in ("lead_office", "due_text"):
            self.foreseen.setdefault(line.edit.task_id, {})[line.edit.field] = line.new

    def _check_asked(self, row: Any, edit: BulkEdit) -> None:
        """Raise UndecidedError where a reason, who decided or a confirmation is missing."""
        self.deadlines.check(row, edit)
        if edit.field == "progress":
            check_lower(row, {"progress": self.value(row, edit), "progress_note": edit.reason})

    def _note(self, row: Any, edit: BulkEdit) -> str:
        if edit.field == "due_text":
            return self.deadlines.note(row, edit)
        if edit.field == "status":
            return self.moves.note(row, Status(str(self.value(row, edit))), edit.given)
        typed = edit.field not in HELP_FIELDS and FIELDS[edit.field].kind in TYPED_KINDS
        return understood(edit, self.today) if typed else ""

    def _warns(self, row: Any, edit: BulkEdit) -> bool:
        return edit.field == "status" and self.moves.turns_red(row, Status(str(self.value(row, edit))))

    def _old(self, row: Any, field: str) -> str:
        if field in HELP_FIELDS:
            return self.help.words(row.id)
        return self._words(
            field, self.office.get(row.lead_office_id, "") if field == "lead_office" else getattr(row, field)
        )

    def _new(self, row: Any, edit: BulkEdit) -> str:
        """Return what would stand there, or raise what applying would raise."""
        if edit.field == "due_text":
            return self.deadlines.wording(row, edit)
        if edit.field in HELP_FIELDS:
            check_open(row.code, row.status, SET_HELP, FIELD_WORDS[SET_HELP])
            return self.help.edited_words(row.id, edit.field, read_names(edit.text, self.names), row.lead_office_id)
        value = self.value(row, edit)
        self._columns(row, edit, value, {})
        return self._words(edit.field, validate_field(edit.field, value))

    @staticmethod
    def _words(field: str, value: Any) -> str:
        if field == "status":
            return Status(value).word
        if field == "priority":
            return Priority(value).word
        if field == "progress":
            return f"{value}%"
        return value.isoformat() if isinstance(value, date) else str(value or "")

    def value(self, row: Any, edit: BulkEdit) -> Value:
        """Return the value that the text of an edit means. Raises InputError for what cannot be read."""
        text, kind = edit.text.strip(), FIELDS[edit.field].kind
        if kind in TYPED_KINDS:
            return typed_value(row, edit, self.today)
        if kind is FieldKind.OFFICE and text:
            if text not in self.names:
                raise InputError(f"没有名为“{text[:20]}”的单位；请用单位名单里的名称。")
            return self.names[text]
        copied = edit.pasted and not edit.confirmed and kind in (FieldKind.TEXT, FieldKind.NAME)
        if copied and (doubt := doubt_of_words(edit.text, str(getattr(row, edit.field) or ""))):
            raise UnclearError(f"{doubt}。", confirmable=True)
        return validate_field(edit.field, text) if kind is FieldKind.STATUS else text

    def write(self, by_task: Mapping[int, Sequence[BulkEdit]]) -> None:
        """Apply edits by task, with the progress entries that follow; a status moves last, as by hand."""
        self.rows |= self.deadlines.write(by_task)
        columns: dict[int, dict[str, Any]] = {}
        helped: dict[int, list[int]] = {}
        for number, edits in by_task.items():
            row = self.rows[number]
            try:
                columns[number] = written = self._written(row, edits)
                lead = written.get("lead_office_id", row.lead_office_id)
                if lead != row.lead_office_id:
                    helped[number] = self.help.without(number, lead)
                self._help(row, edits, lead, helped)
            except RuleError as wrong:
                raise wrong.named(row.code) from wrong
        self.help.write(helped, {number for number in helped if self._settled(number, columns[number])})
        part_merged(self.session, self.rows, columns)
        write_columns(self.session, self.rows, columns, self.today)
        confirmed = (number for number, written in columns.items() if written.get("offices_confirmed"))
        confirm_co_offices(self.session, [number for number in confirmed if not self.rows[number].offices_confirmed])
        self.moves.write()

    def _settled(self, number: int, written: Mapping[str, Any]) -> bool:
        """Tell whether the offices of a task are confirmed after what is written into its columns."""
        return bool(written.get("offices_confirmed", self.rows[number].offices_confirmed))

    def _help(self, row: Any, edits: Sequence[BulkEdit], lead: int | None, helped: dict[int, list[int]]) -> None:
        """Add to `helped` who helps after the edits of one task; `lead` is its lead office then."""
        for edit in edits:
            if edit.field in HELP_FIELDS:
                check_open(row.code, row.status, SET_HELP, FIELD_WORDS[SET_HELP])
                helped[row.id] = self.help.edited(row.id, edit.field, read_names(edit.text, self.names), lead)

    def _written(self, row: Any, edits: Sequence[BulkEdit]) -> dict[str, Any]:
        """Return what the edits of one task write into its columns; a status moves last."""
        written: dict[str, Any] = {}
        for edit in sorted(edits, key=lambda edit: edit.field == "status"):
            if edit.field not in (*HELP_FIELDS, "due_text"):
                written |= self._columns(row, edit, self.value(row, edit), written)
        self._check_lowered(row, edits, written)
        return written

    def _columns(self, row: Any, edit: BulkEdit, value: Value, written: Mapping[str, Any]) -> dict[str, Any]:
        """Return the columns an edit writes; `written` is what the other edits of the same task write."""
        if edit.field == "status":
            foreseen = self.foreseen.get(row.id, {})
            lead = foreseen.get("lead_office") or self.office.get(written.get("lead_office_id", row.lead_office_id), "")
            undated = row.due_kind.undecided and not foreseen.get("due_text")
            confirmed = "lead_office" in foreseen or written.get("offices_confirmed", row.offices_confirmed)
            to = Status(str(value))
            return self.moves.columns(row, to, edit.given, lead, undated=undated, suggested=not confirmed)
        if stands_already(row, edit.field, value):
            return {}
        return checked_columns(row, edit.field, value, self.today, self.ids.__getitem__)

    @staticmethod
    def _check_lowered(row: Any, edits: Sequence[BulkEdit], written: dict[str, Any]) -> None:
        """Keep why progress is lowered as its 进展情况; a move of status writes its own progress."""
        lowered = next((edit for edit in edits if edit.field == "progress"), None)
        if lowered is None or any(edit.field == "status" for edit in edits):
            return
        if lowered.reason.strip() and "progress" in written:
            written.setdefault("progress_note", lowered.reason.strip())
        check_lower(row, written)
