"""编辑指标: name, unit, baseline and target of an indicator."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.model.changeset import Value
from tracker.model.numbers import format_value
from tracker.model.rows import IndicatorRow
from tracker.ui.charts.wording import quoted
from tracker.ui.indicators.observation_dialog import check_number
from tracker.ui.widgets.entry_checks import check_due_day, check_past_day, check_text
from tracker.ui.widgets.form_dialog import FormDialog, Save

_TEXTS = ("name", "unit", "baseline_text", "target_text")
_NUMBERS = ("baseline_value", "target_value")
_DAYS = ("baseline_on", "target_on")


def present_values(row: IndicatorRow) -> dict[str, Value]:
    """Return the editable fields as canonical values: text, number or None, ISO date or ""."""
    texts: dict[str, Value] = {name: getattr(row, name) for name in _TEXTS}
    numbers: dict[str, Value] = {name: getattr(row, name) for name in _NUMBERS}
    days: dict[str, Value] = {name: day.isoformat() if (day := getattr(row, name)) else "" for name in _DAYS}
    return texts | numbers | days


def changed_values(row: IndicatorRow, wanted: Mapping[str, Value]) -> dict[str, Value]:
    """Return the fields whose value differs from the row's."""
    before = present_values(row)
    return {name: value for name, value in wanted.items() if value != before[name]}


def indicator_dialog(row: IndicatorRow, today: date, save: Save, parent: QWidget) -> FormDialog:
    """Ask for the fields of `present_values`; an empty number or date means not stated."""
    dialog = FormDialog("编辑指标", f"{row.code}  原文{quoted(row.stated)}", "保存", save, parent, 520)
    text, number = check_text("indicator_note"), check_number(row.unit)
    dialog.add_line("name", "名称", row.name, text, required="请写指标的名称")
    dialog.add_line("unit", "计量单位", row.unit, text)
    dialog.add_line("baseline_value", "基期值", _number(row.baseline_value), number, placeholder="未注明")
    dialog.add_date("baseline_on", "基期日期", row.baseline_on, check_past_day(today), example=today)
    dialog.add_line("baseline_text", "基期说明", row.baseline_text, text)
    dialog.add_line("target_value", "目标值", _number(row.target_value), number, placeholder="未定")
    dialog.add_date("target_on", "目标日期", row.target_on, check_due_day(today), example=today)
    dialog.add_line("target_text", "目标说明", row.target_text, text)
    for names in (("baseline_value", "baseline_on"), ("target_value", "target_on")):
        _side_by_side(dialog, *names)
    dialog.start_in("target_value" if row.target_value is None else "name")
    return dialog


def _number(value: float | None) -> str:
    return "" if value is None else format_value(value)


def _side_by_side(dialog: FormDialog, *names: str) -> None:
    """Put fields that belong together into one line."""
    fields = [dialog.field(name) for name in names]
    position = dialog.body.indexOf(fields[0])
    line = QHBoxLayout()
    line.setSpacing(12)
    for field in fields:
        dialog.body.removeWidget(field)
        line.addWidget(field, 1)
    dialog.body.insertLayout(position, line)
