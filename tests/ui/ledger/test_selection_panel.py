"""Several rows selected: what they have in common, narrowing, and acts that say what they will touch."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.menus import entries_of
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.pace import pace_of
from tracker.model.rows import Light, TaskRow
from tracker.services.bulk import apply_edits
from tracker.services.tasks import confirm_offices
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.core.page_requests import ExportWorkbooks, Waiting
from tracker.ui.ledger import controller
from tracker.ui.ledger.bulk_dialog import BulkDialog
from tracker.ui.ledger.extension_dialog import ExtensionDialog
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.selection_words import (
    ASSIGN,
    CLOSE,
    DEADLINE,
    EXPORT,
    MORE,
    common_values,
    due_words,
    light_counts,
    next_act,
    owner_words,
    together,
)
from tracker.ui.task import action_list

MakeTask = Callable[..., TaskRow]
TaskOf = Callable[[LedgerPage, str], TaskRow]
Settle = Callable[[], None]


@pytest.fixture
def tasks(make_task: MakeTask) -> tuple[TaskRow, ...]:
    red = Light(LightColour.RED, "逾期1天", "")
    return (
        make_task(id=1, lead_office="市经信局", lead_short="市经信局", progress=20, scheduled=50, owner="徐海燕"),
        make_task(id=2, lead_office="市科技局", lead_short="市科技局", progress=40, scheduled=50, light=red, owner=""),
        make_task(
            id=3, lead_office="市经信局", lead_short="市经信局", status=Status.UNASSIGNED, due_kind=DueKind.NONE,
            due_on=None, due_text="", progress=0, scheduled=None, offices_confirmed=False,
        ),
    )  # fmt: skip


def test_the_most_frequent_values_come_first(tasks: tuple[TaskRow, ...]) -> None:
    offices, statuses, articles = common_values(tasks)
    assert offices.values == (("市经信局", (1, 3)), ("市科技局", (2,)))
    assert [name for name, _ in statuses.values] == ["推进中", "待交办"]
    assert articles.others == 0
    assert list(light_counts(tasks)) == [LightColour.RED, LightColour.GREEN]


def test_what_is_missing_is_said(tasks: tuple[TaskRow, ...]) -> None:
    assert due_words(tasks) == ("2023-12-31", "1 项未定")
    assert due_words(tasks[2:]) == ("都没有截止日期", "1 项未定")
    always = replace(tasks[0], due_kind=DueKind.LONG_TERM, due_on=None)
    assert due_words((*tasks[:2], always)) == ("2023-12-31", "")
    assert owner_words(tasks).endswith("，1 项未定")


def test_an_act_says_what_it_will_touch_or_that_it_fits_nothing(tasks: tuple[TaskRow, ...]) -> None:
    acts = {act.key: act for act in together(tasks)}
    assert acts[action_list.EXTEND].about == "2 项有时限，未定的 1 项不动"
    assert acts[CLOSE].about == "2 项可以报完成，进度都不到 100%"
    assert acts[EXPORT].about == "2 个单位，各 1 份"
    assert acts[DEADLINE].about == "1 项未定，只填这些"
    assert acts[ASSIGN].about == "1 项待交办，1 项先确认牵头单位"
    assert acts[action_list.CONFIRM].about == "1 项的牵头单位还是建议"
    only_waiting = {act.key: act for act in together(tasks[2:])}
    assert (only_waiting[CLOSE].about, only_waiting[CLOSE].tasks) == ("选中的都不适用", ())


def select(page: LedgerPage, qtbot: QtBot, rows: int) -> None:
    page.table.choose_first()
    page.table.setFocus()
    for _ in range(rows - 1):
        qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def test_it_takes_the_place_of_the_panel_from_two_rows_on(page: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    select(page, qtbot, 1)
    settle()
    assert page.parts.side.currentWidget() is page.panel
    select(page, qtbot, 3)
    settle()
    selection = page.parts.selection
    assert page.parts.side.currentWidget() is selection
    assert selection.title.text() == f"已选 {len(page.chosen_tasks())} 项"
    assert page.parts.foot.keys.text().endswith("Esc 取消选择")
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    settle()
    assert len(page.chosen_tasks()) == 1
    assert page.parts.side.currentWidget() is page.panel


def test_a_value_narrows_the_selection(page: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    page.open_target(Waiting("undated"))
    settle()
    chip = page.parts.selection.chips["牵头单位"][0]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    settle()
    chosen = page.chosen_tasks()
    assert len(chosen) == chip.count
    assert len({task.lead_office for task in chosen}) == 1


def test_a_letter_opens_the_form_of_its_act(page: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    page.open_target(Waiting("undated"))
    page.table.setFocus()
    qtbot.keyClicks(page.table, "t")
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    assert dialog.field.currentData() == "due_text"
    dialog.reject()
    qtbot.keyClicks(page.table, "w")  # none of them can be reported complete
    assert page.ledger_actions.bulk.dialog is None


def test_what_waiting_tasks_need_first_is_the_one_filled_button(page: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    page.open_target(Waiting("unconfirmed"))
    settle()
    panel = page.parts.selection
    assert panel.first.text() == "确认单位 88 项"
    assert panel.edit.property("kind") == "outlined"
    assert panel.leave.isHidden()
    assert page.parts.send.property("kind") == "outlined"
    qtbot.mouseClick(panel.first, Qt.MouseButton.LeftButton)
    settle()
    assert panel.first.text() == "填写时限 86 项…"
    qtbot.mouseClick(panel.first, Qt.MouseButton.LeftButton)
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    assert (dialog.windowTitle(), dialog.field.currentData()) == ("填写时限 86 项", "due_text")
    assert (dialog.field.isVisible(), dialog.value.isVisible()) == (False, True)
    assert dialog.value.accessibleName() == "完成时限"
    dialog.reject()


def test_assigning_is_called_so_says_what_is_late_and_leads_to_the_workbooks(
    page: LedgerPage, settle: Settle, qtbot: QtBot, ledger: Database, task_of: TaskOf, told: list[Notice]
) -> None:
    today = page.context.today()
    numbers = [task_of(page, code).id for code in ("A1.1", "A1.2a", "A1.4")]
    with ledger.session() as session:
        confirm_offices(session, numbers)
    for number, term in zip(numbers, ("2023年12月底前", "2022-12-31", "2024年6月底前"), strict=True):
        edits = [BulkEdit(number, "due_text", term, reason="按原文", decided_by="王副市长", confirmed=True)]
        with ledger.session() as session:
            apply_edits(session, edits, today)
    page.refresh()
    settle()
    page.table.selectAll()
    page.table.choose_tasks(numbers)
    settle()
    panel = page.parts.selection
    assert panel.first.text() == "交办 3 项…"
    qtbot.mouseClick(panel.first, Qt.MouseButton.LeftButton)
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    assert dialog.windowTitle() == "交办 3 项"
    assert not dialog.field.isVisible()
    assert not dialog.value.isVisible()
    assert dialog.said.text() == "其中 1 项时限已过（最早 2022-12-31），交办后即为红灯，列在最前"
    first = dialog.table.changes()[0]
    assert (first.subject, first.note) == ("A1.2a", f"时限已过 {(today - date(2022, 12, 31)).days} 天，交办后即为红灯")
    assert [change.tone for change in dialog.table.changes()] == ["amber", "text2", "text2"]  # worse than a hint
    qtbot.keyClick(dialog.confirm, Qt.Key.Key_Return)
    settle()
    assert told[-1].text == "已交办 3 项"
    assert panel.first.text() == "导出工作簿…"
    qtbot.mouseClick(panel.first, Qt.MouseButton.LeftButton)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    popup.close()


def test_what_has_a_passed_deadline_already_is_said_where_the_others_get_one(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf
) -> None:
    number = task_of(page, "A1.2a").id
    with ledger.session() as session:
        edits = [BulkEdit(number, "due_text", "2022-12-31", reason="按原文", decided_by="王副市长", confirmed=True)]
        apply_edits(session, edits, page.context.today())
    page.refresh()
    settle()
    page.table.selectAll()
    page.table.choose_tasks([number, task_of(page, "A1.1").id])
    settle()
    page.parts.selection.press("T")
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    assert dialog.windowTitle() == "填写时限 1 项"
    assert dialog.said.text() == "另有 1 项时限已过（最早 2022-12-31），这里不改"
    dialog.reject()


def test_tasks_just_assigned_go_out_next(make_task: MakeTask) -> None:
    assigned = [make_task(id=1, lead_office="市经信局", status=Status.NOT_STARTED)]
    assert getattr(next_act(assigned, together(assigned)), "key", "") == EXPORT


def test_tasks_at_work_are_edited_together(tasks: tuple[TaskRow, ...]) -> None:
    waiting = tasks[2:]
    assert next_act(tasks, together(tasks)) is None
    assert getattr(next_act(waiting, together(waiting)), "key", "") == action_list.CONFIRM


def test_confirming_touches_only_what_is_suggested(page: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    select(page, qtbot, 4)
    settle()
    chosen = page.chosen_tasks()
    qtbot.mouseClick(page.parts.selection.cards[action_list.CONFIRM], Qt.MouseButton.LeftButton)
    settle()
    view = page.controller.view
    assert view is not None
    assert {task.id for task in view.tasks if task.offices_confirmed} == {task.id for task in chosen}
    assert action_list.CONFIRM not in page.parts.selection.cards


def test_extending_asks_about_those_with_a_deadline(page: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    page.table.selectAll()
    settle()
    act = page.parts.selection.cards[action_list.EXTEND].act
    assert len(act.tasks) == sum(not task.due_kind.undecided for task in page.controller.shown)
    qtbot.mouseClick(page.parts.selection.cards[action_list.EXTEND], Qt.MouseButton.LeftButton)
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, ExtensionDialog)
    dialog.reject()


def test_workbooks_of_several_offices_are_chosen_from_a_menu(page: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    asked: list[tuple[str, object]] = []
    page.context.bus.page_asked.connect(lambda where, target: asked.append((where, target)))
    page.table.selectAll()
    settle()
    page.parts.selection.press("X")
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    assert popup.actions()[0].text() == "全部单位…"
    popup.actions()[-1].trigger()
    popup.close()
    ((where, target),) = asked
    assert where == "exchange"
    assert isinstance(target, ExportWorkbooks)
    assert target.office


def test_the_rest_stands_in_a_menu(page: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    select(page, qtbot, 3)
    settle()
    qtbot.mouseClick(page.parts.selection.cards[MORE], Qt.MouseButton.LeftButton)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    assert "合并重复…" in [action.text() for action in entries_of(popup)]
    popup.close()


def test_bulk_edit_is_the_one_filled_button(page: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    select(page, qtbot, 3)
    settle()
    qtbot.mouseClick(page.parts.selection.edit, Qt.MouseButton.LeftButton)
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    dialog.reject()


def test_no_schedule_is_no_zero(make_task: MakeTask) -> None:
    assert pace_of([make_task(scheduled=None, progress=10)]) == (None, None)
    assert pace_of([make_task(status=Status.CANCELLED)]) == (None, None)
    assert due_words([make_task(due_on=date(2026, 1, 1)), make_task(due_on=date(2027, 1, 1))])[0] == (
        "2026-01-01 至 2027-01-01"
    )


def test_thousands_are_counted_beside_the_main_thread(
    page: LedgerPage, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controller, "AT_ONCE", 10)
    page.table.selectAll()
    settle()
    assert page.parts.selection.title.text() == "已选 88 项"
    assert page.parts.side.currentWidget() is page.parts.selection
