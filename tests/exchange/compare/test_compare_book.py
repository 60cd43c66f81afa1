"""Comparing whole files: lost identity, copies, missing and new rows, and files that are not ours."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.exchange.sheet_edits import only, put, said, tasks
from tracker.errors import WorkbookError
from tracker.exchange.compare.match_rows import COPIED
from tracker.exchange.table.snapshot_text import pack
from tracker.exchange.write.content import sent_workbook
from tracker.model.enums import Outcome

Make = Callable[..., Any]


# --- identity ------------------------------------------------------------------------------------


def delete_token_column(book: openpyxl.Workbook) -> None:
    tasks(book).delete_cols(1)
    for name in [n for n in book.defined_names if n.startswith("ZC_")]:
        del book.defined_names[name]


def test_without_token_column_number_and_title_decide(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        tasks(book)["N6"] = 0.3
        delete_token_column(book)

    found = exchange.compare(returned(edit))
    change = only(found)
    assert (change.task, change.theirs, change.cell) == ("B2.2", 30, "M6")
    assert not change.review  # the hidden sheet still names the export
    assert "行编码列不见了" in said(found)


def test_without_any_trace_the_newest_export_is_assumed(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        tasks(book)["N6"] = 0.3
        delete_token_column(book)
        del book["_meta"], book["指标填报"]

    found = exchange.compare(returned(edit))
    assert found.export == "EXP7F3A"
    assert only(found).review
    assert "没有可用的行编码" in only(found).note


def test_a_damaged_token_falls_back_on_number_and_title(exchange: Any, returned: Make) -> None:
    found = exchange.compare(returned(put(A5="Tuid-2~EXP7F3A~AAAAAAAA", H5="李四")))
    assert only(found).key == "uid-1"
    assert "行编码被改动" in said(found)


def test_a_token_pasted_on_another_row_needs_a_person(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = tasks(book)
        sheet["H5"], sheet["A5"] = "李四", sheet["A6"].value
        sheet.delete_rows(6)

    found = exchange.compare(returned(edit))
    (changed,) = [c for c in found.changes if c.outcome is not Outcome.MISSING_ROW]
    assert (changed.key, changed.theirs, changed.review) == ("uid-1", "李四", True)
    assert "对不上" in said(found)


def test_tokens_left_behind_by_sorting_change_no_row_of_another_task(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = tasks(book)
        sheet["H6"] = "李四"
        tokens = [sheet.cell(row, 1).value for row in range(5, 9)]
        for row, token in zip(range(5, 9), reversed(tokens), strict=True):
            sheet.cell(row, 1).value = token

    found = exchange.compare(returned(edit))
    assert [(c.key, c.field, c.theirs, c.review) for c in found.changes] == [("uid-2", "owner", "李四", True)]
    assert said(found).count("对不上") == 4


def test_a_row_copied_to_begin_a_new_task_is_proposed(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = tasks(book)
        sheet["H5"] = "李四"
        sheet.append([cell.value for cell in sheet[5]])
        sheet["B9"], sheet["C9"], sheet["H9"] = "新1", "建设人才公寓", "钱七"

    found = exchange.compare(returned(edit))
    task, new = found.changes
    assert (task.key, task.theirs, task.review) == ("uid-1", "李四", False)
    assert (new.outcome, new.title, new.row["owner"]) == (Outcome.UNKNOWN_ROW, "建设人才公寓", "钱七")
    assert [p.message for p in found.problems] == [COPIED]


def test_identical_copies_collapse(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        tasks(book)["H5"] = "李四"
        tasks(book).append([cell.value for cell in tasks(book)[5]])
        tasks(book)["N9"].number_format = "0%"

    found = exchange.compare(returned(edit))
    assert only(found).theirs == "李四"
    assert found.problems == ()


def test_what_each_of_several_copies_says_is_told(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        tasks(book)["H5"] = "李四"
        book.copy_worksheet(tasks(book)).title = "任务清单 (2)"
        book["任务清单 (2)"]["H5"] = "钱七"

    found = exchange.compare(returned(edit))
    assert (only(found).theirs, only(found).review) == ("李四", True)
    assert "2 行（「任务清单」第 5 行、「任务清单 (2)」第 5 行）且内容不同" in said(found)
    assert "责任人：同一任务的这一行写的是「钱七」，与「任务清单」H5 不同，没有采用" in said(found)


def test_differing_copies_need_a_person(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        tasks(book).append([cell.value for cell in tasks(book)[5]])
        tasks(book)["N9"].number_format = "0%"
        tasks(book)["H9"] = "李四"

    found = exchange.compare(returned(edit))
    assert only(found).review
    assert "第 5、9 行" in said(found)


def test_sorted_rows_change_nothing(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = tasks(book)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=8)]
        for number, values in zip(range(5, 9), reversed(rows), strict=True):
            for place, value in enumerate(values, start=1):
                sheet.cell(number, place).value = value
                sheet.cell(number, place).data_type = "s" if isinstance(value, str) else "n"

    found = exchange.compare(returned(edit))
    assert (found.changes, found.problems) == ((), ())


def test_a_missing_row_is_listed_and_a_new_one_proposed(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        tasks(book).delete_rows(6)
        tasks(book).append([None, "新", "建设人才公寓", None, None, None, None, "赵六", None, "2026年底", 0.1])

    found = exchange.compare(returned(edit))
    missing, unknown = sorted(found.changes, key=lambda c: c.outcome.value)
    assert (missing.outcome, missing.task, missing.key) == (Outcome.MISSING_ROW, "B2.2", "uid-2")
    assert (unknown.outcome, unknown.title, unknown.key, unknown.cell) == (
        Outcome.UNKNOWN_ROW,
        "建设人才公寓",
        "",
        "C8",
    )
    assert unknown.row["owner"] == "赵六"
    assert unknown.needs_decision


def test_a_missing_column_empties_nothing(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        tasks(book)["H5"] = "李四"
        tasks(book).delete_cols(16)
        moved = ("problems", "next_steps", "evidence_names", "remark", "filled_by", "assign_note")
        for name in ("progress_note", *moved):
            del book.defined_names[f"ZC_{name}"]

    found = exchange.compare(returned(edit))
    assert only(found).field == "owner"
    assert "没有「进展情况」列" in said(found)


def test_an_unknown_column_is_listed_with_its_content(exchange: Any, returned: Make) -> None:
    found = exchange.compare(returned(put(X4="领导批示", X5="请抓紧", X7="已阅")))
    assert found.changes == ()
    assert found.problems[0].raw == "X5　请抓紧\nX7　已阅"
    assert "领导批示" in said(found)
    assert "请抓紧" in said(found)


def test_merged_cells_are_not_emptied(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        tasks(book).merge_cells("P5:P6")

    found = exchange.compare(returned(edit))
    assert found.changes == ()
    assert [p.cell for p in found.problems] == ["P6"]


def test_a_missing_sheet_is_one_problem(exchange: Any, returned: Make) -> None:
    found = exchange.compare(returned(lambda book: book.remove(book["指标填报"])))
    assert found.changes == ()
    assert said(found).count("没有「指标填报」表") == 1


def test_indicator_rows_compare_the_same_way(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["指标填报"]["E5"] = "7,123.5亿元"
        book["指标填报"]["F5"] = "2025年6月30日"
        book["指标填报"]["G5"] = "快报数"
        book["指标填报"]["D5"] = 1

    found = exchange.compare(returned(edit))
    assert {c.field: c.theirs for c in found.changes} == {
        "indicator_value": 7123.5,
        "indicator_on": "2025-06-30",
        "indicator_note": "快报数",
    }
    assert not any(c.review for c in found.changes)
    assert [p.cell for p in found.problems] == ["D5"]


@pytest.mark.parametrize("value", ["见附件", "7O00"])
def test_date_and_note_wait_where_the_value_of_an_indicator_cannot_be_read(
    exchange: Any, returned: Make, value: str
) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["指标填报"]
        sheet["E5"], sheet["F5"], sheet["G5"] = value, "2025年6月30日", "快报数"

    found = exchange.compare(returned(edit))
    assert [(p.cell, p.message, p.raw) for p in found.problems] == [("E5", f"本期值：“{value}”不是数值。", value)]
    assert [(c.field, c.theirs, c.needs_decision, c.note) for c in found.changes] == [
        ("indicator_on", "2025-06-30", True, "本期值读不出，日期和说明先不导入"),
        ("indicator_note", "快报数", True, "本期值读不出，日期和说明先不导入"),
    ]


@pytest.mark.parametrize("value", [None, "—", "无"])
def test_a_date_without_a_value_is_told_and_does_not_wait(exchange: Any, returned: Make, value: str | None) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["指标填报"]["E5"], book["指标填报"]["F5"] = value, "2025年6月30日"

    found = exchange.compare(returned(edit))
    assert found.changes == ()
    assert [(p.cell, p.message) for p in found.problems] == [("F5", "统计日期：没有填本期值，统计日期不单独导入")]


def test_a_value_in_another_unit_needs_a_person(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["指标填报"]
        sheet["C5"], sheet["E5"], sheet["G5"] = "万元", 71_235_000, "快报数"

    found = exchange.compare(returned(edit))
    value, note = found.changes
    assert (value.field, value.review, note.field, note.review) == ("indicator_value", True, "indicator_note", False)
    assert "「单位」写的是「万元」，发出时是「亿元」" in value.note


def test_rows_of_two_exports_each_take_their_own_base(
    exchange: Any, new_content: Make, task: dict[str, Any], returned: Make
) -> None:
    from tracker.exchange.cells.row_tokens import make_token

    older = new_content({**task, "owner": "李四"}, export_code="EXP0001")
    sent = {"EXP7F3A": exchange.sent, "EXP0001": sent_workbook(older)}
    token = make_token("uid-1", "EXP0001", exchange.content.secret)
    found = exchange.compare(returned(put(A5=token, H5="李四")), sent=sent)
    assert found.changes == ()
    assert "EXP0001" in said(found)
    assert found.export == "EXP7F3A"


def test_a_task_that_is_gone_is_a_problem(exchange: Any, returned: Make) -> None:
    current = {place: row for place, row in exchange.current.items() if place[1] != "uid-1"}
    found = exchange.compare(returned(put(H5="李四")), current=current)
    assert found.changes == ()
    assert "已不在台账" in said(found)


def test_sum_and_signature_rows_are_listed_not_proposed(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        tasks(book)["B10"] = "合计"
        tasks(book)["N10"] = 0.35
        tasks(book)["B12"] = "填表人：张三"
        for place in range(2, 17):
            tasks(book).cell(13, place).value = tasks(book).cell(4, place).value

    found = exchange.compare(returned(edit))
    assert found.changes == ()
    assert [p.cell for p in found.problems] == ["A10", "A12"]


# --- files that are not ours ---------------------------------------------------------------------


def test_a_file_without_our_sheets_is_refused(exchange: Any, xlsx: Make) -> None:
    from tracker.exchange.read.open_book import read_raw

    with pytest.raises(WorkbookError, match=r"反馈\.xlsx.*没有找到"):
        exchange.compare(read_raw(xlsx()))


def test_a_file_of_an_unknown_export_is_refused_by_name(exchange: Any, returned: Make) -> None:
    with pytest.raises(WorkbookError, match=r"EXP7F3A.*没有这个批次"):
        exchange.compare(returned(lambda book: book.remove(book["_meta"])), sent={}, latest_for_office={})


def test_the_snapshot_in_the_file_stands_in_for_a_lost_one(exchange: Any, returned: Make) -> None:
    found = exchange.compare(returned(put(H5="李四")), sent={}, latest_for_office={})
    assert (only(found).theirs, only(found).snapshot, only(found).review) == ("李四", "张三", False)
    assert "文件里带着的发出内容" in said(found)


def test_a_changed_snapshot_in_the_file_is_not_believed(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["_meta"]["A9"] = pack(replace(exchange.sent, rows=()))

    with pytest.raises(WorkbookError, match="没有这个批次"):
        exchange.compare(returned(edit), sent={}, latest_for_office={})


def test_a_file_of_another_installation_is_refused(exchange: Any, exported: Path, book_of: Make) -> None:
    with pytest.raises(WorkbookError, match="没有一行能对上"):
        exchange.compare(book_of(exported), secret=b"another key", latest_for_office={})
