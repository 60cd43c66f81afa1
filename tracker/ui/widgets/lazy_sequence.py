"""A sequence in parts of many entries each; an entry is made when it is asked for: few of 100,000 ever are."""

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TypeVar, overload

T = TypeVar("T")


class OnDemand(Sequence[T]):
    """Counts and finds its entries; how one is made a subclass says."""

    def __init__(self, sizes: Iterable[int]) -> None:
        """`sizes` are the numbers of entries of the parts, in their order."""
        self.firsts = [0, *accumulate(sizes)]  # number of the first entry of each part, and the total

    @abstractmethod
    def make(self, part: int, number: int) -> T:
        """Return an entry of a part, both counted from 0."""

    def part_of(self, index: int) -> int:
        """Return the part that an entry belongs to."""
        return bisect_right(self.firsts, index) - 1

    def __len__(self) -> int:
        return self.firsts[-1]

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        part = self.part_of(index)
        return self.make(part, index - self.firsts[part])
