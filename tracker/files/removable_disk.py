"""Copy files to a disk that may be full, read-only or pulled out: all of them, compared after writing, or none."""

import contextlib
import errno
import os
from collections.abc import Sequence
from pathlib import Path

from tracker.errors import InputError
from tracker.files.disk_space import disk_space
from tracker.files.limits import LIMITS, MB
from tracker.files.system_words import system_words


def copy_all(folder: Path, files: Sequence[tuple[Path, bytes]], folders: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Write files below a folder of a disk, under a `.part` name first, and read each back.

    `folders` are made as well, empty. Returns the folders that were not there before. Raises InputError with nothing
    left behind that was not there before, as far as the disk still answers.
    """
    _check_room(folder, sum(len(content) for _, content in files))
    came: list[Path] = []
    try:
        with contextlib.ExitStack() as halfway:
            halfway.callback(_remove, came)
            for wanted in (*dict.fromkeys(path.parent for path, _ in files), *folders):
                _make(wanted, came)
            for path, content in files:
                _write(path, content, came)
            for path, content in files:
                _compare(path, content)
            halfway.pop_all()
    except OSError as error:
        raise InputError(_sentence(folder, error)) from error
    return tuple(path for path in came if path.is_dir())


def remove_empty(folders: Sequence[Path]) -> None:
    """Take folders away again into which nothing came, those inside others first."""
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _check_room(folder: Path, needed: int) -> None:
    if not folder.is_dir():
        raise InputError(f"没有“{folder}”这个文件夹，没有写入；请插好U盘再导出。")
    try:
        space = disk_space(folder)
    except OSError as error:
        raise InputError(_sentence(folder, error)) from error
    if space is not None and space.free < needed + LIMITS.disk_spare_bytes:
        wanted, left = (needed + LIMITS.disk_spare_bytes) / MB, space.free / MB
        raise InputError(f"U盘空间不够：需要 {wanted:.0f} MB，还有 {left:.0f} MB，没有写入；请清理后再导出。")


def _make(folder: Path, came: list[Path]) -> None:
    """Make a folder and those above it, remembering which ones are new."""
    if folder.is_dir():
        return
    _make(folder.parent, came)
    folder.mkdir()
    came.append(folder)


def _write(path: Path, content: bytes, came: list[Path]) -> None:
    part = path.with_name(f"{path.name}.part")
    came.append(part)
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        _sync(stream.fileno())
    part.replace(path)
    came[-1] = path


def _sync(handle: int) -> None:
    """Have the disk keep what was written: only then it says that it cannot."""
    os.fsync(handle)


def _compare(path: Path, content: bytes) -> None:
    if path.read_bytes() != content:
        raise InputError(f"U盘上的“{path.name}”与原文件不一致，请重新导出。")


def _remove(came: Sequence[Path]) -> None:
    """Take away what was written, the newest first; a disk that is gone takes it along."""
    for path in reversed(came):
        with contextlib.suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)


def _sentence(folder: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "U盘已满，没有写完，写了一半的已删除；请清理后再导出。"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"“{folder}”是只读的或没有写入权限，没有写入；请打开写保护开关，或换一个U盘。"
    return f"写到“{folder}”时出错（{system_words(error)}），可能U盘被拔出，没有写完；请插好后重新导出。"
