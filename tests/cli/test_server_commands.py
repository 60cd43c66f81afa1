"""A ledger moves to a server and back with all that is in it; a server's ledger is brought up only when asked."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.store.backups.conftest import set_owner
from tracker import __version__, paths, settings
from tracker.errors import ReadOnlyError, StoreError
from tracker.services.tasks import edit_task
from tracker.store import migrate
from tracker.store.backups.container import read_manifest
from tracker.store.copy_rows import digests
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger
from tracker.store.schema import HEAD

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgres)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return an empty place: a file's name, and the address of an empty database."""
    if request.param == "file":
        return str(tmp_path / "moved" / "ledger.db")
    return str(request.getfixturevalue("postgres_url")).replace("postgres:@", "postgres@")


def digests_at(address: str) -> dict[str, tuple[int, str]]:
    database = Database(address if "://" in address else sqlite_url(Path(address)))
    with database.reading() as session:
        held = digests(session.connection())
    database.close()
    held.pop("ledger_state")
    return held


def test_all_rows_go_there_and_the_next_act_works(run: Callable, data: Path, target: str) -> None:
    set_owner(data / "ledger.db", "张三")
    before = digests_at(str(data / "ledger.db"))
    done = run("move-to", target)
    assert (done.code, done.err) == (0, "")
    assert "两边核对一致；原来的台账只能查看" in done.out
    assert digests_at(target) == before
    moved = Database(target if "://" in target else sqlite_url(Path(target)), "王敏")
    with moved.session() as session:
        changes = edit_task(session, 2, 1, "owner", "李刚", DAY)
    assert changes.batch_id > 2, "numbers go on behind those that were given"
    moved.close()
    rows = json.loads(run("tasks", "--json").out)
    assert {"张三", "李刚"} <= {row["owner"] for row in rows}, "the data folder opens the ledger where it is now"
    assert settings.load(data).ledger


def test_the_old_one_is_only_read_and_not_moved_twice(run: Callable, data: Path, target: str, tmp_path: Path) -> None:
    assert run("move-to", target, "--keep").code == 0
    assert settings.load(data).ledger == ""
    old = Database(sqlite_url(data / "ledger.db"))
    with pytest.raises(ReadOnlyError, match=r"已移到.*这里只能查看"), old.session():
        pass
    old.close()
    assert json.loads(run("tasks", "--json").out)
    assert "已移到" in run("move-to", str(tmp_path / "again.db")).sentence()
    assert not (tmp_path / "again.db").exists()


