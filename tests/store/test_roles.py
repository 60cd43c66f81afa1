"""The roles that the help tells administrators to make: a writer needs no more, a reader changes nothing."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlmodel import select

from tracker import paths
from tracker.__main__ import main
from tracker.errors import ReadOnlyError, RefusedError
from tracker.model.tables import Revision, Task
from tracker.services.tasks import edit_task
from tracker.services.undo import undo_batch
from tracker.store import migrate, refusals
from tracker.store.copy_rows import digests
from tracker.store.engine import Database
from tracker.store.opening import open_ledger

pytestmark = pytest.mark.postgres
HELP = paths.resources_dir() / "help" / "desks.md"
DAY = date(2026, 3, 2)
_END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def blocks(page: Path = HELP) -> list[list[str]]:
    """Return the SQL of the help, part by part, each statement by statement."""
    parts = re.findall(r"```sql\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [[line.strip() for line in part.split(";") if line.strip()] for part in parts]


def statements() -> list[str]:
    return [statement for block in blocks() for statement in block]


@pytest.fixture
def server(postgres_ledger_url: str, postgres) -> Iterator[str]:
    """Return a ledger on which the help was followed."""
    owner = Database(postgres_ledger_url)
    with owner.engine.begin() as connection:
        for statement in statements():
            connection.execute(text(statement))
    yield postgres_ledger_url
    with owner.engine.begin() as connection:
        connection.execute(text(_END_OTHERS))  # a window may still read: it would wait for us, and we for it
        drop(connection, "ledger_writer", "ledger_reader", "ledger_owner")
    owner.close()


def drop(connection: Connection, *roles: str) -> None:
    """Remove roles one by one: those who were granted rights before the one that grants them."""
    for role in roles:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))


def as_role(url: str, role: str) -> str:
    """Return the address of a desk that works with the rights of a role."""
    mark = "&" if "?" in url else "?"
    return f"{url}{mark}options=-c%20role%3Dledger_{role}"


def test_the_help_names_every_role() -> None:
    joined = " ".join(statements())
    assert all(f"ledger_{role}" in joined for role in ("owner", "writer", "reader"))


def test_a_writer_opens_edits_and_takes_back(server: str) -> None:
    desk = open_ledger(as_role(server, "writer"), paths.migrations_dir(), paths.seed_dir(), "王敏", "a" * 12)
    with desk.session() as session:
        changes = edit_task(session, 1, 1, "owner", "周立群", DAY)
    with desk.session() as session:
        undo_batch(session, changes.batch_id)
    with desk.reading() as session:
        assert session.get(Task, 1).owner == ""
    desk.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM revision",
        "UPDATE revision SET field = 'x'",
        "DELETE FROM batch WHERE id IN (SELECT batch_id FROM revision)",
        "UPDATE batch SET actor = 'x'",
        "DROP TABLE task",
        "CREATE TABLE evil (x int)",
    ],
)
def test_a_writer_cannot_touch_what_was_recorded(server: str, statement: str) -> None:
    desk = Database(as_role(server, "writer"))
    with desk.session() as session:
        with_act = edit_task(session, 1, 1, "owner", "周立群", DAY)
    with pytest.raises((ReadOnlyError, RefusedError)), desk.session() as session:
        session.connection().execute(text(statement))
    with desk.reading() as session:
        assert session.exec(select(Revision.id).where(Revision.batch_id == with_act.batch_id)).first() is not None
    desk.close()


def test_a_reader_sees_everything_and_changes_nothing(server: str) -> None:
    desk = open_ledger(as_role(server, "reader"), paths.migrations_dir(), paths.seed_dir(), "看的人")
    with desk.reading() as session:
        assert len(session.exec(select(Task.id)).all()) == 88
    with pytest.raises(ReadOnlyError, match="这个数据库账号只能查看，没有保存。"), desk.session():
        pass
    desk.close()


WRITING = (
    ("undo", "--batch", "1", "--others"),
    ("export", "--all", "--out", "OUT"),
    ("export", "--office", "市经信局", "--out", "OUT/a.xlsx"),
    ("task", "set", "A1.1", "owner", "张三"),
    ("task", "report", "A1.1", "--office", "市经信局", "--by", "李刚", "--channel", "电话", "--note", "已经开工建设"),
    ("office", "rename", "市经信局", "市工信局", "--on", "2026-03-01"),
    ("round", "close", "1"),
    ("demo",),
    ("usage", "--clean", "--yes"),
    ("upgrade-server",),
)


def test_a_reader_writes_nothing_by_any_command_and_sees_no_traceback(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").mkdir()
    before = held(server)
    for command in WRITING:
        words = [word.replace("OUT", str(tmp_path / "out")) for word in command]
        code = main(["--data", str(tmp_path / "desk"), "--db", as_role(server, "reader"), *words])
        said = capsys.readouterr()
        assert code in (0, 2), command
        assert "Traceback" not in said.err, command
        assert "命令写法不对" not in said.err, command
        assert code == 0 or len(said.err.strip().splitlines()) <= 2, (command, said.err)
    assert held(server) == before
    assert list((tmp_path / "out").iterdir()) == []
    for command in (("tasks",), ("indicators",), ("returns",), ("usage",), ("backup", str(tmp_path / "b.zip"))):
        assert main(["--data", str(tmp_path / "desk"), "--db", as_role(server, "reader"), *command]) == 0, command


def test_a_writer_upgrades_nothing_and_closes_nobody_out(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from alembic import command

    owner = Database(server)
    with owner.engine.begin() as connection:
        command.downgrade(migrate._config(connection, paths.migrations_dir()), "0009")
    assert main(["--data", str(tmp_path / "desk"), "--db", as_role(server, "writer"), "upgrade-server"]) == 2
    assert "升级要用 ledger_owner 的成员账号" in capsys.readouterr().err
    assert migrate.current_revision(owner) == "0009"
    with owner.engine.connect() as connection:
        assert connection.execute(text("SELECT closed_for FROM ledger_state")).scalar_one() == ""
    assert not list((tmp_path / "desk").glob("backups/*"))
    owner.close()


@pytest.fixture
def members(postgres_url: str) -> Iterator[dict[str, str]]:
    """Return the addresses of accounts for an empty database, where the first part of the help was followed."""
    roles = {"zhang": "owner", "li": "owner", "wang": "writer"}
    admin = Database(postgres_url)
    with admin.engine.begin() as connection:
        for statement in blocks()[0]:
            connection.execute(text(statement))
        for name, role in roles.items():
            connection.execute(text(f"CREATE ROLE {name} LOGIN IN ROLE ledger_{role}"))
    yield {name: postgres_url.replace("postgres:@", f"{name}@") for name in roles}
    with admin.engine.begin() as connection:
        drop(connection, *roles, "ledger_writer", "ledger_reader", "ledger_owner")
    admin.close()


def test_any_member_of_the_owners_upgrades_what_another_one_made(
    members: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from alembic import command

    def said(who: str, *words: str) -> tuple[int, str]:
        code = main(["--data", str(tmp_path / who), "--db", members[who], *words])
        return code, capsys.readouterr().err

    assert said("wang", "tasks") == (2, f"{migrate._NO_RIGHTS}\n")
    assert said("zhang", "tasks") == (0, "")
    assert said("wang", "tasks") == (2, f"{refusals._NOT_EVEN_SEEN}\n")
    first = Database(members["zhang"])
    with first.engine.begin() as connection:
        for statement in blocks()[1]:
            connection.execute(text(statement))
    first.close()
    second = Database(members["li"])
    with second.engine.begin() as connection:
        command.downgrade(migrate._config(connection, paths.migrations_dir()), "0003")
    second.close()
    assert said("li", "upgrade-server") == (0, "")
    assert said("zhang", "check") == (0, "")
    assert said("wang", "task", "set", "A1.1", "owner", "张三") == (0, "")
    desk = Database(members["wang"])
    with desk.reading() as session:
        owners = session.connection().execute(
            text("SELECT DISTINCT tableowner FROM pg_tables WHERE tablename = 'task'")
        )
        assert [*owners.scalars()] == ["ledger_owner"]
    desk.close()


def held(url: str) -> dict[str, tuple[int, str]]:
    database = Database(url)
    with database.reading() as session:
        rows = digests(session.connection())
    database.close()
    return rows
