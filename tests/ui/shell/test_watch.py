"""The window asks what others wrote: one question at a time, pages read it, a toast gathers it, offline is seen."""

from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.model.changes import Changes
from tracker.queries.changes_since import Look, OthersAct
from tracker.ui.core.bus import Bus, Notice
from tracker.ui.shell import watch as watch_module
from tracker.ui.shell.watch import Watch


class Road:
    """Stands in for the jobs: keeps the questions until the test answers."""

    def __init__(self) -> None:
        self.open: list[dict[str, Any]] = []

    def read(self, query: object, **rest: Any) -> None:
        self.open.append(rest)

    def answer(self, look: Look) -> None:
        self.open.pop()["on_result"](look)

    def fail(self) -> None:
        self.open.pop()["failed"]("连接断开。")


class Place:
    """The part of the context that is asked."""

    def __init__(self) -> None:
        self.jobs, self.bus = Road(), Bus()


@pytest.fixture
def context(qtbot: QtBot) -> Place:
    return Place()


@pytest.fixture
def watch(context: Place, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Watch:
    monkeypatch.setattr(watch_module, "EVERY", 30)
    window = QWidget()
    qtbot.addWidget(window)
    watch = Watch(context, window)
    watch.keep_window = window
    return watch


@pytest.fixture
def heard(context: Place) -> list[Changes]:
    changes: list[Changes] = []
    context.bus.changed.connect(changes.append)
    return changes


@pytest.fixture
def notices(context: Place) -> list[Notice]:
    told: list[Notice] = []
    context.bus.notified.connect(told.append)
    return told


def test_it_asks_at_the_start_and_again_and_one_at_a_time(watch: Watch, context: Place, qtbot: QtBot) -> None:
    watch.start()
    assert len(context.jobs.open) == 1
    qtbot.wait(120)
    assert len(context.jobs.open) == 1, "the question is still open"
    context.jobs.answer(Look(5))
    qtbot.waitUntil(lambda: len(context.jobs.open) == 1)


def test_what_others_touched_goes_to_the_pages(watch: Watch, context: Place, heard: list[Changes]) -> None:
    watch.ask()
    context.jobs.answer(Look(5))
    assert heard == []
    watch.ask()
    touched = Changes(tasks=frozenset({1}))
    context.jobs.answer(Look(6, touched, (OthersAct("王敏", "A1.1 责任人", frozenset({1})),)))
    assert heard == [touched]


def test_an_own_act_asks_at_once_and_what_others_did_does_not(watch: Watch, context: Place) -> None:
    context.bus.changed.emit(Changes(tasks=frozenset({1})))
    assert context.jobs.open == []
    context.bus.changed.emit(Changes("改责任人", 7))
    assert len(context.jobs.open) == 1


def test_toasts_are_gathered(watch: Watch, context: Place, notices: list[Notice]) -> None:
    for seq, actor in ((5, "王敏"), (6, "王敏"), (7, "李刚")):
        watch.ask()
        context.jobs.answer(Look(seq, Changes(tasks=frozenset({seq})), (OthersAct(actor, "x", frozenset({seq})),)))
    assert [notice.text for notice in notices] == ["王敏 改了 1 项任务"]
    watch._toast_at -= watch_module.QUIET
    watch.ask()
    context.jobs.answer(Look(7))
    assert [notice.text for notice in notices][1:] == ["王敏 改了 1 项任务；李刚 改了 1 项任务"]


def test_the_toast_leads_to_these_acts(watch: Watch, context: Place, notices: list[Notice]) -> None:
    asked: list[object] = []
    context.bus.acts_asked.connect(asked.append)
    watch.ask()
    acts = OthersAct("王敏", "x", frozenset({1}), 41), OthersAct("李刚", "y", frozenset({1}), 42)
    context.jobs.answer(Look(6, Changes(tasks=frozenset({1})), acts))
    assert notices[-1].act == "查看"
    assert notices[-1].retry is not None
    notices[-1].retry()
    assert asked == [frozenset({41, 42})]


def test_nobody_is_told_in_a_minimised_window(watch: Watch, context: Place, notices: list[Notice]) -> None:
    watch.keep_window.showMinimized()
    watch.ask()
    context.jobs.answer(Look(5, Changes(tasks=frozenset({1})), (OthersAct("王敏", "x", frozenset({1})),)))
    assert notices == []


def test_a_ledger_that_does_not_answer_is_seen(watch: Watch, context: Place, qtbot: QtBot) -> None:
    reached: list[bool] = []
    watch.reached.connect(reached.append)
    watch.ask()
    context.jobs.fail()
    watch.ask()
    context.jobs.answer(Look(5))
    assert reached == [False, True]
