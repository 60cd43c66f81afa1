"""Signals about what happened, for everybody who shows it; the bus carries facts, never orders to store."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Notice:
    """One line for the user, with 撤销 when `batch_id` is given and `act` (重试) when `retry` is."""

    text: str
    detail: str = ""
    batch_id: int | None = None
    warning: bool = False
    retry: Callable[[], object] | None = None
    act: str = "重试"


class Bus(QObject):
    """Signals between the parts of the window; all of them fire on the main thread."""

    changed = Signal(object)  # Changes, after the commit
    notified = Signal(object)  # Notice
    page_asked = Signal(str, object)  # page key, target for Page.open_target
