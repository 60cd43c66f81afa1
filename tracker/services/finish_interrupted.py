"""What an opened ledger is given of its desk: the folder that remembers, and what was left there is finished."""

from pathlib import Path

from tracker.services.staged_files import finish_left
from tracker.store.engine import Database


def attend(database: Database, folder: Path) -> None:
    """Let an open ledger remember in the data folder what a kill may interrupt, and finish what was left there."""
    database.notes = folder
    finish_left(database)
