"""The ledger a command works on: data folder, open database, and the day that counts as today."""

import argparse
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tracker import paths, settings
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger


@dataclass
class OpenLedger:
    """An open ledger and the day that counts as today."""

    folder: Path
    database: Database
    today: date

    def reopen(self) -> None:
        """Open the ledger again, after its file was replaced."""
        known = self.database.actor, self.database.desk
        self.database.close()
        self.database = open_ledger(self.database.url, paths.migrations_dir(), paths.seed_dir(), *known)


def open_for(arguments: argparse.Namespace) -> OpenLedger:
    """Open the ledger that the command line names. Raises InputError or StoreError."""
    folder = paths.data_dir(arguments.data)
    url = arguments.db or sqlite_url(folder / paths.LEDGER_FILE)
    actor = settings.load(folder).actor or settings.system_user()
    database = open_ledger(url, paths.migrations_dir(), paths.seed_dir(), actor, settings.desk_of(folder))
    return OpenLedger(folder, database, arguments.today or datetime.now().astimezone().date())
