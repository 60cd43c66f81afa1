"""Sorting the ledger by several columns, the first one first."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeAlias

from tracker.model.enums import LightColour, Priority, Status
from tracker.model.rows import TaskRow
from tracker.ui.ledger.columns import Column

#: Columns in the order of their weight, each with whether it runs downwards.
Sorting: TypeAlias = tuple[tuple[Column, bool], ...]

_LIGHTS = {colour: rank for rank, colour in enumerate(LightColour)}
_STATUSES = {status: rank for rank, status in enumerate(Status)}
_LAST = date.max


def _words(field: str) -> Callable[[TaskRow], Any]:
    """Return the key of a field of words, tasks without any last."""
    return lambda task: (not getattr(task, field), getattr(task, field))


_KEYS: dict[Column, Callable[[TaskRow], Any]] = {
    Column.CODE: lambda task: task.code,
    Column.TITLE: lambda task: task.title,
    Column.LATEST: lambda task: task.last_progress_on or date.min,
    Column.OFFICE: lambda task: (not task.lead_office, task.lead_office),
    Column.OWNER: lambda task: (not task.owner, task.owner),
    Column.DUE: lambda task: task.due_on or _LAST,
    Column.PROGRESS: lambda task: task.progress,
    Column.STATUS: lambda task: _STATUSES[task.status],
    Column.LIGHT: lambda task: _LIGHTS[task.light.colour],
    Column.LEADER: lambda task: (not task.leader, task.leader),
    Column.PRIORITY: lambda task: task.priority is not Priority.KEY,
    Column.COORDINATION: lambda task: -task.coordination,
    Column.HELPING: lambda task: (not task.co_counted, task.co_done / max(task.co_counted, 1)),
    Column.SOURCE_KIND: lambda task: (not task.source_kind, task.source_kind),
    **{
        column: _words(field)
        for column, field in (
            (Column.CO_OFFICES, "co_offices"), (Column.PHONE, "phone"), (Column.CONTENT, "content"),
            (Column.PROBLEMS, "problems"), (Column.NEXT_STEPS, "next_steps"), (Column.REMARK, "remark"),
            (Column.THEMES, "themes"), (Column.INDICATORS, "indicators"), (Column.CLOSING, "closing_statement"),
        )
    },
    Column.EXTENSIONS: lambda task: -task.extensions,
    Column.FIRST_DUE: lambda task: task.first_due_on or _LAST,
    Column.START: lambda task: task.start_on or _LAST,
    Column.SCHEDULED: lambda task: task.scheduled if task.scheduled is not None else 101,
    Column.LAST_ON: lambda task: task.last_progress_on or date.min,
    Column.SOURCE: lambda task: (not task.article, task.article, task.section),
}  # fmt: skip


def sorted_positions(tasks: Sequence[TaskRow], sorting: Sorting) -> Sequence[int]:
    """Return the positions of tasks in sorted order; equal ones stay in the order of the ledger."""
    if not sorting:
        return range(len(tasks))
    positions = list(range(len(tasks)))
    for column, downwards in reversed(sorting):
        keys = [_KEYS[column](task) for task in tasks]
        positions.sort(key=keys.__getitem__, reverse=downwards)
    return positions


def pressed(sorting: Sorting, column: Column, *, also: bool) -> Sorting:
    """Return the sorting after a press on a header: upwards, downwards, off; `also` keeps the other columns."""
    known = dict(sorting)
    others = tuple(rule for rule in sorting if rule[0] != column)
    if column not in known:
        return (*others, (column, False)) if also else ((column, False),)
    if not known[column]:
        turned = tuple((other, True if other == column else down) for other, down in sorting)
        return turned if also else ((column, True),)
    return others if also else ()


def sort_mark(sorting: Sorting, column: Column) -> str:
    """Return what a header shows: an arrow, with its rank where several columns sort."""
    for rank, (sorted_by, downwards) in enumerate(sorting, 1):
        if sorted_by == column:
            return f" {'↓' if downwards else '↑'}{rank if len(sorting) > 1 else ''}"
    return ""
