"""A process that reads files from outside and can be killed without killing the program.

The program's entry must call `multiprocessing.freeze_support()` before anything else.
"""

import gc
import logging
import multiprocessing
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

READY = b"ready"
START_SECONDS = 20.0  # where a virus scanner looks at a program before it may run, that takes seconds
Serve = Callable[[Connection], None]

log = logging.getLogger(__name__)


class Failure(Enum):
    """Why there is no answer."""

    NOT_STARTED = "the process does not stand: no fault of the file"
    DIED = "it ended in the middle: out of memory, or a library aborted"
    TOO_LONG = "it took longer than a file may take, and was killed"


class ReadingProcess:
    """One process for many files; it is started when needed and again after it died."""

    def __init__(self, serve: Callable[[], Serve], name: str, timeout: float, start_seconds: float) -> None:
        """`serve` gives what runs in the process: it sends READY, then answers; times are in seconds."""
        self._serve, self._name = serve, name
        self._timeout, self._start_seconds = timeout, start_seconds
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._stands = False

    def begin(self) -> None:
        """Start the process without waiting for it, so that it comes up while its user does other things."""
        if self._process is None:
            self._launch()

    def ask(self, messages: Sequence[bytes]) -> Any:
        """Return what the process answers to these messages, or a Failure."""
        started = self._started() or self._started()  # one that was held up at its start seldom is twice
        if started is None:
            return Failure.NOT_STARTED
        connection, process = started
        try:
            for message in messages:
                connection.send_bytes(message)
            ready = wait([connection, process.sentinel], self._timeout)
            if connection in ready:
                return _received(connection)
        except (EOFError, OSError):
            ready = [process.sentinel]
        self.close()
        return Failure.DIED if ready else Failure.TOO_LONG

    def close(self) -> None:
        """End the process."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._connection = None
        self._stands = False

    def _started(self) -> tuple[Connection, BaseProcess] | None:
        """Return the process that reads, None where it does not stand: that is no fault of the file."""
        if self._process is None or not self._process.is_alive():
            self._launch()
        ours, process = self._connection, self._process
        if ours is None or process is None:
            return None
        try:
            if self._stands:
                return ours, process
            if ours in wait([ours, process.sentinel], self._start_seconds) and ours.recv_bytes() == READY:
                self._stands = True
                return ours, process
            log.warning("the reading process did not stand")
        except (EOFError, OSError) as error:
            log.warning("the reading process did not start: %s", error)
        self.close()
        return None

    def _launch(self) -> None:
        """Start the process; it has still to say that it stands. Where it cannot be started there is none."""
        self.close()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_run, args=(self._serve(), theirs), name=self._name, daemon=True)
        self._connection = ours
        try:
            process.start()
            theirs.close()
            self._process = process
        except OSError as error:
            log.warning("the reading process did not start: %s", error)
            self.close()


def _run(serve: Serve, connection: Connection) -> None:
    """Serve until the parent hangs up, wherever that happens: where it was killed nobody waits for an answer.

    Ctrl+C at a terminal reaches both of them and is the parent's to answer.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, ConnectionError):
        serve(connection)


def _received(connection: Connection) -> Any:
    """Return the answer; without collecting, which would walk every new object for nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return connection.recv()
    finally:
        if collecting:
            gc.enable()
