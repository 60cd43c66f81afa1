"""A backup that was changed by so much as a bit is refused, or holds the same; nothing hostile is unpacked."""

import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from tracker.errors import InputError
from tracker.files.disk_space import DiskSpace
from tracker.store.backups import container
from tracker.store.backups.container import LEDGER, MANIFEST, read_manifest, unpack_container, verify_container
from tracker.store.backups.keeping import write_backup


@pytest.fixture
def packed(file: Path, tmp_path: Path) -> Path:
    write_backup(file, tmp_path / "b.zip")
    return tmp_path / "b.zip"


def repacked(path: Path, target: Path, **changes: object) -> Path:
    """Pack a backup anew with other fields in its manifest; `ledger` are other bytes of the ledger."""
    with zipfile.ZipFile(path) as old:
        content, manifest = old.read(LEDGER), json.loads(old.read(MANIFEST))
    content = changes.pop("ledger", content)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(LEDGER, content)
        new.writestr(MANIFEST, json.dumps(manifest | changes))
    return target


def refused(path: Path, target: Path) -> bool:
    try:
        unpack_container(path, target)
    except InputError:
        return True
    return False


def altered(content: bytes, number: int) -> bytes:
    dice = random.Random(number)
    data, start = bytearray(content), dice.randrange(len(content))
    block = dice.choice((1, 16, 512, 4096))
    if number % 5 == 0:
        data[start] ^= 1 << dice.randrange(8)
    elif number % 5 == 1:
        data[start : start + block] = dice.randbytes(len(data[start : start + block]))
    elif number % 5 == 2:
        del data[start:]
    elif number % 5 == 3:
        data[start : start + block] = bytes(len(data[start : start + block]))
    else:
        other = dice.randrange(len(content))
        data[start], data[other] = data[other], data[start]
    return bytes(data)


def test_660_altered_backups_are_refused_or_hold_the_same(packed: Path, tmp_path: Path) -> None:
    good, whole = packed.read_bytes(), tmp_path / "whole.db"
    unpack_container(packed, whole)
    bad, out, same = tmp_path / "bad.zip", tmp_path / "out.db", 0
    for number in range(660):
        bad.write_bytes(altered(good, number))
        out.unlink(missing_ok=True)
        if not refused(bad, out):
            same += 1
            assert out.read_bytes() == whole.read_bytes(), number
    assert same < 200


@pytest.mark.parametrize(
    "changes",
    [
        {"size": 5},
        {"size": -1},
        {"size": "5"},
        {"sha256": "0" * 64},
        {"sha256": None},
        {"seq": "2"},
        {"seq": True},
        {"made_at": "yesterday"},
        {"made_at": "2026-11-28T10:00:00"},
        {"rows": []},
        {"ledger": b""},
        {"ledger": b"SQLite format 3\x00"},
        {"ledger_uid": None},
        {"desk": 3},
        {"format": 99},
    ],
    ids=str,
)
def test_a_manifest_that_does_not_fit_is_refused(packed: Path, tmp_path: Path, changes: dict) -> None:
    bad = repacked(packed, tmp_path / "bad.zip", **changes)
    assert refused(bad, tmp_path / "out.db")
    with pytest.raises(InputError):
        verify_container(bad)


def test_what_a_newer_program_adds_to_the_manifest_is_passed_over(packed: Path, tmp_path: Path) -> None:
    more = repacked(packed, tmp_path / "more.zip", mood="good")
    assert read_manifest(more) == read_manifest(packed)


def no_zip(target: Path) -> None:
    target.write_bytes(b"PK\x03\x04 no zip")


def other_entries(target: Path) -> None:
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("readme.txt", "x")


def one_too_many(target: Path) -> None:
    with zipfile.ZipFile(target, "a") as packed:
        packed.writestr("../evil.txt", "x")


def twice(target: Path) -> None:
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr(LEDGER, "x")
        with pytest.warns(UserWarning, match="Duplicate name"):
            packed.writestr(LEDGER, "y")


def bomb(target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(LEDGER, bytes(60 * 1024 * 1024))
        manifest = container.Manifest("", 0, "0007", "2026-11-28T10:00:00+00:00", "0" * 64, 60 * 1024 * 1024)
        packed.writestr(MANIFEST, json.dumps(asdict(manifest)))


def large_manifest(target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(LEDGER, "x")
        packed.writestr(MANIFEST, "[" * 200_000)


def deep_manifest(target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(LEDGER, "x")
        packed.writestr(MANIFEST, "[" * 50_000)


@pytest.mark.parametrize(
    "make", [no_zip, other_entries, one_too_many, twice, bomb, large_manifest, deep_manifest], ids=lambda f: f.__name__
)
def test_hostile_zips_are_refused_and_write_nothing(packed: Path, make: Callable[[Path], None]) -> None:
    make(packed)
    before = sorted(packed.parent.rglob("*"))
    assert refused(packed, packed.parent / "out.db")
    assert [path for path in sorted(packed.parent.rglob("*")) if path.name != "out.db"] == before
    with pytest.raises(InputError):
        read_manifest(packed)


def test_a_disk_without_room_is_a_sentence(packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "disk_space", lambda _folder: DiskSpace(1000, 1000))
    with pytest.raises(InputError, match="磁盘空间不够，没有恢复；请腾出约"):
        unpack_container(packed, tmp_path / "out.db")
