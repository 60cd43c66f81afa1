"""What was typed and not saved: kept in one file of the data folder and offered again, never written by itself."""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

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
    """The drafts of this desk by the name of their field; the file is read at the first question."""

    offered = Signal(str)  # the name of a field whose draft came to be offered, or is gone

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = folder / FILE_NAME
        self._kept: dict[str, Draft] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.write)

    def all(self) -> dict[str, Draft]:
        """Return every draft, the oldest first."""
        if self._kept is None:
            self._kept = _read(self._path)
        return self._kept

    def of(self, name: str) -> Draft | None:
        """Return the draft of a field."""
        return self.all().get(name)

    def keep(self, name: str, subject: str, base: str, text: str) -> None:
        """Keep what stands in a field now; nothing where it says what stood there."""
        if text.strip() == base.strip() or not text.strip():
            self.drop(name)
            return
        kept = self.all()
        kept.pop(name, None)
        kept[name] = Draft(subject, base, text)
        for oldest in list(kept)[:-MOST]:
            del kept[oldest]
        self._pause.start()

    def offer(self, name: str) -> None:
        """Say that an editor was left without saving: what was typed in it is to be offered."""
        self.offered.emit(name)

    def drop(self, name: str) -> None:
        """Forget a draft: it was saved, or nobody wants it."""
        if self.all().pop(name, None) is not None:
            self._pause.start()
            self.offered.emit(name)

    def write(self) -> None:
        """Write the file now; a full disk is told to the log."""
        self._pause.stop()
        kept = {name: asdict(draft) for name, draft in self.all().items()}
        beside = self._path.with_suffix(".tmp")
        try:
            if kept:
                beside.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
                beside.replace(self._path)  # atomic, on Windows too
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("drafts not kept: %s", error)


def _read(path: Path) -> dict[str, Draft]:
    """Read the file; one that cannot be read is taken away, told to the log, and the program goes on."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(name): Draft(*(str(row[key]) for key in ("subject", "base", "text"))) for name, row in stored.items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        log.warning("drafts unreadable, put aside: %s", error)
        path.unlink(missing_ok=True)
        return {}


def field_name(uid: str, field: str) -> str:
    """Return under which name the draft of a task's field is kept, whoever edits it: cell or panel."""
    return f"task/{uid}/{field}"
