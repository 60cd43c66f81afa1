"""When the file of a ledger is checked: a small one at every start, a large one daily and after a kill, all weekly."""

import json
import logging
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tracker.files.held_file import HeldFile, hold
from tracker.files.kept_json import read_kept, write_kept
from tracker.files.limits import LIMITS

FILE_NAME = "checked.json"
#: Lies beside a large ledger as long as a program has it open; one that nobody holds tells of a kill.
MARK_FILE = "in-use"
QUICK_EVERY, FULL_EVERY = timedelta(days=1), timedelta(days=7)
#: A smaller file is checked at every start; a larger one would keep the user waiting.
SMALL_BYTES = LIMITS.checked_bytes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Checked:
    """When a file was last found sound, quickly and in full; ISO moments, "" for never."""

    quick: str = ""
    full: str = ""


def mark_in_use(folder: Path) -> tuple[HeldFile | None, bool]:
    """Mark a large ledger as open; return the mark, None where another program has it open, and whether one was killed.

    Whoever ends cleanly removes the mark.
    """
    path = folder / MARK_FILE
    with suppress(OSError):
        left = path.exists()
        mark = hold(path)
        return mark, left and mark is not None
    return None, False


def is_quick_due(folder: Path, size: int, now: datetime, *, killed: bool) -> bool:
    """Tell whether a file of so many bytes is to be checked before anybody writes."""
    return size < SMALL_BYTES or killed or _is_over(_read(folder).quick, now, QUICK_EVERY)


def is_full_due(folder: Path, now: datetime) -> bool:
    """Tell whether a file is to be checked in full when the program has time."""
    return _is_over(_read(folder).full, now, FULL_EVERY)


def note_sound(folder: Path, *, full: bool = False) -> None:
    """Remember that a file was found sound now; a disk that refuses loses only that."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    known = replace(_read(folder), quick=now)
    try:
        write_kept(folder / FILE_NAME, json.dumps(asdict(replace(known, full=now) if full else known)))
    except OSError as error:
        log.info("check not noted: %s", type(error).__name__)


def _is_over(moment: str, now: datetime, span: timedelta) -> bool:
    try:
        return not timedelta() <= now - datetime.fromisoformat(moment) < span
    except (ValueError, TypeError):
        return True


def _read(folder: Path) -> Checked:
    try:
        return read_kept(folder / FILE_NAME, _from_json, Checked())
    except OSError:
        return Checked()


def _from_json(stored: Any) -> Checked:
    return Checked(**{name: str(stored[name]) for name in ("quick", "full") if name in stored})
