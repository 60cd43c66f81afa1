"""Where in a line of changes its number, name, field, values, note and lights stand, for every width of the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tracker.ui.widgets.change_lines import ChangeLine

EDGE, NARROW_EDGE = 24, 20
BOX = 26
SUBJECT, TITLE, FIELD, NARROW_FIELD, NOTE, LIGHTS = 72, 208, 104, 72, 264, 288  # px
#: Lists that are narrower than this, as in a panel, have a smaller edge and the tags of prose below it.
NARROW = 480
_LEAST, _COMFORT, _AMPLE = 120, 200, 360  # px for the values; with less than _COMFORT note and lights go below them
_TITLE_GROWTH = 80  # px that a name may have more where the values have ample room


@dataclass(frozen=True, slots=True)
class Shape:
    """Which parts the lines of a list have; values they always have."""

    subject: bool = False
    title: bool = False
    field: bool = True
    note: bool = False
    lights: bool = False
    box: bool = False
    edge: int = EDGE


def shape_of(lines: Iterable[ChangeLine], *, box: bool = False, edge: int = EDGE) -> Shape:
    """Return the parts that at least one of the lines has."""
    every = tuple(lines)
    return Shape(
        subject=any(line.subject for line in every),
        title=any(line.title for line in every),
        field=any(line.field for line in every),
        note=any(line.note for line in every),
        lights=any(line.lights for line in every),
        box=box,
        edge=edge,
    )


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
    narrow = width < NARROW
    edge = NARROW_EDGE if narrow else shape.edge
    wide = (BOX * shape.box, SUBJECT * shape.subject, TITLE * shape.title, FIELD * shape.field)
    ends = (NOTE * shape.note, LIGHTS * shape.lights)
    beside = width >= 2 * edge + sum(wide) + sum(ends) + _COMFORT
    spare = width - 2 * edge - sum(wide) - sum(ends) - _AMPLE
    title = TITLE + min(max(spare, 0), _TITLE_GROWTH) if beside else TITLE * 2 // 3
    lead = (wide[0], wide[1], title * shape.title, (NARROW_FIELD if narrow else FIELD) * shape.field)
    tail = ends if beside else (0, 0)
    values = max(width - 2 * edge - sum(lead) - sum(tail), _LEAST)
    left, spots = edge, []
    for part in (*lead, values, *tail):
        spots.append((left, part))
        left += part
    first = spots[4]
    note, lights = spots[5:] if beside else (first, first)
    return Places(spots[0], spots[1], spots[2], spots[3], first, note, lights, beside, narrow)
