"""今日 on a real ledger: what it lists, and the way from a line to its task, by keys alone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from sqlmodel import select

from tests.menus import entries_of
from tracker.model.changes import Changes
from tracker.model.enums import DueKind, Status
from tracker.model.rows import Concern, Today
from tracker.model.tables import ProgressEntry, Task
from tracker.services.exporting import export_office
from tracker.services.status import change_status
from tracker.store.engine import Database
from tracker.store.history import open_batch
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.today.list import (
    AT_ONCE,
    LINE,
    SectionHead,
    TodayLine,
    TodayView,
    fitting_reason,
    rows_of,
    words_of,
)
from tracker.ui.today.page import TodayPage, summary_words
from tracker.ui.today.side import day_words
from tracker.ui.widgets.row_delegate import RowDelegate
from tracker.ui.widgets.row_model import ROW

CODES = ("A1.1", "A1.2a", "A1.2b", "A2.1a", "A2.1b")


@pytest.fixture
def late(ledger: Database) -> None:
    """Make five tasks late, one due in five days, one waiting to be closed."""
    with ledger.session() as session:
        open_batch(session, "准备")
        rows = {task.code: task for task in session.exec(select(Task))}
        wanted = [(code, date(2023, 9, 3 + place)) for place, code in enumerate(CODES)]
        for code, due in [*wanted, ("B1.1", date(2023, 9, 20)), ("B1.2a", date(2023, 9, 30))]:
            rows[code].status, rows[code].due_on, rows[code].due_kind = Status.IN_PROGRESS, due, DueKind.DATE
        rows["B1.2a"].status = Status.CLOSING


@pytest.fixture
def today(show: Callable[..., Any], late: None, live: Context) -> TodayPage:
    page = show(TodayPage(live))
    page.activateWindow()
    live.jobs.drain()
    return page


@pytest.fixture
def asked(live: Context) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    live.bus.page_asked.connect(lambda page, target: found.append((page, target)))
    return found


def shown(page: TodayPage) -> list[str]:
    return [row.concern if isinstance(row, SectionHead) else row.task.code for row in page.list.lines.rows]


def test_the_page_lists_the_day(today: TodayPage) -> None:
    assert today.day.text() == "9月15日，星期五"
    assert today.summary.text() == "台账已经建好：7 篇文章，88 项任务。做完下面 6 步，就可以开始督办。"
    assert today.view is not None
    assert summary_words(today.view) == "5 项红灯，1 项一周内到期，1 项等待审核。"
    assert shown(today) == [
        *(Concern.OVERDUE, *CODES[:4]), *(Concern.WEEK, "B1.1"), *(Concern.CLOSING, "B1.2a"),
    ]  # fmt: skip
    assert today.head.summary().startswith("88 项任务，")


def test_the_keyboard_alone_goes_to_a_task(today: TodayPage, asked: list[Any], qtbot: Any) -> None:
    assert today.list.hasFocus()
    assert today.list.current_task() is not None
    qtbot.keyClick(today.list, Qt.Key.Key_Down)
    qtbot.keyClick(today.list, Qt.Key.Key_Return)
    ((page, target),) = asked
    line = today.list.lines.rows[2]
    assert isinstance(line, TodayLine)
    assert (page, target) == ("ledger", OpenTask(line.task.id))


def test_the_keyboard_opens_and_closes_a_section(today: TodayPage, qtbot: Any) -> None:
    head = today.list.lines.rows[0]
    assert isinstance(head, SectionHead)
    assert head.link == "全部 5 项"
    qtbot.keyClick(today.list, Qt.Key.Key_Up)
    assert today.list.current_task() is None
    assert not today.record.isEnabled()
    qtbot.keyClick(today.list, Qt.Key.Key_Return)
    assert shown(today)[:6] == [Concern.OVERDUE, *CODES]
    opened = today.list.lines.rows[0]
    assert isinstance(opened, SectionHead)
    assert opened.link == "收起"
    today._toggle(Concern.OVERDUE)
    assert shown(today)[:5] == [Concern.OVERDUE, *CODES[:4]]


@pytest.mark.parametrize("by_key", [False, True])
def test_progress_is_noted_without_leaving_the_page(
    today: TodayPage, ledger: Database, qtbot: Any, by_key: bool
) -> None:
    if by_key:
        qtbot.keyClick(today.list, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    else:
        qtbot.mouseClick(today.record, Qt.MouseButton.LeftButton)
    dialog = today.acts.dialog
    assert dialog is not None
    qtbot.keyClicks(dialog.field("note").editor, "kaigong")
    qtbot.keyClick(dialog.field("note").editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    today.context.jobs.drain()
    with ledger.reading() as session:
        (entry,) = session.exec(select(ProgressEntry)).all()
        assert entry.note == "kaigong"
    assert today.side.last.text().endswith("A1.1 新增进展")


def test_the_menu_shows_only_keys_the_page_listens_to(today: TodayPage) -> None:
    today._open_menu(today.list.current_task(), today.mapToGlobal(today.rect().center()))  # type: ignore[arg-type]
    opened = today.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
    keys = {action.text(): action.shortcut().toString() for action in entries_of(opened) if action.shortcut()}
    assert {word: key for word, key in keys.items() if key} == {"打开任务": "Enter", "记录进展…": "Ctrl+J"}
    opened.close()


def test_words_narrow_the_list_and_lead_to_the_ledger(today: TodayPage, asked: list[Any], qtbot: Any) -> None:
    today.focus_search()
    qtbot.keyClicks(today.search, "b1.1")
    qtbot.keyClick(today.search, Qt.Key.Key_Return)
    assert shown(today) == [Concern.WEEK, "B1.1"]
    assert today.list.hasFocus()
    today.focus_search()
    qtbot.keyClicks(today.search, "zzz")
    qtbot.keyClick(today.search, Qt.Key.Key_Return)
    assert shown(today) == []
    today._search_ledger()
    assert (asked[-1][0], asked[-1][1].search) == ("ledger", "zzz")


def test_the_menu_of_a_line_moves_its_task(today: TodayPage, qtbot: Any) -> None:
    today._open_menu(today.list.current_task(), today.mapToGlobal(today.rect().center()))  # type: ignore[arg-type]
    made = today.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
    words = [action.text() for action in made.actions() if action.text()]
    assert words[0] == "打开任务"
    assert len(words) <= 10
    every = {action.text() for action in entries_of(made)}
    assert {"记录进展…", "延期…", "报完成…", "暂缓…", "取消任务…"} <= every
    next(action for action in entries_of(made) if action.text() == "报完成…").trigger()
    today.acts.dialog.submit()  # type: ignore[union-attr]
    today.context.jobs.drain()
    assert shown(today).count("A1.1") == 1
    assert shown(today).index("A1.1") > shown(today).index(Concern.CLOSING)


def test_the_last_save_is_taken_back(today: TodayPage, qtbot: Any) -> None:
    task = today.list.current_task()
    assert task is not None
    today.acts.do([task], "status:closing")
    today.acts.dialog.submit()  # type: ignore[union-attr]
    today.context.jobs.drain()
    assert "转为待销号" in today.side.last.text()
    qtbot.mouseClick(today.side.undo, Qt.MouseButton.LeftButton)
    today.context.jobs.drain()
    assert shown(today)[1] == "A1.1"


def test_the_side_tells_who_is_not_back(today: TodayPage, tmp_path: Path) -> None:
    assert today.side.total.text() == "还没有发出工作簿"
    due = date(2023, 9, 10)
    today.context.jobs.write(lambda s: export_office(s, "市科技局", tmp_path / "a.xlsx", date(2023, 9, 1), due))
    today.context.jobs.drain()
    side = today.side
    assert (side.figure.text(), side.total.text()) == ("0", "/ 1 个单位已反馈")
    assert (side.missing.text(), side.names.text()) == ("1 个单位未反馈，最长逾期5天", "市科技局")
    assert side.round.text() == "第 1 批"


def test_until_the_day_is_read_the_side_says_nothing(live: Context, show: Callable[..., Any]) -> None:
    page = show(TodayPage(live), 1238, 716)
    assert not page.side.isVisible(), "figures that are none would change before the reader's eyes"
    page.refresh()
    live.jobs.drain()
    assert page.side.isVisible() or page.beginnings.isVisible()


def test_a_day_leads_to_its_line(today: TodayPage) -> None:
    sentences = [mark.sentence for mark in today.side.weeks.marks]
    assert sentences[9] == "9月20日，1 项任务到期"
    today.side.weeks.picked.emit(date(2023, 9, 20))
    task = today.list.current_task()
    assert task is not None
    assert task.code == "B1.1"


def test_every_row_speaks(today: TodayPage) -> None:
    words = [words_of(row) for row in today.list.lines.rows]
    assert words[0] == "逾期，5 项"
    assert words[1].startswith("A1.1 ")
    assert "，红，逾期12天，进度 0%" in words[1]
    index = today.list.lines.index(1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == words[1]
    assert "红 · 逾期12天" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(ROW) is today.list.lines.rows[1]
    assert index.data(Qt.ItemDataRole.CheckStateRole) is None


def test_a_long_section_is_laid_out_bit_by_bit(show: Callable[..., Any], make_task: Any, qtbot: Any) -> None:
    view, many = show(TodayView(), 800, 600), 3 * AT_ONCE
    measured: list[int] = []

    class Counting(RowDelegate):
        def sizeHint(self, option: Any, index: Any) -> Any:
            measured.append(index.row())
            return super().sizeHint(option, index)

    view.setItemDelegate(Counting(view._paint, LINE, view))
    view.show_rows(tuple(TodayLine(make_task(number), None, "逾期3天") for number in range(many)))
    view.doItemsLayout()
    measured.clear()
    view.doItemsLayout()
    assert len(measured) < 2 * AT_ONCE
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() == many * LINE - view.viewport().height(), timeout=5_000)


def test_an_untouched_ledger_says_so(qtbot: Any, live: Context, grab: Callable[..., None]) -> None:
    page = TodayPage(live)
    qtbot.addWidget(page)
    page.show()
    live.jobs.drain()
    assert page.view is not None
    assert summary_words(page.view) == "没有红灯，没有到期任务，没有待核对的反馈。"
    assert page.list.lines.rowCount() == 0
    assert page.stage.currentWidget() is not page.list
    assert page.touches(Changes(tasks=frozenset({1})))
    assert not page.touches(Changes())
    grab(page, "today-empty")


def test_urgent_counts_what_cannot_wait(today: TodayPage, grab: Callable[..., None]) -> None:
    view = today.view
    assert view is not None
    assert view.urgent == 7
    assert len(rows_of(view, frozenset({Concern.OVERDUE}))) == 10
    assert day_words(view.days[0]) == "9月11日"
    assert isinstance(view, Today)
    grab(today, "today")


def test_a_task_that_an_act_takes_off_the_list_stays_until_another_is_chosen(
    today: TodayPage, live: Context, qtbot: Any
) -> None:
    """No other line becomes the current one by itself: the next key would hit a task nobody chose."""
    task = today.list.current_task()
    assert task is not None
    live.jobs.write(
        lambda s: change_status(s, task.id, Status.CANCELLED, live.today(), "并入年度计划", decided_by="王副市长")
    )
    live.jobs.drain()
    assert shown(today)[:2] == [Concern.OVERDUE, "A1.1"]
    assert today.list.current_task() == task
    qtbot.keyClick(today.list, Qt.Key.Key_Down)
    chosen = today.list.current_task()
    assert chosen is not None
    assert chosen.code == "A1.2a"
    qtbot.wait(QApplication.doubleClickInterval() + 50)
    assert "A1.1" not in shown(today)
    assert today.list.current_task() == chosen


def test_a_search_does_not_keep_what_it_hides(today: TodayPage) -> None:
    today.search.setText("A2.1b")
    today.search.returnPressed.emit()
    assert shown(today) == [Concern.OVERDUE, "A2.1b"]


def test_keys_on_a_heading_say_that_no_task_is_chosen(today: TodayPage, told: list[Notice], qtbot: Any) -> None:
    qtbot.keyClick(today.list, Qt.Key.Key_Up)
    qtbot.keyClick(today, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert [notice.text for notice in told] == ["请先选择任务"]
    assert today.acts.dialog is None


def test_an_act_of_an_earlier_start_is_not_taken_back_by_one_click(
    today: TodayPage, live: Context, ledger: Database
) -> None:
    """What was done since the start has 撤销 beside it, everything else is in 变更记录."""
    assert not today.side.undo.isHidden()
    ledger.run = "another start"
    today.refresh()
    live.jobs.drain()
    assert today.side.undo.isHidden()
    assert today.side.last.text().endswith("准备")
    asked: list[bool] = []
    live.bus.record_asked.connect(lambda: asked.append(True))
    today.side.record.click()
    assert asked == [True]


@pytest.mark.parametrize(("room", "said"), [(400, "逾期404天，进度 78%"), (70, "逾期404天")])
def test_a_narrow_line_keeps_why_and_leaves_out_how_far(qtbot: Any, room: float, said: str) -> None:
    assert fitting_reason("逾期404天，进度 78%", room) == said
