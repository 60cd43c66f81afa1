"""Offices renamed, merged, split and dissolved: what moves, what stays, what is refused, and the way back."""

from datetime import date

import pytest
from sqlmodel import select

from tracker.errors import InputError, RuleError
from tracker.model.contacts import PersonDraft
from tracker.model.enums import Status
from tracker.model.exchange_words import HelpState, OfficeKind, OfficeState
from tracker.model.tables import Office, OfficeName, OfficePerson, Task, TaskOffice
from tracker.queries.directory import read_directory
from tracker.queries.former_names import former_names, name_on, named_then, office_order
from tracker.queries.offices import find_office, list_offices, office_names
from tracker.queries.tasks import read_task
from tracker.services import office_changes as changes
from tracker.services import office_people, undo
from tracker.services.helping import edit_help
from tracker.services.tasks import edit_task
from tracker.store.history import open_batch

TODAY, ON = date(2026, 3, 2), date(2026, 3, 1)
OLD, NEW = "市科技局", "市经信局"


def office(desk, name: str) -> Office:
    return desk.rows(Office, Office.name == name)[0]


def led(desk, name: str) -> set[str]:
    return {task.code for task in desk.rows(Task, Task.lead_office_id == office(desk, name).id)}


def helped(desk, name: str) -> set[int]:
    return {link.task_id for link in desk.rows(TaskOffice, TaskOffice.office_id == office(desk, name).id)}


def merge(desk, **more):
    return desk.act(changes.merge_offices, OLD, NEW, ON, TODAY, **more)


# --- renamed ------------------------------------------------------------------------------------------


def test_a_renamed_office_keeps_its_work_and_is_known_by_both_names(lite) -> None:
    before = led(lite, OLD)
    lite.act(changes.rename_office, OLD, "市科学技术与创新局", ON, TODAY)
    assert led(lite, "市科学技术与创新局") == before
    assert lite.look(office_names)[OLD] == "市科学技术与创新局"
    (span,) = lite.look(read_directory, TODAY, "市科学技术与创新局")[0].names
    assert (span.name, span.from_on, span.to_on) == (OLD, None, ON)


@pytest.mark.parametrize(("day", "name"), [("2026-02-28", OLD), ("2026-03-01", "市科创局"), ("2026-03-02", "市科创局")])
def test_a_day_has_the_name_of_that_day(lite, day: str, name: str) -> None:
    lite.act(changes.rename_office, OLD, "市科创局", ON, TODAY)
    when = date.fromisoformat(day)
    assert lite.look(lambda session: name_on(former_names(session), "市科创局", when)) == name
    code = next(iter(led(lite, "市科创局")))
    task = lite.detail(code).task
    (then,) = lite.look(named_then, [task], when)
    assert then.lead_office == name
    assert name in lite.look(office_order)


def test_an_office_renamed_twice_has_the_name_of_each_time(lite) -> None:
    lite.act(changes.rename_office, OLD, "甲局", date(2025, 6, 1), TODAY)
    lite.act(changes.rename_office, "甲局", "乙局", date(2026, 1, 1), TODAY)
    names = lite.look(former_names)
    days = [(2025, 5, 31), (2025, 6, 1), (2025, 12, 31), (2026, 1, 1)]
    assert [name_on(names, "乙局", date(*day)) for day in days] == [OLD, "甲局", "甲局", "乙局"]
    spans = lite.look(read_directory, TODAY, "乙局")[0].names
    assert [(span.name, span.from_on) for span in spans] == [(OLD, None), ("甲局", date(2025, 6, 1))]


def test_an_office_may_take_its_old_name_again(lite) -> None:
    lite.act(changes.rename_office, OLD, "甲局", date(2025, 6, 1), TODAY)
    lite.act(changes.rename_office, "甲局", OLD, ON, TODAY)
    assert {lite.look(office_names)[name] for name in (OLD, "甲局")} == {OLD}
    assert len(lite.rows(OfficeName)) == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((OLD, NEW, ON), "已经是市经信局的名称"),
        ((OLD, OLD, ON), "已经叫这个名称"),
        ((OLD, "", ON), "单位要有名称"),
        ((OLD, "甲局", date(2026, 3, 3)), "2026-03-03 还没有到"),
        (("没有的局", "甲局", ON), "没有名为“没有的局”的单位"),
    ],
)
def test_a_name_that_cannot_be_is_refused(lite, arguments, sentence: str) -> None:
    before = lite.content(memory=True)
    with pytest.raises(InputError, match=sentence):
        lite.act(changes.rename_office, *arguments, TODAY)
    assert lite.content(memory=True) == before


