"""The composition root: puts database, jobs, bus, settings and window together."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tracker import log, paths, settings
from tracker.errors import LoginError, StoreError
from tracker.store import first_screen
from tracker.ui.charts import accessible
from tracker.ui.core.bus import Bus
from tracker.ui.core.context import Context
from tracker.ui.core.garbage import Collector
from tracker.ui.core.jobs import Jobs
from tracker.ui.core.preload import load_database_libraries
from tracker.ui.print.without_window import DRAWING
from tracker.ui.shell.connecting_notice import Connecting
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.theme import style

if TYPE_CHECKING:
    from tracker.store.engine import Database


class LateLedger:
    """Opens the ledger on the thread that first asks for it, so that the window never waits for a migration."""

    def __init__(self, url: str | None, folder: Path, actor: str, desk: str = "") -> None:
        self.file = _file_of(url) if url else folder / paths.LEDGER_FILE
        self._folder = folder
        self.password, self._keeps = "", False  # what a person was asked for, and whether the system keeps it
        self._refused = ""  # why the server let nobody in: it is not asked again before somebody typed another one
        self._waits = True  # whether anybody waits for the server to answer
        self._url = url
        self._actor, self._desk = actor, desk
        self._lock = Lock()
        self._database: Database | None = None
        # Called with who writes while this desk waits for its turn; may raise to give up.
        self.waiting: Callable[[str], object] = lambda _who: None

    def rename(self, actor: str) -> None:
        """Write another name into the history from now on."""
        self._actor = actor
        if self._database is not None:
            self._database.actor = actor

    @property
    def url(self) -> str:
        """Return the address of the ledger, of a file as well; without a password."""
        from tracker.store.engine import sqlite_url

        return sqlite_url(self.file) if self.file else self._url or ""

    @property
    def server(self) -> str:
        """Return the name of the server or of its service, without the libraries of the database."""
        url = self._url or ""
        return url.removeprefix("service=") if url.startswith("service=") else urlsplit(url).hostname or "本机"

    def shown(self) -> str:
        """Return the address as it may stand on a screen."""
        from tracker.store.connecting import address_of

        return address_of(self.url).shown

    def sign_in(self, password: str, keep: bool) -> None:
        """Try a password from now on, for this run; with `keep` the system stores it once it was right."""
        self.close()  # a server may want another password than the one it was opened with
        self.password, self._keeps, self._refused = password, keep, ""

    def reached(self) -> "Database":
        """Return the server whatever the schema of its ledger, logged in as this window is; the caller closes it."""
        from tracker.store.opening import reach_server
        from tracker.store.signing_in import signed_in_kept

        reach = partial(reach_server, self.url, self._actor, self._desk)
        return signed_in_kept(self.url, reach, self.password, self._keeps)

    def wait(self, waits: bool) -> None:
        """Open the ledger when it is asked for; where nobody waits for its server any more, say so at once."""
        self._waits = waits

    @contextmanager
    def session(self, act: str = "", *, reads_first: bool = False) -> Iterator[Any]:
        """Yield a writing session; see `Database.session`."""
        with self._opened().session(act, reads_first=reads_first) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Yield a reading session; see `Database.reading`."""
        with self._opened().reading() as session:
            yield session

    def cancel(self) -> None:
        """Have the database give up what it is doing."""
        if self._database is not None:
            self._database.cancel()

    def hang_up(self) -> None:
        """End all conversations with a server at once."""
        if self._database is not None:
            self._database.hang_up()

    def close(self) -> None:
        """Close the ledger if it was opened; who asks for it again opens it again."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _opened(self) -> "Database":
        # Imported here, on the database thread: the window stands before SQLModel is loaded.
        load_database_libraries()
        from tracker.services.finish_interrupted import attend

        with self._lock:
            if self._database is None:
                self._database = self._connected()
                self._database.waiting = self.waiting
                attend(self._database, self._folder)
        return self._database

    def _connected(self) -> "Database":
        """Open the ledger, unless its server let nobody in or nobody waits for it."""
        if self._refused:
            raise LoginError(self._refused)
        self._require_patience()
        try:
            database = self._open()
        except LoginError as error:
            self._refused = error.sentence
            raise
        try:
            self._require_patience()
        except StoreError:
            database.close()
            raise
        return database

    def _require_patience(self) -> None:
        if not self._waits:
            raise StoreError("没有连接服务器。")

    def _open(self) -> "Database":
        from tracker.store.opening import open_ledger
        from tracker.store.signing_in import signed_in_kept

        known = self.url, paths.migrations_dir(), paths.seed_dir(), self._actor, self._desk
        return signed_in_kept(self.url, lambda password: open_ledger(*known, password), self.password, self._keeps)


def _file_of(url: str) -> Path | None:
    """Return the file an address names, None for a server; only a file's address needs the database's libraries."""
    if not url.startswith("sqlite"):
        return None
    from tracker.store.connecting import address_of

    return Path(address_of(url).url.database or "")


@dataclass
class Desktop:
    """A running program: application, ledger and window."""

    app: QApplication
    ledger: LateLedger
    context: Context
    window: MainWindow

    def close(self) -> bool:
        """End the database thread, close the ledger; the window goes with the next events.

        Return whether the thread has ended: one that still waits for a server would keep the program from ending.
        """
        ended = self.context.jobs.close(self.ledger.cancel, self.ledger.hang_up)
        if ended:
            self.ledger.close()
        if isValid(self.window):
            self.window.deleteLater()
        return ended


def build(arguments: argparse.Namespace, *, paint_first: bool = False, password: str = "") -> Desktop:
    """Put everything together without showing it; the caller closes the Desktop.

    With `paint_first` and a kept first view the database is left alone until the caller releases the jobs. `password`
    is one that was typed for the server of this ledger in this run.
    """
    folder = paths.data_dir(arguments.data)
    log.start(folder)
    desk = settings.desk_of(folder)
    stored = settings.load(folder)
    app = application()
    accessible.install()
    style.apply(app, stored.theme)  # type: ignore[arg-type]
    ledger = LateLedger(arguments.db or stored.ledger or None, folder, stored.actor or settings.system_user(), desk)
    ledger.password = password
    bus = Bus()
    jobs = Jobs(ledger.session, bus, app, readings=ledger.reading)
    ledger.waiting = jobs.wait_for_turn
    day: date | None = arguments.today
    context = Context(jobs, bus, stored, lambda: day or datetime.now().astimezone().date(), folder)
    context.address, context.password = lambda: ledger.url, lambda: ledger.password
    context.ledger_file, context.preview = ledger.file, getattr(arguments, "preview", "") or ""
    jobs.close_writing(context.preview)
    if ledger.file is None:
        Connecting(jobs, bus, ledger.server, ledger.wait).start()
    else:
        context.first_view = first_screen.recall(folder, ledger.file, context.today())
        context.keep_view = partial(first_screen.keep, folder)
    if paint_first and context.first_view is not None:
        jobs.hold()
    window = MainWindow(context)
    window.actor_changed.connect(ledger.rename)
    return Desktop(app, ledger, context, window)


def application() -> QApplication:
    """Return the program's QApplication, made with its name, icon and Qt's words in Chinese if there is none."""
    running = QApplication.instance()
    if isinstance(running, QApplication) and running.objectName() != DRAWING:
        return running
    if isinstance(running, QApplication):
        app = running
        app.setObjectName("")
    else:
        QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(sys.argv[:1])
    Collector(app)
    app.setApplicationName("ZhizaoLedger")
    app.setApplicationDisplayName("智造台账")
    app.setWindowIcon(QIcon(str(paths.resources_dir() / "icons" / "program.ico")))
    words = QTranslator(app)  # Qt's own buttons and menus in Chinese
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
    return app
