"""What others wrote since a turn: joined, named one by one as far as that helps, one's own left out."""

from collections.abc import Iterator
from datetime import date

import pytest

from tracker.model.changes import Changes
from tracker.model.tables import Setting
from tracker.queries import changes_since
from tracker.queries.changes_since import Look, OthersAct, look_since, words_of
from tracker.services.offices import add_office
from tracker.services.task_links import relate_tasks
from tracker.services.tasks import confirm_offices, edit_task
from tracker.services.undo import undo_batch
from tracker.store.engine import Database

TODAY = date(2026, 3, 2)


@pytest.fixture
def other(ledger: Database) -> Iterator[Database]:
    """Return another desk on the same ledger."""
    desk = Database(ledger.url, "王敏", "b" * 12)
    yield desk
    desk.close()


def act(actor: str, label: str, *tasks: int) -> OthersAct:
    return OthersAct(actor, label, frozenset(tasks))


def look(ledger: Database, last: int | None) -> Look:
    with ledger.reading() as session:
        return look_since(session, last)


def edit(desk: Database, number: int, owner: str) -> Changes:
    with desk.session() as session:
        return edit_task(session, number, 1, "owner", owner, TODAY)


def test_the_first_look_only_says_where_the_ledger_stands(ledger: Database) -> None:
    seen = look(ledger, None)
    assert seen == Look(seen.seq)
    assert look(ledger, seen.seq) == Look(seen.seq)


def test_acts_of_another_desk_are_joined(ledger: Database, other: Database) -> None:
    before = look(ledger, None).seq
    edit(other, 1, "甲")
    edit(other, 2, "乙")
    seen = look(ledger, before)
    assert seen.seq == before + 2
    assert seen.changes == Changes(tasks=frozenset({1, 2}))
    assert [(act.actor, act.tasks) for act in seen.acts] == [("王敏", frozenset({1})), ("王敏", frozenset({2}))]
    assert words_of(seen.acts) == "王敏 改了 2 项任务"


def test_a_task_that_was_changed_twice_is_one_task(ledger: Database, other: Database) -> None:
    before = look(ledger, None).seq
    for version, owner in ((1, "甲"), (2, "乙"), (3, "丙")):
        with other.session() as session:
            edit_task(session, 5, version, "owner", owner, TODAY)
    assert words_of(look(ledger, before).acts) == "王敏 改了 1 项任务"


def test_what_touches_no_task_is_told_by_what_it_did(ledger: Database, other: Database) -> None:
    before = look(ledger, None).seq
    with other.session() as session:
        add_office(session, "量子局")
    assert words_of(look(ledger, before).acts) == "王敏：新增单位 量子局"
    edit(other, 1, "甲")
    with other.session() as session:
        add_office(session, "航天局")
    assert words_of(look(ledger, before).acts) == "王敏 改了 1 项任务，另有 新增单位 航天局 等 2 次操作"


def test_one_s_own_acts_are_left_out(ledger: Database, other: Database) -> None:
    before = look(ledger, None).seq
    edit(ledger, 1, "甲")
    assert look(ledger, before) == Look(before + 1)
    edit(other, 2, "乙")
    assert look(ledger, before).changes == Changes(tasks=frozenset({2}))


def test_another_start_on_the_same_desk_is_somebody_else(ledger: Database) -> None:
    """A command typed beside the open window is seen in it."""
    before = look(ledger, None).seq
    beside = Database(ledger.url, ledger.actor, ledger.desk)
    edit(beside, 3, "丙")
    beside.close()
    assert look(ledger, before).changes == Changes(tasks=frozenset({3}))


def test_an_undo_comes_as_any_other_act(ledger: Database, other: Database) -> None:
    changes = edit(other, 1, "甲")
    before = look(ledger, None).seq
    with other.session() as session:
        undo_batch(session, changes.batch_id)
    seen = look(ledger, before)
    assert seen.changes == Changes(tasks=frozenset({1}))
    assert seen.acts[0].label.startswith("撤销：")


def test_a_turn_without_an_act_means_everything(ledger: Database, other: Database) -> None:
    before = look(ledger, None).seq
    with other.session() as session:
        session.add(Setting(key="x", value=1))
    assert look(ledger, before).changes == Changes(everything=True)


def test_what_belongs_to_no_task_means_everything(ledger: Database, other: Database) -> None:
    before = look(ledger, None).seq
    with other.session() as session:
        relate_tasks(session, (1, 2))
    assert look(ledger, before).changes == Changes(everything=True)


def test_too_many_rows_mean_everything(ledger: Database, other: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes_since, "MOST", 5)
    before = look(ledger, None).seq
    with other.session() as session:
        confirm_offices(session, range(1, 21))
    assert look(ledger, before).changes == Changes(everything=True)


def test_a_ledger_that_was_put_back_means_everything(ledger: Database) -> None:
    assert look(ledger, 10_000).changes == Changes(everything=True)


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ((), ""),
        ((act("王敏", "A1.1 责任人", 1),), "王敏 改了 1 项任务"),
        ((act("王敏", "x", 1), act("王敏", "y", 2, 3)), "王敏 改了 3 项任务"),
        ((act("王敏", "x", 1, 2), act("王敏", "撤销：x", 2, 1)), "王敏 改了 2 项任务"),
        ((act("王敏", "x", 1), act("李刚", "亮灯规则")), "王敏 改了 1 项任务；李刚：亮灯规则"),
        ((act("", "x", 1, 2),), "别人 改了 2 项任务"),
    ],
)
def test_the_toast_is_gathered_by_person(acts: tuple[OthersAct, ...], words: str) -> None:
    assert words_of(acts) == words
