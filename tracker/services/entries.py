"""What a progress entry (进展) consists of, on whichever road it is written."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from tracker.model.enums import BatchSource, DueKind
from tracker.model.evidence import meaningful
from tracker.model.field_list import ENTRY_COLUMNS


def says_something(written: Mapping[str, Any]) -> bool:
    """Tell whether what is written reports anything: a percent, or words; marks alone end no silence."""
    texts = (str(written[name] or "") for name in ENTRY_COLUMNS if name in written and name != "progress")
    return "progress" in written or any(meaningful(text) for text in texts)


def entry_columns(
    session: Session,
    row: Any,
    written: Mapping[str, Any],
    on: date,
    source: BatchSource,
    period: date | None = None,
) -> dict[str, Any]:
    """Return the columns of a progress entry of a task read as `row`: what is written now, else what it says."""
    said = {entry: written.get(name, getattr(row, name)) for name, entry in ENTRY_COLUMNS.items()}
    return {
        "task_id": row.id,
        "entered_on": on,
        **said,
        "author": session.info.get("actor", ""),
        "source": source,
        "period_due_on": period if row.due_kind is DueKind.RECURRING else None,
    }
