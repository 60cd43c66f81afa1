"""Write several files together: all of them, or none where that can be known before."""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from tracker.errors import InputError
from tracker.files.system_words import system_words

#: How the file of a database begins.
_DATABASE = b"SQLite format 3\x00"


def write_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write files under temporary names beside their places, then move them there one after another.

    Raises InputError, with nothing moved, where a place is open elsewhere or cannot be written.
    """
    parts = [path.with_name(f"{_head(path)}{os.getpid()}.{number}.part") for number, (path, _) in enumerate(files)]
    path = Path()
    try:
        for part, (path, content) in zip(parts, files, strict=True):
            _probe(path)
            _write(part, content)
        for part, (path, _) in zip(parts, files, strict=True):
            part.replace(path)
    except PermissionError as error:
        raise InputError(f"文件「{path.name}」正被其他程序打开，或没有写入权限，请关闭后再导出。") from error
    except OSError as error:
        raise InputError(f"文件「{path.name}」写不进去（{system_words(error)}），请换个位置再导出。") from error
    finally:
        for part in parts:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def remove_parts(path: Path) -> None:
    """Remove what a program that was killed while it wrote a file left beside its place."""
    with contextlib.suppress(OSError):
        for part in path.parent.iterdir():
            if part.name.startswith(_head(path)) and part.suffix == ".part":
                part.unlink(missing_ok=True)


def _head(path: Path) -> str:
    """Return how the temporary names of a file begin."""
    return f"~{path.stem[:60]}."


def _write(part: Path, content: bytes) -> None:
    """Write and have the disk keep it, before anything is moved."""
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def keep_names(folder: Path) -> None:
    """Have the disk keep the names that files of a folder were given; Windows does so by itself."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def require_no_database(path: Path) -> None:
    """Raise InputError where a database lies: what is written for people to read never takes the place of a ledger."""
    if path.is_file():
        with path.open("rb") as there:
            if there.read(len(_DATABASE)) == _DATABASE:
                raise InputError(f"文件「{path.name}」是台账或别的数据库，没有覆盖；请换一个文件名。")


def probe(path: Path) -> None:
    """Raise InputError where a file that is there is open elsewhere or cannot be written; it stays as it is."""
    try:
        _probe(path)
    except OSError as error:
        raise InputError(f"文件「{path.name}」正被其他程序打开，或没有写入权限，请关闭后再导出。") from error


def _probe(path: Path) -> None:
    """Open a file that is there for writing, as replacing it will need; it stays as it is."""
    require_no_database(path)
    if path.is_file():
        with path.open("r+b"):
            pass
