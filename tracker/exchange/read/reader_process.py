"""The reading process: receives the bytes of files, sends back their content. Its imports stay few."""

import gc
from multiprocessing.connection import Connection

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.compare.changed_rows import ChangedRows, compare_with_own_snapshot
from tracker.exchange.read.open_book import read_raw
from tracker.files.limits import LIMITS
from tracker.files.memory_limit import confine
from tracker.files.reading_process import READY

TOO_MUCH_MEMORY = "读取文件用的内存超过上限，文件不正常，不予读取。"


def serve(connection: Connection) -> None:
    """Say that the process is ready, then read one file after another until the parent hangs up.

    Before each file comes the installation's key if the file may be compared, b"" if its raw content is wanted.
    """
    confine(LIMITS.memory_bytes)
    connection.send_bytes(READY)
    gc.disable()  # cells form no cycles; collecting a hundred thousand of them costs a third of the time
    while True:
        try:
            secret = connection.recv_bytes()
            data = connection.recv_bytes()
        except (EOFError, OSError):
            return
        connection.send(answer(data, secret))


def answer(data: bytes, secret: bytes = b"") -> RawBook | ChangedRows | str:
    """Return the changed rows of a file that carries its snapshot, else its raw content, or why it is refused."""
    try:
        book = read_raw(data)
        return (compare_with_own_snapshot(book, secret) if secret else None) or book
    except WorkbookError as refusal:
        return refusal.sentence
    except MemoryError:
        return TOO_MUCH_MEMORY
