"""The overview over a real ledger: figures, chips, and the ways to the ledger page."""

import subprocess
import sys
from datetime import date
from itertools import product

import pytest
from PySide6.QtCore import Qt
from sqlmodel import select

from tracker.model.changes import Changes
from tracker.model.enums import LightColour, Status
from tracker.model.rows import Movements
from tracker.model.tables import Office, Setting, Task
from tracker.queries.ledger import TaskFilter, find_tasks
from tracker.queries.new_colours import KEY, read_new_colours
from tracker.services.status import change_status
from tracker.services.write_basics import begin
from tracker.ui.core.page_requests import OpenIndicator
from tracker.ui.overview.new_colours import group_words
from tracker.ui.overview.page import OverviewPage
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.states import EmptyState


@pytest.fixture
def worked(ledger):
    """A ledger in which every third task of the catalogue is done and the others are late."""
    with ledger.session() as session:
        begin(session, "推进任务")
        for number, task in enumerate(session.exec(select(Task)).all()):
            done = number % 3 == 0
            task.status = Status.CLOSED if done else Status.IN_PROGRESS
            task.progress = 100 if done else 10
            task.closed_on = date(2023, 8, 1) if done else None
            task.start_on, task.due_on, task.due_text = date(2022, 7, 1), date(2023, 8, 31), "2023年8月底前"
    return ledger


@pytest.fixture
def page(show, worked, store_context):
    made = show(OverviewPage(store_context))
    store_context.jobs.drain()
    return made


def _mark(chart, **target):
    return next(mark for mark in chart.marks if mark.target == target)


def _click(qtbot, chart, mark):
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=mark.rect.center().toPoint())


def test_the_figures_are_those_of_the_ledger(page):
    assert page.figures.tasks.accessibleName() == "任务总数 88 项 已交办 88"
    assert page.figures.closed.accessibleName().startswith("已销号 30 项")
    assert page.burn_up.actual.getData()[1][-1] == 30
    assert page.burn_up.plan.getData()[1][-1] == 88
    assert sum(m.value for m in page.bars.marks if set(m.target) == {"office", "light"}) == 88
    assert sum(m.value for m in page.heat.marks) == 88
    assert page.head.summary() == "截至 2023-09-15"  # the ledger is of today: there is nothing to compare with


def test_a_click_on_an_article_bar_asks_the_ledger_for_its_tasks(qtbot, page, bus):
    page.by._choose("article")
    mark = _mark(page.bars, article="A", light=LightColour.RED)
    asked = []
    bus.page_asked.connect(lambda key, target: asked.append((key, target)))
    with qtbot.waitSignal(page.filter_requested) as told:
        _click(qtbot, page.bars, mark)
    assert told.args == [{"article": "A", "light": "red"}]
    assert asked == [("ledger", TaskFilter(article="A", light="red"))]


def test_a_click_on_a_cell_asks_for_office_and_status(qtbot, page):
    mark = next(m for m in page.heat.marks if m.target and m.target.get("status") is Status.CLOSED)
    with qtbot.waitSignal(page.filter_requested) as told:
        _click(qtbot, page.heat, mark)
    assert told.args == [{"office": mark.target["office"], "status": "closed"}]


def test_the_chips_narrow_every_figure(page, ledger, store_context):
    page.article.set_value("B")
    store_context.jobs.drain()
    with ledger.reading() as session:
        rows = find_tasks(session, date(2023, 9, 15), TaskFilter(article="B"))
    assert page.view.tasks == len(rows) > 0
    page.by._choose("article")
    assert {m.target["article"] for m in page.bars.marks if "article" in m.target} == {"B"}
    assert page.burn_up.plan.getData()[1][-1] == len(rows)
    assert sum(m.value for m in page.heat.marks) == len(rows)
    page.article.set_value(None)
    store_context.jobs.drain()
    assert page.view.tasks == 88


def test_a_click_inside_a_chosen_office_keeps_the_office(qtbot, page, ledger, store_context):
    with ledger.reading() as session:
        office = session.exec(select(Office.name).join(Task, Task.lead_office_id == Office.id)).first()
    page.office.set_value(office)
    store_context.jobs.drain()
    with qtbot.waitSignal(page.filter_requested) as told:
        qtbot.mouseClick(page.figures.red, Qt.MouseButton.LeftButton)
    assert told.args == [{"office": office, "light": "red"}]


def test_an_indicator_at_risk_opens_the_indicators_page(qtbot, page, bus, indicator):
    page.risks.set_data([indicator], date(2023, 9, 15))
    with qtbot.waitSignal(bus.page_asked) as told:
        _click(qtbot, page.risks, page.risks.marks[0])
    assert told.args == ["indicators", OpenIndicator("I07")]


def test_a_change_is_read_again(page, ledger, store_context, bus):
    with ledger.session() as session:
        begin(session, "改")
        task = session.exec(select(Task).where(Task.status == Status.CLOSED)).first()
        task.status, task.progress, task.closed_on = Status.IN_PROGRESS, 50, None
    bus.changed.emit(Changes(tasks=frozenset({1})))
    store_context.jobs.drain()
    assert page.figures.closed.accessibleName().startswith("已销号 29 项")
    assert page.burn_up.actual.getData()[1][-1] == 29


def test_an_empty_ledger_says_so_in_words(qtbot, store_context):
    page = OverviewPage(store_context)
    qtbot.addWidget(page)
    page.show()
    store_context.jobs.drain()
    assert page.figures.returns.accessibleName() == "反馈回收 —  还没有发出工作簿"
    assert page.risks.marks == ()


