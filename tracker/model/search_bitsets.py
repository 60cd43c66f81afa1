"""Which rows have what: one bit a row in a whole number, so that "and" and "or" of 100,000 rows take microseconds."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import overload

_FEW = 10  # fewer than a tenth of the rows are picked out one by one
_DIGITS = bytes.maketrans(b"01", b"\0\1")


class Found(Sequence[int]):
    """Positions of rows, ascending; `flags` has one byte a row, 1 where the row is meant."""

    __slots__ = ("_count", "_places", "flags")

    def __init__(self, flags: bytes) -> None:
        self.flags = flags
        self._count = flags.count(1)
        self._places: list[int] | None = None

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(self.places)

    @property
    def places(self) -> list[int]:
        """Return the positions as a list."""
        if self._places is None:
            self._places = places_of(self.flags)
        return self._places

    @overload
    def __getitem__(self, at: int) -> int: ...

    @overload
    def __getitem__(self, at: slice) -> list[int]: ...

    def __getitem__(self, at: int | slice) -> int | list[int]:
        return self.places[at]


def bits_of(places: Iterable[int], size: int) -> int:
    """Return rows as bits, the first row lowest."""
    digits = bytearray(b"0") * (size or 1)
    for place in places:
        digits[~place] = 49
    return int(digits, 2)


def flags_of(bits: int, size: int) -> bytes:
    """Return rows as bytes, the first row first."""
    return bin(bits | 1 << size)[3:].encode().translate(_DIGITS)[::-1]


def places_of(flags: bytes) -> list[int]:
    """Return the rows that have a flag, ascending."""
    count = flags.count(1)
    if count > len(flags) // _FEW:
        return list(compress(range(len(flags)), flags))
    place, places, find = -1, [], flags.find
    for _ in range(count):
        place = find(1, place + 1)
        places.append(place)
    return places


class Marks:
    """The rows of each key, counted piece by piece."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}

    def count(self, first: int, keys: Sequence[Iterable[str]]) -> None:
        """Add the keys of the rows from `first` on."""
        found: dict[str, list[int]] = {}
        for place, those in enumerate(keys):
            for key in those:
                known = found.get(key)
                if known is None:
                    known = found[key] = []
                known.append(place)
        for key, places in found.items():
            self._rows[key] = self._rows.get(key, 0) | bits_of(places, len(keys)) << first

    def all(self, keys: Iterable[str]) -> int:
        """Return the rows that have all keys; there must be one."""
        first, *rest = sorted((self._rows.get(key, 0) for key in keys), key=int.bit_length)
        for bits in rest:
            first &= bits
        return first

    def any(self, keys: Iterable[str]) -> int:
        """Return the rows that have one of the keys."""
        bits = 0
        for key in keys:
            bits |= self._rows.get(key, 0)
        return bits
