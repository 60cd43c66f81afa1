"""Read the files of `intake` while the ledger is being opened: a process that reads beside this one costs no time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tracker.intake.read.reader import ArticleReader
from tracker.intake.read.source_text import SourceText


class ReadingAhead:
    """Files being read one after another; this module loads neither the ledger nor the rules of the intake."""

    def __init__(self, files: Sequence[Path], encoding: str | None) -> None:
        """Begin with the first file at once; `encoding` is what the user says of text files."""
        self._reader = ArticleReader()
        self._thread = ThreadPoolExecutor(1, "reading-ahead")
        self._texts = [self._thread.submit(self._reader.read, path, encoding) for path in files]

    def texts(self) -> Iterator[SourceText]:
        """Yield the text of each file in turn. Raises InputError, naming the file, for one that cannot be read."""
        for text in self._texts:
            yield text.result()

    def close(self) -> None:
        """End the reading, also where something is still being read."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._reader.close()
