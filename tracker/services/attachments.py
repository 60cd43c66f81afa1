"""Files whose bytes were kept and which nothing points to: an import that was stopped leaves some behind."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.model.tables import Attachment, Revision, metadata

_DIGEST = "sha256"
_AT_ONCE = 500  # digests in one statement


class Swept(NamedTuple):
    """How many files were cleared away, and their bytes together."""

    files: int = 0
    size: int = 0


def sweep_attachments(session: Session) -> Swept:
    """Clear away the files that no row names, nor any recorded act that could be taken back or done again."""
    held = set(_held(session))
    columns: Any = (Attachment.sha256, Attachment.size)
    sizes = {digest: size for digest, size in session.exec(select(*columns)) if digest not in held}
    gone = list(sizes)
    for first in range(0, len(gone), _AT_ONCE):
        some = col(Attachment.sha256).in_(gone[first : first + _AT_ONCE])
        session.connection().execute(sa.delete(Attachment).where(some))
    return Swept(len(sizes), sum(sizes.values()))


def require_bytes(session: Session, digests: Iterable[str]) -> None:
    """Raise InputError where the bytes of a file are gone that is to be kept with something."""
    wanted = list(dict.fromkeys(digests))
    kept = 0
    for first in range(0, len(wanted), _AT_ONCE):
        some = select(Attachment.sha256).where(col(Attachment.sha256).in_(wanted[first : first + _AT_ONCE]))
        kept += len(session.exec(some).all())
    if kept < len(wanted):
        raise InputError("刚读入的文件已被清理（另有人运行了 check --repair），没有归档；请重新导入。")


def _held(session: Session) -> Iterator[str]:
    """Yield the digests that rows name, now or in the record of what was done."""
    columns = [column for table in metadata.tables.values() for column in table.columns if _points(column)]
    for column in columns:
        yield from session.connection().scalars(sa.select(column).where(column.is_not(None)).distinct())
    entities = {column.table.name for column in columns}
    said: Any = select(Revision.old, Revision.new).where(col(Revision.entity).in_(entities))
    for values in session.exec(said.where(col(Revision.field).in_(("", _DIGEST)))):
        for value in values:
            digest = value.get(_DIGEST) if isinstance(value, dict) else value
            if isinstance(digest, str):
                yield digest


def _points(column: "sa.Column[Any]") -> bool:
    return any(key.column.table.name == Attachment.__tablename__ for key in column.foreign_keys)
