"""Who gave us our values, and which rows of a received file are settled."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.model.changeset import ChangeSet, Decision, FieldChange
from tracker.model.enums import Choice, Outcome
from tracker.queries import returns
from tracker.services import exporting, indicators
from tracker.services.returns import apply
from tracker.services.tasks import edit_task

SENT, LATER = date(2026, 3, 2), date(2026, 3, 20)


def change(kind: str, key: str, field: str, sent: Any, ours: Any) -> FieldChange:
    return FieldChange(kind, key, "A1.1", "任务", field, sent, ours, "他", Outcome.CONFLICT, "任务清单", "H5")


def authors(desk, *changes: FieldChange) -> dict[tuple[str, str], tuple[str, str]]:
    found = desk.look(returns.authors_of, [ChangeSet("a", "b", "c", "d", 1, changes)])
    return {(key, field): (one.name, one.label) for (_, key, field), one in found.items()}


def task(desk, code: str = "A1.1") -> Any:
    from tracker.queries.tasks import read_task

    return desk.look(read_task, desk.number(code), desk.today).task


def edit(desk, field: str, value: Any) -> None:
    row = task(desk)
    desk.act(edit_task, row.id, row.version, field, value, desk.today)


def test_the_last_who_changed_a_field_is_named(desk) -> None:
    uid = task(desk).uid
    desk.ledger.actor = "沈佳宁"
    edit(desk, "owner", "甲")
    desk.ledger.actor = "胡建平"
    edit(desk, "owner", "乙")
    edit(desk, "phone", "123")
    found = authors(
        desk,
        change("task", uid, "owner", "", "乙"),
        change("task", uid, "phone", "123", "123"),  # still what was sent: nobody changed it
        change("task", uid, "remark", "", "没有记录"),
    )
    assert {key: name for key, (name, _) in found.items()} == {(uid, "owner"): "胡建平"}


def test_offices_that_came_or_went_are_one_field(desk) -> None:
    uid = task(desk).uid
    desk.ledger.actor = "沈佳宁"
    edit(desk, "co_offices", ["市财政局"])
    found = authors(desk, change("task", uid, "co_offices", (), ("市财政局",)))
    assert found[uid, "co_offices"][0] == "沈佳宁"


def test_an_observation_speaks_for_value_day_and_note(desk) -> None:
    from tracker.model.tables import Indicator

    desk.ledger.actor = "周立群"
    desk.act(indicators.add_observation, desk.number("I07", Indicator), SENT, 186.0, note="快报")
    fields = ("indicator_value", "indicator_on", "indicator_note")
    found = authors(desk, *(change("indicator", "I07", field, None, "x") for field in fields))
    assert {field: name for (_, field), (name, _) in found.items()} == dict.fromkeys(fields, "周立群")


def test_nothing_asked_is_nothing_read(desk) -> None:
    assert authors(desk) == {}
    assert desk.look(returns.settled_rows, []) == {}


@pytest.fixture
def received(lite, tmp_path: Path) -> int:
    """The number of a file that came back with two owners."""
    path = tmp_path / "市经信局.xlsx"
    lite.act(exporting.export_office, "市经信局", path, SENT)
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    column = next(cell.column for cell in sheet[4] if cell.value == "责任人")
    for row in (5, 6):
        sheet.cell(row, column).value = "张三"
    book.save(path)
    number: int = lite.act(apply.receive_file, path, LATER)[1]
    return number


def test_rows_are_settled_by_an_apply_only(lite, received: int) -> None:
    assert lite.look(returns.settled_rows, [received]) == {}
    first, second = lite.look(apply.preview_return, received).changes
    lite.act(apply.apply_return, received, {second.identity: Decision(Choice.LATER)}, LATER)
    assert lite.look(returns.settled_rows, [received, 99]) == {received: {("task", first.key)}}
