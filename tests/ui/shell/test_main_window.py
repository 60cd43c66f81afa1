"""The window: lazy pages, shortcuts, toasts with undo, counts, settings, dropped files, remembered geometry."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from tracker.errors import AgainError, RuleError
from tracker.model.changes import Changes
from tracker.queries.ledger import read_ledger
from tracker.services.tasks import edit_task
from tracker.settings import system_user
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ImportFiles, OpenTask
from tracker.ui.page import Page
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.shell.page_list import FIRST, PAGES, PageEntry
from tracker.ui.shell.settings import SettingsDialog
from tracker.ui.theme import style
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.dialog import Message
from tracker.ui.widgets.textdiff import Prose
from tracker.ui.widgets.toast import ProgressToast, Toast


class Plain(Page):
    """A page that remembers what was asked of it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.reads = 0
        self.targets: list[object] = []
        self.field = QLineEdit()
        self.body.addWidget(QLabel("内容"))
        self.body.addWidget(self.field)

    def refresh(self) -> None:
        self.reads += 1

    def open_target(self, target: object) -> None:
        self.targets.append(target)

    def focus_search(self) -> None:
        self.field.setFocus()


ENTRIES = tuple(
    PageEntry(key, key, word, Plain) for key, word in (("overview", "总览"), ("ledger", "台账"), ("exchange", "往来"))
)


@pytest.fixture
def window(qtbot: Any, live: Context) -> Iterator[MainWindow]:
    made = MainWindow(live, ENTRIES)
    qtbot.addWidget(made)
    made.show()
    live.jobs.drain()
    yield made
    made.hide()


def notices(window: MainWindow) -> list[str]:
    return [toast.notice.text for toast in window.toasts.findChildren(Toast)]


def test_it_opens_on_the_ledger_and_builds_nothing_else(window: MainWindow) -> None:
    assert window.built() == ("ledger",)
    assert window.rail.entries["ledger"].isChecked()
    assert FIRST == "ledger"


