"""What one bar of the timeline looks like in pixels, worked out from its frozen row; no Qt."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from tracker.model.deadlines import due_words
from tracker.model.enums import LightColour, Status
from tracker.model.numbers import chinese_date
from tracker.model.rows import MilestoneRow, TaskRow, TimelineBar
from tracker.ui.timeline.scale import Scale

_MARK = 14.0  # px between words on a bar and the middle of a mark: half of it, and the margin of their ground
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
    end: float | None  # of the span: the deadline, or the day of an earlier completion
    done: float  # where the inner bar ends, a share of the span and no date; `begin` when nothing is done
    gone: float  # where the time gone ends: today at the latest
    asked: float | None = None  # where the inner bar should end, of red and amber tasks that lag behind
    due: float | None = None  # the deadline of a task that was completed before it
    closed: float | None = None  # the day of completion
    guessed: bool = False  # no start is known: only the deadline is true
    first_due: float | None = None  # the deadline before it was extended
    late_until: float | None = None  # overdue: today
    diamonds: tuple[Diamond, ...] = ()


def beside_marks(left: float, wide: float, shape: Shape) -> float:
    """Return where words as `wide` as that stand on a bar without covering a milestone or the first deadline.

    That is at `left` or before it; where no such place is near, `left` it is.
    """
    marks = sorted(diamond.x for diamond in shape.diamonds)
    marks += [shape.first_due] if shape.first_due is not None else []
    start = left
    while covered := [x for x in marks if start - _MARK < x < start + wide + _MARK]:
        start = min(covered) - wide - _MARK
    return start if start >= max(left - 3 * wide, 4) else left


def shape_of(bar: TimelineBar, scale: Scale, today: date) -> Shape:
    """Return the shape of a bar on a scale."""
    task = bar.task
    due = scale.x_end(task.due_on) if task.due_on else None
    closed = scale.x_end(task.closed_on) if task.closed_on and task.status is Status.CLOSED else None
    end = closed if closed is not None and (due is None or closed < due) else due
    begin = scale.x(task.start_on) if task.start_on else None
    guessed = begin is None and end is not None
    if begin is None and end is not None:
        begin = end - _STUB
    elif begin is not None and end is not None:
        begin = min(begin, end - 2)
    now = scale.x_end(today)
    return Shape(
        begin,
        end,
        _share(begin, end, task.progress),
        now if end is None else min(end, now),
        _asked(task, begin, end),
        due if closed is not None and due is not None and closed < due else None,
        closed,
        guessed,
        _first_due(task, scale),
        now if is_late(task, today) else None,
        tuple(
            _diamond(milestone, scale, today) for milestone in bar.milestones if milestone.due_on or milestone.done_on
        ),
    )


def is_late(task: TaskRow, today: date) -> bool:
    """Return whether the deadline has passed and the light says so."""
    return task.due_on is not None and task.due_on < today and task.light.colour is LightColour.RED


def _share(begin: float | None, end: float | None, percent: int) -> float:
    """Return the pixel that lies so many percent along a span; its beginning where it has no end."""
    if begin is None or end is None:
        return begin or 0.0
    return begin + (end - begin) * min(max(percent, 0), 100) / 100


def _asked(task: TaskRow, begin: float | None, end: float | None) -> float | None:
    """Return where the progress should be, None where it is or where the light asks for nothing."""
    loud = task.light.colour in (LightColour.RED, LightColour.AMBER)
    if not loud or task.scheduled is None or task.scheduled <= task.progress or end is None:
        return None
    return _share(begin, end, task.scheduled)


def closing_words(task: TaskRow) -> str:
    """Return 11月20日销号，晚112天; "" for a task that is not closed."""
    if task.status is not Status.CLOSED or task.closed_on is None:
        return ""
    words = f"{task.closed_on.month}月{task.closed_on.day}日销号"
    if task.due_on is None or task.closed_on == task.due_on:
        return words
    days = (task.closed_on - task.due_on).days
    return f"{words}，{'晚' if days > 0 else '早'}{abs(days)}天"


def end_words(task: TaskRow) -> tuple[str, str]:
    """Return what stands behind a bar: the reason of its light, and its percent where that tells something."""
    if closed := closing_words(task):
        return "", closed
    if task.light.colour in (LightColour.RED, LightColour.AMBER):
        return task.light.reason, f"{task.progress}%"
    if task.due_on is None and task.start_on is not None and task.status.open:
        return "", f"{due_words(None, task.due_text)}，进度 {task.progress}%，不计序时"
    return "", task.light.reason if task.light.colour is LightColour.BLUE else ""


def _first_due(task: TaskRow, scale: Scale) -> float | None:
    extended = task.first_due_on is not None and task.due_on is not None and task.first_due_on < task.due_on
    return scale.x_end(task.first_due_on) if extended and task.first_due_on else None


def _diamond(milestone: MilestoneRow, scale: Scale, today: date) -> Diamond:
    on = milestone.due_on or milestone.done_on or today
    if milestone.done_on is not None:
        return Diamond(scale.x(on), Step.DONE, f"{milestone.title}，{chinese_date(milestone.done_on)}完成")
    if on < today:
        return Diamond(
            scale.x(on), Step.LATE, f"{milestone.title}，应于 {chinese_date(on)}完成，逾期 {(today - on).days} 天"
        )
    return Diamond(scale.x(on), Step.COMING, f"{milestone.title}，{chinese_date(on)}前完成")


def bar_sentence(bar: TimelineBar) -> str:
    """Return the tooltip of a bar: what, from when to when, how far, and the light with its reason."""
    task = bar.task
    start = f"{chinese_date(task.start_on)}起" if task.start_on else "启动日未定"
    due = f"时限 {chinese_date(task.due_on)}" if task.due_on else task.due_text or "时限未定"
    first = task.first_due_on
    kept = f"（原时限 {chinese_date(first)}，延期 {task.extensions} 次）" if first and first != task.due_on else ""
    plan = f"，序时 {task.scheduled}%" if task.scheduled is not None and not task.status.done else ""
    figures = f"{task.status.word}，进度 {task.progress}%{plan}"
    closed = f"，{said}" if (said := closing_words(task)) else ""
    inner = "\n细条是进度占全程的份额，不是日期" if task.progress and task.due_on and task.status.open else ""
    head = f"{task.code} {task.title}\n{start}，{due}{kept}{closed}\n{figures}"
    return f"{head}\n{task.light.text}：{task.light.sentence}{inner}"
