"""The forms of a review: what a piece says, and what is said of the source when its pieces enter the ledger."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from tracker.model.changeset import Value
from tracker.model.intake_review.pieces import Piece
from tracker.model.intake_review.review import TextReview
from tracker.model.typed.names import split_names
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.entry_checks import Check, Checked, OfficeNames, check_due, check_past_day, check_text
from tracker.ui.widgets.form_dialog import FormDialog, Save, Values

#: What a file dialog offers.
KINDS = "文章 (*.txt *.docx *.pdf *.html *.htm *.mht *.mhtml);;所有文件 (*)"


def edit_form(piece: Piece, offices: OfficeNames, today: date, save: Save, parent: QWidget) -> FormDialog:
    """Return the form of what a piece says."""
    form = FormDialog("修改建议", piece.quote, "修改", save, parent, 520)
    form.add_line("title", "名称", piece.title, check_text("title"), required="建议要有名称。")
    with form.side_by_side():
        form.add_line("lead_office", "牵头单位", piece.lead_office, offices.check)
        form.add_deadline("due_text", "完成时限", piece.due_text, _same_or(piece.due_text, check_due(today)))
    form.offer("lead_office", offices.names)
    form.add_line(
        "co_offices", "配合单位", "、".join(piece.co_offices), _names_check(offices), placeholder="用顿号分开"
    )
    form.add_line("themes", "主题", "、".join(piece.themes), Checked, placeholder="用顿号分开")
    return form


def accept_form(review: TextReview, name: str, today: date, save: Save, parent: QWidget) -> FormDialog:
    """Return the form of the source that the accepted pieces come from."""
    articles, count = review.proposal.articles, len(review.entering())
    title = (articles[0].title if articles else "") or name
    note = f"登记为来源并收入 {count:,} 条，是一批，可以整批撤销；任务先在待交办，交办后才开始计时。"
    form = FormDialog(f"采纳 {count:,} 项", note, f"采纳 {count:,} 项", save, parent, 520)
    if len(articles) < 2:
        form.add_line("title", "文章名称", title, Checked, required="来源要有名称。")
    with form.side_by_side():
        form.add_line("number", "文号", "", Checked, placeholder="没有可不填")
        form.add_line("sender", "来文单位", "", Checked)
    with form.side_by_side():
        form.add_date("received_on", "收文日期", None, check_past_day(today), example=today)
        form.add_line("leader", "批示领导", "", Checked)
    return form


def edited(values: Values) -> dict[str, Any]:
    """Return what the form of a piece says, as the review takes it."""
    return {
        "title": str(values["title"] or "").strip(),
        "lead_office": str(values["lead_office"] or ""),
        "due_text": str(values["due_text"] or "").strip(),
        "co_offices": tuple(split_names(str(values["co_offices"] or ""), blanks=True)),
        "themes": tuple(split_names(str(values["themes"] or ""), blanks=True)),
    }


def source_words(values: Values) -> dict[str, Any]:
    """Return what the form of a source says, as it is accepted."""
    on = str(values["received_on"] or "")
    words = {name: str(values.get(name) or "") for name in ("title", "number", "sender", "leader")}
    return words | {"received_on": date.fromisoformat(on) if on else None}


class ArticleDialog(Dialog):
    """Where an article comes from: pasted text, or a file."""

    def __init__(
        self, use_text: Callable[[str], object], use_file: Callable[[Path], object], parent: QWidget, text: str = ""
    ) -> None:
        super().__init__("核对文章", "读入后逐条核对，收下的才进台账", 640, parent)
        self._use_text, self._use_file = use_text, use_file
        self.text = QPlainTextEdit(text)
        self.text.setFont(font("body"))
        self.text.setAccessibleName("文章文字")
        self.text.setPlaceholderText("把文章粘贴到这里；或选择 txt、docx、pdf、html、mht 文件，也可以把文件拖进窗口。")
        self.text.setMinimumHeight(280)
        self.text.setTabChangesFocus(True)
        self.body.addWidget(self.text)
        self.add_button("取消", "plain", self.reject)
        self.choose = self.add_button("选择文件…", "outlined", self._choose, icon="file")
        self.confirm = self.add_button("开始核对", "primary", self._confirm)
        self.text.textChanged.connect(self._count)
        self.miss_typed(self.text)
        self.text.setFocus()
        self._count()

    def _count(self) -> None:
        length = self.text.document().characterCount() - 1
        self.foot_label.setText(f"{length} 字" if length else "")
        self.confirm.setEnabled(length > 0)

    def _confirm(self) -> None:
        text = self.text.toPlainText()
        self.accept()
        self._use_text(text)

    def _choose(self) -> None:
        dialog = QFileDialog(self, "选择文章", "", KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._chosen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _chosen(self, path: str) -> None:
        self.accept()
        self._use_file(Path(path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin with Ctrl+Enter from inside the text."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm.click()
            return
        super().keyPressEvent(event)


def _same_or(kept: str, check: Check) -> Check:
    """Return a check that lets stand what stood there: it comes from the text."""
    return lambda text: Checked(kept) if text.strip() == kept else check(text)


def _names_check(offices: OfficeNames) -> Check:
    def check(text: str) -> Checked:
        names: list[Value] = []
        for name in split_names(text, blanks=True):
            checked = offices.check(name)
            if checked.error:
                return Checked(None, checked.error)
            names.append(checked.value)
        return Checked("、".join(str(name) for name in names))

    return check
