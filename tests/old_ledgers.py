"""Ledgers that earlier programs kept, laid out as files for the tests of what brings them up to date."""

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tracker import paths
from tracker.services.integrity import find_faults
from tracker.store import migrate
from tracker.store.engine import Database, sqlite_url

#: Every ledger that was kept, packed; a folder each, named after its schema.
ALL_KEPT = sorted((Path(__file__).parent / "ledgers").glob("*/ledger.db.xz"))
#: The ledger of version 0.1.0 after a year of work.
KEPT = Path(__file__).parent / "ledgers" / "schema2" / "ledger.db.xz"


def lay_out(folder: Path, kept: Path = KEPT) -> Path:
    """Unpack a kept ledger into a folder and return its file."""
    path = folder / "ledger.db"
    path.write_bytes(lzma.decompress(kept.read_bytes()))
    return path


def bring_up(path: Path) -> None:
    """Run every migration on a ledger and see that no row contradicts another afterwards."""
    database = Database(sqlite_url(path))
    assert migrate.ensure_schema(database, paths.migrations_dir())
    with database.reading() as session:
        assert find_faults(session) == []
    database.close()


def rows(path: Path, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return what a statement reads from a ledger."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement, values).fetchall()


def write(path: Path, statement: str, *values: Any) -> None:
    """Change a ledger past the program, as an earlier one may have left it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement, values)
        connection.commit()
