"""The names of offices: changed as an act with history, each name for one office only."""

from datetime import date

import pytest

from tracker.errors import InputError
from tracker.model.enums import Status
from tracker.model.tables import Batch, Office, OfficeAlias, Task
from tracker.queries.offices import list_offices, office_names
from tracker.services import offices, undo
from tracker.services.status import change_status

TODAY = date(2026, 3, 2)


def office(desk, name: str) -> Office:
    return desk.rows(Office, Office.name == name)[0]


def aliases(desk, name: str) -> set[str]:
    return {one.alias for one in desk.rows(OfficeAlias, OfficeAlias.office_id == office(desk, name).id)}


def describe(desk, name: str, *names) -> object:
    return desk.act(offices.describe_office, office(desk, name).id, *names)


def test_a_new_alias_is_understood_in_a_returned_workbook(desk, sent) -> None:
    before = desk.content()
    sent.edit("A1.1", co_offices="科创委")
    assert [one.field for one in desk.preview(sent).problems] == ["co_offices"]
    changes = describe(desk, "市科技局", "市科技局", "", [*aliases(desk, "市科技局"), " 科创委 ", "科创委"])
    assert changes.everything
    assert desk.look(office_names)["科创委"] == "市科技局"
    (change,) = desk.preview(sent).changes
    assert change.theirs == ("市科技局",)
    desk.act(undo.undo_batch, changes.batch_id)
    assert desk.content() == before


def test_a_renamed_office_is_still_known_by_its_old_name(lite) -> None:
    describe(lite, "市科技局", "市科学技术局", "科技局", ["科委"])
    assert aliases(lite, "市科学技术局") == {"科委", "市科技局"}
    row = next(one for one in lite.look(list_offices) if one.name == "市科学技术局")
    assert row.short_name == "科技局"
    assert {lite.look(office_names)[name] for name in ("市科技局", "科委", "科技局")} == {"市科学技术局"}


def test_a_cancelled_task_counts_nowhere_and_a_closed_one_is_not_sent(lite) -> None:
    before = next(one for one in lite.look(list_offices) if one.name == "市经信局")
    assert before.tasks == before.to_send > 2
    led = lite.rows(Task, Task.lead_office_id == before.id)
    lite.act(change_status, led[0].id, Status.CANCELLED, TODAY, reason="不再需要", decided_by="王副市长")
    after = next(one for one in lite.look(list_offices) if one.name == "市经信局")
    assert (after.tasks, after.to_send) == (before.tasks - 1, before.to_send - 1)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("", "", []), "单位要有名称"),
        (("市经信局", "", []), "已经是市经信局的名称"),
        (("市科技局", "市经信局", []), "已经是市经信局的名称"),
        (("市科技局", "", ["市经信局"]), "已经是市经信局的名称"),
        (("局" * 61, "", []), "最多 60 个字"),
    ],
)
def test_one_name_means_one_office(lite, names, sentence: str) -> None:
    before = lite.content(memory=True)
    with pytest.raises(InputError, match=sentence):
        describe(lite, "市科技局", *names)
    assert lite.content(memory=True) == before


def test_an_alias_of_another_office_is_taken(lite) -> None:
    taken = next(iter(aliases(lite, "市经信局")))
    with pytest.raises(InputError, match="只能指一个单位"):
        describe(lite, "市科技局", "市科技局", "", [taken])


def test_the_same_names_again_are_no_act(lite) -> None:
    one = office(lite, "市科技局")
    before = len(lite.rows(Batch))
    changes = describe(lite, "市科技局", one.name, one.short_name, sorted(aliases(lite, "市科技局")))
    assert (changes.label, changes.batch_id, len(lite.rows(Batch))) == ("没有变化", None, before)


def test_a_new_office_stands_last_and_is_taken_back(lite) -> None:
    before = lite.content()
    changes = lite.act(offices.add_office, "市低空经济局", "低空局", ["低空办"])
    assert lite.look(list_offices)[-1].name == "市低空经济局"
    assert lite.look(office_names)["低空办"] == "市低空经济局"
    lite.act(undo.undo_batch, changes.batch_id)
    assert lite.content() == before


def test_an_office_that_is_gone_is_a_sentence(lite) -> None:
    with pytest.raises(InputError, match="已不在台账中"):
        lite.act(offices.describe_office, 99_999, "甲", "", [])


# --- names taught from a review ---------------------------------------------------------------------------


def test_the_unknown_names_of_a_cell(lite) -> None:
    found = lite.look(offices.unknown_names, "市科技局、科技处，市智能制造协会、科技处")
    assert [(one.text, one.suggestion) for one in found] == [("科技处", "市科技局"), ("市智能制造协会", "")]
    assert lite.look(offices.unknown_names, "市科技局") == ()


def test_names_are_taught_as_one_act_and_one_undo(desk, sent) -> None:
    before = desk.content()
    sent.edit("A1.1", co_offices="科技处、市智能制造协会")
    assert [one.field for one in desk.preview(sent).problems] == ["co_offices"]
    changes = desk.act(offices.teach_names, {"科技处": "市科技局", "市智能制造协会": ""})
    assert changes.label == "记下 2 个单位名称"
    assert changes.everything
    (change,) = desk.preview(sent).changes
    assert change.theirs == ("市科技局", "市智能制造协会")
    assert "科技处" in aliases(desk, "市科技局")
    desk.act(undo.undo_batch, changes.batch_id)
    assert desk.content() == before


@pytest.mark.parametrize(
    ("meant", "part"),
    [
        ({"市发改委": "市科技局"}, "已经是市发改委的名称"),
        ({"科技处": "市没有局"}, "市没有局已不在台账中"),
        ({" ": ""}, "要有名称"),
    ],
)
def test_a_name_that_cannot_be_taught_is_refused_with_a_sentence(lite, meant: dict[str, str], part: str) -> None:
    before = lite.content(memory=True)
    with pytest.raises(InputError) as caught:
        lite.act(offices.teach_names, meant)
    assert part in caught.value.sentence
    assert lite.content(memory=True) == before


def test_a_name_taught_twice_is_no_act(lite) -> None:
    assert lite.act(offices.teach_names, {"科技处": "市科技局"}).label == "科技处 记为市科技局"
    acts = len(lite.rows(Batch))
    assert lite.act(offices.teach_names, {"科技处": "市科技局"}).batch_id is None
    assert len(lite.rows(Batch)) == acts
