"""Figures of indicators as they are typed, in the indicator's own unit."""

import re
from decimal import Decimal

from tracker.model.numbers import format_value
from tracker.model.typed.cells import exact, plain
from tracker.model.typed.reading import Alternative, Reading, Source, asked, nothing, refused, taken
from tracker.model.typed.text import gives_nothing, narrow, shortened
from tracker.model.typed.units import factor, unit_key

_NUMBER = re.compile(
    r"(?P<rough>大?约|近|接近|超过?|不足|[>≥<≤~])?(?P<rank>第)?"
    r"(?P<number>[-+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d{1,3})?)"
    r"(?P<more>多|余)?(?P<unit>[^\d.,]*)",
    re.ASCII,
)
_ABOUT = re.compile(r"(?:左右|上下|以上|以下|以内|多|余|\+)$")
_GROUPED = re.compile(r"[-+]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:[.eE].*)?|[-+]?\..*", re.ASCII)
#: A blank between digits groups them as a comma does: 7 000, but not 12 5.
_GAP = re.compile(r"(?<=\d) (?=\d)")
_LARGEST = Decimal(10) ** 300


def read_number(typed: str | float | Decimal | None, unit: str, source: Source = Source.HAND) -> Reading[float]:
    """Read a figure; a unit other than the indicator's, a rough figure and a doubtful one are asked about."""
    if typed is None:
        return nothing()
    if not isinstance(typed, str):
        return _read_cell(typed, unit, source)
    words = _GAP.sub(",", narrow(typed)).replace(" ", "").replace("−", "-")
    if gives_nothing(typed):
        return nothing()
    parts = _NUMBER.fullmatch(words)
    number = exact(parts["number"].replace(",", "")) if parts else None
    if parts is None or number is None or abs(number) >= _LARGEST or not _is_unit(parts["unit"]):
        return refused(no_number(typed))
    return _in_unit(number, parts, typed, unit)


def _in_unit(number: Decimal, parts: re.Match[str], typed: str, unit: str) -> Reading[float]:
    """Compare the unit written behind a figure with the indicator's."""
    written, about = _ABOUT.sub("", parts["unit"]), _ABOUT.search(parts["unit"])
    rank = bool(parts["rank"])
    if not _GROUPED.fullmatch(parts["number"]):
        return _ungrouped(parts["number"], number, typed, unit)
    if rank and (unit_key(written) not in ("", "位", "名") or number % 1):
        return refused(no_number(typed))
    if unit_key(written) not in ("", unit_key(unit)) and not (rank and unit_key(unit) in ("", "位", "名")):
        return _in_other_unit(number, written, unit)
    if parts["rough"] or parts["more"] or about:
        return asked(f"写的是“{shortened(typed)}”，按 {_shown(number, unit)} 计吗？", _choice(number, unit))
    return taken(float(number))


def _ungrouped(figures: str, joined: Decimal, typed: str, unit: str) -> Reading[float]:
    """Ask about a comma or blank that groups nothing: it may be a decimal point, or a slip between digits."""
    point = exact(figures.replace(",", ".")) if figures.count(",") == 1 and "." not in figures else None
    answers = [number for number in (point, joined) if number is not None]
    meant = " 还是 ".join(_shown(number, unit) for number in answers)
    return asked(f"“{shortened(typed)}”的逗号或空格位置不对，是 {meant}？", *(_choice(n, unit) for n in answers))


def _in_other_unit(number: Decimal, written: str, unit: str) -> Reading[float]:
    """Ask about 万元 where 亿元 is wanted, and offer the figure converted."""
    ratio = factor(written, unit)
    sentence = f"写的单位是“{written}”，指标单位是“{unit or '（无）'}”"
    if ratio is None:
        return asked(f"{sentence}；请核对。", _choice(number, unit))
    return asked(f"{sentence}，换算后是 {_shown(number * ratio, unit)}，对吗？", _choice(number * ratio, unit))


def _read_cell(typed: float | Decimal, unit: str, source: Source) -> Reading[float]:
    """Read a number cell: its percent format counts as a unit, and some files hide their formats."""
    number = exact(typed)
    if number is None:
        return refused(no_number(str(typed)))
    in_percent = unit_key(unit) == "%"
    if source is Source.PERCENT_CELL:
        return taken(float(number * 100)) if in_percent else _in_other_unit(number * 100, "%", unit)
    if in_percent and source is Source.BARE_CELL and 0 < abs(number) <= 1:
        answers = (_choice(number, unit), _choice(number * 100, unit))
        return asked(f"是 {plain(number)}% 还是 {plain(number * 100)}%？", *answers)
    return taken(float(number))


def _is_unit(words: str) -> bool:
    """Tell whether what stands behind a figure may be its unit: 7² and 7？ are no figures."""
    return words in ("", "+") or words[0].isalpha() or words[0] in "%‰°℃("


def no_number(typed: str) -> str:
    """Say that a text is no figure."""
    return f"“{shortened(typed)}”不是数值。"


def _shown(number: Decimal, unit: str) -> str:
    return f"{format_value(float(number))}{unit and (unit if unit == '%' else ' ' + unit)}"


def _choice(number: Decimal, unit: str) -> Alternative[float]:
    return Alternative(float(number), _shown(number, unit))
