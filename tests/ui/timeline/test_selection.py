"""What the chips let through, worked out off the main thread, with lines made only where somebody looks."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light, Timeline, TimelineBar
from tracker.queries.offices import list_offices
from tracker.ui.timeline import lines as timeline_lines
from tracker.ui.timeline import page as page_module
from tracker.ui.timeline.lines import Grouping
from tracker.ui.timeline.page import TimelinePage
from tracker.ui.timeline.selection import Choice, choose_lines, find_timeline
from tracker.ui.timeline.view import TimelineView

RED = Light(LightColour.RED, "逾期12天", "已逾期。")
GREEN = Light(LightColour.GREEN, "", "按序时推进。")


@pytest.fixture
def timeline(make_task):
    tasks = (
        make_task(1, section="", light=RED), make_task(2, section="", light=GREEN, lead_office="市科技局"),
        make_task(3, article="B", section="", light=RED), make_task(4, article="B", section="", light=GREEN),
    )  # fmt: skip
    return Timeline(date(2023, 9, 15), tuple(TimelineBar(task) for task in tasks), {"A": "甲文", "B": "乙文"})


@pytest.mark.parametrize(
    ("choice", "words", "tasks", "red"),
    [
        (Choice(), ["甲文", "任务1", "任务2", "乙文", "任务3", "任务4"], 4, 2),
        (Choice(article="B"), ["乙文", "任务3", "任务4"], 2, 1),
        (Choice(office="市科技局"), ["甲文", "任务2"], 1, 0),
        (Choice(light="red"), ["甲文", "任务1", "乙文", "任务3"], 2, 2),
        (Choice(article="A", light="blue"), [], 0, 0),
        (Choice(folded=frozenset({"article:A"})), ["甲文", "乙文", "任务3", "任务4"], 4, 2),
        (Choice(light="green", grouping=Grouping.OFFICE), ["市科技局", "任务2", "市经信局", "任务4"], 2, 0),
    ],
)
def test_a_choice_narrows_groups_and_counts(timeline, choice, words, tasks, red):
    chosen = choose_lines(timeline, choice)
    assert [line.text for line in chosen.lines] == words
    assert (chosen.tasks.total, chosen.red, chosen.folded) == (tasks, red, choice.folded)


def test_cancelled_tasks_are_shown_and_stand_beside_every_number(timeline, make_task):
    gone = TimelineBar(make_task(5, section="", status=Status.CANCELLED))
    chosen = choose_lines(replace(timeline, bars=(gone, *timeline.bars)), Choice())
    assert (chosen.tasks.total, chosen.tasks.aside) == (4, "，另有已取消 1 项")
    assert [(line.text, line.count) for line in chosen.lines if line.count] == [("甲文", 2), ("乙文", 2)]
    assert "任务5" in [line.text for line in chosen.lines]


def test_articles_and_offices_are_offered_as_they_are_there(ledger):
    with ledger.reading() as session:
        found = find_timeline(session, date(2023, 9, 15))
        ordered = [office.name for office in list_offices(session)]
    assert [code for code, _ in found.articles] == list(dict.fromkeys(b.task.article for b in found.timeline.bars))
    assert all(words.startswith(f"{code} ") for code, words in found.articles)
    assert set(found.offices) == {(b.task.lead_office, b.task.lead_short) for b in found.timeline.bars}
    names = [name for name, _short in found.offices]
    assert names == sorted(names, key=ordered.index)
    assert names != sorted(names)  # the ledger's order, not that of the signs


def test_reading_and_choosing_never_run_on_the_main_thread(show, store_context, monkeypatch):
    threads = []
    for work in (find_timeline, choose_lines):

        def run(*arguments, work=work):
            threads.append(threading.get_ident())
            return work(*arguments)

        monkeypatch.setattr(page_module, work.__name__, run)
    page = show(TimelinePage(store_context))
    store_context.jobs.drain()
    page.light.set_value("red")
    page.grouping.set_value(Grouping.OFFICE)
    store_context.jobs.drain()
    assert len(threads) >= 3
    assert threading.get_ident() not in threads


def test_only_lines_in_sight_are_made(qtbot, make_task, monkeypatch):
    bars = tuple(TimelineBar(make_task(number, section="")) for number in range(5_000))
    made = []
    plain = timeline_lines._line
    monkeypatch.setattr(timeline_lines, "_line", lambda bar: made.append(bar) or plain(bar))
    chart = TimelineView()
    qtbot.addWidget(chart)
    chart.resize(800, 600)
    chosen = choose_lines(Timeline(date(2023, 9, 15), bars, {"A": "甲文"}), Choice())
    chart.set_lines(chosen.lines, date(2023, 9, 15))
    assert made == []
    chart.grab()
    assert {bar.task.id for bar in made} <= set(range(25))
    chart.choose_task(4_000)
    chart.grab()
    assert chart.task_at(chart.current).id == 4_000
    assert len({bar.task.id for bar in made}) < 60
