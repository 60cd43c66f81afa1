"""The comparison as a workbook: what stands in which sheet, and a disk that refuses."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tracker.errors import InputError
from tracker.model.enums import LightColour
from tracker.model.rows import ComparedTask, Comparison, FieldShift, Light
from tracker.reports.comparison import write_comparison

RED, GREEN = Light(LightColour.RED, "逾期3天", ""), Light(LightColour.GREEN, "", "")
COUNTS = dict.fromkeys(LightColour, 0)
FORMULA = '=HYPERLINK("http://x")'


def task(code: str, note: str = "", *shifts: FieldShift) -> ComparedTask:
    return ComparedTask(1, code, f"任务{code}", "市科技局", GREEN, RED, note, shifts)


FOUND = Comparison(
    date(2026, 3, 1),
    date(2026, 3, 8),
    added=(ComparedTask(2, "B1", "新任务", "", None, GREEN, "待交办"),),
    removed=(),
    finished=(task("A2", "已销号"),),
    slipped=(task("A3", "延期，2026-03-01 改为 2026-06-30"),),
    changed=(task("A4", "", FieldShift("责任人", "", "张三"), FieldShift("备注", "旧", FORMULA)),),
    lights_before=COUNTS | {LightColour.GREEN: 3},
    lights_after=COUNTS | {LightColour.RED: 3},
)


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def test_each_part_has_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "对比.xlsx"
    write_comparison(path, FOUND)
    assert openpyxl.load_workbook(path).sheetnames == ["概况", "新增", "完成", "延期与逾期", "变更"]
    assert rows(path, "新增")[1] == ("B1", "新任务", "未定", "—", "绿", "待交办")
    assert rows(path, "完成")[1] == ("A2", "任务A2", "市科技局", "绿", "红 · 逾期3天", "已销号")
    assert rows(path, "延期与逾期")[1][-1] == "延期，2026-03-01 改为 2026-06-30"
    assert [line[0::5] for line in rows(path, "变更")] == [("编号", "字段"), ("A4", "责任人"), ("A4", "备注")]


def test_the_figures_come_first(tmp_path: Path) -> None:
    write_comparison(tmp_path / "a.xlsx", FOUND)
    found = dict(rows(tmp_path / "a.xlsx", "概况"))
    assert found["台账对比"] == "2026-03-01 至 2026-03-08"
    assert (found["新增"], found["变更"], found["红灯"], found["绿灯"]) == ("1", "1", "0 → 3", "3 → 0")


def test_a_text_is_never_a_formula(tmp_path: Path) -> None:
    write_comparison(tmp_path / "a.xlsx", FOUND)
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["变更"]["H3"]
    assert (cell.value, cell.data_type) == (FORMULA, "s")


def test_what_is_gone_gets_a_sheet_when_there_is_any(tmp_path: Path) -> None:
    gone = Comparison(FOUND.before, FOUND.after, (), (task("A9"),), (), (), (), COUNTS, COUNTS)
    write_comparison(tmp_path / "a.xlsx", gone)
    assert rows(tmp_path / "a.xlsx", "不再有")[1][0] == "A9"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"「a\.xlsx」写不进去"):
        write_comparison(tmp_path / "none" / "a.xlsx", FOUND)


def test_no_draft_is_left(tmp_path: Path) -> None:
    write_comparison(tmp_path / "a.xlsx", FOUND)
    write_comparison(tmp_path / "a.xlsx", FOUND)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
