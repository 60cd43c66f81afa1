"""How a matter that others must solve (协调事项) moves on, and what each move asks for."""

from collections.abc import Iterable, Mapping

from tracker.model.enums import CoordinationStatus
from tracker.model.rows import MatterRow

#: What has not come to its end yet.
OPEN_MATTERS = tuple(status for status in CoordinationStatus if not status.closed)
_ENDS = tuple(status for status in CoordinationStatus if status.closed)
#: Where a matter may go from each status.
MOVES: Mapping[CoordinationStatus, tuple[CoordinationStatus, ...]] = {
    CoordinationStatus.OPEN: (CoordinationStatus.UNDER_WAY, *_ENDS),
    CoordinationStatus.UNDER_WAY: _ENDS,
    CoordinationStatus.SOLVED: (CoordinationStatus.OPEN,),
    CoordinationStatus.DROPPED: (CoordinationStatus.OPEN,),
}


def open_matters(matters: Iterable[MatterRow]) -> tuple[MatterRow, ...]:
    """Return those that have not come to their end."""
    return tuple(matter for matter in matters if not matter.status.closed)


def move_act(source: CoordinationStatus, target: CoordinationStatus) -> str:
    """Return the name of the act that moves a matter."""
    return "重新打开" if source.closed else target.word


def move_asks(source: CoordinationStatus, target: CoordinationStatus) -> str:
    """Return what a move must be given, in a word, "" for nothing."""
    if target is CoordinationStatus.SOLVED:
        return "协调结果"
    return "理由" if source.closed or target.closed else ""
