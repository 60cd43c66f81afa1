"""Opening a task's evidence: a copy of the file in the program the system has for it, a note in a dialog."""

import atexit
import re
import shutil
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from tracker.errors import InputError
from tracker.files.kept_files import name_on_disk
from tracker.files.opening_files import opened_name, why_not_opened, zone_mark
from tracker.files.system_words import system_words
from tracker.files.whole_files import require_no_database
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.widgets.dialog import Message

if TYPE_CHECKING:
    from tracker.queries import evidence
    from tracker.queries.evidence import EvidenceContent
else:
    evidence = late("tracker.queries.evidence")

_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_FOLDER = "zhizao-evidence-"


def open_evidence(context: Context, evidence_id: int, parent: QWidget | None = None) -> None:
    """Show a piece of evidence of a task; a failure is shown as a warning.

    `parent` owns the answer: when it is gone the file is not opened any more.
    """
    window = parent.window() if parent is not None else QApplication.activeWindow()
    context.jobs.read(
        lambda s: evidence.read_evidence(s, evidence_id),
        on_result=partial(_show, context, window),
        owner=parent,
        key=f"open {evidence_id}",
    )


def save_evidence(context: Context, evidence_id: int, parent: QWidget) -> None:
    """Ask where to, and write a copy of an evidence file there."""
    context.jobs.read(
        lambda s: evidence.read_evidence(s, evidence_id),
        on_result=partial(_ask, context, parent),
        owner=parent,
        key=f"save {evidence_id}",
    )


def safe_name(name: str) -> str:
    """Return a file name that every system accepts; the suffix stays."""
    plain = _UNFIT.sub("_", name_on_disk(name)).strip(" .") or "佐证"
    plain = f"_{plain}" if _RESERVED.match(plain) else plain
    path = Path(plain)
    return f"{path.stem[: 120 - len(path.suffix)]}{path.suffix}" if len(plain) > 120 else plain


def _show(context: Context, window: QWidget | None, content: "EvidenceContent") -> None:
    if not content.data:
        message = Message(content.name, content.text, parent=window)
        message.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        message.open()
        return
    show_copy(context, content.name, content.data)


def show_copy(context: Context, name: str, data: bytes) -> None:
    """Show a copy of a kept file in the program the system has for it, where it is of a kind that is opened.

    Anything else may be saved.
    """
    if why := why_not_opened(name, data):
        save = partial(_ask_name, context, QApplication.activeWindow(), name, data)
        context.bus.notified.emit(Notice(why, "需要时请另存后自行检查", warning=True, retry=save, act="另存…"))
        return
    path = _copy(context, name, data)
    if path is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        context.bus.notified.emit(Notice(f"没有能打开 {name} 的程序", f"文件在 {path}", warning=True))


def _copy(context: Context, name: str, data: bytes) -> Path | None:
    """Write a read-only copy for looking at; editing it would not reach the ledger."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=_FOLDER))
        path = folder / safe_name(opened_name(name))
        path.write_bytes(data)
        mark_from_outside(path)
        path.chmod(0o444)
    except OSError as error:
        context.bus.notified.emit(
            Notice(f"不能打开 {name}：{system_words(error)}", "请腾出磁盘空间后再试", warning=True)
        )
        return None
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return path


def mark_from_outside(path: Path) -> None:
    """Mark a copy as coming from outside where the system knows such marks; a disk without them is no hindrance."""
    mark = zone_mark(path, sys.platform)
    if mark is not None:
        with suppress(OSError):
            Path(mark[0]).write_text(mark[1], encoding="ascii", newline="")


def _ask(context: Context, parent: QWidget, content: "EvidenceContent") -> None:
    _ask_name(context, parent, content.name, content.data)


def _ask_name(context: Context, parent: QWidget | None, name: str, data: bytes) -> None:
    start = Path(context.settings.last_folder) / safe_name(name)
    ask_where_to_keep(parent, f"另存 {name}", start, lambda path: write_copy(context, path, data))


def write_copy(context: Context, path: Path, data: bytes) -> None:
    """Write the bytes where the user wants them, and say so."""
    try:
        require_no_database(path)
        path.write_bytes(data)
        mark_from_outside(path)
    except InputError as error:
        context.bus.notified.emit(Notice(error.sentence, warning=True))
        return
    except OSError as error:
        context.bus.notified.emit(Notice(f"不能写入 {path.name}：{system_words(error)}", "请换一个位置", warning=True))
        return
    context.remember(last_folder=str(path.parent))
    context.bus.notified.emit(Notice(f"已另存 {path.name}"))
