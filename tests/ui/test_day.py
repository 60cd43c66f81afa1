"""A user's day through the real window: edit and undo, send, take back with a conflict, see the chart move."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tracker.desktop import Desktop
from tracker.model.enums import Status
from tracker.model.rows import IndicatorRow, TaskRow
from tracker.queries.indicators import list_indicators
from tracker.queries.ledger import read_ledger
from tracker.services.status import change_status
from tracker.services.tasks import edit_task
from tracker.ui.core.page_requests import ExportWorkbooks, OpenIndicator, OpenTask

TODAY = date(2026, 11, 20)
OFFICE = "市经信局"


def read(day: Desktop, query: Any, *arguments: Any) -> Any:
    with day.ledger.reading() as session:
        return query(session, *arguments)


def task(day: Desktop, code: str) -> TaskRow:
    return next(one for one in read(day, read_ledger, TODAY).tasks if one.code == code)


def indicator(day: Desktop, code: str) -> IndicatorRow:
    return next(one for one in read(day, list_indicators, TODAY) if one.code == code)


def write(day: Desktop, service: Any, *arguments: Any, **more: Any) -> None:
    day.context.jobs.write(lambda s: service(s, *arguments, **more))
    day.context.jobs.drain()


def page(day: Desktop, key: str, target: object = None) -> Any:
    day.window.show_page(key, target)
    day.context.jobs.drain()
    return day.window.page()


def export(day: Desktop, folder: Path, qtbot: QtBot) -> Path:
    """Send one office its workbook by the dialog."""
    exchange = page(day, "exchange")
    opened: list[Any] = []
    exchange.exporting.dialog_opened.connect(opened.append)
    exchange.open_target(ExportWorkbooks(OFFICE))
    day.context.jobs.drain()
    opened[-1].folder.setText(str(folder))
    qtbot.mouseClick(opened[-1].export, Qt.MouseButton.LeftButton)
    day.context.jobs.drain()
    qtbot.mouseClick(opened[-1].mark, Qt.MouseButton.LeftButton)  # most offices of a fresh ledger are only suggested
    day.context.jobs.drain(30_000)
    (path,) = folder.glob("*.xlsx")
    return path


def fill(path: Path, sheet_name: str, key: str, **values: object) -> None:
    """Fill one row in as an office does: found by what stands in its second column."""
    book = openpyxl.load_workbook(path)
    sheet = book[sheet_name]
    columns = {cell.value: cell.column for cell in sheet[4]}
    row = next(number for number in range(5, sheet.max_row + 1) if sheet.cell(number, 2).value == key)
    for word, value in values.items():
        sheet.cell(row, columns[word]).value = value  # type: ignore[index]
    book.save(path)


def test_an_edit_is_taken_back_with_the_keyboard(day: Desktop, qtbot: QtBot) -> None:
    ledger = page(day, "ledger", OpenTask(task(day, "A1.1").id))
    ledger.acts.edit(task(day, "A1.1"), "due_text", "2027年6月底前")
    day.context.jobs.drain()
    assert task(day, "A1.1").due_on == date(2027, 6, 30)
    undo(day, qtbot)
    assert task(day, "A1.1").due_on is None


def test_a_workbook_comes_back_with_a_conflict_and_the_chart_moves(day: Desktop, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "交办"
    folder.mkdir()
    write(day, change_status, task(day, "A1.1").id, Status.IN_PROGRESS, TODAY, confirmed=True)
    workbook = export(day, folder, qtbot)
    fill(workbook, "任务清单", "A1.1", 进度=0.6, 责任人="李四")
    fill(workbook, "指标填报", indicator(day, "I07").name, 本期值=190, 统计日期="2026-09-30", 说明="三季度")
    ours = task(day, "A1.1")
    write(day, edit_task, ours.id, ours.version, "progress", 40, TODAY)
    take_theirs(day, workbook, qtbot)
    assert (task(day, "A1.1").owner, task(day, "A1.1").progress) == ("李四", 60)

    chart = page(day, "indicators", OpenIndicator("I07")).detail.chart
    assert chart.observed.getData()[1][-1] == 190
    assert indicator(day, "I07").current.source == f"{OFFICE}反馈"

    undo(day, qtbot)  # the whole import, chart included
    assert (task(day, "A1.1").owner, task(day, "A1.1").progress) == ("", 40)
    assert indicator(day, "I07").current.value == 182
    values = chart.observed.getData()[1]
    assert values is None or 190 not in list(values)


def take_theirs(day: Desktop, workbook: Path, qtbot: QtBot) -> None:
    """Take a workbook in: nothing is applied before the click, the conflict is decided by key."""
    exchange = page(day, "exchange")
    exchange.choose_files = lambda _parent, _start: (workbook,)
    exchange.import_button.click()
    day.context.jobs.drain(30_000)
    review = exchange.importing.dialog
    assert review is not None
    assert task(day, "A1.1").owner == ""
    qtbot.keyClick(review, Qt.Key.Key_2)
    qtbot.mouseClick(review.apply, Qt.MouseButton.LeftButton)
    day.context.jobs.drain()


def undo(day: Desktop, qtbot: QtBot) -> None:
    """Press Ctrl+Z in the window; no window manager here gives it the focus back by itself."""
    day.window.activateWindow()
    qtbot.waitUntil(day.window.isActiveWindow)
    qtbot.keyClick(day.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    day.context.jobs.drain()
