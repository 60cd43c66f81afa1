"""总览 on an earlier day, since a day, by office, and through a rubber band into the ledger."""

from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import select

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.tables import Batch, Office, Task
from tracker.store.history import open_batch
from tracker.ui.core.page_requests import OpenTask
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


@pytest.mark.parametrize(
    ("day", "newest"),
    [(date(2023, 5, 1), "2023-05-01 的变化"), (date(2022, 12, 1), "2022-07-01 的变化"), (date(2022, 6, 15), None)],
)
def test_the_acts_are_those_up_to_the_day(qtbot, page, grown, day, newest):
    """Not those of the newest dozen: a day far back had nothing to tell."""
    for number in range(20):
        with grown.session() as session:
            session.info["at"] = datetime(2023, 8, 20, number, tzinfo=UTC)
            open_batch(session, f"后来的变化 {number}")
            session.exec(select(Task)).first().remark = str(number)
    slide(qtbot, page, day)
    assert [line.title for line in page.recent.lines][:1] == ([newest] if newest else [])


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


def test_what_changed_since_a_day(qtbot, page, bus):
    page.since.setText("2023-06-15")
    page.context.jobs.drain()
    counts, *lines = page.recent._lines
    assert counts.title == "完成 2，延期与逾期 84，新增 0"
    assert counts.figure == "红灯 0 → 84"
    assert [line.lead for line in lines].count("完成") == 2
    with qtbot.waitSignal(bus.page_asked) as told:
        page.recent.picked.emit(lines[0].target)
    assert told.args == ["ledger", OpenTask(lines[0].target)]
    page.since.setText("")
    assert page.recent._lines[0].title == "2023-08-01 的变化"


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
