"""Task lists that stand in texts: their tables are read like sheets, by the same columns."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import pytest

from tests.exchange.lists.list_books import NAMES
from tracker.errors import WorkbookError
from tracker.exchange.lists.read_lists import read_lists
from tracker.intake.read.source_text import SourceText
from tracker.model.task_lists import ListTable
from tracker.services.lists.document_lists import document_book, is_document
from tracker.services.lists.preview import read_list_file

TODAY = date(2026, 3, 10)
_HEAD = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]


def _document(path: Path, *parts: str | Sequence[Sequence[str]]) -> Path:
    """Write a document of paragraphs and tables; a cell that repeats the one before it in its row is merged with it."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for row, texts in enumerate(part):
            for column, text in enumerate(texts):
                if column and text not in ("", "^") and text == texts[column - 1]:
                    table.cell(row, column - 1).merge(table.cell(row, column))
                elif text == "^":
                    table.cell(row - 1, column).merge(table.cell(row, column))
                else:
                    table.cell(row, column).text = text
    document.save(str(path))
    return path


def _lists(path: Path) -> list[ListTable]:
    return read_lists(read_list_file(path), NAMES, TODAY)


def test_a_table_of_a_document_is_a_list(tmp_path: Path) -> None:
    path = _document(
        tmp_path / "方案.docx",
        "关于印发工作方案的通知",
        "2026年重点任务分解表",
        [
            _HEAD,
            ["一、完善制度"] * 5,
            ["1", "制定审查办法", "市司法局", "市发改委、市财政局", "2026年6月底前"],
            ["2", "开展公平竞争审查", "市市场监管局", "", "2026年9月底前"],
        ],
        "注：各单位每季度末报送进展。",
    )
    (table,) = _lists(path)
    assert table.sheet == "表格1"
    assert [(task.section, task.lead_office, task.co_offices, task.due_on) for task in table.tasks] == [
        (("一、完善制度",), "市司法局", ("市财政局", "市发改委"), "2026-06-30"),
        (("一、完善制度",), "市市场监管局", (), "2026-09-30"),
    ]
    assert [text for _, text in table.above][-1] == "2026年重点任务分解表"
    assert table.skipped[-1].why == "note"


def test_cells_merged_across_and_down_keep_their_columns(tmp_path: Path) -> None:
    path = _document(
        tmp_path / "分工.docx",
        [
            ["类别", "重点任务", "责任单位", "责任单位", "时限"],
            ["^", "^", "牵头", "配合", "^"],
            ["产业", "建设光学电子产业园", "市经信局", "市财政局", "2026年8月"],
            ["^", "培育软件名企", "市大数据局", "市经信局", "2026年10月"],
        ],
    )
    (table,) = _lists(path)
    assert table.header == (1, 2)
    assert [(task.themes, task.lead_office, task.co_offices) for task in table.tasks] == [
        (("产业",), "市经信局", ("市财政局",)), (("产业",), "市大数据局", ("市经信局",)),
    ]  # fmt: skip


def test_a_table_broken_at_a_page_goes_on_and_two_tables_stay_apart() -> None:
    text = "任务\t单位\n甲甲甲甲\t市经信局\n乙乙乙乙\t市科技局\n另一张\n任务\t单位\n丙丙丙丙\t市财政局"

    def row(first: str, second: str) -> tuple[tuple[int, int], ...]:
        start = text.index(f"{first}\t{second}")
        return (start, start + len(first)), (start + len(first) + 1, start + len(first) + 1 + len(second))

    last = text.rindex("任务")
    tables = (
        (row("任务", "单位"), row("甲甲甲甲", "市经信局")),
        (row("乙乙乙乙", "市科技局"),),
        (((last, last + 2), (last + 3, last + 5)), row("丙丙丙丙", "市财政局")),
    )
    book = document_book(SourceText("a.docx", "docx", text, tables=tables))
    assert [(sheet.name, sorted(sheet.rows)) for sheet in book.sheets] == [("表格1", [1, 2, 3]), ("表格2", [1, 2, 3])]
    assert book.sheets[1].text(1, 1) == "另一张"
    assert book.sheets[0].text(3, 2) == "市科技局"


def test_labelled_lines_of_a_document_are_a_list(tmp_path: Path) -> None:
    path = _document(
        tmp_path / "分工.docx", "1.建设企业服务中心", "牵头单位：市经信局", "完成时限：2026年9月",
        "2.发布惠企政策清单", "牵头单位：市科技局", "完成时限：2026年10月",
    )  # fmt: skip
    (table,) = _lists(path)
    assert [(task.title, task.lead_office) for task in table.tasks] == [
        ("建设企业服务中心", "市经信局"), ("发布惠企政策清单", "市科技局"),
    ]  # fmt: skip


def test_a_web_page_that_is_called_a_workbook_is_read_by_its_table(tmp_path: Path) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (
        _HEAD, ["1", "制定审查办法", "市司法局", "市财政局", "2026年6月底前"],
    ))  # fmt: skip
    path = tmp_path / "导出.xls"
    path.write_text(f"<html><meta charset='utf-8'><body><table>{rows}</table></body></html>", encoding="utf-8")
    (table,) = _lists(path)
    assert [(task.title, task.lead_office) for task in table.tasks] == [("制定审查办法", "市司法局")]


def test_an_old_document_is_told_to_be_saved_anew() -> None:
    with pytest.raises(WorkbookError, match=r"另存为 \.docx"):
        is_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"))


def test_a_workbook_is_no_document() -> None:
    assert not is_document(b"PK\x03\x04xl/workbook.xml")
    assert not is_document("序号,任务\n1,甲".encode())
