"""What counts as evidence, and how many characters of a text say something."""

import re
from pathlib import PurePath

from tracker.model.enums import EvidenceKind
from tracker.model.typed.text import FILLERS

#: Fewer meaningful characters are no statement and no evidence.
ENOUGH_CHARACTERS = 10
#: Fewer bytes hold no picture and no document.
ENOUGH_BYTES = 1024

ONLY_MARKS = "只有标点"
EMPTY_FILE = "文件是空的"
BEFORE_REOPENING = "上次销号前"
ONLY_EMPTY_WORDS = "只有“已完成”一类的话"
TOO_SHORT = f"有效文字不足 {ENOUGH_CHARACTERS} 个"
SMALL_FILE = "文件不足 1 KB"

_TEXT_FILES = frozenset({".txt", ".csv"})
_EMPTY_WORDS = re.compile("详见附件|见附件|已落实|已办结|已完成|完成|办结|落实|属实|同上")
#: As a part of other words, 无锡, 战略, these two do say something.
_EMPTY_ALONE = re.compile(r"(?<!\w)[无略]+(?!\w)")


def meaningful(text: str) -> int:
    """Return how many letters, digits and Han characters a text has without its empty words."""
    return _characters(_EMPTY_ALONE.sub(" ", _EMPTY_WORDS.sub(" ", text)))


def evidence_counts(kind: EvidenceKind, name: str, text: str, size: int, *, before_reopening: bool = False) -> str:
    """Return "" for evidence that counts, else the reason why it does not.

    `text` is the note, or what is written in a .txt or .csv file; `size` is the file's, in bytes.
    """
    if before_reopening:
        return BEFORE_REOPENING
    if kind is EvidenceKind.NOTE:
        return _wanting_text(text)
    if size >= ENOUGH_BYTES:
        return ""
    if size <= 0:
        return EMPTY_FILE
    if PurePath(name.lower()).suffix not in _TEXT_FILES:
        return SMALL_FILE
    return _wanting_text(text) if text.strip() else EMPTY_FILE


def _wanting_text(text: str) -> str:
    """Return what a text lacks to be evidence, "" where it has enough."""
    count = meaningful(text)
    if count >= ENOUGH_CHARACTERS:
        return ""
    if count:
        return TOO_SHORT
    return ONLY_EMPTY_WORDS if _characters(text) else ONLY_MARKS


def _characters(text: str) -> int:
    return sum(map(_is_meaningful, text))


def _is_meaningful(character: str) -> bool:
    return (character.isalpha() and character not in FILLERS) or character.isdecimal() or character == "〇"
