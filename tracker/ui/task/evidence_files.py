"""Opening a task's evidence: a copy of the file in the program the system has for it, a note in a dialog."""

import atexit
import re
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from tracker.files.kept_files import name_on_disk
from tracker.files.system_words import system_words
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

#: What the system would run instead of show: only to be saved, never opened from here.
RUNNABLE = frozenset(
    {
        *(".exe", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh", ".msi", ".msp"),
        *(".scr", ".pif", ".hta", ".lnk", ".url", ".reg", ".jar", ".cpl", ".chm"),
        *(".sh", ".py", ".pyw", ".desktop", ".app", ".command"),
    }
)
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


def is_runnable(name: str) -> bool:
    """Return whether opening the file could run it."""
    return Path(name_on_disk(name.strip(" ."))).suffix.lower() in RUNNABLE


def _show(context: Context, window: QWidget | None, content: "EvidenceContent") -> None:
    if not content.data:
        Message(content.name, content.text, parent=window).open()
        return
    show_copy(context, content.name, content.data)


def show_copy(context: Context, name: str, data: bytes) -> None:
    """Show a copy of a kept file in the program the system has for it; a program is never run."""
    if is_runnable(name):
        context.bus.notified.emit(Notice(f"{name} 是可以运行的程序，没有打开", "需要时请另存后自行检查", warning=True))
        return
    path = _copy(context, name, data)
    if path is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        context.bus.notified.emit(Notice(f"没有能打开 {name} 的程序", f"文件在 {path}", warning=True))


def _copy(context: Context, name: str, data: bytes) -> Path | None:
    """Write a read-only copy for looking at; editing it would not reach the ledger."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=_FOLDER))
        path = folder / safe_name(name)
        path.write_bytes(data)
        path.chmod(0o444)
    except OSError as error:
        context.bus.notified.emit(
            Notice(f"不能打开 {name}：{system_words(error)}", "请腾出磁盘空间后再试", warning=True)
        )
        return None
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return path


def _ask(context: Context, parent: QWidget, content: "EvidenceContent") -> None:
    start = Path(context.settings.last_folder) / safe_name(content.name)
    ask_where_to_keep(parent, f"另存 {content.name}", start, lambda path: write_copy(context, path, content.data))


def write_copy(context: Context, path: Path, data: bytes) -> None:
    """Write the bytes where the user wants them, and say so."""
    try:
        path.write_bytes(data)
    except OSError as error:
        context.bus.notified.emit(Notice(f"不能写入 {path.name}：{system_words(error)}", "请换一个位置", warning=True))
        return
    context.remember(last_folder=str(path.parent))
    context.bus.notified.emit(Notice(f"已另存 {path.name}"))
