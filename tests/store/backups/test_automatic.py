"""Backups that nobody has to think of: when the ledger changed, never twice for a turn, elsewhere too."""

import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.backups.conftest import set_owner
from tracker.files.disk_space import DiskSpace
from tracker.store.backups import automatic
from tracker.store.backups.automatic import back_up_if_due, sweep
from tracker.store.backups.container import verify_container
from tracker.store.backups.keeping import private_folder
from tracker.store.backups.kept_folder import kept_backups


def kept(file: Path) -> list[Path]:
    return [backup.path for backup in kept_backups(file.parent / "backups")]


def test_a_ledger_without_a_backup_gets_one_at_once(file: Path) -> None:
    outcome = back_up_if_due(file, "a" * 12)
    assert outcome.kept in kept(file)
    assert verify_container(outcome.kept).reason == "日常"
    assert outcome.sentence == ""


def test_never_twice_for_the_same_turn(file: Path) -> None:
    back_up_if_due(file, "")
    assert back_up_if_due(file, "", ending=True).kept is None
    set_owner(file, "李四")
    assert back_up_if_due(file, "").kept is None, "two hours have not gone by"
    assert back_up_if_due(file, "", ending=True).kept is not None
    assert len(kept(file)) == 2


def test_after_two_hours_of_work_the_next_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up_if_due(file, "")
    set_owner(file, "李四")
    later = datetime.now(UTC) + timedelta(hours=2, minutes=1)
    clock = type("Clock", (datetime,), {"now": classmethod(lambda _cls, _zone=None: later)})
    monkeypatch.setattr(automatic, "datetime", clock)
    assert back_up_if_due(file, "").kept is not None


def test_a_second_folder_gets_a_copy(file: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    outcome = back_up_if_due(file, "", stick)
    assert outcome.sentence == ""
    assert [path.name for path in stick.iterdir()] == [outcome.kept.name]
    assert verify_container(stick / outcome.kept.name) == verify_container(outcome.kept)


def test_a_second_folder_that_is_away_is_told_and_the_first_copy_is_there(file: Path, tmp_path: Path) -> None:
    outcome = back_up_if_due(file, "", tmp_path / "away")
    assert outcome.kept is not None
    assert str(tmp_path / "away") in outcome.sentence
    assert "没有存到第二份文件夹" in outcome.sentence


def test_a_disk_without_room_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = DiskSpace(10**12, file.stat().st_size * 2)
    monkeypatch.setattr(automatic, "disk_space", lambda _folder: space)
    outcome = back_up_if_due(file, "")
    assert outcome.kept is None
    assert "没有自动备份；请腾出空间" in outcome.sentence


def test_a_drive_that_tells_of_no_size_is_backed_up_to_and_not_thinned(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some drives of a network say that they have no byte at all, and take files all the same."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(0, 0, 0))
    kept = []
    for owner in ("李四", "王五", "赵六"):
        set_owner(file, owner)
        kept.append(back_up_if_due(file, "", ending=True).kept)
    assert all(path is not None and path.exists() for path in kept)
    assert len(set(kept)) == 3


def test_a_damaged_ledger_is_told_and_nothing_is_thinned(file: Path) -> None:
    back_up_if_due(file, "")
    set_owner(file, "李四")
    data = bytearray(file.read_bytes())
    data[-8 * 4096 :] = b"\xff" * (8 * 4096)
    file.write_bytes(data)
    before = kept(file)
    outcome = back_up_if_due(file, "", ending=True)
    assert outcome.kept is None
    assert "没有备份" in outcome.sentence
    assert kept(file) == before


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000, None])
def test_what_is_no_ledger_is_left_alone(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "ledger.db").write_bytes(content)
    assert back_up_if_due(tmp_path / "ledger.db", "").kept is None
    assert not (tmp_path / "backups").exists()


def test_a_draft_that_is_being_written_is_not_swept(file: Path) -> None:
    """A window that starts must not take away what a recovery beside it, or a command, is writing."""
    with private_folder(file.parent) as draft:
        (draft / "fresh.db").write_text("x")
        sweep(file.parent)
        assert (draft / "fresh.db").read_text() == "x"
    assert not list(file.parent.rglob(".draft-*"))


def test_drafts_of_a_killed_program_are_swept(file: Path) -> None:
    for folder in (file.parent, file.parent / "backups"):
        (folder / ".draft-abc").mkdir(parents=True)
        (folder / ".draft-abc" / "ledger.db").write_text("x")
    sweep(file.parent)
    assert not list(file.parent.rglob(".draft-*"))
    assert file.exists()
