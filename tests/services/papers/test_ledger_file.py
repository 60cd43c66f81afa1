"""The official ledger and the plain table as files: columns, merges, print, texts that stay texts."""

import re
import sqlite3
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MERGES = (
    *("A3:A5", "B3:B5", "C3:D3", "C4:C5", "D4:D5", "E3:G3", "E4:E5", "F4:F5", "G4:G5", "H3:H5", "I3:M3", "I4:I5"),
    *("J4:K4", "L4:L5", "M4:M5", "N3:N5", "O3:O5", "P3:Q3", "P4:P5", "Q4:Q5", "R3:R5"),
)
WITH_SOURCE = (
    *("A3:A5", "B3:B5", "C3:C5", "D3:E3", "D4:D5", "E4:E5", "F3:H3", "F4:F5", "G4:G5", "H4:H5", "I3:I5", "J3:N3"),
    *("J4:J5", "K4:L4", "M4:M5", "N4:N5", "O3:O5", "P3:P5", "Q3:R3", "Q4:Q5", "R4:R5", "S3:S5"),
)


def saved(report: Callable[..., Any], path: Path, *more: object, **where: Any) -> Any:
    done = report("report", "ledger", "--out", path, *more, **where)
    assert (done.code, done.out) == (0, f"{path}\n"), done.err
    return openpyxl.load_workbook(path).active


@pytest.fixture
def sheet(report: Callable[..., Any], out: Path) -> Any:
    return saved(report, out / "台账.xlsx")


def header_merges(sheet: Any) -> list[str]:
    return sorted(str(area) for area in sheet.merged_cells.ranges if area.min_row >= 3 and area.max_row <= 5)


def numbers(sheet: Any) -> list[int]:
    return [row[0].value for row in sheet.iter_rows(min_row=6) if isinstance(row[0].value, int)]


def test_the_header_is_merged_as_in_the_public_lists(sheet: Any, report: Callable[..., Any], out: Path) -> None:
    assert header_merges(sheet) == sorted(MERGES)
    assert header_merges(saved(report, out / "单位.xlsx", "--group", "office")) == sorted(WITH_SOURCE)


def test_the_sheet_prints_on_a3_with_its_header_on_every_page(sheet: Any) -> None:
    assert sheet.title == "工作台账"
    assert sheet.print_title_rows == "$3:$5"
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (8, "landscape", 1, 0)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D6", None)
    assert round(sum(sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKLMNOPQR") * 1.9) == 390


def test_tasks_are_numbered_through_all_groups(sheet: Any, report: Callable[..., Any], out: Path) -> None:
    assert numbers(sheet) == list(range(1, 96))
    assert numbers(saved(report, out / "单位.xlsx", "--group", "office")) == list(range(1, 96))
    alone = saved(report, out / "平.xlsx", "--group", "none")
    assert alone["A6"].value == 1
    assert numbers(alone) == list(range(1, 96))


def test_the_last_row_counts_what_the_task_list_counts(sheet: Any, report: Callable[..., Any]) -> None:
    last = sheet.cell(sheet.max_row, 1).value
    tasks = [task for task in report("tasks", "--json").json if task["status"] != "已取消"]
    assert last.startswith(f"合计：{len(tasks)}项。")
    said = {word: int(number) for word, number in re.findall(r"(\w{2,3}?)(\d+)项", last.partition("。")[2])}
    statuses = Counter("待审核" if task["status"] == "待销号" else task["status"] for task in tasks)
    words = {"red": "红灯", "amber": "黄灯", "green": "绿灯", "blue": "蓝灯", "grey": "灰灯"}
    lights = Counter(words[task["light"]] for task in tasks)
    assert {**statuses, **lights}.items() <= said.items()
    assert "不含已取消1项" in last


def test_every_cell_of_the_table_has_borders_and_none_is_a_formula(sheet: Any, out: Path) -> None:
    """Read past openpyxl, which forgets the lines of cells inside a merge."""
    with zipfile.ZipFile(out / "台账.xlsx") as parts:
        cells = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        styles = ElementTree.fromstring(parts.read("xl/styles.xml"))
    borders = styles.findall(f"{MAIN}borders/{MAIN}border")
    kinds = [borders[int(kind.get("borderId", 0))] for kind in styles.findall(f"{MAIN}cellXfs/{MAIN}xf")]
    seen = 0
    for row in cells.iter(f"{MAIN}row"):
        for cell in row if int(row.get("r", 0)) >= 3 else ():
            lines = kinds[int(cell.get("s", 0))]
            sides = [lines.find(f"{MAIN}{side}") for side in ("left", "right", "top", "bottom")]
            assert [side.get("style") for side in sides if side is not None] == ["thin"] * 4, cell.get("r")
            assert cell.find(f"{MAIN}f") is None
            seen += 1
    assert seen == (sheet.max_row - 2) * 18


def test_values_are_real_numbers_and_days(sheet: Any) -> None:
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=6) if isinstance(row[0].value, int)}
    closed = rows["A1.3a"]
    assert (closed[9].value, closed[9].number_format) == (1.0, "0%")
    assert (closed[15].value, closed[16].value.date(), closed[16].number_format) == (
        "是",
        date(2026, 11, 20),
        "yyyy-mm-dd",
    )
    red = rows["A1.2b"]
    assert (red[11].value, red[11].fill.fgColor.rgb[-6:]) == ("◆红\n逾期35天", "FCEDEC")
    assert "原2026年8月8日，延期1次" in red[7].value


