"""The result of reading one cell, and what it depends on."""

from dataclasses import dataclass, field

from tracker.exchange.cells.office_names import OfficeNames
from tracker.model.changeset import Value


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's canonical value, or why it has none (`problem`: then the cell counts as not provided)."""

    value: Value = None
    raw: str = ""
    problem: str = ""
    note: str = ""
    review: bool = False  # too uncertain to apply without a person
    instead: Value = None  # the other value the cell may mean, when it is ambiguous

    @property
    def provided(self) -> bool:
        """Tell whether the cell says anything that may be compared."""
        return not self.problem


@dataclass(frozen=True, slots=True)
class CellContext:
    """What a cell's meaning may depend on beside itself."""

    offices: OfficeNames = field(default_factory=lambda: OfficeNames({}))
    unit: str = ""  # of the indicator in the same row
    date1904: bool = False
