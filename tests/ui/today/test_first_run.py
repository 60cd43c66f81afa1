"""The first steps on 今日: shown until a return was taken in, each one click away from where it is done."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from tracker.model.enums import Status
from tracker.model.rows.first_run import Step
from tracker.model.tables import Task
from tracker.queries.first_run import read_first_run
from tracker.store.engine import Database
from tracker.ui.core import first_steps
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ExportWorkbooks, ImportList, Waiting
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.shell.help import HelpDialog
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.theme.fonts import metrics
from tracker.ui.today.first_run import StepRow
from tracker.ui.today.page import TodayPage
from tracker.ui.widgets.labels import TextLabel


@pytest.fixture
def today(show: Callable[..., Any], live: Context, ledger: Database) -> TodayPage:
    live.remember(actor="")
    page = show(TodayPage(live))
    page.resize(1238, 768)
    live.jobs.drain()
    return page


@pytest.fixture
def asked(live: Context) -> list[tuple[str, object]]:
    heard: list[tuple[str, object]] = []
    live.bus.page_asked.connect(lambda page, target: heard.append((page, target)))
    return heard


def primary(page: TodayPage) -> list[str]:
    buttons = page.findChildren(QPushButton)
    return [b.text() for b in buttons if b.property("kind") == "primary" and b.isVisibleTo(page)]


def test_a_new_ledger_shows_the_steps_and_what_it_holds(today: TodayPage) -> None:
    assert today.steps.isVisible()
    assert today.head.summary() == "88 项任务，13 个牵头单位待确认，还没有交办"
    assert today.summary.text() == "台账已经建好：7 篇文章，88 项任务。做完下面 6 步，就可以开始督办。"
    assert [row.count.text() for row in today.steps.rows.values()][1:4] == ["0 / 88", "2 / 88", "0 / 88"]
    assert today.beginnings.figures["建议"].text() == "88"
    assert today.beginnings.isVisible()


def test_the_name_is_given_in_the_row_and_written_into_the_history(today: TodayPage, live: Context, qtbot: Any) -> None:
    row = today.steps.rows[Step.NAME]
    named: list[str] = []
    live.bus.named.connect(named.append)
    live.bus.named.connect(lambda name: live.remember(actor=name))
    qtbot.keyClicks(row.name, "zhang min")
    qtbot.keyClick(row.name, Qt.Key.Key_Return)
    assert named == ["zhang min"]
    today.refresh()
    live.jobs.drain()
    assert row.done
    assert row.about.text() == "zhang min"
    assert today.steps.rows[Step.OFFICES].present
    assert primary(today) == ["确认牵头单位…"]


def test_an_empty_name_is_none(today: TodayPage, live: Context, qtbot: Any) -> None:
    with qtbot.assertNotEmitted(live.bus.named):
        qtbot.keyClick(today.steps.rows[Step.NAME].name, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("step", "way"),
    [(Step.OFFICES, ("ledger", Waiting("unconfirmed"))), (Step.DEADLINES, ("ledger", Waiting("undated")))],
)
def test_a_step_leads_to_its_tasks(
    today: TodayPage, asked: list[tuple[str, object]], qtbot: Any, step: Step, way: tuple[str, object]
) -> None:
    qtbot.mouseClick(today.steps.rows[step].button, Qt.MouseButton.LeftButton)
    assert asked == [way]


def test_a_step_that_waits_says_for_which(today: TodayPage) -> None:
    row = today.steps.rows[Step.EXPORT]
    assert (row.button.isVisible(), row.waits.text()) == (False, "等第 4 步")


def test_a_click_confirms_the_tasks_of_one_office(
    today: TodayPage, live: Context, ledger: Database, qtbot: Any
) -> None:
    live.remember(actor="张敏")
    today.refresh()
    live.jobs.drain()
    row: StepRow = today.steps.rows[Step.OFFICES]
    first = row.chips[0]
    assert isinstance(first, QPushButton)
    number = int(first.text().split()[-2])
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    with ledger.session() as session:
        assert read_first_run(session).confirmed == number
    today.refresh()
    live.jobs.drain()
    assert row.count.text() == f"{number} / 88"


def test_the_steps_are_closed_for_good_and_shown_again_on_wish(today: TodayPage, live: Context, qtbot: Any) -> None:
    qtbot.mouseClick(today.steps.close_link, Qt.MouseButton.LeftButton)
    assert not today.steps.isVisible()
    today.refresh()
    live.jobs.drain()
    assert not today.steps.isVisible()
    again = next(command for command in today.commands() if command.word == "开始使用")
    again.run()
    assert today.steps.isVisible()


def test_after_the_first_return_the_steps_are_gone_and_lead_to_the_page_that_keeps_them(
    window: MainWindow, live: Context, qtbot: Any
) -> None:
    told: list[Notice] = []
    live.bus.notified.connect(told.append)
    window.show_page("today")
    live.jobs.drain()
    page = window.page()
    assert isinstance(page, TodayPage)
    assert page.view is not None
    assert page.counts is not None
    assert page.steps.isVisible()
    page.show_day(page.view, replace(page.counts, assigned=88, sent=13, returned=1))
    assert not page.steps.isVisible()
    (notice,) = told
    assert (notice.act, notice.text) == ("帮助：开始使用", "第一份反馈已导入，开始使用的单子收起了")
    assert metrics("body").horizontalAdvance(notice.text) + metrics("body").horizontalAdvance(notice.act) < 360
    assert notice.retry is not None
    notice.retry()
    (opened,) = window.findChildren(HelpDialog)
    assert opened.windowTitle() == "帮助：开始使用"
    words = opened.text.toPlainText()
    assert [step.value for step in Step if step.value not in words] == []
    opened.reject()


def test_a_quiet_day_never_says_that_nothing_is_to_do(today: TodayPage) -> None:
    assert today.view is not None
    today.show_day(replace(today.view, sections={}), today.counts)
    said = [label.text() for label in today.stage.findChildren(TextLabel) if label.isVisible()]
    assert said == ["没有到期的任务，还有任务待补齐", "88 项待确认牵头单位，86 项没有时限；补齐以后才会按时提醒"]


def test_thousands_are_separated_and_their_bars_stand_under_each_other(today: TodayPage) -> None:
    assert today.view is not None
    assert today.counts is not None
    many = replace(today.counts, tasks=5000, dated=4914, assigned=4912)
    today.show_day(replace(today.view, sections={}), many)
    said = [label.text() for label in today.stage.findChildren(TextLabel) if label.isVisible()]
    assert said[1].startswith("5,000 项待确认牵头单位")
    rows = [today.steps.rows[step] for step in (Step.OFFICES, Step.DEADLINES, Step.ASSIGN)]
    today.steps.layout().activate()
    assert len({row.bar.mapTo(today, row.bar.rect().topLeft()).x() for row in rows}) == 1


def test_nothing_to_do_is_said_where_nothing_waits(today: TodayPage) -> None:
    assert today.view is not None
    assert today.counts is not None
    settled = replace(today.counts, confirmed=88, dated=88)
    today.show_day(replace(today.view, sections={}), settled)
    said = [label.text() for label in today.stage.findChildren(TextLabel) if label.isVisible()]
    assert said[0] == "今天没有要处理的任务"


def test_the_other_ways_to_begin(today: TodayPage, asked: list[tuple[str, object]], qtbot: Any) -> None:
    qtbot.mouseClick(today.beginnings.ways["list"], Qt.MouseButton.LeftButton)
    assert asked == [("sources", ImportList())]
    today._go_on(Step.EXPORT)
    assert asked[-1] == ("exchange", ExportWorkbooks())


def test_the_window_opens_the_ledger_with_the_waiting_tasks_selected(
    window: MainWindow, live: Context, ledger: Database
) -> None:
    window.show_page("ledger")
    live.jobs.drain()
    page = window.page()
    assert isinstance(page, LedgerPage)
    page.open_target(Waiting("undated"))
    chosen = page.chosen_tasks()
    assert len(chosen) == 86
    assert all(task.due_kind.undecided for task in chosen)
    with ledger.session() as session:
        assert session.get(Task, chosen[0].id).status is Status.UNASSIGNED


def test_a_start_begins_with_the_steps_until_they_are_done(today: TodayPage, live: Context) -> None:
    assert first_steps.stand(live) == first_steps.OPEN
    live.remember(page="ledger")
    assert first_steps.begin_a_start(live)
    today._close_steps()
    assert not first_steps.begin_a_start(live)
    today.show_steps()
    assert first_steps.begin_a_start(live)
    assert today.view is not None
    assert today.counts is not None
    today.show_day(today.view, replace(today.counts, returned=1))
    assert not first_steps.begin_a_start(live)


def test_a_ledger_that_is_known_to_the_desk_opens_where_the_work_is(live: Context) -> None:
    live.remember(page="")
    assert first_steps.begin_a_start(live)
    live.remember(page="ledger")
    assert not first_steps.begin_a_start(live)


def test_a_button_that_led_away_has_no_frame_when_its_page_comes_back(
    window: MainWindow, live: Context, qtbot: Any
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("today")
    live.jobs.drain()
    page = window.page()
    assert isinstance(page, TodayPage)
    button = page.steps.rows[Step.OFFICES].button
    button.setFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    qtbot.mouseClick(window.rail.entries["today"], Qt.MouseButton.LeftButton)
    assert window.focusWidget() is not button


def test_tab_goes_through_the_steps_before_the_list(window: MainWindow, live: Context) -> None:
    window.show_page("today")
    live.jobs.drain()
    page: Any = window.page()
    chain, each = [], page.record.nextInFocusChain()
    while each is not page.record:
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus:
            chain.append(each)
        each = each.nextInFocusChain()
    reached = [widget for widget in chain if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    steps = [number for number, widget in enumerate(reached) if page.steps.isAncestorOf(widget)]
    assert steps
    assert max(steps) < reached.index(page.list)


def test_the_steps_end_where_the_list_below_them_does(today: TodayPage) -> None:
    row, bar = next(iter(today.steps.rows.values())), today.list.verticalScrollBar()

    def end() -> int:
        QApplication.processEvents()
        return row.mapTo(today, row.rect().topRight()).x()

    bar.setRange(0, 0)
    alone = end()
    bar.setRange(0, 40)
    assert alone - end() == bar.sizeHint().width() > 0
    bar.setRange(0, 0)
    assert end() == alone
