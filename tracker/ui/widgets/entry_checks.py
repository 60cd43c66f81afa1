"""Reads what a person typed into a field: the value, or one sentence that says what to write."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from tracker.errors import InputError
from tracker.model.changeset import Value
from tracker.model.fields import validate_field
from tracker.model.rows import OfficeRow
from tracker.model.typed.deadlines import Deadline, read_deadline
from tracker.model.typed.field_values import read_field
from tracker.model.typed.names import split_names
from tracker.model.typed.past_dates import read_past_date
from tracker.model.typed.plan_dates import read_due_date, read_start_date
from tracker.model.typed.reading import Outcome, Reading
from tracker.model.typed.sentences import counted_as, counted_on


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of an unclear text: the word on its link, what it writes into the field, and its value."""

    label: str
    text: str
    value: Value


@dataclass(frozen=True, slots=True)
class Checked:
    """A typed text read: `error` is "" when `value` may be saved; `hint` says how it was understood.

    `choices` are the readings to choose from; `note` is a hint that has to be said also after the field is closed.
    """

    value: Value
    error: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    note: str = ""


Check: TypeAlias = Callable[[str], Checked]


class Asking:
    """A check that takes the reading a person chose where the text itself is unclear."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self._chosen: dict[str, Choice] = {}

    def choose(self, choice: Choice) -> None:
        """Read this text as it was chosen from now on."""
        self._chosen[choice.text.strip()] = choice

    def __call__(self, text: str) -> Checked:
        """Read a text."""
        choice = self._chosen.get(text.strip())
        return Checked(choice.value) if choice is not None else self._check(text)


def checked(reading: Reading[Value], nothing: Value = "") -> Checked:
    """Return what a text was read as; `nothing` is the value of one that gives nothing."""
    if reading.accepted:
        return Checked(reading.value, hint=reading.sentence, note=reading.sentence)
    if reading.outcome is Outcome.NOTHING:
        return Checked(nothing)
    choices = tuple(Choice(answer.label, answer.label, answer.value) for answer in reading.alternatives)
    return Checked(None, reading.sentence, choices=choices)


def check_text(field: str) -> Check:
    """Return the check of a text field by its name."""

    def check(text: str) -> Checked:
        try:
            return Checked(validate_field(field, text))
        except InputError as wrong:
            return Checked(None, wrong.sentence)

    return check


def check_progress(text: str) -> Checked:
    """Read a whole percentage, with or without the sign."""
    reading = read_field("progress", text, date.min)
    if reading.outcome is Outcome.NOTHING:
        return Checked(None, "请填 0 到 100 的百分数，如 60")
    return checked(reading)


def check_due(today: date) -> Check:
    """Return the check of a deadline; the value is the wording, which the deadline's own dialog asks about."""

    def check(text: str) -> Checked:
        if error := check_text("due_text")(text).error:
            return Checked(None, error)
        reading = read_deadline(text, today)
        if reading.outcome is Outcome.REFUSED:
            return Checked(None, reading.sentence)
        return Checked(text.strip(), hint=_due_hint(reading, today))

    return check


def example_due(today: date) -> str:
    """Return a deadline as an example of how one is written, never one that has passed."""
    return f"{today.year}年12月底前"


def missing_day(today: date, what: str = "日期") -> str:
    """Return the sentence for a day that must be given, with today as the example."""
    return f"请填{what}，如 {today.isoformat()}"


def _due_hint(reading: Reading[Deadline], today: date) -> str:
    """Say how the wording of a deadline is understood."""
    if reading.outcome is Outcome.NOTHING:
        return f"留空即未定，也可写 {example_due(today)}、长期坚持"
    deadline = reading.value
    if deadline is None:
        return reading.sentence
    if deadline.on is None:
        return f"{deadline.kind.word}，没有截止日期"
    said = reading.sentence
    return said if counted_as(deadline.on) in said else counted_on(deadline.on, said)


def understood(checked: Checked, text: str) -> str:
    """Return how a typed day is understood while it is typed, "" where it says its day itself."""
    value = checked.value
    said = checked.note or checked.hint or (checked.error if checked.choices else "")
    day = value if isinstance(value, str) and check_iso_day(value).value else ""
    if checked.error or day in (text.strip(), "") or day in said:
        return said
    return counted_on(date.fromisoformat(day), said)


def check_past_day(today: date) -> Check:
    """Return the check of the day of a fact; empty is allowed."""
    return lambda text: checked(read_past_date(text, today).each(date.isoformat))


def check_due_day(today: date) -> Check:
    """Return the check of a day that lies ahead, of a node or a pause; empty is allowed."""
    return lambda text: checked(read_due_date(text, today).each(date.isoformat))


def check_start_day(today: date) -> Check:
    """Return the check of the day something begins; empty is allowed."""
    return lambda text: checked(read_start_date(text, today).each(date.isoformat))


class OfficeNames:
    """Knows the offices by name, short name and alias."""

    def __init__(self, offices: Iterable[OfficeRow] = ()) -> None:
        self.names: tuple[str, ...] = ()
        self._by_word: dict[str, str] = {}
        for office in offices:
            self.names += (office.name,)
            for word in (office.name, office.short_name, *office.aliases):
                self._by_word.setdefault(word.strip(), office.name)
        self._by_word.pop("", None)

    def check(self, text: str) -> Checked:
        """Read the name of one office; empty is allowed."""
        word = text.strip()
        name = self._by_word.get(word)
        if not word or name is not None:
            return Checked(name or "", hint=f"即 {name}" if name and name != word else "")
        near = [known for known in self.names if word in known]
        if len(near) == 1:
            return Checked(near[0], hint=f"即 {near[0]}")
        return Checked(None, f"没有“{word}”这个单位，请从列表中选")

    def check_several(self, text: str) -> Checked:
        """Read the names of several offices with 、 between them; empty is allowed."""
        read = [self.check(word) for word in split_names(text, blanks=True)]
        wrong = next((checked.error for checked in read if checked.error), "")
        return Checked(None, wrong) if wrong else Checked(tuple(dict.fromkeys(str(checked.value) for checked in read)))


def check_iso_day(text: str) -> Checked:
    """Read a day as the calendar writes it."""
    try:
        return Checked(date.fromisoformat(text).isoformat())
    except ValueError:
        return Checked("", f"“{text[:20]}”不是日期，请写成 2026-12-31")
