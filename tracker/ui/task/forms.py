"""The small dialogs about one task: progress, reason, new task, nodes."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QCompleter, QWidget

from tracker.model.enums import Status
from tracker.model.rows import MilestoneRow, TaskRow
from tracker.model.rules import PAUSE_DAYS, STATEMENT_CHARACTERS, Transition
from tracker.ui.task.chosen_files import ChosenFiles
from tracker.ui.widgets.entry_checks import (
    Checked,
    OfficeNames,
    check_due_day,
    check_past_day,
    check_progress,
    check_text,
    missing_day,
)
from tracker.ui.widgets.form_dialog import FormDialog, Save
from tracker.ui.widgets.textdiff import Prose

#: What becomes of a deadline that passed during a pause.
KEEP_DEADLINE, EXTEND_TOO = "时限不变（将亮红灯）", "同时延期…"
_WHOLE = 5  # characters of an act that says by itself what becomes of the task
PERCENT = "请填 0 到 100 的百分数，如 60"


def subject(task: TaskRow) -> str:
    """Return the line under a dialog's title: 编号 and title."""
    return f"{task.code}  {task.title}"


def progress_dialog(task: TaskRow, today: date, save: Save, parent: QWidget, periods: Iterable[str] = ()) -> FormDialog:
    """记录进展: date, percent, what was done, problems, next steps; of a regular report also its period."""
    dialog = FormDialog("记录进展", subject(task), "保存", save, parent, 520)
    with dialog.side_by_side():
        dialog.add_date("on", "日期", today, check_past_day(today), required=missing_day(today))
        editor = dialog.add_line("progress", "进度", f"{task.progress}%", check_progress, required=PERCENT)
    choices = tuple(periods)
    if choices:
        dialog.add_choice("period", "报送哪一期", choices)
    dialog.add_prose("note", "进展情况", "", check_text("progress_note"), required="请写一句进展情况", rows=4)
    dialog.add_prose("problems", "存在问题", task.problems, check_text("problems"), rows=2)
    dialog.add_prose("next_steps", "下一步措施", task.next_steps, check_text("next_steps"), rows=2)
    editor.selectAll()
    dialog.start_in("note")
    return dialog


def reason_dialog(
    task: TaskRow,
    move: Transition,
    save: Save,
    parent: QWidget,
    *,
    today: date,
    before: int | None = None,
    open_ends: Sequence[str] = (),
) -> FormDialog:
    """Ask for what a change of status needs: the reason, who decided, until when, and the progress afterwards.

    `before` is the percent the task had before it was reported complete, `open_ends` what the move leaves open.
    """
    note = f"{subject(task)}，由“{move.source.word}”改为“{move.target.word}”"
    dialog = FormDialog(title_of(move), note, move.act, save, parent)
    if move.target is Status.CANCELLED:
        dialog.end_something(f"{move.act}任务")
    if move.needs_reason:
        dialog.add_decision(required=f"请写{move.act}的理由", decides=move.needs_decider, rows=4)
    if move.restores:
        known = f"报完成前 {before}%" if before is not None else "报完成前的进度没有记录"
        text = f"{before}%" if before is not None else ""
        dialog.add_line("progress", f"进度（{known}）", text, check_progress, required=PERCENT)
    if move.reports:
        _add_progress(dialog, task)
    if move.needs_until:
        end = today + timedelta(days=PAUSE_DAYS)
        dialog.add_date("until", "暂缓至", end, check_due_day(today), required=missing_day(today))
    _add_open_ends(dialog, move.act, open_ends)
    return dialog


def title_of(move: Transition) -> str:
    """Return the name of the form of a move: 退回任务, but 改回未启动, which says all."""
    return f"{move.act}任务" if len(move.act) < _WHOLE else move.act


def assign_dialog(task: TaskRow, move: Transition, question: str, save: Save, parent: QWidget) -> FormDialog:
    """交办: say what is not settled yet; it can be assigned all the same."""
    dialog = FormDialog(title_of(move), subject(task), f"照样{move.act}", save, parent)
    dialog.body.addWidget(Prose(f"{question}。可以先取消，补上以后再{move.act}。"))
    return dialog


def resume_dialog(task: TaskRow, move: Transition, question: str, save: Save, parent: QWidget) -> FormDialog:
    """恢复: what becomes of a deadline that passed during the pause."""
    dialog = FormDialog(title_of(move), subject(task), move.act, save, parent)
    dialog.add_choice("deadline", f"{question}（{task.due_on or task.due_text}）", (KEEP_DEADLINE, EXTEND_TOO))
    return dialog


def _add_open_ends(dialog: FormDialog, act: str, open_ends: Sequence[str]) -> None:
    """Show what a move leaves open, and ask for a tick that it was seen."""
    if open_ends:
        dialog.add_confirmation("confirmed", "\n".join(open_ends), f"已知悉，仍然{act}")


