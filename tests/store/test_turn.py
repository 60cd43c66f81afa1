"""One turn for all: acts come in the order of their turns, and an act that changed nothing takes none."""

import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from tracker import __version__
from tracker.errors import AgainError, BusyError, DoneBeforeError, InputError, ReadOnlyError, StoreError
from tracker.model.tables import Batch, LedgerState, Setting, Task
from tracker.store import disk_room, engine
from tracker.store.engine import Database, sqlite_url
from tracker.store.history import drop_empty_batch, open_batch


def seq_of(ledger: Database) -> int:
    with ledger.reading() as session:
        return session.exec(select(LedgerState.seq)).one()


def edit(ledger: Database, owner: str, act: str = "") -> None:
    with ledger.session(act) as session:
        open_batch(session, owner)
        session.get(Task, 1).owner = owner


def set_state(ledger: Database, **values: str) -> None:
    with ledger.engine.begin() as connection:
        for name, value in values.items():
            connection.execute(text(f"UPDATE ledger_state SET {name} = :value"), {"value": value})


def test_every_act_takes_the_next_turn(ledger: Database) -> None:
    before = seq_of(ledger)
    for number in range(3):
        edit(ledger, f"甲{number}")
    with ledger.reading() as session:
        turns = session.exec(select(Batch.seq).order_by(Batch.id)).all()
    assert turns[-3:] == [before + 1, before + 2, before + 3]
    assert seq_of(ledger) == before + 3


def test_what_changed_nothing_takes_no_turn(ledger: Database) -> None:
    before = seq_of(ledger)
    with ledger.session() as session:
        assert session.get(Task, 1).owner == ""
    with ledger.session() as session:
        open_batch(session, "nichts")
        assert drop_empty_batch(session)
    assert seq_of(ledger) == before
    with ledger.session() as session:
        session.add(Setting(key="x", value=1))
        session.flush()
        open_batch(session, "nichts")
        assert drop_empty_batch(session)
    assert seq_of(ledger) == before + 1, "what was written before the empty act stays"


def test_rows_can_be_read_after_a_turn_that_changed_nothing(ledger: Database) -> None:
    with ledger.session() as session:
        row = session.get(Task, 1)
    assert row.code == "A1.1"


def test_an_act_that_fails_takes_no_turn(ledger: Database) -> None:
    before = seq_of(ledger)

    def fail() -> None:
        with ledger.session() as session:
            open_batch(session, "halb")
            session.get(Task, 1).owner = "halb"
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seq_of(ledger) == before


def test_the_moment_of_an_act_is_that_of_its_turn(ledger: Database) -> None:
    edit(ledger, "张三")
    with ledger.reading() as session:
        at = session.exec(select(Batch.at).order_by(Batch.id.desc())).first()
        state = session.exec(select(LedgerState.at)).one()
    assert at == state
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=5)


def test_the_same_act_is_written_once(ledger: Database) -> None:
    edit(ledger, "张三", act="k" * 32)
    turn = seq_of(ledger)
    with pytest.raises(DoneBeforeError):
        edit(ledger, "李四", act="k" * 32)
    assert seq_of(ledger) == turn
    with ledger.reading() as session:
        assert session.get(Task, 1).owner == "张三"


def test_an_act_that_reads_first_is_asked_about_before_it_reads(ledger: Database) -> None:
    """Else it would refuse because of what it did itself: nothing left to export, a name that is taken."""
    edit(ledger, "张三", act="k" * 32)
    looked = False
    with pytest.raises(DoneBeforeError), ledger.session("k" * 32, reads_first=True):
        looked = True
    assert not looked


@pytest.mark.postgres
def test_who_gives_up_while_a_commit_is_asked_about_is_not_told_that_nothing_was_saved(
    postgres_ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgres_ledger_url, "王敏")

    def give_up(_who: str) -> None:
        raise InputError("已取消，台账没有变化。")

    def lose(self: Session) -> None:
        commit(self)
        raise OperationalError("COMMIT", {}, Exception("gone"), connection_invalidated=True)

    commit = Session.commit
    monkeypatch.setattr(Session, "commit", lose)
    database.waiting = give_up
    with pytest.raises(AgainError) as caught:
        edit(database, "李四", act="k" * 32)
    assert caught.value.unknown
    monkeypatch.undo()
    with pytest.raises(DoneBeforeError):
        edit(database, "李四", act="k" * 32)
    database.close()


