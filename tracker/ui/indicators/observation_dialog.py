"""录入观测值: a value of an indicator at a date, and how a typed number is read."""

from datetime import date

from PySide6.QtWidgets import QWidget

from tracker.model.rows import IndicatorRow
from tracker.model.typed.numbers import read_number
from tracker.model.typed.reading import Outcome
from tracker.ui.charts.wording import figure_text, short_day
from tracker.ui.widgets.entry_checks import Check, Checked, check_past_day, check_text, checked, missing_day
from tracker.ui.widgets.form_dialog import FormDialog, Save

WRONG = "请填一个数，如 188 或 6,997.2"


def check_number(unit: str = "", *, needed: bool = False) -> Check:
    """Return the check of a number: 6,997.2, 第7位, full-width digits and the unit itself are understood.

    Another unit and a rough figure are asked about. Empty is None, and an error where the number is `needed`.
    """

    def check(text: str) -> Checked:
        reading = read_number(text, unit)
        if reading.outcome is Outcome.NOTHING:
            return Checked(None, WRONG if needed else "")
        return checked(reading.each(lambda number: number), None)

    return check


def observation_dialog(row: IndicatorRow, today: date, save: Save, parent: QWidget) -> FormDialog:
    """Ask for date, value and note; `save` gets on (ISO), value (float) and note."""
    dialog = FormDialog("录入观测值", _subject(row, today), "保存", save, parent, 440)
    dialog.add_date("on", "统计日期", today, check_past_day(today), required=missing_day(today, "统计日期"))
    label = f"数值（{row.unit}）" if row.unit else "数值"
    dialog.add_line("value", label, "", check_number(row.unit), required=WRONG)
    dialog.add_line("note", "说明", "", check_text("indicator_note"), placeholder="口径、出处，可不填")
    dialog.start_in("value")
    return dialog


def _subject(row: IndicatorRow, today: date) -> str:
    """Return name and newest value: what a person checks the new one against."""
    if row.current is None:
        return f"{row.name}，未录入过"
    when = short_day(row.current.on, today) if row.current.on else row.current.period or "未注明日期"
    return f"{row.name}，上期 {figure_text(row, row.current.value)}（{when}）"
