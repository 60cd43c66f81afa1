"""A small file is checked at every start, a large one daily and after a kill, each in full once a week."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.backups.conftest import SCRIPTS
from tracker import paths
from tracker.errors import DamagedError
from tracker.store import checking, opening
from tracker.store.backups.automatic import back_up_if_due
from tracker.store.backups.raw_file import faults_of
from tracker.store.checking import FILE_NAME, MARK_FILE, is_full_due, is_quick_due, mark_in_use, note_sound
from tracker.store.opening import open_ledger

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
LARGE = checking.SMALL_BYTES


def note(folder: Path, **moments: str) -> None:
    (folder / FILE_NAME).write_text(json.dumps(moments))


@pytest.mark.parametrize(
    ("size", "ago", "killed", "due"),
    [
        (LARGE - 1, timedelta(hours=1), False, True),
        (LARGE, timedelta(hours=1), False, False),
        (LARGE, timedelta(hours=1), True, True),
        (LARGE, timedelta(hours=25), False, True),
        (LARGE, timedelta(hours=-1), False, True),  # the clock was put back
    ],
)
def test_when_a_quick_check_is_due(tmp_path: Path, size: int, ago: timedelta, killed: bool, due: bool) -> None:
    note(tmp_path, quick=(NOW - ago).isoformat())
    assert is_quick_due(tmp_path, size, NOW, killed=killed) is due


@pytest.mark.parametrize("content", ["", "[", "[1]", '{"quick": 7}', "null"])
def test_a_spoilt_note_means_a_check(tmp_path: Path, content: str, allow_log) -> None:
    allow_log("put aside")
    (tmp_path / FILE_NAME).write_text(content)
    assert is_quick_due(tmp_path, LARGE, NOW, killed=False)
    assert is_full_due(tmp_path, NOW)


def test_what_was_sound_is_remembered(tmp_path: Path) -> None:
    note_sound(tmp_path)
    now = datetime.now(UTC)
    assert not is_quick_due(tmp_path, LARGE, now, killed=False)
    assert is_full_due(tmp_path, now)
    note_sound(tmp_path, full=True)
    assert not is_full_due(tmp_path, now)
    assert is_full_due(tmp_path, now + timedelta(days=8))


def test_a_mark_that_nobody_holds_tells_of_a_kill(tmp_path: Path) -> None:
    mark, killed = mark_in_use(tmp_path)
    assert not killed
    assert mark_in_use(tmp_path) == (None, False), "another program has it open"
    mark.remove()
    code = "import os, sys; from pathlib import Path; from tracker.store.checking import mark_in_use; "
    code += "mark = mark_in_use(Path(sys.argv[1])); os._exit(9)"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    mark, killed = mark_in_use(tmp_path)
    assert killed
    mark.remove()


def test_a_large_file_is_looked_through_when_it_is_due(
    sqlite_ledger_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bool] = []

    def faults(path: Path, *, quick: bool = False) -> list[str]:
        looked.append(quick)
        return faults_of(path, quick=quick)

    for module in (checking, opening):
        monkeypatch.setattr(module, "SMALL_BYTES", 1_000)
    monkeypatch.setattr(opening, "faults_of", faults)
    folder = tmp_path / "data"
    first = open_ledger(sqlite_ledger_url, SCRIPTS, paths.seed_dir())
    assert (folder / MARK_FILE).exists()
    first.close()
    assert not (folder / MARK_FILE).exists()
    open_ledger(sqlite_ledger_url, SCRIPTS, paths.seed_dir()).close()
    assert looked == [True], "not again on the same day"
    (folder / MARK_FILE).touch()
    open_ledger(sqlite_ledger_url, SCRIPTS, paths.seed_dir()).close()
    assert looked == [True, True]


def test_a_week_without_a_backup_ends_in_a_full_check(sqlite_ledger_url: str, tmp_path: Path) -> None:
    file = tmp_path / "data" / "ledger.db"
    assert back_up_if_due(file, "a" * 12, ending=True).kept is not None
    assert not is_full_due(file.parent, datetime.now(UTC))
    note(file.parent, full=(datetime.now(UTC) - timedelta(days=8)).isoformat())
    assert back_up_if_due(file, "a" * 12, ending=True).sentence == ""
    assert not is_full_due(file.parent, datetime.now(UTC)), "checked, and sound"
    note(file.parent, full="")
    content = bytearray(file.read_bytes())
    content[40 * 4096 : 60 * 4096] = b"\xff" * (20 * 4096)
    file.write_bytes(content)
    assert "台账文件有损坏" in back_up_if_due(file, "a" * 12, ending=True).sentence
    with pytest.raises(DamagedError):
        open_ledger(sqlite_ledger_url, SCRIPTS, paths.seed_dir())
