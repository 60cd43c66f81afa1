"""Export workbooks and send them on in the same act: what could not be written is not recorded as sent."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import update
from sqlmodel import Session, col

from tracker.model.changes import Changes
from tracker.model.exchange_words import ExportChannel
from tracker.model.tables import WorkbookExport
from tracker.queries.mail import SentBook, read_liaisons
from tracker.services.exporting import Ready
from tracker.services.sending.disk import stage_disk
from tracker.services.sending.drafts import Drafts, stage_drafts
from tracker.services.sent_books import WrittenBook
from tracker.services.staged_files import stage_beside, written_bytes

#: Writes workbooks into a folder, has what goes with them made ready before they are recorded, and returns what was
#: recorded and where they lie.
Exports = Callable[[Path, Ready], tuple[Changes, tuple[Path, ...]]]


@dataclass(frozen=True, slots=True)
class Roads:
    """How workbooks leave: as files in `out`, as drafts in `eml`, on a U-disk in `disk`; at least one is given."""

    out: Path | None = None
    eml: Path | None = None
    disk: Path | None = None

    @property
    def channel(self) -> ExportChannel:
        """Return how the offices get them, as far as it is known."""
        if self.disk is not None:
            return ExportChannel.DISK
        return ExportChannel.MAIL if self.eml is not None else ExportChannel.NONE


@dataclass(frozen=True, slots=True)
class Sent:
    """What was recorded, where the workbooks lie, and the drafts beside them."""

    changes: Changes
    paths: tuple[Path, ...]
    drafts: Drafts = field(default_factory=Drafts)


def export_and_send(session: Session, export: Exports, roads: Roads, today: date) -> Sent:
    """Export workbooks and write drafts or the folders of a disk; raises what these raise, then nothing is recorded.

    Drafts always lie beside the plain workbooks, for those who send them by hand. All of it is written before the turn.
    """
    beside = _Beside(session, roads, today)
    with _workplace(roads) as folder:
        beside.workplace = folder
        changes, paths = export(folder, beside.make_ready)
        if roads.channel is not ExportChannel.NONE:
            _note_channel(session, changes, roads.channel)
    return Sent(changes, beside.places or paths, beside.drafts)


class _Beside:
    """Writes what goes with workbooks, once they are written themselves."""

    def __init__(self, session: Session, roads: Roads, today: date) -> None:
        self._session, self._roads, self._today = session, roads, today
        self.workplace = Path()
        self.drafts, self.places = Drafts(), tuple[Path, ...]()

    def make_ready(self, books: Sequence[WrittenBook]) -> None:
        """Write drafts and the folders of a disk beside their places; they come there when the books are recorded."""
        session, roads, today = self._session, self._roads, self._today
        if not (roads.eml or roads.disk):
            return
        workbooks = {book.path.name: written_bytes(session, book.path) for book in books}
        code, sent = books[0].content.export_code, _as_sent(session, books, today)
        if roads.eml is not None:
            if roads.eml.resolve() != self.workplace.resolve():
                copies = {roads.eml / name: content for name, content in workbooks.items()}
                missing = {path: content for path, content in copies.items() if not path.exists()}
                stage_beside(session, code, missing)
            self.drafts = stage_drafts(session, code, sent, workbooks, roads.eml, today)
        if roads.disk is not None:
            self.places = stage_disk(session, code, sent, workbooks, roads.disk, today)


def _as_sent(session: Session, books: Sequence[WrittenBook], today: date) -> list[SentBook]:
    """Return workbooks that are not recorded yet as mails and lists speak of them, in the order of the offices."""
    people = read_liaisons(session, {book.office_id for book in books}, today)
    return [
        SentBook(
            number,
            book.office_id,
            book.content.office,
            book.sending.round,
            book.path.name,
            book.sha256,
            len(book.content.tasks),
            len(book.content.helps),
            book.content.return_due_on,
            people.get(book.office_id, ()),
        )
        for number, book in enumerate(books, start=1)
    ]


@contextlib.contextmanager
def _workplace(roads: Roads) -> Iterator[Path]:
    """Yield the folder the workbooks are written into first: of a disk alone, one that goes away again."""
    folder = roads.out or roads.eml
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="tracker-") as name:
        yield Path(name)


def _note_channel(session: Session, changes: Changes, channel: ExportChannel) -> None:
    """Note how the workbooks leave: a part of sending them, no act of its own."""
    row = update(WorkbookExport).where(col(WorkbookExport.id).in_(changes.exports))
    session.connection().execute(row.values(channel=channel))
