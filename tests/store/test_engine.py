"""A session is one transaction: all of it or nothing, and what a user can act on becomes a sentence."""

import gc
import weakref
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from tracker.errors import AgainError, RefusedError, StoreError
from tracker.model.tables import Batch, Indicator, Milestone, Observation, Setting, Task, TaskOffice
from tracker.store.engine import Database, sqlite_url
from tracker.store.history import open_batch


def first_task(session) -> Task:
    return session.exec(select(Task).where(Task.code == "A1.1")).one()


def owner_of(ledger: Database) -> str:
    with ledger.reading() as session:
        return first_task(session).owner


def write_in_a_batch(ledger: Database, row) -> None:
    with ledger.session() as session:
        open_batch(session, "写")
        session.add(row)


def test_a_session_commits_when_it_ends(ledger: Database) -> None:
    with ledger.session() as session:
        open_batch(session, "改责任人")
        first_task(session).owner = "张三"
    assert owner_of(ledger) == "张三"


def test_an_error_rolls_the_whole_session_back(ledger: Database) -> None:
    def half_done() -> None:
        with ledger.session() as session:
            open_batch(session, "改责任人")
            first_task(session).owner = "张三"
            session.add(Setting(key="x", value=1))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    assert owner_of(ledger) == ""
    with ledger.reading() as session:
        assert session.get(Setting, "x") is None
        assert list(session.exec(select(Batch.label))) == ["初始目录"]


def test_reading_throws_changes_away(ledger: Database) -> None:
    with ledger.reading() as session:
        first_task(session).owner = "张三"
    assert owner_of(ledger) == ""


@pytest.mark.parametrize("kind", [Task, Indicator])
def test_two_writers_of_one_row_are_told_apart(ledger: Database, kind: type) -> None:
    """Both read version 1; the second to write finds another version and has to look again."""
    with ledger.reading() as session:
        row = session.exec(select(kind)).first()
        number, version = row.id, row.version
        session.expunge(row)
    with ledger.session() as session:
        open_batch(session, "先改")
        session.get(kind, number).position = 900
    row.position = 901
    with pytest.raises(AgainError, match="撞在一起，没有保存") as caught:
        write_in_a_batch(ledger, row)
    assert caught.value.met
    with ledger.reading() as session:
        kept = session.get(kind, number)
        assert (kept.position, kept.version) == (900, version + 1)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE task SET progress = 101", "above 100"),
        ("UPDATE task SET progress = -1", "below 0"),
        ("UPDATE task SET title = ''", "no title"),
        ("UPDATE task SET due_kind = 'date', due_on = NULL", "dated without a date"),
        ("UPDATE task SET status = 'done'", "unknown status"),
        ("UPDATE task SET due_kind = 'soon'", "unknown kind of deadline"),
        ("UPDATE indicator SET kind = 'number'", "unknown kind of indicator"),
        ("UPDATE indicator SET measure = 'count'", "unknown measure"),
        ("UPDATE indicator SET direction = 'up'", "unknown direction"),
        ("UPDATE recommendation SET kind = 'idea'", "unknown kind of recommendation"),
        ("UPDATE recommendation_link SET kind = 'x'", "unknown kind of link"),
        ("UPDATE office SET name = ''", "no name"),
        ("UPDATE batch SET source = 'x'", "unknown source"),
    ],
    ids=lambda value: value if " SET " not in value else "",
)
def test_the_database_itself_refuses_what_cannot_be(ledger: Database, statement: str, why: str) -> None:
    with pytest.raises(RefusedError), ledger.session() as session:
        session.connection().execute(text(statement))


@pytest.mark.parametrize(
    "row",
    [
        TaskOffice(task_id=1, office_id=99_999),
        TaskOffice(task_id=99_999, office_id=1),
        Observation(indicator_id=99_999, value=1.0),
        Milestone(task_id=99_999, title="x"),
        Task(code="X1", title="x", recommendation_id=99_999),
        Task(code="X1", title="x", lead_office_id=99_999),
        Task(code="A1.1", title="a code is given once"),
        Milestone(task_id=1, title="x", weight=0),
    ],
    ids=lambda row: type(row).__name__,
)
def test_links_must_lead_somewhere_and_keys_are_given_once(ledger: Database, row) -> None:
    copy = type(row)(**row.model_dump(exclude={"id"}))
    with pytest.raises(RefusedError):
        write_in_a_batch(ledger, copy)


def test_a_number_once_given_is_never_given_again(ledger: Database) -> None:
    """A deleted row's history must not become another row's."""
    with ledger.session() as session:
        open_batch(session, "加节点")
        gone = Milestone(task_id=1, title="会被删")
        session.add(gone)
        session.flush()
        number = gone.id
        session.delete(gone)
    with ledger.session() as session:
        open_batch(session, "再加节点")
        fresh = Milestone(task_id=1, title="新的")
        session.add(fresh)
        session.flush()
        assert fresh.id > number


@pytest.mark.parametrize("url", ["nonsense", "", "oracle9://x/y", "sqlite9:///x.db", "postgresql+nodriver://h/d"])
def test_an_address_that_is_none_is_a_sentence(url: str) -> None:
    with pytest.raises(StoreError, match="数据库地址无法使用"):
        Database(url)


def test_a_locked_file_is_a_sentence(sqlite_ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.store.engine.BUSY_MILLISECONDS", 20)
    one, other = Database(sqlite_ledger_url), Database(sqlite_ledger_url)
    other.patience = 0.0
    with one.session() as session:
        session.add(Setting(key="x", value=1))
        session.flush()
        with pytest.raises(StoreError, match="正被另一个程序占用，没有保存"), other.session():
            pass
        with other.reading() as reader:  # WAL: who reads never waits for who writes
            assert reader.get(Setting, "x") is None
    one.close()
    other.close()


def test_a_damaged_file_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"this is no database at all" * 100)
    database = Database(sqlite_url(path))
    with pytest.raises(StoreError, match="已损坏或不是台账"), database.session():
        pass
    database.close()
    assert path.read_bytes() == b"this is no database at all" * 100


def test_a_missing_server_is_a_sentence() -> None:
    database = Database("postgresql+psycopg://nobody:secret@127.0.0.1:1/none")
    with (
        pytest.raises(StoreError, match="连不上服务器；请检查网络和服务器地址") as caught,
        database.reading() as session,
    ):
        session.connection()
    assert "secret" not in caught.value.sentence


def test_only_sqlite_has_a_file(ledger: Database) -> None:
    assert (ledger.file is not None) == ledger.url.startswith("sqlite")
    if ledger.file is not None:
        assert ledger.file.name == "ledger.db"


def test_a_closed_database_is_let_go(ledger_url: str) -> None:
    database = Database(ledger_url, "测试员")
    with database.session() as session:
        open_batch(session, "改备注")
        task = session.exec(select(Task)).first()
        assert task is not None
        task.remark = "写过"
    database.close()
    kept = weakref.ref(database)
    del database, session, task
    gc.collect()
    assert kept() is None
