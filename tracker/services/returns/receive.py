"""Keep and compare the files that are read by now, a few at a time, so that other jobs get their turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from tracker.errors import AsSentError, WorkbookError
from tracker.exchange.read.reader_pool import FileBytes
from tracker.services.returns.apply import Received, receive_read
from tracker.services.returns.preview import Comparison, kept_file, the_return
from tracker.services.returns.read_ahead import ReadAhead

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
    originals: tuple[str, ...] = ()  # what is to be said of files that are as they were sent


def receive_ready(session: Session, reading: ReadAhead, today: date) -> Slice:
    """Keep the files that are read by now as pending; a bad one is named and does not stop the others."""
    received: list[Received] = []
    refused: list[Refused] = []
    originals: list[str] = []
    comparison = Comparison(session, today)
    for read in reading.ready(_PATIENCE):
        try:
            received.append(receive_read(session, read, today, comparison)[1])
        except AsSentError as error:
            originals.append(error.sentence)
        except WorkbookError as error:
            refused.append(Refused(read.name, read.path, error.sentence))
    return Slice(tuple(received), tuple(refused), tuple(originals))


def read_originals(session: Session, return_ids: Sequence[int]) -> tuple[FileBytes, ...]:
    """Return the originals of received files, to be compared again."""
    return tuple(kept_file(session, the_return(session, number)) for number in return_ids)
