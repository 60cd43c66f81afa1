"""Which password a server is given, and that a person is asked once."""

from pathlib import Path

import pytest

from tracker.__main__ import main
from tracker.errors import LoginError, StoreError
from tracker.store.connecting import address_of
from tracker.store.engine import Database
from tracker.store.signing_in import signed_in


def server(right: str, tried: list[str]):
    def open_with(password: str) -> str:
        tried.append(password)
        if password != right:
            raise LoginError("服务器不接受这个账号的登录；请检查账号和密码。")
        return "open"

    return open_with


@pytest.mark.parametrize(
    ("right", "tried"),
    [("", [""]), ("kept", ["", "kept"]), ("typed", ["", "kept", "typed"])],
)
def test_the_passfile_comes_first_then_the_store_then_a_person(right: str, tried: list[str]) -> None:
    seen: list[str] = []
    assert signed_in(server(right, seen), lambda: "kept", lambda: "typed") == "open"
    assert seen == tried


def test_a_person_is_asked_once_and_nobody_may_be_there() -> None:
    seen: list[str] = []
    with pytest.raises(LoginError):
        signed_in(server("right", seen), lambda: "", lambda: "wrong")
    assert seen == ["", "wrong"]
    with pytest.raises(LoginError):
        signed_in(server("right", seen), lambda: "")
    assert seen == ["", "wrong", ""]


def test_another_trouble_asks_for_nothing() -> None:
    def unreachable(_password: str) -> str:
        raise StoreError("无法访问数据库")

    with pytest.raises(StoreError, match="无法访问"):
        signed_in(unreachable, lambda: pytest.fail("asked"), lambda: pytest.fail("asked"))


def test_the_name_under_which_the_system_keeps_it() -> None:
    assert address_of("postgresql://zhang@10.1.2.3/zhizao").credential == "ZhizaoLedger/10.1.2.3/zhizao/zhang"
    assert address_of("service=office").credential == "ZhizaoLedger/service=office"


@pytest.mark.postgres
def test_a_real_server_says_what_it_wants(locked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))

    def open_with(password: str) -> str:
        database = Database(locked, password=password)
        with database.reading() as session:
            user = session.connection().exec_driver_sql("SELECT session_user").scalar()
        database.close()
        return user

    for password in ("", "falsch"):
        with pytest.raises(LoginError, match="服务器不接受这个账号的登录") as caught:
            open_with(password)
        assert "falsch" not in str(caught.value)
    assert signed_in(open_with, lambda: "falsch", lambda: "geheim") == "locked"
    (tmp_path / "pgpass").write_text("*:*:*:locked:geheim\n")
    (tmp_path / "pgpass").chmod(0o600)
    assert open_with("") == "locked"


@pytest.mark.postgres
def test_no_password_is_left_anywhere(
    locked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither by a passfile nor by an address that carries it, whether the server takes it or not."""
    data = tmp_path / "data"
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    (tmp_path / "pgpass").write_text("*:*:*:locked:geheim\n")
    (tmp_path / "pgpass").chmod(0o600)
    for address in (locked, locked.replace("locked@", "locked:geheim@"), "postgresql://u:geheim@127.0.0.1:1/x"):
        main(["--data", str(data), "--db", address, "tasks"])
        said = capsys.readouterr()
        assert "geheim" not in said.out + said.err
        assert ("请改用密码文件" in said.err) is ("geheim" in address)
    kept = [path for path in data.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"geheim" in path.read_bytes() for path in kept)
