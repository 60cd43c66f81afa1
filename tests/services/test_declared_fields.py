"""Every declaration against every place: what is declared of a field holds wherever the field is met."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.cli.shapes import task_shape
from tracker.exchange.cells.columns import INDICATOR_SHEET, TASK_SHEET
from tracker.model.bulk_edits import BULK_FIELDS, HELP_FIELDS, BulkEdit
from tracker.model.enums import Status
from tracker.model.field_list import (
    ENTRY_COLUMNS,
    FIELDS,
    INDICATOR_FIELDS,
    JSON_KEYS,
    SEARCHED,
    TASK_EDITABLE,
    TASK_FIELDS,
    WRITTEN_BY_PEOPLE,
    FieldFacts,
    FieldKind,
    Panel,
)
from tracker.model.field_list import Edit as Editable
from tracker.model.tables import ProgressEntry, Task
from tracker.queries.ledger import TaskFilter, find_tasks
from tracker.queries.sent_rows import tasks_to_send
from tracker.services.bulk import apply_edits, preview_edits
from tracker.services.status import change_status
from tracker.services.tasks import confirm_offices

#: What is typed for a field of each kind, and what stands in the ledger then.
TYPED: dict[FieldKind, tuple[str, Any]] = {
    FieldKind.OFFICE: ("市科技局", "市科技局"),
    FieldKind.OFFICES: ("市教育局", ("市教育局",)),
    FieldKind.PERCENT: ("35%", 35),
    FieldKind.STATUS: ("推进中", "in_progress"),
    FieldKind.PRIORITY: ("重点", "key"),
    FieldKind.DEADLINE: ("2026年11月底前", "2026年11月底前"),
    FieldKind.DATE: ("2026-02-03", date(2026, 2, 3)),
}


def ids(field: FieldFacts) -> str:
    return field.name


def typed(field: FieldFacts) -> tuple[str, Any]:
    text = "0574-87180000" if field.name == "phone" else f"新{field.word}甲乙"
    return TYPED.get(field.kind, (text, text))


def those(editable: Editable) -> list[FieldFacts]:
    return [field for field in TASK_FIELDS if editable in field.edit]


@pytest.mark.parametrize("field", TASK_FIELDS, ids=ids)
def test_a_stored_field_is_a_column_and_a_value_of_every_row(lite, field: FieldFacts) -> None:
    assert (field.name in Task.model_fields) is field.stored
    if field.stored:
        (stored,) = [getattr(task, field.name) for task in lite.rows(Task) if task.code == "A1.1"]
        assert lite.task().value(field.name) == stored


@pytest.mark.parametrize("field", those(Editable.HAND), ids=ids)
def test_a_field_is_edited_by_hand_and_the_history_names_it(lite, field: FieldFacts) -> None:
    text, value = typed(field)
    _assign(lite, field.name)
    given = value if field.kind in (FieldKind.OFFICES, FieldKind.PERCENT) else text
    lite.edit(field.name, given)
    task = next(task for task in (lite.task(code) for code in ("A1.1", text) if _there(lite, code)))
    assert task.value(field.name) == value
    assert field.word in {revision.field for revision in lite.detail(task.code).history}


def _assign(lite, name: str) -> None:
    """Progress may be noted once an office is charged with the task."""
    if name == "progress":
        lite.act(change_status, lite.number("A1.1"), Status.IN_PROGRESS, lite.today, confirmed=True)
    if name == "status":  # with a deadline and a confirmed office nothing is asked
        lite.edit("due_text", "2026年9月底前")
        lite.act(confirm_offices, [lite.number("A1.1")])


def _there(lite, code: str) -> bool:
    return any(task.code == code for task in lite.rows(Task))


@pytest.mark.parametrize("field", those(Editable.BULK), ids=ids)
def test_a_field_is_edited_for_many(lite, field: FieldFacts) -> None:
    text, value = typed(field)
    assert field.name in BULK_FIELDS
    _assign(lite, field.name)
    edit = BulkEdit(lite.number("A1.1"), field.name, text)
    (line,) = lite.look(preview_edits, [edit], lite.today).lines
    assert (line.word, line.error, line.changes) == (field.word, "", True)
    lite.act(apply_edits, [edit], lite.today)
    assert lite.task().value(field.name) == value


def test_nothing_else_is_edited_for_many() -> None:
    assert set(BULK_FIELDS) == {field.name for field in those(Editable.BULK)} | set(HELP_FIELDS)


def test_a_workbook_has_the_declared_columns_in_their_order() -> None:
    for layout, fields in ((TASK_SHEET, TASK_FIELDS), (INDICATOR_SHEET, INDICATOR_FIELDS)):
        sent = [field for field in fields if field.column]
        assert [(c.field, c.header, c.kind) for c in layout.data_columns] == [(f.name, f.word, f.kind) for f in sent]
        assert {c.field for c in layout.editable} == {f.name for f in sent if Editable.WORKBOOK in f.edit}
        assert {c.field for c in layout.beside} == {f.name for f in sent if Editable.BESIDE in f.edit}


def test_a_snapshot_has_a_value_for_every_column(lite) -> None:
    row = lite.look(lambda session: next(tasks_to_send(session, lite.today)))
    assert set(row.values) == {column.field for column in TASK_SHEET.data_columns}
    assert all(isinstance(value, str | int | tuple) or value is None for value in row.values.values())


@pytest.mark.parametrize("field", those(Editable.WORKBOOK), ids=ids)
def test_what_an_office_fills_in_comes_into_the_ledger(lite, send_workbook, tmp_path: Path, field: FieldFacts) -> None:
    text, value = typed(field)
    if field.kind is FieldKind.STATUS:
        text, value = "待销号", "closing"
    if field.kind is FieldKind.DEADLINE:
        value = ""  # an office may only ask for a deadline
    lite.take_in(send_workbook(lite, tmp_path).edit("A1.1", **{field.name: text}))
    assert lite.task().value(field.name) == value


@pytest.mark.parametrize("name", SEARCHED)
def test_a_searched_field_is_found(lite, name: str) -> None:
    text, value = typed(FIELDS[name])
    lite.edit(name, value if FIELDS[name].kind is FieldKind.OFFICES else text)
    wanted = value[0] if isinstance(value, tuple) else text
    hits = lite.look(find_tasks, lite.today, TaskFilter(search=wanted))
    assert lite.number(text if name == "code" else "A1.1") in {task.id for task in hits}


def test_json_has_the_declared_keys_in_their_order(lite) -> None:
    keys = list(task_shape(lite.task()))
    assert [key for key in keys if key in JSON_KEYS] == list(JSON_KEYS)
    others = {field.name for field in TASK_FIELDS} - set(JSON_KEYS)
    # Extensions are counted from their rows; the source is the code, in a workbook it is spelt out.
    assert others & set(keys) == {"extensions", "source"}


def test_a_progress_entry_is_made_of_the_declared_fields(lite) -> None:
    assert set(ENTRY_COLUMNS.values()) <= set(ProgressEntry.model_fields)
    _assign(lite, "progress")
    for name, column in ENTRY_COLUMNS.items():
        _, value = typed(FIELDS[name])
        lite.edit(name, value)
        assert getattr(lite.rows(ProgressEntry)[-1], column) == value


def test_the_catalogue_leaves_to_people_what_is_theirs(lite) -> None:
    assert all(getattr(task, name) == "" for task in lite.rows(Task) for name in WRITTEN_BY_PEOPLE)


def test_what_an_office_may_change_the_panel_shows() -> None:
    hidden = {name for name in TASK_EDITABLE if FIELDS[name].panel is Panel.NONE}
    assert hidden == {"status"}  # it moves by its acts
