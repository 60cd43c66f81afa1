"""Rows of indicators."""

from dataclasses import dataclass
from datetime import date

from tracker.model.enums import Direction, IndicatorKind, Measure
from tracker.model.rows.lights import Light
from tracker.model.source_words import Frequency


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """One value at one date; `on` is None where the source states none, then `period` speaks."""

    id: int
    on: date | None
    value: float
    period: str
    source: str  # 来源文章, 手工录入, 市经信局反馈
    note: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator with its observations in time order, its light and what may be said of it."""

    id: int
    version: int
    code: str
    name: str
    unit: str
    kind: IndicatorKind
    measure: Measure | None
    direction: Direction
    article: str
    geography: str
    stated: str
    period: str
    note: str
    anchor: str
    baseline_value: float | None
    baseline_on: date | None
    baseline_text: str
    target_value: float | None
    target_on: date | None
    target_text: str
    observations: tuple[ObservationRow, ...]
    attainment: float | None  # share of the way to the target, 1.0 = reached; None when it cannot be said
    light: Light
    tasks: tuple[str, ...]  # codes of linked tasks
    frequency: Frequency | None = None
    office: str = ""  # who reports it (填报单位)
    aliases: tuple[str, ...] = ()

    @property
    def current(self) -> ObservationRow | None:
        """Return the newest observation, None when nothing was recorded."""
        return self.observations[-1] if self.observations else None
