"""A monthly table of the statistics office as it was read, and what its figures would be for the ledger."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Figure(StrEnum):
    """What a column of a monthly table holds; the growth of a month is not the growth of a total."""

    MONTH = "month"
    TOTAL = "total"
    GROWTH = "growth"  # of the total
    MONTH_GROWTH = "month_growth"
    SHARE = "share"


FIGURE_WORDS = {
    Figure.MONTH: "当月", Figure.TOTAL: "累计", Figure.GROWTH: "累计增长", Figure.MONTH_GROWTH: "当月增长",
    Figure.SHARE: "占比",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """One column of figures: its letters, the last day of its period, and what it holds."""

    column: str
    on: date
    figure: Figure

    @property
    def kind(self) -> str:
        """Return month, total, growth or share."""
        return Figure.GROWTH.value if self.figure is Figure.MONTH_GROWTH else self.figure.value


@dataclass(slots=True)
class MonthRow:
    """One row: the whole name (上级名·名), its unit, and the figures by column letters."""

    row: int
    name: str
    unit: str
    values: dict[str, float]


@dataclass(slots=True)
class MonthTable:
    """One table of a file."""

    sheet: str
    columns: list[MonthColumn]
    rows: list[MonthRow]
    problems: list[tuple[int, str, str]] = field(default_factory=list)  # row, column, sentence


@dataclass(slots=True)
class MonthValue:
    """One figure for an indicator: new, same, conflict or unsure."""

    column: str
    on: date
    value: float
    outcome: str


@dataclass(slots=True)
class MonthEntry:
    """A row with the indicator it is, by code; `how` is code, alias, likely or none."""

    row: MonthRow
    code: str | None
    how: str
    indicator_id: int | None = None
    figure: Figure | None = None
    values: list[MonthValue] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class MonthPreview:
    """A file with what each of its rows would bring; `mapping` names the remembered scheme that was used."""

    file: str
    tables: list[MonthTable]
    entries: list[MonthEntry]
    mapping: str | None = None
