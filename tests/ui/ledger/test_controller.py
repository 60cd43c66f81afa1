"""The ledger as it is read, filtered, grouped and asked for: 88 tasks of the catalogue in a real store."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tracker.model.bulk_edits import BulkEdit
from tracker.model.changes import Changes
from tracker.model.enums import LightColour, PaperKind
from tracker.model.rows import LedgerView, TaskRow
from tracker.queries import ledger
from tracker.queries.ledger import TaskFilter
from tracker.services.bulk import apply_edits
from tracker.store.engine import Database
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ExportWorkbooks, ImportFiles, OpenPaper, OpenTask
from tracker.ui.ledger import reads
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task.filter import Facet, LedgerFilter
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.states import EmptyState

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
EditorOf = Callable[[LedgerPage], CellEditor]
CodesOf = Callable[[LedgerPage], list[str]]
Assign = Callable[..., TaskRow]


def test_the_ledger_stands_there_with_all_its_tasks(page: LedgerPage, shown_codes: CodesOf) -> None:
    assert page.head.summary() == "88 项任务 · 截至 2023-09-15"
    assert page.parts.foot.counts.text() == "共 88 项任务 · 已选 1 项"
    assert len(shown_codes(page)) == 88
    assert page.parts.stage.currentWidget() is page.table
    assert page.panel.task is not None
    assert page.panel.task.code == shown_codes(page)[0]
    assert page.table.hasFocus()


def test_umbrellas_and_groups_are_headings_reference_is_not_here(page: LedgerPage) -> None:
    sections = {heading.code: heading for heading in page.table.rows.shown.headings}
    assert sections["A1"].note == "总领 2 条"
    assert not {"A1.0", "A1.2"} & sections.keys()  # until somebody asks for them
    page.table.entries_asked.emit()
    codes = {heading.code: heading for heading in page.table.rows.shown.headings}
    assert codes["A1.0"].note == "总领"
    assert codes["A1.2"].note == "2 项任务"
    assert "D-L1" not in codes
    assert not any(code.startswith("E") for code in codes)


def test_articles_without_tasks_are_hidden_and_one_line_where_entries_are_shown(page: LedgerPage) -> None:
    assert not page.table.rows.index_of("a:N0").isValid()
    page.table.entries_asked.emit()
    index = page.table.rows.index_of("a:N0")
    assert index.isValid()
    assert not page.table.isExpanded(index)
    assert page.table.isExpanded(page.table.rows.index_of("a:A"))


def test_nothing_reads_on_the_main_thread_and_the_page_fits(page: LedgerPage) -> None:
    assert page.minimumSizeHint().width() <= 1366 - 128
    assert page.table.columnWidth(Column.TITLE) == 238
    assert page.table.isColumnHidden(Column.LATEST)


def test_a_wide_window_shows_the_latest_progress(page: LedgerPage, qtbot: QtBot) -> None:
    page.resize(1792, 1080)
    assert not page.table.isColumnHidden(Column.LATEST)
    assert page.table.columnWidth(Column.OFFICE) + page.table.columnWidth(Column.OWNER) == 160
    assert page.panel.width() == 399


@pytest.mark.parametrize(
    ("words", "code"), [("沪深", "B1.2a"), ("职业教育", "A3.1a"), ("5G", "A2.1a"), ("灯塔工厂", "D4.1c")]
)
def test_the_four_are_easy_to_find(page: LedgerPage, words: str, code: str, shown_codes: CodesOf) -> None:
    page.toolbar.search.setText(words)
    QTest.keyClick(page.toolbar.search, Qt.Key.Key_Return)
    assert code in shown_codes(page)
    assert len(shown_codes(page)) < 20
    assert "显示" in page.parts.foot.counts.text()


def test_ctrl_f_goes_to_the_search_box(page: LedgerPage) -> None:
    page.focus_search()
    assert page.toolbar.search.hasFocus()


def test_chips_narrow_and_clear_takes_all_off(page: LedgerPage, shown_codes: CodesOf) -> None:
    page.toolbar.chips[Facet.OFFICE].choose(frozenset({"市科技局"}))
    assert 0 < len(shown_codes(page)) < 88
    assert page.toolbar.clear.isVisible()
    page.toolbar.clear.click()
    assert len(shown_codes(page)) == 88
    assert not page.toolbar.clear.isVisible()


def test_nothing_found_says_which_filter_and_offers_the_way_back(page: LedgerPage) -> None:
    page.toolbar.set_filter(LedgerFilter({Facet.LIGHT: frozenset({"blue"})}, "没有这个词"))
    empty = page.parts.stage.currentWidget()
    assert isinstance(empty, EmptyState)
    assert not page.panel.isVisible()
    empty.link.click()
    assert page.parts.stage.currentWidget() is page.table
    assert page.panel.isVisible()
    assert page.table.current_task() is not None


def test_no_tasks_at_all_says_how_to_begin(page: LedgerPage) -> None:
    assert page.controller.view is not None
    page.controller.show_ledger(reads.reading_of(replace(page.controller.view, tasks=())))
    assert isinstance(page.parts.stage.currentWidget(), EmptyState)
    assert page.parts.foot.counts.text() == "共 0 项任务"


def test_another_page_asks_for_a_filter_a_task_or_a_code(page: LedgerPage, settle: Settle, task_of: TaskOf) -> None:
    page.open_target(TaskFilter(office="市科技局", light="灰"))
    assert page.toolbar.filter().chosen == {
        Facet.OFFICE: frozenset({"市科技局"}),
        Facet.LIGHT: frozenset({LightColour.GREY.value}),
    }
    page.open_target("D4.1c")
    assert not page.toolbar.filter().active
    assert page.panel.task is not None
    assert page.panel.task.code == "D4.1c"
    page.open_target(OpenTask(task_of(page, "A1.1").id))
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


def test_the_head_leads_to_the_papers_and_the_exchange(page: LedgerPage, qtbot: QtBot) -> None:
    asked: list[tuple[str, object]] = []
    page.context.bus.page_asked.connect(lambda key, target: asked.append((key, target)))
    for button in page.head.findChildren(Button):
        button.click()
    assert asked == [
        ("papers", OpenPaper(PaperKind.LEDGER)),
        ("exchange", ImportFiles()),
        ("exchange", ExportWorkbooks()),
    ]


def test_rows_touched_by_the_last_act_are_marked_but_not_the_one_at_hand(page: LedgerPage, choose: TaskOf) -> None:
    here = choose(page, "A1.1")
    page.context.bus.changed.emit(Changes(tasks=frozenset({here.id, here.id + 1})))
    assert page.table.painting.recent == {here.id + 1}


def test_what_was_kept_is_shown_before_the_first_reading(
    qtbot: QtBot, store_context: Context, small_ledger: LedgerView, shown_codes: CodesOf, settle: Settle
) -> None:
    kept: list[LedgerView] = []
    store_context.first_view, store_context.keep_view = small_ledger, kept.append
    made = LedgerPage(store_context)
    qtbot.addWidget(made)
    made.show()
    assert len(shown_codes(made)) == 5
    settle()
    assert len(shown_codes(made)) == 88
    assert [len(view.tasks) for view in kept] == [88]


def test_headers_sort_by_one_and_by_several_and_it_is_remembered(page: LedgerPage, shown_codes: CodesOf) -> None:
    page.toolbar.set_grouping(Grouping.NONE)
    page.parts.sort(((Column.CODE, True),))
    codes = shown_codes(page)
    assert codes == sorted(codes, reverse=True)
    page.table.header().sectionClicked.emit(int(Column.OFFICE))
    assert page.parts.settings.sorting == ((Column.OFFICE, False),)
    page.parts.sort(((Column.OFFICE, False), (Column.CODE, True)))
    shown = [(task.lead_office == "", task.lead_office) for task in page.table.rows.shown.tasks]
    assert shown == sorted(shown)
    header = page.table.rows.headerData(Column.OFFICE, Qt.Orientation.Horizontal)
    assert header == "牵头单位 ↑1"
    again = LedgerPage(page.context)
    assert again.parts.settings.sorting == page.parts.settings.sorting
    again.deleteLater()


def test_a_moved_column_stays_where_it_was_put(page: LedgerPage) -> None:
    page.table.header().moveSection(page.table.header().visualIndex(Column.DUE), 2)
    assert page.parts.settings.order[2] is Column.DUE
    again = LedgerPage(page.context)
    assert again.table.header().visualIndex(Column.DUE) == 2
    again.deleteLater()


def test_rows_follow_each_key(page: LedgerPage, shown_codes: CodesOf, qtbot: QtBot) -> None:
    page.toolbar.search.setFocus()
    QTest.keyClicks(page.toolbar.search, "dtgc")
    qtbot.waitUntil(lambda: "D4.1c" in shown_codes(page) and len(shown_codes(page)) < 20, timeout=500)


@pytest.mark.parametrize(
    ("codes", "most", "whole"),
    [(("A1.1",), 500, False), (("A1.1", "A1.4"), 500, False), (("A1.1", "A1.4"), 1, True)],
)
def test_an_act_reads_only_what_it_touched(
    page: LedgerPage,
    settle: Settle,
    task_of: TaskOf,
    monkeypatch: pytest.MonkeyPatch,
    codes: tuple[str, ...],
    most: int,
    whole: bool,
) -> None:
    monkeypatch.setattr("tracker.ui.ledger.controller.MOST_REREAD", most)
    seen: list[str] = []
    for name in ("read_ledger", "reread_tasks"):
        query = getattr(ledger, name)

        def watched(*args: object, name: str = name, query: Callable[..., object] = query) -> object:
            seen.append(name)
            return query(*args)

        monkeypatch.setattr(ledger, name, watched)
    edits = [BulkEdit(task_of(page, code).id, "owner", "张三") for code in codes]
    page.context.jobs.write(lambda s: apply_edits(s, edits, page.context.today()))
    settle()
    assert seen == ["read_ledger" if whole else "reread_tasks"]
    assert [task_of(page, code).owner for code in codes] == ["张三"] * len(codes)
    page.toolbar.search.setText("张三")
    settle()
    assert [task.code for task in page.controller.shown] == list(codes)


def test_an_act_while_the_whole_ledger_is_read_does_not_make_it_less(
    page: LedgerPage, settle: Settle, task_of: TaskOf, ledger: Database
) -> None:
    first, second = task_of(page, "A1.1"), task_of(page, "A1.4")
    with ledger.session() as session:
        apply_edits(session, [BulkEdit(first.id, "owner", "张三")], page.context.today())
    page.context.bus.changed.emit(Changes(everything=True))
    page.context.bus.changed.emit(Changes(tasks=frozenset({second.id})))
    settle()
    assert task_of(page, "A1.1").owner == "张三"


def test_asked_to_read_again_the_whole_ledger_is_read(
    page: LedgerPage, settle: Settle, task_of: TaskOf, ledger: Database
) -> None:
    task = task_of(page, "A1.1")
    with ledger.session() as session:
        apply_edits(session, [BulkEdit(task.id, "owner", "张三")], page.context.today())
    page.refresh()
    settle()
    assert task_of(page, "A1.1").owner == "张三"


@pytest.mark.parametrize("grouping", [Grouping.ARTICLE, Grouping.OFFICE, Grouping.NONE])
def test_another_order_is_shown_at_once_and_after_another_reading(
    page: LedgerPage, settle: Settle, shown_codes: CodesOf, grouping: Grouping
) -> None:
    page.toolbar.set_grouping(grouping)
    page.parts.sort(((Column.TITLE, True),))
    expected = shown_codes(page)
    page.parts.sort(())
    page.parts.sort(((Column.CODE, False),))
    page.parts.sort(((Column.TITLE, True),))
    assert shown_codes(page) == expected
    page.refresh()
    settle()
    assert shown_codes(page) == expected


def test_letters_typed_before_their_pinyin_stands_find_it_later(
    qtbot: QtBot, store_context: Context, settle: Settle, shown_codes: CodesOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.model.search.FEW", 0)
    page = LedgerPage(store_context)
    qtbot.addWidget(page)
    page.show()
    page.toolbar.search.setText("dtgc")
    settle()
    assert "D4.1c" in shown_codes(page)
