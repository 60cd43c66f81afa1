"""What the window can show besides its pages: every dialog a command opens, every tab of the panel, every menu."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu

from tracker.errors import Clash
from tracker.model.bulk_edits import BulkEdit, Overtaken
from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.tour_opening import Settle, State, opened_by
from tracker.tour_work import work_states
from tracker.ui.indicators.page import IndicatorsPage
from tracker.ui.ledger.columns import ON_REQUEST
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.view_settings import Shape
from tracker.ui.overview.page import OverviewPage
from tracker.ui.shell.palette import PaletteDialog
from tracker.ui.task.action_list import PROGRESS
from tracker.ui.timeline.page import TimelinePage
from tracker.ui.today.page import TODAY, XRAY, TodayPage
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.fields import DateField

if TYPE_CHECKING:
    from tracker.desktop import Desktop

_NOTE = "已完成选址和环评，土地指标正在协调，预计4月底前开工"
_CLASHES = (
    Clash(
        "progress_note", "进展情况", _NOTE, _NOTE.replace("4月", "5月"), f"{_NOTE}；资金已到位", "王敏 10:42", {}, True
    ),
    Clash("owner", "责任人", "张三", "周立群", "李刚", "王敏 10:42", {}, True),
    Clash("progress", "进度", "40%", "55%", "60%", "李刚 10:43", {}, False),
)  # fmt: skip
_LEFT_OUT = tuple(
    Overtaken(BulkEdit(number, "owner", "张三"), code, "责任人", "", "周立群", "王敏 10:42")
    for number, code in enumerate(("A1.1", "A1.2a", "B1.1", "B2.3"), 1)
)
_OUTDATED = "服务器台账要升级到新结构（0009 → 0010）。升级后旧版程序不能再写入：目前还有 2 台电脑在用（王敏、李刚）。"
#: What a dialog of the system would answer when it is left without a choice.
_NO_CHOICE = {
    "exec": lambda *_, **__: 0,
    "getExistingDirectory": lambda *_, **__: "",
    "getOpenFileName": lambda *_, **__: ("", ""),
    "getOpenFileNames": lambda *_, **__: ([], ""),
    "getSaveFileName": lambda *_, **__: ("", ""),
}


def window_states(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    """Bring the window into one state after the other; each is left again before the next one. Nothing is written."""
    parts = (_dialogs, _desk_states, _page_dialogs, work_states, _chart_states, _menus, _task_states)
    with no_file_dialogs():
        for part in parts:
            for state in part(desktop, settle):
                desktop.window.toasts.dismiss()  # what the state before it said
                yield state


@contextmanager
def no_file_dialogs() -> Iterator[None]:
    """Let dialogs of the system, which nobody could close, answer at once."""
    kept = {name: getattr(QFileDialog, name) for name in _NO_CHOICE}
    for name, answer in _NO_CHOICE.items():
        setattr(QFileDialog, name, staticmethod(answer))
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(QFileDialog, name, function)


def _dialogs(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    yield from opened_by(desktop, "ledger", desktop.window.commands.everywhere, "", settle)


def _desk_states(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    """Yield what happens with several desks and with damage: questions, a server that is away, a ledger only read."""
    from tracker.ui.ledger.left_out import LeftOutDialog
    from tracker.ui.shell.recovery_dialog import RecoveryDialog
    from tracker.ui.shell.server_form import ask_server
    from tracker.ui.shell.upgrade_dialog import UpgradeDialog
    from tracker.ui.widgets.conflict_dialog import ConflictDialog

    window = desktop.window
    window.show_page("ledger")
    settle()
    dialogs: dict[str, Callable[[], QDialog]] = {
        "同时修改": lambda: ConflictDialog(_CLASHES, window, {}),
        "没有动的修改": lambda: LeftOutDialog(_LEFT_OUT, window),
        "台账损坏": lambda: RecoveryDialog("11月28日 23:30（之后约 14 次修改）", window),
        "升级服务器台账": lambda: UpgradeDialog(_OUTDATED, window, may_upgrade=True),
        "改用服务器": lambda: ask_server(desktop.context, window),
    }
    for name, make in dialogs.items():
        dialog = make()
        dialog.open()
        settle()
        yield name, dialog
        dialog.done(0)
        settle()
    window.show_reach(False)
    settle()
    yield "离线", window
    window.show_reach(True)
    desktop.context.jobs.close_writing("备份 11月28日 23:30 · 只读")
    settle()
    yield "只读", window
    desktop.context.jobs.close_writing(desktop.context.preview)
    settle()


def _page_dialogs(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    from tracker.ui.shell.page_list import PAGES

    for entry in PAGES:
        desktop.window.show_page(entry.key)
        settle()
        yield from opened_by(desktop, entry.key, desktop.window.page().commands, f"{entry.word}-", settle)


def _chart_states(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    """The pages of charts as they are after a choice, and the palette without a line."""
    window = desktop.window
    window.show_page("overview")
    settle()
    overview = window.page()
    assert isinstance(overview, OverviewPage)
    for by, word in (("article", "文章"), ("status", "状态"), ("office", "单位")):
        overview.by.show_value(by)
        overview.by.chosen.emit(by)
        yield f"总览-亮灯按{word}", window
    for key in ("year", "other", "month"):
        overview.since.chip.set_value(key)
        settle()
        yield f"总览-比{key}", window
    overview.days.setValue((overview.days.minimum() + 2 * overview.days.maximum()) // 3)
    settle()
    settle()  # the slider waits a moment before it reads
    yield "总览-过去某一天", window
    overview.days.show_today()
    settle()
    settle()  # the slider waits a moment before it reads
    yield from _timeline_states(desktop, settle)
    window.show_page("indicators")
    settle()
    indicators = window.page()
    assert isinstance(indicators, IndicatorsPage)
    indicators.grid.scrollToBottom()
    yield "指标-低卡片", window
    palette = window.commands.open_palette()
    if isinstance(palette, PaletteDialog):
        palette.search.setText("没有这样的命令")
        settle()
        yield "命令面板-没有符合的", palette
        palette.reject()


def _timeline_states(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    desktop.window.show_page("timeline")
    settle()
    timeline = desktop.window.page()
    assert isinstance(timeline, TimelinePage)
    days = timeline.chart.scale.days
    for word, wanted in (("季", 92), ("五年", 1827), ("两年", days)):
        timeline.chart.show_days(wanted)
        yield f"时间轴-{word}", desktop.window
    if months := timeline.chart.months:
        timeline.month.set_value(months[len(months) // 2].first)
        settle()
        yield "时间轴-一个月到期", desktop.window
        timeline.month.set_value(None)
        settle()


def _menus(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    """The menu 更多 and its groups, and those of the chips of the pages of charts, with their counts and shapes."""
    more = desktop.window.commands.open_menu(QPoint())
    settle()
    yield "菜单-更多", more
    for group in more.findChildren(QMenu):
        group.ensurePolished()
        group.resize(group.sizeHint())
        yield f"菜单-更多-{group.title()}", group
    more.close()
    settle()
    for key, word in (("overview", "总览"), ("timeline", "时间轴"), ("indicators", "指标")):
        desktop.window.show_page(key)
        settle()
        for chip in desktop.window.page().findChildren(Chip):
            opened = chip.choices()
            if chip.isVisible() and opened.actions():
                opened.ensurePolished()
                opened.resize(opened.sizeHint())  # adjusted it would be cut at two thirds of the screen
                yield f"{word}-菜单{chip.accessibleName() or chip.text()}", opened
            opened.deleteLater()


def _task_states(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    desktop.window.show_page("ledger")
    settle()
    page = desktop.window.page()
    assert isinstance(page, LedgerPage)
    tasks = page.controller.shown
    firsts = [next((task for task in tasks if task.status is status), None) for status in Status]
    for task in firsts:
        if task is not None:
            yield from _one_task(desktop, page, task, settle)
    yield from _calendar(page, settle)
    yield from _shapes(desktop, page, settle)
    yield from _first_steps(desktop, settle)
    desktop.window.show_page("ledger")
    settle()
    page.table.selectAll()
    settle()
    yield "台账-多选", desktop.window
    yield from opened_by(desktop, "ledger", page.task_actions, "多选-", settle)


def _shapes(desktop: "Desktop", page: LedgerPage, settle: Settle) -> Iterator[State]:
    """Show the ledger as board and month, and with every column and rows of several lines."""
    kept = page.parts.settings
    for shape in (Shape.BOARD, Shape.MONTH):
        page.toolbar.shape_chosen.emit(shape)
        settle()
        yield f"台账-{shape.value}", desktop.window
    columns = {column.name: True for column in ON_REQUEST}
    page.parts.change(replace(kept, columns=columns, wrapped=True, shape=Shape.TABLE))
    settle()
    yield "台账-全部列-换行", desktop.window
    page.parts.change(kept)
    settle()


def _first_steps(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    """Show 今日 with the first steps, as a new ledger has them, and its segment 体检."""
    desktop.window.show_page("today")
    settle()
    page = desktop.window.page()
    assert isinstance(page, TodayPage)
    counts = page.counts
    if page.view is None or counts is None:
        return
    page.show_day(page.view, replace(counts, returned=0, sent=0, assigned=0))
    settle()
    yield "今日-开始使用", desktop.window
    page.show_day(page.view, counts)
    page.show_segment(XRAY)
    settle()
    yield "今日-体检", desktop.window
    page.show_segment(TODAY)
    settle()


def _calendar(page: LedgerPage, settle: Settle) -> Iterator[State]:
    """Open the calendar of a date field over its dialog."""
    page.acts.do(page.controller.shown[:1], PROGRESS)
    settle()
    dialog = page.acts.dialog
    field = dialog.findChild(DateField) if dialog is not None else None
    if dialog is None or field is None:
        return
    popup = field.open_calendar()
    settle()
    yield "日历", popup
    popup.close()
    dialog.reject()
    settle()


def _one_task(desktop: "Desktop", page: LedgerPage, task: TaskRow, settle: Settle) -> Iterator[State]:
    page.table.choose_task(task.id)
    page.parts.show_panel(True)  # in a narrow window it lies over the table, on request only
    settle()
    for number in range(page.panel.pages.count()):
        page.panel.tabs.choose(number)
        settle()
        yield f"{task.status.word}-详情{number + 1}", desktop.window
    page.panel.tabs.choose(0)
    yield from opened_by(desktop, "ledger", page.task_actions, f"{task.status.word}-", settle)
