"""What a change says and how its two values are told apart: falls, emptied values, prose that was rewritten; no Qt."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

EMPTY = "—"
FALL = "▼"
REWRITTEN = "整段改写"
#: Longer values, and values of several lines, are prose.
_SHORT = 24
#: Less alike than that, the words of a difference would be unreadable.
_ALIKE = 0.5
_NUMBER = re.compile(r"^[^\d\-−]{0,6}([\-−]?[\d,]+(?:\.\d+)?)\s*(%|点|家|项|天|人|亿元|万元)?$")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One value that became another one; "" is an empty value. `subject` says whose it is, where that differs."""

    field: str
    old: str
    new: str
    subject: str = ""

    @property
    def prose(self) -> bool:
        """Tell whether the values are sentences to be read and not two values to be compared."""
        return any(len(text) > _SHORT or "\n" in text for text in (self.old, self.new))

    @property
    def rewritten(self) -> bool:
        """Tell whether so little of a text is left that its difference says less than the new text."""
        if not (self.prose and self.old and self.new):
            return False
        pieces = SequenceMatcher(None, self.old, self.new, autojunk=False)
        return pieces.real_quick_ratio() < _ALIKE or pieces.quick_ratio() < _ALIKE or pieces.ratio() < _ALIKE

    @property
    def falls(self) -> bool:
        """Tell whether a number became a smaller one of the same unit."""
        old, new = (_NUMBER.match(text.strip()) for text in (self.old, self.new))
        if old is None or new is None or old.group(2) != new.group(2):
            return False
        return _value(new.group(1)) < _value(old.group(1))

    @property
    def words(self) -> str:
        """Return the change as one line: 进度 60% → 45% ▼."""
        fall = f" {FALL}" if self.falls else ""
        parts = (self.subject, self.field, f"{self.old or EMPTY} → {self.new or EMPTY}{fall}")
        return " ".join(part for part in parts if part)


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
