"""Which values of a task an editor showed: another desk's change is a conflict only where it changed one of them."""

from collections.abc import Mapping
from typing import Any

from tracker.model.rows import TaskRow

#: Fields that count as one: who changed one of them changed what the editor showed.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "due_text": ("due_text", "due_kind", "due_on"),
    "status": ("status", "closed_on", "closing_statement"),
    "lead_office": ("lead_office", "offices_confirmed"),
    "progress": ("progress", "progress_note"),
}
#: Lists merge by element: additions and removals apply to what is there now, so they are never in conflict.
MERGED = frozenset({"themes", "co_offices"})


def group_of(field: str) -> tuple[str, ...]:
    """Return the fields that count as one with a field."""
    return () if field in MERGED else GROUPS.get(field, (field,))


def seen_of(task: TaskRow, field: str) -> dict[str, Any]:
    """Return the values an editor of a field showed."""
    return {name: task.value(name) for name in group_of(field)}
