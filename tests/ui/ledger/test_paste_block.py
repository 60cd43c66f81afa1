"""Blocks of cells between the ledger and a spreadsheet."""

from collections.abc import Callable

import pytest

from tracker.model.rows import TaskRow
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.paste_block import block_of, read_block, to_html, to_text
from tracker.ui.ledger.paste_places import place_block

BLOCK = [["编号", "责任人"], ["A1.1", '他说"好"\n第二行'], ["A1.2", "制表\t符"]]


def test_a_block_comes_back_as_it_went_by_text_and_by_html() -> None:
    assert read_block(to_text(BLOCK)) == BLOCK
    assert read_block("", to_html(BLOCK)) == BLOCK
    assert "mso-number-format" in to_html(BLOCK)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("甲\t60%\r\n乙\t70%\r\n", [["甲", "60%"], ["乙", "70%"]]),  # Excel
        ("甲\t60%\n乙\t70%", [["甲", "60%"], ["乙", "70%"]]),  # LibreOffice ends without a line feed
        ("甲\r乙\r", [["甲"], ["乙"]]),  # old Mac line ends
        ("甲\r\n\r\n丙\r\n", [["甲"], [""], ["丙"]]),  # an empty cell keeps its row
        ("甲\r\n\r\n\r\n", [["甲"]]),
        ("\t乙\r\n", [["", "乙"]]),
        ('"一\n二"\t乙\r\n', [["一\n二", "乙"]]),  # line feed inside a cell
        ('"一\r\n二"\r\n', [["一\n二"]]),
        ('"他说""好""\n又说"\t乙\r\n', [['他说"好"\n又说', "乙"]]),
        ('"十大"工程\t乙\r\n丙\t丁\r\n', [['"十大"工程', "乙"], ["丙", "丁"]]),  # a quote that quotes nothing
        ('"没有合上\t乙\r\n丙\t丁\r\n', [['"没有合上', "乙"], ["丙", "丁"]]),
        ('高 3" 的\r\n', [['高 3" 的']]),
        ('"制表\t符"\r\n', [["制表\t符"]]),
        ("=1+1\t-5\r\n", [["=1+1", "-5"]]),
        ("甲\r\n\x00", [["甲"]]),  # WPS ends with a zero byte
        ("　\r\n", []),
    ],
)
def test_texts_as_programs_write_them(text: str, block: list[list[str]]) -> None:
    assert read_block(text) == block


EXCEL = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><style><!-- td {mso-ignore:padding;} --></style>
</head><body><table border=0 cellpadding=0><!--StartFragment-->
 <col width=64 style='width:48pt'>
 <tr height=19><td height=19 class=xl65 style='height:14.4pt'>甲&amp;乙</td>
  <td class=xl66>完成方案<br>
    已印发<font class="font5">（第一
  稿）</font></td></tr>
 <tr><td colspan=2>合并的&nbsp;格</td><td align=right>60%</td></tr>
 <tr><td></td><td>x</td></tr>
