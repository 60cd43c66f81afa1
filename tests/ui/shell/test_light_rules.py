"""亮灯规则, by keys alone: the preview before, the ledger after."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlmodel import select

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.rows import Light, MovedTask
from tracker.model.tables import Task
from tracker.model.thresholds import Thresholds
from tracker.queries.decision_log import list_decisions
from tracker.queries.thresholds import read_thresholds
from tracker.store.engine import Database
from tracker.store.history import open_batch
from tracker.ui.core.context import Context
from tracker.ui.shell.light_rules import LightRulesDialog, shift_words


@pytest.fixture
def dialog(empty_window: QWidget, ledger: Database, live: Context) -> LightRulesDialog:
    with ledger.session() as session:
        open_batch(session, "准备")
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        task.status, task.due_kind = Status.IN_PROGRESS, DueKind.DATE
        task.start_on, task.due_on, task.progress = date(2023, 9, 1), date(2023, 11, 1), 20  # 3 points behind, 47 days
    made = LightRulesDialog(live, empty_window)
    made.open()
    live.jobs.drain()
    return made


def type_in(dialog: LightRulesDialog, qtbot: Any, name: str, number: str) -> None:
    field = dialog.numbers[name]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, number)
    qtbot.wait(170)
    dialog.context.jobs.drain()


def test_it_opens_on_the_rule_in_force(dialog: LightRulesDialog) -> None:
    assert dialog.thresholds() == Thresholds()
    assert dialog.summary.text() == "没有任务变色"
    assert dialog.numbers["behind_red"].text() == "30 点"


def test_the_preview_follows_the_keys(dialog: LightRulesDialog, qtbot: Any, grab: Callable[..., None]) -> None:
    type_in(dialog, qtbot, "due_soon_days", "60")
    assert dialog.summary.text() == "1 项任务变色"
    shift = dialog.table.shift
    assert shift is not None
    assert (shift.before[LightColour.GREEN], shift.after[LightColour.AMBER]) == (1, 1)
    assert "绿 1 变为 0" in dialog.table.accessibleName()
    assert [mark.sentence for mark in dialog.moved.marks] == ["A1.1 绿 → 黄 · 47天后到期"]
    grab(dialog, "light-rules")


def test_enter_puts_it_in_force_and_escape_does_not(dialog: LightRulesDialog, ledger: Database, qtbot: Any) -> None:
    type_in(dialog, qtbot, "stale_days", "45")
    assert not any(field.isVisible() for field in dialog.asked)
    with ledger.reading() as session:
        assert read_thresholds(session) == Thresholds()
    qtbot.keyClick(dialog.numbers["stale_days"], Qt.Key.Key_Return)
    dialog.context.jobs.drain()
    assert not dialog.isVisible()
    with ledger.reading() as session:
        assert read_thresholds(session) == Thresholds(stale_days=45)


def test_a_rule_that_asks_less_is_saved_with_its_reason_and_who_decided(
    dialog: LightRulesDialog, ledger: Database, qtbot: Any, grab: Callable[..., None]
) -> None:
    type_in(dialog, qtbot, "stale_days", "90")
    assert all(field.isVisible() for field in dialog.asked)
    qtbot.keyClick(dialog.numbers["stale_days"], Qt.Key.Key_Return)
    dialog.context.jobs.drain()
    assert dialog.isVisible()
    assert dialog.asked[0].error() == "放宽亮灯规则要写理由（至少 4 个字）和批准人。"
    grab(dialog, "light-rules-eased", (560, 640))
    dialog.reason.insert("年底集中报送")
    dialog.decided_by.insert("王副市长")
    qtbot.keyClick(dialog.decided_by, Qt.Key.Key_Return)
    dialog.context.jobs.drain()
    assert not dialog.isVisible()
    with ledger.reading() as session:
        assert read_thresholds(session) == Thresholds(stale_days=90)
        (row,) = list_decisions(session, date(2023, 10, 1))
    assert (row.kind, row.reason, row.decided_by) == ("亮灯规则", "年底集中报送", "王副市长")


def test_a_rule_that_contradicts_itself_is_refused_in_place(dialog: LightRulesDialog, qtbot: Any) -> None:
    type_in(dialog, qtbot, "behind_red", "5")
    assert dialog.fields["behind_red"].error() == "红灯的落后点数不能小于黄灯的落后点数。"
    assert not dialog.confirm.isEnabled()
    dialog.save()
    assert dialog.isVisible()
    qtbot.mouseClick(dialog.standard, Qt.MouseButton.LeftButton)
    assert dialog.fields["behind_red"].error() == ""
    assert not dialog.confirm.isEnabled()  # until the preview of these numbers is there
    dialog.context.jobs.drain()
    assert dialog.confirm.isEnabled()


def test_how_many_change_in_words() -> None:
    light = Light(LightColour.RED, "逾期1天", "")
    moved = tuple(MovedTask(n, f"A{n}", "", light, light) for n in range(7))
    assert shift_words(()) == "没有任务变色"
    assert shift_words(moved[:5]) == "5 项任务变色"
    assert shift_words(moved) == "7 项任务变色，这里是前 5 项"
