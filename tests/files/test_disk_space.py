"""What a disk still takes, and drives that do not say."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from tracker.files.disk_space import DiskSpace, disk_space

Usage = namedtuple("Usage", "total used free")


def test_a_disk_says_what_it_still_takes(tmp_path: Path) -> None:
    space = disk_space(tmp_path)
    assert space is not None
    assert space.total >= space.free > 0


@pytest.mark.parametrize(
    ("usage", "space"),
    [
        (Usage(100, 100, 0), DiskSpace(100, 0)),  # full, and it says so
        (Usage(0, 0, 0), None),
    ],
)
def test_a_drive_of_no_size_is_no_full_one(
    usage: Usage, space: DiskSpace | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    assert disk_space(tmp_path) == space
