"""Reads what a person typed into a field: the value, or one sentence that says what to write."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from tracker.errors import InputError
from tracker.model.changeset import Value
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DueKind
from tracker.model.fields import validate_field
from tracker.model.rows import OfficeRow


@dataclass(frozen=True, slots=True)
class Checked:
    """A typed text read: `error` is "" when `value` may be saved; `hint` says how it was understood."""

    value: Value
    error: str = ""
    hint: str = ""


Check: TypeAlias = Callable[[str], Checked]


def check_text(field: str) -> Check:
    """Return the check of a text field by its name."""

    def check(text: str) -> Checked:
        try:
            return Checked(validate_field(field, text))
        except InputError as wrong:
            return Checked(None, wrong.sentence)

    return check


def check_progress(text: str) -> Checked:
    """Read whole percent, with or without the sign."""
    plain = text.strip().rstrip("%％").strip()
    if not plain.isdecimal() or int(plain) > 100:
        return Checked(None, "请填 0 到 100 的整数，如 60")
    return Checked(int(plain))


def check_due(today: date) -> Check:
    """Return the check of a deadline; any wording may stand, the hint shows what it means."""

    def check(text: str) -> Checked:
        if error := check_text("due_text")(text).error:
            return Checked(None, error)
        return Checked(text.strip(), hint=due_hint(text.strip(), today))

    return check


def due_hint(text: str, today: date) -> str:
    """Say how a deadline's wording is understood."""
    if not text:
        return "留空即未定，也可写 2025年12月底前、长期坚持"
    deadline = parse_deadline(text, today)
    if deadline.on is not None:
        year = "，年份由今天推算" if deadline.year_inferred else ""
        return f"按 {deadline.on.isoformat()} 计{year}"
    if deadline.kind is DueKind.TEXT:
        return "读不出日期，将按原文保存，不亮灯"
    return f"{deadline.kind.word}，没有截止日期"


def check_day(text: str) -> Checked:
    """Read a date written 2023-09-03; empty is allowed."""
    try:
        return Checked(validate_field("start_on", text.strip()))
    except InputError:
        return Checked(None, "请写成 2023-09-03 的样子")


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
