"""Cleaning what long settled workbooks hold: what they were stays, size and digest, only bytes and contents go."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.files.limits import MB
from tracker.model.changes import Changes
from tracker.model.tables import Attachment, WorkbookExportRow
from tracker.queries.current_rows import CLEANED
from tracker.queries.usage import OLD_MONTHS, cleanable_originals, cleanable_snapshots, read_usage
from tracker.services.write_basics import begin

#: What stays of a snapshot: its words say for ever that a workbook left with offices or deadlines nobody had settled.
_STAYS = "assign_note"
_ROWS: Any = WorkbookExportRow.__table__  # type: ignore[attr-defined]


def clean_originals(session: Session, today: date) -> Changes:
    """Empty originals and snapshots of settled returns of rounds older than two years; nobody can take it back.

    Whoever calls it keeps a backup before (`Reason.CLEANING`). The act stands in the history with numbers and size.
    """
    usage = read_usage(session, today)
    if not usage.cleanable_words:
        return Changes(f"没有可以清理的反馈原件和发出内容（{OLD_MONTHS} 个月以前、已处理完的批次）")
    size = f"{usage.cleanable_bytes / MB:.1f} MB"
    batch = begin(session, f"清理 {usage.cleanable_words}（{OLD_MONTHS} 个月以前的批次），共 {size}")
    snapshots = list(session.connection().execute(_snapshots(today)))
    digests = session.exec(select(Attachment.sha256).where(*cleanable_originals(today))).all()
    emptied = sa.update(Attachment).where(col(Attachment.sha256).in_(digests))
    session.connection().execute(emptied.values(data=b"", emptied_on=today))
    if snapshots:
        kept = [{"its_id": number, "content": {CLEANED: today.isoformat(), _STAYS: note}} for number, note in snapshots]
        session.connection().execute(sa.update(_ROWS).where(_ROWS.c.id == sa.bindparam("its_id")), kept)
    return Changes(batch.label, batch.id, everything=True)


def _snapshots(today: date) -> Any:
    content: Any = col(WorkbookExportRow.content)
    note = func.coalesce(content[_STAYS].as_string(), "")
    return sa.select(col(WorkbookExportRow.id), note).where(*cleanable_snapshots(today))
