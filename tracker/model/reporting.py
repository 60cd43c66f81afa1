"""The reports a recurring task owes: which period an entry reports, which are owed, late or excused.

A period is the days after one due day up to the next; its third is a third of its days, rounded down.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from tracker.model.enums import Status
from tracker.model.recurrence import Frequency, due_days
from tracker.model.telling_text import count_meaningful, is_filler, spoken, tells_of_work

#: So many ended periods are looked at.
LOOKED_AT = 12
_LEAST_CHARACTERS = 4
#: What lies longer ago is not counted through, whatever start date was typed.
_LONGEST = timedelta(days=20 * 366)
#: Statuses in which reports are owed; a claim of completion does not end the duty, a closing does.
_OWING = frozenset(Status.those(lambda status: status.at_work or (status.done and not status.ended)))


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A progress entry; `note` is its new 进展情况, "" where it repeats the old one.

    `period` is the due day of the period it was written for, None where nobody chose one.
    """

    on: date
    note: str = ""
    period: date | None = None
    written_on: date | None = None  # where that was later

    @property
    def known_on(self) -> date:
        """Return since when the entry has been known."""
        return self.written_on or self.on

    @property
    def reports(self) -> bool:
        """Tell whether the entry can be a report at all."""
        if self.period is not None:
            return True
        return count_meaningful(self.note) >= _LEAST_CHARACTERS and not is_filler(self.note)


class ToldSoFar:
    """What the entries of a task have told, heard in the order they were written.

    By hand a lower percent needs words, and these say why, not what was done: such an entry tells nothing. What comes
    after a fall tells of progress by new words, or by a percent above all that were known before the fall.
    """

    def __init__(self) -> None:
        self._percent, self._peak, self._fallen = -1, -1, False
        self._said, self._work, self._reason = "", "", ""

    def hear(self, percent: int | None, note: str, *, by_hand: bool, chosen: bool = False) -> tuple[str, bool]:
        """Return the new 进展情况 of the next entry, "" for none, and whether the entry tells of progress.

        `percent` is None of an entry without one; `chosen`: a person chose the period it reports.
        """
        lowers = percent is not None and percent < self._percent
        excuse = lowers and by_hand and not chosen
        new = "" if excuse or spoken(note) in (self._said, self._work, self._reason) else note
        tells = percent is not None and not excuse
        if percent is not None:
            known_before = (self._fallen or lowers) and percent <= self._peak
            tells = tells and (chosen or not known_before or tells_of_work(new))
            self._percent, self._peak, self._fallen = percent, max(percent, self._peak), known_before
        if excuse:
            self._reason = spoken(note)
        elif count_meaningful(new):
            self._said, self._reason = spoken(note), ""
            self._work = self._said if tells_of_work(new) else self._work
        return new, tells


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which a task was at work; `until` is the day on which it was paused or closed."""

    begin: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the task was at work on a day."""
        return self.begin <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class StatusMove:
    """A task went from one status to another on a day."""

    on: date
    source: Status
    target: Status
    until: date | None = None  # the last day of a pause


@dataclass(frozen=True, slots=True)
class ReportHistory:
    """What happened to a recurring task: entries in any order, times at work, waivers by due day, old frequencies.

    `earlier` lists the frequencies before the present one, oldest first; `frequency_since` is the day from which
    the present one holds.
    """

    entries: Sequence[ReportEntry] = ()
    spans: Sequence[Span] = ()
    waivers: Mapping[date, str] = field(default_factory=dict)
    earlier: Sequence[Frequency] = ()
    frequency_since: date = date.min


@dataclass(frozen=True, slots=True)
class DueReport:
    """The report of one period: the days after `after` up to `due_on`; `reported_on` is its first report."""

    after: date
    due_on: date
    reported_on: date | None
    owed: bool = True  # False: before the first owed one, in a pause, or after the closing
    waiver: str = ""  # the reason of 免报

    @property
    def third(self) -> int:
        """Return a third of the days of the period, rounded down."""
        return third_of(self.after, self.due_on)

    @property
    def expected(self) -> bool:
        """Tell whether the report is still wanted: owed, not excused and not made."""
        return self.owed and not self.waiver and self.reported_on is None

    @property
    def late_days(self) -> int:
        """Return how many days after its due day the report came, 0 when in time or not at all."""
        return max((self.reported_on - self.due_on).days, 0) if self.reported_on is not None else 0

    def overdue_days(self, today: date) -> int:
        """Return days since a wanted report was due, 0 when it is not wanted or not due yet."""
        return max((today - self.due_on).days, 0) if self.expected else 0


