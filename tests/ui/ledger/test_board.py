"""看板: cards by status, moved by mouse and keys through the forms of their acts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light, TaskRow
from tracker.model.rules import transition
from tracker.services.status import change_status
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.ledger.board import aside_words, rows_of
from tracker.ui.ledger.board_column import MIME, BoardColumn, Group, card_words, drop_words, neighbour
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.view_settings import Shape, read_view_settings
from tracker.ui.widgets.form_dialog import FormDialog

MakeTask = Callable[..., TaskRow]
TaskOf = Callable[[LedgerPage, str], TaskRow]
Settle = Callable[[], None]
Assign = Callable[..., TaskRow]


def test_cards_at_work_stand_by_light_the_nearest_deadline_first(make_task: MakeTask) -> None:
    red = Light(LightColour.RED, "逾期1天", "")
    late = make_task(id=1, due_on=date(2023, 9, 1), light=red)
    later = make_task(id=2, due_on=date(2023, 9, 9), light=red)
    green = make_task(id=3)
    rows = rows_of(Status.IN_PROGRESS, [green, later, late])
    assert rows == (Group("红", 2, LightColour.RED), late, later, Group("绿", 1, LightColour.GREEN), green)


def test_closed_cards_stand_by_month_the_newest_first(make_task: MakeTask) -> None:
    old = make_task(id=1, status=Status.CLOSED, closed_on=date(2023, 8, 9))
    new = make_task(id=2, status=Status.CLOSED, closed_on=date(2023, 9, 9))
    rows = rows_of(Status.CLOSED, [old, new])
    assert [row.words if isinstance(row, Group) else row.id for row in rows] == ["2023年9月", 2, "2023年8月", 1]


def test_what_stands_in_no_column_is_said(make_task: MakeTask) -> None:
    tasks = [make_task(status=Status.PAUSED), make_task(status=Status.CANCELLED), make_task()]
    assert aside_words(tasks) == "，另有暂缓 1、已取消 1 不在板上"
    assert aside_words(tasks[2:]) == ""


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        (Status.NOT_STARTED, Status.IN_PROGRESS, "松开后开始"),
        (Status.CLOSING, Status.CLOSED, "松开后销号，要填办结说明、有效佐证、进度 100%"),
        (Status.IN_PROGRESS, Status.CLOSED, "不能从推进中直接改为已销号"),
        (Status.UNASSIGNED, Status.CLOSING, "不能从待交办直接改为待销号"),
    ],
)
def test_a_column_says_what_letting_go_would_do(
    make_task: MakeTask, source: Status, target: Status, words: str
) -> None:
    assert drop_words(make_task(status=source), target) == words


def test_columns_have_neighbours() -> None:
    assert neighbour(Status.IN_PROGRESS, 1) is Status.CLOSING
    assert neighbour(Status.UNASSIGNED, -1) is None


def test_a_card_is_read_aloud(make_task: MakeTask) -> None:
    assert card_words(make_task(code="A1.1", title="题目", progress=40)).startswith("A1.1 题目，")
    assert card_words(Group("红", 2)) == "红，2 项"


@pytest.fixture
def board(page: LedgerPage, ledger: Database, assign: Assign, settle: Settle) -> LedgerPage:
    """The ledger as a board with A1.1 at work."""
    assign(page, ledger, "A1.1")
    page.refresh()
    settle()
    page.toolbar.shape_chosen.emit(Shape.BOARD)
    settle()
    return page


def column(page: LedgerPage, status: Status) -> BoardColumn:
    assert page.parts.shapes.board is not None
    return page.parts.shapes.board.columns[status]


def drop(page: LedgerPage, task: TaskRow, status: Status) -> bool:
    """Let a card go over a column as the mouse does; tell whether it was accepted."""
    data, target = QMimeData(), column(page, status)
    data.setData(MIME, str(task.id).encode())
    actions, button, keys = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(30, 30)
    target.dragEnterEvent(QDragEnterEvent(place.toPoint(), actions, data, button, keys))
    target.grab()
    moving = QDragMoveEvent(place.toPoint(), actions, data, button, keys)
    target.dragMoveEvent(moving)
    target.dropEvent(QDropEvent(place, actions, data, button, keys))
    return moving.isAccepted()


def test_the_board_has_the_filter_of_the_table(board: LedgerPage, settle: Settle) -> None:
    counts = {status: column(board, status).cards.rowCount() for status in (Status.UNASSIGNED, Status.CLOSED)}
    assert counts == {Status.UNASSIGNED: 87, Status.CLOSED: 0}
    board.toolbar.search.setText("A1.1")
    settle()
    assert column(board, Status.UNASSIGNED).cards.rowCount() < 87
    assert read_view_settings(board.context.settings).shape is Shape.BOARD
    board.toolbar.search.setText("nichts davon")
    settle()
    assert board.parts.shapes.stack.currentWidget() is board.parts.stage


def test_dragging_a_card_asks_the_form_of_its_act(
    board: LedgerPage, task_of: TaskOf, settle: Settle, qtbot: QtBot
) -> None:
    task = task_of(board, "A1.1")
    assert drop(board, task, Status.CLOSING)
    settle()
    dialog = board.acts.dialog
    assert isinstance(dialog, FormDialog)
    assert dialog.windowTitle() == "报完成任务"
    dialog.reject()
    settle()
    assert task_of(board, "A1.1").status is Status.IN_PROGRESS
    assert column(board, Status.IN_PROGRESS).choose(task.id)
    drop(board, task, Status.CLOSING)
    settle()
    assert isinstance(board.acts.dialog, FormDialog)
    board.acts.dialog.submit()
    settle()
    assert task_of(board, "A1.1").status is Status.CLOSING
    assert column(board, Status.CLOSING).choose(task.id)


def test_the_foot_says_what_has_no_card(board: LedgerPage, ledger: Database, task_of: TaskOf, settle: Settle) -> None:
    task = task_of(board, "A1.2a")
    with ledger.session() as session:
        change_status(
            session, task.id, Status.CANCELLED, board.context.today(), reason="不再需要", decided_by="王副市长"
        )
    board.refresh()
    settle()
    assert "另有已取消 1 不在板上" in board.parts.foot.counts.text()
    board.toolbar.shape_chosen.emit(Shape.TABLE)
    settle()
    assert "不在板上" not in board.parts.foot.counts.text()


def test_a_move_that_the_rules_forbid_is_refused(board: LedgerPage, task_of: TaskOf, settle: Settle) -> None:
    assert not drop(board, task_of(board, "A1.1"), Status.CLOSED)
    settle()
    assert board.acts.dialog is None
    assert task_of(board, "A1.1").status is Status.IN_PROGRESS


def test_keys_move_the_card_with_the_same_form(
    board: LedgerPage, task_of: TaskOf, settle: Settle, qtbot: QtBot
) -> None:
    cards = column(board, Status.IN_PROGRESS)
    cards.setFocus()
    assert cards.choose_first()
    qtbot.keyClick(cards, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert isinstance(board.acts.dialog, FormDialog)
    assert board.acts.dialog.windowTitle() == "报完成任务"
    board.acts.dialog.reject()


def test_keys_say_why_a_card_does_not_move(board: LedgerPage, task_of: TaskOf, settle: Settle, qtbot: QtBot) -> None:
    told: list[Notice] = []
    board.context.bus.notified.connect(told.append)
    cards = column(board, Status.CLOSED)
    cards.show_rows([replace(task_of(board, "A1.1"), status=Status.CLOSED)])
    cards.choose_first()
    qtbot.keyClick(cards, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert [notice.text for notice in told] == ["不能从已销号直接改为待销号"]
    assert board.acts.dialog is None


def test_while_a_card_is_dragged_its_place_is_dashed_and_forbidden_columns_are_pale(
    board: LedgerPage, task_of: TaskOf
) -> None:
    view, task = board.parts.shapes.board, task_of(board, "A1.1")
    assert view is not None
    before = {status: shot(each) for status, each in view.columns.items()}
    view.columns[Status.IN_PROGRESS].carried_changed.emit(task)
    during = {status: shot(each) for status, each in view.columns.items()}
    changed = {status for status, picture in during.items() if picture != before[status]}
    forbidden = {status for status in view.columns if transition(Status.IN_PROGRESS, status) is None}
    assert changed == forbidden | {Status.IN_PROGRESS}
    assert Status.CLOSING not in changed
    view.columns[Status.IN_PROGRESS].carried_changed.emit(None)
    assert {status: shot(each) for status, each in view.columns.items()} == before


def shot(cards: BoardColumn) -> QImage:
    return cards.viewport().grab().toImage()


def test_arrows_go_to_the_next_column_that_has_cards(board: LedgerPage, qtbot: QtBot) -> None:
    cards = column(board, Status.IN_PROGRESS)
    cards.setFocus()
    cards.choose_first()
    qtbot.keyClick(cards, Qt.Key.Key_Left)
    assert column(board, Status.UNASSIGNED).hasFocus()
    assert column(board, Status.UNASSIGNED).current_task() is not None
    qtbot.keyClick(column(board, Status.UNASSIGNED), Qt.Key.Key_Right)
    assert cards.hasFocus()


def test_acts_are_about_the_chosen_card(board: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    cards = column(board, Status.UNASSIGNED)
    cards.setFocus()
    cards.choose_first()
    settle()
    task = cards.current_task()
    assert task is not None
    assert [chosen.id for chosen in board.chosen_tasks()] == [task.id]
    qtbot.keyClick(cards, Qt.Key.Key_Return)
    settle()
    assert board.panel.isVisible()
    assert board.panel.task is not None
    assert board.panel.task.id == task.id


def test_only_one_card_of_the_board_is_chosen(board: LedgerPage, qtbot: QtBot) -> None:
    first, second = column(board, Status.UNASSIGNED), column(board, Status.IN_PROGRESS)
    first.setFocus()
    first.choose_first()
    second.setFocus()
    second.choose_first()
    view = board.parts.shapes.board
    assert view is not None
    assert view.current_task() == second.current_task()
    assert first.current_task() is None
    QApplication.processEvents()


def test_an_empty_column_says_so(board: LedgerPage) -> None:
    columns = {column.status: column for column in board.findChildren(BoardColumn)}
    empty = columns[Status.CLOSED]
    assert not empty.model().rowCount()
    picture = empty.viewport().grab().toImage()
    width = picture.width()
    above = {picture.pixel(x, y) for x in range(width) for y in range(8, 32)}
    below = {picture.pixel(x, y) for x in range(width) for y in range(40, 60)}
    assert len(above) > 5
    assert len(below) == 1


@pytest.mark.parametrize("width", [1238, 1792])
def test_the_panel_lies_over_the_cards_and_inside_the_page(board: LedgerPage, width: int) -> None:
    board.resize(width, 700)
    board.parts.show_panel(True)
    side = board.parts.side
    assert side.isVisible()
    assert side.geometry().right() == board.rect().right()
    assert side.width() == side.minimumWidth()
    board.parts.show_panel(False)
