"""The forms about one source: registering it, reporting on it, putting it away, taking it up again."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.model.rows import ArticleRow, RecommendationRow
from tracker.model.source_words import SourceKind, Urgency
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.entry_checks import Checked, check_due_day, check_past_day, check_text
from tracker.ui.widgets.fields import ComboBox, FormField
from tracker.ui.widgets.file_list import FilePicker
from tracker.ui.widgets.form_dialog import FormDialog, Save, Values
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.services.sources import files
    from tracker.services.sources.register import SourceFacts
else:
    files = late("tracker.services.sources.files")

KEEP, CANCEL = "保留，照常办理", "一并取消"
_AGAIN = "仍然登记"
_NOTE = "批示、会议、建议提案、上级文件、信访、热线、自立和文章都在这里登记；编号由系统给"


class Registering:
    """登记来源: one form for all kinds, with its files; saved as one act."""

    def __init__(self, context: Context, parent: QWidget, kind: SourceKind | None = None) -> None:
        self._context = context
        today = context.today()
        dialog = self.dialog = FormDialog("登记来源", _NOTE, "登记", self._save, parent, 640)
        with dialog.side_by_side():
            self.kind = dialog.add_choice("kind", "来源类别", (member.word for member in SourceKind))
            dialog.add_line("number", "文号", "", check_text("remark"), placeholder="甬政办〔2026〕12号，可不填")
        dialog.add_line("title", "名称", "", check_text("title"), required="来源要有名称。")
        with dialog.side_by_side():
            dialog.add_line("sender", "来文单位或领导", "", check_text("remark"))
            dialog.add_line("leader", "批示领导", "", check_text("leader"))
        with dialog.side_by_side():
            dialog.add_date("received_on", "收文日期", today, check_past_day(today))
            dialog.add_date("report_due_on", "应报日期（可不填）", None, check_due_day(today))
            dialog.add_choice("urgency", "缓急", (member.word for member in Urgency))
        dialog.add_prose("report_text", "报告要求", "", check_text("remark"), rows=1)
        dialog.add_prose("content", "批示原文、议定事项", "", Checked, rows=3)
        self.files = FilePicker("附件", context.settings.last_folder)
        dialog.body.addWidget(self.files)
        dialog.add_confirmation("again", "同一文号已经登记过", _AGAIN)
        dialog.ask_for("again", False)
        self.kind.setCurrentText((kind or SourceKind.INSTRUCTION).word)
        dialog.start_in("title")
        dialog.keep_drafts(context.drafts, "source/new", "登记来源")

    def _save(self, values: Values, reply: Reply) -> None:
        facts, again, today = self._facts(values), bool(values["again"]), self._context.today()
        paths: Sequence[Path] = tuple(self.files.paths)

        def refused(sentence: str) -> None:
            if _AGAIN in sentence:
                self.dialog.ask_for("again", True)
            reply.refused(sentence)

        self._context.jobs.write(
            lambda s: files.register_with_files(s, facts, paths, today, again=again),
            on_result=lambda _changes: reply.done(), failed=refused, owner=reply.owner, toast=True,
        )  # fmt: skip

    @staticmethod
    def _facts(values: Values) -> "SourceFacts":
        from tracker.services.sources.register import SourceFacts

        kind, urgency = SourceKind.from_word(str(values["kind"])), Urgency.from_word(str(values["urgency"]))
        assert kind is not None  # chosen from the list of all
        assert urgency is not None
        texts = {name: str(values[name]) for name in ("title", "number", "sender", "leader", "report_text", "content")}
        days = {name: _day(values[name]) for name in ("received_on", "report_due_on")}
        return SourceFacts(kind, urgency=urgency, **texts, **days)  # type: ignore[arg-type]


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def subject(source: ArticleRow) -> str:
    """Return the line under a dialog's title."""
    return f"{source.code}  {source.title}"


def report_dialog(source: ArticleRow, today: date, save: Save, parent: QWidget) -> FormDialog:
    """报送: the day of the report and what was said."""
    dialog = FormDialog("记为已报", subject(source), "记为已报", save, parent)
    dialog.add_date("on", "报送日期", today, check_past_day(today), required=f"请填日期，如 {today.isoformat()}")
    note = f"还有 {source.open_tasks} 项任务未完成，照常办理" if source.open_tasks else "报送方式、文号，可不填"
    dialog.add_prose("note", "说明", "", check_text("remark"), rows=2, placeholder=note)
    return dialog


def retire_dialog(source: ArticleRow, under_way: int, save: Save, parent: QWidget, red: int = 0) -> FormDialog:
    """归档: why, and what becomes of the open tasks; cancelling them, or having red ones, asks who decided."""
    dialog = FormDialog("归档来源", subject(source), "归档", save, parent, 520)
    dialog.add_prose("reason", "理由", "", check_text("reason"), required="请写归档的理由", rows=3)
    tasks: ComboBox = dialog.add_choice("tasks", f"未完成的 {source.open_tasks} 项任务", (KEEP, CANCEL))
    dialog.add_line(
        "decided_by",
        "批准人",
        "",
        check_text("owner"),
        required="红灯任务不再进通报，要写批准人" if red else "取消任务要写批准人",
    )
    if under_way:
        dialog.add_confirmation("confirmed", f"还有 {under_way} 份工作簿在途，没有反馈", "已知悉，仍然归档")
    dialog.ask_for("tasks", source.open_tasks > 0)
    dialog.ask_for("decided_by", red > 0)
    tasks.currentTextChanged.connect(lambda word: dialog.ask_for("decided_by", red > 0 or word == CANCEL))
    return dialog


def reopen_dialog(source: ArticleRow, save: Save, parent: QWidget) -> FormDialog:
    """恢复在办: why a source that was reported on or put away is taken up again."""
    dialog = FormDialog("恢复在办", subject(source), "恢复在办", save, parent)
    dialog.add_prose("note", "说明", "", check_text("reason"), rows=2)
    return dialog


class NewTaskDialog(Dialog):
    """Asks for the title of the task an entry becomes; the entry's own title stands there already."""

    def __init__(self, entry: RecommendationRow, parent: QWidget | None = None) -> None:
        super().__init__("转为任务", f"{entry.code} · {entry.kind.word}", 480, parent)
        self.name = QLineEdit(entry.title)
        self.name.setFont(font("body"))
        self._field = FormField("任务名称", self.name)
        self.body.addWidget(self._field)
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("转为任务", "primary", self._confirm, writes=True)
        self.name.setFocus()

    def _confirm(self) -> None:
        if self.name.text().strip():
            self.accept()
        else:
            self._field.set_error("请写任务名称。")
