"""The answer of every reader: a value, a question, a refusal, or that nothing was given."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Outcome(StrEnum):
    """How a typed text was understood."""

    TAKEN = "taken"
    NOTED = "noted"  # taken, and a sentence says how it was understood
    ASKED = "asked"  # a person has to choose or to confirm
    REFUSED = "refused"
    NOTHING = "nothing"  # nothing was given: the cell is passed over


class Source(StrEnum):
    """Where a text or number was typed: what 1 or 0.6 may mean depends on it."""

    HAND = "hand"
    TEXT = "text"  # pasted text, a text cell
    PERCENT_CELL = "percent_cell"  # a number cell with a percent format
    NUMBER_CELL = "number_cell"  # a number cell with another format
    BARE_CELL = "bare_cell"  # a number cell of a file that does not tell its formats


@dataclass(frozen=True, slots=True)
class Alternative(Generic[T]):
    """One answer a person may choose, and the words on its button."""

    value: T
    label: str


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What was read; `value` may be stored, `sentence` is for the screen.

    `literal` is what the words say by themselves, also while a question about them is open: it serves for
    comparing and for showing, never for storing.
    """

    outcome: Outcome
    value: T | None = None
    sentence: str = ""
    alternatives: tuple[Alternative[T], ...] = ()
    literal: T | None = None

    @property
    def accepted(self) -> bool:
        """Tell whether `value` may be stored without a further question."""
        return self.outcome in (Outcome.TAKEN, Outcome.NOTED)

    def each(self, change: Callable[[T], U]) -> "Reading[U]":
        """Return the same answer with its values put in another form."""
        answers = tuple(Alternative(change(answer.value), answer.label) for answer in self.alternatives)
        value = change(self.value) if self.value is not None else None
        literal = change(self.literal) if self.literal is not None else None
        return Reading(self.outcome, value, self.sentence, answers, literal)


def taken(value: T, note: str = "") -> Reading[T]:
    """Return a value that may be stored, with a note where something has to be said about it."""
    return Reading(Outcome.NOTED if note else Outcome.TAKEN, value, note, literal=value)


def asked(sentence: str, *alternatives: Alternative[T], literal: T | None = None) -> Reading[T]:
    """Return a question with the answers to choose from."""
    return Reading(Outcome.ASKED, None, sentence, alternatives, literal)


def refused(sentence: str, *alternatives: Alternative[T]) -> Reading[T]:
    """Return a refusal; `alternatives` are what may have been meant."""
    return Reading(Outcome.REFUSED, None, sentence, alternatives)


def nothing() -> Reading[T]:
    """Return that nothing was given."""
    return Reading(Outcome.NOTHING)
