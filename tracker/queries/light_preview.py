"""What other light thresholds would change, before anybody puts them in force."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from tracker.model.enums import LightColour
from tracker.model.lights import LightFacts, light_of
from tracker.model.rows import Light, LightShift, MovedTask, TaskRow
from tracker.model.thresholds import Thresholds
from tracker.queries.task_rows import list_milestones, list_tasks


def preview_thresholds(session: Session, today: date, wanted: Thresholds) -> LightShift:
    """Return how many tasks have each colour now and under other thresholds, and which tasks change colour."""
    tasks = list_tasks(session, today)
    milestones = list_milestones(session)
    pairs = [(task, light_of(_facts(task, milestones.get(task.id, ())), today, wanted)) for task in tasks]
    moved = tuple(
        MovedTask(task.id, task.code, task.title, task.light, after)
        for task, after in pairs
        if task.light.colour is not after.colour
    )
    return LightShift(_counts(task.light for task in tasks), _counts(light for _, light in pairs), moved)


def _facts(task: TaskRow, milestones: Iterable[object]) -> LightFacts:
    return LightFacts(
        task.status, task.start_on, task.due_on, task.due_kind, task.due_text, task.progress,
        task.last_progress_on, milestones=tuple(milestones),  # type: ignore[arg-type]
    )  # fmt: skip


def _counts(lights: Iterable[Light]) -> dict[LightColour, int]:
    counted = Counter(light.colour for light in lights)
    return {colour: counted[colour] for colour in LightColour}
