"""What a change says and how its two values are told apart: falls, emptied values, prose that was rewritten."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from tracker.model.rows import Light

EMPTY = "—"
FALL = "▼"
REWRITTEN = "整段改写"
#: Longer values, and values of several lines, are prose.
_SHORT = 24
#: Less alike than that, the words of a difference would be unreadable.
_ALIKE = 0.5
#: Of longer texts it is counted which pairs of characters they share: comparing them would be felt.
_LONG = 600
_NUMBER = re.compile(r"^[^\d\-−]{0,6}([\-−]?[\d,]+(?:\.\d+)?)\s*(%|点|家|项|天|人|亿元|万元)?$")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One value that became another one; "" is an empty value.

    `subject` and `title` say whose it is, where that differs; `note` what is said of the change, in the ink `tone`;
    `lights` are those of the task before and after, None where there was none; `about` is what the line stands for.
    A line without values only says its note.
    """

    field: str
    old: str
    new: str
    subject: str = ""
    title: str = ""
    note: str = ""
    tone: str = "text2"
    lights: tuple[Light | None, Light | None] | None = None
    about: object = None

    @property
    def bare(self) -> bool:
        """Tell whether there are no values to be compared, only something to be said."""
        return bool(self.note) and not (self.old or self.new)

    @property
    def prose(self) -> bool:
        """Tell whether the values are sentences to be read and not two values to be compared."""
        return any(len(text) > _SHORT or "\n" in text for text in (self.old, self.new))

    @property
    def rewritten(self) -> bool:
        """Tell whether so little of a text is left that its difference says less than the new text."""
        return self.prose and is_rewritten(self.old, self.new)

    @property
    def falls(self) -> bool:
        """Tell whether a number became a smaller one of the same unit."""
        return is_fall(self.old, self.new)

    @property
    def light_words(self) -> str:
        """Return the lights as 红 · 逾期3天 → 绿, "" where none are told."""
        return " → ".join(dict.fromkeys(light.text for light in self.lights or () if light is not None))

    @property
    def words(self) -> str:
        """Return the change as one line: 进度 60% → 45% ▼."""
        fall = f" {FALL}" if self.falls else ""
        values = "" if self.bare else f"{self.old or EMPTY} → {self.new or EMPTY}{fall}"
        parts = (self.subject, self.title, self.field, values, self.note, self.light_words)
        return " ".join(part for part in parts if part)


def is_fall(old: str, new: str) -> bool:
    """Tell whether a number became a smaller one of the same unit; ranks and days are no amounts."""
    before, after = (_NUMBER.match(text.strip()) for text in (old, new))
    if before is None or after is None or before.group(2) != after.group(2):
        return False
    return _value(after.group(1)) < _value(before.group(1))


@lru_cache(maxsize=4_000)  # asked at every painting
def is_rewritten(old: str, new: str) -> bool:
    """Tell whether less than half of two texts is alike; an empty one was not rewritten."""
    if not (old and new):
        return False
    if max(len(old), len(new)) > _LONG:
        return _shared_pairs(old, new) < _ALIKE
    pieces = SequenceMatcher(None, old, new, autojunk=False)
    return pieces.real_quick_ratio() < _ALIKE or pieces.quick_ratio() < _ALIKE or pieces.ratio() < _ALIKE


def _shared_pairs(old: str, new: str) -> float:
    """Return which share of the pairs of neighbouring characters two texts have in common, 0 to 1."""
    pairs = [Counter(map("".join, pairwise(text))) for text in (old, new)]
    return 2 * (pairs[0] & pairs[1]).total() / max(sum(each.total() for each in pairs), 1)


def _value(digits: str) -> float:
    return float(digits.replace(",", "").replace("−", "-"))


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one act: when, who and from where in its head; "" for no head."""

    head: str
    lines: Sequence[ChangeLine]


def grouped(parts: Iterable[tuple[str, ChangeLine]]) -> list[ChangeGroup]:
    """Return changes with the head of their act as groups; neighbours of one act share its head."""
    groups: list[tuple[str, list[ChangeLine]]] = []
    for head, line in parts:
        if not groups or groups[-1][0] != head:
            groups.append((head, []))
        groups[-1][1].append(line)
    return [ChangeGroup(head, lines) for head, lines in groups]
