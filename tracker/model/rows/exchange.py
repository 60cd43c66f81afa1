"""Rows of offices and of the workbooks that went to them."""

from dataclasses import dataclass
from datetime import date

from tracker.model.enums import ReturnState


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office and the other names people use for it."""

    id: int
    name: str
    short_name: str
    aliases: tuple[str, ...]
    tasks: int


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One workbook sent to one office, and whether it came back."""

    id: int
    code: str
    round: int
    office: str
    tasks: int
    indicators: int
    sent_on: date
    return_due_on: date | None
    file_name: str
    return_id: int | None  # newest return
    received_on: date | None
    state: ReturnState | None  # None: not returned
    changes: int
    conflicts: int
    problems: int
    pending: int
    overdue_days: int  # 0 when returned or not yet due
