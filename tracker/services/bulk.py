"""Changing many tasks as one act: a preview that writes nothing, then one batch in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import ConflictError, InputError, RuleError, TrackerError
from tracker.model.bulk import BulkPreview, Edit, EditLine
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.enums import Status
from tracker.model.fields import FIELD_WORDS, validate_field
from tracker.model.rules import check_lead_office, check_transition
from tracker.model.tables import Office, Task, TaskOffice
from tracker.queries.offices import office_names
from tracker.services.acting import begin, facts_of, the_task, touched
from tracker.services.fields import PROGRESS_FIELDS, columns_of, set_fields, write_columns
from tracker.store.bulk_update import read_columns

_COLUMNS = (
    "version", "code", "title", "content", "lead_office_id", "offices_confirmed", "owner", "phone", "status",
    "start_on", "due_text", "due_kind", "due_on", "first_due_on", "progress", "progress_note", "problems",
    "next_steps", "remark",
)  # fmt: skip


def preview_edits(session: Session, edits: Sequence[Edit], today: date) -> BulkPreview:
    """Return what each wish would change, or why it cannot be; nothing is written."""
    desk = _Desk.open(session, edits, today)
    return BulkPreview(tuple(desk.line(edit) for edit in edits))


def apply_edits(session: Session, edits: Sequence[Edit], today: date, label: str = "") -> Changes:
    """Write all wishes as one act, or none: InputError, RuleError and ConflictError name the first that cannot be."""
    if not edits:
        raise InputError("没有要修改的内容；请先选择任务并填写新的值。")
    desk = _Desk.open(session, edits, today)
    wished: dict[int, dict[str, Value]] = {}
    for edit in edits:
        row = desk.row(edit)
        if edit.version is not None and edit.version != row.version:
            raise ConflictError(f"{row.code} 刚刚被改过，这次批量修改没有保存；请看过新内容后再改。")
        wished.setdefault(edit.task_id, {})[edit.field] = desk.value(edit)
    batch = begin(session, label or _label(edits, len(wished)))
    plain = {number: values for number, values in wished.items() if "status" not in values}
    desk.write(plain)
    for number in wished.keys() - plain.keys():
        set_fields(session, the_task(session, number), wished[number], on=today)
    return touched(session, batch, tasks=set(wished))


def _label(edits: Sequence[Edit], tasks: int) -> str:
    fields = list(dict.fromkeys(FIELD_WORDS[edit.field] for edit in edits))
    what = fields[0] if len(fields) == 1 else f"{len(fields)} 个字段"
    return f"批量修改 {tasks} 项任务的{what}"


@dataclass
class _Desk:
    """The tasks wishes are about, as they are in the database, and the names of the offices."""

    session: Session
    today: date
    rows: Mapping[int, Any]
    names: Mapping[str, str]  # proper name by name or alias
    ids: Mapping[str, int]
    helped: set[tuple[int, int]]  # task and co-office

    @classmethod
    def open(cls, session: Session, edits: Sequence[Edit], today: date) -> "_Desk":
        """Read what the wishes are about."""
        rows = read_columns(session, Task, {edit.task_id for edit in edits}, _COLUMNS)
        ids = dict(session.exec(select(Office.name, Office.id)).all())
        lead = any(edit.field == "lead_office" for edit in edits)
        helping = select(TaskOffice.task_id, TaskOffice.office_id)
        pairs = {(task_id, office_id) for task_id, office_id in session.exec(helping)} if lead else set()
        return cls(session, today, rows, office_names(session), ids, pairs)

    def row(self, edit: Edit) -> Any:
        """Return the task of a wish."""
        if edit.task_id not in self.rows:
            raise InputError("有任务已不在台账中，可能刚被撤销；请刷新后再试。")
        return self.rows[edit.task_id]

    def line(self, edit: Edit) -> EditLine:
        """Return what a wish comes to."""
        row = self.rows.get(edit.task_id)
        word = FIELD_WORDS[edit.field]
        if row is None:
            return EditLine(edit, "", "", word, "", edit.text, "任务已不在台账中")
        old = self._words(edit.field, self._old(row, edit.field))
        try:
            new, error = self._words(edit.field, self.value(edit)), ""
            self._refuse(edit)
        except TrackerError as wrong:
            new, error = edit.text, wrong.sentence
        return EditLine(edit, row.code, row.title, word, old, new, error)

    def value(self, edit: Edit) -> Value:
        """Return the canonical value of a wish. Raises InputError for what cannot be read."""
        text = edit.text.strip()
        if edit.field == "progress":
            plain = text.rstrip("%％").strip()
            if not plain.isdecimal() or int(plain) > 100:
                raise InputError(f"进度要填 0 到 100 的整数，现在是“{text[:20]}”。")
            return int(plain)
        if edit.field == "lead_office" and text:
            if text not in self.names:
                raise InputError(f"没有名为“{text[:20]}”的单位；请用单位名单里的名称。")
            return self.names[text]
        if edit.field == "start_on":
            text = text.replace("/", "-").replace(".", "-")
        return validate_field(edit.field, text)

    def _refuse(self, edit: Edit) -> None:
        """Raise what applying a wish would raise."""
        row, value = self.row(edit), self.value(edit)
        if edit.field == "lead_office":
            check_lead_office(row.status, str(value))
        if edit.field == "status" and value != row.status.value:
            task = the_task(self.session, edit.task_id)
            check_transition(facts_of(self.session, task), Status(str(value)), "")

    def _old(self, row: Any, field: str) -> Value:
        if field == "lead_office":
            return next((name for name, number in self.ids.items() if number == row.lead_office_id), "")
        found: Value = getattr(row, field)
        return found

    @staticmethod
    def _words(field: str, value: Any) -> str:
        if field == "status":
            return Status(value).word
        if field == "progress":
            return f"{value}%"
        return value.isoformat() if isinstance(value, date) else str(value or "")

    def write(self, wished: Mapping[int, Mapping[str, Value]]) -> None:
        """Write values by task and field, with the progress entries they make."""
        columns: dict[int, dict[str, Any]] = {}
        for number, values in wished.items():
            row = self.rows[number]
            written: dict[str, Any] = {}
            for field, value in values.items():
                if field not in (*PROGRESS_FIELDS, "due_text") or value != getattr(row, field):
                    lead = field == "lead_office"
                    written |= self._lead(row, value) if lead else columns_of(row, field, value, self.today)
            columns[number] = written
        self._drop_help(columns)
        write_columns(self.session, self.rows, columns, self.today)

    def _lead(self, row: Any, value: Value) -> dict[str, Any]:
        try:
            check_lead_office(row.status, str(value))
        except RuleError as wrong:
            raise RuleError(f"{row.code}：{wrong.sentence}") from wrong
        return {"lead_office_id": self.ids[str(value)] if value else None, "offices_confirmed": bool(value)}

    def _drop_help(self, columns: Mapping[int, Mapping[str, Any]]) -> None:
        """An office that leads no longer helps."""
        for number, written in columns.items():
            office = written.get("lead_office_id")
            if office is not None and (number, office) in self.helped:
                link = select(TaskOffice).where(TaskOffice.task_id == number, col(TaskOffice.office_id) == office)
                self.session.delete(self.session.exec(link).one())
