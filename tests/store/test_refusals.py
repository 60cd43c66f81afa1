"""What a database refuses becomes a sentence by its code; its words may be in any language."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm.exc import StaleDataError

from tracker.errors import (
    AgainError,
    BusyError,
    DamagedError,
    InputError,
    LoginError,
    ReadOnlyError,
    RefusedError,
    StoreError,
)
from tracker.log import conceal
from tracker.store.engine import Database, translated
from tracker.store.moving import open_target
from tracker.store.refusals import constraint_of, refusal_of


class ServerError(Exception):
    """Looks like psycopg's: a code, and words in whatever language."""

    def __init__(
        self, sqlstate: str | None, words: str = "Fehler, blocked 错误", constraint: str | None = None
    ) -> None:
        super().__init__(words)
        self.sqlstate = sqlstate
        self.diag = type("Diag", (), {"constraint_name": constraint})


def wrapped(cause: Exception, kind: type[DBAPIError] = OperationalError) -> DBAPIError:
    return kind("UPDATE task", {}, cause)


@pytest.mark.parametrize(
    ("code", "kind", "sentence"),
    [
        ("08006", AgainError, "连接断开"),
        ("08003", AgainError, "连接断开"),
        ("57P01", AgainError, "连接断开"),
        ("57P03", AgainError, "连接断开"),
        ("40001", AgainError, "再试一次"),
        ("40P01", AgainError, "再试一次"),
        ("55P03", BusyError, "没有保存"),
        ("57014", StoreError, "服务器 30 秒没有答复，没有保存；请稍后再试，或联系管理员。"),
        ("42501", ReadOnlyError, "这个数据库账号只能查看，没有保存。"),
        ("25006", ReadOnlyError, "服务器上的数据库现在是只读的，只能查看，没有保存。"),
        ("53100", StoreError, "磁盘已满，没有保存"),
        ("28P01", StoreError, "服务器不接受这个账号的登录"),
        ("3D000", StoreError, "服务器不接受这个账号的登录"),
        ("22001", RefusedError, "内容不符合台账的规则"),
        ("23514", RefusedError, "内容不符合台账的规则"),
        ("XX001", DamagedError, "已损坏"),
    ],
)
def test_each_code_has_its_sentence(code: str, kind: type[StoreError], sentence: str) -> None:
    refusal = refusal_of(wrapped(ServerError(code)))
    assert type(refusal) is kind
    assert sentence in refusal.sentence


def test_blocked_is_not_locked() -> None:
    """The words say nothing: only the code counts."""
    refusal = refusal_of(wrapped(ServerError("08001", "connection blocked, table locked, disk full")))
    assert type(refusal) is AgainError


@pytest.mark.parametrize(
    ("constraint", "sentence"),
    [
        ("uq_office_name", "已经有同名的单位，没有保存。"),
        ("uq_task_code", "这个编号已经用在另一项任务上，没有保存。"),
        ("uq_something_new", "内容不符合台账的规则（约束 uq_something_new），没有保存。"),
        (None, "内容不符合台账的规则（约束 未知），没有保存。"),
    ],
)
def test_a_constraint_says_its_rule_in_words(constraint: str | None, sentence: str) -> None:
    error = wrapped(ServerError("23505", constraint=constraint), IntegrityError)
    assert refusal_of(error).sentence == sentence


def test_a_mistake_of_the_program_is_none_of_it() -> None:
    assert refusal_of(wrapped(ServerError("42601"), ProgrammingError)) is None
    with pytest.raises(ProgrammingError), translated():
        raise wrapped(ServerError("42P01"), ProgrammingError)


def test_a_password_nobody_gave_can_be_asked_for() -> None:
    for missing, wrong in ((True, False), (False, True)):
        cause = ServerError(None, "connection failed: in any language")
        cause.pgconn = type("Line", (), {"needs_password": missing, "used_password": wrong})
        assert type(refusal_of(wrapped(cause))) is LoginError
    assert type(refusal_of(wrapped(ServerError(None, "connection failed")))) is AgainError


