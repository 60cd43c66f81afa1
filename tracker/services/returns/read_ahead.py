"""Read returned files one after another in the reading process, a few ahead of the comparison."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.compare.changed_rows import ChangedRows
from tracker.exchange.read.reader_pool import FileBytes, load_file, read_or_compare
from tracker.files.file_names import shown_name

_AHEAD = 6  # files that may lie read while the database is busy
_TOGETHER = 4  # files worth waiting for: whoever takes them writes them at once


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file on its way in: what it holds, or the sentence (`refused`) that says why it cannot be read."""

    name: str
    path: Path | None = None  # None for a file that was kept before
    file: FileBytes | None = None
    content: RawBook | ChangedRows | None = None
    refused: str = ""


class ReadAhead:
    """Files being read while somebody works on those before; a bad one does not stop the others.

    One thread and one reading process: a round of 13 files is read twice as fast so as with several, which must be
    started first, and 100 files no slower. Nothing here touches the database.
    """

    def __init__(self, sources: Sequence[Path | FileBytes], secret: bytes = b"") -> None:
        """`sources` are files on the disk, or such as were kept before.

        With `secret`, the installation's key, files that carry what was sent are compared with it in reading.
        """
        self._secret = secret
        self._left = deque(sources)
        self._reading: deque[Future[ReadFile]] = deque()
        self._ready: list[ReadFile] = []
        self._thread = ThreadPoolExecutor(1, "reading")
        self._feed()

    @property
    def finished(self) -> bool:
        """Tell whether every file was handed out and let go."""
        return not self._left and not self._reading and not self._ready

    def ready(self, seconds: float | None = None) -> list[ReadFile]:
        """Return the files that are read, in order; waits for the first few at most `seconds` (None: as needed).

        They come again until they are let go: what is done with them may have to be done once more.
        """
        wait(islice(self._reading, _TOGETHER), seconds)
        while self._reading and self._reading[0].done():
            self._ready.append(self._reading.popleft().result())
        self._feed()
        return list(self._ready)

    def let_go(self, number: int) -> None:
        """Hand out the first `number` of the files that are read no more: they are dealt with."""
        del self._ready[:number]

    def close(self, *, wait: bool = True) -> None:
        """Read no further file; without `wait` the one that is being read ends in its own time."""
        for files in (self._left, self._reading, self._ready):
            files.clear()
        self._thread.shutdown(wait=wait, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _feed(self) -> None:
        while self._left and len(self._reading) < _AHEAD:
            self._reading.append(self._thread.submit(_read, self._left.popleft(), self._secret))


def read_files(sources: Sequence[Path | FileBytes], secret: bytes = b"") -> Iterator[ReadFile]:
    """Yield every file as it was read, in the order given; leaving the loop early ends the reading."""
    with ReadAhead(sources, secret) as reading:
        while not reading.finished:
            ready = reading.ready()
            yield from ready
            reading.let_go(len(ready))


def _read(source: Path | FileBytes, secret: bytes) -> ReadFile:
    path = source if isinstance(source, Path) else None
    name = shown_name(source) if isinstance(source, Path) else source.name
    try:
        file = load_file(source) if isinstance(source, Path) else source
        return ReadFile(name, path, file, read_or_compare(file, secret))
    except WorkbookError as error:
        return ReadFile(name, path, refused=error.sentence)
