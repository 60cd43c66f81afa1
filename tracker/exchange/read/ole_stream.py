"""Take the workbook and its properties out of an old Office file, which is a small file system of its own."""

import struct
from collections.abc import Collection, Iterator

_NO_SECTOR = 0xFFFFFFFA  # from here on numbers of sectors mean something else
_HEADER, _ENTRY, _DIFAT_IN_HEADER = 512, 128, 109
_STREAM, _ROOT = 2, 5
_WORKBOOK, _PROPERTIES = ("workbook", "book"), ("\x05summaryinformation",)


def workbook_stream(data: bytes) -> bytes:
    """Return the bytes of the workbook; b"" where the file system is not as it should be."""
    return _stream(data, _WORKBOOK)


def properties_stream(data: bytes) -> bytes:
    """Return what the file says of itself; b"" where it says nothing or is not as it should be."""
    return _stream(data, _PROPERTIES)


def _stream(data: bytes, names: Collection[str]) -> bytes:
    try:
        return _Compound(data).stream(names)
    except (struct.error, IndexError, ValueError, StopIteration):
        return b""


class _Compound:
    """The sectors of a file, and the chains they form."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << self._number(0x1E, "H")
        self._small = 1 << self._number(0x20, "H")
        if self._size not in (512, 4096) or self._small != 64:
            raise ValueError("sectors of no known size")
        self._fat = self._table(self._fat_sectors())

    def stream(self, names: Collection[str]) -> bytes:
        """Return the first stream that has one of these names in small letters, b"" for none."""
        directory = self._chain(self._number(0x30))
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
        root = next(entry for entry in entries if entry[66] == _ROOT)
        for entry in entries:
            name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
            if entry[66] == _STREAM and name.lower() in names:
                first, length = struct.unpack_from("<II", entry, 116)
                if length >= self._number(0x38):
                    return self._chain(first)[:length]
                return self._short(root, first)[:length]
        return b""

    def _number(self, at: int, kind: str = "I") -> int:
        number: int = struct.unpack_from(f"<{kind}", self._data, at)[0]
        return number

    def _sector(self, number: int) -> bytes:
        at = _HEADER + number * self._size if self._size == _HEADER else (number + 1) * self._size
        return self._data[at : at + self._size]

    def _fat_sectors(self) -> Iterator[int]:
        """Yield the sectors that hold the table of chains: the first ones stand in the header."""
        yield from struct.unpack_from(f"<{_DIFAT_IN_HEADER}I", self._data, 0x4C)
        number = self._number(0x44)
        while number < _NO_SECTOR:
            *sectors, number = struct.unpack(f"<{self._size // 4}I", self._sector(number))
            yield from sectors

    def _table(self, sectors: Iterator[int]) -> tuple[int, ...]:
        """Return the sector that follows each one; of no more sectors than the file has."""
        most = len(self._data) // self._size + 1
        table = bytearray()
        for number in sectors:
            table += self._sector(number) if number < _NO_SECTOR else b""
            if len(table) >= 4 * most or number >= _NO_SECTOR:
                break
        return struct.unpack(f"<{len(table) // 4}I", table)

    def _numbers(self, first: int, chains: tuple[int, ...]) -> Iterator[int]:
        """Yield the sectors of a chain; one that runs in a circle ends with the table."""
        for _ in range(len(chains)):
            if first >= _NO_SECTOR:
                return
            yield first
            first = chains[first]

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._sector, self._numbers(first, self._fat)))

    def _short(self, root: bytes, first: int) -> bytes:
        """Return a stream that is kept in pieces of 64 bytes."""
        whole, table = self._chain(struct.unpack_from("<I", root, 116)[0]), self._chain(self._number(0x3C))
        chains = struct.unpack(f"<{len(table) // 4}I", table)
        pieces = self._numbers(first, chains)
        return b"".join(whole[number * self._small : (number + 1) * self._small] for number in pieces)
