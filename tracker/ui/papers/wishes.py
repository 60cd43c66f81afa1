"""What a person asks for on the page of papers: which paper, of which days, about which tasks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from tracker.model.enums import PaperKind, SlipLevel
from tracker.model.paper_periods import period_until
from tracker.model.rows import Period

WEEK, MONTH, LAST_MONTH, QUARTER, LAST_QUARTER, CHOSEN = "week", "month", "lastmonth", "quarter", "lastquarter", "own"
PERIODS = (
    (WEEK, "本周"),
    (MONTH, "本月"),
    (LAST_MONTH, "上月"),
    (QUARTER, "本季度"),
    (LAST_QUARTER, "上季度"),
    (CHOSEN, "自选…"),
)
#: The papers made of prose, the workbooks, and what goes to one office, as the page lists them.
REGULAR = (PaperKind.CIRCULAR, PaperKind.BRIEF, PaperKind.LEDGER, PaperKind.CLOSING)
BULLETINS = (PaperKind.CIRCULAR, PaperKind.BRIEF)
SLIPS: Mapping[PaperKind, SlipLevel] = {level.kind: level for level in reversed(SlipLevel)}


class Article(NamedTuple):
    """A source whose tasks a paper may be about."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A paper as it is asked for; number None takes the next one, recipients "" those of the settings."""

    kind: PaperKind
    period: Period
    article: str = ""
    tasks: frozenset[int] = frozenset()  # those the ledger showed, none for all
    number: int | None = None
    recipients: str = ""
    edits: Mapping[str, str] = field(default_factory=dict)  # sentences that were changed, by their names


def period_of(choice: str, today: date) -> Period:
    """Return the days of a choice that is not 自选, none of them after today."""
    first = today.replace(day=1)
    if choice == WEEK:
        return period_until(today, today - timedelta(days=today.weekday()))
    if choice == LAST_MONTH:
        end = first - timedelta(days=1)
        return Period(end.replace(day=1), end)
    quarter = first.replace(month=(today.month - 1) // 3 * 3 + 1)
    if choice == QUARTER:
        return Period(quarter, today)
    if choice == LAST_QUARTER:
        end = quarter - timedelta(days=1)
        return Period(end.replace(month=end.month - 2, day=1), end)
    return Period(first, today)