def test_a_server_without_encryption_is_told_apart() -> None:
    said = "connection failed: server does not support SSL, but SSL was required"
    assert "服务器没有加密连接" in refusal_of(wrapped(ServerError(None, said))).sentence


def test_a_stale_row_is_looked_at_again_as_two_writers_that_met_are() -> None:
    with pytest.raises(AgainError, match="撞在一起") as caught, translated():
        raise StaleDataError
    assert caught.value.met
    assert refusal_of(wrapped(ServerError("40001"))).met
    assert not refusal_of(wrapped(ServerError("08006"))).met


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("INSERT INTO a VALUES (1, 'x')", "uq_a_n"),
        ("INSERT INTO a VALUES (2, 'y'), (2, 'z')", "uq_a_id"),
        ("INSERT INTO a VALUES (3, '')", "ck_a_n_not_empty"),
        ("INSERT INTO b VALUES (9)", ""),
    ],
)
def test_sqlite_names_its_constraint_or_its_columns(statement: str, name: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, n TEXT UNIQUE, CONSTRAINT ck_a_n_not_empty CHECK (n > ''))"
    )
    connection.execute("CREATE TABLE b (a_id INTEGER REFERENCES a (id))")
    connection.execute("INSERT INTO a VALUES (7, 'x')")
    with pytest.raises(sqlite3.IntegrityError) as caught:
        connection.execute(statement)
    assert constraint_of(wrapped(caught.value, IntegrityError)) == name
    connection.close()


def test_a_server_that_is_not_there_is_told_without_the_words_of_its_driver(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    database = Database(f"postgresql+psycopg:///ledger?host={tmp_path}")
    with pytest.raises(AgainError) as caught, database.reading() as session:
        session.connection()
    assert caught.value.away, "an act waits until the server is there again; trying at once is in vain"
    assert caught.value.sentence == "连不上服务器；请检查网络和服务器地址，或请管理员看看服务器是否在运行。"
    with pytest.raises(AgainError, match="连不上服务器，没有保存；请检查网络") as caught, database.session():
        pass
    database.close()


def test_the_same_rule_is_told_on_either_database(ledger: Database) -> None:
    with pytest.raises(RefusedError, match="已经有同名的单位，没有保存。"), ledger.session() as session:
        session.connection().execute(
            text("INSERT INTO office (name, short_name, position) SELECT name, '', 1 FROM office")
        )


def test_no_value_of_the_ledger_stands_in_an_error(ledger: Database) -> None:
    with pytest.raises(RefusedError) as caught, ledger.session() as session:
        session.connection().execute(text("UPDATE task SET title = '', phone = :phone"), {"phone": "13800001111"})
    cause = caught.value.__cause__
    assert "13800001111" not in conceal(str(cause))
    assert "13800001111" not in caught.value.sentence


@pytest.mark.postgres
def test_a_server_that_turns_somebody_away_is_not_told_as_one_that_is_not_there(postgres_ledger_url: str) -> None:
    """No database of that name, no such account: the network is as it should be."""
    database = Database(postgres_ledger_url.replace("/test_", "/nobody_made_"))
    said = "服务器有答复，但没有让这个账号连上这个数据库"
    with pytest.raises(AgainError, match=said) as caught, database.reading() as session:
        session.connection()
    assert caught.value.away, "a server that is only starting says so in the same way"
    database.close()


def test_a_service_nobody_knows_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "none.conf"))
    database = Database("service=nosuch")
    with pytest.raises(StoreError, match="没有找到这个连接服务"), database.reading() as session:
        session.connection()
    database.close()


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense://x", "oracle9://x/y"])
def test_a_kind_of_database_that_is_none_of_ours_is_told_in_words(url: str) -> None:
    with pytest.raises(StoreError, match="数据库地址无法使用：只能是 postgresql://…、service=服务名，或台账文件"):
        Database(url)


@pytest.mark.parametrize(
    ("written", "sentence"), [("", "没有写移到哪里"), (".", "是文件夹"), ("/proc/x.db", "不能写入")]
)
def test_what_a_ledger_cannot_be_moved_to_is_told(written: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        open_target(written)
