"""The ledger as it was last read, kept beside the database so that the window opens filled.

Loading SQLAlchemy takes longer than everything else a start does. The kept view is shown only when its
fingerprint is that of the database now, and the real read follows at once.
"""

import hashlib
import json
import logging
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tracker import __version__
from tracker.files.kept_json import recall_kept, write_kept
from tracker.files.limits import LIMITS
from tracker.model.rows import LedgerView, RecommendationRow, TaskRow
from tracker.store.row_json import pack, unpack

FILE_NAME = "first-screen.json"
#: What older programs kept, in a format that could have run code.
OLD_FILE_NAME = "first-screen.bin"
#: A larger file is none of ours.
MOST_BYTES = LIMITS.first_screen_bytes
#: Of a larger ledger only the beginning is kept: what fills the first screen in any grouping.
MOST_TASKS = 500
SCREENFUL = 60
#: Another one whenever the rows get another shape: a view kept by an older program is not read.
LAYOUT = 7
_FINGERPRINT = (
    "SELECT version_num FROM alembic_version",
    "SELECT ledger_uid, seq FROM ledger_state",
)

log = logging.getLogger(__name__)


def fingerprint(run: Callable[[str], Any]) -> str:
    """Return what changes whenever the ledger does; `run` executes a statement and gives its rows."""
    return repr([__version__, LAYOUT, *([tuple(row) for row in run(statement)] for statement in _FINGERPRINT)])


def keep(folder: Path, view: LedgerView) -> None:
    """Keep a view that was read with its fingerprint; a full disk is no reason to stop."""
    target = folder / FILE_NAME
    if not view.fingerprint:
        target.unlink(missing_ok=True)
        return
    (folder / OLD_FILE_NAME).unlink(missing_ok=True)
    rows = json.dumps(pack(beginning(view)), ensure_ascii=False, separators=(",", ":"))
    if len(rows) * 3 > MOST_BYTES and len(rows.encode()) > MOST_BYTES:
        return
    try:
        write_kept(target, f"{_head(rows.encode())}\n{rows}")
    except OSError as error:
        log.info("first screen not kept: %s", error)


def _head(rows: bytes) -> str:
    return f"{hashlib.sha256(rows).hexdigest()} {LAYOUT}"


def beginning(view: LedgerView) -> LedgerView:
    """Return a view whose tasks are the first of each grouping, so that the kept file stays small."""
    if len(view.tasks) <= MOST_TASKS:
        return view
    wanted: set[int] = set()
    for groups in _GROUPS:
        counts: Counter[object] = Counter()
        for index, task in enumerate(view.tasks):
            group = groups(task)
            if counts[group] < SCREENFUL:
                counts[group] += 1
                wanted.add(index)
    tasks = tuple(view.tasks[index] for index in sorted(wanted))
    entries = {task.recommendation for task in tasks}
    few = [replace(entry, task_ids=()) for entry in view.recommendations if _on_screen(entry, entries)]
    return replace(view, tasks=tasks, recommendations=tuple(few), total=len(view.tasks))


#: Groups whose first rows are kept: the document itself, then the closed lists.
_GROUPS: tuple[Callable[[TaskRow], object], ...] = (
    lambda _task: "",
    lambda task: task.status,
    lambda task: task.light.colour,
)


def _on_screen(entry: RecommendationRow, codes: set[str]) -> bool:
    return entry.code in codes or not entry.task_ids


def recall(folder: Path, database: Path, today: date) -> LedgerView | None:
    """Return the kept view if it still is what the database says today, else None."""
    view: LedgerView | None = recall_kept(folder / FILE_NAME, _read)
    if view is None or view.today != today:
        return None
    try:
        return view if view.fingerprint == _of_file(database) else None
    except sqlite3.Error as error:
        log.info("first screen not used: %s", type(error).__name__)
        return None


def _read(content: bytes) -> LedgerView:
    """Return the kept view. Raises ValueError where the file is not what was kept."""
    head, _, rows = content.partition(b"\n")
    if len(content) > MOST_BYTES or head.decode("ascii", "replace") != _head(rows):
        raise ValueError("not what was kept")
    view: LedgerView = unpack(LedgerView, json.loads(rows))
    return view


def _of_file(database: Path) -> str:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return fingerprint(lambda statement: connection.execute(statement).fetchall())
