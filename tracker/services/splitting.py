"""Divide the workbook of one office among its people: every row stands in exactly one part."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlmodel import Session, col, select

from tracker.exchange.write.content import ContentRow, WorkbookContent
from tracker.model.enums import SplitBy
from tracker.model.tables import Indicator, Task, TaskIndicator

#: The part of rows that name nobody, or no theme.
_NOBODY = {SplitBy.OWNER: "未定责任人", SplitBy.THEME: "未分主题"}


def split_content(session: Session, content: WorkbookContent, by: SplitBy) -> dict[str, WorkbookContent]:
    """Return the parts of a workbook by the name of their person or theme, in the order of its rows.

    An indicator goes with the first part that has one of its tasks, else with the first part, as do the people.
    """
    names = _of_rows(session, content, by)
    order = list(dict.fromkeys(names.values()))
    linked = _linked_tasks(session, [row.key for row in content.indicators])
    rows: dict[str, dict[str, list[ContentRow]]] = {name: defaultdict(list) for name in order}
    for kind, mine in (("tasks", content.tasks), ("helps", content.helps)):
        for row in mine:
            rows[names[kind, row.key]][kind].append(row)
    for row in content.indicators:
        parts = {names["tasks", uid] for uid in linked.get(row.key, ()) if ("tasks", uid) in names}
        rows[next((name for name in order if name in parts), order[0])]["indicators"].append(row)
    return {
        name: replace(
            content,
            tasks=tuple(mine["tasks"]),
            helps=tuple(mine["helps"]),
            people=content.people if name == order[0] else None,
            indicators=tuple(mine["indicators"]),
        )
        for name, mine in rows.items()
    }


def _of_rows(session: Session, content: WorkbookContent, by: SplitBy) -> dict[tuple[str, str], str]:
    """Return for every task and part in another the name it is sorted under."""
    fields = {"tasks": "owner", "helps": "help_owner"}
    themes = _themes(session, [row.key for row in (*content.tasks, *content.helps)]) if by is SplitBy.THEME else {}
    return {
        (kind, row.key): (themes.get(row.key, "") if by is SplitBy.THEME else str(row.values.get(fields[kind]) or ""))
        or _NOBODY[by]
        for kind, rows in (("tasks", content.tasks), ("helps", content.helps))
        for row in rows
    }


def _themes(session: Session, uids: Collection[str]) -> Mapping[str, str]:
    """Return the first theme of tasks, "" for none."""
    rows = session.exec(select(Task.uid, Task.themes).where(col(Task.uid).in_(uids))).all()
    return {uid: themes[0] if themes else "" for uid, themes in rows}


def _linked_tasks(session: Session, indicators: Collection[str]) -> Mapping[str, list[str]]:
    """Return the uids of the tasks that each indicator measures."""
    pairs = select(Indicator.uid, Task.uid).join(TaskIndicator, col(TaskIndicator.indicator_id) == Indicator.id)
    pairs = pairs.join(Task, col(Task.id) == TaskIndicator.task_id).where(col(Indicator.uid).in_(indicators))
    linked: dict[str, list[str]] = defaultdict(list)
    for indicator, task in session.exec(pairs):
        linked[indicator].append(task)
    return linked
