"""The number beside 今日 before anybody opened it: counted at the start and after acts, left to the page afterwards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlmodel import select

from tracker.model.changes import Changes
from tracker.model.enums import BatchSource, DueKind, Status
from tracker.model.tables import Task
from tracker.queries.today import read_today
from tracker.store.engine import Database
from tracker.store.history import open_batch
from tracker.ui.core.context import Context
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.shell.today_count import TodayCount


@pytest.fixture
def count(live: Context) -> TodayCount:
    counting = TodayCount(live, live.jobs)
    counting._pause.setInterval(0)
    return counting


@pytest.fixture
def counts(count: TodayCount) -> list[int]:
    said: list[int] = []
    count.counted.connect(said.append)
    return said


def test_it_counts_what_the_page_would_count(
    live: Context, ledger: Database, count: TodayCount, counts: list[int], qtbot: QtBot
) -> None:
    with ledger.session() as session:
        open_batch(session, "准备", BatchSource.MANUAL)
        for task in session.exec(select(Task).limit(3)).all():
            task.status, task.start_on = Status.IN_PROGRESS, live.today() - timedelta(days=60)
            task.due_on, task.due_kind = live.today() - timedelta(days=1), DueKind.DATE
    with ledger.session() as session:
        expected = read_today(session, live.today()).urgent
    assert expected >= 3
    count.begin()
    qtbot.waitUntil(lambda: counts == [expected])


def test_it_counts_again_after_an_act_and_no_more_once_the_page_stands(
    live: Context, count: TodayCount, counts: list[int], qtbot: QtBot
) -> None:
    live.bus.changed.emit(Changes(tasks=frozenset({1})))
    qtbot.waitUntil(lambda: len(counts) == 1)
    count.stop()
    live.bus.changed.emit(Changes(tasks=frozenset({1})))
    qtbot.wait(30)
    live.jobs.drain()
    assert len(counts) == 1


def test_the_window_shows_the_number_before_the_page_was_opened(
    live: Context, show: Callable[..., Any], qtbot: QtBot
) -> None:
    window = show(MainWindow(live), 1366, 768)
    assert "today" not in window.built()
    window.today_count.counted.emit(5)
    assert window.rail.entries["today"].count() == 5
    window.show_page("today")
    live.jobs.drain()
    window.today_count.begin()
    assert not window.today_count._pause.isActive()
    live.jobs.drain()
    window.hide()
