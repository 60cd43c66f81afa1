"""`undo` takes back what this desk and this person did, whatever the start of the program; more only when told to."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from tracker.model.tables import Batch, Task
from tracker.services.tasks import edit_task
from tracker.services.undo import undo_batch
from tracker.settings import desk_of, system_user
from tracker.store.engine import Database, sqlite_url

Run = Callable[..., Any]
MINE = system_user()


def owner_by(data: Path, owner: str, actor: str = MINE, desk: str | None = None) -> int:
    """Give A1.1 an owner as somebody at a desk (default: this one) and return the number of the act."""
    database = Database(sqlite_url(data / "ledger.db"), actor, desk_of(data) if desk is None else desk)
    with database.session() as session:
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        edit_task(session, task.id, task.version, "owner", owner, task.start_on)
        batch = session.exec(select(Batch).order_by(col(Batch.id).desc())).first()
        assert batch is not None
        number = batch.id
    database.close()
    return number


def owner(data: Path) -> str:
    database = Database(sqlite_url(data / "ledger.db"))
    with database.reading() as session:
        name: str = session.exec(select(Task.owner).where(Task.code == "A1.1")).one()
    database.close()
    return name


def test_the_newest_of_this_desk_whatever_its_start(run: Run, data: Path) -> None:
    """The command line has no run of its own; what it takes back it names with its time."""
    owner_by(data, "张三")
    owner_by(data, "李四")
    done = run("undo")
    assert done.code == 0
    assert re.fullmatch(r"已撤销：A1\.1 责任人（\d{4}-\d\d-\d\d \d\d:\d\d）\n", done.out)
    assert owner(data) == "张三"
    assert run("undo").code == 0
    assert owner(data) == ""
    assert run("undo").sentence() == "没有可以撤销的操作。"


def test_an_act_from_before_desks_had_names_is_this_desks(run: Run, data: Path) -> None:
    owner_by(data, "张三", desk="")
    assert run("undo").code == 0
    assert owner(data) == ""


@pytest.mark.parametrize(("actor", "desk"), [("王敏", None), (MINE, "b" * 12)])
def test_what_somebody_else_did_is_named_and_left(run: Run, data: Path, actor: str, desk: str | None) -> None:
    number = owner_by(data, "李四", actor, desk)
    sentence = run("undo").sentence()
    assert sentence.startswith(f"没有可以撤销的操作。最近一次操作不是您的：这是 {actor} ")
    assert f"请用 --batch {number}" in sentence
    refused = run("undo", "--batch", number).sentence()
    assert refused.startswith(f"这是 {actor} ")
    assert "--others" in refused
    assert owner(data) == "李四"
    assert run("undo", "--batch", number, "--others").code == 0
    assert owner(data) == ""


def test_own_work_under_somebody_elses_is_left_and_they_are_named(run: Run, data: Path) -> None:
    owner_by(data, "张三")
    owner_by(data, "李四", "王敏", "b" * 12)
    sentence = run("undo").sentence()
    assert "不能撤销：王敏 " in sentence
    assert "责任人" in sentence
    assert owner(data) == "李四"


def test_what_was_undone_last_is_done_again(run: Run, data: Path) -> None:
    owner_by(data, "张三")
    owner_by(data, "李四")
    run("undo")
    run("undo")
    done = run("redo")
    assert done.code == 0
    assert re.fullmatch(r"已重做：A1\.1 责任人（\d{4}-\d\d-\d\d \d\d:\d\d 撤销的）\n", done.out)
    assert owner(data) == "张三"
    assert run("redo").code == 0
    assert owner(data) == "李四"
    assert run("redo").sentence() == "没有可以重做的操作。"
    assert run("undo").code == 0
    assert owner(data) == "张三"


def test_after_another_act_nothing_is_done_again(run: Run, data: Path) -> None:
    owner_by(data, "张三")
    run("undo")
    owner_by(data, "李四")
    assert run("redo").sentence() == "没有可以重做的操作。"
    assert owner(data) == "李四"


def test_what_somebody_else_undid_is_not_done_again(run: Run, data: Path) -> None:
    number = owner_by(data, "张三", "王敏", "b" * 12)
    database = Database(sqlite_url(data / "ledger.db"), "王敏", "b" * 12)
    with database.session() as session:
        undo_batch(session, number)
    database.close()
    assert run("redo").sentence() == "没有可以重做的操作。"
    assert owner(data) == ""


def test_a_number_of_an_act_that_cannot_be_is_one_sentence(run: Any) -> None:
    assert "不是操作的编号" in run("undo", "--batch", "9" * 20).sentence()
