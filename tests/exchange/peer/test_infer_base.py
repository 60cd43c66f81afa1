"""A workbook that does not say what it stands on: the likeliest base, and no word where two are possible."""

from dataclasses import replace

import pytest

from tracker.exchange.peer.assignment import AssignedRow, Assignment
from tracker.exchange.peer.infer_base import infer_base
from tracker.model.changeset import SentRow, SentWorkbook

FIELDS = ("owner", "remark", "problems", "next_steps", "phone")


def told(*values: str, keys: tuple[str, ...] = ("uid-1",)) -> SentWorkbook:
    rows = tuple(SentRow("task", key, key, key, dict(zip(FIELDS, values, strict=True))) for key in keys)
    return SentWorkbook("E", "经信局", "2026-01-01", rows)


def came(*values: str) -> Assignment:
    sent = told(*values)
    rows = tuple(AssignedRow(row, row.values, "", "任务清单", "A5") for row in sent.rows)
    return Assignment(sent, rows, ())


OLD, NEW = told("", "", "", "", "1"), told("张三", "甲", "乙", "丙", "1")


@pytest.mark.parametrize(
    ("values", "base"),
    [
        (("张三", "甲", "乙", "丙", "1"), NEW),
        (("", "", "", "", "1"), OLD),
        (("李四", "甲", "乙", "丙", "2"), NEW),  # edits of theirs; all else is as in the newer
        (("", "", "", "改", "1"), OLD),
    ],
)
def test_the_one_that_the_file_shares_most_with(values: tuple[str, ...], base: SentWorkbook) -> None:
    (row,) = infer_base(came(*values), [OLD, NEW]).rows
    assert row.values == base.rows[0].values


def test_where_both_are_possible_only_what_is_as_told_or_alike_counts() -> None:
    (row,) = infer_base(came("李四", "", "乙", "丁", "2"), [OLD, NEW]).rows
    assert row.values.keys() == {"problems", "phone"}
    assert row.values["problems"] == "乙"


def test_of_equals_the_newest_and_rows_from_wherever_they_went() -> None:
    other = told("王五", "", "", "", "", keys=("uid-2",))
    asked = came("李四", "甲", "乙", "丙", "1")
    more = replace(asked, rows=(*asked.rows, AssignedRow(other.rows[0], other.rows[0].values, "", "", "")))
    first, second = infer_base(more, [other, NEW, NEW]).rows
    assert (first.values["owner"], second.values["owner"]) == ("张三", "王五")
    assert infer_base(asked, []).rows == ()
