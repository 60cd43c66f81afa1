"""Chinese as people type it: full pinyin with a capital at each syllable, and the initials.

pypinyin's dictionaries are loaded at the first use. Its own conversion of phrases takes 10 µs a character, too
long for a large ledger; here a phrase is only looked up around characters that have several readings.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise

_LONGEST = 4
_HAN = re.compile("[\u3400-\u9fff]+")
_SYLLABLE = re.compile("[A-Z?][a-z]+")
LATIN = re.compile("[a-z]+")


@lru_cache(maxsize=200_000)
def spell(text: str) -> tuple[str, str]:
    """Return what Latin letters are matched with: DengTaGongChang and DTGC, stretches of Chinese apart."""
    stretches = [_stretch(found) for found in _HAN.findall(text)]
    return " ".join(full for full, _ in stretches), " ".join(initials for _, initials in stretches)


@lru_cache(maxsize=200_000)
def _stretch(text: str) -> tuple[str, str]:
    syllables = _syllables(text)
    return "".join(syllables), "".join([one[0] for one in syllables])


def typed(word: str) -> tuple[tuple[str, ...], ...]:
    """Return how letters may stand in a spelled text, as syllables: initials, and cut in every way."""
    cuts = {tuple(word.upper()): None, **dict.fromkeys(_cuts(word))}
    return tuple(cuts)


def marks(full: str, initials: str) -> set[str]:
    """Return what rows are looked up by: syllables of a spelled text (Deng), initials (D), pairs of them (DT)."""
    return {*_SYLLABLE.findall(full), *initials, *map("".join, pairwise(initials))}


@lru_cache(maxsize=1_000)
def beginning(begun: str) -> tuple[str, ...]:
    """Return the syllables that begin with some letters, both with a capital."""
    return tuple(one.capitalize() for one in _known()[0] if one.startswith(begun.lower()))


@lru_cache(maxsize=1_000)
def _cuts(word: str) -> tuple[tuple[str, ...], ...]:
    """Return all ways to read letters as syllables; the last one may be unfinished."""
    known, begun = _known()
    found: list[tuple[str, ...]] = [(word.capitalize(),)] if word in begun else []
    for end in range(1, min(len(word), 7)):
        if word[:end] in known:
            found += [(word[:end].capitalize(), *rest) for rest in _cuts(word[end:])]
    return tuple(found)


def _syllables(text: str) -> list[str]:
    singles, phrases = _singles(), _phrases()
    found = [singles[char] for char in text]
    place = 0
    while place < len(text):
        step = 1
        for length in range(min(_LONGEST, len(text) - place), 1, -1):
            reading = phrases.get(text[place : place + length])
            if reading is not None:
                found[place : place + length] = reading
                step = length
                break
        place += step
    return found


class _Singles(dict[str, str]):
    """The usual reading of each character, looked up when first met."""

    def __missing__(self, char: str) -> str:
        from pypinyin.pinyin_dict import pinyin_dict

        first = pinyin_dict.get(ord(char), "").split(",")[0]
        reading = self[char] = _plain(first).capitalize() or "?"
        return reading


@cache
def _singles() -> _Singles:
    return _Singles()


@cache
def _phrases() -> dict[str, list[str]]:
    """Return the phrases in which a character is not read as usual."""
    from pypinyin.phrases_dict import phrases_dict

    singles, found = _singles(), {}
    for phrase, readings in phrases_dict.items():
        if len(phrase) == len(readings) <= _LONGEST:
            spelled = [_plain(one[0]).capitalize() for one in readings]
            if spelled != [singles[char] for char in phrase]:
                found[phrase] = spelled
    return found


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Return all syllables, and everything a syllable can begin with."""
    from pypinyin.pinyin_dict import pinyin_dict

    plain = {_plain(reading) for readings in pinyin_dict.values() for reading in readings.split(",")}
    whole = {one for one in plain if not set(one).isdisjoint("aeiouv")}  # no 嗯 and 呣: they cut others to pieces
    return frozenset(whole), frozenset(one[:end] for one in whole for end in range(1, len(one) + 1))


@lru_cache(maxsize=4_000)
def _plain(reading: str) -> str:
    """Return a reading without its tone; ü is typed v."""
    return reading.translate(_TONES)


_TONES = str.maketrans("āáǎàēéěèêīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ", "aaaaeeeeeiiiioooouuuuvvvvvnnnm", "\u0304\u0300\u030c\u0301")
