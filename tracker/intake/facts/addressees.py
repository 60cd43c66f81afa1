"""Whom a paper means by 你局 and 我局: the office it is addressed to, and the one that issues it."""

import re
from collections.abc import Sequence

from tracker.intake.text.passage import Passage, Role

_NAME = r"[\u4e00-\u9fff]{2,18}(?:局|委|办|办公室|委员会|厅|部|院|中心|支队|集团|公司|政府|管委会|街道|学校|大学)"
_CALLED = re.compile(rf"({_NAME})(?:党组|党委)?[：:]")
_CHARGED = re.compile(rf"(?:承办|主办|责任|受文|整改)单位[：:]\s*({_NAME})")
_SIGNED = re.compile(_NAME)
_ABOUT = re.compile(rf"({_NAME}?)(?:关于|对)")
_YOU = re.compile(r"(?:你|贵)(?:局|委|办|厅|部|院|中心|支队|集团|公司|单位|区|县|街道|校)(?![们的])")
_WE = re.compile(r"(?:我|本)(?:局|委|办|厅|部|院|中心|支队)(?![们的])")

#: Whom a sentence speaks of stands at its beginning, in characters.
_HEAD = 24
#: An addressee stands at most so many passages above; who issues a paper, in so many at its two ends.
_FAR, _ENDS = 200, 40


def meant_in(quote: str, passages: Sequence[Passage], at: int) -> str | None:
    """Return the office that 你局 or 我局 in a quotation from passage `at` means, None where nothing says so."""
    if _YOU.search(quote[:_HEAD]):
        return addressed_at(passages, at)
    if _WE.search(quote[:_HEAD]):
        return issuer_of(passages)
    return None


def addressed_at(passages: Sequence[Passage], at: int) -> str | None:
    """Return the office that the paper around a passage calls upon, the nearest above; None for none."""
    for passage in reversed(passages[max(0, at - _FAR) : at + 1]):
        match = _CALLED.fullmatch(passage.text.strip()) or _CHARGED.search(passage.text)
        if match:
            return match[1]
    return None


def issuer_of(passages: Sequence[Passage]) -> str | None:
    """Return the office whose paper this is, by its title or the last line that is nothing but a name."""
    for passage in passages[:_ENDS]:
        if passage.role is Role.TITLE and (match := _ABOUT.match(passage.text)) and match[1]:
            return match[1]
    signed = [
        p.text.strip() for p in passages[-_ENDS:] if p.role is not Role.BODY and _SIGNED.fullmatch(p.text.strip())
    ]
    return signed[-1] if signed else None
