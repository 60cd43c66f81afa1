"""Taking workbooks in, over a real ledger: fill one in as an office would, review it, take it back."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from tests.saved_again import saved_again
from tracker.model.enums import ReturnState
from tracker.ui.core.bus import Notice
from tracker.ui.core.page_requests import ImportFiles
from tracker.ui.exchange.page import ExchangePage
from tracker.ui.exchange.register_query import Group, group_of
from tracker.ui.review.cell_context_dialog import AroundDialog


def test_a_returned_workbook_from_the_disk_to_the_ledger_and_back(desk: Any, qtbot: Any) -> None:
    desk.fill({"责任人": "沈佳宁", "进度": 30, "状态": "推进中", "进展情况": "已开展调研"}, {"责任人": "李四"})
    dialog = desk.review()
    assert dialog.windowTitle() == "核对反馈：市科技局"
    assert desk.page.model.rows[0].state is ReturnState.PENDING
    taken = dialog.review.tally().taken
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.page.importing.dialog is None
    first, second = desk.tasks()[:2]
    assert (first.owner, second.owner) == ("沈佳宁", "李四")
    assert desk.told[-1].text == f"已采纳市科技局反馈，{taken} 项变更"
    desk.undo()
    assert [task.owner for task in desk.tasks()[:2]] == ["", ""]


def test_a_conflict_waits_for_a_person(desk: Any, qtbot: Any) -> None:
    desk.change_owners("我方的人")
    desk.fill({"责任人": "对方的人"})
    dialog = desk.review()
    assert dialog.list.entries["conflict"].isChecked()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.tasks()[0].owner == "我方的人"
    assert desk.page.model.rows[0].state is ReturnState.APPLIED


def test_the_same_file_twice_is_no_second_import(desk: Any, qtbot: Any) -> None:
    desk.fill({"责任人": "沈佳宁"})
    qtbot.mouseClick(desk.review().apply, Qt.MouseButton.LeftButton)
    desk.settle()
    desk.page.open_target(ImportFiles((desk.sent,)))
    desk.settle()
    assert desk.page.importing.dialog is None
    assert "已经导入过" in desk.told[-1].text


@pytest.mark.parametrize("way", ["chosen", "in a folder"])
def test_the_very_file_that_was_sent_is_no_return(desk: Any, way: str) -> None:
    desk.page.open_target(ImportFiles((desk.sent if way == "chosen" else desk.sent.parent,)))
    desk.settle()
    assert desk.page.importing.dialog is None
    assert "与发出的文件一字不差，没有填写，未登记为反馈" in desk.told[-1].text
    assert desk.told[-1].warning
    assert [(row.return_id, row.part) for row in desk.page.model.rows] == [(None, False)]


@pytest.mark.parametrize("way", ["chosen", "in a folder"])
def test_a_file_nobody_filled_in_is_said_and_stands_under_those_not_back(desk: Any, qtbot: Any, way: str) -> None:
    saved_again(desk.sent)
    desk.page.open_target(ImportFiles((desk.sent if way == "chosen" else desk.sent.parent,)))
    desk.settle()
    said = "里没有填写任何内容，只登记收到，不算反馈"
    assert any(said in notice.text for notice in desk.told if notice.warning)
    dialog = desk.page.importing.dialog
    assert said in dialog.books[0].note
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    desk.settle()
    (row,) = desk.page.model.rows
    assert (row.state, row.part, row.answered_on, row.open) == (ReturnState.APPLIED, True, None, True)
    assert group_of(row) is Group.OUT
    assert "导入反馈…" in [act[0] for act in desk.page.acts_on(row)]


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


def test_the_cell_in_its_sheet(desk: Any, qtbot: Any) -> None:
    desk.fill({"责任人": "沈佳宁"})
    dialog = desk.review()
    qtbot.keyClick(dialog, Qt.Key.Key_4)
    desk.settle()
    (around,) = dialog.findChildren(AroundDialog)
    assert around.windowTitle().startswith("任务清单 ")
    assert "沈佳宁" in around.grid.accessibleName()
    around.reject()


def test_leaving_the_file_dialog_does_nothing(exchange: ExchangePage, told: list[Notice]) -> None:
    exchange.choose_files = lambda _parent, _start: ()
    exchange.open_target(ImportFiles())
    exchange.context.jobs.drain()
    assert told == []


def test_enter_on_a_waiting_row_opens_its_review(desk: Any, qtbot: Any) -> None:
    desk.fill({"责任人": "沈佳宁"})
    desk.review().reject()
    desk.page.table.selectRow(0)
    qtbot.keyClick(desk.page.table, Qt.Key.Key_Return)
    desk.settle()
    assert desk.page.importing.dialog is not None


def test_the_menu_of_a_row_offers_what_fits_its_state(desk: Any) -> None:
    desk.settle()
    out = ["导入反馈…", "登记反馈…", "复制催报文字", "再次导出…", "免报…", "登记交接…", "出催办单…", "单位情况"]
    back = ["核对反馈…", "退回对方…", "退回对方，附邮件草稿…", "打开原件", "登记反馈…", "再次导出…", "登记交接…"]
    back.append("单位情况")
    assert [text for text, _, _ in desk.page.acts_on(desk.page.model.rows[0])] == out
    desk.fill({"责任人": "沈佳宁"})
    desk.review().reject()
    assert [text for text, _, _ in desk.page.acts_on(desk.page.model.rows[0])] == back
    place = desk.page.table.visualRect(desk.page.model.index(0, 0)).center()
    desk.page.table.customContextMenuRequested.emit(place)
    menus = desk.page.table.findChildren(QMenu)
    assert [action.text() for action in menus[-1].actions()] == back
    menus[-1].close()
    desk.page.table.customContextMenuRequested.emit(QPoint(10, 390))
    assert len(desk.page.table.findChildren(QMenu)) == len(menus)
