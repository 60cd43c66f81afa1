"""Files of a source: the scanned instruction, the paper from above."""

from sqlmodel import Session, func, select

from tracker.errors import InputError
from tracker.files.kept_files import SOURCE_KINDS, checked_name
from tracker.model.changes import Changes
from tracker.model.tables import ArticleFile
from tracker.services.lookups import begin
from tracker.services.progress import keep_bytes
from tracker.services.sources.register import of_source, the_source
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


def remove_file(session: Session, file_id: int) -> Changes:
    """Take a file off its source; its bytes stay, so that undo finds them."""
    row = session.get(ArticleFile, file_id)
    if row is None:
        raise InputError("这个附件已不在台账中；请刷新后再试。")
    source = the_source(session, row.article_id)
    batch = begin(session, f"{source.code} 删除附件 {row.name}")
    session.delete(row)
    return of_source(session, batch, source)
