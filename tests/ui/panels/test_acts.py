"""What a task may be done with, by status."""

from collections.abc import Callable

import pytest

from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.ui.panels.acts import CONFIRM, foot_acts, row_acts, status_acts


@pytest.mark.parametrize(
    ("status", "buttons"),
    [
        (Status.UNASSIGNED, ["交办", "延期…", "暂缓…"]),
        (Status.NOT_STARTED, ["开始", "记录进展", "延期…"]),
        (Status.IN_PROGRESS, ["记录进展", "延期…", "报完成"]),
        (Status.CLOSING, ["销号…", "退回…", "记录进展"]),
        (Status.CLOSED, ["重新打开…"]),
        (Status.PAUSED, ["恢复", "恢复为未启动"]),
        (Status.CANCELLED, ["重新打开…", "重新交办…"]),
    ],
)
def test_the_foot_offers_at_most_three(make_task: Callable[..., TaskRow], status: Status, buttons: list[str]) -> None:
    assert [act.text for act in foot_acts(make_task(status=status))] == buttons


@pytest.mark.parametrize("status", Status)
def test_a_menu_ends_with_what_destroys(make_task: Callable[..., TaskRow], status: Status) -> None:
    entries = row_acts(make_task(status=status))
    dangers = [act.danger for act in entries]
    assert dangers == sorted(dangers)
    assert len({act.key for act in entries}) == len(entries)


def test_an_act_that_asks_for_something_says_what() -> None:
    closing = next(act for act in status_acts(Status.CLOSING) if act.key == "status:closed")
    assert closing.text == "销号…"
    assert closing.tip == "待销号 → 已销号，需要办结说明、至少一份佐证"


@pytest.mark.parametrize(
    ("values", "offered"),
    [({}, False), ({"offices_confirmed": False}, True), ({"offices_confirmed": False, "lead_office": ""}, False)],
)
def test_confirming_is_offered_where_there_is_something_to_confirm(
    make_task: Callable[..., TaskRow], values: dict[str, object], offered: bool
) -> None:
    assert (CONFIRM in [act.key for act in row_acts(make_task(**values))]) is offered