def why_dialog(task: TaskRow, question: str, save: Save, parent: QWidget, *, needs_decider: bool = False) -> FormDialog:
    """Ask for the reason of a change that asks less of a task, and who decided; `question` says what it lowers."""
    dialog = FormDialog("请写原因", subject(task), "保存", save, parent)
    dialog.add_decision(label=question, required="请写原因", decides=needs_decider)
    return dialog


def closing_dialog(
    task: TaskRow,
    evidence: int,
    save: Save,
    parent: QWidget,
    open_ends: Sequence[str] = (),
    files: ChosenFiles | None = None,
) -> FormDialog:
    """销号: the closing statement, the progress, and evidence where none counts yet, in words or as `files`.

    `open_ends` stay open.
    """
    dialog = FormDialog("销号", subject(task), "销号", save, parent, 520)
    dialog.body.addWidget(Prose(closing_words(task, evidence)))
    dialog.add_prose(
        "statement", "办结说明", task.closing_statement, check_text("closing_statement"),
        required="请写办结说明", rows=4,
    )  # fmt: skip
    _add_progress(dialog, task)
    missing = "" if evidence else "还没有有效佐证，请写明文号、会议或成果，或添加文件"
    label = f"补充佐证说明（已有 {evidence:,} 份）" if evidence else "佐证说明"
    dialog.add_prose("evidence", label, "", check_text("remark"), required=missing, rows=3)
    if files is not None:
        files.changed.connect(lambda: dialog.require("evidence", "" if files.paths else missing))
        dialog.body.addWidget(files)
        files.accept_drops_on(dialog)
    _add_open_ends(dialog, "销号", open_ends)
    return dialog


def closing_words(task: TaskRow, evidence: int) -> str:
    """Return what closing a task needs, how much of it is there, and who does it."""
    return (
        f"销号由交办方核实后办理，记在操作人名下。需要：办结说明（至少 {STATEMENT_CHARACTERS} 个字）、"
        f"有效佐证（现有 {evidence:,} 份）、进度 100%（现在 {task.progress}%）。"
    )


def _add_progress(dialog: FormDialog, task: TaskRow) -> None:
    """Ask for the percent, beginning with the present one: nothing is rounded up silently."""
    label = f"进度（现在 {task.progress}%）"
    dialog.add_line("progress", label, f"{task.progress}%", check_progress, required=PERCENT)


def task_dialog(task: TaskRow, offices: OfficeNames, save: Save, parent: QWidget) -> FormDialog:
    """拆分: another task of the same recommendation."""
    source = f"{task.recommendation}  {task.recommendation_title}" if task.recommendation else subject(task)
    dialog = FormDialog("新增任务", source, "新增", save, parent)
    dialog.add_line("title", "任务名称", "", check_text("title"), required="请写任务名称")
    office = dialog.add_line("lead_office", "牵头单位", task.lead_office, offices.check, placeholder="可留空")
    office.setCompleter(QCompleter(list(offices.names), office))
    return dialog


def milestone_dialog(
    task: TaskRow, today: date, save: Save, parent: QWidget, node: MilestoneRow | None = None
) -> FormDialog:
    """新增节点, 修改节点: title, date, weight; why and who decided where it asks less of the task."""
    title, act = ("修改节点", "保存") if node is not None else ("新增节点", "新增")
    dialog = FormDialog(title, subject(task), act, save, parent)
    name, weight, on = (node.title, node.weight, node.due_on) if node is not None else ("", 1, task.due_on)
    dialog.add_line("title", "节点", name, check_text("title"), required="请写节点名称，如 印发方案")
    with dialog.side_by_side():
        dated = "" if node is not None and on is None else missing_day(today)
        dialog.add_date("due_on", "日期", on, check_due_day(today), required=dated, example=today)
        dialog.add_line("weight", "权重", str(weight), check_weight, required="请填 1 到 100 的整数")
    _add_why(dialog)
    return dialog


def node_removal_dialog(task: TaskRow, node: MilestoneRow, save: Save, parent: QWidget) -> FormDialog:
    """删除节点: why and who decided where it asks less of the task."""
    dialog = FormDialog("删除节点", f"{subject(task)}：{node.title}", "删除", save, parent)
    _add_why(dialog)
    return dialog


def _add_why(dialog: FormDialog) -> None:
    dialog.add_line("reason", "理由", "", check_text("reason"), placeholder="序时进度因此降低时要写，至少 4 个字")
    dialog.add_line("decided_by", "批准人", "", check_text("owner"), placeholder="亮灯因此变好时要写")


def evidence_dialog(task: TaskRow, save: Save, parent: QWidget) -> FormDialog:
    """添加佐证: a note that proves the work."""
    dialog = FormDialog("添加佐证说明", subject(task), "添加", save, parent)
    dialog.add_line("name", "名称", "", check_text("title"), required="请写名称，如 验收意见")
    dialog.add_prose("text", "内容", "", check_text("remark"), required="请写文号、会议或成果", rows=4)
    return dialog


def check_weight(text: str) -> Checked:
    """Read the weight of a milestone."""
    plain = text.strip()
    if not plain.isdecimal() or not 1 <= int(plain) <= 100:
        return Checked(None, "请填 1 到 100 的整数")
    return Checked(int(plain))
