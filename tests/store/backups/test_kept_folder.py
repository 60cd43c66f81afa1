"""Which backups stay and which go, by a calendar of the past; nobody's own files are touched."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.backups.conftest import set_owner
from tracker.services.ledger_data import list_backups
from tracker.store.backups.container import Manifest
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup, write_backup
from tracker.store.backups.kept_folder import (
    Kept,
    is_due,
    kept_backups,
    newest_sound,
    newest_words,
    thin,
    thinned,
    unpack_newest,
)
from tracker.store.engine import Database, sqlite_url

NOW = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)
NO_LIMIT = 10**12


def kept(age: timedelta, name: str = "", size: int = 1000, seq: int = 1, uid: str = "u") -> Kept:
    made_at = NOW - age
    path = Path(f"台账_{made_at:%Y%m%d-%H%M}_{name or '日常'}.zip")
    return Kept(path, size, Manifest(uid, seq, "0007", made_at.isoformat(), "", 0))


def ages_left(backups: list[Kept], most: int = NO_LIMIT) -> list[timedelta]:
    gone = thinned(backups, NOW, most)
    return [NOW - backup.made_at for backup in backups if backup not in gone]


def test_acts_since_a_backup_are_counted_not_turns(file: Path) -> None:
    """An export recorded and a file received move the ledger as well, and are no acts of people."""
    keep_backup(file, file.parent / FOLDER, Reason.BY_HAND, "a" * 12)

    def told() -> tuple[str, int | None]:
        database = Database(sqlite_url(file))
        with database.reading() as session:
            (row,) = list_backups(session, file)
        database.close()
        return newest_words(file).partition("（")[2], row.acts_since

    def turns(number: int) -> None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("UPDATE ledger_state SET seq = seq + ?", (number,))
            connection.commit()

    assert told() == ("", 0)
    turns(3)
    assert told() == ("之后约 1 次修改）", 1), "the backup is not the same any more"
    set_owner(file, "李四")
    turns(2)
    set_owner(file, "王五")
    assert told() == ("之后约 2 次修改）", 2)


def test_all_of_48_hours_stay() -> None:
    ages = [timedelta(hours=2 * number) for number in range(25)]
    assert ages_left([kept(age) for age in ages]) == ages


def test_a_year_of_backups_every_two_hours_is_thinned_to_days_weeks_and_months() -> None:
    backups = [kept(timedelta(hours=2 * number)) for number in range(12 * 400)]
    left = ages_left(backups)
    assert sum(age <= timedelta(hours=48) for age in left) == 25
    days = [age for age in left if timedelta(hours=48) < age <= timedelta(days=14)]
    weeks = [age for age in left if timedelta(days=14) < age <= timedelta(weeks=8)]
    months = [age for age in left if age > timedelta(weeks=8)]
    assert 12 <= len(days) <= 13
    assert 6 <= len(weeks) <= 7
    assert 10 <= len(months) <= 12
    assert max(left) <= timedelta(days=12 * 31)
    assert ages_left([backup for backup in backups if NOW - backup.made_at in set(left)]) == left, "once is enough"


def test_of_a_day_the_newest_stays() -> None:
    backups = [kept(timedelta(hours=1)), kept(timedelta(days=3)), kept(timedelta(days=3, hours=2))]
    assert ages_left(backups) == [timedelta(hours=1), timedelta(days=3)]


def test_the_newest_stays_however_old_and_large() -> None:
    assert ages_left([kept(timedelta(days=900), size=5000)], most=10) == [timedelta(days=900)]


def test_before_a_migration_it_stays_thirty_days() -> None:
    backups = [kept(timedelta(0)), *(kept(timedelta(days=days), "before-0007") for days in (20, 20.1, 29, 31, 31.1))]
    left = ages_left(backups, most=1)
    assert left == [timedelta(0), timedelta(days=20), timedelta(days=20.1), timedelta(days=29)]


def test_above_the_limit_the_oldest_go_first() -> None:
    backups = [kept(timedelta(hours=hours), size=100) for hours in (1, 2, 3, 4)]
    assert ages_left(backups, most=250) == [timedelta(hours=1), timedelta(hours=2)]


@pytest.mark.parametrize(
    ("newest", "seq", "size", "ending", "due"),
    [
        (None, 1, 10, False, True),
        (kept(timedelta(days=9)), 1, 10, True, False),
        (kept(timedelta(minutes=30)), 2, 10, False, False),
        (kept(timedelta(minutes=30)), 2, 10, True, True),
        (kept(timedelta(hours=2)), 2, 10, False, True),
        (kept(timedelta(hours=5)), 2, 2 * 1024**3, True, False),
        (kept(timedelta(hours=25)), 2, 2 * 1024**3, False, True),
        (kept(timedelta(minutes=1), uid="other"), 1, 10, False, True),
    ],
)
def test_when_one_is_due(newest: Kept | None, seq: int, size: int, ending: bool, due: bool) -> None:
    assert is_due(newest, "u", seq, size, NOW, ending=ending) is due


def test_only_what_is_ours_is_listed_and_deleted(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    ours = keep_backup(file, folder, Reason.DAILY)
    (folder / "台账_20200101-0000_日常.zip").write_text("named like ours, but none")
    (folder / "年终汇报.zip").write_bytes(ours.read_bytes())
    (folder / "台账_20200101-0000_日常.zip.txt").write_text("x")
    before = sorted(path.name for path in folder.iterdir())
    assert [backup.path for backup in kept_backups(folder)] == [ours]
    assert thin(folder, 0, NOW + timedelta(days=4000)) == []
    assert sorted(path.name for path in folder.iterdir()) == before


def test_the_newest_sound_one_is_looked_for_behind_damaged_ones(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    write_backup(file, folder / "台账_20260101-0000_日常.zip")
    write_backup(file, folder / "台账_20260102-0000_日常.zip")
    data = bytearray((folder / "台账_20260102-0000_日常.zip").read_bytes())
    data[len(data) // 2] ^= 0xFF
    (folder / "台账_20260102-0000_日常.zip").write_bytes(data)
    sound = newest_sound(folder)
    assert sound is not None
    assert sound.path.name == "台账_20260101-0000_日常.zip"
    assert unpack_newest(folder, tmp_path / "out.db").path == sound.path
    assert (tmp_path / "out.db").stat().st_size == sound.manifest.size


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert kept_backups(tmp_path / "none") == []
    assert newest_sound(tmp_path / "none") is None
    assert unpack_newest(tmp_path / "none", tmp_path / "out.db") is None
    assert thin(tmp_path / "none", 0) == []
