"""Texts that a spreadsheet took for formulas: =合计 was a word until somebody opened and left its cell."""

import re
import unicodedata

from tracker.exchange.book.text import clean
from tracker.model.changeset import Value

#: A text that begins so becomes a formula when it is typed again.
_BEGINS = re.compile(r"\{?[=+\-@＝＋－＠]")
_NOISE = re.compile(r"_xl(?:fn|ws|udf)\.|single(?=\()|^[a-z]*:?=|[\s'\[\](){}@$]|(?<![0-9])\.(?=\$?[a-z])")


def may_become_formula(value: Value) -> bool:
    """Tell whether a text that was sent turns into a formula in hands that type it again."""
    return isinstance(value, str) and _BEGINS.match(value) is not None


def is_formula_of(formula: str, value: Value) -> bool:
    """Tell whether a formula is the text that was sent, as a spreadsheet writes it."""
    if not isinstance(value, str) or _bare(formula) != _bare(value):
        return False
    return may_become_formula(value) or not value.isascii()  # words behind a sign of equality are no reckoning


def _bare(formula: str) -> str:
    """Return a formula for comparing: its references, separators and names of functions in one shape."""
    text = unicodedata.normalize("NFKC", clean(formula)).lower().replace(";", ",")
    return _NOISE.sub("", text.lstrip("'{")).lstrip("=+")
