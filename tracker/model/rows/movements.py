"""Rows of 总览 that say why more or fewer tasks are red or amber than on an earlier day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.model.enums import LightColour
from tracker.model.light_cause import WaterfallBar
from tracker.model.rows.lights import Light

#: The lights that ask for attention.
OF_CONCERN = (LightColour.RED, LightColour.AMBER)


def severity(light: Light | None) -> int:
    """Return 2 for red, 1 for amber, 0 for every other light and for a task that is not there."""
    return 0 if light is None else {LightColour.RED: 2, LightColour.AMBER: 1}.get(light.colour, 0)


@dataclass(frozen=True, slots=True)
class TurnedTask:
    """A task whose light became better or worse between the ends of two days, and why."""

    task_id: int
    code: str
    title: str
    office: str  # short name, as it is now
    before: Light | None  # None: not there, or not of this office
    after: Light | None
    cause: WaterfallBar
    figure: str  # what made it so, in a few signs: 17天后到期, 50% → 64%, 延至 2027-03-31

    @property
    def step(self) -> int:
        """Return +1 for a task that came to be of concern, −1 for one that ceased to be, else 0."""
        return bool(severity(self.after)) - bool(severity(self.before))

    @property
    def worse(self) -> bool:
        """Tell whether the light became worse."""
        return severity(self.after) > severity(self.before)


@dataclass(frozen=True, slots=True)
class Step:
    """One bar between the two totals: the tasks that came (+) or went (−) for one cause."""

    cause: WaterfallBar
    sign: int
    tasks: tuple[TurnedTask, ...]

    @property
    def change(self) -> int:
        """Return by how much the total changes."""
        return self.sign * len(self.tasks)


@dataclass(frozen=True, slots=True)
class Movements:
    """Red and amber tasks at the ends of two days, and each task whose light became better or worse."""

    since: date
    day: date
    red_before: int
    amber_before: int
    red: int
    amber: int
    still_red: int  # red on both days
    turned: tuple[TurnedTask, ...]  # in ledger order

    @property
    def before(self) -> int:
        """Return how many were of concern."""
        return self.red_before + self.amber_before

    @property
    def after(self) -> int:
        """Return how many are of concern; always before + the changes of all steps."""
        return self.red + self.amber

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the bars between the totals: first what went, then what came, each in the order of the causes."""
        bars = (
            Step(cause, sign, tuple(task for task in self.turned if task.cause is cause and task.step == sign))
            for sign in (-1, 1)
            for cause in WaterfallBar
        )
        return tuple(step for step in bars if step.tasks)

    @property
    def worse(self) -> tuple[TurnedTask, ...]:
        """Return the tasks whose light became worse, red ones first."""
        return _worst_first(task for task in self.turned if task.worse)

    @property
    def better(self) -> tuple[TurnedTask, ...]:
        """Return the tasks whose light became better, those that were red first."""
        return _worst_first(task for task in self.turned if not task.worse)


def _worst_first(tasks: Iterable[TurnedTask]) -> tuple[TurnedTask, ...]:
    return tuple(
        sorted(tasks, key=lambda task: (-max(severity(task.before), severity(task.after)), -severity(task.after)))
    )
