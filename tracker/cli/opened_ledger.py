"""The ledger a command works on: data folder, open database, and the day that counts as today."""

import argparse
import getpass
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tracker import paths, settings
from tracker.errors import LoginError
from tracker.services.attending import attend
from tracker.store.connecting import has_password
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger

_SEEN = "命令行里的密码别的程序看得见；请改用密码文件（帮助：多台电脑共用）。"


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
        attend(self.database, self.folder)


def open_for(arguments: argparse.Namespace, *, upgrade: bool = False) -> OpenLedger:
    """Open the ledger that the command line names, else the one of the data folder. Raises InputError or StoreError.

    `upgrade` allows that a server's ledger is brought to a new schema.
    """
    folder = paths.data_dir(arguments.data)
    url = arguments.db or settings.load(folder).ledger or sqlite_url(folder / paths.LEDGER_FILE)
    actor = settings.load(folder).actor or settings.system_user()
    known = url, paths.migrations_dir(), paths.seed_dir(), actor, settings.desk_of(folder)
    if has_password(url):
        print(_SEEN, file=sys.stderr)
    try:
        database = open_ledger(*known, upgrade=upgrade)
    except LoginError:
        if not sys.stdin.isatty():
            raise
        database = open_ledger(*known, getpass.getpass("密码："), upgrade=upgrade)
    attend(database, folder)
    return OpenLedger(folder, database, arguments.today or datetime.now().astimezone().date())


def ledger_file(arguments: argparse.Namespace) -> Path | None:
    """Return the file of the ledger that the command line names, without opening it; None for a server."""
    folder = paths.data_dir(arguments.data)
    address = arguments.db or settings.load(folder).ledger
    if not address:
        return folder / paths.LEDGER_FILE
    database = Database(address)
    database.close()
    return database.file
