"""Export workbooks and send them on in the same act: what could not be written is not recorded as sent."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import update
from sqlmodel import Session, col

from tracker.files.whole_files import write_all
from tracker.model.changes import Changes
from tracker.model.exchange_words import ExportChannel
from tracker.model.tables import WorkbookExport
from tracker.services.placing import written_bytes
from tracker.services.sending.disk import write_disk
from tracker.services.sending.drafts import Drafts, write_drafts

#: Writes workbooks into a folder and returns what was recorded and where they lie.
Exports = Callable[[Path], tuple[Changes, tuple[Path, ...]]]


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

    Drafts always lie beside the plain workbooks, for those who send them by hand.
    """
    with _workplace(roads) as folder:
        changes, paths = export(folder)
        workbooks = {path.name: written_bytes(session, path) for path in paths} if roads.eml or roads.disk else {}
        drafts, places = Drafts(), paths
        if roads.eml is not None:
            _beside(roads.eml, folder, workbooks)
            drafts = write_drafts(session, changes.exports, workbooks, roads.eml, today)
        if roads.disk is not None:
            places = write_disk(session, changes.exports, workbooks, roads.disk, today)
        if roads.channel is not ExportChannel.NONE:
            _note_channel(session, changes, roads.channel)
    return Sent(changes, places, drafts)


@contextlib.contextmanager
def _workplace(roads: Roads) -> Iterator[Path]:
    """Yield the folder the workbooks are written into first: of a disk alone, one that goes away again."""
    folder = roads.out or roads.eml
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="tracker-") as name:
        yield Path(name)


def _beside(folder: Path, out: Path, workbooks: dict[str, bytes]) -> None:
    if folder.resolve() != out.resolve():
        write_all([(folder / name, content) for name, content in workbooks.items() if not (folder / name).exists()])


def _note_channel(session: Session, changes: Changes, channel: ExportChannel) -> None:
    """Note how the workbooks leave: a part of sending them, no act of its own."""
    row = update(WorkbookExport).where(col(WorkbookExport.id).in_(changes.exports))
    session.connection().execute(row.values(channel=channel))
