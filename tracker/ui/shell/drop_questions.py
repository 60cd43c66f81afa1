"""What becomes of a file that was let go over the window where only its content, or a person, can tell."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from tracker.files.file_names import shown_name
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import AttachToSource, ImportFiles, ImportList, ImportMonths, ReviewArticle
from tracker.ui.widgets.buttons import Button, Kind
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.textdiff import Prose

if TYPE_CHECKING:
    from tracker.model.rows import TaskRow
    from tracker.services.lists import recognising
    from tracker.services.lists.recognising import Purpose
else:
    recognising = late("tracker.services.lists.recognising")

Show = Callable[[str, object], None]  # key of a page, what it is asked to show


class TextDialog(Dialog):
    """Asks what a text is: an article to be reviewed, a task list, evidence of the task, or a file of a source."""

    def __init__(self, path: Path, task: "TaskRow | None", parent: QWidget | None = None) -> None:
        super().__init__("这份文件用来做什么？", shown_name(path), 560, parent)
        task_words = f"作为 {task.code} 的佐证" if task is not None else "选中一项任务后，可以作为它的佐证"
        words = (
            "核对文章：读出其中的建议，逐条转为任务。\n任务清单：里面的表格按列导入。\n"
            f"佐证：{task_words}。\n来源附件：随来源保存。"
        )
        self.body.addWidget(Prose(words, "text2"))
        self.add_button("取消", "plain", self.reject)
        self.source = self._choice("来源附件…")
        self.evidence = self._choice("佐证")
        self.evidence.setEnabled(task is not None)
        self.tasks = self._choice("任务清单…")
        self.review = self._choice("核对文章", "primary")
        self.review.setFocus()

    def _choice(self, word: str, kind: Kind = "outlined") -> Button:
        return self.add_button(word, kind, self.accept)


class DropQuestions(QObject):
    """Sorts dropped files; `show` opens a page with what it is asked."""

    def __init__(self, context: Context, window: QWidget, show: Show) -> None:
        super().__init__(window)
        self._context, self._window, self._show = context, window, show

    def sort_workbook(self, path: Path) -> None:
        """Lead one workbook where its content belongs: a review, a monthly table, a list of tasks."""
        today = self._context.today()
        self._context.jobs.long(
            lambda s, _step: recognising.purpose_of(s, path, today),
            title=f"读入 {path.name}",
            on_result=lambda purpose: self._lead(path, purpose),
            owner=self,
            show_after_ms=400,
            reads=True,
        )

    def _lead(self, path: Path, purpose: "Purpose") -> None:
        if purpose is recognising.Purpose.RETURN:
            self._show("exchange", ImportFiles((path,)))
        elif purpose is recognising.Purpose.MONTHS:
            self._show("indicators", ImportMonths(path))
        else:
            self._show("sources", ImportList(path))

    def ask_text(self, path: Path, task: "TaskRow | None", add_evidence: Callable[[Path], object]) -> TextDialog:
        """Ask what a text is for, and lead it there."""
        dialog = TextDialog(path, task, self._window)
        dialog.review.clicked.connect(lambda _checked=False: self._show("sources", ReviewArticle(path)))
        dialog.evidence.clicked.connect(lambda _checked=False: add_evidence(path))
        dialog.tasks.clicked.connect(lambda _checked=False: self._show("sources", ImportList(path)))
        dialog.source.clicked.connect(lambda _checked=False: self._show("sources", AttachToSource(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog
