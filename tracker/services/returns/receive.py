"""Keep and compare the files that are read by now, a few at a time, so that other jobs get their turn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session, select

from tracker.errors import WorkbookError
from tracker.exchange.read.reader_pool import FileBytes
from tracker.model.tables import WorkbookExport
from tracker.services.returns.apply import Received, receive_read
from tracker.services.returns.preview import Comparison, kept_file, the_return
from tracker.services.returns.read_ahead import ReadAhead, ReadFile

#: Seconds a slice waits for the next file while the database could do something else.
_PATIENCE = 0.05


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be taken; `path` None for one that was kept before."""

    name: str
    path: Path | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Slice:
    """What one slice brought, in the order of the files."""

    received: tuple[Received, ...] = ()
    refused: tuple[Refused, ...] = ()
    originals: tuple[str, ...] = ()  # names of files that lie in a folder as they were sent: nobody returned them


def receive_ready(session: Session, reading: ReadAhead, today: date, strays: Collection[Path] = frozenset()) -> Slice:
    """Keep the files that are read by now as pending; a bad one is named and does not stop the others.

    Of the files that were only met in a folder (`strays`), those that are the very bytes we sent are left out.
    """
    received: list[Received] = []
    refused: list[Refused] = []
    originals: list[str] = []
    comparison = Comparison(session, today)
    for read in reading.ready(_PATIENCE):
        if read.path in strays and _is_original(session, read):
            originals.append(read.name)
            continue
        try:
            received.append(receive_read(session, read, today, comparison)[1])
        except WorkbookError as error:
            refused.append(Refused(read.name, read.path, error.sentence))
    return Slice(tuple(received), tuple(refused), tuple(originals))


def _is_original(session: Session, read: ReadFile) -> bool:
    sent = select(WorkbookExport.id).where(WorkbookExport.sha256 == (read.file.sha256 if read.file else ""))
    return read.file is not None and session.exec(sent).first() is not None


def read_originals(session: Session, return_ids: Sequence[int]) -> tuple[FileBytes, ...]:
    """Return the originals of received files, to be compared again."""
    return tuple(kept_file(session, the_return(session, number)) for number in return_ids)
