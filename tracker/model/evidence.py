"""What counts as evidence, and why other files and notes do not."""

from tracker.files.kept_files import kind_of
from tracker.model.enums import EvidenceKind
from tracker.model.telling_text import count_characters, count_meaningful

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

_TEXT_FILES = frozenset({"txt", "csv"})


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
    if kind_of(name) not in _TEXT_FILES:
        return SMALL_FILE
    return _wanting_text(text) if text.strip() else EMPTY_FILE


def _wanting_text(text: str) -> str:
    """Return what a text lacks to be evidence, "" where it has enough."""
    count = count_meaningful(text)
    if count >= ENOUGH_CHARACTERS:
        return ""
    if count:
        return TOO_SHORT
    return ONLY_EMPTY_WORDS if count_characters(text) else ONLY_MARKS
