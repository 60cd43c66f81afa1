"""Decide the outcome of one cell from its three values, and whether a person must look."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.exchange.book.raw_book import NUMBER, TEXT, RawCell
from tracker.exchange.book.text import narrow
from tracker.exchange.cells.cells import folded, unquoted
from tracker.exchange.cells.columns import CellKind
from tracker.exchange.cells.numbers import decimal_of
from tracker.exchange.cells.parsed_cell import Reading
from tracker.exchange.compare.merge_text import MERGED, merge_offices, merge_prose
from tracker.model.changeset import Value
from tracker.model.enums import Outcome
from tracker.model.typed.doubtful_words import lost_end

_DOUBTFUL_BLANK = "这种文件里的空白不一定是有意清空，请核对"


@dataclass(frozen=True, slots=True)
class Sides:
    """The three values of one cell; `sent_on` is the day `base` was sent."""

    kind: CellKind
    base: Value
    ours: Value
    theirs: Value
    known_base: bool = True
    sent_on: date | None = None

    def same(self, value: Value, other: Value) -> bool:
        """Tell whether two values mean the same."""
        return value == other or folded(self.kind, value, self.sent_on) == folded(self.kind, other, self.sent_on)

    @property
    def as_sent(self) -> bool:
        """Tell whether they left what was sent; the sign before a text, which reading drops, may have been sent."""
        bare = unquoted(self.base) if isinstance(self.base, str) else self.base
        return self.same(self.theirs, self.base) or (bare != self.base and self.same(self.theirs, bare))

    @property
    def emptied(self) -> bool:
        """Tell whether they left nothing in the cell."""
        return folded(self.kind, self.theirs) is None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, the value to take when it is accepted, what to know, and whether a person must look."""

    outcome: Outcome
    value: Value
    note: str = ""
    review: bool = False


def settled_reading(reading: Reading, cell: RawCell | None, base: Value) -> Reading | None:
    """Return what an ambiguous cell is taken for, None when it is what was sent.

    A number or text 1 that lost its percent format is the 100% that was sent; where 1% was sent somebody typed it
    anew. A file that hides all formats hides the one we gave the cell as well: there a number 1 is most likely 100%.
    """
    number = cell if cell is not None and cell.kind == NUMBER else None
    if number and _lost_beginning(reading.value, base):
        return None
    if reading.instead is None:
        return reading
    if base == reading.instead and cell is not None and _is_share_of(cell, base):
        return None
    if base == reading.value or (number and number.number_format is None):
        return replace(reading, value=reading.instead, instead=reading.value)
    return reading


def _is_share_of(cell: RawCell, base: Value) -> bool:
    """Tell whether a cell holds the sent percentage as a share of one: 0.51 for 51%, but not 0.0051."""
    share = decimal_of(narrow(cell.text)) if cell.kind in (NUMBER, TEXT) else None
    return share is not None and isinstance(base, int | float) and abs(float(share) * 100 - base) < 1e-9


def _lost_beginning(value: Value, base: Value) -> bool:
    """Tell whether a number is a text that was sent, without its plus or zeros: a cell that is no text drops them."""
    if not (isinstance(base, str) and isinstance(value, str) and base.startswith(("0", "+"))):
        return False
    return value == "".join(filter(str.isdecimal, base)).lstrip("0")


def judge(sides: Sides, doubts_blanks: bool) -> Verdict | None:
    """Return what became of a cell, None when they left it as it was sent."""
    if sides.as_sent:
        if sides.known_base or sides.same(sides.theirs, sides.ours):
            return None
        return Verdict(Outcome.CHANGE, sides.theirs, review=True)
    ours_stands = sides.ours == sides.base
    if not ours_stands and sides.same(sides.theirs, sides.ours):
        return Verdict(Outcome.SAME, sides.theirs)
    if not (ours_stands or sides.same(sides.ours, sides.base)):
        return _both_changed(sides, doubts_blanks)
    if sides.emptied:
        return Verdict(Outcome.CLEARED, sides.theirs, _DOUBTFUL_BLANK if doubts_blanks else "", doubts_blanks)
    note, review = _warning(sides)
    return Verdict(Outcome.CHANGE, sides.theirs, note, review)


def _both_changed(sides: Sides, doubts_blanks: bool) -> Verdict:
    merged = None if sides.emptied or not sides.known_base else _merged(sides)
    if merged is not None:
        done = sides.same(merged, sides.ours)
        return Verdict(Outcome.SAME, merged) if done else Verdict(Outcome.CHANGE, merged, MERGED)
    if sides.emptied:
        note = _DOUBTFUL_BLANK if doubts_blanks else "对方清空了，我方已改动"
        return Verdict(Outcome.CONFLICT, sides.theirs, note, doubts_blanks)
    return Verdict(Outcome.CONFLICT, sides.theirs, *_warning(sides))


def _merged(sides: Sides) -> Value:
    """Return both sides' changes put together, None where somebody has to choose."""
    base, ours, theirs = sides.base, sides.ours, sides.theirs
    if sides.kind is CellKind.OFFICES and isinstance(base, tuple) and isinstance(ours, tuple):
        return merge_offices(base, ours, theirs) or None if isinstance(theirs, tuple) else None
    if sides.kind is CellKind.TEXT:
        return merge_prose(str(base or ""), str(ours or ""), str(theirs or ""))
    return None


def _warning(sides: Sides) -> tuple[str, bool]:
    """Return what a person should know about a change, and whether it needs one."""
    if sides.kind is CellKind.PERCENT and isinstance(sides.theirs, int) and isinstance(sides.base, int | float):
        return (f"进度比发出时的 {sides.base}% 低" if sides.theirs < sides.base else ""), False
    cut = lost_end(str(sides.base or ""), str(sides.theirs or "")) if sides.kind is CellKind.TEXT else ""
    return cut, bool(cut)
