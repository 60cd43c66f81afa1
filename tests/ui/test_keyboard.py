"""Pieces of a day's work by keys alone: nothing but key events reaches the window.

Only the system's own file dialog is left out: it answers with the file a person would choose there.
"""

from argparse import Namespace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.keyboard import Keyboard
from tracker import desktop
from tracker.desktop import Desktop
from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.queries.ledger import read_ledger
from tracker.services.exporting import export_office
from tracker.services.progress import record_progress
from tracker.services.status import change_status
from tracker.ui.core.bus import Notice
from tracker.ui.ledger.columns import Column
from tracker.ui.task.filter import Facet, LedgerFilter
from tracker.ui.today.list import SectionHead

TODAY = date(2026, 11, 20)
OFFICE = "市经信局"
KEY, MODS = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT, ALT, NONE = MODS.ControlModifier, MODS.ShiftModifier, MODS.AltModifier, MODS.NoModifier


@pytest.fixture
def keys(day: Desktop, qtbot: QtBot) -> Keyboard:
    return Keyboard(day, qtbot)


def task(day: Desktop, code: str) -> TaskRow:
    with day.ledger.reading() as session:
        return next(one for one in read_ledger(session, TODAY).tasks if one.code == code)


def codes(day: Desktop) -> list[str]:
    ledger: Any = day.window.page()
    return [task.code for task in ledger.table.rows.shown.tasks]


def test_find_change_act_and_take_back(day: Desktop, keys: Keyboard) -> None:
    keys.press(KEY.Key_3, CTRL)
    keys.press(KEY.Key_F, CTRL)
    keys.write("zhiyeyuanxiao")  # 支持职业院校建设特色专业
    keys.press(KEY.Key_Down)
    assert codes(day) == ["A3.1a", "A3.1b"]
    keys.press(KEY.Key_1, ALT)
    keys.press(KEY.Key_Return)  # 照样交办
    assert task(day, "A3.1a").status is Status.NOT_STARTED
    keys.press(KEY.Key_Return)
    keys.write("25")
    keys.press(KEY.Key_Return)
    assert task(day, "A3.1a").progress == 25
    keys.press(KEY.Key_Z, CTRL)
    assert task(day, "A3.1a").progress == 0
    keys.press(KEY.Key_Z, CTRL)
    assert task(day, "A3.1a").status is Status.UNASSIGNED
    keys.press(KEY.Key_Y, CTRL)
    assert task(day, "A3.1a").status is Status.NOT_STARTED
    keys.press(KEY.Key_Y, CTRL)
    assert task(day, "A3.1a").progress == 25


def test_a_problem_becomes_a_matter_under_its_leader_and_no_light_moves(day: Desktop, keys: Keyboard) -> None:
    keys.press(KEY.Key_3, CTRL)
    keys.press(KEY.Key_F, CTRL)
    keys.write("zhiyeyuanxiao")
    keys.press(KEY.Key_Down)
    keys.press(KEY.Key_2, ALT)  # 交办并开始
    keys.press(KEY.Key_Return)  # 照样交办并开始
    keys.press(KEY.Key_J, CTRL)
    keys.write("召开专题会议部署")
    keys.press(KEY.Key_Tab)
    keys.write("实训基地用地没有落实")
    keys.press(KEY.Key_Return, CTRL)
    before = task(day, "A3.1a")
    assert (before.status, before.problems) == (Status.IN_PROGRESS, "实训基地用地没有落实")
    keys.press(KEY.Key_K, CTRL)
    keys.write("转为协调")
    keys.press(KEY.Key_Return)
    keys.write("王副市长")
    keys.press(KEY.Key_Return, CTRL)
    after = task(day, "A3.1a")
    assert (after.light.colour, after.light.reason) == (before.light.colour, before.light.reason)
    assert (after.coordination, after.light.marks) == (1, ("难",))
    keys.press(KEY.Key_1, CTRL)
    today: Any = day.window.page()
    rows = [(row.words, below.what) for row, below in pairwise(today.list.lines.rows) if isinstance(row, SectionHead)]
    assert ("协调事项 · 王副市长", "实训基地用地没有落实") in rows
    keys.press(KEY.Key_F, CTRL)
    keys.write("王副市长")
    keys.press(KEY.Key_Return)
    keys.press(KEY.Key_Return)  # opens its task
    ledger: Any = day.window.page()
    assert ledger.panel.task.code == "A3.1a"
    keys.press(KEY.Key_Z, CTRL)
    assert task(day, "A3.1a").coordination == 0


