"""The three-way comparison of single cells: outcomes, warnings, uncertain changes."""

from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tests.exchange.sheet_edits import only, put, said, tasks
from tracker.model.enums import Outcome

Make = Callable[..., Any]


# --- outcomes ------------------------------------------------------------------------------------

# cell, what they wrote, our value now (None: as sent), outcome (None: nothing to say), their value
OUTCOMES = [
    ("H5", "李四", None, Outcome.CHANGE, "李四"),
    ("H5", "李四", "王五", Outcome.CONFLICT, "李四"),
    ("H5", "李四", "李四", Outcome.SAME, "李四"),
    ("H5", "张三", "王五", None, None),
    ("H5", " 张 三　", None, None, None),
    ("H5", None, None, Outcome.CLEARED, ""),
    ("H5", "  ", None, Outcome.CLEARED, ""),
    ("H5", None, "王五", Outcome.CONFLICT, ""),
    ("H5", None, "", Outcome.SAME, ""),
    ("G5", "市财政局，市科技局", None, None, None),
    ("G5", "财政局", None, "problem", None),
    ("G5", "市科学技术局；市发改委", None, Outcome.CHANGE, ("市科技局", "市发改委")),
    ("G5", "市发改委/市科技局", ("市发改委", "市科技局"), Outcome.SAME, ("市科技局", "市发改委")),
    ("G5", None, None, Outcome.CLEARED, ()),
    ("J5", "2025年12月31日前", None, None, None),
    ("J5", "2025.12", None, None, None),
    ("J5", "2026年6月底前", None, Outcome.CHANGE, "2026年6月底前"),
    ("N5", 0.4, 80, None, None),
    ("N5", "40%", None, None, None),
    ("N5", 0.65, None, Outcome.CHANGE, 65),
    ("N5", 0.65, 70, Outcome.CONFLICT, 65),
    ("N5", None, None, Outcome.CLEARED, None),
    ("N5", 1.5, None, "problem", None),
    ("N5", "#N/A", None, "problem", None),
    ("N5", "=1/2", None, "problem", None),
    ("O5", "进行中", None, None, None),
    ("O5", "待销号", "closing", Outcome.SAME, "closing"),
    ("O5", "暂缓", None, Outcome.CHANGE, "paused"),
    ("O5", "差不多了", None, "problem", None),
    ("P5", "已完成方案起草  \r\n", None, None, None),
    ("P5", "已完成方案起草。", None, Outcome.CHANGE, "已完成方案起草。"),
]
FIELD = {"G": "co_offices", "H": "owner", "J": "due_text", "N": "progress", "O": "status", "P": "progress_note"}


@pytest.mark.parametrize(("cell", "written", "ours", "outcome", "theirs"), OUTCOMES, ids=str)
def test_outcome_of_one_cell(
    cell: str, written: Any, ours: Any, outcome: Any, theirs: Any, exchange: Any, returned: Make
) -> None:
    name = FIELD[cell[0]]
    exchange = exchange if ours is None else exchange.with_ours("uid-1", **{name: ours})
    found = exchange.compare(returned(put(**{cell: written})))
    if outcome in (None, "problem"):
        assert found.changes == ()
        assert [p.cell for p in found.problems] == ([cell] if outcome else [])
        return
    change = only(found)
    assert (change.outcome, change.theirs, change.field, change.cell) == (outcome, theirs, name, cell)
    assert change.task == "B2.1"
    assert change.key == "uid-1"


def test_counts_name_every_outcome(exchange: Any, returned: Make) -> None:
    found = exchange.compare(returned(put(H5="李四", H6=None, N7=2)))
    assert found.counts["change"] == 1
    assert found.counts["cleared"] == 1
    assert found.counts["problems"] == 1


# --- warnings and uncertain changes --------------------------------------------------------------


def test_one_without_percent_format_goes_to_review(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        tasks(book)["N5"].value, tasks(book)["N5"].number_format = 1, "General"

    change = only(exchange.compare(returned(edit)))
    assert change.review
    assert change.needs_decision
    assert "100%" in change.note


def test_one_without_percent_format_is_the_hundred_that_was_sent(exchange: Any, returned: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        tasks(book)["N7"].value, tasks(book)["N7"].number_format = 1, "General"

    assert exchange.compare(returned(edit)).changes == ()


def test_falling_progress_is_noted(exchange: Any, returned: Make) -> None:
    change = only(exchange.compare(returned(put(N5=0.2))))
    assert "低" in change.note
    assert not change.review


def test_done_without_full_progress_is_a_problem(exchange: Any, returned: Make) -> None:
    found = exchange.compare(returned(put(O5="待销号")))
    assert only(found).theirs == "closing"
    assert "40%" in said(found)
    assert found.problems[0].cell == "O5"


def test_read_only_columns_are_reported_and_never_applied(exchange: Any, returned: Make) -> None:
    found = exchange.compare(returned(put(C5="建立专精特新企业培育库", F5="市科技局", D5=None)))
    assert found.changes == ()
    assert sorted(p.cell for p in found.problems) == ["C5", "D5", "F5"]


def test_an_alias_of_the_lead_office_is_no_change(exchange: Any, returned: Make) -> None:
    found = exchange.compare(returned(put(F5="市经济和信息化局")))
    assert (found.changes, found.problems) == ((), ())
