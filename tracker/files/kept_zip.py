"""Read the files of a zip that holds evidence: the directory is checked first, nothing is unpacked to the disk.

The library of Python refuses an archive whose names are not what their flags say, which programs in China write.
"""

import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from tracker.errors import InputError
from tracker.files.limits import LIMITS, MB, Limits
from tracker.files.system_words import system_words
from tracker.files.zip_names import RawName, decode_names

_ENTRY, _LOCAL, _END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
_ENTRY_BYTES, _LOCAL_BYTES, _END_BYTES = 46, 30, 22
_LONGEST_COMMENT = 0xFFFF
_STORED, _DEFLATED = 0, 8
_IS_UTF8, _IS_ENCRYPTED = 1 << 11, 1
_REPARSE_POINT = 0x400  # of Windows: junctions and links
_ZIP64_SIZES, _BEYOND = 0x0001, 0xFFFFFFFF
_CHUNK = 256 * 1024
_DAMAGED = "“{name}”已损坏，不是完整的 zip 压缩包；请对方重新发送。"


@dataclass(frozen=True, slots=True)
class ZipFile:
    """One entry of a zip: its path as people wrote it, its sizes in bytes, and why it is refused ("" it is not)."""

    path: str
    size: int
    packed: int
    offset: int
    method: int
    checksum: int
    is_folder: bool
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the directory as it stands there."""

    name: RawName
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    attributes: int
    offset: int


class KeptZip:
    """An open zip with its files in the order of its directory; `encoding` is how their names were read."""

    def __init__(self, path: Path, name: str, limits: Limits = LIMITS) -> None:
        """`name` is what people call the file. Raises InputError where the archive as a whole is refused."""
        self._path, self._name, self._limits = path, name, limits
        try:
            with path.open("rb") as stream:
                entries = list(self._directory(stream))
        except OSError as error:
            raise InputError(f"读不到“{name}”：{system_words(error)}。请关闭占用它的程序后再试。") from error
        paths, self.encoding = decode_names([entry.name for entry in entries])
        self._check(entries)
        self.files = tuple(self._file(entry, text) for entry, text in zip(entries, paths, strict=True))

    def read(self, file: ZipFile) -> bytes:
        """Return the bytes of a file. Raises InputError for one that is damaged or larger than it says."""
        return b"".join(self._chunks(file))

    def head(self, file: ZipFile, size: int = 1024) -> bytes:
        """Return how a file begins, at most `size` bytes; b"" where it cannot be unpacked."""
        try:
            return next(self._chunks(file), b"")[:size]
        except InputError:
            return b""

    def _directory(self, stream: BinaryIO) -> Iterator[_Entry]:
        total = stream.seek(0, 2)
        tail_bytes = min(total, _END_BYTES + _LONGEST_COMMENT)
        stream.seek(total - tail_bytes)
        tail = stream.read(tail_bytes)
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < _END_BYTES:
            raise self._damaged()
        count, length = struct.unpack_from("<HI", tail, at + 10)
        if count > self._limits.zip_entries:
            raise InputError(
                f"“{self._name}”里有 {count} 个文件，超过 {self._limits.zip_entries} 个，没有导入；请分成几个压缩包。"
            )
        start = total - tail_bytes + at - length
        if length > self._limits.list_bytes or start < 0:
            raise self._damaged()
        stream.seek(start)
        directory = stream.read(length)
        at = 0
        for _ in range(count):
            entry, at = self._entry(directory, at)
            yield entry

    def _entry(self, directory: bytes, at: int) -> tuple[_Entry, int]:
        if len(directory) - at < _ENTRY_BYTES or directory[at : at + 4] != _ENTRY:
            raise self._damaged()
        fields = struct.unpack_from("<4x2x2xHHHHIIIHHHHHII", directory, at)
        flags, method, _, _, checksum, packed, size, *lengths, _, _, attributes, offset = fields
        name_bytes, extra_bytes, comment_bytes = lengths
        begin = at + _ENTRY_BYTES
        raw = directory[begin : begin + name_bytes]
        extra = directory[begin + name_bytes : begin + name_bytes + extra_bytes]
        size, packed, offset = _long_sizes(extra, size, packed, offset)
        name = RawName(raw, bool(flags & _IS_UTF8), extra)
        entry = _Entry(name, flags, method, checksum, packed, size, attributes, offset)
        return entry, begin + name_bytes + extra_bytes + comment_bytes

    def _check(self, entries: Sequence[_Entry]) -> None:
        """Refuse what no single entry shows: a password, parts that lie on each other, far too much in all."""
        if any(entry.flags & _IS_ENCRYPTED for entry in entries):
            raise InputError("压缩包加了密码，请解压后再导入。")
        total, limits = sum(entry.size for entry in entries), self._limits
        packed = sum(entry.packed for entry in entries)
        ends = sorted((entry.offset, entry.offset + _LOCAL_BYTES + entry.packed) for entry in entries)
        overlap = any(end > start for (_, end), (start, _) in pairwise(ends))
        if overlap or (total > limits.ratio_floor_bytes and total > limits.ratio * max(packed, 1)):
            raise InputError(f"“{self._name}”解压后膨胀到 {total // MB} MB，像压缩炸弹，没有导入。")
        if total > limits.kept_total_bytes:
            raise InputError(
                f"“{self._name}”解压后有 {total // MB} MB，超过 {limits.kept_total_bytes // MB} MB，没有导入；"
                "请分成几个压缩包。"
            )

    def _file(self, entry: _Entry, text: str) -> ZipFile:
        path = text.replace("\\", "/")  # decoded first: a second byte of GBK may be a backslash
        return ZipFile(
            path,
            entry.size,
            entry.packed,
            entry.offset,
            entry.method,
            entry.checksum,
            path.endswith("/"),
            self._refusal(entry, path),
        )

    def _refusal(self, entry: _Entry, path: str) -> str:
        mode, limits = entry.attributes >> 16, self._limits
        if stat.S_ISLNK(mode) or entry.attributes & _REPARSE_POINT:
            return f"“{path}”是链接，没有收；请放入文件本身。"
        if entry.method not in (_STORED, _DEFLATED):
            return f"“{path}”的压缩方式读不了，没有收；请解压后再导入。"
        if entry.size > limits.ratio_floor_bytes and entry.size > limits.ratio * max(entry.packed, 1):
            return f"“{path}”解压后膨胀到 {entry.size // MB} MB，像压缩炸弹，没有收。"
        return ""

    def _chunks(self, file: ZipFile) -> Iterator[bytes]:
        """Yield the bytes of a file piece by piece, and check at the end that they are what was packed."""
        try:
            with self._path.open("rb") as stream:
                yield from self._unpacked(stream, file)
        except (OSError, zlib.error, struct.error) as error:
            raise self._unreadable(file) from error

    def _unpacked(self, stream: BinaryIO, file: ZipFile) -> Iterator[bytes]:
        stream.seek(file.offset)
        head = stream.read(_LOCAL_BYTES)
        if head[:4] != _LOCAL:
            raise self._unreadable(file)
        stream.seek(sum(struct.unpack_from("<HH", head, 26)), 1)
        size = checksum = 0
        for piece in _inflated(stream, file) if file.method == _DEFLATED else _copied(stream, file.packed):
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
            if size > file.size:
                break
            yield piece
        if size != file.size or checksum != file.checksum:
            raise self._unreadable(file)

    def _damaged(self) -> InputError:
        return InputError(_DAMAGED.format(name=self._name))

    def _unreadable(self, file: ZipFile) -> InputError:
        return InputError(f"“{file.path}”解压失败或校验不符，没有收；请对方重新发送。")


def _copied(stream: BinaryIO, left: int) -> Iterator[bytes]:
    while left and (piece := stream.read(min(left, _CHUNK))):
        left -= len(piece)
        yield piece


def _inflated(stream: BinaryIO, file: ZipFile) -> Iterator[bytes]:
    """Yield what packed bytes come to in pieces of at most a chunk, however much hides in them."""
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _copied(stream, file.packed):
        left = packed
        while left:
            yield unpacking.decompress(left, _CHUNK)
            left = unpacking.unconsumed_tail
    yield unpacking.flush()


def _long_sizes(extra: bytes, *sizes: int) -> tuple[int, int, int]:
    """Return size, packed size and offset, from the extra field where the entry has no room for them."""
    wide: list[int] = []
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == _ZIP64_SIZES:
            wide = [number for (number,) in struct.iter_unpack("<Q", extra[4 : 4 + length // 8 * 8])]
        extra = extra[4 + length :]
    full = [wide.pop(0) if size == _BEYOND and wide else size for size in sizes]
    return full[0], full[1], full[2]
