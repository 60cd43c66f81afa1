"""What the database thread is asked for, and where its answer goes."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from tracker.errors import ConflictError
from tracker.ui.core.long_job import LongJob
from tracker.ui.core.sessions import DatabaseSession


@dataclass
class Job:
    """A query or a service with who waits for it; `act` is the key that names a write once for all."""

    run: Callable[[DatabaseSession], Any]
    on_result: Callable[[Any], object] | None = None
    owner: QObject | None = None
    key: Hashable = None
    serial: int = 0
    writes: bool = False
    reads_first: bool = False
    doubt: bool = False  # nobody knows whether the act was written
    act: str = ""
    ended: Callable[[], object] | None = None
    toast: str | bool = False
    failed: Callable[[str], object] | None = None
    conflict: Callable[[ConflictError], object] | None = None
    long: LongJob | None = None
    result: Any = None
    error: BaseException | None = None
    skipped: bool = False
