"""A light as people see it."""

from dataclasses import dataclass, field

from tracker.model.enums import LightColour
from tracker.model.light_cause import LightCause


@dataclass(frozen=True, slots=True)
class Light:
    """A computed light: colour, a reason of at most seven characters, and the full sentence."""

    colour: LightColour
    reason: str  # 逾期12天; "" for plain green
    sentence: str  # for panel and tooltip
    marks: tuple[str, ...] = ()  # 延2, 难, 重: beside the light, they never change its colour
    cause: LightCause | None = field(default=None, compare=False)  # of red and amber ones

    @property
    def text(self) -> str:
        """Return 「红 · 逾期12天」 or just 「绿」."""
        return f"{self.colour.word} · {self.reason}" if self.reason else self.colour.word

    @property
    def is_overdue(self) -> bool:
        """Tell whether it is red because a deadline passed, that of a regular report among them."""
        return self.colour is LightColour.RED and self.cause in (LightCause.OVERDUE, LightCause.REPORT)


@dataclass(frozen=True, slots=True)
class MovedTask:
    """A task that would change colour under other thresholds."""

    task_id: int
    code: str
    title: str
    before: Light
    after: Light


@dataclass(frozen=True, slots=True)
class LightShift:
    """How many tasks have each colour now and would have, and which ones change."""

    before: dict[LightColour, int]
    after: dict[LightColour, int]
    moved: tuple[MovedTask, ...]
