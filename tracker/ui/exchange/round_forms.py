"""The forms about a round: closing it, opening it again, excusing an office, how workbooks were handed over."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from tracker.model.edited_forms import ROUND, shown_by
from tracker.model.exchange_words import ExportChannel
from tracker.model.rows import ExportRow, RoundRow
from tracker.model.telling_text import count_meaningful
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.task.act_form import act_form, add_day, day_of
from tracker.ui.widgets.entry_checks import Checked
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.guarded_save import over_form
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.model.changes import Changes
    from tracker.services import rounds
else:
    rounds = late("tracker.services.rounds")

_LEAST = 4
_CHANNELS = (ExportChannel.MAIL, ExportChannel.DISK, ExportChannel.PAPER)


def close_form(context: Context, round_row: RoundRow, parent: QWidget) -> FormDialog:
    """Ask on which day a round is closed, and say what that means."""
    missing = round_row.offices - round_row.back - round_row.excused
    note = f"不再催报；{missing:,} 个单位记为未交，以后寄来的照收，记为迟交" if missing else "不再催报"

    def act(session: DatabaseSession, values: Values) -> "Changes":
        return rounds.close_round(session, round_row.number, day_of(values))

    form = act_form(context, f"关闭{round_row.name}", note, "关闭", act, parent)
    add_day(form, "关闭日期", context.today())
    return form


def reopen_form(context: Context, round_row: RoundRow, parent: QWidget) -> FormDialog:
    """Ask why answers are waited for again."""

    def act(session: DatabaseSession, values: Values) -> "Changes":
        return rounds.reopen_round(session, round_row.number, str(values["reason"]))

    note = f"{round_row.closed_on} 关闭；重新打开后没有反馈的单位照常催报"
    form = act_form(context, f"重新打开{round_row.name}", note, "重新打开", act, parent)
    form.add_prose("reason", "理由", "", check_reason, required="请写理由")
    return form


def name_form(context: Context, round_row: RoundRow, parent: QWidget) -> FormDialog:
    """Ask how a round is called, and for a note on it."""

    def save(values: Values, reply: Reply) -> None:
        def change(session: DatabaseSession, given: Mapping[str, Any], seen: Mapping[str, Any]) -> "Changes":
            return rounds.describe_round(session, round_row.number, given["name"], given["note"], seen)

        wanted = {name: str(values[name]) for name in ROUND.words}
        over_form(reply, change, wanted, shown_by(round_row, ROUND.words)).send(context.jobs)

    note = "名称留空就是第几批"
    form = FormDialog(f"{round_row.name}的名称和备注", note, "保存", save, parent)
    form.add_line("name", "名称", round_row.name, Checked, placeholder=f"第{round_row.number}批")
    form.add_prose("note", "备注", round_row.note, Checked, rows=3)
    return form


def excuse_form(context: Context, row: ExportRow, parent: QWidget) -> FormDialog:
    """Ask why an office need not answer."""

    def act(session: DatabaseSession, values: Values) -> "Changes":
        return rounds.excuse_office(session, row.round, row.office, str(values["reason"]))

    form = act_form(context, f"{row.office}免报", f"第 {row.round} 批；不催报，登记和通报里写免报", "免报", act, parent)
    form.add_prose("reason", "理由", "", check_reason, required="请写理由")
    return form


def handing_form(context: Context, row: ExportRow, parent: QWidget) -> FormDialog:
    """Ask how a workbook reached its office, and when."""

    def act(session: DatabaseSession, values: Values) -> "Changes":
        channel = ExportChannel.from_word(str(values["channel"])) or ExportChannel.NONE
        return rounds.note_handing(session, [row.id], channel, day_of(values))

    form = act_form(context, f"{row.office}交接", row.file_name, "登记", act, parent)
    choice = form.add_choice("channel", "渠道", [channel.word for channel in _CHANNELS])
    if row.channel in _CHANNELS:
        choice.setCurrentText(row.channel.word)
    add_day(form, "交接日期", row.handed_on or context.today())
    return form


def check_reason(text: str) -> Checked:
    """Read a reason: a few letters at least."""
    if count_meaningful(text) < _LEAST:
        return Checked("", f"理由至少 {_LEAST} 个字")
    return Checked(" ".join(text.split()))
