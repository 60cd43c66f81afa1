"""Which tasks the ledger shows: chips and search box, applied to frozen rows in one pass."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from tracker.model.enums import LightColour, Priority, Status, VerdictOutcome
from tracker.model.rows import LedgerView, TaskRow
from tracker.model.search import SearchIndex, words_of
from tracker.model.search_texts import view_texts
from tracker.model.thresholds import SOON_DAYS
from tracker.ui.task.day_range import stretch_of

if TYPE_CHECKING:
    from tracker.queries.ledger import TaskFilter

Options = tuple[tuple[str, str], ...]  # (value, text on the menu)
NO_OFFICE = "-"


class Facet(Enum):
    """The chips, in the order of the toolbar; the value is the word on the chip."""

    ARTICLE = "文章"
    OFFICE = "单位"
    THEME = "主题"
    STATUS = "状态"
    LIGHT = "亮灯"
    DUE = "时限"
    MORE = "更多"


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Chosen values of each chip (empty: all) and the words of the search box."""

    chosen: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    search: str = ""

    @property
    def active(self) -> bool:
        """Tell whether anything is filtered at all."""
        return bool(self.search.strip()) or any(self.chosen.values())

    def in_words(self, options: Mapping[Facet, Options]) -> str:
        """Return what is filtered as the empty state says it: 市科技局，红灯."""
        parts = []
        for facet in Facet:
            chosen = self.chosen.get(facet, frozenset())
            names = [text for value, text in offered(facet, options.get(facet, ()), chosen) if value in chosen]
            suffix = "灯" if facet is Facet.LIGHT else ""
            parts += [name + suffix for name in names]
        if self.search.strip():
            parts.append(f"“{self.search.strip()}”")
        return "，".join(parts)


def from_target(target: "TaskFilter") -> LedgerFilter:
    """Return the filter another page asks for; statuses and lights may be words or values."""
    values = {
        Facet.ARTICLE: target.article,
        Facet.OFFICE: target.office,
        Facet.THEME: target.theme,
        Facet.STATUS: _plain(Status, target.status),
        Facet.LIGHT: _plain(LightColour, target.light),
    }
    return LedgerFilter({facet: frozenset({value}) for facet, value in values.items() if value}, target.search)


def only_tasks(words: str, codes: Iterable[str]) -> LedgerFilter:
    """Return the filter that shows exactly the tasks with these codes; `words` say on its chip what they are."""
    return LedgerFilter({Facet.MORE: frozenset({_AND.join((f"{_ONLY}{words}", *codes))})})


def _plain(words: type[Status] | type[LightColour], text: str) -> str:
    member = words.from_word(text)
    return member.value if member else text


class TaskSearch:
    """Finds the tasks of one reading; what the chips let through is kept until another chip is set."""

    def __init__(self, view: LedgerView, index: SearchIndex | None = None) -> None:
        """`index` is the search over the texts of the view; without it they are put together at the first word."""
        self._view = view
        self._index = index
        self._passing: tuple[Mapping[Facet, frozenset[str]], Sequence[int]] | None = None

    @property
    def index(self) -> SearchIndex:
        """Return the search over the texts."""
        if self._index is None:
            self._index = SearchIndex(view_texts(self._view))
        return self._index

    def find(self, wanted: LedgerFilter) -> Sequence[int] | None:
        """Return the positions of the tasks that satisfy a filter, ascending; None for all of them."""
        words = words_of(wanted.search)
        chosen = {facet: values for facet, values in wanted.chosen.items() if values}
        passing = self._pass_chips(chosen) if chosen else None
        if not words:
            return passing
        matches = self.index.find(words, at_once=True)
        if passing is None:
            return matches
        both = set(passing)
        return [position for position in matches if position in both]

    def _pass_chips(self, chosen: Mapping[Facet, frozenset[str]]) -> Sequence[int]:
        if self._passing is None or self._passing[0] != chosen:
            tasks = self._view.tasks
            positions: Sequence[int] = range(len(tasks))
            for facet, values in chosen.items():
                passes = _TESTS[facet](values, self._view.today)
                positions = [position for position in positions if passes(tasks[position])]
            self._passing = dict(chosen), positions
        return self._passing[1]


Test = Callable[[TaskRow], bool]


def _by_due(values: frozenset[str], today: date) -> Test:
    return lambda task: any(_due_matches(task, value, today) for value in values)


def _due_matches(task: TaskRow, value: str, today: date) -> bool:
    if (stretch := stretch_of(value)) is not None:
        return stretch.holds(task)
    if (due := task.deadline) is None:
        return value == "none"
    if value == "late":
        return task.status.open and due < today
    if value == "soon":
        return task.status.open and today <= due <= today + timedelta(days=SOON_DAYS)
    return value.isdigit() and due.year <= int(value)


def waiting(trait: str) -> LedgerFilter:
    """Return the filter that shows the tasks with one trait."""
    return LedgerFilter({Facet.MORE: frozenset({trait})})


def _counts(task: TaskRow) -> bool:
    return task.status is not Status.CANCELLED