def test_take_in_review_and_apply(day: Desktop, keys: Keyboard, tmp_path: Path) -> None:
    path = tmp_path / "反馈.xlsx"
    with day.ledger.session() as session:
        export_office(session, OFFICE, path, TODAY)
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    columns = {cell.value: cell.column for cell in sheet[4]}
    row = next(number for number in range(5, sheet.max_row + 1) if sheet.cell(number, 2).value == "A1.1")
    sheet.cell(row, columns["责任人"]).value = "李四"
    book.save(path)

    keys.press(KEY.Key_6, CTRL)
    exchange: Any = day.window.page()
    exchange.choose_files = lambda _parent, _start: (path,)
    keys.press(KEY.Key_K, CTRL)
    keys.write("drfk")
    keys.press(KEY.Key_Return)
    assert exchange.importing.dialog is not None
    assert task(day, "A1.1").owner == ""
    keys.press(KEY.Key_2)
    keys.press(KEY.Key_Return)
    assert task(day, "A1.1").owner == "李四"
    keys.press(KEY.Key_Z, CTRL)
    assert task(day, "A1.1").owner == ""


def test_filter_sort_and_keep_a_view(day: Desktop, keys: Keyboard) -> None:
    keys.press(KEY.Key_3, CTRL)
    keys.press(KEY.Key_F, CTRL)
    everything = len(codes(day))
    keys.press(KEY.Key_Tab)  # 文章
    keys.press(KEY.Key_Down)
    keys.press(KEY.Key_Down)
    keys.press(KEY.Key_Space)
    keys.press(KEY.Key_Escape)
    few = codes(day)
    assert 0 < len(few) < everything
    ledger: Any = day.window.page()
    (article,) = ledger.toolbar.filter().chosen[Facet.ARTICLE]
    assert {code[: len(article)] for code in few} == {article}

    keys.press(KEY.Key_L, CTRL)
    keys.press(KEY.Key_Down, times=3)  # 牵头单位
    keys.press(KEY.Key_S)
    keys.press(KEY.Key_Return)
    assert ledger.parts.settings.sorting == ((Column.OFFICE, False),)
    assert codes(day) != few
    assert sorted(codes(day)) == sorted(few)
    ordered = codes(day)

    keys.press(KEY.Key_S, CTRL | SHIFT)
    keys.write("按单位看")
    keys.press(KEY.Key_Return)
    keys.press(KEY.Key_K, CTRL)
    keys.write("清除筛选")
    keys.press(KEY.Key_Return)
    keys.press(KEY.Key_K, CTRL)
    keys.write("不排序")
    keys.press(KEY.Key_Return)
    assert len(codes(day)) == everything
    keys.press(KEY.Key_K, CTRL)
    keys.write("按单位看")
    keys.press(KEY.Key_Return)
    assert codes(day) == ordered


