"""Finding our tables in files that people have rearranged."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tracker.exchange.book.raw_book import NUMBER, TEXT, RawBook, RawCell, RawSheet
from tracker.exchange.cells.columns import INDICATOR_SHEET, TASK_SHEET
from tracker.exchange.table.data_rows import table_rows
from tracker.exchange.table.detect_tables import Table, find_tables
from tracker.exchange.table.header_match import header_score, match_headers
from tracker.model.headers import header_key

SECRET = b"key"
HEADERS = ["编号", "任务名称", "责任人", "进度", "状态", "进展情况"]
VALUES = [["B2.1", "培育库", "张三", 40, "推进中", "起草"], ["B2.2", "基金", "李四", 0, "未启动", ""]]
Edit = Callable[[list[list[Any]]], Any]


def sheet_of(rows: list[list[Any]], name: str = "S1", **more: Any) -> RawSheet:
    cells = {
        r: {c: cell(v) for c, v in enumerate(row, start=1) if v not in (None, "")}
        for r, row in enumerate(rows, start=1)
    }
    return RawSheet(name, rows={r: row for r, row in cells.items() if row}, **more)


def cell(value: Any) -> RawCell:
    return RawCell(NUMBER, str(value)) if isinstance(value, int | float) else RawCell(TEXT, value)


def found(*sheets: RawSheet, names: dict[str, str] | None = None) -> list[Table]:
    return find_tables(RawBook("xlsx", sheets, names=names or {}), SECRET)


def only(*sheets: RawSheet, names: dict[str, str] | None = None) -> Table:
    (table,) = found(*sheets, names=names)
    return table


HEADS: dict[str, tuple[list[list[Any]], int]] = {
    "at the top": ([HEADERS], 1),
    "below a title and notes": ([["任务清单（市经信局）"], ["请填写以下各列，进度为百分数"], [], HEADERS], 4),
    "in row 30": ([["说明"]] * 29 + [HEADERS], 30),
    "with marks": ([["编号", "任务名称*", "责任人（必填）", "进 度（%）", "状态：", "进展情况"]], 1),
    "full width": ([["编号", "任务名称", "责任人", "进度％", "状态", "进展情况　"]], 1),
    "by other names": ([["任务编号", "事项名称", "负责人", "完成进度", "办理状态", "工作进展"]], 1),
    "with slips": ([["编号", "任务名称", "责任人", "进度", "状态", "进展情兄"]], 1),
}


@pytest.mark.parametrize(("head", "row"), HEADS.values(), ids=HEADS)
def test_the_header_is_found(head: list[list[Any]], row: int) -> None:
    table = only(sheet_of([*head, *VALUES]))
    assert table.layout is TASK_SHEET
    assert table.header_row == row
    assert dict(table.columns) == {
        "code": 1, "title": 2, "owner": 3, "progress": 4, "status": 5, "progress_note": 6,
    }  # fmt: skip


def test_a_header_of_two_rows_is_joined() -> None:
    rows = [
        ["编号", "任务名称", "联系人", None, "办理情况", None],
        [None, None, "责任人", "联系电话", "进度", "状态"],
        ["B2.1", "培育库", "张三", "138", 40, "推进中"],
    ]
    table = only(sheet_of(rows, merges=((1, 3, 1, 4), (1, 5, 1, 6), (1, 1, 2, 1), (1, 2, 2, 2))))
    assert table.header_row == 2
    assert table.columns == {"code": 1, "title": 2, "owner": 3, "phone": 4, "progress": 5, "status": 6}


def test_columns_may_stand_in_any_order_beside_others() -> None:
    order = [4, 0, 5, 2, 1, 3]
    rows = [[row[i] for i in order] + ["额外"] for row in [HEADERS, *VALUES]]
    table = only(sheet_of(rows))
    assert [table.columns[f] for f in ("status", "code", "progress_note", "owner", "title", "progress")] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    assert 7 not in table.columns.values()


def test_anchors_win_over_renamed_headers() -> None:
    rows = [["x", "y", "谁", "多少", "怎样", "如何"], *VALUES]
    fields = ["code", "title", "owner", "progress", "status", "progress_note"]
    names = {f"ZC_{f}": f"'S1'!${letter}$1" for f, letter in zip(fields, "ABCDEF", strict=True)}
    assert only(sheet_of(rows), names=names).columns == dict(zip(fields, range(1, 7), strict=True))


def test_a_deleted_or_lying_anchor_is_not_believed() -> None:
    names = {
        "ZC_code": "S1!$A$1",
        "ZC_title": "S1!$B$1",
        "ZC_owner": "S1!$C$1",
        "ZC_progress": "#REF!",
        "ZC_status": "S1!$F$1",
    }
    table = only(sheet_of([HEADERS, *VALUES]), names=names)
    assert (table.columns["progress"], table.columns["status"], table.columns["progress_note"]) == (4, 5, 6)


def test_of_two_columns_with_one_header_the_first_counts_and_the_other_is_told() -> None:
    rows = [[*HEADERS, "进度"], *[[*row, 99] for row in VALUES]]
    table = only(sheet_of(rows))
    assert table.columns["progress"] == 4
    assert table.doubled == {7: "progress"}


def test_a_nameless_column_of_percentages_is_progress() -> None:
    rows = [["编号", "任务名称", "责任人", None], *[[f"B{n}", f"任务{n}", "张三", f"{n}0%"] for n in range(1, 6)]]
    table = only(sheet_of(rows))
    assert table.columns["progress"] == 4
    assert table.guessed == {"progress"}


def test_a_nameless_column_of_bare_numbers_stays_nameless() -> None:
    rows = [["编号", "任务名称", "责任人", None], *[[f"B{n}", f"任务{n}", "张三", n * 10] for n in range(1, 6)]]
    assert "progress" not in only(sheet_of(rows)).columns


def test_the_best_sheet_is_taken_whatever_its_name() -> None:
    other = sheet_of([["编号", "任务名称", "备注"], ["1", "别的", "x"]], "任务清单")
    table = only(other, sheet_of([HEADERS, *VALUES], "Sheet2"), sheet_of([["随便"], ["什么"]], "Sheet3"))
    assert table.sheet.name == "Sheet2"


def test_both_kinds_of_table_are_found() -> None:
    indicators = sheet_of([["指标", "单位", "上期值", "本期值", "统计日期", "说明"], ["增加值", "亿元", 1, 2]], "S2")
    assert [t.layout for t in found(indicators, sheet_of([HEADERS, *VALUES]))] == [TASK_SHEET, INDICATOR_SHEET]


def test_a_column_that_is_only_called_alike_must_hold_what_it_should() -> None:
    rows = [
        ["编号", "任务名称", "责任人", "总体进度"],
        *[[f"B{n}", f"任务{n}", "张三", "按计划推进"] for n in range(3)],
    ]
    assert "progress" not in only(sheet_of(rows)).columns
    assert only(sheet_of([rows[0], ["B1", "任务", "张三", "50%"]])).columns["progress"] == 4
    assert only(sheet_of([["编号", "任务名称", "责任人", "进度"], *rows[1:]])).columns["progress"] == 4


@pytest.mark.parametrize(
    "rows",
    [[], [["姓名", "电话"], ["张三", "1"]], [["单位", "说明"], ["a", "b"]], [["长" * 400], ["编号"]]],
    ids=["empty", "contacts", "two headers", "prose"],
)
def test_other_sheets_are_not_ours(rows: list[list[Any]]) -> None:
    assert found(sheet_of(rows)) == []


# --- rows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extra", "rows", "skipped"),
    [
        ([None, "新任务"], 3, 0),
        (HEADERS, 2, 0),
        (["合计", None, None, 40], 2, 1),
        (["小计：2项"], 2, 1),
        (["填表人：张三"], 2, 1),
        (["审核：", None, "李四"], 2, 1),
        *(
            ([text], 2, 1)
            for text in (
                "填报单位：市发改委",
                "单位负责人（签字）：",
                "（公章）",
                "经办人：王某",
                "2026年11月24日",
                "2026.11.24",
            )
        ),
        *(([text, "标题"], 3, 0) for text in ("联系服务企业", "经办流程：优化", "制表", "2026年底前", "2.1.3")),
        (["2026年11月24日", "标题"], 3, 0),
        (["合计划拨资金的任务与其他安排", "标题"], 3, 0),
        (["B9", "审核流程优化"], 3, 0),
        ([" 　"], 2, 0),
    ],
)
def test_rows_that_are_no_data(extra: list[Any], rows: int, skipped: int) -> None:
    read = table_rows(only(sheet_of([HEADERS, *VALUES, extra])), SECRET)
    assert (len(read.rows), len(read.skipped)) == (rows, skipped)


def test_cells_under_a_merge_are_covered() -> None:
    table = only(sheet_of([HEADERS, *VALUES]))
    table = replace(table, sheet=replace(table.sheet, merges=((2, 6, 3, 6),)))
    first, second = table_rows(table, SECRET).rows
    assert (first.covered, second.covered) == (frozenset(), {"progress_note"})
    assert second.text("progress_note") == ""


# --- header texts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "low", "high"),
    [
        ("progress", "进度", 1.0, 1.0),
        ("progress", "进度（%）*必填", 1.0, 1.0),
        ("next_steps", "下一步工作措施", 0.72, 0.95),
        ("progress_note", "目前进展情况", 0.9, 0.9),
        ("progress", "领导批示", 0.0, 0.5),
        ("progress", "长" * 30, 0.0, 0.0),
        ("progress", "", 0.0, 0.0),
    ],
)
def test_header_score(field: str, text: str, low: float, high: float) -> None:
    assert low <= header_score(TASK_SHEET.by_field[field], text) <= high


def test_headers_match_one_to_one_and_leave_taken_columns() -> None:
    texts = {1: ("进展情况",), 2: ("进展",), 3: ("进度",), 4: ("领导批示",)}
    assert match_headers(TASK_SHEET, texts) == {"progress_note": (1, 1.0), "progress": (3, 1.0)}
    assert "progress" not in match_headers(TASK_SHEET, texts, {"remark": 3})
    assert header_key(" 进　度（％）") == "进度"


def test_where_names_show_one_table_no_other_is_looked_for() -> None:
    """A sheet of tasks whose notes read like the header of the indicators stays a sheet of tasks."""
    notes = [column.header for column in INDICATOR_SHEET.data_columns]
    anchors = {f"ZC_{field}": f"S1!${letter}$2" for field, letter in (("code", "A"), ("title", "B"), ("owner", "C"))}
    table = only(sheet_of([notes, HEADERS[:5], *(row[:5] for row in VALUES)]), names=anchors)
    assert (table.layout, table.header_row) == (TASK_SHEET, 2)
    assert table.anchored == {"code", "title", "owner"}


def test_the_sheet_for_machines_is_no_table() -> None:
    assert found(sheet_of([["ZCTRACKER"], HEADERS, *VALUES], "_meta")) == []
