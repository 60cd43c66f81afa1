"""Compare the files that are read by now, a few at a time, and keep them in a turn that holds nothing slow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from tracker.errors import AsSentError, WorkbookError
from tracker.exchange.read.reader_pool import FileBytes
from tracker.model.changeset import ChangeSet
from tracker.services.returns.apply import Received, preview_read, receive_compared
from tracker.services.returns.preview import Comparison, kept_file, the_return
from tracker.services.returns.read_ahead import ReadAhead, ReadFile

#: Seconds a slice waits for the next file while the database could do something else.
_PATIENCE = 0.05


@dataclass(frozen=True, slots=True)
class Compared:
    """A file that was read, and what importing it would do; without that it was `refused`."""

    read: ReadFile
    preview: ChangeSet | None
    refused: str = ""


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
    originals: tuple[str, ...] = ()  # what is to be said of files that are as they were sent


def compare_ready(session: Session, reading: ReadAhead, today: date) -> tuple[Compared, ...]:
    """Say of the files that are read by now what importing them would do; reads only.

    They come again the next time unless they were let go.
    """
    comparison = Comparison(session, today)
    return tuple(_compared(comparison, read) for read in reading.ready(_PATIENCE))


def _compared(comparison: Comparison, read: ReadFile) -> Compared:
    try:
        return Compared(read, preview_read(comparison, read))
    except WorkbookError as error:
        return Compared(read, None, error.sentence)


def keep_compared(session: Session, files: Sequence[Compared], today: date) -> Slice:
    """Keep files that were compared as pending; a bad one is named and does not stop the others."""
    received: list[Received] = []
    refused: list[Refused] = []
    originals: list[str] = []
    for file in files:
        try:
            if file.preview is None:
                raise WorkbookError(file.refused)
            received.append(receive_compared(session, file.read, file.preview, today)[1])
        except AsSentError as error:
            originals.append(error.sentence)
        except WorkbookError as error:
            refused.append(Refused(file.read.name, file.read.path, error.sentence))
    return Slice(tuple(received), tuple(refused), tuple(originals))


def read_originals(session: Session, return_ids: Sequence[int]) -> tuple[FileBytes, ...]:
    """Return the originals of received files, to be compared again."""
    return tuple(kept_file(session, the_return(session, number)) for number in return_ids)
