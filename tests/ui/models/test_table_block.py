"""Blocks of cells between the ledger and a spreadsheet."""

from collections.abc import Callable

import pytest

from tracker.model.rows import TaskRow
from tracker.ui.models.ledger_columns import Column
from tracker.ui.models.table_block import block_of, place_block, read_block, to_html, to_text

BLOCK = [["编号", "责任人"], ["A1.1", '他说"好"\n第二行'], ["A1.2", "制表\t符"]]


def test_a_block_comes_back_as_it_went_by_text_and_by_html() -> None:
    assert read_block(to_text(BLOCK)) == BLOCK
    assert read_block("", to_html(BLOCK)) == BLOCK
    assert "mso-number-format" in to_html(BLOCK)


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
        ([], ["owner"], [], ""),
    ],
)  # fmt: skip
def test_where_a_block_goes(make_task: Callable[..., TaskRow], block, fields, expected, left) -> None:
    tasks = [make_task(1), make_task(2)]
    found = place_block(block, tasks, fields, tasks)
    assert [(edit.task_id, edit.field, edit.text) for edit in found.edits] == expected
    assert found.left == left
