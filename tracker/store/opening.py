"""Opening a ledger: schema brought up, catalogue taken in, the installation's key made."""

import secrets
from pathlib import Path

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from tracker.errors import StoreError
from tracker.model.tables import Setting
from tracker.store import catalogue, migrate, seed, shipped_holidays
from tracker.store.engine import Database, operational_sentence

TOKEN_KEY = "token_key"
DEMO_KEY = "demo"


def open_ledger(url: str, scripts: Path, seed_folder: Path, actor: str = "", desk: str = "") -> Database:
    """Open (or begin) a ledger and return it ready for use.

    `scripts` holds the Alembic migrations, `seed_folder` the catalogue. Raises StoreError when the database
    cannot be reached, is newer than this program, or is not ours.
    """
    database = Database(url, actor, desk)
    try:
        migrate.ensure_schema(database, scripts)
        database.use_wal()
        _bring_up(database, seed_folder)
        shipped_holidays.bring_in(database, seed_folder / catalogue.HOLIDAYS_FILE)
    except StoreError:
        database.close()
        raise
    except OperationalError as error:
        database.close()
        raise StoreError(f"无法打开数据库：{operational_sentence(error)}") from error
    return database


def _bring_up(database: Database, seed_folder: Path) -> None:
    digest = catalogue.digest_of(seed_folder)
    with database.reading() as session:
        if _is_current(session, digest):
            return
    with database.session() as session:
        if session.get(Setting, TOKEN_KEY) is None:
            # Detects accident and mix-up in returned workbooks; it is no security boundary.
            session.add(Setting(key=TOKEN_KEY, value=secrets.token_hex(16)))
        seed.take_in(session, catalogue.read_catalogue(seed_folder))


def _is_current(session: Session, digest: str) -> bool:
    if session.get(Setting, seed.REMOVED_KEY) is not None and session.get(Setting, TOKEN_KEY) is not None:
        return True  # this ledger begins without the shipped catalogue
    known = session.get(Setting, seed.DIGEST_KEY)
    return known is not None and known.value == digest and session.get(Setting, TOKEN_KEY) is not None
