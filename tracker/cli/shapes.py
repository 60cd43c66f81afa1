"""The JSON shapes: a contract that other programs rely on; the fields of a task are those declared for it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.exchange.cells.cells import show_value
from tracker.model.changeset import ChangeSet, FieldChange, Value
from tracker.model.contacts import PersonDraft
from tracker.model.enums import Outcome, Priority, Status
from tracker.model.field_list import FIELD_WORDS, FIELDS, JSON_KEYS, WORDED
from tracker.model.rows import ExportRow, HelpRow, IndicatorRow, TaskRow


def task_shape(task: TaskRow, helping: Sequence[HelpRow] = ()) -> dict[str, Any]:
    """Return one task; progress 0-100, light by its English name, status by its word; `helping` are its co-offices."""
    fields = {name: _plain(task.value(name)) for name in JSON_KEYS}
    return {
        "code": fields.pop("code"),
        "title": fields.pop("title"),
        "article": task.article,
        "section": task.section,
        "recommendation": task.recommendation,
        "themes": list(task.themes),
        **fields,
        "first_due_on": _iso(task.first_due_on),
        "extensions": task.extensions,
        "scheduled": task.scheduled,
        "verdict": task.verdict,
        "coordination": task.coordination,
        "light": task.light.colour.value,
        "reason": task.light.reason,
        "indicators": list(task.indicators),
        "source": task.article,
        "source_kind": task.source_kind,
        "recommendations": list(task.recommendations),
        "help": [_help_shape(row) for row in helping],
    }


def _help_shape(row: HelpRow) -> dict[str, Any]:
    return {
        "office": row.office,
        "duty": row.duty,
        "state": row.state.word,
        "note": row.note,
        "problems": row.problems,
        "on": _iso(row.on),
    }


def indicator_shape(row: IndicatorRow) -> dict[str, Any]:
    """Return one indicator with its newest value, target and observations."""
    current = row.current
    return {
        "code": row.code,
        "name": row.name,
        "unit": row.unit,
        "kind": row.kind.value,
        "measure": row.measure.value if row.measure else None,
        "direction": row.direction.value,
        "article": row.article,
        "stated": row.stated,
        "value": current.value if current else None,
        "on": _iso(current.on) if current else None,
        "period": current.period if current else row.period,
        "baseline": row.baseline_value,
        "baseline_on": _iso(row.baseline_on),
        "target": row.target_value,
        "target_on": _iso(row.target_on),
        "target_text": row.target_text,
        "attainment": row.attainment,
        "light": row.light.colour.value,
        "reason": row.light.reason,
        "observations": [
            {
                "value": observation.value,
                "on": _iso(observation.on),
                "period": observation.period,
                "source": observation.source,
                "note": observation.note,
            }
            for observation in row.observations
        ],
        "tasks": list(row.tasks),
    }


def changeset_shape(changeset: ChangeSet) -> dict[str, Any]:
    """Return what an import would do; `sheet` and `cell` say where each value stands."""
    return {
        "file": changeset.file,
        "office": changeset.office,
        "export": changeset.export,
        "counts": changeset.counts,
        "changes": [_change_shape(change, changeset.office) for change in changeset.changes],
        "problems": [
            {"sheet": problem.sheet, "cell": problem.cell, "message": problem.message} for problem in changeset.problems
        ],
        "note": changeset.note,
    }


def export_shape(row: ExportRow) -> dict[str, Any]:
    """Return one sent workbook and whether it came back."""
    return {
        "export": row.code,
        "round": row.round,
        "office": row.office,
        "tasks": row.tasks,
        "indicators": row.indicators,
        "sent_on": _iso(row.sent_on),
        "return_due_on": _iso(row.return_due_on),
        "file": row.file_name,
        "returned": row.return_id is not None,
        "received_on": _iso(row.received_on),
        "answered_on": _iso(row.answered_on),
        "state": row.state.value if row.state else "none",
        "changes": row.changes,
        "conflicts": row.conflicts,
        "problems": row.problems,
        "pending": row.pending,
        "overdue_days": row.overdue_days,
        "rows": row.rows,
        "filled": row.filled,
        "part": row.part,
        "kind": row.kind.value,
        "again_of": row.again_of,
        "channel": row.channel.value,
        "handed_on": _iso(row.handed_on),
        "round_name": row.round_name,
        "round_state": row.round_state.value,
        "timing": row.mark.timing.value if row.mark.timing else None,
        "late_days": row.mark.late_days,
        "excuse": row.excuse,
    }


def value_shape(field: str, value: Value) -> Any:
    """Return a canonical value for JSON: numbers stay numbers, a status is its word, offices a list."""
    if words := WORDED.get(FIELDS[field].kind) if field in FIELDS else None:
        member = words.from_word(str(value or ""))
        return member.word if member else value
    return list(value) if isinstance(value, tuple) else value


def change_line(change: FieldChange) -> str:
    """Return one change as a line of text."""
    where = f"{change.sheet}!{change.cell}" if change.cell else change.sheet
    sent, ours, theirs = (_shown(change, side) for side in ("snapshot", "ours", "theirs"))
    values = f"{sent} → {theirs}"
    mine = f"（我方 {ours}）" if change.outcome is Outcome.CONFLICT else ""
    note = f"  {change.note}" if change.note else ""
    what = f"{FIELD_WORDS[change.field]}：{values}{mine}" if change.field else _added_words(change)
    whose = f"{change.task} " if change.field or change.task != change.title else ""
    return f"  [{change.outcome.word}] {whose}{what}  {where}{note}"


def _added_words(change: FieldChange) -> str:
    """Return the title of a row with what it says besides, where it was added to a sheet of ours."""
    said = (
        f"{FIELD_WORDS[field]} {text}"
        for field, value in change.row.items()
        if change.outcome is Outcome.UNKNOWN_ROW
        and field in FIELD_WORDS
        and (text := show_value(field, value)) not in ("", change.title)
    )
    return "，".join((change.title, *said))


def _shown(change: FieldChange, side: str) -> str:
    return (show_value(change.field, getattr(change, side)) if change.field else "") or "空"


def _change_shape(change: FieldChange, office: str) -> dict[str, Any]:
    values = {side: value_shape(change.field, getattr(change, side)) for side in ("snapshot", "ours", "theirs")}
    asked = {"request": change.request, "reason": change.reason} if change.request else {}
    whose = {"kind": change.kind, "office": office} if change.kind not in ("task", "indicator") else {}
    row = {"row": _row_shape(change)} if change.outcome is Outcome.UNKNOWN_ROW else {}
    return {
        "task": change.task,
        "field": change.field,
        **values,
        "outcome": change.outcome.value,
        "sheet": change.sheet,
        "cell": change.cell,
        "needs_decision": change.needs_decision,
        "note": change.note,
        **asked,
        **whose,
        **row,
    }


def _row_shape(change: FieldChange) -> dict[str, Any]:
    """Return what taking an added row in would write, by field; what it leaves empty is left out."""
    unsaid = {"person_role": PersonDraft("").role.word} if change.kind == "person" else {}
    said = {field: value_shape(field, value) for field, value in change.row.items() if value not in ("", None, ())}
    return unsaid | said


def _plain(value: Any) -> Any:
    """Return the value of a field as JSON has it: choices are words, a day an ISO text, names a list."""
    if isinstance(value, Status | Priority):
        return value.word
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
