"""A ledger on a network drive belongs to one desk at a time: who has it open stands in a file beside it."""

import json
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from tracker.errors import InUseError
from tracker.files.held_file import HeldFile, hold

LOCK_FILE = "desk.lock"


def hold_desk(folder: Path, actor: str, desk: str) -> HeldFile | None:
    """Take the folder of a ledger for this desk until the file is removed; None where this desk has it already.

    Raises InUseError, whose sentence names who has it, where another desk does.
    """
    path = folder / LOCK_FILE
    try:
        lock = hold(path)
    except OSError:
        return None  # what cannot be written can only be read, and says so itself
    if lock is None:
        holder = _read(path)
        if desk and holder.get("desk") == desk:
            return None  # the window and the command line of one desk share its computer
        who = holder.get("actor") or "另一台电脑"
        where = f"（{holder['computer']}）" if holder.get("computer") else ""
        raise InUseError(f"台账正由 {who}{where}使用；请等对方关闭，或只读打开。")
    now = datetime.now().astimezone().isoformat(timespec="minutes")
    lock.write(json.dumps({"desk": desk, "actor": actor, "computer": socket.gethostname(), "at": now}))
    return lock


def _read(path: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        said = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(said, dict):
            return {key: str(value)[:80] for key, value in said.items()}
    return {}