def test_names_follow_each_other(lite) -> None:
    lite.act(changes.rename_office, OLD, "甲局", ON, TODAY)
    with pytest.raises(InputError, match="更名日期不能更早"):
        lite.act(changes.rename_office, "甲局", "乙局", date(2026, 2, 1), TODAY)


def test_a_workbook_sent_before_comes_back_unchanged_after_renaming(desk, sent) -> None:
    desk.act(changes.rename_office, OLD, "市科创局", ON, TODAY)
    preview = desk.preview(sent)
    assert (preview.changes, preview.problems) == ((), ())


# --- merged -------------------------------------------------------------------------------------------


def test_open_work_goes_over_and_closed_work_stays(lite) -> None:
    codes = sorted(led(lite, OLD))
    with lite.ledger.session() as session:  # one of them was closed long ago
        session.connection().exec_driver_sql(f"UPDATE task SET status = 'closed' WHERE code = '{codes[0]}'")
    theirs = led(lite, NEW)
    merge(lite)
    assert led(lite, OLD) == {codes[0]}
    assert led(lite, NEW) == theirs | set(codes[1:])
    assert not {one for one in helped(lite, OLD) if not lite.look(read_task, one, TODAY).task.status.ended}
    row = lite.look(read_directory, TODAY, OLD)[0]
    assert (row.state, row.state_on, row.successor) == (OfficeState.MERGED, ON, NEW)


def test_an_office_never_helps_with_what_it_leads_nor_twice(lite) -> None:
    merge(lite)
    number = office(lite, NEW).id
    lead = {task.id for task in lite.rows(Task, Task.lead_office_id == number)}
    links = [link.task_id for link in lite.rows(TaskOffice, TaskOffice.office_id == number)]
    assert len(links) == len(set(links))
    assert not lead & set(links)


NONE, BEGUN, DONE, NOT_OURS = HelpState.NONE, HelpState.IN_PROGRESS, HelpState.DONE, HelpState.NOT_OURS


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        (DONE, DONE, DONE),
        (DONE, NONE, BEGUN),
        (NONE, DONE, BEGUN),
        (BEGUN, DONE, BEGUN),
        (NONE, NONE, NONE),
        (BEGUN, NONE, BEGUN),
        (NOT_OURS, DONE, DONE),
        (NONE, NOT_OURS, NONE),
        (NOT_OURS, NOT_OURS, NOT_OURS),
    ],
)
def test_two_parts_of_a_task_become_one_that_is_no_further_than_both(lite, old, new, state) -> None:
    code = "A1.1"
    parts = {OLD: (old, "供电", "沈佳宁"), NEW: (new, "供水", "")}

    def plant(session) -> None:
        open_batch(session, "准备")
        task = session.exec(select(Task).where(Task.code == code)).one()
        task.lead_office_id = session.exec(select(Office.id).where(Office.name == "市发改委")).one()
        for name, (far, duty, owner) in parts.items():
            number = session.exec(select(Office.id).where(Office.name == name)).one()
            link = session.exec(
                select(TaskOffice).where(TaskOffice.task_id == task.id, TaskOffice.office_id == number)
            ).first() or TaskOffice(task_id=task.id, office_id=number)
            link.state, link.duty, link.owner, link.confirmed, link.note = far, duty, owner, name == OLD, f"{name}已办"
            session.add(link)

    lite.act(plant)
    before = lite.content()
    merge(lite)
    (row,) = [each for each in lite.detail(code).helping if each.office == NEW]
    assert (row.state, row.duty, row.owner, row.confirmed) == (state, "供水\n供电", "沈佳宁", True)
    assert row.note == f"{NEW}已办\n{OLD}已办"
    lite.act(undo.undo_batch)
    assert lite.content() == before


