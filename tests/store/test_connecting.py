"""What a user may write as an address, and what the program adds unless it was said otherwise."""

from pathlib import Path

import pytest

from tracker.errors import StoreError
from tracker.store.connecting import address_of, has_password


@pytest.fixture(autouse=True)
def no_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PGHOST", "PGSSLMODE", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    (tmp_path / "services").write_text(
        "[office]\nhost=10.1.2.3\ndbname=ledger\nsslmode=verify-full\nconnect_timeout=9\n[near]\nhost=/tmp\n",
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    "written",
    [
        "postgresql://desk@10.1.2.3/ledger",
        "postgres://desk@10.1.2.3/ledger",
        "postgresql+psycopg://desk@10.1.2.3/ledger",
    ],
)
def test_the_driver_is_filled_in(written: str) -> None:
    address = address_of(written, "a" * 12)
    assert address.is_server
    assert address.url.drivername == "postgresql+psycopg"
    assert address.shown == "10.1.2.3 · ledger · desk"


def test_what_the_program_sets_unless_told_otherwise() -> None:
    arguments = address_of("postgresql://desk@10.1.2.3/ledger", "a" * 12).arguments
    assert (arguments["connect_timeout"], arguments["keepalives"], arguments["keepalives_idle"]) == (5, 1, 20)
    assert (arguments["keepalives_interval"], arguments["keepalives_count"]) == (5, 3)
    assert arguments["tcp_user_timeout"] == 15_000
    assert arguments["application_name"] == "zhizao-aaaaaaaaaaaa"
    for limit in ("statement_timeout=30000", "lock_timeout=2000", "idle_in_transaction_session_timeout=60000"):
        assert limit in arguments["options"]
    told = address_of(
        "postgresql://desk@10.1.2.3/l?connect_timeout=7&application_name=x&options=-c%20work_mem%3D8MB"
    ).arguments
    assert "connect_timeout" not in told
    assert "application_name" not in told
    assert told["options"].endswith("-c work_mem=8MB")


@pytest.mark.parametrize(
    ("written", "mode"),
    [
        ("postgresql://desk@10.1.2.3/ledger", "require"),
        ("postgresql://desk@server.city/ledger", "require"),
        ("postgresql://desk@localhost/ledger", None),
        ("postgresql://desk@127.0.0.1/ledger", None),
        ("postgresql://desk@[::1]/ledger", None),
        ("postgresql:///ledger?host=/var/run/postgresql", None),
        ("postgresql:///ledger?host=10.1.2.3", "require"),
        ("postgresql:///ledger", None),
        ("postgresql://desk@10.1.2.3/ledger?sslmode=prefer", None),
        ("postgresql://desk@10.1.2.3/ledger?sslmode=verify-full", None),
        ("service=office", None),
        ("service=near", None),
    ],
)
def test_encryption_is_asked_for_where_a_network_is_crossed(written: str, mode: str | None) -> None:
    assert address_of(written).arguments.get("sslmode") == mode


def test_the_surroundings_may_choose_the_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSSLMODE", "disable")
    assert "sslmode" not in address_of("postgresql://desk@10.1.2.3/ledger").arguments


def test_a_service_is_handed_on_and_what_it_says_holds() -> None:
    address = address_of("service=office", "b" * 12)
    assert address.is_server
    assert address.arguments["service"] == "office"
    assert "connect_timeout" not in address.arguments
    assert address.arguments["keepalives"] == 1
    assert address.shown == "10.1.2.3 · ledger"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("postgresql://desk:geheim@10.1.2.3/ledger", "10.1.2.3 · ledger · desk"),
        ("postgresql://desk@10.1.2.3:5432/ledger", "10.1.2.3 · ledger · desk"),
        ("postgresql://desk@10.1.2.3:6000/ledger?sslmode=prefer", "10.1.2.3:6000 · ledger · desk"),
        ("postgresql://desk@/ledger?host=/var/run/postgresql", "本机 · ledger · desk"),
        ("postgresql:///ledger?host=%2Ftmp%2Fsocket&password=geheim", "本机 · ledger"),
        ("postgresql:///ledger", "本机 · ledger"),
        ("postgresql:///ledger?host=10.1.2.3&host=10.1.2.4", "10.1.2.3、10.1.2.4 · ledger"),
        ("postgresql://desk@10.1.2.3,10.1.2.4/ledger", "10.1.2.3、10.1.2.4 · ledger · desk"),
        ("postgresql://desk:a,b@10.1.2.3:6000,10.1.2.4:5432/ledger", "10.1.2.3:6000、10.1.2.4:5432 · ledger · desk"),
        ("service=near", "本机"),
        ("service=elsewhere", "服务 elsewhere"),
        ("sqlite:////tmp/ledger.db", "/tmp/ledger.db"),
    ],
)
def test_where_a_ledger_lies_is_shown_in_words(written: str, words: str) -> None:
    assert address_of(written).shown == words


def test_several_hosts_mean_the_one_that_writes() -> None:
    for several in ("desk@/ledger?host=10.1.2.3&host=10.1.2.4", "desk@10.1.2.3:6000,10.1.2.4:6001/ledger"):
        assert address_of(f"postgresql://{several}").arguments["target_session_attrs"] == "read-write"
    assert "target_session_attrs" not in address_of("postgresql://desk@10.1.2.3/ledger").arguments


def test_a_password_is_seen_and_never_shown() -> None:
    written = "postgresql://desk:geheim@10.1.2.3/ledger"
    assert has_password(written)
    assert has_password("postgresql://desk@10.1.2.3/ledger?password=geheim")
    assert not has_password("postgresql://desk@10.1.2.3/ledger")
    assert not has_password("service=office")
    assert not has_password("nonsense")
    assert not has_password("postgresql://desk@10.1.2.3:none/ledger")
    assert has_password("postgres://desk:geheim@10.1.2.3:6000,10.1.2.4:6001/ledger")
    assert "geheim" not in address_of(written).shown
    assert address_of("postgresql://desk@h/l", password="geheim").arguments["password"] == "geheim"


def test_a_file_needs_nothing_of_it() -> None:
    address = address_of("sqlite:////tmp/ledger.db")
    assert not address.is_server
    assert address.arguments == {}


@pytest.mark.parametrize("written", ["", "nonsense", "service", "postgresql://desk@10.1.2.3:none/ledger"])
def test_what_is_no_address_is_a_sentence(written: str) -> None:
    with pytest.raises(StoreError, match="数据库地址无法使用"):
        address_of(written)
