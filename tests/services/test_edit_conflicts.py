"""Another desk's change is a conflict only where it changed what the editor showed; nothing is lost unseen."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tracker.errors import ConflictError
from tracker.model.edited_forms import TASK, merge_list, seen_of
from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.model.tables import Office, Revision, Task
from tracker.queries.task_rows import list_tasks
from tracker.services.status import change_status, require_status
from tracker.services.tasks import edit_task, shown_task
from tracker.store.engine import Database

TODAY = date(2026, 3, 2)


@pytest.fixture
def other(ledger: Database) -> Iterator[Database]:
    desk = Database(ledger.url, "王敏", "b" * 12)
    yield desk
    desk.close()


def shown(ledger: Database, number: int = 1) -> TaskRow:
    """Return a task as an editor showed it."""
    with ledger.reading() as session:
        (row,) = list_tasks(session, TODAY, Task.id == number)
    return row


def edit(desk: Database, row: TaskRow, field: str, value: Any, *, seen: TaskRow | None = None) -> None:
    with desk.session() as session:
        edit_task(session, row.id, row.version, field, value, TODAY, seen=seen_of(seen or row))


def office_name(ledger: Database, number: int) -> str:
    with ledger.reading() as session:
        return session.exec(select(Office.name).where(Office.id == number)).one()


def test_another_field_is_no_conflict(ledger: Database, other: Database) -> None:
    row = shown(ledger)
    edit(other, row, "owner", "周立群")
    edit(ledger, row, "remark", "两处都在")
    now = shown(ledger)
    assert (now.owner, now.remark, now.version) == ("周立群", "两处都在", row.version + 2)


def test_the_same_field_is_one_and_says_who_and_what(ledger: Database, other: Database) -> None:
    row = shown(ledger)
    edit(other, row, "owner", "周立群")
    with pytest.raises(ConflictError, match=r"A1\.1 的责任人刚被 王敏 \d\d:\d\d 改为“周立群”.*内容还在") as caught:
        edit(ledger, row, "owner", "李刚")
    assert "没有保存" in caught.value.sentence
    assert shown(ledger).owner == "周立群"
    edit(ledger, row, "owner", "李刚", seen=shown(ledger))
    assert shown(ledger).owner == "李刚"


def test_put_back_to_what_was_shown_is_no_conflict(ledger: Database, other: Database) -> None:
    row = shown(ledger)
    edit(other, row, "owner", "周立群")
    edit(other, shown(ledger), "owner", "")
    edit(ledger, row, "owner", "李刚")
    assert shown(ledger).owner == "李刚"


def test_without_seen_values_any_change_is_a_conflict(ledger: Database, other: Database) -> None:
    row = shown(ledger)
    edit(other, row, "owner", "周立群")
    with pytest.raises(ConflictError), ledger.session() as session:
        edit_task(session, row.id, row.version, "remark", "x", TODAY)


def test_a_lead_office_and_its_confirmation_are_one(ledger: Database, other: Database) -> None:
    row = shown(ledger)
    edit(other, row, "lead_office", office_name(ledger, 2))
    with pytest.raises(ConflictError, match="刚被 王敏"):
        edit(ledger, row, "lead_office", office_name(ledger, 3))
    with pytest.raises(ConflictError):
        edit(ledger, row, "lead_office", office_name(ledger, 3))
    assert shown(ledger).lead_office == office_name(ledger, 2)


@pytest.mark.parametrize(
    ("field", "value"), [("remark", "x"), ("phone", "0571-66881234"), ("leader", "副市长"), ("owner", "李")]
)
def test_every_plain_field_is_its_own(ledger: Database, other: Database, field: str, value: str) -> None:
    row = shown(ledger)
    for number, name in enumerate(("remark", "phone", "leader", "owner")):
        if name != field:
            edit(other, shown(ledger), name, f"0571-8800{number}111")
    edit(ledger, row, field, value)
    assert shown(ledger).value(field) == value


@pytest.mark.parametrize(
    ("field", "group"),
    [
        ("owner", ("owner",)),
        ("due_text", ("due_text", "due_kind", "due_on")),
        ("lead_office", ("lead_office", "offices_confirmed")),
        ("closing_statement", ("status", "closed_on", "closing_statement")),
        ("progress", ("progress",)),
        ("co_offices", ()),
        ("themes", ()),
    ],
)
def test_which_fields_count_as_one(field: str, group: tuple[str, ...]) -> None:
    assert TASK.group_of(field) == group


def test_each_old_value_of_the_history_is_the_new_one_before_it(ledger: Database, other: Database) -> None:
    """Two desks that always look again when they are refused lose nothing: the chain of values has no gap."""
    for number in range(6):
        desk = (ledger, other)[number % 2]
        stale = shown(ledger)
        edit((other, ledger)[number % 2], stale, "owner", f"甲{number}")
        with pytest.raises(ConflictError):
            edit(desk, stale, "owner", f"乙{number}")
        edit(desk, shown(ledger), "owner", f"乙{number}")
    with ledger.reading() as session:
        columns = Revision.old, Revision.new
        wanted = select(*columns).where(Revision.entity == "task", Revision.entity_id == 1, Revision.field == "owner")
        chain = session.exec(wanted.order_by(Revision.id)).all()
    assert len(chain) == 12
    assert [old for old, _ in chain[1:]] == [new for _, new in chain[:-1]]


def co_offices(ledger: Database) -> set[str]:
    return set(shown(ledger).co_offices)


def test_a_list_merges_by_element(ledger: Database, other: Database) -> None:
    edit(ledger, shown(ledger), "co_offices", ("市财政局", "市教育局"))
    row = shown(ledger)
    edit(other, row, "co_offices", (*row.co_offices, "市商务局"))
    edit(ledger, row, "co_offices", ("市教育局", "市发改委"))
    assert co_offices(ledger) == {"市教育局", "市发改委", "市商务局"}


@pytest.mark.parametrize(
    ("shown_then", "wanted", "now", "result"),
    [
        ("ab", "abc", "ab", "abc"),
        ("ab", "b", "abd", "bd"),
        ("ab", "ab", "bd", "bd"),
        ("", "a", "a", "a"),
        ("ab", "", "abd", "d"),
        ("ab", "abx", "", "x"),
    ],
)
def test_what_merging_makes_of_a_list(shown_then: str, wanted: str, now: str, result: str) -> None:
    assert "".join(merge_list(shown_then, wanted, now)) == result


def test_what_others_changed_beside_it_is_told(ledger: Database, other: Database) -> None:
    row = shown(ledger)
    edit(other, row, "owner", "周立群")
    edit(other, shown(ledger), "phone", "0574-87654321")
    with ledger.session() as session:
        changes = edit_task(session, row.id, row.version, "remark", "x", TODAY, seen=seen_of(row))
    assert changes.beside == "王敏 同时改了本任务的 责任人、联系电话"


def test_what_one_changed_oneself_beside_it_is_not_told(ledger: Database) -> None:
    row = shown(ledger)
    edit(ledger, row, "owner", "周立群")
    with ledger.session() as session:
        assert edit_task(session, row.id, row.version, "remark", "x", TODAY, seen=seen_of(row)).beside == ""


def test_both_wrote_the_same(ledger: Database, other: Database) -> None:
    row = shown(ledger)
    edit(other, row, "owner", "周立群")
    edit(ledger, row, "owner", "周立群")
    assert shown(ledger).owner == "周立群"


def test_a_conflict_says_all_three_texts_and_what_has_been_seen_then(ledger: Database, other: Database) -> None:
    edit(ledger, shown(ledger), "remark", "第一版")
    row = shown(ledger)
    edit(other, row, "remark", "他的一版")
    with pytest.raises(ConflictError) as caught:
        edit(ledger, row, "remark", "我的一版")
    (clash,) = caught.value.clashes
    assert (clash.field, clash.word, clash.shown, clash.theirs, clash.mine) == (
        "remark", "备注", "第一版", "他的一版", "我的一版",
    )  # fmt: skip
    assert clash.by.startswith("王敏 ")
    assert clash.free
    with ledger.session() as session:
        edit_task(session, row.id, row.version, "remark", "我的一版", TODAY, seen=seen_of(row) | dict(clash.now))
    assert shown(ledger).remark == "我的一版"


def test_a_status_that_moved_meanwhile_is_not_moved_unseen(ledger: Database, other: Database) -> None:
    row = shown(ledger)
    with other.session() as session:
        change_status(session, row.id, Status.IN_PROGRESS, TODAY, confirmed=True)
    with (
        pytest.raises(ConflictError, match=r"A1\.1 的状态刚被 王敏 .*改为“推进中”；状态没有变动"),
        ledger.session() as session,
    ):
        require_status(session, row.id, row.status, row.closing_statement)
    now = shown(ledger)
    with ledger.session() as session:
        require_status(session, now.id, now.status, now.closing_statement)


def test_nothing_seen_is_another_value_where_nobody_wrote(ledger: Database) -> None:
    """What rows show and what the services read is the same, for every task and every field."""
    with ledger.session() as session:
        for row in list_tasks(session, TODAY):
            task = session.get_one(Task, row.id)
            seen = seen_of(row)
            assert shown_task(session, task).settle("", {"remark": "x"}, seen).beside == ""
            for name in TASK.groups[0] + TASK.groups[1] + TASK.groups[2]:
                shown_task(session, task).settle(row.code, {name: "另一个"}, seen)
