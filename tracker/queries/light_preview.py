"""What other light thresholds would change, before anybody puts them in force."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from tracker.model.enums import LightColour
from tracker.model.lights import light_of
from tracker.model.rows import Light, LightShift, MovedTask
from tracker.model.thresholds import Thresholds
from tracker.queries.light_facts import read_light_sources
from tracker.queries.task_rows import list_tasks


def preview_thresholds(session: Session, today: date, wanted: Thresholds) -> LightShift:
    """Return how many tasks have each colour now and under other thresholds, and which tasks change colour."""
    tasks = list_tasks(session, today)
    sources = read_light_sources(session, tasks, today, named=False)
    pairs = [(task, light_of(sources.facts(task, today), today, wanted)) for task in tasks]
    moved = tuple(
        MovedTask(task.id, task.code, task.title, task.light, after)
        for task, after in pairs
        if task.light.colour is not after.colour
    )
    return LightShift(_counts(task.light for task in tasks), _counts(light for _, light in pairs), moved)


def _counts(lights: Iterable[Light]) -> dict[LightColour, int]:
    counted = Counter(light.colour for light in lights)
    return {colour: counted[colour] for colour in LightColour}
