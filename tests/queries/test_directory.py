"""What the directory says of an office: people by role, counts of open work, the day of the last answer."""

from datetime import date
from pathlib import Path

import pytest

from tests.filled_in import filled_in
from tracker.model.contacts import PersonDraft
from tracker.model.enums import Status
from tracker.model.exchange_words import OfficeState, PersonRole
from tracker.queries.directory import contact_gap, main_liaison, read_directory
from tracker.queries.former_names import former_names, name_on, office_order
from tracker.queries.office_work import read_office_work
from tracker.services import exporting, office_changes, office_people
from tracker.services.returns import apply

TODAY = date(2026, 3, 2)
OFFICE = "市科技局"


def entry(desk, name: str = OFFICE, day: date = TODAY):
    return desk.look(read_directory, day, name)[0]


def add(desk, name: str, role: PersonRole = PersonRole.LIAISON, on: date = TODAY, **more) -> None:
    number = entry(desk).id
    desk.act(office_people.add_person, number, PersonDraft(name, role, **more), on)


def test_a_fresh_ledger_has_38_offices_and_nobody_in_them(lite) -> None:
    rows = lite.look(read_directory, TODAY)
    assert len(rows) == 38
    assert {row.state for row in rows} == {OfficeState.ACTIVE}
    assert {row.people for row in rows} == {()}
    assert sum(row.leads for row in rows) == 88
    assert len([row for row in rows if row.leads]) == 13
    assert all(row.helps for row in rows if not row.leads)


def test_people_stand_by_role_the_main_one_first_and_who_left_last(lite) -> None:
    add(lite, "甲", PersonRole.OTHER)
    add(lite, "乙")
    add(lite, "丙", main=True)
    add(lite, "丁", PersonRole.HEAD)
    uid = next(one.uid for one in entry(lite).people if one.name == "乙")
    lite.act(office_people.leave_person, uid, TODAY)
    assert [person.name for person in entry(lite).people] == ["丙", "丁", "甲", "乙"]


def test_a_liaison_is_asked_for_as_of_a_day(lite) -> None:
    add(lite, "甲", on=date(2026, 1, 1))
    add(lite, "乙", on=date(2026, 2, 1))
    people = entry(lite).people
    assert main_liaison(people, TODAY).name == "甲"
    assert main_liaison(people, date(2025, 12, 31)) is None
    assert main_liaison((), TODAY) is None


@pytest.mark.parametrize(
    ("role", "email", "gap"),
    [
        (None, "", "市科技局没有联络员"),
        (PersonRole.HEAD, "a@nb.gov.cn", "市科技局没有联络员"),
        (PersonRole.LIAISON, "", "市科技局的联络员甲没有邮箱"),
        (PersonRole.LIAISON, "a@nb.gov.cn", ""),
    ],
)
def test_who_cannot_be_written_to(lite, role: PersonRole | None, email: str, gap: str) -> None:
    if role is not None:
        add(lite, "甲", role, email=email)
    assert contact_gap(entry(lite), TODAY) == gap


def test_work_that_is_over_counts_no_more(lite) -> None:
    before = entry(lite).leads
    with lite.ledger.session() as session:
        number = entry(lite).id
        code = (
            session.connection().exec_driver_sql(f"SELECT min(id) FROM task WHERE lead_office_id = {number}").scalar()
        )
        session.connection().exec_driver_sql(f"UPDATE task SET status = '{Status.CLOSED.value}' WHERE id = {code}")
    assert entry(lite).leads == before - 1
    assert len(lite.look(read_office_work, TODAY, entry(lite).id).leads) == before - 1


def test_the_day_of_the_last_answer(lite, tmp_path: Path) -> None:
    assert entry(lite).answered_on is None
    for day in (date(2026, 3, 5), date(2026, 3, 9)):
        path = tmp_path / f"{day}.xlsx"
        lite.act(exporting.export_office, OFFICE, path, TODAY)
        lite.act(apply.receive_file, filled_in(path), day)
    assert entry(lite).answered_on == date(2026, 3, 9)
    assert entry(lite, "市经信局").answered_on is None


def test_an_office_is_read_by_its_own_name_only(lite) -> None:
    assert lite.look(read_directory, TODAY, "没有的局") == ()
    assert [row.name for row in lite.look(read_directory, TODAY, OFFICE)] == [OFFICE]


def test_acts_on_an_office_are_listed_the_newest_first(lite) -> None:
    number = entry(lite).id
    add(lite, "甲")
    lite.act(office_changes.rename_office, OFFICE, "市科创局", TODAY, TODAY)
    work = lite.look(read_office_work, TODAY, number)
    assert [change.label for change in work.changes][:2] == ["市科技局 更名为 市科创局", "市科技局 新增联系人 甲"]
    assert work.changes[0].actor == "测试员"


def test_what_an_office_helps_with_names_who_leads(lite) -> None:
    helper = next(row for row in lite.look(read_directory, TODAY) if not row.leads)
    work = lite.look(read_office_work, TODAY, helper.id)
    assert len(work.helps) == helper.helps
    assert work.leads == ()
    assert all(line.figure for line in work.helps)


def test_names_stand_after_each_other_in_the_order_of_papers(lite) -> None:
    lite.act(office_changes.rename_office, OFFICE, "甲局", date(2026, 1, 1), TODAY)
    lite.act(office_changes.rename_office, "甲局", "乙局", date(2026, 2, 1), TODAY)
    order = lite.look(office_order)
    at = order.index("乙局")
    assert order[at : at + 3] == ["乙局", OFFICE, "甲局"]
    assert len(order) == len(set(order)) == 40


def test_an_office_never_renamed_has_its_name_on_every_day(lite) -> None:
    assert name_on(lite.look(former_names), OFFICE, date(2000, 1, 1)) == OFFICE
