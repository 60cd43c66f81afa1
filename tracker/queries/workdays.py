"""The arrangement of holidays as the ledger has it."""

from sqlmodel import Session, col, select

from tracker.model.tables import Holiday
from tracker.model.workdays import DayTable, HolidayEntry


def day_table(session: Session) -> DayTable:
    """Return what is entered of all years, to count working days with."""
    return DayTable.of(_entries(session))


def holidays_of(session: Session, year: int) -> tuple[HolidayEntry, ...]:
    """Return the entries of a year in order, none where it is not entered."""
    return tuple(entry for entry in _entries(session) if entry.day.year == year)


def _entries(session: Session) -> list[HolidayEntry]:
    rows = session.exec(select(Holiday).order_by(col(Holiday.day)))
    return [HolidayEntry(row.day, row.kind, row.name) for row in rows]