def test_the_head_names_the_ledger_the_day_and_that_it_is_a_demonstration(sheet: Any) -> None:
    assert sheet["A1"].value == "全球智造创新之都政策建议任务工作台账"
    assert "（演示数据）" in sheet["A2"].value
    assert sheet["J2"].value == "截至2026年11月28日　单位：项、%"


def test_a_list_that_a_filter_narrowed_says_that_it_is_not_the_whole(report: Callable[..., Any], out: Path) -> None:
    """Green tasks alone must not pass for the ledger."""
    green = saved(report, out / "绿灯.xlsx", "--light", "green")
    assert green["J2"].value == "截至2026年11月28日（部分任务）　单位：项、%"
    article = saved(report, out / "A.xlsx", "--article", "A")
    assert "（部分任务）" in article["J2"].value
    for more, partial in (((), False), (("--office", "市经信局"), True)):
        target = out / f"销号{partial}.xlsx"
        assert report("report", "closing", *more, "--out", target, "--json").json["partial"] is partial
        closing: Any = openpyxl.load_workbook(target).active
        assert any("（部分任务）" in str(cell.value) for cell in closing[2]) is partial


def test_a_brief_of_one_article_is_about_a_part(report: Callable[..., Any]) -> None:
    brief = report("report", "brief", "--article", "A", "--json").json
    assert brief["title"] == "部分任务11月份推进情况"
    assert brief["sentences"]["总体_任务"].startswith("来源于《")
    assert report("report", "brief", "--json").json["title"] == "11月份推进情况"


def test_an_earlier_day_says_that_its_words_are_of_that_day(report: Callable[..., Any], out: Path) -> None:
    past = saved(report, out / "十月.xlsx", "--to", "2026-10-31")
    assert "（进展为当日登记）" in past["J2"].value
    assert "红灯13项" in past.cell(past.max_row, 1).value


def test_groups_say_how_many_are_done_and_red(sheet: Any) -> None:
    headings = [row[0].value for row in sheet.iter_rows(min_row=6) if str(row[0].value or "")[1:2] == "、"]
    assert headings[1] == "二、〔锚定专精特新〕（22项，已销号4项，红灯1项）"
    assert "《" not in "".join(headings)


def change(ledger: Path, code: str, column: str, value: str) -> None:
    with closing(sqlite3.connect(ledger / "ledger.db")) as connection:
        connection.execute(f"UPDATE task SET {column} = ? WHERE code = ?", (value, code))
        connection.commit()


