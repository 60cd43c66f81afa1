"""The dialog in which a person writes down what an office told by phone, chat or in person (登记反馈)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from tracker.model.exchange_words import EntryChannel, HelpState
from tracker.model.rows import CallerRow, HelpRow, TaskRow
from tracker.ui.task.forms import subject
from tracker.ui.widgets.entry_checks import Checked, check_past_day, check_progress, check_text, missing_day
from tracker.ui.widgets.form_dialog import FormDialog, Save

#: What stands for a state that stays as it is.
UNCHANGED = "不变"
CHANNELS = tuple(channel.word for channel in EntryChannel if channel is not EntryChannel.MANUAL)
STATES = (UNCHANGED, *(state.word for state in HelpState))


def report_dialog(
    task: TaskRow, callers: tuple[CallerRow, ...], today: date, save: Save, parent: QWidget, office: str = ""
) -> FormDialog:
    """Ask who told what, when and how; `callers` are the offices of the task and whom to call there."""
    dialog = FormDialog("登记反馈", subject(task), "登记", save, parent, 560)
    offices = sorted((caller.office for caller in callers), key=lambda name: name != office)
    choice = dialog.add_choice("office", "反馈单位", offices)
    with dialog.side_by_side():
        by = dialog.add_line("by", "反馈人", "", check_text("owner"), required="请写反馈人", placeholder="联系人")
        dialog.add_date("on", "日期", today, check_past_day(today), required=missing_day(today))
        dialog.add_choice("channel", "反馈方式", CHANNELS)
    with dialog.side_by_side():
        dialog.add_line("progress", f"进度（牵头单位报，现在 {task.progress}%）", "", _percent, placeholder="可不填")
        dialog.add_choice("state", "配合状态（配合单位报）", STATES)
    dialog.add_prose("note", "进展或配合情况", "", check_text("progress_note"), rows=3)
    dialog.add_prose("problems", "存在问题", "", check_text("problems"), rows=2)
    dialog.add_prose("next_steps", "下一步措施（牵头单位）", "", check_text("next_steps"), rows=2)
    people = {caller.office: caller.people for caller in callers}

    def offer(name: str) -> None:
        dialog.offer("by", people.get(name, ()))
        by.setPlaceholderText("、".join(people.get(name, ())) or "联系人")

    choice.currentTextChanged.connect(offer)
    offer(choice.currentText())
    return dialog


def duty_dialog(row: HelpRow, save: Save, parent: QWidget) -> FormDialog:
    """写配合内容: what a co-office has to do, and whom to call there."""
    dialog = FormDialog("配合内容", row.office, "保存", save, parent)
    dialog.add_prose("help_duty", "本单位配合内容", row.duty, check_text("help_duty"), rows=4)
    with dialog.side_by_side():
        dialog.add_line("help_owner", "联系人", row.owner, check_text("help_owner"))
        dialog.add_line("help_phone", "联系电话", row.phone, check_text("help_phone"))
    return dialog


def _percent(text: str) -> Checked:
    return check_progress(text) if text.strip() else Checked(None)


def report_values(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return what the dialog says as the parts of a report."""
    state = str(values["state"])
    return {
        "office": str(values["office"]),
        "by": str(values["by"]).partition(" · ")[0],
        "channel": EntryChannel.from_word(str(values["channel"])),
        "on": date.fromisoformat(str(values["on"])) if values["on"] else today,
        "progress": values["progress"] if isinstance(values["progress"], int) else None,
        "state": None if state == UNCHANGED else HelpState.from_word(state),
        **{name: str(values[name]) for name in ("note", "problems", "next_steps")},
    }