def test_what_the_old_office_said_counts_for_the_successor(lite) -> None:
    others = {office(lite, name).id for name in (OLD, NEW)}
    code = next(task.code for task in lite.rows(Task) if task.lead_office_id and task.lead_office_id not in others)
    task = lite.task(code)
    lite.act(edit_task, task.id, task.version, "co_offices", (OLD,), TODAY)
    (row,) = lite.detail(code).helping
    lite.act(edit_help, row.id, {"help_note": "已召开协调会"}, TODAY)
    merge(lite)
    assert [(each.office, each.on) for each in lite.detail(code).helping] == [(NEW, TODAY)]


def test_the_old_name_means_the_successor_and_is_offered_no_more(lite) -> None:
    short = [name for name, proper in lite.look(office_names).items() if proper == OLD]
    merge(lite)
    assert {lite.look(office_names)[name] for name in short} == {NEW}
    assert OLD not in [row.name for row in lite.look(list_offices)]
    assert OLD in [row.name for row in lite.look(list_offices, former=True)]
    assert lite.look(find_office, OLD).name == NEW
    code = next(iter(led(lite, NEW)))
    task = lite.task(code)
    with pytest.raises(InputError, match=f"{OLD}已合并，不能再指派任务"):
        lite.act(edit_task, task.id, task.version, "lead_office", OLD, TODAY)


def test_tasks_may_stay_to_be_handed_over_one_by_one(lite) -> None:
    before = led(lite, OLD), helped(lite, OLD)
    merge(lite, move_tasks=False)
    assert (led(lite, OLD), helped(lite, OLD)) == before


def test_offices_merged_one_after_the_other_mean_the_last(lite) -> None:
    merge(lite)
    lite.act(changes.merge_offices, NEW, "市发改委", ON, TODAY)
    assert lite.look(office_names)[OLD] == lite.look(office_names)[NEW] == "市发改委"


@pytest.mark.parametrize(
    ("name", "into", "on", "sentence"),
    [
        (OLD, OLD, ON, "不能并入自己"),
        (OLD, "没有的局", ON, "没有名为“没有的局”"),
        (OLD, NEW, date(2026, 3, 3), "还没有到"),
    ],
)
def test_a_merge_that_cannot_be_is_refused(lite, name: str, into: str, on: date, sentence: str) -> None:
    before = lite.content(memory=True)
    with pytest.raises(InputError, match=sentence):
        lite.act(changes.merge_offices, name, into, on, TODAY)
    assert lite.content(memory=True) == before


def test_what_is_merged_is_not_merged_again(lite) -> None:
    merge(lite)
    with pytest.raises(InputError, match=f"{OLD}已合并，不能再改"):
        merge(lite)


@pytest.mark.parametrize("move", [True, False])
def test_a_workbook_sent_before_comes_back_unchanged_after_a_merge(desk, sent, move: bool) -> None:
    merge(desk, move_tasks=move)
    preview = desk.preview(sent)
    assert (preview.changes, preview.problems) == ((), ())


def test_what_comes_back_under_the_old_name_lands_where_the_task_is_now(desk, sent) -> None:
    sent.edit("A1.1", owner="周立群")
    merge(desk)
    changed = desk.preview(sent).changes
    assert [(one.field, one.theirs) for one in changed] == [("owner", "周立群")]


# --- split, dissolved ---------------------------------------------------------------------------------


def test_a_new_office_gets_the_tasks_chosen(lite) -> None:
    codes = sorted(led(lite, OLD))[:2]
    numbers = [lite.number(code) for code in codes]
    lite.act(changes.describe_body, OLD, OfficeKind.GOVERNMENT, "王副市长", "宁波", "")
    lite.act(changes.split_office, OLD, "市数据创新局", ON, TODAY, numbers)
    assert led(lite, "市数据创新局") == set(codes)
    row = lite.look(read_directory, TODAY, "市数据创新局")[0]
    assert (row.kind, row.leader, row.leads) == (OfficeKind.GOVERNMENT, "王副市长", 2)


