"""Numbers that a spreadsheet shortened before they were copied: 1.38E+10 was a phone number once."""

import re

from tracker.model.typed.text import narrow

_SHORTENED = r"(?:\d|\d{1,3}[.,]\d+)(?:[eE]\+?\d{1,3}|[×xX*]10(?:\^?\d{1,3}|[⁰¹²³⁴-⁹]{1,3}))"
_ALONE = re.compile(_SHORTENED, re.ASCII)
_AMONG = re.compile(rf"(?<![\w.]){_SHORTENED}(?!\w)", re.ASCII)
#: So many digits have phone numbers and numbers of people; a spreadsheet keeps three of them when it shortens.
_DIGITS, _KEPT = 10, 5


def is_shortened(text: str) -> bool:
    """Tell whether a text is nothing but a number in the short form of a spreadsheet."""
    return _ALONE.fullmatch(narrow(text).replace(" ", "")) is not None


def holds_shortened(text: str) -> bool:
    """Tell whether such a number stands anywhere in a text, beside another one or a name."""
    return _AMONG.search(narrow(text)) is not None


def has_lost_digits(digits: str) -> bool:
    """Tell whether a whole number ends like one that was shortened and written out again: 13800000000."""
    return len(digits) >= _DIGITS and len(digits.rstrip("0")) <= _KEPT
