"""One check of a value: by hand, in bulk and from a workbook the same is refused, in the same words."""

from datetime import date

import pytest

from tracker.errors import InputError, RuleError, TrackerError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import BatchSource, DueKind, Status
from tracker.model.field_list import TASK_EDITABLE
from tracker.model.tables import Task
from tracker.services.bulk import apply_edits, preview_edits
from tracker.services.fields import checked_columns, is_plain, set_fields
from tracker.services.status import change_status
from tracker.services.write_basics import begin

DAY = date(2026, 3, 2)


def imported(session, task_id: int, field: str, value: object) -> None:
    """Set a field as an import does."""
    task = session.get(Task, task_id)
    begin(session, "导入", BatchSource.IMPORT)
    set_fields(session, task, {field: value}, on=DAY, source=BatchSource.IMPORT, by_office=True)


def refusal(desk, work, *arguments: object) -> str:
    with pytest.raises(TrackerError) as caught:
        desk.act(work, *arguments)
    return caught.value.sentence.removeprefix("A1.1：")


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("phone", "同上", InputError),
        ("title", " ", InputError),
        ("remark", "长" * 40_000, InputError),
        ("start_on", "改天", InputError),
        ("status", "完美", InputError),
        ("status", "已销号", RuleError),
        ("lead_office", "", RuleError),
    ],
)
def test_every_road_refuses_alike(lite, field: str, value: str, error: type[TrackerError]) -> None:
    number = lite.number("A1.1")
    lite.act(change_status, number, Status.IN_PROGRESS, DAY, confirmed=True)
    before = lite.content()
    by_hand = refusal(lite, lambda session: imported(session, number, field, value))
    in_bulk = refusal(lite, apply_edits, [BulkEdit(number, field, value)], DAY)
    with pytest.raises(error):
        lite.edit(field, value)
    assert by_hand == in_bulk
    assert lite.look(preview_edits, [BulkEdit(number, field, value)], DAY).lines[0].error == in_bulk
    assert lite.content() == before


@pytest.mark.parametrize("to", [Status.NOT_STARTED, Status.IN_PROGRESS, Status.PAUSED, Status.CANCELLED])
def test_one_move_writes_what_many_write(lite, to: Status) -> None:
    one_by_one, together = lite.number("A1.1"), lite.number("A1.2a")
    lite.act(change_status, one_by_one, to, DAY, "缺少资金", decided_by="王副市长", confirmed=True)
    edit = BulkEdit(together, "status", to.word, reason="缺少资金", decided_by="王副市长", confirmed=True)
    lite.act(apply_edits, [edit], DAY)
    columns = ("status", "closed_on", "start_on", "offices_confirmed", "progress")
    first, second = (
        {name: getattr(row, name) for name in columns} for row in (_row(lite, "A1.1"), _row(lite, "A1.2a"))
    )
    assert first == second


def _row(lite, code: str) -> Task:
    return next(task for task in lite.rows(Task) if task.code == code)


def test_a_wording_nobody_could_read_is_read_again_on_every_road(lite) -> None:
    number = lite.number("A1.1")

    def misread(session) -> None:
        begin(session, "准备")
        task = session.get(Task, number)
        task.due_text, task.due_kind, task.due_on = "2026年12月底前", DueKind.TEXT, None

    lite.act(misread)
    lite.act(apply_edits, [BulkEdit(number, "due_text", "2026年12月底前")], DAY)
    assert lite.task().due_on == date(2026, 12, 31)


def test_plain_fields_come_to_columns_of_the_task(lite) -> None:
    lite.act(change_status, lite.number("A1.1"), Status.IN_PROGRESS, DAY, confirmed=True)
    row = _row(lite, "A1.1")
    plain = [name for name in TASK_EDITABLE if is_plain(name)]
    assert set(TASK_EDITABLE) - set(plain) == {"co_offices", "due_text", "status"}
    for name in plain:
        value = {"progress": 30}.get(name, "13800000000")
        assert checked_columns(row, name, value, DAY).keys() <= set(Task.model_fields)
    assert checked_columns(row, "co_offices", ("市财政局",), DAY) == {}
