"""Read source files and propose what they recommend; reads only, nothing enters the ledger here."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from sqlmodel import Session

from tracker.intake.propose import propose
from tracker.intake.read.reader import ArticleReader
from tracker.intake.read.source_text import SourceText
from tracker.model.rows.intake import Proposal
from tracker.queries.intake_knowledge import read_knowledge


def propose_texts(session: Session, texts: Iterable[SourceText], today: date | None = None) -> Iterator[Proposal]:
    """Yield what each text proposes, as the texts come."""
    knowledge = read_knowledge(session, today)
    for text in texts:
        yield propose(text, knowledge)


def propose_files(
    session: Session, files: Sequence[Path], today: date | None = None, encoding: str | None = None
) -> Iterator[Proposal]:
    """Yield what each file proposes. Raises InputError, naming the file, for one that cannot be read."""
    with ArticleReader() as reader:
        yield from propose_texts(session, (reader.read(path, encoding) for path in files), today)
