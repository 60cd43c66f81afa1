"""The dialogs of what staff decide about a task: 核查, 免报, 协调事项."""

from datetime import date

from PySide6.QtWidgets import QWidget

from tracker.model.coordination import move_act, move_asks
from tracker.model.enums import CoordinationStatus, VerdictOutcome
from tracker.model.rows import MatterRow, TaskRow
from tracker.ui.task.forms import subject
from tracker.ui.widgets.entry_checks import (
    Checked,
    check_due_day,
    check_past_day,
    check_progress,
    check_text,
    missing_day,
)
from tracker.ui.widgets.form_dialog import FormDialog, Save


def verdict_dialog(task: TaskRow, today: date, save: Save, parent: QWidget) -> FormDialog:
    """核查, of a closed task 回头看: what staff saw, beside what the office reports."""
    act = check_act(task)
    dialog = FormDialog(act, subject(task), "保存", save, parent, 520)
    dialog.add_choice("outcome", "核查结果", (outcome.word for outcome in VerdictOutcome))
    with dialog.side_by_side():
        dialog.add_date("on", "核查日期", today, check_past_day(today), required=missing_day(today))
        dialog.add_line(
            "progress", f"核查进度（单位报 {task.progress}%）", "", _percent_or_none, placeholder="可不填，如 60"
        )
    dialog.add_prose(
        "note", "核查情况", "", check_text("remark"), rows=3, placeholder="看到了什么；结果不是“属实”时要写明"
    )
    dialog.add_date("next_on", "下次核查（可不填）", None, check_due_day(today), example=today)
    return dialog


def check_act(task: TaskRow) -> str:
    """Return what a check of the task is called."""
    return "回头看" if task.status.ended else "核查"


def _percent_or_none(text: str) -> Checked:
    return check_progress(text) if text else Checked(None)


def waiver_dialog(task: TaskRow, period_due_on: date, today: date, save: Save, parent: QWidget) -> FormDialog:
    """免报: why the report of a period is not wanted; who decided, where it has ended or the light may get better."""
    dialog = FormDialog("免报", f"{subject(task)}，{period_due_on.isoformat()} 期", "免报", save, parent)
    decides = period_due_on < today or task.light.colour.severity > 0
    dialog.add_decision(required="请写免报的理由，如 专班合并报送", decides=decides)
    return dialog


def matter_dialog(task: TaskRow, problems: str, today: date, save: Save, parent: QWidget) -> FormDialog:
    """转为协调事项: what must be solved, by whom, until when; `problems` is what the office wrote."""
    dialog = FormDialog("转为协调事项", subject(task), "保存", save, parent, 520)
    dialog.add_prose("what", "需要协调什么", problems, check_text("problems"), required="请写需要协调什么", rows=3)
    with dialog.side_by_side():
        dialog.add_line(
            "solver", "由谁协调", "", check_text("leader"), required="请写单位或领导", placeholder="单位或领导"
        )
        dialog.add_date("needed_by", "要求解决日期（可不填）", None, check_due_day(today), example=today)
    dialog.start_in("solver" if problems else "what")
    return dialog


def matter_move_dialog(matter: MatterRow, to: CoordinationStatus, save: Save, parent: QWidget) -> FormDialog:
    """Ask how a matter was solved, why it is not needed any more, or why it is opened again."""
    act, asked = move_act(matter.status, to), move_asks(matter.status, to)
    dialog = FormDialog(f"协调事项{act}", f"{matter.solver}：{matter.what}", act, save, parent)
    dialog.add_prose("words", asked, "", check_text("reason"), required=f"请写{asked}", rows=3)
    return dialog
