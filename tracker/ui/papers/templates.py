"""The Word template of a paper: edited with the system's program, checked, and the shipped one put back."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from tracker.errors import InputError
from tracker.model.enums import PaperKind
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late

if TYPE_CHECKING:
    from tracker.reports import template_files, template_state
    from tracker.reports.template_state import TemplateState
else:
    template_state = late("tracker.reports.template_state")
    template_files = late("tracker.reports.template_files")


class Templates:
    """What can be done with the template of a paper; every answer is a sentence for the user."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.open_file = QDesktopServices.openUrl

    def state(self, kind: PaperKind) -> str:
        """Say whose template is used."""
        own: Path = template_files.own_template(kind.word, self._context.data_dir)
        return f"{kind.word}（{'本单位' if own.is_file() else '默认'}）"

    def check(self, kind: PaperKind, then: Callable[["TemplateState"], None], owner: QObject) -> None:
        """Look at the template in use on the database thread, and hand on what is wrong with it."""
        data = self._context.data_dir
        self._context.jobs.read(
            lambda _session: template_state.read_state(kind.word, data), on_result=then, owner=owner, key="template"
        )

    def run(self, act: str, kind: PaperKind) -> None:
        """Edit or restore the template."""
        try:
            text = {"edit": self._edit, "restore": self._restore}[act](kind)
        except InputError as error:
            self._context.bus.notified.emit(Notice(str(error), warning=True))
            return
        self._context.bus.notified.emit(Notice(text))

    def _edit(self, kind: PaperKind) -> str:
        path = template_files.begin_editing(kind.word, self._context.data_dir)
        self.open_file(QUrl.fromLocalFile(str(path)))
        return f"已打开模板“{path.name}”，改好后保存即可"

    def _restore(self, kind: PaperKind) -> str:
        aside = template_files.restore_shipped(kind.word, self._context.data_dir, self._context.today())
        return f"已恢复默认模板，原来的改名为“{aside.name}”" if aside else "现在用的就是默认模板"
