"""Taking workbooks in, over a real ledger: fill one in as an office would, review it, take it back."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from tracker.model.enums import Choice, ReturnState
from tracker.queries.ledger import read_ledger
from tracker.services.exporting import export_office
from tracker.services.tasks import edit_task
from tracker.services.undoing import undo_batch
from tracker.ui.bus import Notice
from tracker.ui.context import Context
from tracker.ui.pages.exchange import ExchangePage
from tracker.ui.targets import ImportFiles, OpenReturn

OFFICE = "市科技局"
SENT = date(2023, 8, 25)


def fill(path: Path, *rows: dict[str, object]) -> None:
    """Write into the first rows of 任务清单 as an office does, by the words of the header."""
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    header = next(row for row in sheet.iter_rows() if "进度" in [cell.value for cell in row])
    columns = {cell.value: cell.column for cell in header}
    for number, values in enumerate(rows, header[0].row + 1):
        for word, value in values.items():
            sheet.cell(number, columns[word]).value = value  # type: ignore[index]
    book.save(path)


def tasks(context: Context) -> list[Any]:
    found: list[Any] = []
    context.jobs.read(read_ledger, context.today(), then=found.append)
    context.jobs.drain()
    return [task for task in found[0].tasks if task.lead_office == OFFICE]


def review(exchange: ExchangePage, path: Path) -> Any:
    """Take a file in by the button and return the review that opens."""
    exchange.choose_files = lambda _parent, _start: (path,)
    exchange.import_button.click()
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is not None
    return exchange.importing.dialog


def test_a_returned_workbook_from_the_disk_to_the_ledger_and_back(
    exchange: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
) -> None:
    fill(sent, {"责任人": "沈佳宁", "进度": 30, "状态": "推进中", "进展情况": "已开展调研"}, {"责任人": "李四"})
    dialog = review(exchange, sent)
    assert dialog.windowTitle() == "核对反馈：市科技局"
    assert exchange.model.rows[0].state is ReturnState.PENDING
    taken = dialog.decisions.tally().taken
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is None
    first, second = tasks(exchange.context)[:2]
    assert (first.owner, second.owner) == ("沈佳宁", "李四")
    assert told[-1].text == f"已采纳市科技局反馈，{taken} 项变更"
    exchange.context.jobs.write(undo_batch, told[-1].batch_id)
    exchange.context.jobs.drain()
    assert [task.owner for task in tasks(exchange.context)[:2]] == ["", ""]


def test_a_conflict_waits_for_a_person(exchange: ExchangePage, sent: Path, qtbot: Any) -> None:
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


def test_putting_off_keeps_the_decisions_for_the_next_time(
    exchange: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
) -> None:
    fill(sent, {"责任人": "沈佳宁"}, {"责任人": "李四"})
    dialog = review(exchange, sent)
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert "暂存" in told[-1].text
    assert tasks(exchange.context)[0].owner == ""
    exchange.open_target(OpenReturn(exchange.model.rows[0].return_id or 0))
    exchange.context.jobs.drain()
    again = exchange.importing.dialog
    assert again is not None
    assert [one.choice for one in again.decisions.all().values()] == [Choice.OURS]
    qtbot.mouseClick(again.apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert [task.owner for task in tasks(exchange.context)[:2]] == ["", "李四"]


def test_what_changed_during_the_review_is_compared_again(
    exchange: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
) -> None:
    task = tasks(exchange.context)[0]
    exchange.context.jobs.write(edit_task, task.id, task.version, "owner", "先改", exchange.context.today())
    exchange.context.jobs.drain()
    fill(sent, {"责任人": "对方的人"})
    dialog = review(exchange, sent)
    qtbot.keyClick(dialog, Qt.Key.Key_2)
    task = tasks(exchange.context)[0]
    exchange.context.jobs.write(edit_task, task.id, task.version, "owner", "又改", exchange.context.today())
    exchange.context.jobs.drain()
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert tasks(exchange.context)[0].owner == "又改"
    assert told[-1].warning
    again = exchange.importing.dialog
    assert again is not None
    assert again is not dialog
    assert again.changes.changes[0].ours == "又改"


def test_the_same_file_twice_is_no_second_import(
    exchange: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
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


def test_several_files_wait_in_the_list(
    exchange: ExchangePage, sent: Path, live: Context, told: list[Notice], tmp_path: Path
) -> None:
    other = tmp_path / "市经信局.xlsx"
    live.jobs.write(export_office, "市经信局", other, SENT)
    live.jobs.drain()
    fill(sent, {"责任人": "沈佳宁"})
    fill(other, {"责任人": "周立群"})
    exchange.open_target(ImportFiles((sent, other)))
    live.jobs.drain()
    assert exchange.importing.dialog is None
    assert told[-1].text == "已收到 2 份反馈，请逐份核对"
    assert [row.state for row in exchange.model.rows] == [ReturnState.PENDING] * 2


def test_leaving_the_file_dialog_does_nothing(exchange: ExchangePage, told: list[Notice]) -> None:
    exchange.choose_files = lambda _parent, _start: ()
    exchange.open_target(ImportFiles())
    exchange.context.jobs.drain()
    assert told == []


def test_enter_on_a_waiting_row_opens_its_review(exchange: ExchangePage, sent: Path, qtbot: Any) -> None:
    fill(sent, {"责任人": "沈佳宁"})
    review(exchange, sent).reject()
    exchange.table.selectRow(0)
    qtbot.keyClick(exchange.table, Qt.Key.Key_Return)
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is not None


def test_the_menu_of_a_row_offers_what_fits_its_state(exchange: ExchangePage, sent: Path) -> None:
    exchange.context.jobs.drain()
    assert [text for text, _, _ in exchange.acts_on(exchange.model.rows[0])] == ["导入反馈…", "再次导出…"]
    fill(sent, {"责任人": "沈佳宁"})
    review(exchange, sent).reject()
    assert [text for text, _, _ in exchange.acts_on(exchange.model.rows[0])] == ["核对反馈…", "再次导出…"]
    place = exchange.table.visualRect(exchange.model.index(0, 0)).center()
    exchange.table.customContextMenuRequested.emit(place)
    menus = exchange.table.findChildren(QMenu)
    assert [action.text() for action in menus[-1].actions()] == ["核对反馈…", "再次导出…"]
    menus[-1].close()
    exchange.table.customContextMenuRequested.emit(QPoint(10, 390))
    assert len(exchange.table.findChildren(QMenu)) == len(menus)