def test_after_a_restart_ctrl_z_does_nothing_and_the_record_takes_back(
    day: Desktop, keys: Keyboard, tmp_path: Path, qtbot: QtBot
) -> None:
    """What was done before the start is taken back deliberately, and 重做 is offered for it."""
    keys.press(KEY.Key_3, CTRL)
    keys.press(KEY.Key_F, CTRL)
    keys.write("zhiyeyuanxiao")
    keys.press(KEY.Key_Down)
    keys.press(KEY.Key_1, ALT)
    keys.press(KEY.Key_Return)  # 照样交办
    assert task(day, "A3.1a").status is Status.NOT_STARTED
    day.window.hide()
    day.context.jobs.close()
    day.ledger.close()

    again = desktop.build(Namespace(data=str(tmp_path), db=None, today=TODAY, command=None))
    try:
        again.window.resize(1366, 768)
        again.window.show()
        again.context.jobs.drain(30_000)
        keys, told = Keyboard(again, qtbot), list[Notice]()
        again.context.bus.notified.connect(told.append)
        again.context.jobs.failed.connect(lambda sentence: told.append(Notice(sentence)))
        keys.press(KEY.Key_Z, CTRL)
        assert [notice.text for notice in told] == ["本次打开后没有可撤销的操作；更早的请到“变更记录”。"]
        assert task(again, "A3.1a").status is Status.NOT_STARTED
        keys.press(KEY.Key_H, CTRL | SHIFT)
        keys.press(KEY.Key_Return)  # the newest act
        keys.press(KEY.Key_Return)  # 撤销
        assert task(again, "A3.1a").status is Status.UNASSIGNED
        assert (told[-1].text, told[-1].undone) == ("已撤销：A3.1a 交办", True)
        keys.press(KEY.Key_Escape)
        keys.press(KEY.Key_Y, CTRL)
        assert task(again, "A3.1a").status is Status.NOT_STARTED
        assert (told[-1].text, told[-1].undone) == ("已重做：A3.1a 交办", False)
    finally:
        again.window.hide()
        again.close()


def test_keys_on_a_heading_do_nothing_and_a_task_that_leaves_the_filter_keeps_them(
    day: Desktop, keys: Keyboard
) -> None:
    keys.press(KEY.Key_3, CTRL)
    ledger: Any = day.window.page()
    before = ledger.controller.view
    keys.press(KEY.Key_Home)
    assert ledger.table.current_task() is None
    keys.press(KEY.Key_Delete)
    keys.press(KEY.Key_1, ALT)
    assert ledger.parts.foot.counts.text() == "请先选择任务"
    assert ledger.controller.view == before

    ledger.toolbar.set_filter(LedgerFilter({Facet.STATUS: frozenset({Status.UNASSIGNED.value})}))
    keys.settle()
    keys.press(KEY.Key_Home)
    while ledger.table.current_task() is None:
        keys.press(KEY.Key_Down)
    code = ledger.table.current_task().code
    keys.press(KEY.Key_1, ALT)  # 交办: it leaves the filter
    keys.press(KEY.Key_Return)  # 照样交办
    keys.press(KEY.Key_1, ALT)  # 开始: the same task, not the next one
    assert task(day, code).status is Status.IN_PROGRESS
    assert codes(day)[0] == code
    assert sum(one.status is not Status.UNASSIGNED for one in ledger.controller.view.tasks) == 1


def test_report_complete_and_come_back_to_what_was_typed(day: Desktop, keys: Keyboard) -> None:
    """By Alt and a digit; Esc keeps the words, Tab and Space take them up again."""
    number = task(day, "A3.1a").id
    day.context.jobs.write(lambda s: change_status(s, number, Status.IN_PROGRESS, TODAY, confirmed=True))
    day.context.jobs.write(lambda s: record_progress(s, number, TODAY, 55, "方案已印发"))
    keys.settle()
    keys.press(KEY.Key_3, CTRL)
    keys.press(KEY.Key_F, CTRL)
    keys.write("zhiyeyuanxiao")
    keys.press(KEY.Key_Down)
    keys.press(KEY.Key_J, CTRL)
    keys.write("全部建成")
    keys.press(KEY.Key_Escape)
    assert task(day, "A3.1a").progress_note == "方案已印发"
    keys.press(KEY.Key_J, CTRL)
    dialog: Any = QApplication.activeModalWidget()
    assert (dialog.drafts.line.words.text(), dialog.drafts.line.typed.text()) == ("有未保存的草稿", "全部建成")
    while not dialog.drafts.line.fill_in.hasFocus():
        keys.press(KEY.Key_Tab)
    keys.press(KEY.Key_Space)
    keys.press(KEY.Key_Return, CTRL)
    assert task(day, "A3.1a").progress_note == "全部建成"
    keys.press(KEY.Key_3, ALT)  # 报完成
    keys.press(KEY.Key_Return, CTRL)
    keys.press(KEY.Key_Return, CTRL)
    assert (task(day, "A3.1a").status, task(day, "A3.1a").progress) == (Status.CLOSING, 55)
