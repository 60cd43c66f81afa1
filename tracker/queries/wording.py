"""Recorded changes in words a person reads."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from tracker.model.enums import (
    Choice,
    CoordinationStatus,
    DeadlineChange,
    DecisionState,
    Direction,
    DueKind,
    EvidenceKind,
    IndicatorKind,
    Measure,
    NodesChoice,
    Priority,
    ReturnState,
    Status,
    TaskLinkKind,
    VerdictOutcome,
)
from tracker.model.exchange_words import DayKind
from tracker.model.fields import FIELD_WORDS
from tracker.model.history_words import COLUMN_WORDS, OF_ENTITY, ROW_WORDS
from tracker.model.numbers import format_value
from tracker.model.source_words import Frequency, ReviewState, SentenceKind, SourceKind, SourceState, Urgency
from tracker.model.tables import Article, Indicator, Office, Paper, Recommendation, Revision, Task
from tracker.model.thresholds import recorded_words
from tracker.store.history import SETTING

#: Fields that follow from another one in the same act and would only repeat it.
SILENT_FIELDS = frozenset(
    {
        *("due_kind", "first_due_on", "closed_on", "offices_confirmed", "confirmed", "position"),
        *("batch_id", "counts", "pending", "touched", "origin"),
    }
)
_ENUMS: Mapping[tuple[str, str], Any] = {
    ("task", "status"): Status,
    ("task", "due_kind"): DueKind,
    ("workbook_return", "state"): ReturnState,
    ("return_decision", "choice"): Choice,
    ("evidence", "kind"): EvidenceKind,
    ("task", "priority"): Priority,
    ("extension", "state"): DecisionState,
    ("extension", "kind"): DeadlineChange,
    ("extension", "nodes"): NodesChoice,
    ("coordination", "status"): CoordinationStatus,
    ("article", "kind"): SourceKind,
    ("article", "urgency"): Urgency,
    ("article", "state"): SourceState,
    ("sentence_mark", "kind"): SentenceKind,
    ("indicator", "frequency"): Frequency,
    ("indicator", "measure"): Measure,
    ("indicator", "direction"): Direction,
    ("indicator", "kind"): IndicatorKind,
    ("intake_review", "state"): ReviewState,
    ("holiday", "kind"): DayKind,
}
_REFERRED: Mapping[str, Any] = {"source_id": Article, "recommendation_id": Recommendation, "article_id": Article}
_TITLE_FIELDS = ("title", "note", "name", "alias", "reason", "to_text", "text", "what")


class Wording:
    """Puts revisions into words; reads the names it needs once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.offices = dict(session.exec(select(Office.id, Office.name)).all())
        self.indicators = dict(session.exec(select(Indicator.id, Indicator.name)).all())

    def field(self, revision: Revision) -> str:
        """Return the Chinese name of what changed: a field, or the kind of row that came or went."""
        if not revision.field:
            kind = (revision.new or revision.old or {}).get("kind") if revision.entity == "extension" else None
            return DeadlineChange(kind).word if kind else ROW_WORDS.get(revision.entity, revision.entity)
        named = OF_ENTITY.get((revision.entity, revision.field)) or FIELD_WORDS.get(revision.field)
        return named or COLUMN_WORDS.get(revision.field, revision.field)

    def old(self, revision: Revision) -> str:
        """Return the old value in words, "" for a new row."""
        return self._side(revision, revision.old)

    def new(self, revision: Revision) -> str:
        """Return the new value in words, "" for a deleted row."""
        return self._side(revision, revision.new)

    def _side(self, revision: Revision, value: Any) -> str:
        if not revision.field:
            return self._row(revision.entity, value) if value else ""
        return self._value(revision.entity, revision.field, value)

    def _row(self, entity: str, row: dict[str, Any]) -> str:
        if entity == "observation":
            return f"{format_value(row['value'])}（{row['observed_on'] or row['period']}）"
        if entity in ("task_office", "task_indicator", "task_answer", "paper_task"):
            return self._far_end(entity, row)
        if entity == "task_link":
            return self._link(row)
        if entity == "status_move":
            ends = " → ".join(Status(row[end]).word for end in ("from_status", "to_status"))
            return f"{ends}：{row['reason']}" if row["reason"] else ends
        if entity == "verdict":
            seen = f"核查 {row['progress']}%" if row["progress"] is not None else ""
            return " ".join(part for part in (VerdictOutcome(row["outcome"]).word, seen, row["note"]) if part)
        if entity == "holiday":
            return " ".join(filter(None, (row["day"], DayKind(row["kind"]).word, row["name"])))
        if entity == "sentence_mark":
            return f"{SentenceKind(row['kind']).word}：{row['sentence']}"
        if entity == "report_waiver":
            return f"{row['period_due_on']} 期 {row['reason']}"
        if entity == "progress_entry" and row["progress"] is not None:
            return f"{row['progress']}% {row['note']}".strip()
        return next((str(row[key]) for key in _TITLE_FIELDS if row.get(key)), "")

    def _far_end(self, entity: str, row: dict[str, Any]) -> str:
        """Return what a row links its task with."""
        if entity == "task_office":
            return self.offices.get(row["office_id"], "")
        if entity == "task_indicator":
            return self.indicators.get(row["indicator_id"], "")
        if entity == "task_answer":
            return self._code_of(Recommendation, row["recommendation_id"])
        paper = self._session.get(Paper, row["paper_id"])
        return paper.title if paper is not None else ""

    def _link(self, row: dict[str, Any]) -> str:
        first, second = (self._code(row[end]) for end in ("from_id", "to_id"))
        return f"{first} 并入 {second}" if row["kind"] == TaskLinkKind.DUPLICATE else f"{first} 与 {second} 相关"

    def _code_of(self, kind: Any, number: int | None) -> str:
        row = self._session.get(kind, number) if number is not None else None
        return str(row.code) if row is not None else ""

    def _code(self, task_id: int) -> str:
        task = self._session.get(Task, task_id)
        return task.code if task is not None else "已撤销的任务"

    def _value(self, entity: str, field: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if (entity, field) in _ENUMS:
            return str(_ENUMS[entity, field](value).word)
        if field in ("lead_office_id", "office_id"):
            return self.offices.get(value, "")
        if field in _REFERRED:
            return self._code_of(_REFERRED[field], value)
        if field == "progress":
            return f"{value}%"
        if field == "to_id":
            return self._code(value)
        if entity == SETTING:
            return _setting_words(field, value)
        if isinstance(value, list):
            return "、".join(map(str, value))
        return format_value(value) if isinstance(value, float) else str(value)


def _setting_words(field: str, value: Any) -> str:
    """Return a setting of the ledger in words; those with many parts are only said to be set."""
    if field == "thresholds":
        return recorded_words(value)
    if field == "thresholds_decision":
        return f"{value['reason']}（批准人 {value['decided_by']}）"
    return "已设定"
