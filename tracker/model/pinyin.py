"""Chinese as people type it: full pinyin with a capital at each syllable, and the initials.

pypinyin's dictionaries are loaded at the first use. Its own conversion of phrases takes 10 µs a character, too
long for a large ledger; here a phrase is only looked up around characters that have several readings.
"""

import re
from functools import cache, lru_cache
from sys import intern
from threading import RLock

_LONGEST = 4
_READING = RLock()  # what is read is emptied afterwards: whoever came in between would find nothing
_FIRST, _LAST = 0x3400, 0x9FFF
_UNREAD = "?"  # how a character sounds that has no reading
_HAN = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]+")
LATIN = re.compile("[a-z]+")


def spell(text: str) -> tuple[str, str]:
    """Return what Latin letters are matched with: DengTaGongChang and DTGC, stretches of Chinese apart."""
    stretches = [_stretch(stretch) for stretch in _HAN.findall(text)]
    return " ".join(full for full, _ in stretches), " ".join(initials for _, initials in stretches)


@lru_cache(maxsize=20_000)
def _stretch(text: str) -> tuple[str, str]:
    syllables = _syllables(text)
    return "".join(syllables), "".join([syllable[0] for syllable in syllables])


def typed(word: str) -> tuple[str, ...]:
    """Return how letters may stand in a spelled text: as initials, and cut into syllables in every way."""
    return tuple({word.upper(): None, **dict.fromkeys(_cuts(word))})


@lru_cache(maxsize=1_000)
def _cuts(word: str) -> tuple[str, ...]:
    """Return all ways to read letters as syllables; the last one may be unfinished."""
    whole, begun = _known()
    ways = [word.capitalize()] if word in begun else []
    for end in range(1, min(len(word), 7)):
        if word[:end] in whole:
            ways += [word[:end].capitalize() + rest for rest in _cuts(word[end:])]
    return tuple(ways)


def _syllables(text: str) -> list[str]:
    singles, (phrases, beginnings) = _singles(), _phrases()
    syllables = [singles[char] for char in text]
    position = 0
    while position < len(text) - 1:
        length = _phrase_length(text, position, phrases) if text[position : position + 2] in beginnings else 1
        if length > 1:
            syllables[position : position + length] = phrases[text[position : position + length]]
        position += length
    return syllables


def _phrase_length(text: str, position: int, phrases: dict[str, list[str]]) -> int:
    """Return how many characters the longest phrase at a position has, 1 where none stands there."""
    lengths = range(_LONGEST, 1, -1)
    return next((n for n in lengths if len(text) >= position + n and text[position : position + n] in phrases), 1)


class _Singles(dict[str, str]):
    """The usual reading of each character, looked up when first met."""

    def __missing__(self, char: str) -> str:
        usual, _ = _characters()
        position = ord(char) - _FIRST
        reading = self[char] = usual[position] if 0 <= position < len(usual) else _UNREAD
        return reading


@cache
def _singles() -> _Singles:
    return _Singles()


# The window and the database's thread may both be the first to ask; what was read is asked for by every key.
def _characters() -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the usual readings of the characters from _FIRST on, and all readings there are, without tones."""
    with _READING:
        return _read_characters()


@cache
def _read_characters() -> tuple[tuple[str, ...], frozenset[str]]:
    from pypinyin.pinyin_dict import pinyin_dict

    usual = (_plain(pinyin_dict.get(code, "").split(",")[0]) for code in range(_FIRST, _LAST + 1))
    read = tuple(intern(reading.capitalize() or _UNREAD) for reading in usual)
    every = frozenset(_plain(reading) for readings in pinyin_dict.values() for reading in readings.split(","))
    pinyin_dict.clear()  # 10 MB: characters nobody writes, each with all its readings
    return read, every


def _phrases() -> tuple[dict[str, list[str]], frozenset[str]]:
    """Return the phrases in which a character is not read as usual, and their first two characters."""
    with _READING:
        return _read_phrases()


@cache
def _read_phrases() -> tuple[dict[str, list[str]], frozenset[str]]:
    from pypinyin.phrases_dict import phrases_dict

    singles, phrases = _singles(), {}
    for phrase, readings in phrases_dict.items():
        if len(phrase) == len(readings) <= _LONGEST:
            spelled = [intern(_plain(reading[0]).capitalize()) for reading in readings]
            if spelled != [singles[char] for char in phrase]:
                phrases[phrase] = spelled
    phrases_dict.clear()  # 40 MB, of which one phrase in fourteen was wanted
    return phrases, frozenset(phrase[:2] for phrase in phrases)


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Return all syllables, and everything a syllable can begin with."""
    _, plain = _characters()
    # Without 嗯 and 呣: they cut others to pieces.
    whole = frozenset(syllable for syllable in plain if not set(syllable).isdisjoint("aeiouv"))
    return whole, frozenset(syllable[:end] for syllable in whole for end in range(1, len(syllable) + 1))


@lru_cache(maxsize=4_000)
def _plain(reading: str) -> str:
    """Return a reading without its tone; ü is typed v."""
    return reading.translate(_TONES)


_TONES = str.maketrans("āáǎàēéěèêīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ", "aaaaeeeeeiiiioooouuuuvvvvvnnnm", "\u0304\u0300\u030c\u0301")
