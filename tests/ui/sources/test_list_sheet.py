"""The sheet of a list with the pickers over its columns, and the tasks beside it."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from tracker.model.list_preview import ListEntry, ListOutcome, ListPreview
from tracker.model.task_lists import ListColumn, ListProblem, ListTable, ListTask, SkippedRow
from tracker.ui.sources.list_entries import (
    EntryList,
    counts_words,
    lines_about,
    shown,
    starts_ticked,
    unknown_offices,
)
from tracker.ui.sources.list_sheet import NOT_MAPPED, Column, SheetView, columns_of, row_kinds
from tracker.ui.theme.icons import tone

ROWS = (
    (1, ("2026年任务分解表", "", "")),
    (2, ("任务", "牵头", "投资")),
    (3, ("一、加快建设", "", "")),
    (4, ("建设培育库", "市经信局", "12.5")),
    (5, ("合计", "", "12.5")),
)


@pytest.fixture
def table() -> ListTable:
    return ListTable(
        "任务",
        (2, 2),
        above=[(1, "2026年任务分解表")],
        columns=[
            ListColumn("A", "任务", "title", 1.0),
            ListColumn("B", "牵头", "lead_office", 0.8),
            ListColumn("C", "投资", None),
        ],
        skipped=[SkippedRow(3, "heading", "一、加快建设"), SkippedRow(5, "total", "合计")],
        problems=[ListProblem(4, "C", "单元格有错误值，没有读入")],
    )


@pytest.fixture
def view(show: Any, table: ListTable) -> SheetView:
    made = show(SheetView(), 700, 300)
    made.show_sheet(ROWS, columns_of(("A", "B", "C"), table, {}), table)
    return made


def cell(view: SheetView, row: int, column: int, role: Qt.ItemDataRole) -> Any:
    return view.sheet.data(view.sheet.index(row, column), role)


@pytest.mark.parametrize(
    ("column", "word", "ink"),
    [
        (Column("A", "任务", "title", 1.0), "任务名称", "text"),
        (Column("B", "牵头", "lead_office", 0.8), "牵头单位", "amber"),
        (Column("C", "投资"), NOT_MAPPED, "text3"),
        (Column("D", "状态", "status", 1.0), "状态（只记入备注）", "text"),
    ],
)
def test_a_column_says_what_it_is_and_how_sure(column: Column, word: str, ink: str) -> None:
    assert (column.word, column.tone) == (word, ink)


def test_what_a_person_said_by_letters_is_sure(table: ListTable) -> None:
    columns = columns_of(("A", "B", "C"), table, {"content": "C"})
    assert [(c.field, c.score) for c in columns] == [("title", 1.0), ("lead_office", 0.8), ("content", 1.0)]
    bare = columns_of(("A", "B"), None, {"title": "B"})
    assert [c.field for c in bare] == ["", "title"]


def test_rows_that_are_no_task_are_tinted_with_their_reason(view: SheetView, table: ListTable) -> None:
    assert row_kinds(table) == {1: "above", 2: "header", 3: "heading", 5: "total"}
    assert row_kinds(None) == {}
    roles = Qt.ItemDataRole
    assert cell(view, 2, 0, roles.ToolTipRole) == "分部标题，记为所属部分"
    assert cell(view, 4, 0, roles.ToolTipRole) == "合计行"
    assert cell(view, 2, 0, roles.BackgroundRole) == QColor(tone("sunken"))
    assert cell(view, 3, 0, roles.BackgroundRole) is None
    assert cell(view, 3, 2, roles.ToolTipRole) == "单元格有错误值，没有读入"
    assert cell(view, 3, 2, roles.BackgroundRole) is not None
    assert cell(view, 3, 0, roles.DisplayRole) == "建设培育库"


def test_headings_say_field_and_row(view: SheetView) -> None:
    heads = [view.sheet.headerData(n, Qt.Orientation.Horizontal) for n in range(3)]
    assert heads == ["任务名称", "牵头单位", NOT_MAPPED]
    assert view.sheet.headerData(3, Qt.Orientation.Vertical) == "4"


def test_keys_walk_the_pickers_and_choose(view: SheetView, qtbot: QtBot) -> None:
    view.fields.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(view.fields, key)
    assert view.fields.at == 1
    assert view.fields.accessibleDescription() == "牵头单位"
    (chosen,) = [action for action in view.fields.choices(1).actions() if action.isChecked()]
    assert chosen.text() == "牵头单位"
    (other,) = [action for action in view.fields.choices(1).actions() if action.text() == "责任人"]
    with qtbot.waitSignal(view.field_chosen) as told:
        other.trigger()
    assert told.args == [1, "owner"]


def test_widths_follow_the_tasks_and_stay(view: SheetView, table: ListTable) -> None:
    assert view.columnWidth(0) < 200  # not the title that reaches over all columns
    view.setColumnWidth(0, 222)
    view.show_sheet(ROWS, columns_of(("A", "B", "C"), table, {}), table)
    assert view.columnWidth(0) == 222


# --- the tasks ----------------------------------------------------------------------------------------------


def entry(table: ListTable, outcome: ListOutcome = ListOutcome.NEW, row: int = 4, **more: Any) -> ListEntry:
    task = ListTask(row, (row,), title="建设培育库", lead_office="市经信局", due_text="年底前")
    for name in ("lead_office", "lead_text", "unknown_offices", "problems"):
        if name in more:
            setattr(task, name, more.pop(name))
    return ListEntry(table, task, outcome, **more)


@pytest.mark.parametrize(
    ("outcome", "waiting", "ticked"),
    [
        (ListOutcome.NEW, {}, True),
        (ListOutcome.CHANGED, {}, True),
        (ListOutcome.CHANGED, {"due_text": "延期要写理由"}, False),
        (ListOutcome.UNSURE, {}, False),
        (ListOutcome.SAME, {}, False),
    ],
)
def test_what_is_ticked_by_itself(table: ListTable, outcome: ListOutcome, waiting: Any, ticked: bool) -> None:
    assert starts_ticked(entry(table, outcome, waiting=waiting)) is ticked


def test_what_is_said_below_a_task(table: ListTable) -> None:
    changed = entry(
        table,
        ListOutcome.CHANGED,
        changes={"due_text": ("6月底前", "年底前"), "co_offices": ([], ["市科技局"])},
        waiting={"due_text": "延期要写理由"},
        refused={"co_offices": "已销号"},
    )
    assert [text for text, _ in lines_about(changed)] == [
        "市经信局，年底前",
        "完成时限：6月底前 → 年底前",
        "要写理由和批准人：延期要写理由",
        "配合单位：空 → 市科技局",
        "不能写入：已销号",
    ]
    open_lead = entry(table, lead_office=None, lead_text="某办", problems=["年份不明"])
    assert [text for text, _ in lines_about(open_lead)] == ["某办（不认识），年底前", "年份不明"]
    like = entry(table, ListOutcome.UNSURE, code="批2026-01.3")
    assert "与 批2026-01.3 很像" in lines_about(like)[1][0]
    assert shown(None) == "空"


def test_unknown_names_are_told_once_and_only_where_something_is_written(table: ListTable) -> None:
    entries = [
        entry(table, unknown_offices=("某办",)),
        entry(table, row=5, unknown_offices=("某办", "某中心")),
        entry(table, ListOutcome.SAME, row=6, unknown_offices=("旧办",)),
    ]
    preview = ListPreview("a.xlsx", [table], entries)
    assert unknown_offices(preview) == ["某办", "某中心"]
    assert counts_words(preview) == "2 项新增，1 项相同"
    assert counts_words(ListPreview("a.xlsx", [table], [])) == "没有任务"


def test_the_same_task_cannot_be_ticked(show: Any, table: ListTable, qtbot: QtBot) -> None:
    view: EntryList = show(EntryList(), 400, 300)
    view.show_entries([entry(table, ListOutcome.SAME), entry(table, row=5)])
    view.setCurrentIndex(view.rows.index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.left_out() == {("任务", 4)}
    assert view.count() == 1
    assert "不导入，相同：建设培育库" in view.rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
