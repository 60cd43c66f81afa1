"""A disk that is full, read-only, pulled out or lies about what it keeps: a sentence, and nothing half written."""

import errno
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from tracker.errors import InputError
from tracker.files import removable_disk
from tracker.files.limits import MB
from tracker.files.removable_disk import copy_all

FILES = ("01_甲局/甲.xlsx", "02_乙局/乙.xlsx", "交接清单.xlsx")


def files_in(folder: Path) -> list[tuple[Path, bytes]]:
    return [(folder / name, name.encode() * 100) for name in FILES]


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_all_files_and_empty_folders(tmp_path: Path) -> None:
    copy_all(tmp_path, files_in(tmp_path), [tmp_path / "01_甲局" / "佐证材料"])
    assert below(tmp_path) == [
        "01_甲局",
        "01_甲局/佐证材料",
        "01_甲局/甲.xlsx",
        "02_乙局",
        "02_乙局/乙.xlsx",
        "交接清单.xlsx",
    ]
    assert (tmp_path / FILES[0]).read_bytes() == FILES[0].encode() * 100


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "U盘已满，没有写完"),
        (errno.EROFS, "只读"),
        (errno.EACCES, "没有写入权限"),
        (errno.EIO, "可能U盘被拔出，没有写完"),
        (errno.ENODEV, "可能U盘被拔出"),
    ],
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_disk_that_fails_in_the_middle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str, at: int
) -> None:
    (tmp_path / "theirs.txt").write_text("stays")
    calls = iter(range(10))

    def failing(handle: int) -> None:
        if next(calls) == at:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(removable_disk, "_sync", failing)
    with pytest.raises(InputError, match=sentence):
        copy_all(tmp_path, files_in(tmp_path))
    assert below(tmp_path) == ["theirs.txt"]


def test_what_was_there_before_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "01_甲局").mkdir()
    (tmp_path / "01_甲局" / "old.xlsx").write_bytes(b"old")
    monkeypatch.setattr(removable_disk, "_compare", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "gone")))
    with pytest.raises(InputError):
        copy_all(tmp_path, files_in(tmp_path))
    assert below(tmp_path) == ["01_甲局", "01_甲局/old.xlsx"]


def test_room_is_asked_for_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(8 * MB, 7 * MB, MB))
    with pytest.raises(InputError, match="U盘空间不够：需要 4 MB，还有 1 MB，没有写入"):
        copy_all(tmp_path, files_in(tmp_path))
    assert below(tmp_path) == []


def test_a_disk_that_keeps_other_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path)[:-1] if path.name == "乙.xlsx" else read(path))
    with pytest.raises(InputError, match="与原文件不一致，请重新导出"):
        copy_all(tmp_path, files_in(tmp_path))
    assert below(tmp_path) == []


def test_no_disk_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="请插好U盘再导出"):
        copy_all(tmp_path / "E", [])
