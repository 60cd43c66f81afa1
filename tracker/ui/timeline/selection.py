"""What of the ledger 时间轴 shows, worked out on the database thread: 100,000 bars are too many for a click."""

from dataclasses import dataclass
from datetime import date

from tracker.model.counting import TaskCount, count_tasks
from tracker.model.enums import LightColour
from tracker.model.rows import Timeline, TimelineBar
from tracker.queries.offices import list_offices
from tracker.queries.timeline import read_timeline
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.timeline.density import Month, month_of, months_of
from tracker.ui.timeline.lines import Grouping, Lines, lines_of

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the chips let through (None lets all) and how it is put together; `folded` are keys of headings."""

    article: object = None
    office: object = None
    light: object = None
    month: object = None  # the first day of the month in which they are due
    grouping: Grouping = Grouping.ARTICLE
    folded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TimelineReading:
    """A timeline as it was read, and the articles and offices there are in it."""

    timeline: Timeline
    articles: Options
    offices: Options


@dataclass(frozen=True, slots=True)
class Chosen:
    """The lines to be shown, how many tasks were let through, and how many of them are red."""

    lines: Lines
    tasks: TaskCount
    red: int
    folded: frozenset[str]
    amber: int = 0
    months: tuple[Month, ...] = ()  # of all that the other chips let through


def find_timeline(session: DatabaseSession, today: date) -> TimelineReading:
    """Read all tasks with their milestones."""
    timeline = read_timeline(session, today)
    articles = dict.fromkeys(bar.task.article for bar in timeline.bars if bar.task.article)
    offices = {bar.task.lead_office: bar.task.lead_short for bar in timeline.bars if bar.task.lead_office}
    named = tuple((code, f"{code} {timeline.articles[code]}") for code in articles if code not in timeline.retired)
    ordered = (office.name for office in list_offices(session, former=True))  # as the ledger lists them
    return TimelineReading(timeline, named, tuple((name, offices[name]) for name in ordered if name in offices))


def choose_lines(timeline: Timeline, choice: Choice) -> Chosen:
    """Narrow and group what was read."""
    passing = [bar for bar in timeline.bars if _lets_through(choice, bar)]
    bars = [bar for bar in passing if month_of(bar) == choice.month] if choice.month is not None else passing
    red, amber = (sum(bar.task.light.colour is light for bar in bars) for light in (LightColour.RED, LightColour.AMBER))
    lines = lines_of(timeline, bars, choice.grouping, choice.folded)
    return Chosen(lines, count_tasks(bar.task.status for bar in bars), red, choice.folded, amber, months_of(passing))


def _lets_through(choice: Choice, bar: TimelineBar) -> bool:
    pairs = (
        (choice.article, bar.task.article),
        (choice.office, bar.task.lead_office),
        (choice.light, bar.task.light.colour.value),
    )
    return all(wanted is None or wanted == mine for wanted, mine in pairs)
