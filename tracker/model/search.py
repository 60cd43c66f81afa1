"""One search for window and command line: every word must stand somewhere in a row's texts.

Words are Chinese of any length, letters and digits as written, or pinyin: full (dengta) or initials (dtgc).
Where rows are many the rows of each character are known beforehand, so that a character typed costs about a
millisecond; a longer word is looked for only in rows that have all its characters.
"""

from array import array
from collections.abc import Iterable, Sequence
from itertools import compress, pairwise

from tracker.model import pinyin

#: From this many rows on an index by characters pays.
LARGE = 3_000
_KEPT = 128  # masks of characters kept for the next key


def words_of(search: str) -> tuple[str, ...]:
    """Return the words of a search, case folded."""
    return tuple(search.casefold().split())


class SearchIndex:
    """The searchable texts of rows by position; made on the database thread, asked on the main thread."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts` are case folded."""
        self._texts = list(texts)
        self._spelled: list[str | None] = [None] * len(self._texts)
        self._loose: set[int] = set()  # rows that changed since the characters were counted
        self._rows_of = _rows_by_character(self._texts) if len(self._texts) >= LARGE else None
        self._rows_marked: dict[str, array[int]] = {}  # by syllable and by pair of initials
        self._marked = 0  # rows counted there
        self._masks: dict[str, int] = {}
        self._last: tuple[tuple[str, ...], Sequence[int]] | None = None

    def __len__(self) -> int:
        return len(self._texts)

    def replace(self, place: int, text: str) -> None:
        """Take another text of a row."""
        if text != self._texts[place]:
            self._texts[place], self._spelled[place], self._last = text, None, None
            self._loose.add(place)

    def text(self, place: int) -> str:
        """Return the text of a row."""
        return self._texts[place]

    def spell(self, first: int = 0, last: int | None = None) -> None:
        """Put the pinyin of rows together beforehand; rows left out are spelled when they are asked for."""
        end = len(self._texts) if last is None else min(last, len(self._texts))
        for place in range(first, end):
            spelled = self._spelled[place]
            if spelled is None:
                spelled = self._spelled[place] = pinyin.spell(self._texts[place])
            if self._rows_of is not None and place == self._marked:
                _count(self._rows_marked, pinyin.marks(spelled), place)
                self._marked += 1

    def find(self, words: Sequence[str]) -> Sequence[int]:
        """Return the positions of rows that have every word, ascending."""
        if not words:
            return range(len(self._texts))
        found: Sequence[int] | None = self._narrower(words)
        for word in words:
            found = self._having(word, found)
        self._last = tuple(words), found or ()
        return self._last[1]

    def _narrower(self, words: Sequence[str]) -> Sequence[int] | None:
        """Return what the search before found, where this one can only find less."""
        if self._last is None:
            return None
        before, found = self._last
        longer = len(words) >= len(before) and all(now.startswith(was) for was, now in zip(before, words, strict=False))
        few = self._rows_of is None or 8 * len(found) < len(self._texts)
        return found if longer and few else None

    def _having(self, word: str, among: Sequence[int] | None) -> Sequence[int]:
        if pinyin.LATIN.fullmatch(word):
            return self._having_letters(word, among)
        texts = self._texts
        if among is None and self._rows_of is not None:
            if len(word) == 1 and not self._loose:
                return self._rows_of.get(word, array("I"))
            among = self._places(self._mask_of_word(word))
        if among is None:
            return [place for place, text in enumerate(texts) if word in text]
        return [place for place in among if word in texts[place]]

    def _having_letters(self, word: str, among: Sequence[int] | None) -> list[int]:
        ways = pinyin.typed(word)
        if self._rows_of is not None and self._marked == len(self._texts) and among is None:
            return self._having_marks(word, ways)
        among = range(len(self._texts)) if among is None else among
        self._spell_missing(among)
        texts, spelled = self._texts, self._spelled
        words = ["".join(way) for way in ways]
        return [n for n in among if word in texts[n] or any(one in spelled[n] for one in words)]  # type: ignore[operator]

    def _having_marks(self, word: str, ways: Sequence[tuple[str, ...]]) -> list[int]:
        """Find letters by what rows are marked with; only ways of several marks need a look at the text."""
        having = bytearray(len(self._texts))
        sure = 0
        for way in ways:
            mask, joined = self._mask_of_way(way), "".join(way)
            if len(way) == 1 or len(joined) == 2:
                sure |= mask
            else:
                self._look(having, mask, joined, self._spelled)
        mask = self._mask_of_word(word)
        if len(word) == 1:
            sure |= mask
        else:
            self._look(having, mask, word, self._texts)
        having = bytearray((int.from_bytes(having, "little") | sure).to_bytes(len(having), "little"))
        for place in self._loose:
            self._spell_missing([place])
            having[place] = any("".join(way) in (self._spelled[place] or "") for way in ways)
            having[place] |= word in self._texts[place]
        return list(compress(range(len(having)), having))

    def _look(self, having: bytearray, mask: int, word: str, texts: Sequence[str | None]) -> None:
        for place in self._places(mask):
            if word in (texts[place] or ""):
                having[place] = 1

    def _spell_missing(self, among: Iterable[int]) -> None:
        spelled = self._spelled
        for place in [place for place in among if spelled[place] is None]:
            spelled[place] = pinyin.spell(self._texts[place])

    # --- rows by what is in them: masks have one byte a row, 1 where the row is meant ---------------

    def _mask_of_word(self, word: str) -> int:
        """Return the rows that have all characters of a word."""
        rows = self._rows_of or {}
        characters = sorted(set(word), key=lambda one: len(rows.get(one, ())))
        return self._all(rows, characters)

    def _mask_of_way(self, way: tuple[str, ...]) -> int:
        """Return the rows that have all syllables of a way to read letters, the last one perhaps unfinished."""
        rows, begun = self._rows_marked, way[-1]
        initials = [one[0] for one in way]
        mask = self._all(rows, [*map("".join, pairwise(initials)), *(one for one in way[:-1] if len(one) > 1)])
        if len(way) > 1 and len(begun) == 1:
            return mask
        ends = 0
        for syllable in [one for one in rows if one.startswith(begun) and not one.isupper()]:
            ends |= self._mask(rows, syllable)
        return mask & ends if len(way) > 1 else ends

    def _all(self, rows: "dict[str, array[int]]", keys: Sequence[str]) -> int:
        mask = self._mask(rows, keys[0]) if keys else 0
        for key in keys[1:]:
            mask &= self._mask(rows, key)
        return mask

    def _mask(self, rows: "dict[str, array[int]]", key: str) -> int:
        known = self._masks.get(key)
        if known is None:
            mask = bytearray(len(self._texts))
            for place in rows.get(key, ()):
                mask[place] = 1
            if len(self._masks) >= _KEPT:
                self._masks.clear()
            known = self._masks[key] = int.from_bytes(mask, "little")
        return known

    def _places(self, mask: int) -> list[int]:
        """Return the rows of a mask, and those whose text changed since."""
        having = bytearray(mask.to_bytes(len(self._texts), "little"))
        for place in self._loose:
            having[place] = 1
        return list(compress(range(len(having)), having))


def _rows_by_character(texts: Sequence[str]) -> dict[str, "array[int]"]:
    found: dict[str, array[int]] = {}
    for place, text in enumerate(texts):
        _count(found, set(text), place)
    return found


def _count(rows: dict[str, "array[int]"], keys: Iterable[str], place: int) -> None:
    for key in keys:
        known = rows.get(key)
        if known is None:
            known = rows[key] = array("I")
        known.append(place)
