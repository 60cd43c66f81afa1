"""Workbooks that are sent: written beside their places first, then recorded with every cell as it was sent."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.exchange.write.content import WorkbookContent, sent_workbook
from tracker.model.changes import Changes
from tracker.model.enums import ExportKind, FileState
from tracker.model.tables import WorkbookExport, WorkbookExportRow
from tracker.queries.current_rows import LAST_OBSERVATION, newest_observation_id
from tracker.services.rounds import keep_round
from tracker.services.staged_files import stage
from tracker.store.copy_rows import bound_rows, insert_bound
from tracker.store.history import moment_of

_ROWS: Any = WorkbookExportRow.__table__  # type: ignore[attr-defined]


class Sending(NamedTuple):
    """The round a workbook belongs to, why it is sent, and the workbook of the round that it replaces."""

    round: int
    kind: ExportKind = ExportKind.FIRST
    replaces_id: int | None = None
    due_days: int | None = None


class WrittenBook(NamedTuple):
    """A workbook that lies beside its place and is not recorded yet; `rows` are its cells as the database takes them.

    `names` are the columns of the rows, which lack the number of the export.
    """

    office_id: int
    content: WorkbookContent
    path: Path
    sha256: str
    sending: Sending
    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def keep_export(
    session: Session,
    office_id: int,
    content: WorkbookContent,
    path: Path,
    write: Callable[[Path], str],
    sending: Sending,
) -> Changes:
    """Write a workbook (`write` returns its SHA-256) and remember what was sent, cell by cell.

    The file comes to `path` when the session commits.
    """
    return record_books(session, [write_book(session, office_id, content, path, write, sending)])


def write_book(
    session: Session,
    office_id: int,
    content: WorkbookContent,
    path: Path,
    write: Callable[[Path], str],
    sending: Sending,
) -> WrittenBook:
    """Write a workbook beside its place and make its rows ready; nothing is recorded, and no turn is needed."""
    sha256 = stage(session, content.export_code, path, write)
    rows = _snapshot(session, content)
    bound = bound_rows(session.get_bind().dialect, _ROWS, rows)
    return WrittenBook(office_id, content, path, sha256, sending, tuple(rows[0]) if rows else (), bound)


def record_books(session: Session, books: Sequence[WrittenBook]) -> Changes:
    """Remember workbooks that were written, in the turn of the session."""
    for sending, content in {book.sending.round: (book.sending, book.content) for book in reversed(books)}.values():
        keep_round(session, sending.round, content.sent_on, content.return_due_on, sending.due_days)
    exports = [_export(book, moment_of(session)) for book in books]
    session.add_all(exports)
    session.flush()
    by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for book, export in zip(books, exports, strict=True):
        by_columns.setdefault(book.names, []).extend((export.id, *row) for row in book.rows)
    for names, rows in by_columns.items():
        if rows:
            insert_bound(session.connection(), _ROWS, ("export_id", *names), rows)
    label = f"导出 {books[0].content.office}" if len(books) == 1 else f"导出 {len(books)} 个单位"
    return Changes(label, exports=frozenset(export.id for export in exports))


def _export(book: WrittenBook, at: datetime) -> WorkbookExport:
    content, sending = book.content, book.sending
    return WorkbookExport(
        code=content.export_code,
        round=sending.round,
        kind=sending.kind,
        replaces_id=sending.replaces_id,
        office_id=book.office_id,
        sent_on=content.sent_on,
        return_due_on=content.return_due_on,
        file_name=book.path.name,
        sha256=book.sha256,
        tasks=len(content.tasks),
        indicators=len(content.indicators),
        created_at=at,
        file_state=FileState.RECORDED,
    )


def new_code(session: Session, office_id: int) -> str:
    """Return a code for the next workbook of an office: the same one where the same act is sent once more."""
    act: str = session.info.get("act", "")
    if not act:
        return "E" + secrets.token_hex(4).upper()
    given: Counter[int] = session.info.setdefault("codes", Counter())
    given[office_id] += 1
    return _code(act, office_id, given[office_id])


def recorded_before(session: Session, office_ids: Sequence[int]) -> list[WorkbookExport]:
    """Return the workbooks that this act has recorded, where the answer to its commit got lost; else none."""
    act: str = session.info.get("act", "")
    if not act or session.info.get("codes"):  # what this very session has recorded is no repetition
        return []
    codes = [_code(act, office_id, 1) for office_id in office_ids]
    mine = select(WorkbookExport).where(col(WorkbookExport.code).in_(codes))
    return list(session.exec(mine.order_by(col(WorkbookExport.id))))


def recorded_meanwhile(session: Session, books: Sequence[WrittenBook]) -> list[int]:
    """Return the numbers of those workbooks that the same act has recorded while it was read once more; else none."""
    codes = [book.content.export_code for book in books]
    return list(session.exec(select(WorkbookExport.id).where(col(WorkbookExport.code).in_(codes))))


def _code(act: str, office_id: int, number: int) -> str:
    return "E" + hashlib.sha256(f"{act} {office_id} {number}".encode()).hexdigest()[:8].upper()


def _snapshot(session: Session, content: WorkbookContent) -> list[dict[str, Any]]:
    last = newest_observation_id(session)
    rows = []
    for row in sent_workbook(content).rows:
        values: dict[str, Any] = dict(row.values)
        if row.kind == "indicator":
            values[LAST_OBSERVATION] = last
        rows.append({"kind": row.kind, "key": row.key, "label": row.label, "title": row.title, "content": values})
    return rows
