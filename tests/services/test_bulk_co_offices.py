"""Co-offices of many tasks at once."""

import pytest

from tracker.errors import InputError
from tracker.model.bulk_edits import ADD_HELP, DROP_HELP, SET_HELP, BulkEdit
from tracker.services import bulk, undo
from tracker.services.bulk_co_offices import read_names

CODES = ("A1.1", "A1.2a", "B1.1")


def wishes(desk, field: str, text: str, codes: tuple[str, ...] = CODES) -> list[BulkEdit]:
    return [BulkEdit(desk.task(code).id, field, text) for code in codes]


def helping(desk) -> list[set[str]]:
    return [set(desk.task(code).co_offices) for code in CODES]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (ADD_HELP, "市财政局、市人社局"),
        (DROP_HELP, "市科技局，市财政局"),
        (SET_HELP, "市财政局;市人社局"),
        (SET_HELP, ""),
    ],
)
def test_added_taken_away_and_set(desk, field: str, text: str) -> None:
    before, content = helping(desk), desk.content()
    lead = [desk.task(code).lead_office for code in CODES]
    named = {"市财政局", "市人社局"} if "人社" in text else {"市科技局", "市财政局"} if text else set()
    wanted = {ADD_HELP: lambda old: old | named, DROP_HELP: lambda old: old - named, SET_HELP: lambda _old: named}[
        field
    ]
    expected = [wanted(old) - {first} for old, first in zip(before, lead, strict=True)]
    edits = wishes(desk, field, text)
    found = desk.look(bulk.preview_edits, edits, desk.today)
    assert [set(filter(None, line.new.split("、"))) for line in found.lines] == expected
    assert [set(filter(None, line.old.split("、"))) for line in found.lines] == before
    assert desk.content() == content
    desk.act(bulk.apply_edits, found.edits, desk.today)
    assert helping(desk) == expected
    desk.act(undo.undo_batch)
    assert helping(desk) == before


def test_an_office_nobody_knows_is_named(desk) -> None:
    found = desk.look(bulk.preview_edits, wishes(desk, ADD_HELP, "市财政局、火星局"), desk.today)
    assert {line.error for line in found.lines} == {"没有名为“火星局”的单位；多个单位用顿号分开。"}
    with pytest.raises(InputError, match="火星局"):
        desk.act(bulk.apply_edits, wishes(desk, ADD_HELP, "火星局"), desk.today)


def test_who_leads_does_not_help(desk) -> None:
    task = desk.task("A1.1")
    edits = [BulkEdit(task.id, "lead_office", "市财政局"), BulkEdit(task.id, SET_HELP, "市财政局、市人社局")]
    desk.act(bulk.apply_edits, edits, desk.today)
    assert (desk.task().lead_office, desk.task().co_offices) == ("市财政局", ("市人社局",))


@pytest.mark.parametrize("text", ["甲局、乙局", "甲局,乙局", "甲、 乙局 ；甲局", "甲局\n乙局"])
def test_names_are_read_however_they_are_parted(text: str) -> None:
    assert read_names(text, {"甲": "甲局", "甲局": "甲局", "乙局": "乙局"}) == ("甲局", "乙局")
