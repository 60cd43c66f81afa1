"""One office, several people: its workbook in parts, all of them one entry of the register."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.services.returns.test_co_offices import HelpBook
from tracker.errors import InputError
from tracker.model.enums import SplitBy
from tracker.model.tables import Task, WorkbookExport, WorkbookReturn
from tracker.services.exporting import export_split
from tracker.services.returns import apply

TODAY, LATER = date(2026, 3, 2), date(2026, 3, 20)


@pytest.fixture
def parts(lite: Any, tmp_path: Path) -> list[Path]:
    lite.edit("owner", "张三")
    lite.edit("owner", "李四", "A2.1a")
    _, paths = lite.act(export_split, "市经信局", tmp_path, TODAY, LATER, SplitBy.OWNER)
    return list(paths)


def rows_in(path: Path, sheet: str) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [str(row[1].value) for row in book[sheet].iter_rows(min_row=5)] if sheet in book.sheetnames else []


def test_every_row_stands_in_one_part(lite: Any, parts: list[Path]) -> None:
    assert [path.name for path in parts] == [
        f"市经信局_第1批交办_20260302_{name}.xlsx" for name in ("张三", "未定责任人", "李四")
    ]
    (export,) = lite.rows(WorkbookExport)
    codes = [code for path in parts for code in rows_in(path, "任务清单")]
    assert (len(codes), len(set(codes))) == (export.tasks, export.tasks)
    assert rows_in(parts[0], "任务清单") == ["A1.1"]
    measured = [name for path in parts for name in rows_in(path, "指标填报")]
    assert len(measured) == len(set(measured)) == export.indicators


def test_parts_come_back_to_one_export_without_a_question(lite: Any, parts: list[Path]) -> None:
    (export,) = lite.rows(WorkbookExport)
    for path, code in zip((parts[0], parts[2]), ("A1.1", "A2.1a"), strict=True):
        book = openpyxl.load_workbook(path)
        sheet = book["任务清单"]
        column = next(cell.column for cell in sheet[4] if cell.value == "备注")
        sheet.cell(5, column).value = f"{code} 的备注"
        book.save(path)
        preview = lite.preview(HelpBook(path))
        assert [(change.task, change.field) for change in preview.changes] == [(code, "remark")]
        assert [problem.message for problem in preview.problems] == []
        lite.act(apply.apply_return, lite.receive(HelpBook(path)), {}, LATER)
    assert {row.export_id for row in lite.rows(WorkbookReturn)} == {export.id}
    assert [lite.task(code).remark for code in ("A1.1", "A2.1a")] == ["A1.1 的备注", "A2.1a 的备注"]


def test_by_theme(lite: Any, tmp_path: Path) -> None:
    _, paths = lite.act(export_split, "市经信局", tmp_path, TODAY, None, SplitBy.THEME)
    themes = {task.code: (task.themes or ["未分主题"])[0] for task in lite.rows(Task)}
    for path in paths:
        assert {themes[code] for code in rows_in(path, "任务清单")} == {path.stem.rpartition("_")[2]}


def test_an_unknown_office_gets_nothing(lite: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有名为“市不存在局”的单位"):
        lite.act(export_split, "市不存在局", tmp_path, TODAY, None, SplitBy.OWNER)
    assert list(tmp_path.glob("*.xlsx")) == []
