"""The log of another file beside a ledger is seen before anybody writes it into the ledger."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.backups.conftest import SCRIPTS, owner_in, set_owner
from tracker import paths
from tracker.errors import DamagedError
from tracker.store.backups.keeping import write_backup
from tracker.store.backups.raw_file import faults_of, has_foreign_log
from tracker.store.backups.recovery import recover
from tracker.store.backups.restoring import restore_backup
from tracker.store.engine import sqlite_url
from tracker.store.opening import open_ledger

OTHER_UID = "f" * 32


def log_of_another_ledger(folder: Path, ledger: Path) -> bytes:
    """Of a copy that is another ledger; few of its pages wait in the log."""
    other = folder / "other.db"
    shutil.copyfile(ledger, other)
    with closing(sqlite3.connect(other)) as writing:
        writing.execute("PRAGMA journal_mode=WAL")
        writing.execute("UPDATE ledger_state SET ledger_uid = ?", (OTHER_UID,))
        writing.execute("UPDATE task SET owner = '别人'")
        writing.commit()
        return other.with_name("other.db-wal").read_bytes()


def log_of_no_ledger(folder: Path, _ledger: Path) -> bytes:
    """Of a small database of another program: its pages replace the first ones of the ledger."""
    other = folder / "other.db"
    with closing(sqlite3.connect(other)) as writing:
        writing.execute("PRAGMA journal_mode=WAL")
        writing.execute("CREATE TABLE song (title)")
        writing.executemany("INSERT INTO song VALUES (?)", [(f"{number} songs",) for number in range(5_000)])
        writing.commit()
        return other.with_name("other.db-wal").read_bytes()


@pytest.fixture(params=[log_of_another_ledger, log_of_no_ledger])
def strange(request: pytest.FixtureRequest, file: Path, tmp_path: Path) -> Path:
    """Return the log of another file, laid beside the ledger."""
    make: Callable[[Path, Path], bytes] = request.param
    log = file.with_name(f"{file.name}-wal")
    content = make(tmp_path, file)
    log.write_bytes(content)
    return log


def test_nobody_who_looks_at_the_ledger_changes_it(file: Path, strange: Path, tmp_path: Path) -> None:
    before = file.read_bytes(), strange.read_bytes()
    assert has_foreign_log(file)
    assert faults_of(file)
    with pytest.raises(DamagedError, match=r"ledger\.db-wal 不属于这份台账"):
        open_ledger(sqlite_url(file), SCRIPTS, paths.seed_dir())
    with pytest.raises(DamagedError, match="没有备份"):
        write_backup(file, tmp_path / "backup.zip")
    assert (file.read_bytes(), strange.read_bytes()) == before
    assert not (tmp_path / "backup.zip").exists()


def test_recovery_opens_the_ledger_and_keeps_both(file: Path, strange: Path) -> None:
    before = file.read_bytes(), strange.read_bytes()
    recovered = recover(file, SCRIPTS)
    assert recovered.counts.missing == 0
    assert owner_in(file) == "张三"
    assert recovered.kept is not None
    assert ((recovered.kept / file.name).read_bytes(), (recovered.kept / strange.name).read_bytes()) == before


def test_a_restore_over_it_keeps_both(file: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    write_backup(file, backup)
    set_owner(file, "李四")
    log = log_of_another_ledger(tmp_path, file)
    file.with_name("ledger.db-wal").write_bytes(log)
    before = file.read_bytes()
    restored = restore_backup(file, backup, SCRIPTS)
    assert restored.damaged
    assert restored.kept is not None
    assert (restored.kept / file.name).read_bytes() == before
    assert owner_in(file) == "张三"


def test_the_ledgers_own_log_is_no_other(file: Path) -> None:
    with closing(sqlite3.connect(file)) as writing:
        writing.execute("PRAGMA journal_mode=WAL")
        writing.execute("UPDATE task SET owner = '李四'")
        writing.commit()
        assert file.with_name("ledger.db-wal").stat().st_size > 0
        assert not has_foreign_log(file)
        assert faults_of(file) == []
    assert owner_in(file) == "李四"
