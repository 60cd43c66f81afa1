"""The ledger as it was last read, kept beside the database so that the window opens filled.

Loading SQLAlchemy takes longer than everything else a start does. The kept view is shown only when its
fingerprint is that of the database now, and the real read follows at once.
"""

import io
import logging
import pickle
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tracker import __version__
from tracker.model.rows import LedgerView, RecommendationRow, TaskRow

FILE_NAME = "first-screen.bin"
#: Of a larger ledger only the beginning is kept: what fills the first screen in any grouping.
MOST_TASKS = 500
SCREENFUL = 60
#: Another one whenever the rows get another shape: a view kept by an older program is not read.
LAYOUT = 7
_FINGERPRINT = (
    "SELECT version_num FROM alembic_version",
    "SELECT id, at FROM batch ORDER BY id DESC LIMIT 1",
    "SELECT key, value FROM setting ORDER BY key",
)
#: The only things a kept view may be made of; a file that names anything else is not read.
_ALLOWED = ("tracker.model.rows.", "tracker.model.enums", "tracker.model.source_words")

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
    draft = target.with_suffix(".part")
    try:
        draft.write_bytes(pickle.dumps(beginning(view)))
        draft.replace(target)
    except OSError as error:
        log.info("first screen not kept: %s", error)


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
    try:
        view = _Narrow(io.BytesIO((folder / FILE_NAME).read_bytes())).load()
        fresh = isinstance(view, LedgerView) and view.today == today
        return view if fresh and view.fingerprint == _of_file(database) else None
    except FileNotFoundError:
        return None
    except (OSError, sqlite3.Error, pickle.UnpicklingError, AttributeError, TypeError, ValueError, EOFError) as error:
        log.info("first screen not used: %s", error)
        return None


def _of_file(database: Path) -> str:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return fingerprint(lambda statement: connection.execute(statement).fetchall())


class _Narrow(pickle.Unpickler):
    """Unpacks rows, enums and dates, nothing else: the file may come from a stick of unknown origin."""

    def find_class(self, module: str, name: str) -> Any:
        """Return an allowed class. Raises UnpicklingError for any other."""
        kind = super().find_class(module, name) if module.startswith(_ALLOWED) or module == "datetime" else None
        if kind is not date and not (isinstance(kind, type) and kind.__module__.startswith(_ALLOWED)):
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a view")
        return kind
