"""Taking workbooks in, over a real ledger: fill one in as an office would, review it, take it back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from tracker.model.enums import ReturnState
from tracker.services.tasks import edit_task
from tracker.services.undoing import undo_batch
from tracker.ui.bus import Notice
from tracker.ui.context import Context
from tracker.ui.dialogs.around import AroundDialog
from tracker.ui.pages.exchange import ExchangePage
from tracker.ui.targets import ImportFiles


def test_a_returned_workbook_from_the_disk_to_the_ledger_and_back(
    exchange: ExchangePage,
    sent: Path,
    told: list[Notice],
    qtbot: Any,
    fill: Callable[..., None],
    review: Callable[[ExchangePage, Path], Any],
    tasks: Callable[[Context], list[Any]],
) -> None:
    fill(sent, {"责任人": "沈佳宁", "进度": 30, "状态": "推进中", "进展情况": "已开展调研"}, {"责任人": "李四"})
    dialog = review(exchange, sent)
    assert dialog.windowTitle() == "核对反馈：市科技局"
    assert exchange.model.rows[0].state is ReturnState.PENDING
    taken = dialog.review.tally().taken
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is None
    first, second = tasks(exchange.context)[:2]
    assert (first.owner, second.owner) == ("沈佳宁", "李四")
    assert told[-1].text == f"已采纳市科技局反馈，{taken} 项变更"
    exchange.context.jobs.write(undo_batch, told[-1].batch_id)
    exchange.context.jobs.drain()
    assert [task.owner for task in tasks(exchange.context)[:2]] == ["", ""]


def test_a_conflict_waits_for_a_person(
    exchange: ExchangePage,
    sent: Path,
    qtbot: Any,
    fill: Callable[..., None],
    review: Callable[[ExchangePage, Path], Any],
    tasks: Callable[[Context], list[Any]],
) -> None:
    task = tasks(exchange.context)[0]
    exchange.context.jobs.write(edit_task, task.id, task.version, "owner", "我方的人", exchange.context.today())
    exchange.context.jobs.drain()
    fill(sent, {"责任人": "对方的人"})
    dialog = review(exchange, sent)
    assert dialog.list.entries["conflict"].isChecked()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert tasks(exchange.context)[0].owner == "我方的人"
    assert exchange.model.rows[0].state is ReturnState.APPLIED


def test_the_same_file_twice_is_no_second_import(
    exchange: ExchangePage,
    sent: Path,
    told: list[Notice],
    qtbot: Any,
    fill: Callable[..., None],
    review: Callable[[ExchangePage, Path], Any],
) -> None:
    fill(sent, {"责任人": "沈佳宁"})
    qtbot.mouseClick(review(exchange, sent).apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    exchange.open_target(ImportFiles((sent,)))
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is None
    assert "已经导入过" in told[-1].text


def test_a_file_that_is_no_workbook_is_refused_with_a_way_to_retry(
    exchange: ExchangePage, told: list[Notice], tmp_path: Path
) -> None:
    path = tmp_path / "假的.xlsx"
    path.write_bytes(b"not a workbook")
    exchange.open_target(ImportFiles((path,)))
    exchange.context.jobs.drain()
    assert told[-1].text == "假的.xlsx 没有导入"
    assert told[-1].warning
    assert told[-1].detail
    assert told[-1].retry is not None
    told[-1].retry()
    exchange.context.jobs.drain()
    assert len(told) == 2


def test_the_cell_in_its_sheet(
    exchange: ExchangePage,
    sent: Path,
    qtbot: Any,
    fill: Callable[..., None],
    review: Callable[[ExchangePage, Path], Any],
) -> None:
    fill(sent, {"责任人": "沈佳宁"})
    dialog = review(exchange, sent)
    qtbot.keyClick(dialog, Qt.Key.Key_4)
    exchange.context.jobs.drain()
    (around,) = dialog.findChildren(AroundDialog)
    assert around.windowTitle().startswith("任务清单 ")
    assert "沈佳宁" in around.grid.accessibleName()
    around.reject()


def test_leaving_the_file_dialog_does_nothing(exchange: ExchangePage, told: list[Notice]) -> None:
    exchange.choose_files = lambda _parent, _start: ()
    exchange.open_target(ImportFiles())
    exchange.context.jobs.drain()
    assert told == []


def test_enter_on_a_waiting_row_opens_its_review(
    exchange: ExchangePage,
    sent: Path,
    qtbot: Any,
    fill: Callable[..., None],
    review: Callable[[ExchangePage, Path], Any],
) -> None:
    fill(sent, {"责任人": "沈佳宁"})
    review(exchange, sent).reject()
    exchange.table.selectRow(0)
    qtbot.keyClick(exchange.table, Qt.Key.Key_Return)
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is not None


def test_the_menu_of_a_row_offers_what_fits_its_state(
    exchange: ExchangePage, sent: Path, fill: Callable[..., None], review: Callable[[ExchangePage, Path], Any]
) -> None:
    exchange.context.jobs.drain()
    out = ["导入反馈…", "复制催报文字", "再次导出…", "单位情况"]
    back = ["核对反馈…", "退回对方…", "打开原件", "再次导出…", "单位情况"]
    assert [text for text, _, _ in exchange.acts_on(exchange.model.rows[0])] == out
    fill(sent, {"责任人": "沈佳宁"})
    review(exchange, sent).reject()
    assert [text for text, _, _ in exchange.acts_on(exchange.model.rows[0])] == back
    place = exchange.table.visualRect(exchange.model.index(0, 0)).center()
    exchange.table.customContextMenuRequested.emit(place)
    menus = exchange.table.findChildren(QMenu)
    assert [action.text() for action in menus[-1].actions()] == back
    menus[-1].close()
    exchange.table.customContextMenuRequested.emit(QPoint(10, 390))
    assert len(exchange.table.findChildren(QMenu)) == len(menus)
