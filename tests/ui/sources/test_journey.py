"""By keys alone: an instruction with its file, two tasks of it, the workbook of an office sent and taken back."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from sqlmodel import select

from tests.keyboard import Keyboard
from tracker.desktop import Desktop
from tracker.model.rows import TaskRow
from tracker.model.tables import ArticleFile
from tracker.queries.ledger import read_ledger

KEY, MODS = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = MODS.ControlModifier, MODS.ShiftModifier
OFFICE = "市经信局"


@pytest.fixture
def keys(day: Desktop, qtbot: QtBot) -> Keyboard:
    return Keyboard(day, qtbot)


def drafts(day: Desktop) -> dict[str, TaskRow]:
    with day.ledger.reading() as session:
        tasks = read_ledger(session, day.context.today()).tasks
    return {task.code: task for task in tasks if task.article.startswith("批")}


def walk_to(keys: Keyboard, name: str, most: int = 30) -> None:
    """Press Tab until the keyboard stands on something of this name."""
    for _ in range(most):
        focused: Any = QApplication.focusWidget()
        if focused is not None and name in (focused.accessibleName(), getattr(focused, "text", str)()):
            return
        keys.press(KEY.Key_Tab)
    pytest.fail(f"{name} is not reached by Tab")


def register(keys: Keyboard, scan: Path) -> None:
    keys.press(KEY.Key_N, CTRL | SHIFT)
    keys.write("关于专精特新企业培育的批示")
    walk_to(keys, "批示领导")
    keys.write("周市长")
    walk_to(keys, "添加文件…")
    keys.press(KEY.Key_Space)
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, QFileDialog)
    keys.write(str(scan))
    keys.press(KEY.Key_Return)
    walk_to(keys, "名称")
    keys.press(KEY.Key_Return, CTRL)


def new_task(keys: Keyboard, title: str) -> None:
    keys.press(KEY.Key_N, CTRL)
    keys.write(title)
    walk_to(keys, "牵头单位")
    keys.write(OFFICE)
    walk_to(keys, "完成时限")
    keys.write("2026年12月底前")
    keys.press(KEY.Key_Return, CTRL)


def export(day: Desktop, keys: Keyboard, folder: Path) -> Path:
    keys.press(KEY.Key_K, CTRL)
    keys.write("导出工作簿")
    keys.press(KEY.Key_Return)
    dialog: Any = QApplication.activeModalWidget()
    for _ in range(dialog.office.count()):
        if dialog.office.currentData() == OFFICE:
            break
        keys.press(KEY.Key_Down)
    walk_to(keys, "保存到" if dialog.folder.accessibleName() == "保存到" else dialog.folder.accessibleName())
    while QApplication.focusWidget() is not dialog.folder:
        keys.press(KEY.Key_Tab)
    keys.write(str(folder))
    keys.press(KEY.Key_Return)
    keys.press(KEY.Key_Return)  # offices of the catalogue are only suggested: marked so in the workbook
    (path,) = folder.glob("*.xlsx")
    return path


def fill_in(path: Path, code: str, owner: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    columns: dict[Any, int] = {cell.value: cell.column for cell in sheet[4]}
    row = next(number for number in range(5, sheet.max_row + 1) if sheet.cell(number, 2).value == code)
    sheet.cell(row, columns["责任人"]).value = owner
    book.save(path)


def test_an_instruction_its_file_two_tasks_out_and_back(day: Desktop, keys: Keyboard, tmp_path: Path) -> None:
    scan, folder = tmp_path / "批示.pdf", tmp_path / "out"
    scan.write_bytes(b"%PDF-1.4")
    folder.mkdir()
    register(keys, scan)
    page: Any = day.window.page()
    assert page.chosen_source() == "批2026-01"
    with day.ledger.reading() as session:
        assert session.exec(select(ArticleFile.name)).all() == ["批示.pdf"]
    for title in ("提出培育方案", "建立企业名单"):
        new_task(keys, title)
    assert {code: task.title for code, task in drafts(day).items()} == {
        "批2026-01.1": "提出培育方案", "批2026-01.2": "建立企业名单",
    }  # fmt: skip
    assert [line.code for line in page.lines.rows.rows] == ["批2026-01.1", "批2026-01.2"]

    path = export(day, keys, folder)
    fill_in(path, "批2026-01.2", "李四")
    exchange: Any = day.window.page()
    exchange.choose_files = lambda _parent, _start: (path,)
    keys.press(KEY.Key_K, CTRL)
    keys.write("导入反馈")
    keys.press(KEY.Key_Return)
    assert drafts(day)["批2026-01.2"].owner == ""  # nothing is written before it is applied
    keys.press(KEY.Key_Return)
    assert drafts(day)["批2026-01.2"].owner == "李四"
    keys.press(KEY.Key_Z, CTRL)
    assert drafts(day)["批2026-01.2"].owner == ""
    assert len(drafts(day)) == 2
