"""Files that one program holds while it runs: the system lets go of them when it ends, however it ends."""

import os
import sys
from contextlib import suppress
from io import FileIO
from pathlib import Path

#: Where the lock lies on Windows: behind all that stands in the file, so that others can read it.
_FAR = 1 << 30


class HeldFile:
    """A file that nobody else holds; what stands in it is for whoever comes upon it."""

    def __init__(self, path: Path, stream: FileIO) -> None:
        self.path = path
        self._stream = stream

    def read(self) -> str:
        """Return what stands in it."""
        self._stream.seek(0)
        return self._stream.read().decode("utf-8", "replace")

    def write(self, text: str) -> None:
        """Put a text in place of what stands in it."""
        self._stream.seek(0)
        self._stream.truncate()
        self.add(text)

    def add(self, text: str) -> None:
        """Put a text behind what stands in it."""
        self._stream.seek(0, 2)
        self._stream.write(text.encode("utf-8", "surrogateescape"))
        self._stream.flush()

    def let_go(self) -> None:
        """Hold it no longer; the file stays."""
        self._stream.close()

    def remove(self) -> None:
        """Hold it no longer and take it away."""
        if sys.platform == "win32":  # an open file cannot be removed there
            self._stream.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        self._stream.close()


def hold(path: Path) -> HeldFile | None:
    """Return a file held by this program alone, made where it is missing; None where another one holds it.

    Raises OSError where the folder refuses.
    """
    while True:
        stream = FileIO(path, "a+b")
        if not _lock(stream):
            stream.close()
            return None
        if _is_there(path, stream):
            return HeldFile(path, stream)
        stream.close()  # whoever held it took it away meanwhile


def _is_there(path: Path, stream: FileIO) -> bool:
    if sys.platform == "win32":
        return True
    with suppress(OSError):
        return os.path.samestat(path.stat(), os.fstat(stream.fileno()))
    return False


def _lock(stream: FileIO) -> bool:
    try:
        if sys.platform == "win32":  # pragma: no cover - asked once in the Windows trial
            import msvcrt

            stream.seek(_FAR)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