def third_of(after: date, due: date) -> int:
    """Return a third of the days of a period, rounded down."""
    return (due - after).days // 3


def spans_of(moves: Sequence[StatusMove], start_on: date | None = None) -> tuple[Span, ...]:
    """Return the times at work from the moves of a task, oldest first; none of them begins before its start.

    A task that was at work before its first known move has been so since its start, else since that move. A pause or
    an end that was taken back on its day is none.
    """
    spans: list[Span] = []
    begin = (start_on or moves[0].on) if moves and moves[0].source in _OWING else None
    for move in moves:
        if move.target in _OWING and begin is None:
            taken_back = bool(spans) and spans[-1].until == move.on
            begin = spans.pop().begin if taken_back else move.on
        elif move.target in _OWING:
            continue
        elif begin is not None:
            spans.append(Span(begin, move.on))
            begin = None
    spans += [Span(begin)] if begin is not None else []
    first = start_on or date.min
    return tuple(Span(max(s.begin, first), s.until) for s in spans if s.until is None or s.until > first)


def waiting_since(moves: Sequence[StatusMove], progress_days: Collection[date]) -> date | None:
    """Return since when a claim of completion waits, None without one; moves oldest first.

    A claim after a return goes on waiting where the earlier one began, unless progress was told between the two:
    `progress_days` are its days. What is returned and claimed again on one day has moved nothing.
    """
    since = returned = None
    for move in moves:
        if move.target is Status.CLOSING:
            begun = returned is None or any(returned <= day <= move.on for day in progress_days if returned < move.on)
            since, returned = (move.on if since is None or begun else since), None
        elif move.source is Status.CLOSING:
            returned = move.on
    return since


def reports_of(frequencies: Sequence[Frequency], history: ReportHistory, today: date) -> tuple[DueReport, ...]:
    """Return the running period and the twelve that ended before it, newest first.

    None of them ended before the first time at work. `frequencies` are the old ones and the present one, oldest first.
    """
    first = max(min((span.begin for span in history.spans), default=today), today - _LONGEST)
    days = due_days(frequencies, min(first, today), today)
    owed = {due for span in history.spans for due in _owed_days(days, span)} - set(history.waivers)
    reported = _assigned(days, owed, [entry for entry in history.entries if entry.on <= today])
    periods = [
        DueReport(after, due, reported.get(due), due in owed or due in history.waivers, history.waivers.get(due, ""))
        for after, due in pairwise(days)
        if due >= min(first, today)
    ]
    return tuple(periods[: -LOOKED_AT - 2 : -1])


def period_reported_by(frequencies: Sequence[Frequency], history: ReportHistory, entry: ReportEntry) -> date | None:
    """Return the due day of the period a new entry reports, None where it reports none or one already reported."""
    begins = [span.begin for span in history.spans]
    days = due_days(frequencies, max(min([*begins, entry.on]), entry.on - _LONGEST), entry.on)
    owed = {due for span in history.spans for due in _owed_days(days, span)} - set(history.waivers)
    reported = _assigned(days, owed, history.entries)
    due = _period_of(entry, days, owed, reported) if entry.reports else None
    return due if due not in reported else None


def _owed_days(days: Sequence[date], span: Span) -> Iterable[date]:
    """Yield the due days owed in a time at work; of the period running at its begin a third must be left."""
    index = max(bisect_left(days, span.begin), 1)
    if index < len(days) and (days[index] - span.begin).days < third_of(days[index - 1], days[index]):
        index += 1
    return (due for due in days[index:] if span.holds(due))


def _assigned(days: Sequence[date], owed: set[date], entries: Iterable[ReportEntry]) -> dict[date, date]:
    """Return by due day on which day its period was reported first."""
    reported: dict[date, date] = {}
    for entry in sorted(entries, key=lambda each: each.on):
        if entry.reports:
            due = _period_of(entry, days, owed, reported)
            if due is not None:
                reported.setdefault(due, entry.on)
    return reported


def _period_of(entry: ReportEntry, days: Sequence[date], owed: set[date], reported: Mapping[date, date]) -> date | None:
    """Return the due day of the period an entry reports.

    It is the one chosen; else the one that ended last, where that is owed, has no report and ended no longer ago
    than a third of the running period; else the running one.
    """
    if entry.period is not None:
        return entry.period
    index = bisect_left(days, entry.on)
    if not 0 < index < len(days):
        return None
    ended, running = days[index - 1], days[index]
    comes_late = ended in owed and ended not in reported
    return ended if comes_late and (entry.on - ended).days <= third_of(ended, running) else running
