"""Rows of a comparison of two days."""

from dataclasses import dataclass
from datetime import date

from tracker.model.enums import LightColour
from tracker.model.rows.lights import Light


@dataclass(frozen=True, slots=True)
class FieldShift:
    """What one field, or one row that hangs on a task, was on the first day and is on the second."""

    field: str  # Chinese name
    old: str  # "" for empty, or for a new row
    new: str


@dataclass(frozen=True, slots=True)
class ComparedTask:
    """One task with what became of it between the two days."""

    task_id: int
    code: str
    title: str
    office: str
    before: Light | None  # None: it did not exist yet
    after: Light | None  # None: it does not exist any more
    note: str = ""  # 延期, 逾期未完成, 已销号 ...
    shifts: tuple[FieldShift, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything between the ends of two days; a task may be both changed and finished or slipped."""

    before: date
    after: date
    added: tuple[ComparedTask, ...]
    removed: tuple[ComparedTask, ...]
    finished: tuple[ComparedTask, ...]
    slipped: tuple[ComparedTask, ...]
    changed: tuple[ComparedTask, ...]
    lights_before: dict[LightColour, int]
    lights_after: dict[LightColour, int]

    @property
    def sections(self) -> tuple[tuple[str, tuple[ComparedTask, ...]], ...]:
        """Return heading and tasks of each part, in reading order."""
        return (
            ("新增", self.added),
            ("完成", self.finished),
            ("延期与逾期", self.slipped),
            ("变更", self.changed),
            ("不再有", self.removed),
        )
