"""Editing in the ledger's cells and in its panel, by mouse and by keyboard, on a real store."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tracker.model.rows import TaskRow
from tracker.queries.tasks import read_task
from tracker.services import tasks, undo
from tracker.store.engine import Database
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.heading_painting import link_left
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.conflict_dialog import ConflictDialog

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
EditorOf = Callable[[LedgerPage], CellEditor]
CodesOf = Callable[[LedgerPage], list[str]]
Assign = Callable[..., TaskRow]


def test_type_in_a_cell_and_enter(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf, editor: EditorOf
) -> None:
    task = choose(page, "A1.2b")
    page.table.edit_column(Column.OWNER)
    QTest.keyClicks(editor(page), "Hu Jianping")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.2b").owner == "Hu Jianping"
    assert page.table.rows.index_of_task(task.id, Column.OWNER).data() == "Hu Jianping"
    assert page.panel.basics.fields["owner"].view.text() == "Hu Jianping"
    with ledger.reading() as session:
        assert read_task(session, task.id, page.context.today()).history[0].new == "Hu Jianping"


def test_double_click_opens_the_cell_and_esc_leaves_all_as_it_was(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: EditorOf
) -> None:
    task = choose(page, "A1.1")
    cell = page.table.visualRect(page.table.rows.index_of_task(task.id, Column.TITLE)).center()
    QTest.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    editor(page).setText("别的题目")
    QTest.keyClick(editor(page), Qt.Key.Key_Escape)
    settle()
    assert task_of(page, "A1.1").title == task.title


def test_a_wrong_value_keeps_the_editor_open_and_saves_nothing(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: EditorOf
) -> None:
    choose(page, "A1.1")
    page.table.edit_column(Column.PROGRESS)
    QTest.keyClicks(editor(page), "160")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    assert editor(page).sentence == "进度要填 0 到 100 的百分数，现在是“160”。"
    assert task_of(page, "A1.1").progress == 0


def test_a_deadline_in_words_becomes_a_date(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: EditorOf
) -> None:
    choose(page, "A1.1")
    page.table.edit_column(Column.DUE)
    editor(page).setText("2025年12月底前")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    task = task_of(page, "A1.1")
    assert (task.due_text, task.due_on.isoformat() if task.due_on else "") == ("2025年12月底前", "2025-12-31")


def test_an_office_by_its_alias(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: EditorOf
) -> None:
    choose(page, "A1.1")
    page.table.edit_column(Column.OFFICE)
    editor(page).setText("市能源局")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").lead_office == "市发改委"


def test_keyboard_only(page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: EditorOf) -> None:
    """Down to a task, right to its fields, Enter, type, Tab, type, Enter."""
    choose(page, "A1.1")
    table = page.table
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert page.panel.task is not None
    assert page.panel.task.code == "A1.2a"
    for _ in range(3):
        QTest.keyClick(table, Qt.Key.Key_Right)
    assert table.currentIndex().column() == Column.OWNER
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClicks(editor(page), "Shen")
    QTest.keyClick(editor(page), Qt.Key.Key_Tab)
    assert table.currentIndex().column() == Column.DUE
    settle()
    assert task_of(page, "A1.2a").owner == "Shen"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_keys_of_acts_on_a_heading_do_nothing_and_say_so(
    page: LedgerPage, settle: Settle, choose: TaskOf, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    """Whatever the panel shows: on a heading no task is selected. ← and → fold it."""
    table, before = page.table, page.controller.view
    table.entries_asked.emit()
    choose(page, "A1.2a")
    settle()
    assert page.panel.task is not None
    heading = table.rows.index_of("h:A1.2")
    table.setCurrentIndex(heading)
    QTest.keyClick(table, key, modifier)
    settle()
    assert page.parts.foot.counts.text() == "请先选择任务"
    assert page.acts.dialog is page.ledger_actions.bulk.dialog is None
    assert page.controller.view == before
    assert table.isExpanded(heading)
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert not table.isExpanded(heading)
    choose(page, "A1.1")
    assert "已选 1 项" in page.parts.foot.counts.text()


def test_the_chevron_closes_and_the_row_stays_closed_after_reading_again(page: LedgerPage, settle: Settle) -> None:
    table = page.table
    table.entries_asked.emit()
    heading = table.rows.index_of("h:A1.2")
    table.scrollTo(heading)
    place = QPoint(20, table.visualRect(heading).center().y())
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not table.isExpanded(heading)
    page.toolbar.set_grouping(Grouping.OFFICE)
    page.toolbar.set_grouping(Grouping.ARTICLE)
    assert not table.isExpanded(table.rows.index_of("h:A1.2"))


def test_a_write_elsewhere_keeps_place_selection_and_scroll(
    page: LedgerPage, settle: Settle, ledger: Database, choose: TaskOf, shown_codes: CodesOf
) -> None:
    task = choose(page, "D4.1c")
    scrolled = page.table.verticalScrollBar().value()
    assert scrolled > 0
    entry = next(e for e in page.controller.view.recommendations if e.code == "A1.1") if page.controller.view else None
    assert entry is not None
    with ledger.session() as session:
        changes = tasks.add_task(session, entry.id, "另一项")
    page.context.bus.changed.emit(changes)
    settle()
    assert len(shown_codes(page)) == 89
    assert page.table.current_task() is not None
    assert [chosen.id for chosen in page.table.chosen()] == [task.id]
    assert page.table.verticalScrollBar().value() == scrolled


def test_undo_from_elsewhere_brings_the_old_value_back(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf
) -> None:
    task = choose(page, "A1.1")
    page.acts.edit(task, "owner", "周立群")
    settle()
    assert page.panel.basics.fields["owner"].view.text() == "周立群"
    page.context.jobs.write(undo.undo_batch)
    settle()
    assert task_of(page, "A1.1").owner == ""
    assert page.panel.basics.fields["owner"].view.text() == "未定"


def test_a_stale_edit_asks_which_value_stands(
    page: LedgerPage, settle: Settle, ledger: Database, choose: TaskOf
) -> None:
    task = choose(page, "A1.1")
    with ledger.session() as session:
        tasks.edit_task(session, task.id, task.version, "owner", "别人", page.context.today())
    page.acts.edit(task, "owner", "我")
    settle()
    (question,) = page.window().findChildren(ConflictDialog)
    assert (question.rows[0].clash.theirs, question.rows[0].clash.mine) == ("别人", "我")


def test_space_closes_and_opens_the_panel(page: LedgerPage) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert not page.panel.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.panel.isVisible()


def test_edit_in_the_panel(page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf) -> None:
    choose(page, "A1.1")
    settle()
    field = page.panel.basics.fields["phone"]
    field.begin()
    assert isinstance(field.editor, QLineEdit)
    QTest.keyClicks(field.editor, "87180000")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").phone == "87180000"
    assert field.view.text() == "87180000"


def test_a_refusal_stands_below_the_field(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf, assign: Assign
) -> None:
    task = assign(page, ledger, "A1.1")
    page.refresh()
    settle()
    choose(page, "A1.1")
    settle()
    field = page.panel.basics.fields["lead_office"]
    field.begin()
    assert isinstance(field.editor, QLineEdit)
    field.editor.setText("")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    assert "必须有牵头单位" in field.sentence.text()
    assert field.sentence.isVisible()
    assert task_of(page, "A1.1").lead_office == task.lead_office


def test_suggested_offices_are_marked_and_confirmed(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf
) -> None:
    choose(page, "A1.1")
    settle()
    basics = page.panel.basics
    assert basics.fields["lead_office"].view.note == "（待确认）"
    assert basics.confirm.isVisible()
    basics.confirm.click()
    settle()
    assert task_of(page, "A1.1").offices_confirmed
    assert not basics.confirm.isVisible()


def test_co_offices_by_ticking(page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf) -> None:
    choose(page, "A1.1")
    settle()
    page.panel.basics.co_offices.choose(("市财政局", "市科技局"))
    settle()
    assert task_of(page, "A1.1").co_offices == ("市科技局", "市财政局")


def test_the_tabs_are_filled(page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf) -> None:
    choose(page, "A1.2b")
    settle()
    texts = [widget.text() for widget in page.panel.origin.findChildren(type(page.panel.title))]
    assert any("扛起宁波担当" in text for text in texts)
    assert any("推动产业链与创新链" in text for text in texts)
    page.acts.edit(task_of(page, "A1.2b"), "owner", "胡建平")
    settle()
    history = [line.words for line in page.panel.history.changes.changes()]
    assert "责任人 — → 胡建平" in history


def test_the_link_of_a_section_shows_its_umbrellas_and_hides_them_again(page: LedgerPage) -> None:
    table = page.table
    section = next(heading for heading in table.rows.shown.headings if heading.note == "总领 2 条")
    index = table.rows.index_of(section.key)
    table.scrollTo(index)
    rows, left = table.rows.rowCount(), link_left(table.columnViewportPosition(Column.TITLE), section)
    link = QPoint(left + 4, table.visualRect(index).center().y())
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=link)
    assert table.rows.rowCount() > rows
    assert page.parts.settings.entries
    page.toolbar.entries_toggled.emit()
    assert table.rows.rowCount() == rows


def test_in_a_narrow_window_the_panel_lies_over_the_table_until_esc(
    page: LedgerPage, settle: Settle, choose: TaskOf
) -> None:
    page.resize(965, 560)
    choose(page, "A1.1")
    settle()
    table, width = page.table, page.table.width()
    assert not page.panel.isVisible()
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert page.panel.isVisible()
    assert table.width() == width
    assert page.parts.side.geometry().right() == page.rect().right()
    assert page.parts.side.geometry().bottom() == page.rect().bottom()
    page.resize(1000, 600)
    assert page.parts.side.geometry().right() == page.rect().right()
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    page.resize(1238, 768)
    assert page.panel.isVisible()  # side by side it is what the user left it as