def test_a_page_is_built_at_its_first_visit_and_kept(window: MainWindow, qtbot: Any) -> None:
    qtbot.mouseClick(window.rail.entries["overview"], Qt.MouseButton.LeftButton)
    first = window.page()
    qtbot.mouseClick(window.rail.entries["ledger"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.rail.entries["overview"], Qt.MouseButton.LeftButton)
    assert window.page() is first
    assert window.built() == ("ledger", "overview")


@pytest.mark.parametrize(
    ("key", "page"), [(Qt.Key.Key_1, "overview"), (Qt.Key.Key_2, "ledger"), (Qt.Key.Key_3, "exchange")]
)
def test_ctrl_and_a_number_go_to_the_page(window: MainWindow, qtbot: Any, key: Qt.Key, page: str) -> None:
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert window.rail.entries[page].isChecked()


def test_the_page_gets_the_keyboard_but_not_from_the_rail(window: MainWindow, qtbot: Any) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.mouseClick(window.rail.entries["overview"], Qt.MouseButton.LeftButton)
    assert window.focusWidget() is window.page()
    page = window.page()
    assert isinstance(page, Plain)
    page.field.setFocus()
    window.show_page("ledger")
    window.show_page("overview")
    assert window.focusWidget() is page.field  # where it was left
    window.rail.entries["overview"].setFocus()
    qtbot.keyClick(window.rail.entries["overview"], Qt.Key.Key_Down)
    assert window.focusWidget() is window.rail.entries["ledger"]
    assert window.rail.entries["ledger"].isChecked()


def test_another_page_may_ask_for_a_page_with_a_target(window: MainWindow) -> None:
    window.context.bus.page_asked.emit("exchange", OpenTask(3))
    page = window.page()
    assert isinstance(page, Plain)
    assert page.targets == [OpenTask(3)]
    window.context.bus.page_asked.emit("nowhere", None)
    assert window.page() is page


def test_f5_reads_again_and_ctrl_f_searches(window: MainWindow, qtbot: Any) -> None:
    page = window.page()
    assert isinstance(page, Plain)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert page.reads == 2
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is page.field


def change_title(window: MainWindow, words: str) -> int:
    """Change the first task's title through the road every write takes; return its id."""
    jobs, today = window.context.jobs, window.context.today()
    rows: list[Any] = []
    jobs.read(lambda s: read_ledger(s, today), on_result=rows.append)
    jobs.drain()
    task = rows[0].tasks[0]
    jobs.write(lambda s: edit_task(s, task.id, task.version, "title", words, today), toast="已改名")
    jobs.drain()
    return int(task.id)


def title_of(window: MainWindow, task_id: int) -> str:
    rows: list[Any] = []
    window.context.jobs.read(lambda s: read_ledger(s, window.context.today()), on_result=rows.append)
    window.context.jobs.drain()
    return next(task.title for task in rows[0].tasks if task.id == task_id)


def test_ctrl_z_takes_the_last_act_back(window: MainWindow, qtbot: Any) -> None:
    task = change_title(window, "另一个题目")
    assert notices(window) == ["已改名"]
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.context.jobs.drain()
    assert title_of(window, task) != "另一个题目"
    assert len(notices(window)) == 1
    assert notices(window)[0] == "已撤销：A1.1 任务名称"


def test_the_toast_takes_its_own_act_back(window: MainWindow, qtbot: Any) -> None:
    task = change_title(window, "另一个题目")
    toast = window.toasts.findChildren(Toast)[0]
    qtbot.mouseClick(toast.act, Qt.MouseButton.LeftButton)
    window.context.jobs.drain()
    assert title_of(window, task) != "另一个题目"


def test_ctrl_z_in_a_field_belongs_to_the_field(window: MainWindow, qtbot: Any) -> None:
    task = change_title(window, "另一个题目")
    page = window.page()
    assert isinstance(page, Plain)
    page.field.setFocus()
    qtbot.keyClicks(page.field, "abc")
    qtbot.keyClick(page.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.context.jobs.drain()
    assert title_of(window, task) == "另一个题目"


def test_nothing_to_undo_is_said_and_nothing_breaks(window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.context.jobs.drain()
    assert len(notices(window)) == 1
    assert window.toasts.findChildren(Toast)[0].notice.warning


def test_a_rule_is_said_as_a_warning(window: MainWindow) -> None:
    def service(_session: Any) -> Changes:
        raise RuleError("销号需要办结说明。")

    window.context.jobs.write(service)
    window.context.jobs.drain()
    assert notices(window) == ["销号需要办结说明。"]


def test_notices_and_long_jobs_become_toasts(window: MainWindow) -> None:
    window.context.bus.notified.emit(Notice("已导出 13 个单位的工作簿"))
    assert notices(window) == ["已导出 13 个单位的工作簿"]
    window.context.jobs.long(lambda _s, step: step(1, 2, "市经信局") or Changes(), title="正在导出交办")
    assert len(window.toasts.findChildren(ProgressToast)) == 1
    window.context.jobs.drain()


def test_the_frame_shows_the_state_of_the_ledger(window: MainWindow) -> None:
    assert window.rail.user.text() == "张敏 · 本机"
    assert not window.rail.demo.isVisible()
    state = window.state
    assert state is not None
    window._set_state(type(state)(True, "张敏", "", 3, "", None))
    assert window.rail.demo.isVisible()
    assert window.rail.entries["exchange"].count() == 3


def test_settings_are_applied_and_remembered(window: MainWindow, qtbot: Any, qapp: QApplication) -> None:
    qtbot.mouseClick(window.rail.settings, Qt.MouseButton.LeftButton)
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.actor.selectAll()
    qtbot.keyClicks(dialog.actor, "zhou")
    with qtbot.waitSignal(window.actor_changed) as changed:
        qtbot.keyClick(dialog.actor, Qt.Key.Key_Return)
    assert changed.args == ["zhou"]
    assert current().name == "dark"
    assert window.context.settings.theme == "dark"
    assert window.rail.user.text() == "zhou · 本机"
    style.apply(qapp, "light")


def drag(paths: list[str], kind: type[QDropEvent] | type[QDragEnterEvent]) -> Any:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    place = QPointF(600, 300)
    args = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = kind(place if kind is QDropEvent else place.toPoint(), *args)
    event.kept = data  # type: ignore[union-attr]
    event.ignore()
    return event


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        (["反馈.xlsx"], ["反馈.xlsx"]),
        (
            ["A.XLS", "b.ods", "c.et", "说明.docx"],
            ["A.XLS", "b.ods", "c.et", "说明.docx"],
        ),  # what comes beside goes along
        (["现场.jpg"], []),
    ],
)
def test_dropped_workbooks_go_to_the_exchange_page(
    window: MainWindow, tmp_path: Path, names: list[str], taken: list[str]
) -> None:
    paths = [str(tmp_path / name) for name in names]
    enter = drag(paths, QDragEnterEvent)
    window.dragEnterEvent(enter)
    assert enter.isAccepted() is bool(taken)
    window.dropEvent(drag(paths, QDropEvent))
    window.context.jobs.drain()  # one workbook alone is looked into: it may be a list or a monthly table
    page = window.page()
    assert isinstance(page, Plain)
    expected = [ImportFiles(tuple(tmp_path / name for name in taken))] if taken else []
    assert page.targets == expected
    assert window.rail.entries["exchange"].isChecked() is bool(taken)


def test_the_window_comes_back_where_it_stood(window: MainWindow, live: Context, qtbot: Any) -> None:
    window.resize(1200, 700)
    window.show_page("overview")
    window.close()
    assert live.settings.geometry
    again = MainWindow(live, ENTRIES)
    qtbot.addWidget(again)
    # Only the height: the test screen is narrower than the window, Qt fits restored windows to it.
    assert again.height() == 700
    live.jobs.drain()


def test_spoiled_geometry_is_no_reason_to_fail(qtbot: Any, live: Context) -> None:
    live.remember(geometry="不是 base64")
    window = MainWindow(live, ENTRIES)
    qtbot.addWidget(window)
    assert (window.width(), window.height()) == (1366, 768)
    live.jobs.drain()


@pytest.mark.parametrize(
    ("room", "filled"), [((1366, 768), True), ((1366, 728), True), ((1382, 807), False), ((1920, 1040), False)]
)
def test_a_first_window_fills_a_screen_that_has_no_room_for_it(
    qtbot: Any, live: Context, room: tuple[int, int], filled: bool
) -> None:
    window = MainWindow(live, ENTRIES)
    qtbot.addWidget(window)
    window.fit(QSize(*room))
    assert window.isMaximized() is filled
    live.jobs.drain()


def test_a_page_may_count_in_the_rail(window: MainWindow) -> None:
    window.page().counted.emit(5)
    assert window.rail.entries["ledger"].count() == 5


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
def test_every_page_of_the_table_opens_on_a_real_ledger(entry: PageEntry, live: Context, qtbot: Any, grab: Any) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    frame.resize(1366 - 128, 768)
    page = entry.make(live, frame)
    page.resize(frame.size())
    frame.show()
    live.jobs.drain()
    assert page.title == entry.word
    assert page.minimumSizeHint().width() <= 1366 - 128
    grab(frame, entry.key, (1238, 768))


def test_the_whole_window_fits_a_small_screen(live: Context, qtbot: Any) -> None:
    window = MainWindow(live)
    qtbot.addWidget(window)
    window.show()
    for entry in PAGES:
        window.show_page(entry.key)
        live.jobs.drain()
        assert window.minimumSizeHint().width() <= 1366


def test_whoever_gave_no_name_is_called_as_the_system_calls_them(live: Context, qtbot: Any) -> None:
    live.remember(actor="")
    window = MainWindow(live, ENTRIES)
    qtbot.addWidget(window)
    live.jobs.drain()
    assert window.rail.user.text() == f"{system_user()} · 本机"


def test_the_arrows_walk_the_ledger_from_the_first_moment(live: Context, qtbot: Any) -> None:
    window = MainWindow(live)
    qtbot.addWidget(window)
    window.show()
    live.jobs.drain()
    table = window.page().table  # type: ignore[attr-defined]
    before = table.currentIndex()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert table.currentIndex() != before


@pytest.mark.parametrize(("patience", "shown"), [(1, 1), (60_000, 0)])
def test_an_undo_that_takes_long_shows_how_far_it_is(
    window: MainWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch, patience: int, shown: int
) -> None:
    gate = threading.Event()

    def slow(_session: Any, _batch_id: int | None, step: Any) -> Changes:
        step(500, 20_000, "")
        gate.wait(5)
        return Changes()

    monkeypatch.setattr("tracker.ui.shell.main_window.PATIENCE", patience)
    monkeypatch.setattr("tracker.services.undo.undo_batch", slow)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(50)
    assert len(window.toasts.findChildren(ProgressToast)) == shown
    gate.set()
    window.context.jobs.drain()
    assert not window.toasts.findChildren(ProgressToast)


def test_the_corner_says_since_when_the_ledger_is_not_reached(window: MainWindow) -> None:
    known = window.rail.user.text()
    window.show_reach(True)
    assert window.rail.user.text() == known
    window.show_reach(False)
    said = window.rail.reach.text()
    assert re.fullmatch(r"离线 · \d\d:\d\d 起", said)
    window.show_reach(False)
    assert window.rail.reach.text() == said, "the first moment counts"
    window.show_reach(True)
    assert window.rail.user.text() == known
    assert window.rail.reach.isHidden()


def test_who_closes_while_acts_wait_for_the_server_is_asked(window: MainWindow) -> None:
    jobs, away = window.context.jobs, True

    @contextmanager
    def sessions(_act: str = "") -> Iterator[object]:
        if away:
            raise AgainError("连不上服务器，没有保存。", away=True)
        yield None

    jobs._sessions = sessions
    jobs.write(lambda _session: Changes("改进度", 7))
    jobs.drain()
    assert not window.close()
    (question,) = [dialog for dialog in window.findChildren(Message) if dialog.isVisible()]
    assert "1 处修改在等服务器连上，还没有保存" in "".join(span.text for span in question.findChild(Prose).spans())
    question.reject()
    assert window.isVisible()
    assert not window.close()
    away = False
    window.show_reach(True)
    jobs.drain()
    assert window.close(), "all is saved: nobody is asked"


def test_who_closes_all_the_same_is_asked_once(window: MainWindow) -> None:
    jobs = window.context.jobs

    @contextmanager
    def sessions(_act: str = "") -> Iterator[object]:
        raise AgainError("连不上服务器，没有保存。", away=True)
        yield None

    jobs._sessions = sessions
    jobs.write(lambda _session: Changes("改进度", 7))
    jobs.drain()
    window.close()
    next(dialog for dialog in window.findChildren(Message) if dialog.isVisible()).accept()
    assert not window.isVisible()


def test_who_waits_for_another_desk_is_told(window: MainWindow) -> None:
    notices: list[Notice] = []
    window.context.bus.notified.connect(notices.append)
    window.context.jobs.queued.emit()
    window.context.jobs.writer = "王敏"
    window.context.jobs.queued.emit()
    words = ["另一台电脑正在写入，轮到后自动保存", "另一台电脑正在写入（王敏），轮到后自动保存"]
    assert [notice.text for notice in notices] == words