_DOUBTS = frozenset(outcome.word for outcome in VerdictOutcome if outcome.doubts)
#: What else a task may be filtered by: value, word, test.
_TRAITS: tuple[tuple[str, str, Test], ...] = (
    ("unconfirmed", "单位待确认", lambda task: not (task.lead_office and task.offices_confirmed) and _counts(task)),
    ("undated", "没有时限", lambda task: task.due_kind.undecided and _counts(task)),
    (
        "ready",
        "可以交办",
        lambda task: (
            task.status.waiting and task.offices_confirmed and bool(task.lead_office) and not task.due_kind.undecided
        ),
    ),
    ("key", "重点任务", lambda task: task.priority is Priority.KEY),
    ("matters", "有协调事项", lambda task: task.coordination > 0),
    ("extended", "延过期", lambda task: task.extensions > 0),
    ("checked", "核查过", lambda task: bool(task.verdict)),
    ("doubted", "核查不属实或待补证", lambda task: task.verdict in _DOUBTS),
)
_LEADER, _KIND, _ONLY, _AND = "leader:", "kind:", "only:", "\n"


def _by_more(values: frozenset[str], _today: date) -> Test:
    """Return the test of leaders, kinds of source, traits and lists of tasks: one of each, and all the rest."""
    kinds = {value.removeprefix(_KIND) for value in values if value.startswith(_KIND)}
    leaders = {value.removeprefix(_LEADER) for value in values if value.startswith(_LEADER)}
    traits = [test for value, _, test in _TRAITS if value in values]
    lists = [frozenset(value.split(_AND)[1:]) for value in values if value.startswith(_ONLY)]
    return lambda task: (
        (not leaders or task.leader in leaders)
        and (not kinds or task.source_kind in kinds)
        and all(test(task) for test in traits)
        and all(task.code in codes for codes in lists)
    )


_TESTS: dict[Facet, Callable[[frozenset[str], date], Test]] = {
    Facet.ARTICLE: lambda values, _: lambda task: task.article in values,
    Facet.OFFICE: lambda values, _: lambda task: (task.lead_office or NO_OFFICE) in values,
    Facet.THEME: lambda values, _: lambda task: not values.isdisjoint(task.themes),
    Facet.STATUS: lambda values, _: lambda task: task.status.value in values,
    Facet.LIGHT: lambda values, _: lambda task: task.light.colour.value in values,
    Facet.DUE: _by_due,
    Facet.MORE: _by_more,
}


def test_of(facet: Facet, value: str, today: date) -> Test:
    """Return the test that one value of a chip puts tasks to."""
    return _TESTS[facet](frozenset({value}), today)


def offered(facet: Facet, options: Options, chosen: Iterable[str]) -> Options:
    """Return what a chip offers, with the stretches of days and the lists of tasks that other pages put on it."""
    known = {value for value, _ in options}
    asked = sorted(set(chosen) - known)
    if facet is Facet.DUE:
        return (*options, *((value, days.words) for value in asked if (days := stretch_of(value)) is not None))
    lists = (value for value in asked if facet is Facet.MORE and value.startswith(_ONLY))
    return (*options, *((value, value.split(_AND)[0].removeprefix(_ONLY)) for value in lists))


def facet_options(view: LedgerView) -> dict[Facet, Options]:
    """Return what each chip offers: only what the ledger has, and the closed lists whole."""
    with_tasks = {task.article for task in view.tasks}
    offered_articles = (a for a in view.articles if a.code in with_tasks and not a.retired)
    articles = tuple((a.code, f"{a.code}  {a.short_title or a.title}") for a in offered_articles)
    offices = sorted({(t.lead_office, t.lead_short or t.lead_office) for t in view.tasks if t.lead_office})
    unowned: Options = ((NO_OFFICE, "未定单位"),) if any(not t.lead_office for t in view.tasks) else ()
    themes = sorted({theme for task in view.tasks for theme in task.themes})
    return {
        Facet.ARTICLE: articles,
        Facet.OFFICE: tuple((name, name) for name, _ in offices) + unowned,
        Facet.THEME: tuple((theme, theme) for theme in themes),
        Facet.STATUS: tuple((status.value, status.word) for status in Status),
        Facet.LIGHT: tuple((colour.value, colour.word) for colour in LightColour),
        Facet.DUE: _due_options(view),
        Facet.MORE: _more_options(view),
    }


def light_counts(tasks: Iterable[TaskRow]) -> dict[str, int]:
    """Return how many tasks have each light, by the values of LightColour."""
    return dict(Counter(task.light.colour.value for task in tasks))


def leaders_in_charge(tasks: Iterable[TaskRow]) -> tuple[str, ...]:
    """Return the leaders that these tasks are under, sorted; whom dialogs offer as deciding is `list_leaders`."""
    return tuple(sorted({task.leader for task in tasks if task.leader}))


def _more_options(view: LedgerView) -> Options:
    unled: Options = ((_LEADER, "未定分管领导"),) if any(not task.leader for task in view.tasks) else ()
    leaders = tuple((f"{_LEADER}{name}", f"分管领导 {name}") for name in leaders_in_charge(view.tasks))
    kinds = sorted({task.source_kind for task in view.tasks if task.source_kind})
    of_kinds = tuple((f"{_KIND}{kind}", f"来源类别 {kind}") for kind in kinds) if len(kinds) > 1 else ()
    return (*((value, word) for value, word, _ in _TRAITS), *of_kinds, *leaders, *(unled if leaders else ()))


def _due_options(view: LedgerView) -> Options:
    years = sorted({task.due_on.year for task in view.tasks if task.due_on is not None})
    ends = tuple((str(year), f"{year}年底前") for year in years if year >= view.today.year)
    return (("late", "已逾期"), ("soon", f"{SOON_DAYS}天内到期"), *ends, ("none", "无时限"))
