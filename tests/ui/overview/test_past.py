"""总览 on an earlier day, since a day, by office, and through a rubber band into the ledger."""

from datetime import UTC, date, datetime, time

import pytest
from PySide6.QtCore import Qt
from sqlmodel import select

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.tables import Batch, Office, Task
from tracker.store.history import open_batch
from tracker.ui.core.page_requests import Only, OpenTask
from tracker.ui.overview.compared_day import OTHER, SinceChoice
from tracker.ui.overview.page import OverviewPage
from tracker.ui.task.filter import NO_OFFICE, Facet


@pytest.fixture
def grown(ledger):
    """A ledger a year old: all 88 tasks run until 31 August; four are closed on the first of May to August."""
    with ledger.session() as session:
        for batch in session.exec(select(Batch)):
            batch.at = datetime(2022, 6, 1, tzinfo=UTC)
    changes = {
        date(2022, 7, 1): lambda tasks: [start(task) for task in tasks],
        **{date(2023, month, 1): lambda tasks, n=month: close(tasks[n], n) for month in (5, 6, 7, 8)},
    }
    for on, change in changes.items():
        with ledger.session() as session:
            session.info["at"] = datetime.combine(on, time(4), UTC)
            open_batch(session, f"{on} 的变化")
            change(session.exec(select(Task).order_by(Task.id)).all())
    return ledger


def start(task):
    task.status, task.start_on, task.progress = Status.IN_PROGRESS, date(2022, 7, 1), 95
    task.due_on, task.due_kind, task.due_text = date(2023, 8, 31), DueKind.DATE, "2023年8月底前"


def close(task, month):
    task.status, task.progress, task.closed_on = Status.CLOSED, 100, date(2023, month, 1)


@pytest.fixture
def page(show, grown, store_context):
    made = show(OverviewPage(store_context))
    store_context.jobs.drain()
    return made


def slide(qtbot, page, day):
    page.days.setValue(day.toordinal())
    qtbot.wait(160)
    page.context.jobs.drain()


@pytest.mark.parametrize(
    ("day", "closed", "red"),
    [
        (date(2023, 4, 30), 0, 0),
        (date(2023, 5, 1), 1, 0),
        (date(2023, 7, 15), 3, 0),
        (date(2023, 8, 31), 4, 0),
        (date(2023, 9, 1), 4, 84),
    ],
)
def test_an_earlier_day_is_drawn_as_it_stood(qtbot, page, day, closed, red):
    slide(qtbot, page, day)
    assert page.figures.closed.accessibleName().startswith(f"已销号 {closed} 项")
    assert page.figures.red.accessibleName().startswith(f"红灯 {red} 项")
    assert page.burn_up.actual.getData()[1][-1] == closed
    assert sum(m.value for m in page.heat.marks if m.target and m.target.get("status") is Status.CLOSED) == closed
    assert page.burn_up.today_label.words == f"截至 {day.month}月{day.day}日"


def test_the_past_does_not_lead_to_todays_ledger(qtbot, page, bus):
    slide(qtbot, page, date(2023, 7, 15))
    with qtbot.assertNotEmitted(bus.page_asked), qtbot.waitSignal(bus.notified) as told:
        page.bars.picked.emit({"article": "A"})
    assert "2023年7月15日" in told.args[0].text
    with qtbot.assertNotEmitted(bus.page_asked):
        page.heat.banded.emit([{"status": Status.CLOSED}])
    page.days.show_today()
    with qtbot.waitSignal(bus.page_asked):
        page.bars.picked.emit({"article": "A"})