def test_a_move_that_failed_can_be_tried_again(
    run: Callable, data: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both sides are as they were: the old ledger writes on, the new place holds nothing."""
    with monkeypatch.context() as patch:
        patch.setattr("tracker.store.moving.digests", lambda connection: {"task": (1, str(id(connection)))})
        assert "两边的内容不一致（task），没有移动" in run("move-to", target).sentence()
    set_owner(data / "ledger.db", "还能写")
    if "://" in target:
        assert run("move-to", target).code == 0


@pytest.mark.postgres
def test_a_move_away_from_a_server_that_refuses_leaves_no_file(
    run: Callable, postgres_ledger_url: str, tmp_path: Path
) -> None:
    """A server that is only read cannot be closed to its writers; a file left behind would bar the next try."""
    database = Database(postgres_ledger_url)
    with database.engine.begin() as connection:
        name = connection.exec_driver_sql("SELECT current_database()").scalar_one()
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    database.close()
    there = ("--data", str(tmp_path / "desk"), "--db", postgres_ledger_url)
    target = tmp_path / "away" / "ledger.db"
    for _ in range(2):
        assert "只能查看" in run("move-to", target, before=there).sentence()
        assert list(target.parent.iterdir()) == []


def test_a_text_that_no_server_takes_is_told_before(run: Callable, data: Path, tmp_path: Path) -> None:
    set_owner(data / "ledger.db", "张\0三")
    assert "里的 NUL），没有移动" in run("move-to", str(tmp_path / "new.db")).sentence()
    set_owner(data / "ledger.db", "张三")


def test_a_place_that_is_not_empty_is_refused(run: Callable, data: Path, tmp_path: Path) -> None:
    (tmp_path / "there.db").write_text("x")
    before = (data / "ledger.db").read_bytes()
    assert "已经存在，没有移动" in run("move-to", str(tmp_path / "there.db")).sentence()
    assert (tmp_path / "there.db").read_text() == "x"
    assert (data / "ledger.db").read_bytes() == before


@pytest.mark.postgres
def test_a_server_with_a_ledger_is_refused_and_a_password_too(run, data: Path, postgres_ledger_url: str) -> None:
    address = postgres_ledger_url.replace("postgres:@", "postgres@")
    assert "目标里已经有台账" in run("move-to", address).sentence()
    assert "不要写密码" in run("move-to", "postgresql://u:geheim@127.0.0.1/x").sentence()
    old = Database(sqlite_url(data / "ledger.db"))
    with old.session() as session:
        edit_task(session, 1, 1, "owner", "还能写", DAY)
    old.close()


@pytest.mark.postgres
def test_there_and_back_again_is_the_same(run: Callable, data: Path, postgres_url: str, tmp_path: Path) -> None:
    set_owner(data / "ledger.db", "张三")
    before = digests_at(str(data / "ledger.db"))
    assert run("move-to", postgres_url.replace("postgres:@", "postgres@")).code == 0
    assert run("move-to", str(tmp_path / "back.db")).code == 0
    assert digests_at(str(tmp_path / "back.db")) == before
    assert run("check").code == 0


@pytest.mark.postgres
def test_a_server_is_never_brought_up_unasked(run: Callable, postgres_ledger_url: str, tmp_path: Path) -> None:
    from alembic import command

    database = Database(postgres_ledger_url)
    with database.engine.begin() as connection:
        command.downgrade(migrate._config(connection, paths.migrations_dir()), "0005")
    with pytest.raises(StoreError, match=r"服务器台账要升级到新结构.*upgrade-server"):
        open_ledger(postgres_ledger_url, paths.migrations_dir(), paths.seed_dir())
    assert migrate.current_revision(database) == "0005"
    database.close()
    where = ("--data", str(tmp_path / "desk"), "--db", postgres_ledger_url)
    other = Database(postgres_ledger_url, "王敏", "c" * 12)
    with other.reading() as session:
        session.connection()
    assert "目前还有 1 台电脑在用。请用" in run("tasks", before=where).sentence(), "that schema knows no desks yet"
    other.close()
    for line in (("tasks",), ("backup", str(tmp_path / "first.zip"))):
        assert "请用 upgrade-server 升级，它会先备份。" in run(*line, before=where).sentence()
    assert run("upgrade-server", before=where).code == 0
    (kept,) = (tmp_path / "desk" / "backups").glob("台账_*_before-*.zip")
    assert read_manifest(kept).schema == "0005"
    assert read_manifest(kept).rows["task"] == 88
    assert len(json.loads(run("tasks", "--json", before=where).out)) == 88


@pytest.mark.postgres
def test_who_works_at_an_older_server_is_named(run: Callable, postgres_ledger_url: str, tmp_path: Path) -> None:
    from alembic import command

    desks = [Database(postgres_ledger_url, name, sign * 12) for name, sign in (("王敏", "c"), ("李刚", "d"), ("", "e"))]
    for number, desk in enumerate(desks, start=1):
        with desk.session() as session:
            edit_task(session, number, 1, "owner", "张三", DAY)
    with desks[0].engine.begin() as connection:
        command.downgrade(migrate._config(connection, paths.migrations_dir()), "0009")
    said = run("tasks", before=("--data", str(tmp_path / "desk"), "--db", postgres_ledger_url)).sentence()
    assert "目前还有 3 台电脑在用（" in said
    assert all(name in said for name in ("王敏", "李刚", "等）。"))
    for desk in desks:
        desk.close()


@pytest.mark.postgres
def test_an_upgrade_that_was_cut_short_is_run_again(run: Callable, postgres_ledger_url: str, tmp_path: Path) -> None:
    """Whoever is killed while the ledger is closed leaves it closed; the same command opens it, backed up only once."""
    where = ("--data", str(tmp_path / "desk"), "--db", postgres_ledger_url)
    database = Database(postgres_ledger_url)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE ledger_state SET closed_for = '正在升级'"))
    assert "台账正在升级" in run("task", "set", "A1.1", "责任人", "李刚", before=where).sentence()
    done = run("upgrade-server", before=where)
    assert (done.code, done.out.strip()) == (0, "服务器上的台账已经是新结构，不用升级。")
    assert run("task", "set", "A1.1", "责任人", "李刚", before=where).code == 0
    assert not list((tmp_path / "desk").glob("backups/*"))
    database.close()


def test_a_file_needs_no_command_to_be_brought_up(run: Callable) -> None:
    assert "只用于服务器上的台账" in run("upgrade-server").sentence()


HAMMER = """
import sys, time
from tracker.errors import ReadOnlyError
from tracker.store import engine
engine.HEAD = "0005"  # an old program
desk, saved, ends = engine.Database(sys.argv[1], "旧", sys.argv[2]), 0, time.monotonic() + 60
print("begun", flush=True)
while time.monotonic() < ends:
    try:
        with desk.session() as session:
            row = "INSERT INTO setting (key, value) VALUES (:key, '1')"
            session.connection().exec_driver_sql(row.replace(":key", f"'{sys.argv[2]}-{saved}'"))
        saved += 1
    except ReadOnlyError as error:
        sentence = error.sentence
        if "正在升级" not in sentence:
            break
print(saved, sentence, flush=True)
"""


@pytest.mark.postgres
def test_old_windows_are_read_only_from_the_upgrade_on(run: Callable, postgres_ledger_url: str, tmp_path: Path) -> None:
    """Desks that write without a pause lose nothing before it, write nothing after it, and are told what to do."""
    from alembic import command

    database = Database(postgres_ledger_url)
    with database.engine.begin() as connection:
        command.downgrade(migrate._config(connection, paths.migrations_dir()), "0008")
        connection.exec_driver_sql("UPDATE ledger_state SET schema = '0005'")
    begun = [
        subprocess.Popen([sys.executable, "-c", HAMMER, postgres_ledger_url, str(n)], stdout=subprocess.PIPE, text=True)
        for n in range(3)
    ]
    for process in begun:
        assert process.stdout.readline() == "begun\n"
    where = ("--data", str(tmp_path / "desk"), "--db", postgres_ledger_url)
    done = run("upgrade-server", before=where)
    assert (done.code, done.err) == (0, "")
    ended = time.monotonic()
    said = [process.communicate(timeout=30)[0].strip() for process in begun]
    assert time.monotonic() - ended < 10
    wanted = f"台账已升级；请安装新版程序（{__version__}）。没有保存的内容已留在本机。"
    assert all(line.endswith(wanted) for line in said), said
    with database.reading() as session:
        connection = session.connection()
        kept = connection.exec_driver_sql("SELECT count(*) FROM setting WHERE key ~ '^[0-9]+-'").scalar()
        state = connection.exec_driver_sql("SELECT schema, min_program, closed_for FROM ledger_state").one()
    assert kept == sum(int(line.split()[0]) for line in said)
    assert tuple(state) == (HEAD, __version__, "")
    database.close()


@pytest.mark.postgres
def test_a_backup_goes_into_an_empty_server_only(
    run: Callable, data: Path, postgres_url: str, postgres_ledger_url: str, tmp_path: Path
) -> None:
    set_owner(data / "ledger.db", "张三")
    assert run("backup", tmp_path / "b.zip").code == 0
    before = digests_at(str(data / "ledger.db"))
    there = ("--data", str(tmp_path / "desk"), "--db", postgres_ledger_url)
    assert "restore FILE --to-server" in run("restore", tmp_path / "b.zip", before=there).sentence()
    assert "目标里已经有台账，没有恢复" in run("restore", tmp_path / "b.zip", "--to-server", before=there).sentence()
    assert "--db" in run("restore", tmp_path / "b.zip", "--to-server").sentence()
    (tmp_path / "garbage.zip").write_bytes(b"garbage")
    empty = ("--data", str(tmp_path / "desk"), "--db", postgres_url)
    assert "garbage.zip" in run("restore", tmp_path / "garbage.zip", "--to-server", before=empty).sentence()
    done = run("restore", tmp_path / "b.zip", "--to-server", before=empty)
    assert (done.code, done.err) == (0, "")
    assert "两边核对一致" in done.out
    after = digests_at(postgres_url)
    assert {name for name in after if after[name] != before[name]} == {"batch"}, "with the act of the restore"
    assert {"张三"} <= {row["owner"] for row in json.loads(run("tasks", "--json", before=empty).out)}
