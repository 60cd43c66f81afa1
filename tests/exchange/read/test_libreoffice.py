"""The real thing: a LibreOffice opens an exported workbook and saves it; nothing may look changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.libreoffice import Converter
from tracker.exchange.read.reader_pool import BookReader, load_file
from tracker.exchange.write.workbook import write_workbook
from tracker.model.enums import Outcome

pytestmark = pytest.mark.libreoffice

#: Headers nobody would guess: only the names behind them tell what the columns are.
RENAMED = {"H4": "这一栏请写上是哪一位在办", "P4": "最近都做了些什么工作"}
EDITS = {"H5": "李四", "N6": 0.65, "P7": "已完成，\n转入验收"}


@pytest.fixture(scope="module")
def converted(
    converter: Converter, tmp_path_factory: pytest.TempPathFactory, live_exchange: Any, full_exchange: Any
) -> dict[str, Path]:
    """Return the exported and the edited workbook in every format, and back in xlsx."""
    folder = tmp_path_factory.mktemp("sent")
    plain, edited, full = (folder / f"{name}.xlsx" for name in ("plain", "edited", "full"))
    write_workbook(full, full_exchange.content)
    write_workbook(plain, live_exchange.content)
    book = openpyxl.load_workbook(plain)
    for address, value in EDITS.items():
        book["任务清单"][address] = value
    book.save(edited)
    files: dict[str, Path] = {}
    lived_in(book["任务清单"]).parent.save(lived := folder / "lived.xlsx")
    for kind in ("xlsx", "xls", "ods"):
        target, sent = folder / kind, (plain, edited, full, lived)
        results = converter(kind, list(sent), target)
        files |= {f"{file.stem} {kind}": result for file, result in zip(sent, results, strict=True)}
    for kind in ("xls", "ods"):
        back = converter("xlsx", [files[f"plain {kind}"]], folder / f"{kind}-back")
        files[f"plain {kind} xlsx"] = back[0]
    return files


def lived_in(sheet: Worksheet) -> Worksheet:
    """Do to the tasks what only the shape of a sheet shows: formats, merges, errors, comments, what is hidden."""
    for address, words in RENAMED.items():
        sheet[address] = words
    sheet["N7"], sheet["N8"] = 1, 0.01  # 100% and 1%, typed into cells with the format of percents
    sheet["N11"], sheet["N11"].number_format = 1, "General"
    sheet["I5"] = "=1/0"
    sheet["Q6"].comment = Comment("这里还要再核实", "张三")
    sheet["H9"] = "王五、赵六"
    sheet.merge_cells("H9:H10")
    sheet.row_dimensions[12].hidden = True
    return sheet


@pytest.fixture(scope="module")
def full_exchange(make_exchange: Callable[..., Any]) -> Any:
    """Return an export with cells that hold all a cell can hold; it is only saved, opening it again takes minutes."""
    return make_exchange({"progress_note": "长" * 32_767}, {"code": "L2", "title": "二", "remark": "=" + "x" * 32_766})


@pytest.fixture(scope="module")
def reader() -> Any:
    with BookReader() as one:
        yield one


@pytest.mark.parametrize("name", ["plain xlsx", "plain xls", "plain ods", "plain xls xlsx", "plain ods xlsx"])
def test_a_saved_workbook_has_no_changes(name: str, converted: Any, live_exchange: Any, reader: BookReader) -> None:
    found = live_exchange.compare(reader.read(load_file(converted[name])))
    assert [(c.cell, c.snapshot, c.theirs, c.note) for c in found.changes] == []
    assert [p.message for p in found.problems] == []
    assert found.export == live_exchange.content.export_code


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_full_cells_have_no_changes(kind: str, converted: Any, full_exchange: Any, reader: BookReader) -> None:
    found = full_exchange.compare(reader.read(load_file(converted[f"full {kind}"])))
    assert [(c.cell, c.outcome, c.note) for c in found.changes] == []


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_three_edits_are_three_changes(kind: str, converted: Any, live_exchange: Any, reader: BookReader) -> None:
    found = live_exchange.compare(reader.read(load_file(converted[f"edited {kind}"])))
    assert [(c.cell, c.theirs, c.outcome) for c in found.changes] == [
        ("H5", "李四", Outcome.CHANGE),
        ("N6", 65, Outcome.CHANGE),
        ("P7", "已完成，\n转入验收", Outcome.CHANGE),
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_only_the_shape_shows_reads_alike(
    kind: str, converted: Any, live_exchange: Any, reader: BookReader
) -> None:
    found = live_exchange.compare(reader.read(load_file(converted[f"lived {kind}"])))
    by_cell = {c.cell: c for c in found.changes}
    assert {cell: (one.theirs, one.outcome) for cell, one in by_cell.items()} == {
        "H5": ("李四", Outcome.CHANGE),
        "N6": (65, Outcome.CHANGE),
        "P7": ("已完成，\n转入验收", Outcome.CHANGE),
        "N7": (100, Outcome.CHANGE),
        "N8": (1, Outcome.CHANGE),
        "N11": (1, Outcome.CHANGE),
        "H9": ("王五、赵六", Outcome.CHANGE),
        "H10": ("王五、赵六", Outcome.CHANGE),
    }
    # One merged cell for two rows, and a 1 that is no percent: 1% or 100%.
    assert [cell for cell, one in by_cell.items() if one.review] == ["H10", "N11"]
    said = "\n".join(p.message for p in found.problems)
    assert "单元格是错误值 #DIV/0!" in said
    assert "单元格 Q6 有批注「这里还要再核实」" in said
    assert "有 1 行被隐藏或筛选掉了" in said


def test_in_an_old_file_a_percent_cell_is_read_as_one(converted: Any, live_exchange: Any, reader: BookReader) -> None:
    found = live_exchange.compare(reader.read(load_file(converted["lived xls"])))
    by_cell = {c.cell: c for c in found.changes}
    assert (by_cell["N7"].theirs, by_cell["N7"].review) == (100, False)
    assert (by_cell["N8"].theirs, by_cell["N8"].review) == (1, False)
    assert by_cell["N11"].review  # a 1 that is no percent: 1% or 100%


def written_over(source: Path, target: Path) -> None:
    """Write what is asked about into cells of the tasks: struck-out words, units of formats, a shortened number."""
    book = openpyxl.load_workbook(source)
    sheet = book["任务清单"]
    struck = InlineFont(strike=True)
    sheet["P5"].value = CellRichText(TextBlock(struck, "旧的进展。"), "新的进展。")
    sheet["P30"].value = CellRichText("已经", TextBlock(struck, "没有"), "办妥。")
    sheet["H6"].value, sheet["H6"].font = "李四", Font(strike=True)
    sheet["I7"].value, sheet["I7"].number_format = 13_800_000_000, "0.00E+00"
    sheet["N8"].value, sheet["N8"].number_format = 0.5, "h:mm"
    sheet["N9"].value = 0.0035
    measured = book["指标填报"]
    measured["E5"].value, measured["E5"].number_format = 12.4, '0.0"‰"'
    measured["E7"].value, measured["E7"].number_format = 124_000, '0!.0,"万"'
    book.save(target)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_what_is_asked_about_is_asked_in_every_format(
    kind: str, converter: Converter, live_exchange: Any, reader: BookReader, tmp_path: Path
) -> None:
    write_workbook(plain := tmp_path / "plain.xlsx", live_exchange.content)
    written_over(plain, edited := tmp_path / "edited.xlsx")
    (saved,) = converter(kind, [edited], tmp_path / kind)
    found = live_exchange.compare(reader.read(load_file(saved)))
    told = {c.cell: (c.theirs, c.needs_decision) for c in found.changes}
    assert told.pop("N9")[1]
    assert told.pop("E7")[1]
    assert told == {
        "P5": ("新的进展。", True),
        "H6": ("李四", True),
        "I7": ("13800000000", True),
        "P30": ("已经办妥。", True),
        "E5": (12.4, True),
    }
    assert {p.cell for p in found.problems if "现在是“12:00" in p.message} == {"N8"}
