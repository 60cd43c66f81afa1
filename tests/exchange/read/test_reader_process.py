"""The child process itself: it ends when the parent hangs up, and its memory is capped."""

import multiprocessing
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.read import reader_process
from tracker.files.reading_process import READY

Make = Callable[..., Any]


def test_serve_answers_until_the_parent_hangs_up(monkeypatch: pytest.MonkeyPatch, xlsx: Make) -> None:
    monkeypatch.setattr(reader_process, "confine", lambda _bytes: None)
    monkeypatch.setattr(reader_process.gc, "disable", lambda: None)
    ours, theirs = multiprocessing.Pipe()
    thread = threading.Thread(target=reader_process.serve, args=(theirs,))
    thread.start()
    assert ours.recv_bytes() == READY
    answers = []
    for data in (xlsx(), b"", xlsx()):
        ours.send_bytes(b"")
        ours.send_bytes(data)
        answers.append(ours.recv())
    ours.close()
    thread.join(10)
    theirs.close()
    assert not thread.is_alive()
    assert [type(a) for a in answers] == [RawBook, str, RawBook]


@pytest.mark.skipif(sys.platform == "win32", reason="address space limits are of POSIX")
def test_memory_is_capped() -> None:
    code = (
        "from tracker.files.memory_limit import confine\n"
        "confine(300 * 1024 * 1024)\n"
        "try:\n    x = bytes(400 * 1024 * 1024)\nexcept MemoryError:\n    print('capped')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "capped"


def test_the_child_imports_little() -> None:
    code = "import sys, tracker.exchange.read.reader_process; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    heavy = {"openpyxl", "python_calamine", "sqlalchemy", "sqlmodel", "PySide6", "numpy"}
    assert not heavy & set(done.stdout.split())
