"""A process that reads files for one that is gone ends without a word."""

import os
import signal
import subprocess
import sys

import pytest

#: Asks for a file, stops the process before it answers, and is gone: says the number of the process.
_KILLED = """
import os, pickle, signal
from tracker.files.reading_process import ReadingProcess
from tracker.intake.read.document import serve

reading = ReadingProcess(lambda: serve, "reading", 20.0, 60.0)
connection, process = reading._started()
os.kill(process.pid, signal.SIGSTOP)
connection.send_bytes(pickle.dumps(("a.txt", None)))
connection.send_bytes("建立台账。".encode())
print(process.pid, flush=True)
os._exit(9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are stopped by signals")
def test_one_whose_parent_was_killed_ends_without_a_traceback() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _KILLED], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert parent.wait() == 9
    os.kill(child, signal.SIGINT)  # Ctrl+C at a terminal reaches it as well
    os.kill(child, signal.SIGCONT)
    _, said = parent.communicate(timeout=60)  # until the child lets go of it
    assert said == ""
