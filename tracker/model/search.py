"""One search for window and command line: every word must stand somewhere in a row's texts.

Words are Chinese of any length, letters and digits as written, or pinyin: full (dengta) or initials (dtgc). A search
is one scan over the texts, and for letters over their pinyin as well.
"""

from collections.abc import Mapping, Sequence

from tracker.model import pinyin
from tracker.model.search_texts import fold

#: Pinyin of so many rows is put together when letters are first looked for; of more it is done beforehand.
FEW = 500


def words_of(search: str) -> tuple[str, ...]:
    """Return the words of a search, case and width folded."""
    return tuple(fold(search).split())


class SearchIndex:
    """The searchable texts of rows by position, with their pinyin once it is put together."""

    def __init__(self, texts: Sequence[str], known: "SearchIndex | None" = None) -> None:
        """`texts` are folded; pinyin that `known` has for the same texts is kept."""
        self._texts = list(texts)
        self._letters = [" ".join(pinyin.LATIN.findall(text)) for text in texts]
        self._full, self._initials = [""] * len(texts), [""] * len(texts)
        self._unspelled = set(range(len(texts)))
        self._last: tuple[tuple[str, ...], bool, Sequence[int]] | None = None  # words, spelled, positions
        if known is not None:
            self._keep_pinyin(known)

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def spelled(self) -> bool:
        """Tell whether the pinyin of all rows is put together."""
        return not self._unspelled

    def _keep_pinyin(self, known: "SearchIndex") -> None:
        places = {text: row for row, text in enumerate(known._texts) if row not in known._unspelled}
        for row, text in enumerate(self._texts):
            if (before := places.get(text)) is not None:
                self._full[row], self._initials[row] = known._full[before], known._initials[before]
                self._unspelled.discard(row)

    def with_texts(self, texts: Mapping[int, str]) -> "SearchIndex":
        """Return the search over the same rows but for those that say something else now, by position."""
        changed = SearchIndex(())
        changed._texts, changed._letters = [*self._texts], [*self._letters]
        changed._full, changed._initials = [*self._full], [*self._initials]
        changed._unspelled = {*self._unspelled}
        for row, text in texts.items():
            if text != self._texts[row]:
                changed._texts[row], changed._letters[row] = text, " ".join(pinyin.LATIN.findall(text))
                changed._unspelled.add(row)
        return changed

    def text(self, row: int) -> str:
        """Return the text of a row."""
        return self._texts[row]

    def spell(self, first: int = 0, last: int | None = None) -> None:
        """Put the pinyin of rows together beforehand."""
        end = len(self) if last is None else last
        for row in sorted(row for row in self._unspelled if first <= row < end):
            self._full[row], self._initials[row] = pinyin.spell(self._texts[row])
            self._unspelled.discard(row)

    def find(self, words: Sequence[str], *, at_once: bool = False) -> Sequence[int]:
        """Return the positions of rows that have every word, ascending.

        `at_once` leaves out rows that only letters would find and whose pinyin is not put together yet.
        """
        if not self.spelled and (not at_once or len(self) <= FEW) and any(map(pinyin.LATIN.fullmatch, words)):
            self.spell()
        spelled = self.spelled
        rows = self._before(words, spelled=spelled)
        for word in words:
            rows = self._having(word, rows)
        self._last = tuple(words), spelled, rows
        return rows

    def _before(self, words: Sequence[str], *, spelled: bool) -> Sequence[int]:
        """Return the rows of the search before, where this one can only have fewer; else all rows."""
        if self._last is None or self._last[1] != spelled or not spelled:
            return range(len(self))
        before, _, rows = self._last
        longer = len(words) >= len(before) and all(now.startswith(was) for was, now in zip(before, words, strict=False))
        return rows if longer else range(len(self))

    def _having(self, word: str, among: Sequence[int]) -> Sequence[int]:
        if not pinyin.LATIN.fullmatch(word):
            texts = self._texts
            return [row for row in among if word in texts[row]]
        letters, initials, short = self._letters, self._initials, word.upper()
        rows = [row for row in among if short in initials[row] or word in letters[row]]
        if len(word) == 1:  # initials have it wherever a syllable begins with it
            return rows
        both = {*rows, *self._sounding(word, among)}
        return rows if len(both) == len(rows) else sorted(both)

    def _sounding(self, word: str, among: Sequence[int]) -> set[int]:
        """Return the rows that have letters as syllables; most are passed over for want of the initials."""
        full, initials = self._full, self._initials
        rows: set[int] = set()
        for way in pinyin.typed(word)[1:]:
            begins = "".join(filter(str.isupper, way))
            rows.update([row for row in among if begins in initials[row] and way in full[row]])
        return rows
