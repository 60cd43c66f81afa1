"""Resolve office names as people write them to the ledger's names."""

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from tracker.exchange.book.text import key
from tracker.model.typed.names import split_names

_BLANKS = re.compile(r"\s+")
_REMARK = re.compile(r"[（(][^）)]*[）)]")


class OfficeNames:
    """All names and aliases; canonical names in ledger order."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    @cached_property
    def _by_key(self) -> dict[str, str]:
        return {key(alias): name for alias, name in self._names.items()} | {
            key(name): name for name in self._names.values()
        }

    @cached_property
    def _order(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(dict.fromkeys(self._names.values()))}

    def resolve(self, text: str) -> str | None:
        """Return the canonical name, None for an unknown one; a remark in brackets is ignored."""
        return self._by_key.get(key(text)) or self._by_key.get(key(_REMARK.sub("", text)))

    def split(self, text: str) -> list[str]:
        """Return the single names in a cell: by signs, and by blanks where that gives known names."""
        parts: list[str] = []
        for part in split_names(text):
            pieces = _BLANKS.split(part)
            parts += pieces if self.resolve(part) is None and all(map(self.resolve, pieces)) else [part]
        return parts

    def ordered(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the names once each, in ledger order, unknown ones last."""
        last = len(self._order)
        return tuple(sorted(dict.fromkeys(names), key=lambda name: self._order.get(name, last)))

    def suggestion(self, text: str) -> str:
        """Return the known name that looks most like the text, "" when none does."""
        close = difflib.get_close_matches(key(text), self._by_key, n=1, cutoff=0.6)
        return self._by_key[close[0]] if close else ""
