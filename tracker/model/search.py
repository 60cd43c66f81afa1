"""One search for window and command line: every word must stand somewhere in a row's texts.

Words are Chinese of any length, letters and digits as written, or pinyin: full (dengta) or initials (dtgc).
Where rows are many the rows of each character and of each sound are known beforehand, so that a character typed
costs about a millisecond; a longer word is looked for only in rows that have all its parts.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from tracker.model import pinyin
from tracker.model.search_bitsets import Found, Marks, bits_of, flags_of, places_of
from tracker.model.search_texts import fold

#: From this many rows on an index by characters pays.
LARGE = 3_000
_AT_ONCE = 2_000  # rows counted at a time


def words_of(search: str) -> tuple[str, ...]:
    """Return the words of a search, case and width folded."""
    return tuple(fold(search).split())


class SearchIndex:
    """The searchable texts of rows by position; made on the database thread, asked on the main thread."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts` are folded."""
        self._texts, size = list(texts), len(texts)
        self._everything = (1 << size) - 1
        self._full: list[str | None] = [None] * size
        self._initials = [""] * size
        self._loose = 0  # rows that changed since characters and sounds were counted
        self._characters = self._counted() if size >= LARGE else None
        self._sounds = Marks()
        self._spelled = 0  # rows whose sounds are counted
        self._last: tuple[tuple[str, ...], int, int] | None = None

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def spelled(self) -> bool:
        """Tell whether letters can be looked for without putting pinyin together first."""
        return self._characters is None or self._spelled == len(self)

    def _counted(self) -> Marks:
        marks = Marks()
        for first in range(0, len(self), _AT_ONCE):
            marks.count(first, [set(text) for text in self._texts[first : first + _AT_ONCE]])
        return marks

    def replace(self, place: int, text: str) -> None:
        """Take another text of a row."""
        if text != self._texts[place]:
            self._texts[place], self._full[place], self._last = text, None, None
            self._loose |= 1 << place

    def text(self, place: int) -> str:
        """Return the text of a row."""
        return self._texts[place]

    def spell(self, first: int = 0, last: int | None = None) -> None:
        """Put the pinyin of rows together beforehand; rows left out are spelled when they are asked for."""
        end = len(self) if last is None else min(last, len(self))
        for begin in range(first, end, _AT_ONCE):
            self._spell_rows(range(begin, min(begin + _AT_ONCE, end)))

    def _spell_rows(self, places: range) -> None:
        self._spell_missing(places)
        if self._characters is not None and places.start == self._spelled:
            keys = [pinyin.marks(self._full[place] or "", self._initials[place]) for place in places]
            self._sounds.count(places.start, keys)
            self._spelled = places.stop

    def find(self, words: Sequence[str], *, at_once: bool = False) -> Found:
        """Return the positions of rows that have every word, ascending.

        `at_once` leaves out rows that only letters would find and whose pinyin is not put together yet.
        """
        ready = self._spelled if at_once and not self.spelled else len(self)
        bits = self._before(words, ready)
        for word in words:
            bits = self._having(word, bits, ready)
        self._last = tuple(words), bits, ready
        return Found(flags_of(bits, len(self)))

    def _before(self, words: Sequence[str], ready: int) -> int:
        """Return what the search before found, where this one can only find less; else all rows."""
        if self._last is None or self._last[2] != ready:
            return self._everything
        before, found, _ = self._last
        longer = len(words) >= len(before) and all(now.startswith(was) for was, now in zip(before, words, strict=False))
        return found if longer else self._everything

    def _having(self, word: str, among: int, spelled: int) -> int:
        found = self._having_text(word, among)
        return self._having_sound(word, among, found, spelled) if pinyin.LATIN.fullmatch(word) else found

    def _having_text(self, word: str, among: int) -> int:
        if self._characters is None:
            return self._look(self._texts, word, among)
        marked = self._characters.all(set(word)) & among
        if len(word) > 1:
            return self._look(self._texts, word, marked | self._loose & among)
        return marked & ~self._loose | self._look(self._texts, word, self._loose & among)

    def _having_sound(self, word: str, among: int, found: int, spelled: int) -> int:
        """Add the rows that sound like a word, of those up to `spelled`, to the rows found."""
        among &= (1 << spelled) - 1 | self._loose
        counted = ((1 << self._spelled) - 1) & ~self._loose & among
        others = among & ~counted & ~found
        self._spell_missing(places_of(flags_of(others, len(self))) if others else ())
        for way in pinyin.typed(word):
            spelling = self._initials if way == tuple(word.upper()) else self._full
            sound = "".join(way)
            marked = self._marked(way) & counted & ~found if counted else 0
            if len(way) > 1 and len(sound) > 2:
                marked = self._look(spelling, sound, marked)
            found |= marked | self._look(spelling, sound, others)
        return found

    def _marked(self, way: tuple[str, ...]) -> int:
        """Return the rows that have all syllables of a way to read letters, the last one perhaps unfinished."""
        begun = way[-1]
        keys = [*map("".join, pairwise(one[0] for one in way)), *(one for one in way[:-1] if len(one) > 1)]
        ends = self._sounds.any((begun,) if len(begun) == 1 else pinyin.beginning(begun))
        return self._sounds.all([*keys]) & ends if keys else ends

    def _look(self, texts: Sequence[str | None], word: str, among: int) -> int:
        """Return which of these rows have a word in their text."""
        if not among:
            return 0
        places = places_of(flags_of(among, len(self)))
        return bits_of([place for place in places if word in texts[place]], len(self))  # type: ignore[operator]

    def _spell_missing(self, places: Iterable[int]) -> None:
        full, initials = self._full, self._initials
        for place in [place for place in places if full[place] is None]:
            full[place], initials[place] = pinyin.spell(self._texts[place])
