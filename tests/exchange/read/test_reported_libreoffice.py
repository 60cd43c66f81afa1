"""The reported faults as LibreOffice saves them in three formats: each is asked about, or read as it is meant."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.libreoffice import Converter
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.write.workbook import write_workbook

pytestmark = pytest.mark.libreoffice

FORMATS = ("xlsx", "xls", "ods")
TASKS, MEASURED = "任务清单", "指标填报"
STRUCK = TextBlock(InlineFont(strike=True), "旧的。")
#: Sheet, cell, what is written, its format; then the field, what is read (... whatever) and whether it waits, or None.
CASES: dict[str, tuple[str, str, Any, str, tuple[str, Any, bool] | None]] = {
    "hair": (TASKS, "J5", 46_202.99999999999, "yyyy-mm-dd", ("due_text", "2026年6月30日", False)),
    "time": (TASKS, "N5", 0.5, "h:mm", None),
    "long time": (TASKS, "N5", 1.5, "[h]:mm", None),
    "time of a value": (MEASURED, "E5", 0.5, "h:mm", None),
    "percent of percent": (TASKS, "N5", 0.0035, "0%", ("progress", ..., True)),
    "per mille": (MEASURED, "E5", 12.4, '0.0"‰"', ("indicator_value", ..., True)),
    "millions": (MEASURED, "E5", 12_400_000, "0.0,,", ("indicator_value", ..., True)),
    "another unit": (MEASURED, "E5", 1_240_000_000, '0.0,,"百万元"', ("indicator_value", 12.4, True)),
    "its own unit": (MEASURED, "E5", 12.4, '0.0"亿元"', ("indicator_value", 12.4, False)),
    "comma": (MEASURED, "E5", "12,5", "@", ("indicator_value", ..., True)),
    "scientific": (TASKS, "I5", 13_800_000_000, "0.00E+00", ("phone", "13800000000", True)),
    "scientific text": (TASKS, "I5", "1.38E+10", "@", ("phone", "1.38E+10", True)),
    "a phone as date": (TASKS, "I5", 46_000, 'm"月"d"日"', ("phone", ..., True)),
    "struck cell": (TASKS, "P5", "已报市政府", "strike", ("progress_note", "已报市政府", True)),
    "struck number": (TASKS, "N5", 0.6, "strike", ("progress", 60, True)),
    "struck first": (TASKS, "P5", CellRichText(STRUCK, "新的。"), "@", ("progress_note", "新的。", True)),
    "struck amid": (TASKS, "P5", CellRichText("前", STRUCK, "后"), "@", ("progress_note", "前后", True)),
    "struck last": (TASKS, "P5", CellRichText("新的。", STRUCK), "@", ("progress_note", "新的。", True)),
    "formula": (TASKS, "P5", "=1+1", "General", ("progress_note", "2", True)),
    "formula of words": (TASKS, "P5", '="已"&"完成"', "General", ("progress_note", "已完成", True)),
    "marks": (TASKS, "I5", "\u202d13800000001\u202c", "@", None),
    "marks around a status": (TASKS, "O5", "\u2066推进中\u2069", "@", None),
    "marks in a code": (TASKS, "B5", "\u200eB2.\u200f1", "@", None),
    "nothing visible": (TASKS, "P5", "\u3164", "@", ("progress_note", "", True)),
    "cut off": (TASKS, "P5", "长" * 255, "@", ("progress_note", "长" * 255, True)),
    "a dash": (TASKS, "P5", "——", "@", ("progress_note", "", True)),
    "nothing": (TASKS, "P5", "无", "@", ("progress_note", "无", True)),
    "a rare character": (TASKS, "P5", "𠮷祥", "@", ("progress_note", "𠮷祥", False)),
    "whole progress as text": (TASKS, "N7", "1", "@", None),
}


@pytest.fixture(scope="module")
def exchange(make_exchange: Any) -> Any:
    row = {"progress_note": "已完成方案起草", "phone": "13800000001", "progress": 40, "status": "in_progress"}
    due = {"due_text": "2025年12月底前", "code": "B2.1"}
    return make_exchange(row | due, {"code": "B2.2"}, row | {"code": "B2.3", "progress": 100})


@pytest.fixture(scope="module")
def saved(exchange: Any, converter: Converter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of folders by format, with the workbook of every case in it."""
    folder = tmp_path_factory.mktemp("cases")
    for name, (sheet, address, value, code, _) in CASES.items():
        write_workbook(path := folder / f"{name}.xlsx", exchange.content)
        book = openpyxl.load_workbook(path, rich_text=True)
        cell = book[sheet][address]
        cell.value = value
        if code == "strike":
            cell.font = Font(strike=True)
        else:
            cell.number_format = code
        book.save(path)
    for kind in FORMATS:
        converter(kind, [folder / f"{name}.xlsx" for name in CASES], folder / kind)
    return folder


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_a_reported_fault(kind: str, name: str, saved: Path, exchange: Any) -> None:
    expected = CASES[name][-1]
    found = exchange.compare(read_raw((saved / kind / f"{name}.{kind}").read_bytes()))
    told = [(change.field, change.theirs, change.needs_decision) for change in found.changes]
    if expected is None:
        assert told == []
        return
    assert [(field, asked) for field, _, asked in told] == [(expected[0], expected[2])]
    assert expected[1] is ... or told[0][1] == expected[1]
    assert found.changes[0].note or not expected[2] or found.changes[0].outcome == "cleared"
