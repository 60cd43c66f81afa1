"""Matters for coordination in the panel: who, until when, how far, and what may be done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from tracker.model.enums import CoordinationStatus
from tracker.model.rows import MatterRow
from tracker.ui.task.matters import MattersList, matter_words
from tracker.ui.widgets.buttons import LinkButton

TODAY = date(2023, 9, 15)
OPEN, UNDER_WAY, SOLVED, DROPPED = CoordinationStatus
MATTER = MatterRow(1, 7, "用地指标", "市资规局", date(2023, 9, 1), "张敏", date(2023, 12, 1), OPEN)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "市资规局 · 2023-12-01 前 · 待协调"),
        ({"needed_by": None}, "市资规局 · 未定日期 · 待协调"),
        ({"needed_by": TODAY}, "市资规局 · 2023-09-15 前 · 待协调"),
        ({"needed_by": date(2023, 9, 10)}, "市资规局 · 2023-09-10 前 · 待协调，协调逾期5天"),
        ({"status": UNDER_WAY, "code": "B1.1"}, "B1.1 · 市资规局 · 2023-12-01 前 · 协调中"),
        (
            {"status": SOLVED, "needed_by": date(2023, 9, 1), "closed_on": date(2023, 9, 10)},
            "市资规局 · 2023-09-10 已解决",
        ),
    ],
)
def test_words(values: dict[str, object], words: str) -> None:
    assert matter_words(replace(MATTER, **values), TODAY) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "acts"),
    [
        (OPEN, ["协调中", "已解决…", "不再需要…"]),
        (UNDER_WAY, ["已解决…", "不再需要…"]),
        (SOLVED, ["重新打开…"]),
        (DROPPED, ["重新打开…"]),
    ],
)
def test_each_status_offers_where_it_may_go(qtbot: QtBot, status: CoordinationStatus, acts: list[str]) -> None:
    shown = MattersList()
    qtbot.addWidget(shown)
    matter = replace(MATTER, status=status)
    shown.show_rows((matter,))
    links = shown.findChildren(LinkButton)
    assert [link.text() for link in links] == acts
    with qtbot.waitSignal(shown.moved) as told:
        links[0].click()
    assert told.args[0] == matter
    assert told.args[1] is not status


def test_the_heading_counts_what_is_open_and_nothing_is_hidden(qtbot: QtBot, grab: Callable[..., None]) -> None:
    shown = MattersList()
    qtbot.addWidget(shown)
    shown.today = TODAY
    shown.show_rows((MATTER, replace(MATTER, id=2, status=SOLVED, outcome="已调剂", closed_on=TODAY)))
    assert shown.heading.right.text() == "1 项未了结"
    grab(shown, "panel-matters", (287, 200))
    shown.show_rows((replace(MATTER, status=DROPPED, outcome="项目已改址", closed_on=TODAY),))
    assert shown.heading.right.text() == "1 项已了结"
    shown.show_rows(())
    assert shown.isHidden()
