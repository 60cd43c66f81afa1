"""The files somebody hands in: folders, zips and single files become one list, each with what is wrong with it."""

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tracker.errors import InputError
from tracker.files.file_names import is_device_name, shown_name
from tracker.files.kept_files import clean_file_name, kind_of, refusal_of
from tracker.files.kept_zip import KeptZip, ZipFile
from tracker.files.limits import LIMITS, MB, Limits
from tracker.files.system_words import system_words
from tracker.files.zip_names import UNKNOWN

FOLDER = "folder"
_HEAD_BYTES = 1024
#: What systems and programs leave in folders and nobody means to send.
_LEFT_BEHIND = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
_NOT_OPENED = frozenset(("rar", "7z"))
_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class HandedFile:
    """One file: where it lies in its source, the cleaned name it is kept under, its size in bytes.

    `folders` are the names of the folders round it, the nearest first. `refusal` says why it is not kept, `skipped`
    why it is passed over, `doubtful` that its name could not be read for certain.
    """

    path: str
    name: str
    size: int
    read: Callable[[], bytes]
    head: Callable[[], bytes]
    folders: tuple[str, ...] = ()
    refusal: str = ""
    skipped: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class HandedSource:
    """One path that was handed in, how the names in it were read, and its files."""

    name: str
    encoding: str
    files: tuple[HandedFile, ...]


def gather(paths: Sequence[Path], limits: Limits = LIMITS) -> tuple[HandedSource, ...]:
    """List what was handed in, without reading more of the files than their heads.

    Raises InputError for a path or an archive that cannot be read, and for more than may be handed in at once.
    """
    sources = tuple(_source(path, limits) for path in paths)
    wanted = [file for source in sources for file in source.files if not file.refusal and not file.skipped]
    total = sum(file.size for file in wanted)
    if len(wanted) > limits.kept_files or total > limits.kept_total_bytes:
        raise InputError(
            f"一共 {len(wanted)} 个文件、{total // MB} MB，一次最多 {limits.kept_files} 个、"
            f"{limits.kept_total_bytes // MB} MB，没有导入；请分几次导入。"
        )
    return sources


def _source(path: Path, limits: Limits) -> HandedSource:
    name = shown_name(path)
    if path.is_dir():
        return HandedSource(name, FOLDER, tuple(_in_folder(path, (), limits)))
    if not path.is_file():
        raise InputError(f"没有“{name}”这个文件或文件夹，没有导入；请核对位置。")
    if kind_of(name) in _NOT_OPENED:
        raise InputError(f"“{name}”打不开；请解压，或另存为 zip。")
    if kind_of(name) == "zip":
        packed = KeptZip(path, name, limits)
        files = tuple(_in_zip(packed, file, limits) for file in packed.files if not file.is_folder)
        return HandedSource(name, packed.encoding, files)
    return HandedSource(name, FOLDER, (_on_disk(path, ()),))


def _in_folder(folder: Path, above: tuple[str, ...], limits: Limits) -> Iterator[HandedFile]:
    """Yield the files of a folder and its folders in the order of their names; links are never followed."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(f"读不到文件夹“{shown_name(folder)}”：{system_words(error)}，没有导入。") from error
    inside = (shown_name(folder), *above)
    for entry in entries:
        path = Path(entry.path)
        if _is_link(entry):
            yield _refused(path, inside, "是链接，没有收；请放入文件本身。")
        elif not entry.is_dir(follow_symlinks=False):
            yield _on_disk(path, inside)
        elif len(inside) >= limits.kept_depth:
            yield _refused(path, inside, f"在第 {limits.kept_depth} 层以下的文件夹里，没有收；请放到上层。")
        else:
            yield from _in_folder(path, inside, limits)


def _is_link(entry: "os.DirEntry[str]") -> bool:
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return entry.is_symlink() or bool(attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT)


def _on_disk(path: Path, inside: tuple[str, ...]) -> HandedFile:
    if not path.is_file():
        return _refused(path, inside, "不是普通文件，没有收。")
    name = clean_file_name(shown_name(path))
    file = HandedFile(
        _shown_path(path, inside), name, path.stat().st_size, partial(_read, path), partial(_head, path), inside
    )
    return _judged(file)


def _refused(path: Path, inside: tuple[str, ...], why: str) -> HandedFile:
    shown = _shown_path(path, inside)
    name = clean_file_name(shown_name(path))
    return HandedFile(shown, name, 0, bytes, bytes, inside, refusal=f"“{shown}”{why}")


def _shown_path(path: Path, inside: tuple[str, ...]) -> str:
    """Return the path inside its source as people read it: the source itself is not repeated."""
    return "/".join((*reversed(inside[:-1]), shown_name(path)))


def _in_zip(packed: KeptZip, file: ZipFile, limits: Limits) -> HandedFile:
    *above, last = file.path.split("/")
    name = clean_file_name(last)
    folders = tuple(filter(None, (clean_file_name(part) for part in reversed(above))))
    shown = "/".join((*reversed(folders), name))
    refusal = file.refusal or _escape(file.path, limits)
    handed = HandedFile(
        shown,
        name,
        file.size,
        partial(packed.read, file),
        partial(packed.head, file, _HEAD_BYTES),
        folders,
        refusal,
        doubtful=packed.encoding == UNKNOWN,
    )
    return _judged(handed)


def _escape(path: str, limits: Limits) -> str:
    """Return why a path in an archive is refused: it leads out, names a device or a stream, or lies too deep."""
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or _DRIVE.match(path):
        return f"“{path}”的路径越出了压缩包，可能是恶意文件，没有收。"
    if any(":" in part or is_device_name(part) for part in parts):
        return f"“{path}”是系统设备或数据流的名字，没有收；请改名后再导入。"
    if len(parts) > limits.kept_depth:
        return f"“{path}”在第 {limits.kept_depth} 层以下的文件夹里，没有收；请放到上层。"
    return ""


def _judged(file: HandedFile) -> HandedFile:
    """Return the file with what is wrong with it by name, size and head."""
    if file.refusal:
        return file
    if why := _passed_over(file):
        return replace(file, skipped=why)
    return replace(file, refusal=refusal_of(file.name, file.size, file.head()))


def _passed_over(file: HandedFile) -> str:
    name = file.path.rpartition("/")[2].lower()
    if name.startswith(("~$", "._")) or name in _LEFT_BEHIND or "__MACOSX" in file.folders:
        return "系统或软件的临时文件"
    return "空文件" if file.size == 0 else ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"读不到“{shown_name(path)}”：{system_words(error)}。请关闭占用它的程序后再试。") from error


def _head(path: Path) -> bytes:
    """Return how a file begins, b"" where it cannot be read: reading it whole says so."""
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD_BYTES)
    except OSError:
        return b""
