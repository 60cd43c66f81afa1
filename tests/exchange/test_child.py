"""The child process itself: it ends when the parent hangs up, and its memory is capped."""

import multiprocessing
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

from tracker.exchange import child
from tracker.exchange.rawbook import RawBook

Make = Callable[..., Any]


def test_serve_answers_until_the_parent_hangs_up(monkeypatch: pytest.MonkeyPatch, xlsx: Make) -> None:
    monkeypatch.setattr(child, "confine", lambda _bytes: None)
    monkeypatch.setattr(child.gc, "disable", lambda: None)
    ours, theirs = multiprocessing.Pipe()
    thread = threading.Thread(target=child.serve, args=(theirs,))
    thread.start()
    assert ours.recv_bytes() == child.READY
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
        "from tracker.exchange.confine import confine\n"
        "confine(300 * 1024 * 1024)\n"
        "try:\n    x = bytes(400 * 1024 * 1024)\nexcept MemoryError:\n    print('capped')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "capped"


def test_the_child_imports_little() -> None:
    code = "import sys, tracker.exchange.child; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    heavy = {"openpyxl", "python_calamine", "sqlalchemy", "sqlmodel", "PySide6", "numpy"}
    assert not heavy & set(done.stdout.split())
