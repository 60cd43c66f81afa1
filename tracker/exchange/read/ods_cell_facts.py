"""What a cell of an open-document table says that other readers get wrong: text, struck-out words, formula, unit."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from tracker.exchange.read.ods_layout import OwnCell
from tracker.exchange.read.ods_text import CellText
from tracker.exchange.read.xml_parser import Attributes
from tracker.files.limits import LIMITS

_NUMERIC = frozenset({"float", "currency"})
_VALUED = _NUMERIC | {"percentage", "boolean", "date", "time"}
_PLAIN = re.compile(r"[-+]?[\d,\s]*\.?\d+", re.ASCII)
_POWER = re.compile(r"[-+]?\d+(?:\.\d+)?E[+-]?\d+", re.ASCII)
_DURATION = re.compile(
    r"(-?)P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:[.,]\d{1,18})?)S)?)?", re.ASCII
)
_FORMULA_HEAD = re.compile(r"^[a-z]*:?=")


class CellFacts:
    """The attributes of a cell that say what its value is."""

    def __init__(self) -> None:
        self.kind = self.value = ""
        self.formula: str | None = None
        self.has_text_value = False  # stands in an attribute; what is shown does not count then

    def note(self, local: str, value: str) -> None:
        """Take an attribute by its name without prefix."""
        if local == "value-type" and value in _VALUED:
            self.kind = value
        elif local in {"value", "time-value"}:
            self.value = value
        elif local == "formula":
            self.formula = _FORMULA_HEAD.sub("", value)[: LIMITS.string_chars]
        elif local == "string-value":
            self.has_text_value = True


class StruckStyles:
    """The styles of a part that strike words or cells out."""

    def __init__(self) -> None:
        self._struck: set[str] = set()
        self._name = ""

    def start(self, local: str, attributes: Attributes) -> None:
        """Take the opening tag of a style or of its properties."""
        if local == "style":
            self._name = next((value for key, value in attributes.items() if key.endswith(":name")), "")
        elif (
            self._name
            and len(self._struck) < LIMITS.styles
            and any(
                key.endswith((":text-line-through-style", ":text-line-through-type")) and value != "none"
                for key, value in attributes.items()
            )
        ):
            self._struck.add(self._name)

    def end(self) -> None:
        """Take the closing tag of a style."""
        self._name = ""

    def names(self, attributes: Attributes) -> bool:
        """Tell whether an element has such a style."""
        if not self._struck:
            return False
        return any(key.endswith(":style-name") and value in self._struck for key, value in attributes.items())


def own_cell(cell: CellText, facts: CellFacts, *, wrong: bool = False) -> OwnCell | None:
    """Return what other readers get wrong of a cell (`wrong`: it shows an error), None where they get it right."""
    if wrong:
        return OwnCell(formula=facts.formula) if facts.formula else None
    if not facts.kind:
        if facts.has_text_value or not (cell.odd or facts.formula):
            return OwnCell(formula=facts.formula) if facts.formula else None
        own = cell.own()
        return OwnCell(own.text, own.struck, facts.formula)
    own = cell.own()
    if facts.kind == "time" and (days := _days_of(facts.value)) is not None:
        return OwnCell(None, own.struck, facts.formula, days=days)
    code = _format_of(facts.value, own.text) if facts.kind in _NUMERIC else None
    if code is None and facts.formula is None and not own.struck:
        return None
    return OwnCell(None, own.struck, facts.formula, code)


def _days_of(duration: str) -> str | None:
    """Return a time of day or a stretch of time in days, None for what is none: PT36H00M00S is 1.5."""
    match = _DURATION.fullmatch(duration)
    if match is None or not any(match.groups()[1:]):
        return None
    days, hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups()[1:])
    return repr(float(f"{match[1]}1") * (days + (hours * 3_600 + minutes * 60 + seconds) / 86_400))


def _format_of(value: str, shown: str) -> str | None:
    """Return a number format that shows what the cell shows, None where that is the number itself, maybe rounded."""
    if _POWER.fullmatch(shown):
        return "0.00E+00"
    if not shown or _says(value, shown):
        return None
    if shown.endswith("%") and _says(value, shown.removesuffix("%"), hundredfold=True):
        return "0%"
    return '"' + shown.replace('"', "") + '"'


def _says(value: str, shown: str, *, hundredfold: bool = False) -> bool:
    """Tell whether a figure is the number, or a hundred times as much, at most grouped and rounded."""
    if not _PLAIN.fullmatch(shown.strip()):
        return False
    figures = re.sub(r"[,\s]", "", shown)
    try:
        step = Decimal(1).scaleb(-len(figures.partition(".")[2]))
        return Decimal(value).scaleb(2 if hundredfold else 0).quantize(step, ROUND_HALF_UP) == Decimal(figures)
    except InvalidOperation:
        return False