def test_writers_queue_and_their_acts_are_in_order(ledger: Database) -> None:
    """Four desks write the same row at once: nothing is lost, nothing is told, every turn is another one."""
    desks = [Database(ledger.url, f"人{number}", f"{number}" * 12) for number in range(4)]
    errors: list[BaseException] = []

    def work(desk: Database) -> None:
        try:
            for _ in range(5):
                with desk.session() as session:
                    open_batch(session, "加一")
                    row = session.get(Task, 1)
                    row.position += 1
        except BaseException as error:  # noqa: BLE001 - shown below
            errors.append(error)

    with ledger.reading() as session:
        before = session.get(Task, 1).position
    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for desk in desks:
        desk.close()
    assert errors == []
    with ledger.reading() as session:
        assert session.get(Task, 1).position == before + 20
        turns = session.exec(select(Batch.seq).order_by(Batch.id)).all()
    assert turns == sorted(set(turns))


def test_who_waits_in_vain_is_told_and_may_give_up(ledger: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.store.engine.BUSY_MILLISECONDS", 20)
    monkeypatch.setattr("tracker.store.connecting._LIMITS", "-c lock_timeout=20")
    other = Database(ledger.url, "李四")
    other.patience = 0.3
    asked: list[str] = []
    other.waiting = asked.append
    ledger.close()
    first = Database(ledger.url, "王敏", "c" * 12)
    edit(first, "王敏写过")
    with first.session() as session:
        session.add(Setting(key="x", value=1))
        session.flush()
        with pytest.raises(BusyError, match="没有保存"), other.session():
            pass
        assert len(asked) > 1
        assert set(asked) == {"" if ledger.file else "王敏"}

        def give_up(_who: str) -> None:
            raise InterruptedError

        other.waiting = give_up
        with pytest.raises(InterruptedError), other.session():
            pass
    edit(other, "轮到了")
    other.close()
    first.close()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"closed_for": "正在升级"}, "台账正在升级，暂时不能写入"),
        ({"moved_to": "服务器 10.1.2.3"}, r"这份台账 \d+月\d+日 已移到服务器 10.1.2.3|已移到 服务器"),
        ({"schema": "9999"}, "台账已升级；请安装新版程序"),
        ({"min_program": "99.1"}, "台账已升级；请安装新版程序（99.1）"),
    ],
)
def test_a_ledger_that_is_closed_to_this_program_is_only_read(ledger: Database, state: dict, sentence: str) -> None:
    set_state(ledger, **state)
    with pytest.raises(ReadOnlyError, match=sentence):
        edit(ledger, "张三")
    with ledger.reading() as session:
        assert session.get(Task, 1).owner == ""
    set_state(ledger, closed_for="", moved_to="", schema="0001", min_program=__version__)
    edit(ledger, "张三")


def test_a_ledger_without_its_state_is_a_sentence(ledger: Database) -> None:
    with ledger.engine.begin() as connection:
        connection.execute(text("DELETE FROM ledger_state"))
    with pytest.raises(StoreError, match="缺少状态记录"):
        edit(ledger, "张三")


def test_six_programs_begin_at_once_on_one_database(database_url: str, tmp_path: Path) -> None:
    """Each makes the schema or finds it made; the catalogue comes in once."""
    command = [sys.executable, "-m", "tracker", "--db", database_url, "returns"]
    folders = [tmp_path / f"desk{number}" for number in range(6)]
    begun = [
        subprocess.Popen([*command[:3], "--data", str(folder), *command[3:]], stderr=subprocess.PIPE, text=True)
        for folder in folders
    ]
    said = [(process.communicate()[1], process.returncode) for process in begun]
    assert [code for _, code in said] == [0] * 6, said
    database = Database(database_url)
    with database.reading() as session:
        assert len(session.exec(select(Batch.id)).all()) == 1
        assert len(session.exec(select(Task.id)).all()) == 88
    database.close()


def test_a_file_that_another_is_opening_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ledger.db"
    other = sqlite3.connect(file, check_same_thread=False)
    other.execute("CREATE TABLE at_work (id INTEGER)")
    other.execute("BEGIN EXCLUSIVE")
    ended = threading.Timer(0.3, other.rollback)
    ended.start()
    database = Database(sqlite_url(file))
    database.use_journal()
    ended.join()
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    other.execute("BEGIN EXCLUSIVE")
    other.execute("PRAGMA locking_mode")
    monkeypatch.setattr(disk_room, "OPENING", 0.1)
    monkeypatch.setattr(engine, "is_network_folder", lambda _folder: True)  # another journal, which it has to wait for
    with pytest.raises(BusyError, match="请关闭另一个窗口后重试"):
        database.use_journal()
    other.rollback()
    other.close()
    database.close()
