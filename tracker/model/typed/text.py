"""Typed text brought to one width, without what cannot be seen."""

import re
import unicodedata
from functools import lru_cache

#: Forms that mean another number than their plain digits: 6² is not 62, ½ is not 1⁄2, ① is no 1.
_OTHER_NUMBERS = ("<super>", "<sub>", "<fraction>", "<circle>", "<noBreak> 0")
#: Letters without any ink, which fonts show as blanks.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
#: What comes along unseen from PDFs, chats and web pages: joiners, direction marks, variation selectors, tags, letters
#: and patterns without ink. Selectors from U+E0100 on say which form a Han character has: they say nothing elsewhere.
_MARKS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000e0001-\U000e007f]"
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
)
_BLANKS = re.compile(r"\s+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–−﹣－", "-"))
#: What people write where there is nothing to write.
_NOTHING = re.compile(r"(?:[-—―/\\、]*|无|暂无)")
_LONGEST_IN_SENTENCE = 40


def without_marks(text: str) -> str:
    """Return a text without the characters that nobody sees and that are no blanks; its lines stay."""
    return text if text.isascii() else _MARKS.sub("", text)


@lru_cache(maxsize=4096)
def visible(text: str) -> str:
    """Return a text in one line, without control and invisible characters and blanks at its ends."""
    text = without_marks(text)
    if not text.isprintable():
        text = "".join(character for character in text if not _is_unseen(character))
    return _BLANKS.sub(" ", text).strip()


@lru_cache(maxsize=4096)
def narrow(text: str) -> str:
    """Return the visible text with full-width digits and signs made narrow and all short dashes one."""
    plain = visible(text)
    if not plain.isascii():
        plain = "".join(map(_narrow, plain)).translate(_DASHES)
    return _BLANKS.sub(" ", plain).strip()


def gives_nothing(text: str) -> bool:
    """Tell whether a text is empty or only says that there is nothing: /, —, 无."""
    return _NOTHING.fullmatch(narrow(text).replace(" ", "")) is not None


def shortened(text: str) -> str:
    """Return a typed text as a sentence may quote it."""
    plain = visible(text)
    return plain if len(plain) <= _LONGEST_IN_SENTENCE else f"{plain[: _LONGEST_IN_SENTENCE - 1]}…"


def _is_unseen(character: str) -> bool:
    """Tell what nobody sees; rare characters of names that this Python does not know yet, or private ones, are seen."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") and not character.isspace()


def _narrow(character: str) -> str:
    if unicodedata.decomposition(character).startswith(_OTHER_NUMBERS):
        return character
    return unicodedata.normalize("NFKC", character)
