"""The ledger a command works on: data folder, open database, and the day that counts as today."""

import argparse
import getpass
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from sqlmodel import Session

from tracker import paths, settings
from tracker.errors import AgainError
from tracker.files.kept_passwords import read_password
from tracker.services.finish_interrupted import attend
from tracker.services.retrying import PAUSES, carry_out
from tracker.store.connecting import address_of
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger, reach_server
from tracker.store.signing_in import signed_in

#: Seconds before an act is asked about once more of which nobody knows whether it was written.
UNTIL_KNOWN = (5.0,) * 10
_UNKNOWN = "与服务器的连接断开，还不知道刚才的修改是否已保存；连上以后请先核对，再决定要不要重做。"
T = TypeVar("T")


@dataclass
class OpenLedger:
    """An open ledger and the day that counts as today."""

    folder: Path
    database: Database
    today: date

    def write(self, work: Callable[[Session], T], *, reads_first: bool = False) -> T:
        """Do `work` in one writing transaction and return what it returns; again by its key where the connection goes.

        Raises DoneBeforeError where it turns out to have been written, AgainError where nobody can be asked.
        """
        act = uuid4().hex
        try:
            opened = partial(self.database.session, act, reads_first=reads_first)
            return carry_out(opened, work, pauses=PAUSES, unknown=UNTIL_KNOWN)
        except AgainError as error:
            raise AgainError(_UNKNOWN if error.unknown else error.sentence, unknown=error.unknown) from error

    def reopen(self) -> None:
        """Open the ledger again, after its file was replaced."""
        known = self.database.actor, self.database.desk
        self.database.close()
        self.database = open_ledger(self.database.url, paths.migrations_dir(), paths.seed_dir(), *known)
        attend(self.database, self.folder)


def open_for(arguments: argparse.Namespace) -> OpenLedger:
    """Open the ledger that the command line names, else the one of the data folder. Raises InputError or StoreError."""
    folder = paths.data_dir(arguments.data)
    url = arguments.db or settings.load(folder).ledger or sqlite_url(folder / paths.LEDGER_FILE)
    actor = settings.load(folder).actor or settings.system_user()
    known = url, paths.migrations_dir(), paths.seed_dir(), actor, settings.desk_of(folder)
    database = _signed_in(url, lambda password: open_ledger(*known, password))
    attend(database, folder)
    if database.notice:
        print(database.notice, file=sys.stderr)
    return OpenLedger(folder, database, arguments.today or datetime.now().astimezone().date())


def server_for(arguments: argparse.Namespace) -> Database | None:
    """Return the server that the command line or the data folder names, reached, whatever its schema; None for a file.

    Raises StoreError where it is not reached.
    """
    folder = paths.data_dir(arguments.data)
    url = arguments.db or settings.load(folder).ledger
    if not url or not address_of(url).is_server:
        return None

    actor = settings.load(folder).actor or settings.system_user()
    return _signed_in(url, partial(reach_server, url, actor, settings.desk_of(folder)))


def _signed_in(url: str, reach: Callable[[str], Database]) -> Database:
    return signed_in(
        reach,
        stored=lambda: read_password(address_of(url).credential),
        ask=lambda: getpass.getpass("密码：") if sys.stdin.isatty() else "",
    )


def ledger_file(arguments: argparse.Namespace) -> Path | None:
    """Return the file of the ledger that the command line names, without opening it; None for a server."""
    folder = paths.data_dir(arguments.data)
    address = arguments.db or settings.load(folder).ledger
    if not address:
        return folder / paths.LEDGER_FILE
    database = Database(address)
    database.close()
    return database.file
