"""The comparison of two days as a file."""

from datetime import date
from pathlib import Path

from sqlmodel import Session

from tracker.queries.compare import compare_dates
from tracker.reports.comparison import write_comparison


def export_comparison(session: Session, path: Path, before: date, after: date, today: date) -> Path:
    """Write what happened between two days into a workbook and return its path; the ledger stays as it is."""
    write_comparison(path, compare_dates(session, before, after, today))
    return path
