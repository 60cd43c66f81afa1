"""What an editor of a row showed: which fields count as one, and which lists are merged by element."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tracker.model.field_list import FIELD_WORDS, FIELDS
from tracker.model.rows import TaskRow

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ConflictScope:
    """What an editor of one kind of row may show.

    `words` names its fields; fields of one of the `groups` count as one: who changed one of them changed what the
    editor showed. Lists of `merged` are never in conflict: additions and removals apply to what is there now.
    `columns` are the names of fields in the history where they have another one.
    """

    about: str  # 本任务
    words: Mapping[str, str]
    groups: tuple[tuple[str, ...], ...] = ()
    merged: frozenset[str] = frozenset()
    columns: Mapping[str, str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()  # texts that are chosen or read, not written freely

    def group_of(self, name: str) -> tuple[str, ...]:
        """Return the fields that count as one with a field, the one that is named first."""
        if name in self.merged:
            return ()
        return next((group for group in self.groups if name in group), (name,))

    def column(self, name: str) -> str:
        """Return the name of a field in the history."""
        return self.columns.get(name, name)


TASK = ConflictScope(
    "本任务",
    FIELD_WORDS,
    groups=(
        ("due_text", "due_kind", "due_on"),
        ("status", "closed_on", "closing_statement"),
        ("lead_office", "offices_confirmed"),
    ),
    merged=frozenset({"themes", "co_offices"}),
    columns={"lead_office": "lead_office_id"},
    closed=frozenset({"code", "lead_office", "due_text"}),
)
_SHOWN = tuple(
    dict.fromkeys(
        (*(name for name, facts in FIELDS.items() if facts.stored), *(n for g in TASK.groups for n in g), *TASK.merged)
    )
)


def seen_of(task: TaskRow) -> dict[str, Any]:
    """Return the values that an editor of a task showed, all around it included."""
    return {name: task.value(name) for name in _SHOWN}


def merge_list(shown: Collection[Any], wanted: Collection[Any], now: Collection[Any]) -> tuple[Any, ...]:
    """Return a list after what somebody added to what was shown, and took away from it, is done to what is there."""
    kept = [entry for entry in now if entry in wanted or entry not in shown]
    return tuple(dict.fromkeys((*kept, *(entry for entry in wanted if entry not in shown))))


OBSERVATION = ConflictScope("本条观测值", {"observed_on": "日期", "value": "数值", "note": "说明"})
MILESTONE = ConflictScope(
    "本节点", {"title": "节点名称", "due_on": "节点日期", "done_on": "完成日期", "weight": "权重"}
)
OFFICE = ConflictScope(
    "本单位",
    {
        "name": "名称", "short_name": "简称", "aliases": "别名", "kind": "类别", "leader": "分管市领导",
        "region": "地区", "note": "备注",
    },
    merged=frozenset({"aliases"}),
)  # fmt: skip
PERSON = ConflictScope(
    "本联系人",
    {
        "name": "姓名", "role": "角色", "post": "职务", "phone": "办公电话", "mobile": "手机", "email": "邮箱",
        "main": "主要联系人", "note": "备注",
    },
)  # fmt: skip
ROUND = ConflictScope("本批次", {"name": "批次名称", "note": "备注"})
INDICATOR_GROUPS = (
    ("baseline_value", "baseline_on", "baseline_text"),
    ("target_value", "target_on", "target_text"),
)


def shown_by(row: Any, names: Collection[str], columns: Mapping[str, str] = NOTHING) -> dict[str, Any]:
    """Return what a row of a list showed of these fields; `columns` are fields the row calls otherwise."""
    return {name: getattr(row, columns.get(name, name)) for name in names}
