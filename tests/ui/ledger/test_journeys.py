"""Acts on tasks from the window to the store and back: progress, extension, closing, splitting."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit

from tests.menus import entries_of
from tracker.model.changes import Changes
from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.services import status as states
from tracker.services import undo
from tracker.services.progress import record_progress
from tracker.store.engine import Database
from tracker.ui.ledger.bulk_dialog import BulkDialog
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task import action_list
from tracker.ui.task.deadline_dialog import DeadlineDialog
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.form_dialog import FormDialog

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
EditorOf = Callable[[LedgerPage], CellEditor]
CodesOf = Callable[[LedgerPage], list[str]]
Assign = Callable[..., TaskRow]


def test_ctrl_j_records_progress(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf, assign: Assign
) -> None:
    assign(page, ledger, "A1.1")
    page.refresh()
    settle()
    choose(page, "A1.1")
    QTest.keyClick(page.table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    dialog = page.acts.dialog
    assert dialog is not None
    dialog.submit()
    assert dialog.field("note").error() == "请写一句进展情况"
    note, progress = dialog.field("note").editor, dialog.field("progress").editor
    assert isinstance(note, QPlainTextEdit)
    assert isinstance(progress, QLineEdit)
    note.setPlainText("方案已印发")
    progress.setText("45")
    QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    task = task_of(page, "A1.1")
    assert (task.progress, task.progress_note) == (45, "方案已印发")
    assert page.acts.dialog is None
    assert page.panel.tabs.places()[1].width() > page.panel.tabs.places()[3].width()  # 进展 1


def test_a_refused_extension_stays_open_with_the_sentence(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf
) -> None:
    task = choose(page, "A1.1")
    page.acts.edit(task, "due_text", "2023-12-31")
    settle()
    page.acts.do([task_of(page, "A1.1")], "status:not_started")
    page.acts.dialog.submit()  # 照样交办: its office is only suggested
    settle()
    page.acts.do([task_of(page, "A1.1")], action_list.EXTEND)
    dialog = page.acts.dialog
    assert isinstance(dialog, DeadlineDialog)
    for name, text in (("to_text", "以后再说"), ("reason", "等待资金"), ("decided_by", "王副市长")):
        field = dialog.field(name).editor
        (field.setPlainText if isinstance(field, QPlainTextEdit) else field.setText)(text)  # type: ignore[attr-defined]
    dialog.submit()
    settle()
    assert dialog.summary.text() == "以后再说读不出日期；请写成 2026-06-30 或“2026年6月底前”。"
    dialog.field("to_text").editor.setText("2024年6月底")  # type: ignore[attr-defined]
    dialog.look()
    settle()
    assert "2023-12-31 → 2024-06-30" in dialog.summary.text()
    dialog.submit()
    settle()
    task = task_of(page, "A1.1")
    assert task.due_on is not None
    assert (task.due_on.isoformat(), task.extensions) == ("2024-06-30", 1)
    assert page.panel.basics.first_due.isVisibleTo(page.panel.basics)


def test_a_typed_deadline_asks_before_it_is_written(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf, assign: Assign
) -> None:
    """A first deadline is saved at once; another one asks in 时限变动, and Esc leaves what stood."""
    assign(page, ledger, "A1.1")
    page.refresh()
    settle()
    choose(page, "A1.1")
    page.acts.edit(task_of(page, "A1.1"), "due_text", "2023-12-31")
    settle()
    assert page.acts.dialog is None
    assert str(task_of(page, "A1.1").due_on) == "2023-12-31"
    page.acts.edit(task_of(page, "A1.1"), "due_text", "2024年6月底")
    settle()
    dialog = page.acts.dialog
    assert isinstance(dialog, DeadlineDialog)
    assert dialog.summary.text() == "2023-12-31 → 2024-06-30（2024年6月底） · 延期 · 第 1 次延期 · 推后 182 天"
    assert not dialog.field("nodes").isVisible()  # it has none
    assert [dialog.way.itemText(index) for index in range(dialog.way.count())] == ["延期", "更正"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle()
    assert (str(task_of(page, "A1.1").due_on), task_of(page, "A1.1").extensions) == ("2023-12-31", 0)
    page.acts.edit(task_of(page, "A1.1"), "due_text", "2024年6月底")
    settle()
    dialog = page.acts.dialog
    assert isinstance(dialog, DeadlineDialog)
    dialog.way.setCurrentText("更正")
    assert not dialog.field("decided_by").isVisible()
    dialog.field("reason").editor.setPlainText("录入时写错了年份")  # type: ignore[attr-defined]
    dialog.submit()
    settle()
    assert (str(task_of(page, "A1.1").due_on), task_of(page, "A1.1").extensions) == ("2024-06-30", 0)


def test_lower_progress_asks_why(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf, assign: Assign
) -> None:
    assign(page, ledger, "A1.1")
    page.refresh()
    settle()
    choose(page, "A1.1")
    for percent in (60, 45):
        page.acts.edit(task_of(page, "A1.1"), "progress", percent)
        settle()
    assert task_of(page, "A1.1").progress == 60
    dialog = page.acts.dialog
    assert isinstance(dialog, FormDialog)
    dialog.field("reason").editor.setPlainText("设备重新招标")  # type: ignore[attr-defined]
    dialog.submit()
    settle()
    task = task_of(page, "A1.1")
    assert (task.progress, task.progress_note) == (45, "设备重新招标")


def test_a_returned_task_gets_the_progress_it_had_before(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf, assign: Assign
) -> None:
    number = assign(page, ledger, "A1.1").id
    today = page.context.today()
    with ledger.session() as session:
        record_progress(session, number, today, 55, "设备到货过半")
    with ledger.session() as session:
        states.change_status(session, number, Status.CLOSING, today, progress=100)
    page.refresh()
    settle()
    choose(page, "A1.1")
    settle()
    assert "报完成前 55%" in page.panel.basics.fields["progress"].view.note
    page.acts.do([task_of(page, "A1.1")], "status:in_progress")
    settle()
    dialog = page.acts.dialog
    assert isinstance(dialog, FormDialog)
    assert dialog.field("progress").editor.accessibleName() == "进度（报完成前 55%）"
    assert dialog.text("progress") == "55%"
    dialog.field("reason").editor.setPlainText("佐证材料不齐")  # type: ignore[attr-defined]
    dialog.submit()
    settle()
    task = task_of(page, "A1.1")
    assert (task.status, task.progress) == (Status.IN_PROGRESS, 55)


def test_assigning_several_is_one_act(page: LedgerPage, settle: Settle, task_of: TaskOf) -> None:
    chosen = [task_of(page, code) for code in ("A1.1", "A1.4", "A1.5")]
    page.acts.do(chosen, "status:not_started")
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    assert dialog.table.changes()[0].note == "还没有时限，牵头单位还是建议，请确认后再交办。"
    dialog.confirmed.click()
    dialog.look()
    settle()
    assert dialog.confirm.text() == "应用 3 处修改"
    dialog.confirm.click()
    settle()
    assert {task_of(page, task.code).status for task in chosen} == {Status.NOT_STARTED}
    page.context.jobs.write(undo.undo_batch)
    settle()
    assert {task_of(page, task.code).status for task in chosen} == {Status.UNASSIGNED}


def test_closing_asks_for_statement_and_evidence(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf, assign: Assign
) -> None:
    task = assign(page, ledger, "A1.1")
    with ledger.session() as session:
        states.change_status(session, task.id, Status.CLOSING, page.context.today())
    page.refresh()
    settle()
    choose(page, "A1.1")
    assert list(page.panel.foot.buttons) == [
        "status:closed",
        "status:in_progress",
        action_list.PROGRESS,
    ]
    assert page.panel.foot.more is not None
    page.panel.foot.buttons["status:closed"].click()
    settle()
    dialog = page.acts.dialog
    assert dialog is not None
    dialog.submit()
    assert dialog.field("evidence").error()
    for name, text in (("statement", "设备已全部到位并通过验收"), ("evidence", "甬政发〔2023〕12号文已印发")):
        field = dialog.field(name).editor
        assert isinstance(field, QPlainTextEdit)
        field.setPlainText(text)
    assert dialog.text("progress") == "0%"
    dialog.submit()
    settle()
    assert dialog.foot_label.text() == "不能销号：还缺进度 100%（现在是 0%）。"
    dialog.field("progress").editor.setText("100")  # type: ignore[attr-defined]
    dialog.submit()
    settle()
    assert task_of(page, "A1.1").status is Status.CLOSED


def test_cancelling_asks_for_the_reason(page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf) -> None:
    choose(page, "A1.1")
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    dialog = page.acts.dialog
    assert dialog is not None
    dialog.submit()
    assert dialog.field("reason").error() == "请写取消的理由"
    field = dialog.field("reason").editor
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("并入另一任务")
    dialog.submit()
    assert dialog.field("decided_by").error() == "请写批准人"
    dialog.field("decided_by").editor.setText("王副市长")  # type: ignore[attr-defined]
    dialog.submit()
    settle()
    task = task_of(page, "A1.1")
    assert task.status is Status.CANCELLED
    assert "并入另一任务" in task.remark


def test_splitting_makes_a_quiet_row_with_two_tasks(
    page: LedgerPage, settle: Settle, task_of: TaskOf, shown_codes: CodesOf
) -> None:
    page.acts.do([task_of(page, "A2.1c")], action_list.ADD_TASK)
    dialog = page.acts.dialog
    assert dialog is not None
    dialog.field("title").editor.setText("智能工厂项目入库")  # type: ignore[attr-defined]
    dialog.submit()
    settle()
    page.table.entries_asked.emit()  # rows for what stands above several tasks
    heading = page.table.rows.heading(page.table.rows.index_of("r:A2.1c"))
    assert heading is not None
    assert heading.note == "分 2 项任务"
    assert "A2.1c-2" in shown_codes(page)


def test_milestones_are_added_and_ticked(page: LedgerPage, settle: Settle, choose: TaskOf) -> None:
    task = choose(page, "A1.1")
    page.acts.do([task], action_list.MILESTONE)
    dialog = page.acts.dialog
    assert dialog is not None
    dialog.field("title").editor.setText("印发方案")  # type: ignore[attr-defined]
    dialog.field("due_on").editor.setText("2023-10-01")  # type: ignore[attr-defined]
    dialog.submit()
    settle()
    milestones = page.panel.basics.milestones
    assert milestones.heading.right.text() == "0 / 1"
    milestones.ticked.emit(1, True)
    settle()
    assert milestones.heading.right.text() == "1 / 1"


def test_codes_of_the_chosen_rows_are_copied(page: LedgerPage, task_of: TaskOf) -> None:
    page.acts.do([task_of(page, "A1.1"), task_of(page, "A1.4")], action_list.COPY_CODE)
    assert QGuiApplication.clipboard().text() == "A1.1\nA1.4"


def test_the_menu_of_a_row_offers_what_its_status_allows(page: LedgerPage, qapp: QApplication, choose: TaskOf) -> None:
    choose(page, "A1.1")
    page.table.menu_asked.emit(page.mapToGlobal(QPoint(300, 300)))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert isinstance(popup, QMenu)
    words = [action.text() for action in popup.actions() if action.text()]
    assert len(words) <= 10
    assert words[:3] == ["记录进展…", "明确时限…", "确认单位"]
    assert words[-1] == "取消任务…"
    every = {action.text() for action in entries_of(popup)}
    assert {"编辑", "交办", "登记反馈…", "主题…", "复制编号"} <= {word.split("（")[0] for word in every}
    popup.close()


def test_only_what_concerns_the_ledger_is_read_again(page: LedgerPage) -> None:
    assert page.touches(Changes(tasks=frozenset({1})))
    assert not page.touches(Changes(exports=frozenset({1})))


def test_pictures(page: LedgerPage, grab: Callable[..., None]) -> None:
    grab(page, "ledger-1366", (1238, 768))
    grab(page, "ledger-1920", (1792, 1080))
