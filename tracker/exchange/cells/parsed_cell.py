"""The result of reading one cell, and what it depends on."""

from dataclasses import dataclass, field, replace
from datetime import date

from tracker.exchange.cells.office_names import OfficeNames
from tracker.model.changeset import Value
from tracker.model.typed import reading as typed_reading
from tracker.model.typed.reading import Outcome


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's canonical value, or why it has none (`problem`: then the cell counts as not provided)."""

    value: Value = None
    raw: str = ""
    problem: str = ""
    note: str = ""
    review: bool = False  # too uncertain to apply without a person
    instead: Value = None  # the other value the cell may mean, when it is ambiguous
    asked: bool = False  # a value that only who wrote it, or a person, can say

    @property
    def provided(self) -> bool:
        """Tell whether the cell says anything that may be compared."""
        return not self.problem

    def with_note(self, sentence: str) -> "Reading":
        """Return the reading with one more remark."""
        return replace(self, note="；".join(filter(None, (self.note, sentence))))


def reading_of(typed: typed_reading.Reading[Value], raw: str, empty: Value, note: str = "") -> Reading:
    """Return what a cell says by what was typed into it; `empty` is the value of one that gives nothing."""
    notes = "；".join(filter(None, (typed.sentence, note)))
    if typed.outcome is Outcome.REFUSED:
        return Reading(raw=raw, problem=typed.sentence)
    if typed.outcome is Outcome.NOTHING:
        return Reading(empty, raw)
    if typed.accepted:
        return Reading(typed.value, raw, note=notes)
    meant, *others = [answer.value for answer in typed.alternatives]
    percent = isinstance(meant, int) and len(others) == 1
    literal = meant if typed.literal is None else typed.literal
    return Reading(literal, raw, note=notes, review=True, instead=others[0] if percent else None, asked=True)


#: Before every workbook, and after it: where nobody says when a file was written.
_ANY_DAY, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class CellContext:
    """What a cell's meaning may depend on beside itself.

    `sent_on` is the day the workbook was sent, `today` the day it is read, `deadline` what is in force in this row,
    `before` the value of its indicator that was sent along.
    """

    offices: OfficeNames = field(default_factory=lambda: OfficeNames({}))
    unit: str = ""  # of the indicator in the same row
    date1904: bool = False
    sent_on: date | None = None
    today: date | None = None
    deadline: str = ""
    before: float | None = None

    @property
    def written_on(self) -> date:
        """Return the day from which a deadline without year takes its own."""
        return self.sent_on or self.today or _ANY_DAY

    @property
    def ended_by(self) -> date:
        """Return the day by which a fact must have happened."""
        return self.today or self.sent_on or _LATEST
