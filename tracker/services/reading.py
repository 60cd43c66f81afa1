"""Reading many returned files ahead of the database: in processes of their own, in order, a few at a time."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tracker.errors import WorkbookError
from tracker.exchange.rawbook import RawBook
from tracker.exchange.reader import BookReader, FileBytes, load_file

_MOST_READERS = 4
_AHEAD = 2  # files per reader that may lie read while the database is busy


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file on its way in: what it holds, or the sentence (`refused`) that says why it cannot be read."""

    path: Path
    file: FileBytes | None = None
    book: RawBook | None = None
    refused: str = ""


def read_files(paths: Sequence[Path]) -> Iterator[ReadFile]:
    """Yield every file as it was read, in the order given; a bad one does not stop the others.

    Leaving the loop early ends the reading. Nothing here touches the database.
    """
    count = max(1, min(len(paths), (os.cpu_count() or 2) - 1, _MOST_READERS))
    free: SimpleQueue[BookReader] = SimpleQueue()
    with ExitStack() as readers, ThreadPoolExecutor(count, "reading") as pool:
        for _ in range(count):
            free.put(readers.enter_context(BookReader()))
        waiting: deque[Future[ReadFile]] = deque()
        try:
            for path in paths:
                waiting.append(pool.submit(_read, path, free))
                if len(waiting) > count * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()


def _read(path: Path, free: SimpleQueue[BookReader]) -> ReadFile:
    reader = free.get()
    try:
        file = load_file(path)
        return ReadFile(path, file, reader.read(file))
    except WorkbookError as error:
        return ReadFile(path, refused=error.sentence)
    finally:
        free.put(reader)