def test_an_office_that_leads_is_not_dissolved(lite) -> None:
    count = len(led(lite, OLD))
    with pytest.raises(RuleError, match=f"市科技局还牵头{count}项任务，请先移交。"):
        lite.act(changes.dissolve_office, OLD, ON, TODAY)


def helper_only(desk) -> str:
    rows = desk.look(read_directory, TODAY)
    return next(row.name for row in rows if not row.leads and row.helps)


def test_a_dissolved_office_is_asked_no_more_and_comes_back(lite) -> None:
    name = helper_only(lite)
    lite.act(office_people.add_person, office(lite, name).id, PersonDraft("张三"), date(2026, 1, 1))
    lite.act(changes.dissolve_office, name, ON, TODAY)
    assert helped(lite, name) == set()
    assert lite.rows(OfficePerson)[0].to_on == ON
    assert name not in [row.name for row in lite.look(list_offices)]
    assert lite.look(office_names)[name] == name  # old workbooks still say it
    lite.act(changes.restore_office, name)
    assert lite.look(read_directory, TODAY, name)[0].state is OfficeState.ACTIVE
    with pytest.raises(InputError, match="不是已撤销的单位"):
        lite.act(changes.restore_office, name)


def test_what_sort_of_body_it_is_is_written_once(lite) -> None:
    words = OfficeKind.PARTY, "李书记", "宁波", "合署办公"
    assert lite.act(changes.describe_body, OLD, *words).batch_id
    assert lite.act(changes.describe_body, OLD, *words).batch_id is None


def test_every_act_is_undone_and_done_again(lite) -> None:
    name, numbers = helper_only(lite), [lite.number(code) for code in sorted(led(lite, OLD))[:2]]
    for act in (
        lambda: lite.act(changes.rename_office, OLD, "甲局", ON, TODAY),
        lambda: merge(lite),
        lambda: lite.act(changes.split_office, OLD, "乙局", ON, TODAY, numbers),
        lambda: lite.act(changes.dissolve_office, name, ON, TODAY),
        lambda: lite.act(changes.describe_body, OLD, OfficeKind.PARTY, "", "", ""),
    ):
        before = lite.content()
        done = act()
        after = lite.content()
        assert after != before
        lite.act(undo.undo_batch, done.batch_id)
        assert lite.content() == before
        again = lite.act(undo.redo_batch)
        assert lite.content() == after
        lite.act(undo.undo_batch, again.batch_id)


def test_only_open_statuses_move() -> None:
    assert set(changes._OPEN) == set(Status) - {Status.CLOSED, Status.CANCELLED}


def test_the_workbook_of_the_merged_office_itself_lands_at_the_successor(desk, sent) -> None:
    sent.edit("A1.1", owner="周立群")
    desk.act(changes.merge_offices, NEW, OLD, ON, TODAY)
    number = desk.receive(sent)
    desk.apply(number)
    task = desk.task("A1.1")
    assert (task.lead_office, task.owner) == (OLD, "周立群")


def test_a_paper_of_an_earlier_day_names_the_office_of_that_day(lite) -> None:
    from tracker.services.papers.workbooks import Grouping, make_ledger

    lite.act(changes.rename_office, OLD, "市科创局", TODAY, TODAY)

    def offices(until: date) -> set[str]:
        paper = lite.look(make_ledger, last_day, until, Grouping.OFFICE)
        assert sum(len(group.tasks) for group in paper.groups) == len(paper.figures.tasks)
        return {task.office for task in paper.figures.tasks}

    last = lite.look(lambda session: session.connection().exec_driver_sql("SELECT max(at) FROM batch").scalar())
    begun = date.fromisoformat(str(last)[:10])  # the ledger itself is younger than the day of the tests
    last_day = max(begun, TODAY)
    assert "市科创局" in offices(last_day)
    with lite.ledger.session() as session:
        session.connection().exec_driver_sql(
            f"UPDATE office_name SET to_on = '{last_day.replace(year=last_day.year + 1)}'"
        )
    assert OLD in offices(last_day)
    assert "市科创局" not in offices(last_day)
