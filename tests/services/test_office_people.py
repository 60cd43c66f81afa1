"""People of offices: added, changed, left; one main person a role; every act can be undone."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.errors import ConflictError, InputError
from tracker.model.contacts import PersonDraft
from tracker.model.edited_forms import PERSON, shown_by
from tracker.model.exchange_words import PersonRole
from tracker.model.tables import Office, OfficePerson
from tracker.queries.directory import contact_gap, read_directory
from tracker.services import office_people as people
from tracker.services import undo

DAY = date(2026, 3, 2)
ZHANG = PersonDraft("张三", phone="87654321", mobile="13800138000", email="zs@nb.gov.cn")


def number(desk, name: str = "市科技局") -> int:
    return desk.rows(Office, Office.name == name)[0].id


def row(desk, name: str) -> OfficePerson:
    return desk.rows(OfficePerson, OfficePerson.name == name)[0]


def entry(desk, day: date = DAY):
    return desk.look(read_directory, day, "市科技局")[0]


def add(desk, draft: PersonDraft = ZHANG, on: date = DAY):
    return desk.act(people.add_person, number(desk), draft, on)


def test_the_first_liaison_is_the_main_one(lite) -> None:
    add(lite)
    person = entry(lite).liaison(DAY)
    assert (person.name, person.main, person.numbers) == ("张三", True, "87654321、13800138000")
    assert contact_gap(entry(lite), DAY) == ""


def test_a_new_main_person_takes_over(lite) -> None:
    add(lite)
    add(lite, PersonDraft("李四", main=True))
    assert entry(lite).liaison(DAY).name == "李四"
    assert [(one.name, one.main) for one in entry(lite).people] == [("李四", True), ("张三", False)]


def test_each_role_has_a_main_person_of_its_own(lite) -> None:
    add(lite)
    add(lite, PersonDraft("王局", PersonRole.HEAD))
    assert [(one.name, one.main) for one in entry(lite).people] == [("张三", True), ("王局", True)]


def test_who_left_is_asked_no_more_and_stays(lite) -> None:
    add(lite)
    lite.act(people.leave_person, row(lite, "张三").uid, date(2026, 6, 1))
    assert entry(lite).liaison(DAY) is None  # nobody is main any more
    (person,) = entry(lite, date(2026, 6, 2)).people
    assert person.to_on == date(2026, 6, 1)
    assert contact_gap(entry(lite), date(2026, 6, 2)) == "市科技局没有联络员"
    lite.act(people.return_person, person.uid)
    assert entry(lite).people[0].to_on is None


def test_a_liaison_without_an_address_is_said(lite) -> None:
    add(lite, PersonDraft("张三"))
    assert contact_gap(entry(lite), DAY) == "市科技局的联络员张三没有邮箱"


def test_what_is_known_of_a_person_is_changed(lite) -> None:
    add(lite)
    uid = row(lite, "张三").uid
    lite.act(people.edit_person, uid, PersonDraft("张三", post="科长", email="zs@nb.gov.cn"), DAY)
    changed = row(lite, "张三")
    assert (changed.post, changed.phone, changed.main, changed.version) == ("科长", "", False, 2)


def test_a_change_that_changes_nothing_is_no_act(lite) -> None:
    add(lite)
    kept = row(lite, "张三")
    changes = lite.act(people.edit_person, kept.uid, people.draft_of(kept), DAY)
    assert changes.batch_id is None


def test_a_field_somebody_changed_is_refused(lite) -> None:
    add(lite)
    kept = row(lite, "张三")
    seen = shown_by(kept, PERSON.words)
    lite.act(people.edit_person, kept.uid, replace(people.draft_of(kept), post="科长"), DAY, seen)
    with pytest.raises(ConflictError, match=r"张三 的职务刚被 测试员 .*改为“科长”"):
        lite.act(people.edit_person, kept.uid, replace(people.draft_of(kept), post="处长"), DAY, seen)
    lite.act(people.edit_person, kept.uid, replace(people.draft_of(kept), email="zs@nb.gov.cn"), DAY, seen)
    assert (row(lite, "张三").post, row(lite, "张三").email) == ("科长", "zs@nb.gov.cn")


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda desk: add(desk), "市科技局已有联络员张三"),
        (lambda desk: add(desk, PersonDraft("")), "要有姓名"),
        (lambda desk: add(desk, PersonDraft("李四", email="lisi")), "不像邮箱地址"),
        (lambda desk: add(desk, PersonDraft("李四\r\nBcc: x@y")), "换行"),
        (lambda desk: desk.act(people.add_person, 9999, ZHANG, DAY), "已不在台账中"),
        (lambda desk: desk.act(people.leave_person, row(desk, "张三").uid, date(2026, 3, 1)), "离任日期不能更早"),
        (lambda desk: desk.act(people.leave_person, "P00", DAY), "已不在名录中"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(lite, act, sentence: str) -> None:
    add(lite)
    before = lite.content(memory=True)
    with pytest.raises(InputError, match=sentence):
        act(lite)
    assert lite.content(memory=True) == before


def test_every_act_is_undone(lite) -> None:
    before = lite.content()
    acts = [add(lite)]
    uid = row(lite, "张三").uid
    acts.append(add(lite, PersonDraft("李四", main=True)))
    acts.append(lite.act(people.edit_person, uid, PersonDraft("张三丰", PersonRole.OTHER), DAY))
    acts.append(lite.act(people.leave_person, uid, date(2026, 6, 1)))
    acts.append(lite.act(people.return_person, uid))
    for act in reversed(acts):
        lite.act(undo.undo_batch, act.batch_id)
    assert lite.content() == before
