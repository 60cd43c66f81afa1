"""Journeys over the real ledger: 88 tasks of the catalogue in a store, jobs, page and panel."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tracker.model.changes import Changes
from tracker.model.enums import LightColour, Status
from tracker.model.rows import TaskRow
from tracker.queries.ledger import TaskFilter
from tracker.queries.tasks import read_task
from tracker.services import states, tasks, undoing
from tracker.store.engine import Database
from tracker.ui.bus import Notice
from tracker.ui.context import Context
from tracker.ui.delegates.cell_editors import CellEditor
from tracker.ui.models.ledger_columns import Column
from tracker.ui.models.ledger_filter import Facet, LedgerFilter
from tracker.ui.models.ledger_tree import Grouping
from tracker.ui.pages.ledger import LedgerPage
from tracker.ui.panels import acts
from tracker.ui.widgets.states import EmptyState

Settle = Callable[[], None]


@pytest.fixture
def settle(store_context: Context, qtbot: QtBot) -> Settle:
    """Wait until all reads and writes are done, the delayed one of the panel too."""

    def wait() -> None:
        store_context.jobs.drain()
        qtbot.wait(90)
        store_context.jobs.drain()

    return wait


@pytest.fixture
def page(qtbot: QtBot, store_context: Context, settle: Settle) -> LedgerPage:
    made = LedgerPage(store_context)
    qtbot.addWidget(made)
    made.resize(1238, 768)
    made.show()
    made.activateWindow()
    settle()
    return made


def task_of(page: LedgerPage, code: str) -> TaskRow:
    assert page.view is not None
    return next(row for row in page.view.tasks if row.code == code)


def assign(page: LedgerPage, ledger: Database, code: str, to: Status = Status.IN_PROGRESS) -> TaskRow:
    """Bring a task of the catalogue to a status, outside the window."""
    task = task_of(page, code)
    with ledger.session() as session:
        states.change_status(session, task.id, Status.NOT_STARTED, page.context.today())
        if to is not Status.NOT_STARTED:
            states.change_status(session, task.id, to, page.context.today())
    return task


def choose(page: LedgerPage, code: str) -> TaskRow:
    task = task_of(page, code)
    page.table.choose_task(task.id)
    page.table.setFocus()
    return task


def editor(page: LedgerPage) -> CellEditor:
    found = [child for child in page.table.viewport().findChildren(CellEditor) if child.isVisible()]
    assert len(found) == 1
    return found[0]


def shown_codes(page: LedgerPage) -> list[str]:
    return [node.code for node in page.table.rows.tree.nodes if node.task is not None]


# Reading


def test_the_ledger_stands_there_with_all_its_tasks(page: LedgerPage) -> None:
    assert page.head.summary() == "88 项任务 · 截至 2023-09-15"
    assert page.foot.counts.text() == "共 88 项任务 · 已选 1 项"
    assert len(shown_codes(page)) == 88
    assert page.stage.currentWidget() is page.table
    assert page.panel.task is not None
    assert page.panel.task.code == shown_codes(page)[0]
    assert page.table.hasFocus()


def test_umbrellas_and_groups_are_headings_reference_is_not_here(page: LedgerPage) -> None:
    codes = {node.code: node for node in page.table.rows.tree.nodes if node.task is None}
    assert codes["A1.0"].note == "总领"
    assert codes["A1.2"].note == "2 项任务"
    assert "D-L1" not in codes
    assert not any(code.startswith("E") for code in codes)


def test_articles_without_tasks_are_one_line(page: LedgerPage) -> None:
    index = page.table.rows.index_of("a:N0")
    assert index.isValid()
    assert not page.table.isExpanded(index)
    assert page.table.isExpanded(page.table.rows.index_of("a:A"))


def test_nothing_reads_on_the_main_thread_and_the_page_fits(page: LedgerPage) -> None:
    assert page.minimumSizeHint().width() <= 1366 - 128
    assert page.table.columnWidth(Column.TITLE) == 256
    assert page.table.isColumnHidden(Column.LATEST)


def test_a_wide_window_shows_the_latest_progress(page: LedgerPage, qtbot: QtBot) -> None:
    page.resize(1792, 1080)
    assert not page.table.isColumnHidden(Column.LATEST)
    assert page.table.columnWidth(Column.OFFICE) == 136
    assert page.panel.width() == 399


# Editing in the table


def test_type_in_a_cell_and_enter(page: LedgerPage, settle: Settle, ledger: Database) -> None:
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


def test_double_click_opens_the_cell_and_esc_leaves_all_as_it_was(page: LedgerPage, settle: Settle) -> None:
    task = choose(page, "A1.1")
    cell = page.table.visualRect(page.table.rows.index_of_task(task.id, Column.TITLE)).center()
    QTest.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    editor(page).setText("别的题目")
    QTest.keyClick(editor(page), Qt.Key.Key_Escape)
    settle()
    assert task_of(page, "A1.1").title == task.title


def test_a_wrong_value_keeps_the_editor_open_and_saves_nothing(page: LedgerPage, settle: Settle) -> None:
    choose(page, "A1.1")
    page.table.edit_column(Column.PROGRESS)
    QTest.keyClicks(editor(page), "160")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    assert editor(page).sentence == "请填 0 到 100 的整数，如 60"
    assert task_of(page, "A1.1").progress == 0


def test_a_deadline_in_words_becomes_a_date(page: LedgerPage, settle: Settle) -> None:
    choose(page, "A1.1")
    page.table.edit_column(Column.DUE)
    editor(page).setText("2025年12月底前")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    task = task_of(page, "A1.1")
    assert (task.due_text, task.due_on.isoformat() if task.due_on else "") == ("2025年12月底前", "2025-12-31")


def test_an_office_by_its_alias(page: LedgerPage, settle: Settle) -> None:
    choose(page, "A1.1")
    page.table.edit_column(Column.OFFICE)
    editor(page).setText("市能源局")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").lead_office == "市发改委"


def test_keyboard_only(page: LedgerPage, settle: Settle) -> None:
    """Down to a task, right to its fields, Enter, type, Tab, type, Enter."""
    choose(page, "A1.1")
    table = page.table
    QTest.keyClick(table, Qt.Key.Key_Down)  # the group A1.2
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


def test_enter_on_a_heading_closes_and_opens_it(page: LedgerPage) -> None:
    table = page.table
    table.setFocus()
    heading = table.rows.index_of("h:A1.2")
    table.setCurrentIndex(heading)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert not table.isExpanded(heading)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert table.isExpanded(heading)


def test_the_chevron_closes_and_the_row_stays_closed_after_reading_again(page: LedgerPage, settle: Settle) -> None:
    table = page.table
    heading = table.rows.index_of("h:A1.2")
    table.scrollTo(heading)
    place = QPoint(20, table.visualRect(heading).center().y())
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not table.isExpanded(heading)
    page.toolbar.set_grouping(Grouping.OFFICE)
    page.toolbar.set_grouping(Grouping.ARTICLE)
    assert not table.isExpanded(table.rows.index_of("h:A1.2"))


def test_a_write_elsewhere_keeps_place_selection_and_scroll(page: LedgerPage, settle: Settle, ledger: Database) -> None:
    task = choose(page, "D4.1c")
    scrolled = page.table.verticalScrollBar().value()
    assert scrolled > 0
    entry = next(e for e in page.view.recommendations if e.code == "A1.1") if page.view else None
    assert entry is not None
    with ledger.session() as session:
        changes = tasks.add_task(session, entry.id, "另一项")
    page.context.bus.changed.emit(changes)
    settle()
    assert len(shown_codes(page)) == 89
    assert page.table.current_task() is not None
    assert [chosen.id for chosen in page.table.chosen()] == [task.id]
    assert page.table.verticalScrollBar().value() == scrolled


def test_undo_from_elsewhere_brings_the_old_value_back(page: LedgerPage, settle: Settle) -> None:
    task = choose(page, "A1.1")
    page.acts.edit(task, "owner", "周立群")
    settle()
    assert page.panel.basics.fields["owner"].view.text() == "周立群"
    page.context.jobs.write(undoing.undo_batch)
    settle()
    assert task_of(page, "A1.1").owner == ""
    assert page.panel.basics.fields["owner"].view.text() == "未定"


def test_a_stale_edit_is_refused_with_a_sentence(page: LedgerPage, settle: Settle, ledger: Database) -> None:
    task = choose(page, "A1.1")
    told: list[Notice] = []
    page.context.bus.told.connect(told.append)
    with ledger.session() as session:
        tasks.edit_task(session, task.id, task.version, "owner", "别人", page.context.today())
    page.acts.edit(task, "owner", "我")
    settle()
    assert [(notice.warning, "刚刚被改过" in notice.text) for notice in told] == [(True, True)]


# Filters


@pytest.mark.parametrize(
    ("words", "code"), [("沪深", "B1.2a"), ("职业教育", "A3.1a"), ("5G", "A2.1a"), ("灯塔工厂", "D4.1c")]
)
def test_the_four_are_easy_to_find(page: LedgerPage, words: str, code: str) -> None:
    page.toolbar.search.setText(words)
    QTest.keyClick(page.toolbar.search, Qt.Key.Key_Return)
    assert code in shown_codes(page)
    assert len(shown_codes(page)) < 20
    assert "显示" in page.foot.counts.text()


def test_ctrl_f_goes_to_the_search_box(page: LedgerPage) -> None:
    page.focus_search()
    assert page.toolbar.search.hasFocus()


def test_chips_narrow_and_clear_takes_all_off(page: LedgerPage) -> None:
    page.toolbar.chips[Facet.OFFICE].choose(frozenset({"市科技局"}))
    assert 0 < len(shown_codes(page)) < 88
    assert page.toolbar.clear.isVisible()
    page.toolbar.clear.click()
    assert len(shown_codes(page)) == 88
    assert not page.toolbar.clear.isVisible()


def test_nothing_found_says_which_filter_and_offers_the_way_back(page: LedgerPage) -> None:
    page.toolbar.set_filter(LedgerFilter({Facet.LIGHT: frozenset({"blue"})}, "没有这个词"))
    empty = page.stage.currentWidget()
    assert isinstance(empty, EmptyState)
    assert not page.panel.isVisible()
    empty.link.click()
    assert page.stage.currentWidget() is page.table
    assert page.panel.isVisible()
    assert page.table.current_task() is not None


def test_no_tasks_at_all_says_how_to_begin(page: LedgerPage) -> None:
    assert page.view is not None
    page.show_ledger(replace(page.view, tasks=()))
    assert isinstance(page.stage.currentWidget(), EmptyState)
    assert page.foot.counts.text() == "共 0 项任务"


def test_another_page_asks_for_a_filter_a_task_or_a_code(page: LedgerPage, settle: Settle) -> None:
    page.open_target(TaskFilter(office="市科技局", light="灰"))
    assert page.toolbar.filter().chosen == {
        Facet.OFFICE: frozenset({"市科技局"}),
        Facet.LIGHT: frozenset({LightColour.GREY.value}),
    }
    page.open_target("D4.1c")
    assert not page.toolbar.filter().active
    assert page.panel.task is not None
    assert page.panel.task.code == "D4.1c"
    page.open_target(task_of(page, "A1.1").id)
    assert page.panel.task.code == "A1.1"


def test_asked_before_the_first_reading(qtbot: QtBot, store_context: Context, settle: Settle) -> None:
    made = LedgerPage(store_context)
    qtbot.addWidget(made)
    made.open_target("D4.1c")
    made.show()
    settle()
    assert made.panel.task is not None
    assert made.panel.task.code == "D4.1c"


def test_grouping_and_columns_are_remembered(
    page: LedgerPage, qtbot: QtBot, store_context: Context, settle: Settle
) -> None:
    page.toolbar.set_grouping(Grouping.LIGHT)
    page.toolbar.column_toggled.emit(Column.OWNER, False)
    again = LedgerPage(store_context)
    qtbot.addWidget(again)
    assert again.toolbar.grouping is Grouping.LIGHT
    assert again.table.isColumnHidden(Column.OWNER)
    assert (Column.OWNER, "责任人", False) in again.toolbar.column_menu_entries()


# The panel


def test_space_closes_and_opens_the_panel(page: LedgerPage) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert not page.panel.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.panel.isVisible()


def test_edit_in_the_panel(page: LedgerPage, settle: Settle) -> None:
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


def test_a_refusal_stands_below_the_field(page: LedgerPage, settle: Settle, ledger: Database) -> None:
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


def test_suggested_offices_are_marked_and_confirmed(page: LedgerPage, settle: Settle) -> None:
    choose(page, "A1.1")
    settle()
    basics = page.panel.basics
    assert basics.fields["lead_office"].view.note == "拟"
    assert basics.confirm.isVisible()
    basics.confirm.click()
    settle()
    assert task_of(page, "A1.1").offices_confirmed
    assert not basics.confirm.isVisible()


def test_co_offices_by_ticking(page: LedgerPage, settle: Settle) -> None:
    choose(page, "A1.1")
    settle()
    page.panel.basics.co_offices.take(("市财政局", "市科技局"))
    settle()
    assert task_of(page, "A1.1").co_offices == ("市科技局", "市财政局")


def test_the_tabs_are_filled(page: LedgerPage, settle: Settle) -> None:
    choose(page, "A1.2b")
    settle()
    texts = [widget.text() for widget in page.panel.origin.findChildren(type(page.panel.title))]
    assert any("扛起宁波担当" in text for text in texts)
    assert any("推动产业链与创新链" in text for text in texts)
    page.acts.edit(task_of(page, "A1.2b"), "owner", "胡建平")
    settle()
    history = [widget.text() for widget in page.panel.history.findChildren(type(page.panel.title))]
    assert "责任人：空 → 胡建平" in history


# Acts


def test_ctrl_j_records_progress(page: LedgerPage, settle: Settle, ledger: Database) -> None:
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


def test_a_refused_extension_stays_open_with_the_sentence(page: LedgerPage, settle: Settle) -> None:
    task = choose(page, "A1.1")
    page.acts.edit(task, "due_text", "2023-12-31")
    settle()
    page.acts.do([task_of(page, "A1.1")], acts.EXTEND)
    dialog = page.acts.dialog
    assert dialog is not None
    for name, text in (("to_text", "2023-10-31"), ("reason", "等待资金")):
        field = dialog.field(name).editor
        (field.setPlainText if isinstance(field, QPlainTextEdit) else field.setText)(text)  # type: ignore[attr-defined]
    dialog.submit()
    settle()
    assert "延期只能往后" in dialog.foot_label.text()
    dialog.field("to_text").editor.setText("2024年6月底")  # type: ignore[attr-defined]
    dialog.submit()
    settle()
    task = task_of(page, "A1.1")
    assert task.due_on is not None
    assert (task.due_on.isoformat(), task.extensions) == ("2024-06-30", 1)
    assert page.panel.basics.first_due.isVisibleTo(page.panel.basics)


def test_assigning_several_is_one_act(page: LedgerPage, settle: Settle) -> None:
    chosen = [task_of(page, code) for code in ("A1.1", "A1.4", "A1.5")]
    page.acts.do(chosen, "status:not_started")
    settle()
    assert {task_of(page, task.code).status for task in chosen} == {Status.NOT_STARTED}
    page.context.jobs.write(undoing.undo_batch)
    settle()
    assert {task_of(page, task.code).status for task in chosen} == {Status.UNASSIGNED}


def test_closing_asks_for_statement_and_evidence(page: LedgerPage, settle: Settle, ledger: Database) -> None:
    task = assign(page, ledger, "A1.1")
    with ledger.session() as session:
        states.change_status(session, task.id, Status.CLOSING, page.context.today())
    page.refresh()
    settle()
    choose(page, "A1.1")
    assert list(page.panel.foot.buttons) == ["status:closed", "status:in_progress", acts.PROGRESS]
    page.panel.foot.buttons["status:closed"].click()
    settle()
    dialog = page.acts.dialog
    assert dialog is not None
    dialog.submit()
    assert dialog.field("evidence").error()
    for name, text in (("statement", "已全部完成"), ("evidence", "甬政发〔2023〕12号")):
        field = dialog.field(name).editor
        assert isinstance(field, QPlainTextEdit)
        field.setPlainText(text)
    dialog.submit()
    settle()
    assert task_of(page, "A1.1").status is Status.CLOSED


def test_cancelling_asks_for_the_reason(page: LedgerPage, settle: Settle) -> None:
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
    settle()
    task = task_of(page, "A1.1")
    assert task.status is Status.CANCELLED
    assert "并入另一任务" in task.remark


def test_splitting_makes_a_quiet_row_with_two_tasks(page: LedgerPage, settle: Settle) -> None:
    page.acts.do([task_of(page, "A2.1c")], acts.ADD_TASK)
    dialog = page.acts.dialog
    assert dialog is not None
    dialog.field("title").editor.setText("智能工厂项目入库")  # type: ignore[attr-defined]
    dialog.submit()
    settle()
    node = page.table.rows.node(page.table.rows.index_of("r:A2.1c"))
    assert node is not None
    assert node.note == "分 2 项任务"
    assert "A2.1c-2" in shown_codes(page)


def test_milestones_are_added_and_ticked(page: LedgerPage, settle: Settle) -> None:
    task = choose(page, "A1.1")
    page.acts.do([task], acts.MILESTONE)
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


def test_codes_of_the_chosen_rows_are_copied(page: LedgerPage) -> None:
    page.acts.do([task_of(page, "A1.1"), task_of(page, "A1.4")], acts.COPY)
    assert QGuiApplication.clipboard().text() == "A1.1\nA1.4"


def test_the_menu_of_a_row_offers_what_its_status_allows(page: LedgerPage, qapp: QApplication) -> None:
    choose(page, "A1.1")
    page.table.menu_asked.emit(page.mapToGlobal(QPoint(300, 300)))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    words = [action.text() for action in popup.actions() if action.text()]
    assert words[:3] == ["编辑", "记录进展…", "延期…"]
    assert words[-1] == "取消任务…"
    popup.close()


def test_only_what_concerns_the_ledger_is_read_again(page: LedgerPage) -> None:
    assert page.touches(Changes(tasks=frozenset({1})))
    assert not page.touches(Changes(exports=frozenset({1})))


def test_pictures(page: LedgerPage, grab: Callable[..., None]) -> None:
    grab(page, "ledger-1366", (1238, 768))
    grab(page, "ledger-1920", (1792, 1080))
