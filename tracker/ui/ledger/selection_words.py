"""What several chosen tasks have in common, and which acts fit them; plain functions, no widgets."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.model.enums import LightColour, Status
from tracker.model.pace import Pace, pace_of
from tracker.model.rows import TaskRow
from tracker.model.rules import transition
from tracker.ui.task import action_list
from tracker.ui.task.words import UNDECIDED

#: What the acts beside those of the rows are called.
EXPORT, DEADLINE, MORE = "export", "deadline", "more"
MOST_VALUES = 2  # named before 另 n 个
CLOSE, ASSIGN = f"{action_list.STATUS}{Status.CLOSING.value}", f"{action_list.STATUS}{Status.NOT_STARTED.value}"


@dataclass(frozen=True, slots=True)
class Together:
    """An act on the chosen tasks: its letter, what it will touch, and the tasks it fits (none: it is disabled)."""

    key: str
    word: str
    icon: str
    letter: str
    about: str
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class Common:
    """A field, its most frequent values with their tasks, and how many other values there are."""

    word: str
    values: tuple[tuple[str, tuple[int, ...]], ...]
    others: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """All that the panel says of the chosen tasks."""

    tasks: tuple[TaskRow, ...]
    lights: dict[LightColour, int]
    common: tuple[Common, ...]
    due: tuple[str, str]
    pace: Pace
    owners: str
    acts: tuple[Together, ...]


def summarise(tasks: Sequence[TaskRow]) -> Summary:
    """Return what is said of some chosen tasks."""
    return Summary(
        tuple(tasks),
        light_counts(tasks),
        common_values(tasks),
        due_words(tasks),
        pace_of(tasks),
        owner_words(tasks),
        together(tasks),
    )


def light_counts(tasks: Sequence[TaskRow]) -> dict[LightColour, int]:
    """Return how many tasks have each colour, in the order of the look."""
    counts = Counter(task.light.colour for task in tasks)
    return {colour: counts[colour] for colour in LightColour if counts[colour]}


def common_values(tasks: Sequence[TaskRow]) -> tuple[Common, ...]:
    """Return the fields by which a selection is narrowed."""
    return (
        _common("牵头单位", tasks, lambda task: task.lead_short or task.lead_office or UNDECIDED),
        _common("状态", tasks, lambda task: task.status.word),
        _common("文章", tasks, lambda task: f"{task.article} {task.article_title}".strip() or "没有来源"),
    )


def _common(word: str, tasks: Sequence[TaskRow], value: Callable[[TaskRow], str]) -> Common:
    by_value: dict[str, list[int]] = {}
    for task in tasks:
        by_value.setdefault(value(task), []).append(task.id)
    ranked = sorted(by_value.items(), key=lambda pair: -len(pair[1]))
    shown = tuple((name, tuple(ids)) for name, ids in ranked[:MOST_VALUES])
    return Common(word, shown, len(ranked) - len(shown))


def due_words(tasks: Sequence[TaskRow]) -> tuple[str, str]:
    """Return from when to when deadlines go, and how many tasks nobody has given one."""
    days = sorted(task.deadline for task in tasks if task.deadline is not None)
    missing = sum(task.due_kind.undecided for task in tasks)
    span = "" if not days else days[0].isoformat() if days[0] == days[-1] else f"{days[0]} 至 {days[-1]}"
    return span or "都没有截止日期", f"{missing:,} 项未定" if missing else ""


def late_words(tasks: Sequence[TaskRow], today: date) -> str:
    """Return how many deadlines have passed and which is the earliest, "" where none has."""
    days = [task.deadline for task in tasks if task.deadline is not None and task.deadline < today]
    return f"{len(days):,} 项时限已过（最早 {min(days)}）" if days else ""


def owner_words(tasks: Sequence[TaskRow]) -> str:
    """Return how many people answer for the tasks, and for how many tasks nobody does."""
    owners = {task.owner for task in tasks if task.owner}
    missing = sum(not task.owner for task in tasks)
    known = next(iter(owners)) if len(owners) == 1 else f"{len(owners)} 人" if owners else ""
    return "，".join(filter(None, (known, f"{missing:,} 项未定" if missing else "")))


def together(tasks: Sequence[TaskRow]) -> tuple[Together, ...]:
    """Return what can be done with the tasks together, what fits none of them as well: it says so."""
    open_tasks = [task for task in tasks if task.status.open]
    unconfirmed = tuple(task for task in tasks if action_list.ACTS[action_list.CONFIRM].allowed(task))
    dated = tuple(task for task in open_tasks if not task.due_kind.undecided)
    undated = tuple(task for task in open_tasks if task.due_kind.undecided)
    closable = tuple(task for task in tasks if transition(task.status, Status.CLOSING) is not None)
    waiting = tuple(task for task in tasks if task.status.waiting)
    offices = {task.lead_office for task in open_tasks if task.lead_office}
    led = tuple(task for task in open_tasks if task.lead_office)
    acts = [
        Together(
            action_list.EXTEND, "延期…", "clock", "D",
            _of(dated, "项有时限", f"，未定的 {len(undated):,} 项不动" if undated else ""), dated,
        ),
        Together(CLOSE, "报完成…", "check", "W", _of(closable, "项可以报完成", _nearly(closable)), closable),
        Together(
            EXPORT, "导出工作簿…", "export", "X",
            f"{len(offices):,} 个单位，各 1 份" if offices else "没有牵头单位", led,
        ),
        Together(DEADLINE, "填写时限…", "calendar", "T", _of(undated, "项未定，只填这些"), undated),
        Together(ASSIGN, "交办…", "flag", "J", _of(waiting, "项待交办", _not_confirmed(waiting)), waiting),
    ]  # fmt: skip
    if unconfirmed:
        about = f"{len(unconfirmed):,} 项的牵头单位还是建议"
        acts.insert(0, Together(action_list.CONFIRM, "确认单位", "check", "Q", about, unconfirmed))
    return tuple(acts)


def next_act(tasks: Sequence[TaskRow], acts: Sequence[Together]) -> Together | None:
    """Return what tasks need first that all wait to be assigned: offices, deadlines, 交办; once assigned workbooks."""
    if all(task.status is Status.NOT_STARTED for task in tasks):
        return next((act for act in acts if act.key == EXPORT and act.tasks), None)
    if not all(task.status.waiting for task in tasks):
        return None
    fitting = {act.key: act for act in acts if act.tasks}
    return next((fitting[key] for key in (action_list.CONFIRM, DEADLINE, ASSIGN) if key in fitting), None)


def _of(tasks: Sequence[TaskRow], words: str, more: str = "") -> str:
    return f"{len(tasks):,} {words}{more}" if tasks else "选中的都不适用"


def _nearly(tasks: Sequence[TaskRow]) -> str:
    full = sum(task.progress == 100 for task in tasks)
    return f"，其中 {full:,} 项进度已到 100%" if full else "，进度都不到 100%"


def _not_confirmed(tasks: Sequence[TaskRow]) -> str:
    missing = sum(not task.offices_confirmed or not task.lead_office for task in tasks)
    return f"，{missing:,} 项先确认牵头单位" if missing else ""
