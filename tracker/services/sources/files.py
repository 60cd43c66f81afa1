"""Files of a source: the scanned instruction, the paper from above."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlmodel import Session, func, select

from tracker.errors import InputError
from tracker.files.kept_files import HEAD, SOURCE_KINDS, checked_name, clean_file_name, refusal_of
from tracker.model.changes import Changes
from tracker.model.tables import ArticleFile
from tracker.services.progress import keep_bytes
from tracker.services.sources.register import SourceFacts, of_source, register_source, the_source
from tracker.services.write_basics import begin
from tracker.store.history import moment_of

MOST_FILES = 20


def attach_file(session: Session, source_id: int, name: str, data: bytes) -> Changes:
    """Keep a file with a source; the same bytes there already are no second file.

    Raises InputError for a kind or size that is not kept, or when a source has as many as it may have.
    """
    source = the_source(session, source_id)
    clean = checked_name(name, data, SOURCE_KINDS)
    present = select(func.count()).select_from(ArticleFile).where(ArticleFile.article_id == source_id)
    batch = begin(session, f"{source.code} 添加附件 {clean}")
    digest = keep_bytes(session, data)
    same = select(ArticleFile.id).where(ArticleFile.article_id == source_id, ArticleFile.sha256 == digest)
    if session.exec(same).first() is None:
        if session.exec(present).one() >= MOST_FILES:
            raise InputError(f"{source.code} 已有 {MOST_FILES} 个附件，不能再加；请合并或删去不需要的。")
        session.add(
            ArticleFile(article_id=source_id, name=clean, size=len(data), sha256=digest, added_at=moment_of(session))
        )
    return of_source(session, batch, source)


def attach_paths(session: Session, source_id: int, paths: Sequence[Path]) -> Changes:
    """Keep files of the disk with a source as one act. Raises InputError for one that cannot be read or kept."""
    changes = Changes("")
    for path in paths:
        changes |= attach_file(session, source_id, path.name, _read(path))
    return changes


def register_with_files(
    session: Session, facts: SourceFacts, paths: Sequence[Path], today: date, *, again: bool = False
) -> Changes:
    """Register a source with its files as one act, or nothing of it; errors as of both."""
    changes = register_source(session, facts, today, again=again)
    (number,) = changes.sources
    return changes | attach_paths(session, number, paths)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head, size = file.read(HEAD), path.stat().st_size
            if refusal := refusal_of(clean_file_name(path.name), size, head, SOURCE_KINDS):
                raise InputError(refusal)
            return head + file.read()
    except OSError as error:
        raise InputError(f"文件“{path.name}”读不出来，没有保存；请核对位置，或先关闭正在使用它的程序。") from error


def remove_file(session: Session, file_id: int) -> Changes:
    """Take a file off its source; its bytes stay, so that undo finds them."""
    row = session.get(ArticleFile, file_id)
    if row is None:
        raise InputError("这个附件已不在台账中；请刷新后再试。")
    source = the_source(session, row.article_id)
    batch = begin(session, f"{source.code} 删除附件 {row.name}")
    session.delete(row)
    return of_source(session, batch, source)
