"""What a task may be done with, by status."""

from collections.abc import Callable

import pytest

from tracker.model.enums import DueKind, Status
from tracker.model.rows import TaskRow
from tracker.ui.task.action_list import CONFIRM, EXTEND, foot_acts, many_acts, row_acts, status_acts


@pytest.mark.parametrize(
    ("status", "buttons"),
    [
        (Status.UNASSIGNED, ["交办", "交办并开始", "延期…", "暂缓…", "取消任务…"]),
        (Status.NOT_STARTED, ["开始", "记录进展", "延期…", "报完成…", "收回…", "暂缓…", "取消任务…"]),
        (Status.IN_PROGRESS, ["记录进展", "延期…", "报完成…", "改回未启动…", "暂缓…", "取消任务…"]),
        (Status.CLOSING, ["销号…", "退回…", "记录进展", "核查…", "取消任务…"]),
        (Status.CLOSED, ["重新打开…", "回头看…"]),
        (Status.PAUSED, ["恢复", "恢复为未启动", "恢复为待交办", "延期…", "取消任务…"]),
        (Status.CANCELLED, ["重新打开…", "重新交办…"]),
    ],
)
def test_the_foot_offers_all_that_may_be_done(
    make_task: Callable[..., TaskRow], status: Status, buttons: list[str]
) -> None:
    offered = foot_acts(make_task(status=status))
    assert [act.text for act in offered] == buttons
    assert {act.key for act in status_acts(status)} <= {act.key for act in offered}


def test_a_row_menu_tells_the_key_of_what_the_foot_offers(make_task: Callable[..., TaskRow]) -> None:
    keys = {act.text: act.shortcut for act in row_acts(make_task(status=Status.IN_PROGRESS))}
    assert (keys["记录进展…"], keys["延期…"], keys["报完成…"], keys["取消任务…"]) == (
        "Ctrl+J",
        "Alt+2",
        "Alt+3",
        "Delete",
    )


def test_several_rows_are_offered_what_some_of_them_may_do(make_task: Callable[..., TaskRow]) -> None:
    tasks = [make_task(status=status) for status in (Status.IN_PROGRESS, Status.IN_PROGRESS, Status.CLOSING)]
    words = [act.text for act in many_acts(tasks)]
    for word in ("批量修改…", "合并重复…", "互相关联", "报完成（2 项）…", "销号（1 项）…", "取消任务…"):
        assert word in words
    assert words[-1] == "取消任务…"
    assert len({act.key for act in many_acts(tasks)}) == len(words)
    assert CONFIRM not in [act.key for act in many_acts(tasks)]
    unconfirmed = [make_task(offices_confirmed=False), make_task()]
    assert many_acts(unconfirmed)[0].text == "确认 1 项任务的单位"


@pytest.mark.parametrize("status", Status)
def test_a_menu_ends_with_what_destroys(make_task: Callable[..., TaskRow], status: Status) -> None:
    entries = row_acts(make_task(status=status))
    dangers = [act.danger for act in entries]
    assert dangers == sorted(dangers)
    assert len({act.key for act in entries}) == len(entries)


def test_an_act_that_asks_for_something_says_what() -> None:
    closing = next(act for act in status_acts(Status.CLOSING) if act.key == "status:closed")
    assert closing.text == "销号…"
    assert closing.tip == "待销号 → 已销号，需要办结说明、有效佐证、进度 100%"


@pytest.mark.parametrize(
    ("values", "offered"),
    [({}, False), ({"offices_confirmed": False}, True), ({"offices_confirmed": False, "lead_office": ""}, False)],
)
def test_confirming_is_offered_where_there_is_something_to_confirm(
    make_task: Callable[..., TaskRow], values: dict[str, object], offered: bool
) -> None:
    assert (CONFIRM in [act.key for act in row_acts(make_task(**values))]) is offered


@pytest.mark.parametrize(
    ("kind", "status", "word"),
    [
        (DueKind.DATE, Status.IN_PROGRESS, "延期…"),
        (DueKind.LONG_TERM, Status.PAUSED, "延期…"),
        (DueKind.NONE, Status.IN_PROGRESS, "明确时限…"),
        (DueKind.TEXT, Status.UNASSIGNED, "明确时限…"),
        (DueKind.DATE, Status.CLOSING, ""),
        (DueKind.DATE, Status.CLOSED, ""),
    ],
)
def test_nothing_is_extended_that_has_no_deadline(
    make_task: Callable[..., TaskRow], kind: DueKind, status: Status, word: str
) -> None:
    task = make_task(status=status, due_kind=kind)
    for acts in (row_acts(task), foot_acts(task)):
        assert [act.text for act in acts if act.key == EXTEND] == ([word] if word else [])
    assert (EXTEND in [act.key for act in many_acts([task, task])]) is (word == "延期…")