@pytest.mark.parametrize("text", ["=1+1", "#N/A", "+86", "@SUM(A1)", "a\x07b", "长" * 5_000])
def test_any_title_stays_a_text(report: Callable[..., Any], own_ledger: Path, out: Path, text: str) -> None:
    change(own_ledger, "A1.1", "title", text)
    for name, more in (("台账.xlsx", ()), ("平表.xlsx", ("--plain",))):
        sheet = saved(report, out / name, *more, data=own_ledger)
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == text.replace("\x07", "")]
        assert cells
        assert {cell.data_type for cell in cells} == {"s"}


def test_a_text_no_cell_can_hold_is_refused_and_the_old_file_is_whole(
    report: Callable[..., Any], own_ledger: Path, out: Path
) -> None:
    change(own_ledger, "A1.1", "progress_note", "长" * 40_000)
    path = out / "台账.xlsx"
    path.write_bytes(b"old")
    sentence = report("report", "ledger", "--out", path, data=own_ledger).sentence()
    assert sentence == "「A1.1 进展情况」有 40000 字，超过单元格上限 32767 字，请先缩短再导出。"
    assert path.read_bytes() == b"old"
    assert list(out.iterdir()) == [path]


def test_the_program_does_not_let_openpyxl_write_through_lxml() -> None:
    """In a process of its own: whoever imports openpyxl first decides for the rest of it."""
    program = "import lxml.etree, tracker.__main__, openpyxl.xml; print(openpyxl.xml.LXML)"
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert said.stdout == "False\n"


@pytest.mark.libreoffice
def test_the_printed_ledger_has_a3_pages_with_the_header_on_each(sheet: Any, out: Path) -> None:
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(out), str(out / "台账.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = subprocess.run(["pdftotext", "-layout", out / "台账.pdf", "-"], check=True, capture_output=True, text=True)
    sheets = [page for page in pages.stdout.split("\f") if page.strip()]
    assert len(sheets) >= 5
    assert all("序号" in page and "任务编号" in page for page in sheets)
    info = subprocess.run(["pdfinfo", out / "台账.pdf"], check=True, capture_output=True, text=True).stdout
    assert "(A3)" in info


# --- the plain table -------------------------------------------------------------------------------


def test_the_plain_table_has_the_filter_the_order_and_every_column(report: Callable[..., Any], out: Path) -> None:
    sheet = saved(report, out / "平表.xlsx", "--plain", "--office", "市科技局")
    wanted = [task["code"] for task in report("tasks", "--office", "市科技局", "--json").json]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == wanted
    headers = [cell.value for cell in sheet[1]]
    assert len(headers) == len(set(headers)) >= 30
    assert {"编号", "任务名称", "时限日期", "亮灯理由", "分管领导", "重点", "协调事项"} <= set(headers)
    assert (sheet.freeze_panes, sheet.merged_cells.ranges) == ("C2", set())
    assert sheet.auto_filter.ref.startswith("A1:")


def test_chosen_columns_come_in_their_order_with_real_days_and_numbers(report: Callable[..., Any], out: Path) -> None:
    sheet = saved(report, out / "平表.xlsx", "--plain", "--columns", "任务，编号,进度,时限日期,销号日期")
    assert [cell.value for cell in sheet[1]] == ["任务名称", "编号", "进度", "时限日期", "销号日期"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "A1.3a")
    assert (row[2].value, row[2].number_format) == (1, "0%")
    assert [cell.value.date() for cell in row[3:]] == [date(2026, 7, 31), date(2026, 11, 20)]
    assert sheet.column_dimensions["A"].width == 36


def test_a_column_nobody_knows_is_refused(report: Callable[..., Any], out: Path) -> None:
    sentence = report("report", "ledger", "--plain", "--columns", "进度率", "--out", out / "x.xlsx").sentence()
    assert sentence.startswith("台账没有“进度率”这一列；可用的有：编号、任务名称、")
    assert list(out.iterdir()) == []
