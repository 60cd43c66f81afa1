"""Cleaning old originals away: a person frees the room of returned workbooks that were settled long ago.

Size and digest stay, so that the history is readable; what was imported from them cannot be taken back any more.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.errors import RuleError
from tracker.model.changes import Changes
from tracker.model.deadline_changes import months_later
from tracker.model.enums import ReturnState
from tracker.model.tables import (
    ArticleFile,
    Attachment,
    Batch,
    Evidence,
    IntakeReview,
    UnfiledEvidence,
    WorkbookReturn,
)

#: Younger originals are never cleaned away.
MONTHS = 24
#: Who else may hold the bytes of a file.
_HOLDERS = (Evidence, UnfiledEvidence, ArticleFile, IntakeReview)


def old_originals(session: Session, today: date) -> tuple[int, int]:
    """Return how many originals may be cleaned away, and their bytes."""
    wanted = select(sa.func.count(), sa.func.coalesce(sa.func.sum(Attachment.size), 0)).where(*_old(today))
    count, size = session.exec(wanted).one()
    return int(count), int(size)


def clean_originals(session: Session, today: date) -> Changes:
    """Empty the originals that may be; who asks has backed the ledger up. Raises RuleError where there are none."""
    count, _ = old_originals(session, today)
    if not count:
        raise RuleError(f"没有可以清理的原件；只清理 {MONTHS} 个月以前已经处理完的反馈原件。")
    emptied = sa.update(Attachment).where(*_old(today)).values(data=b"", emptied_on=today)
    session.connection().execute(emptied)
    return Changes(f"清理 {count} 份反馈原件", everything=True)


def _old(today: date) -> tuple[Any, ...]:
    settled = select(WorkbookReturn.sha256).where(
        WorkbookReturn.state == ReturnState.APPLIED,
        WorkbookReturn.pending == 0,
        WorkbookReturn.received_on < months_later(today, -MONTHS),
    )
    held = (~col(Attachment.sha256).in_(select(kind.sha256).where(col(kind.sha256).is_not(None))) for kind in _HOLDERS)
    return col(Attachment.sha256).in_(settled), col(Attachment.emptied_on).is_(None), *held


def check_kept(session: Session, batch: Batch) -> None:
    """Raise RuleError where an act took a workbook in whose original was cleaned away: it would wait for ever."""
    wanted: Any = (
        select(WorkbookReturn.file_name, col(Attachment.emptied_on))
        .where(Attachment.sha256 == WorkbookReturn.sha256, WorkbookReturn.batch_id == batch.id)
        .where(col(Attachment.emptied_on).is_not(None))
    )
    gone = session.exec(wanted).first()
    if gone is not None:
        raise RuleError(f"“{batch.label}”不能撤销：{gone[0]} 的原件已于 {gone[1]} 清理。")
