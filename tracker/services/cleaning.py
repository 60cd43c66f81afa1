"""Cleaning originals of long settled workbooks away: what they were stays, size and digest, only the bytes go."""

from datetime import date

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from tracker.files.limits import MB
from tracker.model.changes import Changes
from tracker.model.tables import Attachment
from tracker.queries.usage import OLD_MONTHS, cleanable_originals
from tracker.services.lookups import begin


def clean_originals(session: Session, today: date) -> Changes:
    """Empty the originals of settled returns of rounds older than two years; nobody can take it back.

    Whoever calls it keeps a backup before (`Reason.CLEANING`). The act stands in the history with numbers and size.
    """
    mine = cleanable_originals(today)
    count, size = session.exec(select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(*mine)).one()
    if not count:
        return Changes(f"没有可以清理的反馈原件（{OLD_MONTHS} 个月以前、已处理完的批次）")
    batch = begin(session, f"清理 {count:,} 份反馈原件（{OLD_MONTHS} 个月以前的批次），共 {size / MB:.1f} MB")
    digests = session.exec(select(Attachment.sha256).where(*mine)).all()
    emptied = update(Attachment).where(col(Attachment.sha256).in_(digests))
    session.connection().execute(emptied.values(data=b"", emptied_on=today))
    return Changes(batch.label, batch.id, everything=True)