<!--EndFragment--></table></body></html>"""


def test_html_as_excel_writes_it() -> None:
    assert read_block("", EXCEL) == [["甲&乙", "完成方案\n已印发（第一 稿）"], ["合并的 格", "", "60%"], ["", "x"]]


@pytest.mark.parametrize("cell", ["=1+1", "+86 574", "-5", "@张三", "=cmd|' /C calc'!A0", "1-2", "0012"])
def test_nothing_that_goes_out_becomes_a_formula_or_another_number(cell: str) -> None:
    """Spreadsheets take the HTML, where every cell says that it is text; the plain text stays as it was written."""
    assert f"<td style=\"mso-number-format:'\\@'\">{cell.replace(chr(39), '&#x27;')}</td>" in to_html([["头"], [cell]])
    assert read_block(to_text([["头"], [cell]])) == [["头"], [cell]]


def test_cells_of_a_row(make_task: Callable[..., TaskRow]) -> None:
    task = make_task(1, lead_short="经信", progress_note="一\n二", owner="")
    columns = [Column.CODE, Column.LATEST, Column.OFFICE, Column.OWNER, Column.DUE, Column.PROGRESS]
    assert block_of([task], columns)[1] == ["A1.1", "一\n二", "市经信局", "", "2023年12月底前", "50%"]


@pytest.mark.parametrize(
    ("block", "fields", "expected", "left"),
    [
        ([["甲", "60%"], ["乙", "70"]], ["owner", "progress"],
         [(1, "owner", "甲"), (1, "progress", "60%"), (2, "owner", "乙"), (2, "progress", "70")], ""),
        ([["甲"], ["乙"], ["丙"]], ["owner"], [(1, "owner", "甲"), (2, "owner", "乙")], "有 1 行超出台账的末尾"),
        ([["编号", "责任人"], ["A1.2", "乙"], ["X", "谁"]], [], [(2, "owner", "乙")], "台账中没有编号 X"),
        ([["责任人", "亮灯"], ["甲", "红"]], ["progress"], [(1, "owner", "甲")], ""),
        ([["x"]], ["code"], [], ""),
        # a column of numbers says which task a row is, also under other headers and without any
        ([["任务编号", "完成时间", "负责人"], ["A1.2", "长期坚持", "乙"], ["Ａ1.1 ", "6月底", "甲"]], ["owner"],
         [(2, "due_text", "长期坚持"), (2, "owner", "乙"), (1, "due_text", "6月底"), (1, "owner", "甲")], ""),
        ([["乙", "A1.2"], ["甲", "A1.1"]], ["owner", "due_text"], [(2, "owner", "乙"), (1, "owner", "甲")], ""),
        ([["A1.2", "乙"], ["A1.9", "谁"]], ["owner"], [(2, "owner", "乙")], "台账中没有编号 A1.9"),
        ([["编号", "责任人"], ["A1.2", "乙"], ["A1.2", "丙"]], [], [(2, "owner", "乙")],
         "编号 A1.2 不止一行，只取第一行"),
        # what gives nothing is passed over where it says nothing, and is a word elsewhere
        ([["/", "无", "无"], ["", "", ""]], ["due_text", "progress", "problems"],
         [(1, "problems", "无"), (2, "problems", "")], ""),
        ([["任务代号", "办理人"], ["A1.2", "乙"]], ["owner"], [],
         "第一行像表头，却没有认得的列（任务代号、办理人）；请写成编号、责任人等表头再粘贴"),
        ([], ["owner"], [], ""),
    ],
)  # fmt: skip
def test_where_a_block_goes(make_task: Callable[..., TaskRow], block, fields, expected, left) -> None:
    tasks = [make_task(1), make_task(2)]
    found = place_block(block, tasks, fields, tasks)
    assert [(edit.task_id, edit.field, edit.text) for edit in found.edits] == expected
    assert found.left == left
    assert all(edit.pasted for edit in found.edits)


@pytest.mark.parametrize(
    ("header", "unknown"), [("序号\t责任人", ("序号",)), ("责任人\t任务代号\t代码", ("任务代号", "代码"))]
)
def test_an_unknown_column_beside_known_headers_is_asked_about(
    make_task, header: str, unknown: tuple[str, ...]
) -> None:
    tasks = [make_task(1), make_task(2)]
    block = read_block(f"{header}\nA1.2\t乙\n")
    found = place_block(block, tasks, ["owner"], tasks)
    assert (found.edits, found.unknown) == ((), unknown)


def test_the_column_a_person_names_says_which_task_a_row_is(make_task: Callable[..., TaskRow]) -> None:
    tasks = [make_task(1), make_task(2)]
    block = [["序号", "责任人"], ["A1.2", "乙"], ["3", "丙"]]
    found = place_block(block, tasks, ["owner"], tasks, "序号")
    assert [(edit.task_id, edit.text) for edit in found.edits] == [(2, "乙")]
    assert found.left == "台账中没有编号 3"
