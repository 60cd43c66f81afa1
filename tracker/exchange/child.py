"""The reading process: takes file bytes, gives raw books, knows nothing else. Imports stay few."""

import gc
from multiprocessing.connection import Connection

from tracker.errors import WorkbookError
from tracker.exchange.confine import confine
from tracker.exchange.limits import LIMITS
from tracker.exchange.preflight import read_raw
from tracker.exchange.rawbook import RawBook

TOO_MUCH_MEMORY = "读取文件用的内存超过上限，文件不正常，不予读取。"


def serve(connection: Connection) -> None:
    """Read one file after another until the parent hangs up."""
    confine(LIMITS.memory_bytes)
    gc.disable()  # cells form no cycles; collecting a hundred thousand of them costs a third of the time
    while True:
        try:
            data = connection.recv_bytes()
        except (EOFError, OSError):
            return
        connection.send(answer(data))


def answer(data: bytes) -> RawBook | str:
    """Return the raw book of a file's bytes, or the sentence that refuses it."""
    try:
        return read_raw(data)
    except WorkbookError as refusal:
        return refusal.sentence
    except MemoryError:
        return TOO_MUCH_MEMORY
