"""What the ledger takes on the disk: rows, originals, snapshots, and what a person could clean away."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Text, and_, cast, exists, text
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
from tracker.queries.current_rows import CLEANED

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
    cleanable_snapshots: int  # workbooks of old rounds whose returns are settled
    cleanable_bytes: int  # of both

    @property
    def cleanable_words(self) -> str:
        """Return what a person could clean away: 3 份反馈原件和 2 份发出内容, "" for nothing."""
        return cleaned_words(self.cleanable, self.cleanable_snapshots)


def cleaned_words(originals: int, snapshots: int) -> str:
    """Return how many originals and snapshots in words, "" for none."""
    parts = (f"{originals} 份反馈原件" if originals else "", f"{snapshots} 份发出内容" if snapshots else "")
    return "和 ".join(part for part in parts if part)


def read_usage(session: Session, today: date) -> Usage:
    """Return what the ledger takes, and what of it a person could clean away on this day."""
    files: Any = select(func.count(), func.coalesce(func.sum(Attachment.size), 0))
    kept = files.where(col(Attachment.emptied_on).is_(None))
    originals, original_bytes = session.exec(kept.where(_returned())).one()
    _, evidence_bytes = session.exec(kept.where(~_returned())).one()
    cleanable, cleanable_bytes = session.exec(files.where(*cleanable_originals(today))).one()
    sent = cleanable_snapshots(today)
    snapshots = select(func.count(func.distinct(WorkbookExportRow.export_id))).where(*sent)
    total_bytes, free_bytes = _database_bytes(session)
    return Usage(
        tasks=_count(session, Task),
        revisions=_count(session, Revision),
        originals=int(originals),
        original_bytes=int(original_bytes),
        evidence_bytes=int(evidence_bytes),
        snapshot_bytes=_snapshot_bytes(session),
        cleanable_snapshots=session.exec(snapshots).one(),
        total_bytes=total_bytes,
        free_bytes=free_bytes,
        cleanable=int(cleanable),
        cleanable_bytes=int(cleanable_bytes) + _snapshot_bytes(session, *sent),
    )


def cleanable_originals(today: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of attachments that may be cleaned: originals of settled returns of old rounds.

    What is kept for another reason as well, under the same digest, stays.
    """
    settled = (
        select(WorkbookReturn.id)
        .join(WorkbookExport, col(WorkbookExport.id) == WorkbookReturn.export_id)
        .join(Round, col(Round.number) == WorkbookExport.round, isouter=True)
        .where(col(WorkbookReturn.sha256) == Attachment.sha256, *_settled(), _is_old(today))
    )
    holders = (Evidence, UnfiledEvidence, ArticleFile, IntakeReview)
    elsewhere = (exists().where(col(kind.sha256) == Attachment.sha256) for kind in holders)
    return col(Attachment.emptied_on).is_(None), settled.exists(), *(~used for used in elsewhere)


def cleanable_snapshots(today: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of rows of sent workbooks whose contents may be cleaned.

    They are of old rounds, something came back, and nothing of what came back waits.
    """
    old = (
        select(WorkbookExport.id)
        .join(Round, col(Round.number) == WorkbookExport.round, isouter=True)
        .where(col(WorkbookExport.id) == WorkbookExportRow.export_id, _is_old(today))
    )
    came = select(WorkbookReturn.id).where(col(WorkbookReturn.export_id) == WorkbookExportRow.export_id)
    waits = came.where(~and_(*_settled()))
    content: Any = col(WorkbookExportRow.content)
    return content[CLEANED].as_string().is_(None), old.exists(), came.where(*_settled()).exists(), ~waits.exists()


def _settled() -> tuple[ColumnElement[bool], ...]:
    return col(WorkbookReturn.state) == ReturnState.APPLIED, col(WorkbookReturn.pending) == 0


def _is_old(today: date) -> ColumnElement[bool]:
    return func.coalesce(Round.sent_on, WorkbookExport.sent_on) < months_later(today, -OLD_MONTHS)


def _count(session: Session, kind: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(kind)).one()


def _returned() -> ColumnElement[bool]:
    return exists().where(col(WorkbookReturn.sha256) == Attachment.sha256)


def _snapshot_bytes(session: Session, *which: ColumnElement[bool]) -> int:
    content = cast(col(WorkbookExportRow.content), Text)
    sizes = func.octet_length(content) if _is_server(session) else func.length(cast(content, LargeBinary))
    return int(session.exec(select(func.coalesce(func.sum(sizes), 0)).where(*which)).one())


def _database_bytes(session: Session) -> tuple[int, int]:
    connection = session.connection()
    if _is_server(session):
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0), 0
    total, free = connection.execute(text(_FILE)).one()
    return int(total), int(free)


def _is_server(session: Session) -> bool:
    return session.get_bind().dialect.name != "sqlite"
