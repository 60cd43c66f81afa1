"""Check the value of a field and bring it to its canonical form."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from tracker.errors import InputError
from tracker.model import contacts
from tracker.model.changeset import Value
from tracker.model.enums import Priority, Status
from tracker.model.exchange_words import HelpState, PersonRole
from tracker.model.field_list import FIELD_WORDS as FIELD_WORDS
from tracker.model.field_list import FIELDS, FieldKind
from tracker.model.typed import sentences
from tracker.model.typed.cut_numbers import holds_shortened
from tracker.model.typed.text import visible, without_marks

MAX_TEXT = 32_767
"""Longest text in UTF-16 units: what one Excel cell can hold."""

#: Characters that no workbook can carry: controls other than tab and line feed, halves of pairs, non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def validate_field(field: str, value: object) -> Value:
    """Return the canonical value of a field, or raise InputError; an unknown field is a KeyError."""
    facts = FIELDS[field]
    if (contact := _CONTACTS.get(field)) is not None:
        return contact(_text(field, facts.word, value))
    check = _phone if field in ("phone", "help_phone") else _BY_KIND.get(facts.kind)
    return check(facts.word, value) if check is not None else _text(field, facts.word, value)


def _text(field: str, word: str, value: object) -> str:
    """Clean a text: prose keeps its lines, everything else becomes one line."""
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise InputError(f"{word}要填文字。")
    text = without_marks(_UNWRITABLE.sub("", _LINE_BREAKS.sub("\n", value))).strip()
    if not FIELDS[field].prose:
        text = " ".join(text.split())
    if FIELDS[field].required and not text:
        raise InputError(f"{word}不能为空。")
    length = len(text.encode("utf-16-le")) // 2
    if length > MAX_TEXT:
        raise InputError(f"{word}有 {length:,} 个字符，最多 {MAX_TEXT:,} 个，请删减。")
    return text


def _phone(word: str, value: object) -> str:
    """Accept anything that holds a number: extensions, two numbers, a name beside it."""
    text = _text("phone", word, value)
    if text and sum(c.isdigit() for c in text) < 3:
        raise InputError(f"{word}“{_short(text)}”里没有号码，请填写区号和号码或手机号。")
    if holds_shortened(text):
        raise InputError(f"{word}“{_short(text)}”是表格缩短了的数字，后面几位已经丢失；请填写完整的号码。")
    return text


def _progress(word: str, value: object) -> int | None:
    """Accept whole percents from 0 to 100; None means not given."""
    if value is None:
        return None
    number = _number(word, value)
    if not number.is_integer() or not 0 <= number <= 100:
        raise InputError(sentences.no_percent(f"{number:g}"))
    return int(number)


def _finite(word: str, value: object) -> float | None:
    """Accept a finite number; None means not given."""
    return None if value is None else _number(word, value)


def _number(word: str, value: object) -> float:
    """Return a finite float; texts and truth values are no numbers here, cells are read elsewhere."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{word}要填数字，现在是“{_short(str(value))}”。")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InputError(f"{word}的数字太大或不是数字。")
    return number


def _status(word: str, value: object) -> str:
    """Accept a status by its word or its value."""
    status = Status.from_word(visible(value)) if isinstance(value, str) else None
    if status is None:
        words = "、".join(s.word for s in Status)
        raise InputError(f"{word}“{_short(str(value))}”不在可选范围，请从{words}中选择。")
    return status.value


def _help_state(word: str, value: object) -> str:
    """Accept how far a co-office is by its word or its value."""
    state = HelpState.from_word(visible(value)) if isinstance(value, str) else None
    if state is None:
        words = "、".join(s.word for s in HelpState)
        raise InputError(f"{word}“{_short(str(value))}”不在可选范围，请从{words}中选择。")
    return state.value


def _role(word: str, value: object) -> str:
    """Accept what a person does for their office by its word or its value."""
    role = PersonRole.from_word(visible(value)) if isinstance(value, str) else None
    if role is None:
        words = "、".join(r.word for r in PersonRole)
        raise InputError(f"{word}“{_short(str(value))}”不在可选范围，请从{words}中选择。")
    return role.value


def _priority(word: str, value: object) -> str:
    """Accept a priority by its word or its value; nothing is the ordinary one."""
    for priority in Priority:
        if value in (priority, priority.value, priority.word):
            return priority.value
    if value is None or value == "":
        return Priority.NORMAL.value
    words = "、".join(priority.word for priority in Priority)
    raise InputError(f"{word}“{_short(str(value))}”不在可选范围，请从{words}中选择。")


def _day(_word: str, value: object) -> str:
    """Accept a date or an ISO date text; nothing becomes an empty text."""
    if value is None or value == "":
        return ""
    try:
        return date.fromisoformat(str(value)[:10] if isinstance(value, date) else str(value)).isoformat()
    except ValueError:
        raise InputError(sentences.no_date(str(value))) from None


def _offices(word: str, value: object) -> tuple[str, ...]:
    """Accept a collection of office names; the order stays, doubles and empty names go."""
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InputError(f"{word}要填单位名称的列表。")
    names = (_text("lead_office", word, name) for name in value)
    return tuple(dict.fromkeys(name for name in names if name))


def _short(text: str) -> str:
    """Cut a text for a sentence."""
    return text if len(text) <= 20 else f"{text[:20]}…"


_BY_KIND: Mapping[FieldKind, Callable[[str, object], Value]] = {
    FieldKind.PERCENT: _progress,
    FieldKind.NUMBER: _finite,
    FieldKind.STATUS: _status,
    FieldKind.HELP_STATE: _help_state,
    FieldKind.ROLE: _role,
    FieldKind.PRIORITY: _priority,
    FieldKind.DATE: _day,
    FieldKind.OFFICES: _offices,
}
#: Fields of a person that the directory checks closely, in the same words wherever they are written.
_CONTACTS: Mapping[str, Callable[[str], str]] = {
    "person_name": contacts.person_name,
    "person_post": lambda text: contacts.one_line(text, FIELD_WORDS["person_post"]),
    "person_phone": contacts.phone_numbers,
    "person_mobile": contacts.phone_numbers,
    "person_email": contacts.email_address,
    "person_note": lambda text: contacts.one_line(text, FIELD_WORDS["person_note"]),
}
