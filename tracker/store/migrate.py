"""Bringing a database to the newest schema, one program at a time; a newer schema is refused."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text, update

from tracker import __version__
from tracker.errors import StoreError
from tracker.model.history_words import ROW_WORDS
from tracker.model.tables import LedgerState
from tracker.store.engine import Database, translated
from tracker.store.schema import HEAD

if TYPE_CHECKING:
    from alembic.config import Config


#: The lock under which a server's schema is made or migrated; any fixed number, the same for every program.
_LOCK = 0x5A48495A
#: Whoever owns the tables that are there, else the role that the help tells administrators to make.
_OWNER = text(
    "SELECT rolname FROM pg_roles WHERE rolname = coalesce((SELECT tableowner FROM pg_tables "
    "WHERE schemaname = current_schema() AND tablename = 'alembic_version'), 'ledger_owner') "
    "AND rolname <> current_user AND pg_has_role(rolname, 'MEMBER') "
    "AND has_schema_privilege(rolname, current_schema(), 'CREATE')"
)
_MAY_MAKE = text("SELECT has_schema_privilege(current_schema(), 'CREATE')")
_NO_RIGHTS = "这个账号不能在数据库里建表，没有改动；请先用 ledger_owner 的成员账号打开一次（帮助：多台电脑共用）。"


def ensure_schema(database: Database, scripts: Path, before: Callable[[], object] = lambda: None) -> bool:
    """Create or migrate the schema; return whether anything was done.

    `before` is called before a ledger that is there is migrated, to keep a backup of it. Of several programs that
    begin at once the others wait and find it done. Raises StoreError for a schema newer than this program or tables
    that are not ours.
    """
    revision = current_revision(database)
    if revision == HEAD:
        return False
    if revision is not None:
        _refuse_unknown(revision, scripts)
        before()
    with database.engine.connect() as connection, _references_resting(connection):
        writing = connection.execution_options(tracker_write=True)
        with writing.begin():
            _wait_alone(writing)
            if _revision_in(writing) == HEAD:
                return False
            _act_as_owner(writing)
            _wait_for_writers(writing)
            _refuse_broken_references(writing, "升级前")
            upgrade(writing, scripts)
            # A program of before is refused by the schema; the version tells its user which one to install.
            oldest = {"min_program": __version__} if revision is not None else {}
            writing.execute(update(LedgerState).values(schema_=HEAD, **oldest))
            _refuse_broken_references(writing, "升级时")
    return True


def _wait_alone(connection: Connection) -> None:
    """Let no other program make or migrate the schema meanwhile; BEGIN IMMEDIATE does that for a file."""
    if connection.dialect.name != "sqlite":
        for limit in ("lock_timeout", "statement_timeout"):
            connection.execute(text(f"SET LOCAL {limit} = 0"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def _act_as_owner(connection: Connection) -> None:
    """Have what is made on a server belong to the owners' role: any of its members may upgrade it later, not one only.

    Raises StoreError for an account that may make no tables.
    """
    if connection.dialect.name == "sqlite":
        return
    owner = connection.scalar(_OWNER)
    if owner is not None:
        connection.execute(text(f"SET LOCAL ROLE {connection.dialect.identifier_preparer.quote(owner)}"))
    if not connection.scalar(_MAY_MAKE):
        raise StoreError(_NO_RIGHTS)


def _wait_for_writers(connection: Connection) -> None:
    """Hold the turn of a server's ledger while its schema changes: acts under way end first, later ones wait."""
    if connection.dialect.name != "sqlite" and "ledger_state" in inspect(connection).get_table_names():
        connection.execute(text("SELECT seq FROM ledger_state FOR UPDATE"))


@contextmanager
def closed_for(database: Database, why: str) -> Iterator[None]:
    """Keep everybody from writing to a server's ledger meanwhile; whoever tries is told why.

    Raises ReadOnlyError where this account may not do so.
    """
    _set_closed(database, why)
    try:
        yield
    finally:
        _set_closed(database, "")


def _set_closed(database: Database, why: str) -> None:
    """Write into the state of a ledger, once nobody is writing, what keeps others from it; older schemas have none."""
    with translated(), database.engine.begin() as connection:
        if "ledger_state" in inspect(connection).get_table_names():
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("UPDATE ledger_state SET closed_for = :why"), {"why": why})


@contextmanager
def _references_resting(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild tables: dropping one would otherwise delete or refuse the rows that refer to it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _refuse_broken_references(connection: Connection, when: str) -> None:
    """Refuse a ledger with rows that refer to missing ones: before a migration, and what one would leave behind."""
    if connection.dialect.name != "sqlite":
        return
    broken = Counter((row[0], row[2]) for row in connection.execute(text("PRAGMA foreign_key_check")))
    if broken:
        ((table, parent), count), *_ = broken.most_common()
        row, wanted = (ROW_WORDS.get(name, name) for name in (table, parent))
        raise StoreError(
            f"{when}发现台账的数据不完整：{count} 条“{row}”指向已经不在的“{wanted}”。"
            "没有升级，数据没有改动；请从备份恢复，或联系维护人员。"
        )


def current_revision(database: Database) -> str | None:
    """Return the schema revision of a database, None for an empty one."""
    with database.reading() as session:
        return _revision_in(session.connection())


def _revision_in(connection: Connection) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables:
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision
    if tables:
        raise StoreError("这个数据库不是本程序的台账，没有改动；请换一个数据文件夹或数据库。")
    return None


def upgrade(connection: Connection, scripts: Path, revision: str = "head") -> None:
    """Run the migrations up to a revision on an open connection inside its transaction."""
    from alembic import command  # slow to import and not needed when the schema is current

    command.upgrade(_config(connection, scripts), revision)


def known_revisions(scripts: Path) -> tuple[str, ...]:
    """Return the revisions this program knows, newest first."""
    from alembic.script import ScriptDirectory

    return tuple(script.revision for script in ScriptDirectory(str(scripts)).walk_revisions())


def _refuse_unknown(revision: str, scripts: Path) -> None:
    if revision not in known_revisions(scripts):
        raise StoreError(
            f"这个台账由更新版本的程序建立（结构版本 {revision}，本程序只认识到 {HEAD}）；"
            "请安装新版本后再打开，数据没有改动。"
        )


def _config(connection: Connection, scripts: Path) -> "Config":
    from alembic.config import Config

    from tracker.model.tables import metadata

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = metadata
    return config
