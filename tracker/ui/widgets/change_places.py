"""Where in a line of changes its number, name, field, values, note and lights stand, for every width of the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tracker.ui.widgets.change_lines import ChangeLine

EDGE, NARROW_EDGE = 24, 20
BOX = 26
SUBJECT, TITLE, FIELD, NARROW_FIELD, NOTE, LIGHTS = 72, 216, 104, 72, 272, 216  # px
#: Lists that are narrower than this have note and lights below the values.
BESIDE = 940
#: Lists that are narrower than this, as in a panel, have a smaller edge and the tags of prose below it.
NARROW = 480
_LEAST = 120  # px for the values


@dataclass(frozen=True, slots=True)
class Shape:
    """Which parts the lines of a list have; values they always have."""

    subject: bool = False
    title: bool = False
    field: bool = True
    note: bool = False
    lights: bool = False
    box: bool = False


def shape_of(lines: Iterable[ChangeLine], *, box: bool = False) -> Shape:
    """Return the parts that at least one of the lines has."""
    parts = [(line.subject, line.title, line.field, line.note, line.lights) for line in lines]
    has = [any(part[number] for part in parts) for number in range(5)]
    return Shape(*has, box=box)


class Places(NamedTuple):
    """Left edge and width in px of each part; a width of 0 where there is none."""

    box: tuple[int, int]
    subject: tuple[int, int]
    title: tuple[int, int]
    field: tuple[int, int]
    values: tuple[int, int]
    note: tuple[int, int]
    lights: tuple[int, int]
    beside: bool  # note and lights stand at the right of the values, else below them
    narrow: bool


def places_of(shape: Shape, width: int) -> Places:
    """Return where the parts stand in a list `width` px wide."""
    beside, narrow = width >= BESIDE, width < NARROW
    edge = NARROW_EDGE if narrow else EDGE
    lead = [
        BOX if shape.box else 0,
        SUBJECT if shape.subject else 0,
        (TITLE if beside else TITLE * 2 // 3) if shape.title else 0,
        (NARROW_FIELD if narrow else FIELD) if shape.field else 0,
    ]
    tail = [NOTE if shape.note and beside else 0, LIGHTS if shape.lights and beside else 0]
    values = max(width - 2 * edge - sum(lead) - sum(tail), _LEAST)
    left, spots = edge, []
    for part in (*lead, values, *tail):
        spots.append((left, part))
        left += part
    if not beside:
        spots[5] = spots[6] = spots[4]
    return Places(*spots, beside, narrow)
