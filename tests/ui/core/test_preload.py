"""Only one thread at a time loads the database's libraries; the pages are loaded beside the window."""

import subprocess
import sys
import textwrap
import threading
import time
from typing import Any

from tracker.ui.core import preload


def test_a_second_thread_waits_for_the_first(monkeypatch: Any) -> None:
    inside, most = [], []

    def slow(name: str) -> None:
        inside.append(name)
        most.append(len(inside))
        time.sleep(0.02)
        inside.pop()

    monkeypatch.setattr(preload, "import_module", slow)
    threads = [threading.Thread(target=preload.load_database_libraries) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]


def test_after_it_the_libraries_are_there_whole() -> None:
    code = """
        import sys, threading
        from tracker.ui.core.preload import load_database_libraries
        assert "sqlalchemy" not in sys.modules
        threads = [threading.Thread(target=load_database_libraries) for _ in range(3)]
        for one in threads: one.start()
        load_database_libraries()
        from sqlmodel import Session, select
        from sqlalchemy.orm import Mapper
        for one in threads: one.join()
        print("whole")
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "whole", done.stderr


def test_the_pages_are_loaded_beside_the_window() -> None:
    """Making the window and its first page loads no other page; the database thread does, before anybody asks."""
    code = """
        import sys, threading
        from datetime import date
        from pathlib import Path
        from contextlib import nullcontext
        from PySide6.QtCore import QObject
        from PySide6.QtWidgets import QApplication
        from tracker.settings import Settings
        from tracker.ui.core import preload
        from tracker.ui.shell import main_window
        from tracker.ui.core.bus import Bus
        from tracker.ui.core.context import Context
        from tracker.ui.core.jobs import Jobs
        from tracker.ui.shell.page_list import PAGES

        app, threads = QApplication([]), []
        whole = preload.import_module
        preload.import_module = lambda name: (threads.append(threading.get_ident()), whole(name))[1]
        from tracker.model.rows import AppState
        from types import SimpleNamespace
        main_window.app_state = SimpleNamespace(read_state=lambda _session: AppState(False, "", "", 0, "", None))
        others = [f"tracker.ui.{entry.key}.page" for entry in PAGES if entry.key not in ("ledger", "office")]
        others.append("tracker.ui.overview.office_page")
        bus = Bus()
        jobs = Jobs(lambda _act="": nullcontext(None), bus)
        window = main_window.MainWindow(Context(jobs, bus, Settings(), lambda: date(2023, 9, 15), Path(".")))
        assert not [name for name in (*others, "pyqtgraph") if name in sys.modules]
        jobs.drain()
        assert not [name for name in (*others, "pyqtgraph") if name not in sys.modules]
        assert threads and threading.get_ident() not in threads
        print("beside")
        jobs.close()
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert "beside" in done.stdout, done.stderr


def test_no_source_of_the_libraries_is_kept_in_memory() -> None:
    """PySide6 looks through the source of each imported module, and Python keeps the lines it read for a traceback."""
    code = """
        import linecache
        import tracker.desktop
        from tracker.ui.core.preload import load_charts, load_database_libraries
        load_database_libraries()
        load_charts()
        files = [name.replace("\\\\", "/") for name in linecache.cache if name.endswith(".py")]
        read = [name for name in files if "/sqlalchemy/" in name or "/pyqtgraph/" in name or "/tracker/ui/" in name]
        print(len(read), *read[:3])
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["0"], done.stdout + done.stderr
