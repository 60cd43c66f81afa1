"""The JSON shapes that other programs rely on."""

from datetime import date

import pytest

from tracker.cli import shapes
from tracker.model.changeset import ChangeSet, FieldChange, Problem
from tracker.model.enums import Outcome, ReturnState
from tracker.model.rows import ExportRow


def change(**values) -> FieldChange:
    told = {
        "kind": "task", "key": "T1", "task": "A1.1", "title": "引进技术", "field": "owner", "snapshot": "张三",
        "ours": "张三", "theirs": "李四", "outcome": Outcome.CHANGE, "sheet": "任务清单", "cell": "H5",
    }  # fmt: skip
    return FieldChange(**(told | values))


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("owner", "张三", "张三"),
        ("progress", 35, 35),
        ("progress", None, None),
        ("status", "in_progress", "推进中"),
        ("status", "", ""),
        ("status", None, None),
        ("co_offices", ("市财政局", "市科技局"), ["市财政局", "市科技局"]),
        ("co_offices", (), []),
        ("indicator_value", 190.5, 190.5),
        ("indicator_on", "2025-12-31", "2025-12-31"),
    ],
)
def test_values_keep_their_kind(field: str, value, shown) -> None:
    assert shapes.value_shape(field, value) == shown


def test_a_change_set_has_the_keys_of_the_contract() -> None:
    found = ChangeSet("a.xlsx", "市经信局", "E1", "0" * 64, 3, (change(),), (Problem("任务清单", "K5", "看不懂"),))
    shape = shapes.changeset_shape(found)
    assert list(shape) == ["file", "office", "export", "counts", "changes", "problems", "note"]
    assert shape["problems"] == [{"sheet": "任务清单", "cell": "K5", "message": "看不懂"}]
    (one,) = shape["changes"]
    wanted = {
        "task": "A1.1", "field": "owner", "snapshot": "张三", "ours": "张三", "theirs": "李四", "outcome": "change",
        "sheet": "任务清单", "cell": "H5", "needs_decision": False, "note": "",
    }  # fmt: skip
    assert one == wanted
    assert shape["counts"] == {
        "change": 1, "conflict": 0, "cleared": 0, "same": 0, "unknown_row": 0, "missing_row": 0, "problems": 1,
    }  # fmt: skip


@pytest.mark.parametrize("outcome", Outcome)
def test_outcomes_have_the_names_of_the_contract(outcome: Outcome) -> None:
    (one,) = shapes.changeset_shape(ChangeSet("a", "b", "c", "d", 1, (change(outcome=outcome),)))["changes"]
    assert one["outcome"] in {"change", "conflict", "cleared", "same", "unknown_row", "missing_row"}


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ({}, ["A1.1", "张三 → 李四", "任务清单!H5"]),
        ({"outcome": Outcome.CONFLICT, "ours": "王五"}, ["冲突", "我方 王五"]),
        ({"field": "", "outcome": Outcome.MISSING_ROW, "cell": "", "notes": ("没有了",)}, ["引进技术", "没有了"]),
        ({"field": "progress", "snapshot": 10, "theirs": 35}, ["10% → 35%"]),
    ],
)
def test_a_change_as_a_line_of_text(values: dict, parts: list) -> None:
    line = shapes.change_line(change(**values))
    assert all(part in line for part in parts), line


@pytest.mark.parametrize(
    ("back", "expected"), [(None, (False, "none", None)), (7, (True, "pending", "2026-03-15"))], ids=["out", "back"]
)
def test_a_workbook_in_the_register(back: int | None, expected: tuple) -> None:
    row = ExportRow(
        1, "E1", 2, "市经信局", 30, 9, date(2026, 3, 2), None, "a.xlsx", back,
        date(2026, 3, 15) if back else None, ReturnState.PENDING if back else None, 1, 0, 0, 1, 0,
    )  # fmt: skip
    shape = shapes.export_shape(row)
    assert (shape["returned"], shape["state"], shape["received_on"]) == expected
    assert (shape["sent_on"], shape["return_due_on"], shape["round"]) == ("2026-03-02", None, 2)
