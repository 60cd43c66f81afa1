"""The log file: UTF-8, bounded, without passwords, and never in the program's way."""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tracker import log
from tracker.errors import TrackerError
from tracker.model.tables import Office
from tracker.store.engine import Database

ours = logging.getLogger("tracker.services.tasks")
others = logging.getLogger("somebody.else")


@pytest.fixture(autouse=True)
def stopped() -> Iterator[None]:
    yield
    log.stop()


def read(path: Path | None) -> str:
    assert path is not None
    return path.read_text(encoding="utf-8")


def test_file_lies_in_the_data_folder_and_speaks_utf8(tmp_path: Path) -> None:
    path = log.start(tmp_path)
    ours.info("任务「灯塔工厂」已交办")
    assert path == tmp_path / "log" / "tracker.log"
    assert "INFO tracker.services.tasks: 任务「灯塔工厂」已交办" in read(path)


def test_ours_tell_everything_others_only_warnings(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    path = log.start(tmp_path)
    expect_log("WARNING somebody.else: look")
    ours.info("kept")
    ours.debug("too fine")
    others.info("chatter")
    others.warning("look")
    assert [line.rsplit(": ", 1)[1] for line in read(path).splitlines()] == ["kept", "look"]


def test_stderr_gets_warnings_only(capsys: pytest.CaptureFixture[str], expect_log: Callable[[str], None]) -> None:
    assert log.start(None, stderr=True) is None
    expect_log("odd cell")
    ours.info("quiet")
    ours.warning("odd cell")
    assert capsys.readouterr().err == "WARNING tracker.services.tasks: odd cell\n"


def test_windowed_program_without_stderr_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    assert log.start(tmp_path, stderr=True) is not None


def test_second_start_replaces_the_first(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers)
    log.start(tmp_path, stderr=True)
    path = log.start(tmp_path)
    ours.info("once")
    assert read(path).count("once") == 1
    log.stop()
    assert logging.getLogger().handlers == before


def test_unwritable_folder_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    assert log.start(tmp_path) is None
    ours.info("still running")


def test_file_rotates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "FILE_BYTES", 500)
    log.start(tmp_path)
    for number in range(60):
        ours.info("line %d", number)
    files = sorted(path.name for path in (tmp_path / "log").iterdir())
    assert files == ["tracker.log", "tracker.log.1", "tracker.log.2", "tracker.log.3"]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("postgresql+psycopg://u:geheim@h/db", "postgresql+psycopg://u:***@h/db"),
        ("postgresql://u:p@ss@h:5432/db?x=1", "postgresql://u:***@h:5432/db?x=1"),
        ("postgresql://u:a/p@ss:w@h:5432/db", "postgresql://u:***@h:5432/db"),
        ("host=h password=geheim user=u", "host=h password=*** user=u"),
        ("PWD: geheim; x", "PWD: ***; x"),
        ("postgresql://u@h/db", "postgresql://u@h/db"),
        ("sqlite:////data/台账@2025.sqlite3", "sqlite:////data/台账@2025.sqlite3"),
        ("at 12:30 mail a@b.cn", "at 12:30 mail ***"),
    ],
)
def test_passwords_are_blotted_out(said: str, written: str) -> None:
    assert log.conceal(said) == written


def test_passwords_are_blotted_out_of_a_traceback(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    path = log.start(tmp_path)
    expect_log("connection failed")
    try:
        raise OSError("postgresql://u:geheim@h/db refused")
    except OSError:
        ours.exception("connection failed to %s", "postgresql://u:geheim@h/db")
    assert "geheim" not in read(path)
    assert "Traceback" in read(path)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("owner 13800001111 called", "owner *** called"),
        ("mail zhang.san@city.gov.cn failed", "mail *** failed"),
        ("batch 123456 of 2026-11-28 10:00:00,123", "batch 123456 of 2026-11-28 10:00:00,123"),
        ("violates check\nDETAIL:  Failing row contains (1, 张三, 138).\nmore", "violates check\n***\nmore"),
        ("error\n[SQL: UPDATE task SET owner = 张三]\nend", "error\n***\nend"),
        ("CONTEXT:  PL/pgSQL 张三", "***"),
        ("call 0574-87654321 now", "call *** now"),
        ("a52e1f0c-1234567 stays", "a52e1f0c-1234567 stays"),
        ("进度 1.5 and tracker.log stay", "进度 1.5 and tracker.log stay"),
    ],
)
def test_values_of_the_ledger_are_blotted_out(text: str, safe: str) -> None:
    assert log.conceal(text) == safe


def test_a_file_is_known_again_and_its_name_is_not() -> None:
    said = log.conceal("[Errno 28] No space left: '/home/u/市经信局_第3批.xlsx' and 市经信局_第3批.xlsx")
    assert "市经信局" not in said
    first, second = re.findall(r"[0-9a-f]{8}\.xlsx", said)
    assert first == second
    assert log.conceal("市科技局_第3批.xlsx") != log.conceal("市经信局_第3批.xlsx")


def test_what_a_database_refuses_is_logged_without_its_values(
    ledger: Database, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    """Whatever a server tells of the row: name, telephone and remark stand in no line of the log."""
    expect_log("refused")
    path, values = log.start(tmp_path), {"name": "市经信局", "short_name": "张三 13800001111", "position": 999}
    try:
        with ledger.session() as session:
            session.connection().execute(sa.insert(Office.__table__), [values])  # type: ignore[attr-defined]
    except TrackerError:
        ours.exception("refused")
    said = read(path)
    assert "Traceback" in said
    for value in ("张三", "13800001111", "999"):
        assert value not in said
