"""What a sign or a word below the name of an office says: ▲ or 牵头 that it leads, △ or 配合 that it helps."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

_FULL, _OPEN, _TICKS = "▲●★◆■▼◎", "△○☆◇□▽〇◯", "√✓✔☑∨*＊Vv1是"
_LEAD_WORD = "牵头|主办|主责|主要责任|第一责任|总牵头|负责"
_HELP_WORD = "配合|协办|会办|协同|协助|参与|参加"
_MARK = re.compile(
    rf"[（(]?([{_FULL}{_OPEN}{_TICKS}])?[（(]?(?:(?:({_LEAD_WORD}|主)|({_HELP_WORD}|协|配))(?:单位|部门|责任单位)?)?[)）]?"
)
#: What a legend is made of: a sign and what it stands for, in either order.
_TOKEN = re.compile(rf"([{_FULL}{_OPEN}√✓✔*＊])|({_LEAD_WORD})|({_HELP_WORD})")


class Part(Enum):
    """What a mark says of an office; `SOME` only that it takes part."""

    LEAD = "lead"
    HELP = "help"
    SOME = "some"


def read_mark(text: str) -> tuple[str, Part | None] | None:
    """Return the sign of a cell ("" for a word) and the part that a word names, None for what is no mark."""
    match = _MARK.fullmatch("".join(text.split()))
    if match is None or not (match[1] or match[2] or match[3]):
        return None
    return match[1] or "", Part.LEAD if match[2] else Part.HELP if match[3] else None


def meanings(used: Iterable[str], lines: Iterable[str]) -> dict[str, Part]:
    """Return what each sign of a table means: by a legend in some lines, else full ones lead and open ones help."""
    signs = {sign for sign in used if sign}
    legend: dict[str, Part] = {}
    for line in lines:
        for sign, part in _legend(line):
            if sign in signs:
                legend.setdefault(sign, part)
    return {sign: legend.get(sign) or _usual(sign, signs, legend) for sign in signs}


def _usual(sign: str, used: set[str], legend: Mapping[str, Part]) -> Part:
    """Return what a sign means without a legend: beside full signs the others help, beside open ones a tick leads.

    Where all offices have the same sign it says that they take part.
    """
    if len(used) == 1:
        return Part.SOME
    if sign in _FULL:
        return Part.LEAD
    if Part.LEAD in legend.values() or any(other in _FULL for other in used):
        return Part.HELP
    return Part.HELP if sign in _OPEN else Part.LEAD


def _legend(line: str) -> Iterator[tuple[str, Part]]:
    """Yield what a line says of signs: 「▲为牵头单位，△为配合单位」「牵头：●；配合：○」."""
    tokens = [(match[1] or "", Part.LEAD if match[2] else Part.HELP) for match in _TOKEN.finditer(line)]
    for left, right in zip(tokens[::2], tokens[1::2], strict=False):
        if bool(left[0]) != bool(right[0]):
            yield (left[0], right[1]) if left[0] else (right[0], left[1])


def leading_offices(marked: Mapping[str, Part], *, has_lead: bool) -> list[str]:
    """Return the offices that lead by their marks, all with equal ticks where no mark and no column says who does."""
    leading = [office for office, part in marked.items() if part is Part.LEAD]
    if not leading and not has_lead:
        leading = [office for office, part in marked.items() if part is Part.SOME]
    return leading
