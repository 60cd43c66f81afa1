"""What the ledger takes on the disk: rows, originals, snapshots, and what a person could clean away."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Text, cast, exists, text
from sqlmodel import Session, SQLModel, col, func, select

from tracker.model.enums import ReturnState
from tracker.model.tables import (
    ArticleFile,
    Attachment,
    Evidence,
    IntakeReview,
    Revision,
    Round,
    Task,
    UnfiledEvidence,
    WorkbookExport,
    WorkbookExportRow,
    WorkbookReturn,
)
from tracker.model.typed.days import months_later

#: Rounds that were sent so many months ago are old: originals of their settled returns may be cleaned.
OLD_MONTHS = 24
_FILE = (
    "SELECT page_count * page_size, freelist_count * page_size "
    "FROM pragma_page_count, pragma_page_size, pragma_freelist_count"
)


@dataclass(frozen=True, slots=True)
class Usage:
    """Numbers of rows; sizes in bytes. `free` is what an SQLite file holds unused, 0 of a server."""

    tasks: int
    revisions: int
    originals: int  # files that are kept of returned workbooks
    original_bytes: int
    evidence_bytes: int  # all other files that are kept
    snapshot_bytes: int  # of the cells of sent workbooks
    total_bytes: int
    free_bytes: int
    cleanable: int  # originals of settled returns of old rounds
    cleanable_bytes: int


def read_usage(session: Session, today: date) -> Usage:
    """Return what the ledger takes, and what of it a person could clean away on this day."""
    files: Any = select(func.count(), func.coalesce(func.sum(Attachment.size), 0))
    kept = files.where(col(Attachment.emptied_on).is_(None))
    originals, original_bytes = session.exec(kept.where(_returned())).one()
    _, evidence_bytes = session.exec(kept.where(~_returned())).one()
    cleanable, cleanable_bytes = session.exec(files.where(*cleanable_originals(today))).one()
    total_bytes, free_bytes = _database_bytes(session)
    return Usage(
        tasks=_count(session, Task),
        revisions=_count(session, Revision),
        originals=int(originals),
        original_bytes=int(original_bytes),
        evidence_bytes=int(evidence_bytes),
        snapshot_bytes=_snapshot_bytes(session),
        total_bytes=total_bytes,
        free_bytes=free_bytes,
        cleanable=int(cleanable),
        cleanable_bytes=int(cleanable_bytes),
    )


def cleanable_originals(today: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of attachments that may be cleaned: originals of settled returns of old rounds.

    What is kept for another reason as well, under the same digest, stays.
    """
    before = months_later(today, -OLD_MONTHS)
    settled = (
        select(WorkbookReturn.id)
        .join(WorkbookExport, col(WorkbookExport.id) == WorkbookReturn.export_id)
        .join(Round, col(Round.number) == WorkbookExport.round, isouter=True)
        .where(
            col(WorkbookReturn.sha256) == Attachment.sha256,
            WorkbookReturn.state == ReturnState.APPLIED,
            WorkbookReturn.pending == 0,
            func.coalesce(Round.sent_on, WorkbookExport.sent_on) < before,
        )
    )
    holders = (Evidence, UnfiledEvidence, ArticleFile, IntakeReview)
    elsewhere = (exists().where(col(kind.sha256) == Attachment.sha256) for kind in holders)
    return col(Attachment.emptied_on).is_(None), settled.exists(), *(~used for used in elsewhere)


def _count(session: Session, kind: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(kind)).one()


def _returned() -> ColumnElement[bool]:
    return exists().where(col(WorkbookReturn.sha256) == Attachment.sha256)


def _snapshot_bytes(session: Session) -> int:
    content = cast(col(WorkbookExportRow.content), Text)
    sizes = func.octet_length(content) if _is_server(session) else func.length(cast(content, LargeBinary))
    return int(session.exec(select(func.coalesce(func.sum(sizes), 0))).one())


def _database_bytes(session: Session) -> tuple[int, int]:
    connection = session.connection()
    if _is_server(session):
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0), 0
    total, free = connection.execute(text(_FILE)).one()
    return int(total), int(free)


def _is_server(session: Session) -> bool:
    return session.get_bind().dialect.name != "sqlite"
