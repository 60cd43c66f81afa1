"""The tray's message: what it says, and that it is silent unless asked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracker.model.rows import Concern, ExportRow, TaskRow, Today, TodayLine
from tracker.ui.core.context import Context
from tracker.ui.shell import reminder
from tracker.ui.shell.reminder import Reminder, reminder_words

DAY = date(2023, 9, 15)
QUIET = Today(DAY, 88, 20, 0, {}, None, 0, (), (), (), "", None, None, {})


@pytest.fixture
def lines(make_task: Callable[..., TaskRow]) -> Callable[..., tuple[TodayLine, ...]]:
    return lambda many: tuple(TodayLine(make_task(n), DAY, "") for n in range(many))


def missing(late: int) -> ExportRow:
    return ExportRow(1, "E1", 1, "市科技局", 3, 0, DAY, DAY, "", None, None, None, 0, 0, 0, 0, late)


def test_what_is_told(lines: Any) -> None:
    assert reminder_words(QUIET) == ""
    sections = {Concern.OVERDUE: lines(2), Concern.CLOSING: lines(1), Concern.MONTH: lines(3)}
    assert reminder_words(replace(QUIET, sections=sections)) == "2 项逾期，1 项等待审核"
    assert reminder_words(replace(QUIET, sections={Concern.REPORT: lines(1)})) == "1 项要定期报送"


@pytest.mark.parametrize(("late", "words"), [(0, ""), (3, "1 个单位逾期未反馈")])
def test_only_late_workbooks_are_worth_a_message(late: int, words: str) -> None:
    assert reminder_words(replace(QUIET, missing=(missing(late), missing(0)))) == words


@pytest.mark.parametrize(("wish", "available", "asked"), [("on", True, True), ("on", False, False), ("", True, False)])
def test_it_reads_only_when_wanted_and_possible(
    live: Context, qapp: Any, monkeypatch: pytest.MonkeyPatch, wish: str, available: bool, asked: bool
) -> None:
    told: list[Today] = []
    monkeypatch.setattr(reminder, "reminder_available", lambda: available)
    monkeypatch.setattr(Reminder, "remind", lambda _self, view: told.append(view))
    live.remember(reminder=wish)
    made = Reminder(live, qapp)
    made.start()
    live.jobs.drain()
    assert [view.tasks for view in told] == ([88] if asked else [])


def test_nothing_to_say_shows_no_icon(live: Context, qapp: Any) -> None:
    made = Reminder(live, qapp)
    made.remind(QUIET)
    assert made.tray is None


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)  # the offscreen platform has no tray
def test_the_message_leads_to_the_list(live: Context, qapp: Any, lines: Any, qtbot: Any) -> None:
    made = Reminder(live, qapp)
    made.remind(replace(QUIET, sections={Concern.OVERDUE: lines(2)}))
    assert made.tray is not None
    assert made.tray.toolTip() == "智造台账：2 项逾期"
    with qtbot.waitSignal(made.clicked):
        made.tray.messageClicked.emit()
    made.tray.hide()
