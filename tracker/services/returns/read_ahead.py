"""Reading many returned files ahead of the database: in processes of their own, in order, a few at a time."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.compare.changed_rows import Sifted
from tracker.exchange.read.reader_pool import READERS, FileBytes, load_file, look_into

_MOST_READERS = 4
_AHEAD = 3  # files per reader that may lie read while the database is busy
_TOGETHER = 4  # files worth waiting for: whoever takes them writes them at once


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file on its way in: what it holds, or the sentence (`refused`) that says why it cannot be read."""

    name: str
    path: Path | None = None  # None for a file that was kept before
    file: FileBytes | None = None
    book: RawBook | None = None
    sifted: Sifted | None = None  # instead of the book: what is new in it
    refused: str = ""


class Intake:
    """Files being read while somebody works on those before; a bad one does not stop the others.

    Nothing here touches the database. `close` ends the reading wherever it is.
    """

    def __init__(self, sources: Sequence[Path | FileBytes], secret: bytes = b"") -> None:
        """`sources` are files on the disk, or such as were kept before.

        With `secret`, the installation's key, files that carry what was sent are compared with it in reading.
        """
        self._secret = secret
        self.total = len(sources)
        self._left = deque(sources)
        self._waiting: deque[Future[ReadFile]] = deque()
        count = max(1, min(self.total, os.cpu_count() or 2, _MOST_READERS))
        self._ahead = count * _AHEAD
        self._closed = False
        self._pool = ThreadPoolExecutor(count, "reading")
        self._feed()

    @property
    def finished(self) -> bool:
        """Tell whether every file was handed out."""
        return not self._left and not self._waiting

    def take(self, seconds: float | None = None) -> list[ReadFile]:
        """Return the files that are read, in order; waits for the first few at most `seconds` (None: as needed)."""
        wait(islice(self._waiting, _TOGETHER), seconds)
        taken: list[ReadFile] = []
        while self._waiting and self._waiting[0].done():
            taken.append(self._waiting.popleft().result())
        self._feed()
        return taken

    def close(self, *, wait: bool = True) -> None:
        """End the reading and its processes; without `wait` a file that is being read ends in its own time."""
        if self._closed:
            return
        self._closed = True
        self._left.clear()
        self._waiting.clear()
        self._pool.shutdown(wait=False, cancel_futures=True)
        if wait:
            self._end()
        else:
            Thread(target=self._end, name="reading-end", daemon=True).start()

    def _end(self) -> None:
        self._pool.shutdown(wait=True)
        READERS.shrink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _feed(self) -> None:
        while self._left and len(self._waiting) < self._ahead:
            self._waiting.append(self._pool.submit(_read, self._left.popleft(), self._secret))


def read_files(sources: Sequence[Path | FileBytes], secret: bytes = b"") -> Iterator[ReadFile]:
    """Yield every file as it was read, in the order given; see `Intake`. Leaving the loop early ends the reading."""
    with Intake(sources, secret) as intake:
        while not intake.finished:
            yield from intake.take()


def _read(source: Path | FileBytes, secret: bytes) -> ReadFile:
    path = source if isinstance(source, Path) else None
    try:
        file = load_file(source) if isinstance(source, Path) else source
        read = look_into(file, secret)
        book, sifted = (read, None) if isinstance(read, RawBook) else (None, read)
        return ReadFile(source.name, path, file, book, sifted)
    except WorkbookError as error:
        return ReadFile(source.name, path, refused=error.sentence)
