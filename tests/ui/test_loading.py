"""Only one thread at a time loads the database's libraries."""

import subprocess
import sys
import textwrap
import threading
import time
from typing import Any

from tracker.ui import loading


def test_a_second_thread_waits_for_the_first(monkeypatch: Any) -> None:
    inside, most = [], []

    def slow(name: str) -> None:
        inside.append(name)
        most.append(len(inside))
        time.sleep(0.02)
        inside.pop()

    monkeypatch.setattr(loading, "import_module", slow)
    threads = [threading.Thread(target=loading.load_database_libraries) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]


def test_after_it_the_libraries_are_there_whole() -> None:
    code = """
        import sys, threading
        from tracker.ui.loading import load_database_libraries
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
