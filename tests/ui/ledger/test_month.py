"""月历: deadlines, nodes and reports on their days, walked by keys; a dragged deadline asks for its decision."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlmodel import select

from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.model.rows.month import DayNode, DayReport, MonthDates
from tracker.model.tables import Milestone
from tracker.services import milestones
from tracker.services.undo import undo_batch
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.ledger.month import MonthView, entries_of, month_words
from tracker.ui.ledger.month_grid import Entry, Kind, MonthGrid
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.view_settings import Shape
from tracker.ui.task.deadline_dialog import DeadlineDialog

MakeTask = Callable[..., TaskRow]
TaskOf = Callable[[LedgerPage, str], TaskRow]
Settle = Callable[[], None]
Assign = Callable[..., TaskRow]
DAY = date(2023, 12, 31)


@pytest.fixture
def dates() -> MonthDates:
    return MonthDates(
        date(2023, 11, 27),
        date(2023, 12, 31),
        (DayNode(5, 1, "印发方案", DAY, True),),
        (DayReport(1, date(2023, 12, 25)),),
    )


def test_a_day_has_deadlines_before_nodes_before_reports(make_task: MakeTask, dates: MonthDates) -> None:
    days = entries_of([make_task(id=1, due_on=DAY)], dates)
    assert [(entry.kind, entry.done) for entry in days[DAY]] == [(Kind.DUE, False), (Kind.NODE, True)]
    assert [entry.kind for entry in days[date(2023, 12, 25)]] == [Kind.REPORT]
    assert month_words(days, DAY) == "到期 1 项，节点 1 个，定期报送 1 次"


@pytest.mark.parametrize("gone", [{"status": Status.CANCELLED}, {"merged_into": "B1.1"}])
def test_what_counts_nowhere_falls_on_no_day(make_task: MakeTask, dates: MonthDates, gone: dict[str, object]) -> None:
    assert entries_of([make_task(id=1, due_on=DAY, **gone)], dates) == {}


def test_nodes_of_tasks_that_the_filter_hides_are_hidden(make_task: MakeTask, dates: MonthDates) -> None:
    assert list(entries_of([make_task(id=2, due_on=DAY)], dates)) == [DAY]


@pytest.mark.parametrize(
    ("day", "weeks", "first"),
    [(date(2026, 12, 12), 5, date(2026, 11, 30)), (date(2026, 11, 1), 6, date(2026, 10, 26))],
)
def test_a_month_has_five_or_six_weeks(qtbot: QtBot, day: date, weeks: int, first: date) -> None:
    grid = MonthGrid()
    qtbot.addWidget(grid)
    grid.go(day)
    assert (grid.weeks, grid.first) == (weeks, first)
    assert grid.day_at(grid.rect_of(day).center()) == day


def test_keys_walk_over_days_and_months(qtbot: QtBot) -> None:
    grid = MonthGrid()
    qtbot.addWidget(grid)
    grid.go(date(2026, 12, 31))
    with qtbot.waitSignal(grid.month_changed):
        qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.day == date(2027, 1, 1)
    qtbot.keyClick(grid, Qt.Key.Key_PageUp)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.day == date(2026, 12, 8)


@pytest.fixture
def month(page: LedgerPage, ledger: Database, assign: Assign, settle: Settle) -> LedgerPage:
    """The ledger as a month with A1.1 at work and due on a day of its own."""
    task = assign(page, ledger, "A1.1")
    page.acts.edit(task, "due_text", "2023-09-28")
    settle()
    page.toolbar.shape_chosen.emit(Shape.MONTH)
    settle()
    return page


def view_of(page: LedgerPage) -> MonthView:
    assert page.parts.shapes.month is not None
    return page.parts.shapes.month


def test_the_month_of_today_shows_what_is_due(month: LedgerPage, task_of: TaskOf) -> None:
    view, task = view_of(month), task_of(month, "A1.1")
    assert task.deadline is not None
    assert view.title.text() == "2023年9月"
    assert [entry.task.code for entry in view.grid.entries_on(task.deadline)] == ["A1.1"]
    view.grid.go(task.deadline)
    assert [line.target for line in view.of_day.lines] == [task]


def test_a_dragged_deadline_asks_for_its_decision(
    month: LedgerPage, task_of: TaskOf, settle: Settle, qtbot: QtBot
) -> None:
    grid, task = view_of(month).grid, task_of(month, "A1.1")
    assert task.deadline is not None
    rect, _entry = grid.line_rects(task.deadline)[0]
    start, end = rect.center().toPoint(), grid.rect_of(date(2023, 9, 30)).center().toPoint()
    qtbot.mousePress(grid, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(grid, start + QPoint(30, 0))
    qtbot.mouseMove(grid, end)
    qtbot.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=end)
    settle()
    dialog = month.acts.dialog
    assert isinstance(dialog, DeadlineDialog)
    assert dialog.typed.text() == "2023-09-30"
    dialog.reject()
    settle()
    assert task_of(month, "A1.1").deadline == date(2023, 9, 28)


def drag(qtbot: QtBot, grid: MonthGrid, start: QPoint, day: date) -> None:
    end = grid.rect_of(day).center().toPoint()
    qtbot.mousePress(grid, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(grid, start + QPoint(30, 0))
    qtbot.mouseMove(grid, end)
    qtbot.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=end)


def node_days(ledger: Database) -> list[date | None]:
    with ledger.reading() as session:
        return [node.due_on for node in session.exec(select(Milestone))]


@pytest.fixture
def with_node(month: LedgerPage, ledger: Database, task_of: TaskOf, settle: Settle) -> LedgerPage:
    """The month with a node of A1.1 on 20 September."""
    task = task_of(month, "A1.1")
    with ledger.session() as session:
        on, today = date(2023, 9, 20), date(2023, 9, 15)
        milestones.add_milestone(
            session, task.id, "印发方案", on, today=today, reason="按方案分步推进", decided_by="王副市长"
        )
    view_of(month).ask_range()
    settle()
    return month


def test_a_node_dragged_to_an_earlier_day_moves_and_is_taken_back(
    with_node: LedgerPage, ledger: Database, settle: Settle, qtbot: QtBot
) -> None:
    grid = view_of(with_node).grid
    (entry,) = grid.entries_on(date(2023, 9, 20))
    assert (entry.kind, entry.movable) == (Kind.NODE, True)
    drag(qtbot, grid, grid.line_rects(date(2023, 9, 20))[0][0].center().toPoint(), date(2023, 9, 19))
    settle()
    assert node_days(ledger) == [date(2023, 9, 19)]
    with ledger.session() as session:
        undo_batch(session, others=True)
    assert node_days(ledger) == [date(2023, 9, 20)]


def test_a_node_dragged_past_the_deadline_stays_and_says_why(
    with_node: LedgerPage, ledger: Database, settle: Settle, qtbot: QtBot
) -> None:
    told: list[Notice] = []
    with_node.context.bus.notified.connect(told.append)
    grid = view_of(with_node).grid
    drag(qtbot, grid, grid.line_rects(date(2023, 9, 20))[0][0].center().toPoint(), date(2023, 9, 30))
    settle()
    assert node_days(ledger) == [date(2023, 9, 20)]
    assert "晚于 A1.1 的完成时限" in told[-1].text


def test_what_is_done_and_what_a_rule_sets_stay_on_their_day(make_task: MakeTask, dates: MonthDates) -> None:
    days = entries_of([make_task(id=1, due_on=DAY), make_task(id=2, due_on=DAY, status=Status.CLOSED)], dates)
    movable = {(entry.kind, entry.task.id): entry.movable for entries in days.values() for entry in entries}
    assert movable == {(Kind.DUE, 1): True, (Kind.DUE, 2): False, (Kind.NODE, 1): False, (Kind.REPORT, 1): False}


@pytest.mark.parametrize(("count", "heights"), [(1, [38]), (2, [38, 38]), (3, [20, 20, 20])])
def test_one_or_two_titles_get_two_lines(qtbot: QtBot, make_task: MakeTask, count: int, heights: list[int]) -> None:
    grid = MonthGrid()
    qtbot.addWidget(grid)
    grid.resize(900, 28 + 5 * 110)
    grid.go(DAY)
    title = "发挥龙头企业协同创新头雁效应"
    grid.show_entries(
        {DAY: [Entry(Kind.DUE, make_task(id=n, due_on=DAY, title=title), title) for n in range(count)]}, DAY
    )
    rects = [rect for rect, _entry in grid.line_rects(DAY)]
    assert [round(rect.height()) for rect in rects] == heights
    assert all(grid.rect_of(DAY).contains(rect) for rect in rects)
    grid.grab()


def test_escape_gives_up_a_drag(month: LedgerPage, task_of: TaskOf, qtbot: QtBot) -> None:
    grid, task = view_of(month).grid, task_of(month, "A1.1")
    assert task.deadline is not None
    start = grid.line_rects(task.deadline)[0][0].center().toPoint()
    end = grid.rect_of(date(2023, 9, 30)).center().toPoint()
    qtbot.mousePress(grid, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(grid, end)
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(grid.moved):
        qtbot.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=end)


def test_enter_opens_the_first_task_of_the_day(
    month: LedgerPage, task_of: TaskOf, settle: Settle, qtbot: QtBot
) -> None:
    grid, task = view_of(month).grid, task_of(month, "A1.1")
    assert task.deadline is not None
    grid.go(task.deadline)
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    settle()
    assert month.panel.isVisible()
    assert month.panel.task is not None
    assert month.panel.task.id == task.id


def test_more_than_fits_is_said(qtbot: QtBot, make_task: MakeTask) -> None:
    grid = MonthGrid()
    qtbot.addWidget(grid)
    grid.resize(900, 500)
    grid.go(DAY)
    tasks = [make_task(id=number, due_on=DAY) for number in range(9)]
    grid.show_entries(entries_of(tasks, MonthDates(DAY, DAY)), date(2023, 9, 15))
    lines = grid.line_rects(DAY)
    assert lines[-1][1] is None
    assert len(lines) < 9
    grid.grab()


def test_bars_of_the_year_go_to_their_month(month: LedgerPage, settle: Settle) -> None:
    view = view_of(month)
    view.year.picked.emit(date(2023, 12, 1))
    settle()
    assert view.title.text() == "2023年12月"
    back = next(b for b in view.findChildren(QPushButton) if b.text() == "回到今天")
    back.click()
    settle()
    assert view.title.text() == "2023年9月"
