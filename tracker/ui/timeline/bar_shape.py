"""What one bar of the timeline looks like in pixels, worked out from its frozen row; no Qt."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from tracker.model.enums import LightColour
from tracker.model.numbers import chinese_date
from tracker.model.rows import MilestoneRow, TaskRow, TimelineBar
from tracker.ui.timeline.scale import Scale

_STUB = 28.0  # px drawn before a deadline whose beginning nobody has stated


class Step(Enum):
    """How a milestone stands; the values are the words of the legend."""

    DONE = "节点已完成"
    COMING = "节点未到"
    LATE = "节点逾期"


@dataclass(frozen=True, slots=True)
class Diamond:
    """A milestone: its pixel, its state, its sentence."""

    x: float
    step: Step
    sentence: str


@dataclass(frozen=True, slots=True)
class Shape:
    """Pixels of a bar; `begin` None draws no bar at all, `end` None runs out of the picture."""

    begin: float | None
    end: float | None
    done: float  # where the filled part ends; equal to `begin` when nothing is done
    guessed: bool = False  # no start is known: only the deadline is true
    first_due: float | None = None  # the deadline before it was extended
    late_until: float | None = None  # overdue: today
    diamonds: tuple[Diamond, ...] = ()


def shape_of(bar: TimelineBar, scale: Scale, today: date) -> Shape:
    """Return the shape of a bar on a scale."""
    task = bar.task
    end = scale.x_end(task.due_on) if task.due_on else None
    begin = scale.x(task.start_on) if task.start_on else None
    guessed = begin is None and end is not None
    if begin is None and end is not None:
        begin = end - _STUB
    elif begin is not None and end is not None:
        begin = min(begin, end - 2)
    return Shape(
        begin,
        end,
        _done(task, begin, end),
        guessed,
        _first_due(task, scale),
        scale.x_end(today) if is_late(task, today) else None,
        tuple(_diamond(one, scale, today) for one in bar.milestones if one.due_on or one.done_on),
    )


def is_late(task: TaskRow, today: date) -> bool:
    """Tell whether the deadline has passed and the light says so."""
    return task.due_on is not None and task.due_on < today and task.light.colour is LightColour.RED


def _done(task: TaskRow, begin: float | None, end: float | None) -> float:
    if begin is None or end is None:
        return begin or 0.0
    return begin + (end - begin) * min(max(task.progress, 0), 100) / 100


def _first_due(task: TaskRow, scale: Scale) -> float | None:
    extended = task.first_due_on is not None and task.due_on is not None and task.first_due_on < task.due_on
    return scale.x_end(task.first_due_on) if extended and task.first_due_on else None


def _diamond(one: MilestoneRow, scale: Scale, today: date) -> Diamond:
    on = one.due_on or one.done_on or today
    if one.done_on is not None:
        return Diamond(scale.x(on), Step.DONE, f"{one.title}，{chinese_date(one.done_on)}完成")
    if on < today:
        return Diamond(scale.x(on), Step.LATE, f"{one.title}，应于 {chinese_date(on)}完成，逾期 {(today - on).days} 天")
    return Diamond(scale.x(on), Step.COMING, f"{one.title}，{chinese_date(on)}前完成")


def bar_sentence(bar: TimelineBar) -> str:
    """Return the tooltip of a bar: what, from when to when, how far, and the light with its reason."""
    task = bar.task
    start = f"{chinese_date(task.start_on)}起" if task.start_on else "启动日未定"
    due = f"时限 {chinese_date(task.due_on)}" if task.due_on else task.due_text or "时限未定"
    first = task.first_due_on
    kept = f"（原时限 {chinese_date(first)}，延期 {task.extensions} 次）" if first and first != task.due_on else ""
    plan = f"，序时 {task.scheduled}%" if task.scheduled is not None and not task.status.done else ""
    figures = f"{task.status.word}，进度 {task.progress}%{plan}"
    return f"{task.code} {task.title}\n{start}，{due}{kept}\n{figures}\n{task.light.text}：{task.light.sentence}"
