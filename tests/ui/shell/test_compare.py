"""对比 by keys alone: two days, the list, a task; and the workbook."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlmodel import select

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.rows import ComparedTask, Comparison, FieldShift, Light
from tracker.model.tables import Task
from tracker.services.tasks import edit_task
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.shell.compare import CompareDialog, TaskLines, light_words
from tracker.ui.widgets.states import EmptyState

COUNTS = dict.fromkeys(LightColour, 0)


@pytest.fixture
def day(live: Context) -> date:
    """The day the tests run: acts are recorded now."""
    today = date.today()  # noqa: DTZ011
    live.today = lambda: today
    return today


@pytest.fixture
def dialog(empty_window: QWidget, ledger: Database, live: Context, day: date) -> CompareDialog:
    made = CompareDialog(live, empty_window)
    made.open()
    made.activateWindow()
    live.jobs.drain()
    return made


def change(ledger: Database, day: date) -> int:
    with ledger.session() as session:
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        edit_task(session, task.id, task.version, "owner", "张三", day)
        return int(task.id)


def texts(dialog: CompareDialog) -> list[list[str]]:
    found = []
    for group in dialog.table.groups:
        found += [[group.head], *([line.subject, line.words] for line in group.lines)]
    return found


def test_a_ledger_made_today_is_all_new(dialog: CompareDialog) -> None:
    assert texts(dialog)[0] == ["新增　88"]
    assert len(texts(dialog)) == 89
    assert "灰 0 → " in dialog.summary.text()


def test_the_keyboard_chooses_the_days_and_opens_a_task(
    dialog: CompareDialog, ledger: Database, live: Context, qtbot: Any
) -> None:
    asked: list[Any] = []
    live.bus.page_asked.connect(lambda page, target: asked.append((page, target)))
    dialog.before.setFocus()
    dialog.before.selectAll()
    qtbot.keyClicks(dialog.before, "2020-01-01")
    qtbot.keyClick(dialog.before, Qt.Key.Key_Return)
    live.jobs.drain()
    assert dialog.table.hasFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert [(page, type(target)) for page, target in asked] == [("ledger", OpenTask)]
    assert not dialog.isVisible()


def test_a_heading_opens_and_closes(dialog: CompareDialog, qtbot: Any) -> None:
    shown = dialog.table.lines.rowCount()
    assert not dialog.table.folded(0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.table.folded(0)
    assert dialog.table.lines.rowCount() == 1
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.table.lines.rowCount() == shown


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("2020-01-02", "2020-01-01", "起始日期要早于截止日期。"),
        ("2020-01-01", "2020-01-01", "起始日期要早于截止日期。"),
        ("改日", "2020-01-01", "日期请写成 {today} 的样子。"),
        ("2020-01-01", "", "日期请写成 {today} 的样子。"),
    ],
)
def test_days_that_cannot_be_compared(dialog: CompareDialog, before: str, after: str, sentence: str) -> None:
    dialog.before.setText(before)
    dialog.after.setText(after)
    dialog.compare()
    assert dialog.summary.text() == sentence.format(today=dialog.context.today())
    assert not dialog.export.isEnabled()


def test_days_without_anything_say_so(dialog: CompareDialog, live: Context) -> None:
    dialog.before.set_value(date(2019, 1, 1))
    dialog.after.set_value(date(2019, 2, 1))
    dialog.compare()
    live.jobs.drain()
    assert texts(dialog) == []
    (said,) = dialog.stage.findChildren(EmptyState)
    assert said.isVisible()
    assert not dialog.table.isVisible()
    assert dialog.summary.text() == "各灯数量没有变化"


def test_it_is_written_into_a_workbook(
    dialog: CompareDialog, ledger: Database, live: Context, day: date, tmp_path: Path
) -> None:
    change(ledger, day)
    told: list[Notice] = []
    live.bus.notified.connect(told.append)
    path = tmp_path / "对比.xlsx"
    dialog.write(path)
    live.jobs.drain()
    assert told[0].text == "已导出 对比.xlsx"
    assert openpyxl.load_workbook(path)["新增"].max_row == 89
    failed: list[str] = []
    live.jobs.failed.connect(failed.append)
    dialog.write(tmp_path / "none" / "a.xlsx")
    live.jobs.drain()
    assert failed[0].startswith("文件「a.xlsx」写不进去")


def test_one_line_for_each_changed_field() -> None:
    red, blue = Light(LightColour.RED, "逾期3天", ""), Light(LightColour.BLUE, "已销号", "")
    shifts = (FieldShift("责任人", "", "张三"), FieldShift("备注", "x" * 80, "新\n行"))
    first, second = TaskLines([ComparedTask(7, "A1", "任务", "", red, blue, "", shifts)])
    assert first.words == "A1 任务 责任人 — → 张三 红 · 逾期3天 → 蓝 · 已销号"
    assert (second.subject, second.title, second.lights) == ("", "", None)
    assert second.words == f"备注 {'x' * 80} → 新\n行"
    assert (first.about, second.about) == (OpenTask(7), OpenTask(7))
    (gone,) = TaskLines([ComparedTask(7, "A1", "任务", "市科技局", red, None, "撤销")])
    assert (gone.words, gone.about, gone.bare) == ("A1 任务 撤销，市科技局 红 · 逾期3天", None, True)


def test_only_lights_that_moved_are_told(grab: Callable[..., None], dialog: CompareDialog) -> None:
    before, after = COUNTS | {LightColour.RED: 3, LightColour.BLUE: 1}, COUNTS | {LightColour.RED: 5}
    found = Comparison(date(2020, 1, 1), date(2020, 2, 1), (), (), (), (), (), before, after)
    assert light_words(found) == "红 3 → 5，蓝 1 → 0"
    assert (Status.CLOSED.word, DueKind.DATE.word) == ("已销号", "时限")
    grab(dialog, "compare")
