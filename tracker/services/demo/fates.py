"""How a task ends, and dealing the ends out to all tasks."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import cycle, islice
from random import Random


class Fate(StrEnum):
    """Where a task stands at the end of the simulated year."""

    OVERDUE = "overdue"
    FAR_BEHIND = "far_behind"
    DUE_SOON = "due_soon"
    BEHIND = "behind"
    STALE = "stale"
    ON_TRACK = "on_track"
    RECURRING = "recurring"
    CLOSED = "closed"
    CLOSING = "closing"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    LASTING = "lasting"
    OPEN_TEXT = "open_text"
    PAUSED = "paused"
    CANCELLED = "cancelled"


def deal_fates(
    codes: Iterable[str], counts: Mapping[Fate, int], fixed: Mapping[str, Fate], rng: Random
) -> dict[str, Fate]:
    """Return a fate for every task code: the fixed ones, the rest from a shuffled deck of the counts.

    With more tasks than cards the deck is dealt again, so that the proportions stay.
    """
    codes = list(codes)
    left = dict(counts)
    for code in codes:
        if code in fixed:
            left[fixed[code]] -= 1
    deck = [fate for fate, number in left.items() for _ in range(number)]
    rng.shuffle(deck)
    others = [code for code in codes if code not in fixed]
    dealt = dict(zip(others, islice(cycle(deck), len(others)), strict=True))
    return {code: fixed.get(code) or dealt[code] for code in codes}
