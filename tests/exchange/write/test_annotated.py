"""A workbook returned to its sender: their own words, what is wrong with them, and importing it again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exchange.write.annotated import write_annotated
from tracker.exchange.write.content import ContentRow
from tracker.model.enums import Outcome

Make = Callable[..., Any]
RED, BLUE, ORANGE = "00F8C9C4", "00C5D9F7", "00FBDFB1"


def edit(book: openpyxl.Workbook) -> None:
    """Make one of everything in the returned file."""
    sheet = book["任务清单"]
    sheet["N5"] = "大概一半"  # no percentage
    sheet["H5"] = "=1/0"  # no result
    sheet["O6"] = "差不多了"  # no status
    sheet["H6"] = "李四"  # conflict with our 王五
    sheet["P7"] = None  # emptied
    sheet["R7"] = "=SUM(A1) 只是文字"
    sheet["R7"].data_type = "s"
    sheet["J8"] = "2026年6月底"  # a plain change
    sheet.append([None, "新", "建设人才公寓", None, None, None, None, "赵六"])
    book["指标填报"]["E5"] = "约7123.5亿元"


@pytest.fixture
def ours(exchange: Any) -> Any:
    return exchange.with_ours("uid-2", owner="王五")


@pytest.fixture
def found(ours: Any, returned: Make) -> Any:
    return ours.compare(returned(edit))


@pytest.fixture
def fresh(ours: Any) -> Any:
    """Return the new export: our values of now under a new code."""
    rows = tuple(ContentRow(row.key, ours.current["task", row.key].values) for row in ours.content.tasks)
    return replace(ours.content, export_code="EXP0002", tasks=rows)


@pytest.fixture
def written(found: Any, fresh: Any, tmp_path: Path) -> Path:
    path = tmp_path / "退回.xlsx"
    assert len(write_annotated(path, fresh, found)) == 64
    return path


@pytest.fixture
def sheet(written: Path) -> Worksheet:
    return openpyxl.load_workbook(written)["任务清单"]


CELLS = {
    "N5": ("大概一半", RED),
    "H5": ("张三", RED),
    "O6": ("差不多了", RED),
    "H6": ("李四", BLUE),
    "P7": (None, ORANGE),
    "R7": ("=SUM(A1) 只是文字", None),
    "J8": ("2026年6月底", None),
    "C9": ("建设人才公寓", ORANGE),
    "H9": ("赵六", None),
    "A9": (None, None),
}


@pytest.mark.parametrize(("cell", "value", "fill"), [(c, *v) for c, v in CELLS.items()], ids=CELLS)
def test_cells_hold_their_words_and_the_colour_of_what_is_wrong(
    cell: str, value: Any, fill: str | None, sheet: Worksheet
) -> None:
    assert sheet[cell].value == value
    assert sheet[cell].fill.fgColor.rgb == fill if fill else sheet[cell].fill.fgColor.rgb not in (RED, BLUE, ORANGE)
    assert (sheet[cell].comment is not None) == bool(fill)


def test_the_reason_stands_in_the_comment_and_in_the_last_column(sheet: Worksheet) -> None:
    assert sheet["X4"].value == "系统反馈"
    assert "王五" in sheet["H6"].comment.text
    assert "责任人" in sheet["X6"].value
    assert "状态" in sheet["X6"].value
    assert "进度要填 0 到 100 的百分数，现在是“大概一半”。" in sheet["X5"].value
    assert "被清空" in sheet["X7"].value
    assert "没有这一行" in sheet["X9"].value


def test_the_list_of_problems_links_to_the_cells(written: Path) -> None:
    listed = openpyxl.load_workbook(written)["问题清单"]
    rows = list(listed.iter_rows(min_row=2))
    assert [cell.value for cell in listed[1]] == ["行", "列", "原值", "问题", "建议", "系统现值"]
    conflict = next(row for row in rows if row[2].value == "李四")
    assert (conflict[0].value, conflict[1].value, conflict[5].value) == (6, "责任人", "王五")
    assert conflict[0].hyperlink.location == "'任务清单'!H6"
    assert all(row[4].value for row in rows if row[0].value)
    assert any(row[2].value == "约7123.5亿元" for row in rows)


def test_it_can_be_imported_again(written: Path, fresh: Any, ours: Any, book_of: Make) -> None:
    again = replace(ours, content=fresh).compare(book_of(written))
    told = {(c.key, c.field, c.outcome): c.theirs for c in again.changes}
    assert told == {
        ("uid-2", "owner", Outcome.CHANGE): "李四",  # their answer now stands against our value of today
        ("uid-3", "progress_note", Outcome.CLEARED): "",
        ("uid-3", "next_steps", Outcome.CHANGE): "=SUM(A1) 只是文字",
        ("uid-4", "due_text", Outcome.CHANGE): "2026年6月底",
        ("", "", Outcome.UNKNOWN_ROW): None,
        ("I01", "indicator_value", Outcome.CHANGE): 7123.5,
    }
    assert again.export == "EXP0002"
    assert sorted(p.cell for p in again.problems) == ["N5", "O6"]
    assert not any("系统反馈" in p.message or "问题清单" in p.message for p in again.problems)


def test_rows_stand_in_the_order_of_the_file(ours: Any, fresh: Any, found: Any, tmp_path: Path) -> None:
    path = tmp_path / "顺序.xlsx"
    write_annotated(path, fresh, replace(found, rows=tuple(reversed(found.rows)), changes=(), problems=()))
    sheet = openpyxl.load_workbook(path)["任务清单"]
    assert [sheet.cell(row, 2).value for row in range(5, 9)] == ["C1.1", "B2.3", "B2.2", "B2.1"]


def test_numbers_come_back_as_numbers(ours: Any, fresh: Any, returned: Make, tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["任务清单"]["N5"] = 0.2
        book["任务清单"]["I5"] = 13900000000

    path = tmp_path / "数.xlsx"
    write_annotated(path, fresh, ours.compare(returned(change)))
    sheet = openpyxl.load_workbook(path)["任务清单"]
    assert (sheet["N5"].value, sheet["N5"].number_format, sheet["I5"].value) == (0.2, "0%", "13900000000")


@pytest.mark.parametrize("waits", [True, False], ids=["waiting", "taken"])
def test_words_beside_an_open_entry_need_not_be_written_again(
    ours: Any, fresh: Any, returned: Make, tmp_path: Path, waits: bool
) -> None:
    def ask(book: openpyxl.Workbook) -> None:
        sheet = book["任务清单"]
        sheet["J5"], sheet["K5"], sheet["U5"] = "2026年6月底前", "审批推迟", "王五"
        sheet["N6"], sheet["K6"], sheet["S6"] = 0.5, "不改时限也写了", "方案.pdf"

    found = ours.compare(returned(ask))
    found = replace(found, changes=tuple(replace(one, review=waits) for one in found.changes))
    write_annotated(tmp_path / "退回.xlsx", fresh, found)
    sheet = openpyxl.load_workbook(tmp_path / "退回.xlsx")["任务清单"]
    first, second = [sheet[f"{column}5"].value for column in "JKU"], [sheet[f"{column}6"].value for column in "NKS"]
    assert first == ["2026年6月底前", *(("审批推迟", "王五") if waits else (None, None))]
    assert second == [0.5, None, "方案.pdf" if waits else None]  # a reason belongs to its deadline
