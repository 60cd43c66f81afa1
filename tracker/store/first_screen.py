"""The ledger as it was last read, kept beside the database so that the window opens filled.

Loading SQLAlchemy takes longer than everything else a start does. The kept view is shown only when its
fingerprint is that of the database now, and the real read follows at once.
"""

import io
import logging
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from tracker import __version__
from tracker.model.rows import LedgerView

FILE_NAME = "first-screen.bin"
#: A larger ledger takes longer to unpack than to read.
MOST_TASKS = 2_000
_FINGERPRINT = (
    "SELECT version_num FROM alembic_version",
    "SELECT max(id), max(at) FROM batch",
    "SELECT key, value FROM setting ORDER BY key",
)
#: The only things a kept view may be made of; a file that names anything else is not read.
_ALLOWED = ("tracker.model.rows.", "tracker.model.enums")

log = logging.getLogger(__name__)


def fingerprint(run: Callable[[str], Any]) -> str:
    """Return what changes whenever the ledger does; `run` executes a statement and gives its rows."""
    return repr([__version__, *([tuple(row) for row in run(statement)] for statement in _FINGERPRINT)])


def keep(folder: Path, view: LedgerView) -> None:
    """Keep a view that was read with its fingerprint; a full disk is no reason to stop."""
    target = folder / FILE_NAME
    if not view.fingerprint or len(view.tasks) > MOST_TASKS:
        target.unlink(missing_ok=True)
        return
    draft = target.with_suffix(".part")
    try:
        draft.write_bytes(pickle.dumps(view))
        draft.replace(target)
    except OSError as error:
        log.info("first screen not kept: %s", error)


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
        found = super().find_class(module, name) if module.startswith(_ALLOWED) or module == "datetime" else None
        if found is not date and not (isinstance(found, type) and found.__module__.startswith(_ALLOWED)):
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a view")
        return found
