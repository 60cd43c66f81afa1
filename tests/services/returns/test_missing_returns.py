"""催报: what is missing, in words ready to be sent and as a list."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tracker.errors import InputError, WorkbookError
from tracker.services import exporting
from tracker.services.returns import missing_returns

TODAY = date(2026, 3, 2)
DUE = date(2026, 3, 10)
LATE = date(2026, 3, 15)


@pytest.fixture
def rows(lite, tmp_path: Path):
    """Two workbooks are out, one of them due five days ago."""
    lite.act(exporting.export_office, "市经信局", tmp_path / "a.xlsx", TODAY)
    lite.act(exporting.export_office, "市科技局", tmp_path / "b.xlsx", TODAY, DUE)
    return lite.look(missing_returns.missing_workbooks, LATE)


def test_one_workbook_is_one_sentence(rows) -> None:
    first = rows[0]
    text = missing_returns.reminder_text(rows[:1], LATE)
    assert text == (
        f"市科技局：3月2日发出的第 {first.round} 批交办（{first.tasks} 项任务、{first.indicators} 项指标），"
        "应于3月10日前反馈，现已逾期 5 天，请尽快填报后反馈，谢谢。"
    )


def test_several_are_a_list_the_latest_first(rows) -> None:
    head, *lines = missing_returns.reminder_text(rows, LATE).splitlines()
    assert head.startswith("截至3月15日，以下 2 份工作簿尚未反馈")
    assert [line.partition("：")[0] for line in lines] == ["1. 市科技局", "2. 市经信局"]
    assert lines[0].endswith("现已逾期 5 天。")
    assert lines[1].endswith("至今尚未反馈。")


def test_before_the_day_nothing_is_late(lite, rows) -> None:
    rows = lite.look(missing_returns.missing_workbooks, DUE)
    assert "逾期" not in missing_returns.reminder_text(rows, DUE)
    assert missing_returns.reminder_text((), DUE) == ""


def test_the_list_as_a_workbook(lite, rows, tmp_path: Path) -> None:
    path = tmp_path / "催报.xlsx"
    assert lite.look(missing_returns.write_reminder_workbook, path, LATE) == 2
    sheet = openpyxl.load_workbook(path)["催报清单"]
    assert [cell.value for cell in sheet[3]][:3] == ["单位", "批次", "任务"]
    assert sheet.cell(4, 1).value == "市科技局"
    assert sheet.cell(4, 7).value == 5
    assert sheet.cell(4, 6).value.date() == DUE
    assert sheet.cell(5, 7).value is None


def test_one_round_alone(lite, rows, tmp_path: Path) -> None:
    assert lite.look(missing_returns.write_reminder_workbook, tmp_path / "c.xlsx", LATE, rows[0].round) >= 1
    with pytest.raises(InputError, match="不用催报"):
        lite.look(missing_returns.write_reminder_workbook, tmp_path / "d.xlsx", LATE, 99)
    assert not (tmp_path / "d.xlsx").exists()


def test_a_place_that_cannot_be_written_is_a_sentence(lite, rows, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="写不进去"):
        lite.look(missing_returns.write_reminder_workbook, tmp_path / "nowhere" / "d.xlsx", LATE)
