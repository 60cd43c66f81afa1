"""What people see of a number whose format adds a unit, scales it or hides it."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

#: Pieces of a section: literals, what stands in brackets, widths and fillings, placeholders, signs of scale.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|_.|\*.'
    r"|(?P<general>General|G/通用格式|Standard)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+)(?P<exponent>[eE][+-]0+)?"
    r"|(?P<percent>%)|(?P<comma>,)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)")
#: Signs that say no more than that a number is positive, negative or apart from its neighbours.
_SIGNS = re.compile(r"[\s+()▲△▼▽↑↓/-]*")
_DIGITS = frozenset({"number", "digits"})
_MINUS = frozenset("-(▼▽↓")
#: A section and what ends it.
_PART = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)')
#: 1/3 or 2026/06: what stands behind the stroke is not the rest of the digits.
_FRACTION = re.compile(r"[0#?] */ *[0#?\d]")
_TESTS = {
    "<": Decimal.__lt__,
    ">": Decimal.__gt__,
    "<=": Decimal.__le__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}


class _Section(NamedTuple):
    """One of the up to four parts of a format."""

    condition: tuple[str, Decimal] | None
    #: Kind and text: literal, number (its first digits), further digits that stand apart, what is between the two.
    pieces: tuple[tuple[str, str], ...]
    zeros: int  # digits that are shown at least
    scale: int  # powers of ten the number is divided by
    decimals: int | None  # None: as many as it has
    plain: bool  # shows the number itself, at most between signs


def shown_text(number: Decimal, code: str | None) -> str | None:
    """Return what a cell shows of its number, None where that is the number itself, however rounded or grouped."""
    if not code or code == "@":
        return None
    sections = _sections(code)
    section, size = _chosen(sections, number)
    if section is None:
        return None
    digits = _digits(size / Decimal(10) ** section.scale, section.decimals)
    padded = len(digits.partition(".")[0]) < section.zeros
    if section.plain and not padded and not _denies_sign(section, number, own=size != number):
        return None
    spread = iter(_spread(digits, section))
    whole = "".join(next(spread) if kind in _DIGITS else text for kind, text in section.pieces)
    return f"-{whole}" if size < 0 else whole


def _spread(digits: str, section: _Section) -> list[str]:
    """Return digits as they stand among the pieces of a section: 000-0000-0000 shows 138-0000-0001."""
    whole, point, fraction = digits.partition(".")
    whole = whole.zfill(section.zeros)
    apart = []
    for width in reversed([len(text) for kind, text in section.pieces if kind == "digits"]):
        apart.append(whole[-width:])
        whole = whole[:-width]
    parts = [whole, *reversed(apart)]
    parts[-1] += point + fraction
    return parts


def _chosen(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section | None, Decimal]:
    """Return the section a number is shown by, and the number it shows: sections of their own show no sign."""
    if any(section.condition for section in sections):
        fitting = (s for s in sections[:3] if s.condition is None or _TESTS[s.condition[0]](number, s.condition[1]))
        return next(fitting, None), number
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    return (sections[2] if number == 0 and len(sections) > 2 else sections[0]), number


def _denies_sign(section: _Section, number: Decimal, *, own: bool) -> bool:
    """Tell whether what stands around a number says it is negative where it is not, or the other way round."""
    signs = "".join(text for kind, text in section.pieces if kind == "literal")
    return signs.lstrip()[:1] in _MINUS if number > 0 else own and number < 0 and not _MINUS & set(signs)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    """Return up to three sections of a format; a semicolon in quotes ends none."""
    parts = _PART.findall(code)[: min(code.count(";") + 1, 3)]
    return tuple(_SectionParser(part).section() for part in parts)


class _SectionParser:
    """Takes a section apart, piece by piece."""

    def __init__(self, code: str) -> None:
        self._condition: tuple[str, Decimal] | None = None
        self._pieces: list[tuple[str, str]] = []
        self._scale, self._decimals, self._seen = 0, None, False  # type: int, int | None, bool
        self._zeros = 0
        self._fraction = _FRACTION.search(code) is not None
        for match in _PIECE.finditer(code):
            self._add(match)

    def section(self) -> _Section:
        """Return what the section shows; 50% is a number of its own kind."""
        words = "".join(text for kind, text in self._pieces if kind == "literal")
        percent = words.strip() == "%" and self._scale == -2
        plain = self._seen and (percent or (self._scale == 0 and _SIGNS.fullmatch(words) is not None))
        return _Section(self._condition, tuple(self._pieces), self._zeros, self._scale, self._decimals, plain)

    def _add(self, match: re.Match[str]) -> None:
        if match["bracket"] is not None:
            self._add_bracket(match["bracket"])
        elif match["general"] is not None or match["digits"] is not None:
            self._add_digits(match["digits"])
        elif match["percent"]:
            self._scale -= 2
            self._pieces.append(("literal", "%"))
        elif match["comma"]:
            self._scale += 3 if self._seen else 0
        elif (text := match["quoted"] or match["escaped"] or match["other"]) and text != "@":
            self._pieces.append(("literal", text))

    def _add_bracket(self, text: str) -> None:
        if test := _CONDITION.fullmatch(text):
            self._condition = (test[1], Decimal(test[2]))
        elif (sign := _CURRENCY.match(text)) and sign[1]:
            self._pieces.append(("literal", sign[1]))

    def _add_digits(self, digits: str | None) -> None:
        whole, _, fraction = (digits or "").partition(".")
        self._scale += 3 * (len(whole) - len(whole.rstrip(",")))
        if not self._seen:
            self._pieces.append(("number", ""))
            self._decimals = None if digits is None else len(fraction)
            self._zeros = whole.count("0")
        elif self._pieces[-1] == ("literal", "."):  # 0!.0 shows tenths: the digits behind the point count as well
            self._pieces.pop()
            self._scale += len(whole.strip(","))
            self._decimals = (self._decimals or 0) + len(whole.strip(","))
        elif not self._fraction and (further := whole.replace(",", "")):
            self._stand_apart(further)
            self._decimals = len(fraction)
        self._seen = True

    def _stand_apart(self, further: str) -> None:
        """Add digits that go on behind what stands between: no sign of the number is among that."""
        first = max(number for number, (kind, _) in enumerate(self._pieces) if kind in _DIGITS) + 1
        between = "".join(text for _, text in self._pieces[first:])
        if _SIGNS.fullmatch(between):
            self._pieces[first:] = [("between", between)]
        self._pieces.append(("digits", further))
        self._zeros += further.count("0")


def _digits(number: Decimal, decimals: int | None) -> str:
    size = abs(number)
    if decimals is not None:
        size = size.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{size:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
