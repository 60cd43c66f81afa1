"""The composition root: puts database, jobs, bus, settings and window together."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from tracker import log, paths, settings
from tracker.cli.place import LEDGER_FILE, today, user_name
from tracker.ui.bus import Bus
from tracker.ui.context import Context
from tracker.ui.jobs import Jobs
from tracker.ui.main_window import MainWindow
from tracker.ui.theme import style

if TYPE_CHECKING:
    from tracker.store.engine import Database


class LateLedger:
    """Opens the ledger on the thread that first asks for it, so that the window never waits for a migration."""

    def __init__(self, url: str, actor: str) -> None:
        self._url = url
        self._actor = actor
        self._lock = Lock()
        self._database: Database | None = None

    def rename(self, actor: str) -> None:
        """Write another name into the history from now on."""
        self._actor = actor
        if self._database is not None:
            self._database.actor = actor

    @contextmanager
    def session(self) -> Iterator[Any]:
        """Yield a writing session; see `Database.session`."""
        with self._opened().session() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Yield a reading session; see `Database.reading`."""
        with self._opened().reading() as session:
            yield session

    def close(self) -> None:
        """Close the ledger if it was opened."""
        if self._database is not None:
            self._database.close()

    def _opened(self) -> "Database":
        # Imported here, on the database thread: the window stands before SQLModel is loaded.
        from tracker.store.engine import sqlite_url
        from tracker.store.opening import open_ledger

        with self._lock:
            if self._database is None:
                url = self._url if "://" in self._url else sqlite_url(paths.data_dir(self._url) / LEDGER_FILE)
                self._database = open_ledger(url, paths.migrations_dir(), paths.seed_dir(), self._actor)
        return self._database


@dataclass
class Desktop:
    """A running program: application, ledger and window."""

    app: QApplication
    ledger: LateLedger
    context: Context
    window: MainWindow

    def close(self) -> None:
        """End the database thread and close the ledger."""
        self.context.jobs.close()
        self.ledger.close()


def build(arguments: argparse.Namespace) -> Desktop:
    """Put everything together without showing it; the caller closes the Desktop."""
    folder = paths.data_dir(arguments.data)
    log.start(folder)
    wishes = settings.load(folder)
    app = _application()
    style.apply(app, wishes.theme)  # type: ignore[arg-type]
    ledger = LateLedger(arguments.db or str(folder), wishes.actor or user_name())
    bus = Bus()
    jobs = Jobs(ledger.session, bus, app, readings=ledger.reading)
    day: date | None = arguments.today
    context = Context(jobs, bus, wishes, lambda: day or today(), folder)
    return Desktop(app, ledger, context, MainWindow(context))


def _application() -> QApplication:
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("ZhizaoLedger")
    app.setApplicationDisplayName("智造台账")
    words = QTranslator(app)  # Qt's own buttons and menus in Chinese
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
    return app
