"""What was typed and not saved: kept in one file of the data folder and offered again, never written by itself."""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from tracker.files.kept_json import read_kept, write_kept

FILE_NAME = "drafts.json"
#: Milliseconds after the last key until the file is written: a crash loses no more than that.
PAUSE = 300
#: The oldest go when there are more.
MOST = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text, what stood in the field when it was typed, and which field of what that is, in words."""

    subject: str
    base: str
    text: str


class Drafts(QObject):
    """The drafts of this desk by the name of their field; the file is read at the first question.

    Several windows may share the file: each writes what it changed itself into what stands there.
    """

    offered = Signal(str)  # the name of a field whose draft came to be offered, or is gone

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = folder / FILE_NAME
        self._kept: dict[str, Draft] | None = None
        self._changed: dict[str, Draft | None] = {}  # since the file was written last; None: dropped
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.write)

    def all(self) -> dict[str, Draft]:
        """Return every draft, the oldest first."""
        if self._kept is None:
            try:
                self._kept = _read(self._path)
            except OSError as error:
                log.warning("drafts not read: %s", error)
                self._kept = {}
        return self._kept

    def of(self, name: str) -> Draft | None:
        """Return the draft of a field."""
        return self.all().get(name)

    def keep(self, name: str, subject: str, base: str, text: str) -> None:
        """Keep what stands in a field now; nothing where it says what stood there."""
        if text.strip() == base.strip() or not text.strip():
            self.drop(name)
            return
        self._change(name, Draft(subject, base, text))

    def offer(self, name: str) -> None:
        """Say that an editor was left without saving: what was typed in it is to be offered."""
        self.offered.emit(name)

    def drop(self, name: str) -> None:
        """Forget a draft: it was saved, or nobody wants it."""
        if name in self.all():
            self._change(name, None)
            self.offered.emit(name)

    def _change(self, name: str, draft: Draft | None) -> None:
        self._changed.pop(name, None)
        self._changed[name] = draft
        self._kept = _merged(self.all(), {name: draft})
        self._pause.start()

    def write(self) -> None:
        """Write the file now; where the disk refuses, the old file stays whole and the next time is tried again."""
        self._pause.stop()
        if not self._changed:
            return
        try:
            kept = _merged(_read(self._path), self._changed)
            if kept:
                rows = {name: asdict(draft) for name, draft in kept.items()}
                write_kept(self._path, json.dumps(rows, ensure_ascii=False, indent=1))
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("drafts not kept: %s", error)
            return
        self._kept, self._changed = kept, {}


def _merged(kept: Mapping[str, Draft], changed: Mapping[str, Draft | None]) -> dict[str, Draft]:
    """Return drafts with changes, those that changed last at the end and no more than `MOST`."""
    merged = {name: draft for name, draft in kept.items() if name not in changed}
    merged |= {name: draft for name, draft in changed.items() if draft is not None}
    return dict(list(merged.items())[-MOST:])


def _read(path: Path) -> dict[str, Draft]:
    return read_kept(path, _drafts_in, {})


def _drafts_in(stored: Any) -> dict[str, Draft]:
    return {str(name): Draft(*(str(row[key]) for key in ("subject", "base", "text"))) for name, row in stored.items()}


def field_name(uid: str, field: str) -> str:
    """Return under which name the draft of a task's field is kept, whoever edits it: cell or panel."""
    return f"task/{uid}/{field}"
