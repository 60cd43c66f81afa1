"""Open the zip around a workbook: its directory is checked before anything is unpacked, in memory only."""

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tracker.errors import WorkbookError
from tracker.files.limits import LIMITS, MB, Limits

_ENTRY = b"PK\x01\x02"  # begins every entry of the directory
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what workbooks are packed with
_CHUNK = 256 * 1024
_READ_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class PackageWords:
    """What a package is called, and what to do about it: one that an office returned is sent again."""

    thing: str
    again: str
    unlocked: str
    saved: str


WORKBOOK = PackageWords("工作簿", "请对方重新发送", "请对方去掉密码后重新发送", "请用 Excel 或 WPS 另存后再发")


class DamagedError(WorkbookError):
    """A part cannot be unpacked, or its checksum is wrong."""


class Container:
    """Parts of a zip file by name; names compare without case, slashes either way."""

    def __init__(self, data: bytes, limits: Limits = LIMITS, words: PackageWords = WORKBOOK) -> None:
        self._limits, self._words = limits, words
        if (count := data.count(_ENTRY)) > 2 * limits.zip_entries:  # before an entry is made of each
            raise self._too_many(count)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _READ_FAILURES as error:
            raise WorkbookError(f"文件已损坏（压缩包不完整或校验不符），{words.again}。") from error
        self._check_directory()

    @cached_property
    def names(self) -> dict[str, zipfile.ZipInfo]:
        """Return the parts by normalised name."""
        return {_normalised(entry.filename): entry for entry in self._zip.infolist()}

    @cached_property
    def unpacked_bytes(self) -> int:
        """Return the size of all parts together."""
        return sum(entry.file_size for entry in self._zip.infolist())

    def __contains__(self, name: str) -> bool:
        return _normalised(name) in self.names

    def read(self, name: str) -> bytes:
        """Return the bytes of a part; WorkbookError when it is damaged or not there."""
        entry = self._entry(name)
        try:
            return self._zip.read(entry)
        except _READ_FAILURES as error:
            raise self._damaged(name) from error

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part piece by piece, so that a large one never stands in memory as a whole."""
        entry = self._entry(name)
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(_CHUNK):
                    yield piece
        except _READ_FAILURES as error:
            raise self._damaged(name) from error

    def head(self, name: str) -> bytes:
        """Return how a part begins, at most 4 KB; b"" when it cannot be unpacked."""
        try:
            with self._zip.open(self._entry(name)) as part:
                return part.read(4096)
        except _READ_FAILURES:
            return b""

    def size(self, name: str) -> int:
        """Return the bytes of a part when unpacked, as the directory says; unpacking checks it."""
        return self._entry(name).file_size

    def small(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part that lists other parts; WorkbookError when it is far too large for that."""
        size = self._entry(name).file_size
        if size > self._limits.list_bytes:
            raise WorkbookError(f"部件 {name} 有 {size // MB} MB，不像正常的{self._words.thing}，不予读取。")
        return self.chunks(name)

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """Return the same zip, unpacked, with other content of some parts."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for name, entry in self.names.items():
                archive.writestr(entry.filename, changed[name] if name in changed else self.read(name))
        return buffer.getvalue()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = self.names.get(_normalised(name))
        if entry is None:
            raise WorkbookError(f"文件缺少部件 {name}，可能已损坏，{self._words.again}。")
        return entry

    def _check_directory(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > self._limits.zip_entries:
            raise self._too_many(len(entries))
        doubled = [name for name, count in Counter(_normalised(e.filename) for e in entries).items() if count > 1]
        if doubled:
            raise WorkbookError(f"文件里部件 {doubled[0]} 出现了两次，可能被改动过，不予读取。")
        for entry in entries:
            self._check_entry(entry)
        self._check_total(entries)

    def _check_total(self, entries: Sequence[zipfile.ZipInfo]) -> None:
        """Refuse parts that are harmless one by one and a bomb together."""
        total, limits = self.unpacked_bytes, self._limits
        if total > limits.total_bytes:
            raise WorkbookError(f"文件解压后有 {total // MB} MB，超过 {limits.total_bytes // MB} MB，不予读取。")
        if total > limits.ratio_floor_bytes and total > limits.ratio * sum(e.compress_size for e in entries):
            raise WorkbookError(f"各部件解压后一共膨胀到 {total // MB} MB，像压缩炸弹，不予读取。")

    def _check_entry(self, entry: zipfile.ZipInfo) -> None:
        name, size, limits = entry.filename, entry.file_size, self._limits
        if _escapes(name):
            raise WorkbookError(f"文件里有越界的路径 {name}，可能是恶意文件，不予读取。")
        if entry.flag_bits & 1:
            raise WorkbookError(f"文件的压缩包设了密码，{self._words.unlocked}。")
        if entry.compress_type not in _PLAIN:
            raise WorkbookError(f"部件 {name} 的压缩方式不是{self._words.thing}用的，不予读取，{self._words.saved}。")
        if size > limits.ratio_floor_bytes and size > limits.ratio * max(entry.compress_size, 1):
            raise WorkbookError(f"部件 {name} 解压后膨胀到 {size // MB} MB，像压缩炸弹，不予读取。")
        if size > limits.part_bytes:
            raise WorkbookError(f"部件 {name} 有 {size // MB} MB，超过 {limits.part_bytes // MB} MB，不予读取。")

    def _too_many(self, count: int) -> WorkbookError:
        most = self._limits.zip_entries
        return WorkbookError(f"文件里有 {count} 个部件，超过 {most} 个，不像正常的{self._words.thing}。")

    def _damaged(self, name: str) -> DamagedError:
        return DamagedError(f"部件 {name} 已损坏（解压失败或校验不符），{self._words.again}。")


def _normalised(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _escapes(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":"
