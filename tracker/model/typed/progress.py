"""Progress as it is typed: a whole percentage, and never 100 unless 100 was written."""

import re
from decimal import ROUND_HALF_UP, Decimal

from tracker.model.typed import sentences
from tracker.model.typed.cells import exact, plain
from tracker.model.typed.chinese_numbers import chinese_number
from tracker.model.typed.reading import Alternative, Reading, Source, asked, nothing, refused, taken
from tracker.model.typed.text import gives_nothing, narrow, visible

_PERCENT = re.compile(r"(?:已?完成|达到?)?(\d{1,9}(?:\.\d{1,20})?)(%?)", re.ASCII)
_ROUGH = re.compile(
    r"(?:大?约|近|接近|超过?)(\d{1,9}(?:\.\d{1,20})?)%|(\d{1,9}(?:\.\d{1,20})?)%(?:左右|以上|多)", re.ASCII
)
_IN_CHARACTERS = re.compile("百分之([零〇一二两三四五六七八九十百]{1,9})")
_HUNDRED = Decimal(100)


def read_progress(typed: str | float | Decimal | None, source: Source) -> Reading[int]:
    """Read a progress of 0 to 100; `source` decides what 1 and 0.6 may mean."""
    if typed is None:
        return nothing()
    if not isinstance(typed, str):
        return _read_number(typed, source)
    words = narrow(typed).replace(" ", "")
    if gives_nothing(typed):
        return nothing()
    if written := _PERCENT.fullmatch(words):
        number = Decimal(written[1])
        return _percent(number, typed) if written[2] else _bare(number, typed, source)
    if (characters := _IN_CHARACTERS.fullmatch(words)) and (whole := chinese_number(characters[1])) is not None:
        return _percent(Decimal(whole), typed)
    if rough := _ROUGH.fullmatch(words):
        return _roughly(Decimal(rough[1] or rough[2]), typed)
    return refused(sentences.no_percent(typed))


def _read_number(typed: float | Decimal, source: Source) -> Reading[int]:
    number = exact(typed)
    if number is None:
        return refused(sentences.no_percent(str(typed)))
    if source is Source.PERCENT_CELL:
        return _percent(number * 100, f"{plain(number * 100)}%")
    return _bare(number, plain(number), source)


def _bare(number: Decimal, typed: str, source: Source) -> Reading[int]:
    """Read a number without a percent sign: 0.6 and 1 may be shares of one."""
    if source is Source.PERCENT_CELL or not 0 < number <= 1:
        return _percent(number, typed)
    share = number * 100
    if number == 1:
        return taken(1) if source is Source.HAND else asked(sentences.which_percent("1", "100"), *_both(number))
    if source in (Source.NUMBER_CELL, Source.BARE_CELL):
        return _percent(share, typed, f"单元格没有百分数格式，{plain(number)} 按 {plain(share)}% 计")
    return asked(sentences.which_percent(plain(number), plain(share)), *_both(number))


def _both(number: Decimal) -> tuple[Alternative[int], ...]:
    """Offer a number as a percentage and as a share of one."""
    return tuple(Alternative(_whole(percent), f"{plain(percent)}%") for percent in (number, number * 100))


def _percent(percent: Decimal, typed: str, note: str = "") -> Reading[int]:
    """Return a percentage as a whole number, and say where it was rounded."""
    if not 0 <= percent <= _HUNDRED:
        return refused(sentences.no_percent(typed))
    if 0 < percent < 1:  # a share typed into a cell of percentages
        sentence = sentences.which_percent(plain(percent), plain(percent * 100))
        return asked(sentence, *_both(percent))
    whole = _whole(percent)
    rounded = "" if percent == whole else f"{plain(percent)}% 按 {whole}% 计"
    return taken(whole, "；".join(filter(None, (note, rounded))))


def _roughly(percent: Decimal, typed: str) -> Reading[int]:
    """Ask whether 「约60%」 may be counted as 60."""
    if percent > _HUNDRED:
        return refused(sentences.no_percent(typed))
    whole = _whole(percent)
    return asked(f"写的是“{visible(typed)}”，按 {whole}% 计吗？", Alternative(whole, f"{whole}%"))


def _whole(percent: Decimal) -> int:
    """Round half up, but what is not quite done is never 100."""
    if percent >= _HUNDRED:
        return 100
    return min(int(percent.to_integral_value(ROUND_HALF_UP)), 99)
