"""Signals about what happened, for everybody who shows it; the bus carries facts, never orders to store."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Notice:
    """One line for the user, with 撤销 when `batch_id` is given and `act` (重试) when `retry` is.

    `undone` says that the act of `batch_id` took another one back: what is offered is to do that again (重做).
    """

    text: str
    detail: str = ""
    batch_id: int | None = None
    warning: bool = False
    retry: Callable[[], object] | None = None
    act: str = "重试"
    undone: bool = False


def notice_of(label: str, batch_id: int | None) -> Notice:
    """Return the line about an act that was written; taking back and doing again are acts as well."""
    for word in ("撤销", "重做"):
        if label.startswith(f"{word}："):
            return Notice(f"已{label}", batch_id=batch_id, undone=word == "撤销")
    return Notice(label, batch_id=batch_id)


class Bus(QObject):
    """Signals between the parts of the window; all of them fire on the main thread."""

    changed = Signal(object)  # Changes, after the commit
    notified = Signal(object)  # Notice
    page_asked = Signal(str, object)  # page key, target for Page.open_target
    new_task_asked = Signal(str)  # code of the source that is proposed, "" for none
    named = Signal(str)  # the name of the user for the history, given on a page
    record_asked = Signal()  # 变更记录
    acts_asked = Signal(object)  # 变更记录 of these acts only, by number
    decisions_asked = Signal()  # 时限与状态变动
    help_asked = Signal(str)  # the key of a page of the help
