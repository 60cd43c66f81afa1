"""Recorded changes in words a person reads."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from tracker.model.enums import (
    Choice,
    CoordinationStatus,
    DeadlineChange,
    DecisionState,
    DueKind,
    EvidenceKind,
    NodesChoice,
    Priority,
    ReturnState,
    Status,
    TaskLinkKind,
    VerdictOutcome,
)
from tracker.model.fields import FIELD_WORDS
from tracker.model.numbers import format_value
from tracker.model.tables import Indicator, Office, Paper, Revision, Task
from tracker.model.thresholds import recorded_words

#: Fields that follow from another one in the same act and would only repeat it.
SILENT_FIELDS = frozenset(
    {"due_kind", "first_due_on", "closed_on", "offices_confirmed", "position", "batch_id", "counts", "pending"}
)
_ROW_WORDS = {
    "task": "任务",
    "task_office": "配合单位",
    "task_indicator": "关联指标",
    "task_link": "关联任务",
    "progress_entry": "进展记录",
    "milestone": "节点",
    "extension": "延期",
    "evidence": "佐证",
    "status_move": "状态变动",
    "report_waiver": "免报",
    "verdict": "核查",
    "coordination": "协调事项",
    "indicator": "指标",
    "observation": "观测值",
    "office": "单位",
    "office_alias": "单位别名",
    "return_decision": "核对决定",
    "workbook_return": "反馈",
    "paper": "出文",
    "paper_task": "出文",
}
_MORE_WORDS = {
    "thresholds": "亮灯规则",
    "papers": "出文设置",
    "lead_office_id": "牵头单位",
    "recommendation_id": "来源建议",
    "themes": "主题",
    "to_id": "并入",
    "observed_on": "日期",
    "value": "数值",
    "note": "说明",
    "name": "名称",
    "short_name": "简称",
    "alias": "别名",
    "done_on": "完成日期",
    "outcome": "结果",
    "solver": "协调人",
    "needed_by": "需要日期",
    "weight": "权重",
    "unit": "单位",
    "state": "状态",
    "baseline_value": "基期值",
    "baseline_on": "基期日期",
    "target_value": "目标值",
    "target_on": "目标日期",
    "target_text": "目标说明",
    "kind": "类别",
    "from_text": "原来的时限",
    "from_on": "原来的日期",
    "to_text": "新的时限",
    "to_on": "新的日期",
    "requested_by": "申请单位",
    "requested_on": "申请日期",
    "decided_by": "批准人",
    "decided_on": "决定日期",
    "answer": "答复",
    "late_days": "逾期天数",
    "nodes": "节点",
    "counts": "计入次数",
    "return_id": "反馈文件",
    "first_due_on": "最初日期",
    "offices_confirmed": "单位已确认",
    "closed_on": "销号日期",
    "what": "协调内容",
    "raised_on": "提出日期",
    "raised_by": "提出人",
    "entry_id": "进展记录",
    "period_due_on": "报送期",
    "on": "日期",
    "by": "经办人",
    "next_on": "下次核查",
    "until": "暂缓至",
    "from_status": "原状态",
    "to_status": "新状态",
    "progress_before": "变动前进度",
    "pending": "待决定",
    "batch_id": "操作",
}
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
}
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
            return DeadlineChange(kind).word if kind else _ROW_WORDS.get(revision.entity, revision.entity)
        return FIELD_WORDS.get(revision.field) or _MORE_WORDS.get(revision.field, revision.field)

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
        if "office_id" in row and entity == "task_office":
            return self.offices.get(row["office_id"], "")
        if entity == "task_indicator":
            return self.indicators.get(row["indicator_id"], "")
        if entity == "task_link":
            return self._link(row)
        if entity == "status_move":
            ends = " → ".join(Status(row[end]).word for end in ("from_status", "to_status"))
            return f"{ends}：{row['reason']}" if row["reason"] else ends
        if entity == "verdict":
            seen = f"核查 {row['progress']}%" if row["progress"] is not None else ""
            return " ".join(part for part in (VerdictOutcome(row["outcome"]).word, seen, row["note"]) if part)
        if entity == "paper_task":
            paper = self._session.get(Paper, row["paper_id"])
            return paper.title if paper is not None else ""
        if entity == "report_waiver":
            return f"{row['period_due_on']} 期 {row['reason']}"
        if entity == "progress_entry" and row["progress"] is not None:
            return f"{row['progress']}% {row['note']}".strip()
        return next((str(row[key]) for key in _TITLE_FIELDS if row.get(key)), "")

    def _link(self, row: dict[str, Any]) -> str:
        first, second = (self._code(row[end]) for end in ("from_id", "to_id"))
        return f"{first} 并入 {second}" if row["kind"] == TaskLinkKind.DUPLICATE else f"{first} 与 {second} 相关"

    def _code(self, task_id: int) -> str:
        task = self._session.get(Task, task_id)
        return task.code if task is not None else "已撤销的任务"

    def _value(self, entity: str, field: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if (entity, field) in _ENUMS:
            return str(_ENUMS[entity, field](value).word)
        if field == "lead_office_id":
            return self.offices.get(value, "")
        if field == "progress":
            return f"{value}%"
        if field == "to_id":
            return self._code(value)
        if field == "thresholds":
            return recorded_words(value)
        if field == "papers":
            return "已设定"
        if isinstance(value, list):
            return "、".join(map(str, value))
        return format_value(value) if isinstance(value, float) else str(value)