def test_a_comparison_in_which_nothing_turned_is_one(page):
    """Not 没有更早的台账可比: there is an earlier ledger, and it says the same."""
    page._show_moved(Movements(date(2023, 8, 31), date(2023, 9, 15), 0, 0, 0, 0, 0, ()))
    assert page.turned.accessibleDescription() == "没有任务变灯"
    page._show_moved(None)
    assert page.turned.accessibleDescription() != "没有任务变灯"


def test_the_page_fits_a_small_screen(page, grab):
    assert page.minimumSizeHint().width() <= 1366 - 128
    grab(page, "overview", (1238, 768))


def test_pyqtgraph_waits_for_the_first_show():
    code = "import sys, tracker.ui.overview.page, tracker.ui.indicators.page; sys.exit('pyqtgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("article", ["", "A", "B", "D"])
def test_every_drawn_figure_is_a_count_of_the_ledger(page, ledger, store_context, article):
    page.article.set_value(article or None)
    store_context.jobs.drain()
    with ledger.reading() as session:
        tasks = find_tasks(session, date(2023, 9, 15), TaskFilter(article=article))
    for mark in page.bars.marks:
        several = {name: value if isinstance(value, tuple) else (value,) for name, value in mark.target.items()}
        each = [dict(zip(several, map(str, values), strict=True)) for values in product(*several.values())]
        found = [t for t in tasks if any(_meets(t, **wanted) for wanted in each)]
        assert mark.value == len(found), mark.sentence
    for mark in page.heat.marks:
        if mark.target and "office" in mark.target:
            offices = mark.target["office"] if isinstance(mark.target["office"], tuple) else (mark.target["office"],)
            status = str(mark.target["status"])
            found = [t for t in tasks if any(_meets(t, office=one, status=status) for one in offices)]
            assert mark.value == len(found), mark.sentence
    due = [t for t in tasks if t.due_on and t.due_on <= date(2023, 9, 15)]
    assert page.burn_up.plan_label.words == f"应销号 {len(due)}"
    assert page.burn_up.actual_label.words == f"实际 {sum(t.status is Status.CLOSED for t in tasks)}"


def _meets(task, article="", light="", office="", status=""):
    return all(
        (
            not article or task.article == article,
            not light or task.light.colour == light,
            not office or task.lead_office == office,
            not status or task.status == status,
        )
    )


def test_the_keys_reach_a_figure_of_a_chart(qtbot, page):
    page.bars.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.bars, Qt.Key.Key_Right)
    with qtbot.waitSignal(page.filter_requested) as told:
        qtbot.keyClick(page.bars, Qt.Key.Key_Return)
    assert told.args == [{name: str(value) for name, value in page.bars.marks[1].target.items()}]


def test_a_deleted_filter_shows_everything_again(qtbot, page, store_context):
    page.article.set_value("B")
    store_context.jobs.drain()
    page.article.setFocus()
    qtbot.keyClick(page.article, Qt.Key.Key_Delete)
    store_context.jobs.drain()
    assert page.view.tasks == 88


def test_a_ledger_without_tasks_says_how_to_begin(qtbot, ledger, store_context, bus):
    with ledger.session() as session:
        begin(session, "清空")
        for task in session.exec(select(Task)).all():
            session.delete(task)
    page = OverviewPage(store_context)
    qtbot.addWidget(page)
    page.show()
    store_context.jobs.drain()
    empty = page.stage.currentWidget()
    assert isinstance(empty, EmptyState)
    with qtbot.waitSignal(bus.page_asked) as told:
        empty.link_clicked.emit()
    assert told.args == ["sources", None]
    page.article.set_value("A")
    store_context.jobs.drain()
    assert not isinstance(page.stage.currentWidget(), EmptyState)  # the charts say that nothing meets the filter


def test_after_an_upgrade_it_says_once_which_lights_changed(live, ledger, show):
    today = live.today()
    with ledger.session() as session:
        session.add(Setting(key=KEY, value=True))
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        change_status(session, task.id, Status.IN_PROGRESS, today, confirmed=True)
    page = show(OverviewPage(live))
    live.jobs.drain()
    assert page.new_colours.isVisible()
    assert page.new_colours.title.text() == "新的亮灯规则改变了 1 项任务的灯"
    with ledger.reading() as session:
        assert group_words(read_new_colours(session, today)) == "灰 → 黄 1 项（未定时限）。"
    page.new_colours.close_link.click()
    live.jobs.drain()
    assert not page.new_colours.isVisible()
    again = show(OverviewPage(live))
    live.jobs.drain()
    assert not again.new_colours.isVisible()


def test_an_upgrade_that_changed_no_light_says_nothing(live, ledger, show):
    with ledger.session() as session:
        session.add(Setting(key=KEY, value=True))
    page = show(OverviewPage(live))
    live.jobs.drain()
    assert not page.new_colours.isVisible()
    with ledger.reading() as session:
        assert session.get(Setting, KEY) is None


def test_the_list_of_decisions_is_one_click_away(page, store_context):
    asked = []
    store_context.bus.decisions_asked.connect(lambda: asked.append(True))
    page.open_more().actions()[0].trigger()
    assert asked == [True]


def test_the_card_of_lights_is_called_by_what_it_shows(page):
    titles = []
    for by in ("article", "status", "office"):
        page.by.show_value(by)
        page.by.chosen.emit(by)
        said = {label.text() for label in page.lights_card.findChildren(TextLabel)}
        titles += said & {"文章亮灯", "单位与状态", "单位亮灯"}
    assert titles == ["文章亮灯", "单位与状态", "单位亮灯"]
