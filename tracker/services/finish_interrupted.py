"""What an opened ledger is given of its desk: the folder that remembers; what was left is finished, the clock seen."""

from pathlib import Path

from tracker.queries.app_state import is_demo
from tracker.services.staged_files import finish_left
from tracker.store.clock import clock_words
from tracker.store.engine import Database


def attend(database: Database, folder: Path) -> None:
    """Let an open ledger remember in the data folder what a kill may interrupt, and finish what was left there.

    A clock of this computer that cannot be right is added to its notice.
    """
    database.notes = folder
    finish_left(database)
    with database.reading() as session:
        if not is_demo(session):  # its acts have days of their own
            database.notice += clock_words(session)