def test_what_turned_since_a_day(qtbot, page, bus):
    """On 15 June 86 tasks had been silent for a year, amber all; two of them were closed since, 84 fell due."""
    page.since.chip.set_value("other")
    assert page.since.field.isVisible()
    assert page.why.moved is None
    page.since.field.setText("2023-06-15")
    page.context.jobs.drain()
    moved = page.why.moved
    assert [(step.cause.value, step.change) for step in moved.steps] == [("销号、报完成", -2)]
    assert {task.cause.value for task in moved.worse} == {"逾期"}
    assert page.head.summary() == "截至 2023-09-15，与 6月15日相比"
    (bar,) = [mark for mark in page.why.marks if isinstance(mark.target, Only)]
    with qtbot.waitSignal(bus.page_asked) as told:
        qtbot.mouseClick(page.why, Qt.MouseButton.LeftButton, pos=bar.rect.center().toPoint())
    assert told.args == ["ledger", Only("销号、报完成", tuple(task.code for task in moved.better))]
    with qtbot.waitSignal(bus.page_asked) as told:
        page.turned.picked.emit(page.turned.marks[0].target)
    assert told.args == ["ledger", OpenTask(moved.worse[0].task_id)]
    page.why.banded.emit([{"light": LightColour.RED}])  # the total itself is no reason
    page.since.field.setText("2024-01-01")
    assert page.why.moved is None


def test_the_bars_in_a_band_are_asked_for_together(qtbot, page, bus):
    with qtbot.waitSignal(bus.page_asked) as told:
        page.why.banded.emit([Only("逾期", ("A1", "A2")), {"light": LightColour.RED}, Only("久无进展", ("A2", "A3"))])
    assert told.args == ["ledger", Only("逾期、久无进展", ("A1", "A2", "A3"))]


def test_the_days_to_compare_with_go_along_with_the_slider(qtbot, page):
    slide(qtbot, page, date(2023, 7, 15))
    assert page.since.day() == date(2023, 6, 30)
    assert page.why.moved.day == date(2023, 7, 15)
    assert page.head.summary() == "截至 2023-07-15，与 6月30日相比"
    page.since.chip.set_value("year")
    page.context.jobs.drain()
    assert page.why.moved.since == date(2022, 12, 31)


def test_the_lights_of_offices(page, ledger):
    page.by._choose("office")
    with ledger.reading() as session:
        names = set(session.exec(select(Office.name)))
    rows = [m for m in page.bars.marks if m.target and set(m.target) == {"office", "status"}]
    last = rows[-1].target["office"]  # all that did not fit, or one more office
    assert {m.target["office"] for m in rows[:-1]} | set(last if isinstance(last, tuple) else (last,)) <= names | {""}
    assert sum(m.value for m in rows) == 88


def test_a_rubber_band_filters_by_all_its_marks(qtbot, page, bus):
    with qtbot.waitSignal(bus.page_asked) as told:
        page.heat.banded.emit(
            [{"office": "市经信局", "status": Status.CLOSED}, {"office": "未定", "status": Status.IN_PROGRESS}]
        )
    key, target = told.args
    assert key == "ledger"
    assert target.chosen == {
        Facet.OFFICE: frozenset({"市经信局", NO_OFFICE}),
        Facet.STATUS: frozenset({"closed", "in_progress"}),
    }
    page.article.set_value("A")
    with qtbot.waitSignal(bus.page_asked) as told:
        page.bars.banded.emit([{"light": LightColour.RED}])
    assert told.args[1].chosen[Facet.ARTICLE] == {"A"}


def test_the_ledger_shows_the_chips_of_the_band(qtbot, page, bus, store_context):
    from tracker.ui.ledger.page import LedgerPage

    ledger = LedgerPage(store_context)
    qtbot.addWidget(ledger)
    bus.page_asked.connect(lambda _key, target: ledger.open_target(target))
    ledger.show()
    store_context.jobs.drain()
    page.bars.banded.emit([{"light": LightColour.RED}, {"light": LightColour.BLUE}])
    store_context.jobs.drain()
    assert ledger.toolbar.filter().chosen[Facet.LIGHT] == {"red", "blue"}
    assert len(ledger.controller.matches) == 88


@pytest.mark.parametrize(
    ("text", "day"),
    [("6月底", date(2023, 6, 30)), ("2023.8.1", date(2023, 8, 1)), ("2023-12-01", None), ("改天", None)],
)
def test_the_day_compared_with_is_read_as_people_write_it(qtbot, text, day):
    choice = SinceChoice()
    qtbot.addWidget(choice)
    choice.set_day(date(2023, 9, 15))
    choice.chip.set_value(OTHER)
    choice.field.setText(text)
    assert choice.day() == day
