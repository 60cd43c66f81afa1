"""The exported file: what a person sees, what stays hidden, and what happens when it cannot be written."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tracker.errors import WorkbookError
from tracker.exchange.cells.columns import SHEETS, SheetLayout
from tracker.exchange.cells.row_tokens import read_token
from tracker.exchange.table import meta_sheet
from tracker.exchange.write.content import ContentRow
from tracker.exchange.write.workbook import write_workbook

Make = Callable[..., Any]


@pytest.fixture
def book(exported: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(exported)


@pytest.fixture
def sheet(book: openpyxl.Workbook) -> Worksheet:
    return book["任务清单"]


def test_returns_the_digest_of_the_file_and_leaves_nothing_else(new_content: Make, tmp_path: Path) -> None:
    path = tmp_path / "交办.xlsx"
    digest = write_workbook(path, new_content())
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(tmp_path.iterdir()) == [path]


def test_head_lines_speak_to_people(sheet: Worksheet) -> None:
    assert "任务清单" in sheet["B1"].value
    assert "市经信局" in sheet["B1"].value
    assert "A 列" in sheet["B2"].value
    assert all(part in sheet["B3"].value for part in ("第 1 批", "2025-03-01", "2025-03-31", "EXP7F3A"))


@pytest.mark.parametrize("layout", SHEETS, ids=lambda layout: layout.kind)
def test_header_widths_and_names(layout: SheetLayout, new_content: Make, tmp_path: Path) -> None:
    content = new_content(helps=(ContentRow("uid-9", {"help_code": "B9", "help_title": "配合的任务"}),), people=())
    write_workbook(tmp_path / "a.xlsx", content)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["任务清单", "配合事项", "联系方式", "指标填报", "_meta"]
    sheet = book[layout.name]
    assert [cell.value for cell in sheet[4]] == [c.header for c in layout.columns]
    for column, cell in zip(layout.columns, sheet[4], strict=True):
        assert book.defined_names[column.anchor].attr_text == f"'{layout.name}'!${cell.column_letter}$4"
        assert sheet.column_dimensions[cell.column_letter].width == column.width


def test_tokens_are_hidden_and_genuine(sheet: Worksheet, secret: bytes) -> None:
    assert sheet.column_dimensions["A"].hidden
    tokens = [read_token(sheet.cell(row, 1).value, secret) for row in range(5, 9)]
    assert [t and (t.key, t.export_code, t.genuine) for t in tokens] == [
        (f"uid-{n}", "EXP7F3A", True) for n in range(1, 5)
    ]


def test_values_have_the_types_people_expect(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    assert (sheet["N5"].value, sheet["N5"].number_format) == (0.4, "0%")
    assert (sheet["J5"].value, sheet["J5"].number_format) == ("2025年12月底前", "@")
    assert sheet["O5"].value == "推进中"
    assert sheet["G5"].value == "市科技局、市财政局"
    assert sheet["Q5"].value is None
    indicators = book["指标填报"]
    assert indicators["D5"].value == 6997.2


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(1)", "#N/A", "+1", "@a", "{=1}"])
def test_text_never_becomes_a_formula(text: str, new_content: Make, task: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, new_content({**task, "title": text, "remark": text}))
    for address in ("C5", "T5"):
        cell = openpyxl.load_workbook(path)["任务清单"][address]
        assert (cell.value, cell.data_type) == (text, "s")


def test_table_can_be_filtered_sorted_and_printed(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    assert sheet.auto_filter.ref == "A4:W8"
    assert sheet.freeze_panes == "D5"
    assert book["指标填报"].freeze_panes == "C5"
    assert not sheet.protection.sheet
    assert not any(merged.max_row >= 4 for merged in sheet.merged_cells.ranges)
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$4:$4"


def test_rules_warn_and_never_stop(sheet: Worksheet) -> None:
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["O5:O8"].formula1 == '"待交办,未启动,推进中,待销号,已销号,暂缓,已取消"'
    assert (rules["N5:N8"].type, rules["N5:N8"].formula1, rules["N5:N8"].formula2) == ("decimal", "0", "1")
    assert {rule.errorStyle for rule in rules.values() if rule.type} == {"warning"}


def test_examples_are_of_the_year_in_which_it_is_sent(new_content: Make, tmp_path: Path) -> None:
    path = tmp_path / "交办.xlsx"
    write_workbook(path, replace(new_content(), sent_on=date(2031, 3, 1)))
    book = openpyxl.load_workbook(path)
    rules = [rule for sheet in book for rule in sheet.data_validations.dataValidation]
    prompts = {rule.prompt for rule in rules if rule.prompt}
    assert "按文件的说法填写即可，如：2031年12月底前、二季度末、长期坚持" in prompts
    assert not any("202" in prompt or "{" in prompt for prompt in prompts)
    assert {rule.error for rule in rules if rule.type == "date"} == {"请填日期，如 2031-03-01。"}


def test_cells_to_fill_in_are_tinted(sheet: Worksheet) -> None:
    editable, read_only = sheet["P5"], sheet["D5"]
    assert editable.fill.fill_type == "solid"
    assert read_only.fill.fill_type is None
    assert read_only.font.color.rgb != editable.font.color.rgb
    assert editable.alignment.wrap_text


def test_rows_are_high_enough_and_may_still_grow(new_content: Make, task: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, new_content({**task, "progress_note": "进展情况" * 60}, {**task, "code": "B2.2"}))
    sheet = openpyxl.load_workbook(path)["任务清单"]
    long, short = sheet.row_dimensions[5].height, sheet.row_dimensions[6].height
    assert 22 <= short < long <= 240
    assert b'customHeight="1"' not in _row_xml(path, 5)


def _row_xml(path: Path, number: int) -> bytes:
    import zipfile

    xml = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    return xml[xml.index(b'<row r="%d"' % number) :].split(b">", 1)[0]


def test_meta_sheet_and_properties_name_the_export(book: openpyxl.Workbook, exported: Path, book_of: Make) -> None:
    assert book["_meta"].sheet_state == "veryHidden"
    assert {p.name: p.value for p in book.custom_doc_props.props}["ZC_export"] == "EXP7F3A"  # type: ignore[attr-defined]
    assert meta_sheet.named_export(book_of(exported), b"another") == ""


def test_zip_is_plain(exported: Path) -> None:
    import zipfile

    assert {entry.extract_version for entry in zipfile.ZipFile(exported).infolist()} == {20}


def test_too_long_a_text_is_refused_by_name(new_content: Make, task: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(WorkbookError, match=r"B2\.1 进展情况.*32768 字"):
        write_workbook(path, new_content({**task, "progress_note": "长" * 32_768}))
    assert not list(tmp_path.iterdir())


def test_a_file_in_use_is_named_and_kept(
    exported: Path, new_content: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = exported.read_bytes()

    def in_use(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", in_use)
    with pytest.raises(WorkbookError, match=r"「交办\.xlsx」正被其他程序打开"):
        write_workbook(exported, new_content())
    assert exported.read_bytes() == before
    assert list(tmp_path.iterdir()) == [exported]


def test_a_folder_that_is_not_there_is_a_sentence(new_content: Make, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="写不进去"):
        write_workbook(tmp_path / "没有" / "a.xlsx", new_content())
