"""The forms about an indicator: making it, how it is counted and reported, its links, merging and retiring it."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from tracker.model.changeset import Value
from tracker.model.enums import Direction, IndicatorKind, Measure
from tracker.model.rows import IndicatorRow
from tracker.model.source_words import Frequency
from tracker.ui.indicators.observation_dialog import check_number
from tracker.ui.task.new_task import words_in
from tracker.ui.widgets.entry_checks import Checked, OfficeNames, check_due_day, check_past_day, check_text
from tracker.ui.widgets.form_dialog import FormDialog, Save

OPEN = "未定"
FOLLOW = "建议下的任务一并关联"


def _words(kinds: Sequence[object], *, open_too: bool = False) -> list[str]:
    words = [str(getattr(kind, "word", kind)) for kind in kinds]
    return [OPEN, *words] if open_too else words


def _add_counting(dialog: FormDialog, offices: OfficeNames, row: IndicatorRow | None = None) -> None:
    """Add kind, measure, direction, frequency, who reports it, and its other names."""
    with dialog.side_by_side():
        kind = dialog.add_choice("kind", "类别", _words(list(IndicatorKind)))
        measure = dialog.add_choice("measure", "口径", _words(list(Measure), open_too=True))
        direction = dialog.add_choice("direction", "方向", _words(list(Direction)))
    with dialog.side_by_side():
        frequency = dialog.add_choice("frequency", "频率", _words(list(Frequency), open_too=True))
        dialog.add_line("office", "填报单位", row.office if row else "", offices.check, placeholder="可不填")
    names = "、".join(row.aliases) if row else ""
    dialog.add_line("aliases", "别名", names, Checked, placeholder="月报里的叫法，几个用顿号隔开")
    dialog.offer("office", offices.names)
    if row is not None:
        kind.setCurrentText(row.kind.word)
        measure.setCurrentText(row.measure.word if row.measure else OPEN)
        direction.setCurrentText(row.direction.word)
        frequency.setCurrentText(row.frequency.word if row.frequency else OPEN)


def create_dialog(offices: OfficeNames, today: date, save: Save, parent: QWidget) -> FormDialog:
    """新建指标: name, unit, how it is counted, baseline and target; the number is given by the program."""
    dialog = FormDialog("新建指标", "编号由系统给；建好后在右侧关联任务", "新建", save, parent, 600)
    text, number = check_text("indicator_note"), check_number()
    with dialog.side_by_side():
        dialog.add_line("name", "名称", "", text, required="指标要有名称。")
        dialog.add_line("unit", "计量单位", "", text, placeholder="家、亿元、%")
    _add_counting(dialog, offices)
    with dialog.side_by_side():
        dialog.add_line("baseline_value", "基期值", "", number, placeholder="未注明")
        dialog.add_date("baseline_on", "基期日期", None, check_past_day(today))
    with dialog.side_by_side():
        dialog.add_line("target_value", "目标值", "", number, placeholder="未定")
        dialog.add_date("target_on", "目标日期", None, check_due_day(today))
    dialog.add_prose("note", "说明", "", text, rows=2)
    dialog.start_in("name")
    return dialog


def counting_dialog(row: IndicatorRow, offices: OfficeNames, save: Save, parent: QWidget) -> FormDialog:
    """口径与填报: kind, measure, direction, frequency, who reports it, other names."""
    dialog = FormDialog("口径与填报", f"{row.code}  {row.name}", "保存", save, parent, 560)
    _add_counting(dialog, offices, row)
    return dialog


def link_dialog(
    row: IndicatorRow, tasks: Sequence[str], entries: Sequence[str], save: Save, parent: QWidget
) -> FormDialog:
    """关联: the codes of all linked tasks and recommendations; what is added is linked, what is taken out is parted."""
    dialog = FormDialog("关联任务与建议", f"{row.code}  {row.name}", "保存", save, parent, 560)
    dialog.add_prose("tasks", "任务编号", "、".join(tasks), Checked, rows=3, placeholder="A1.1、B0.1")
    dialog.add_prose("recommendations", "建议编号", "、".join(entries), Checked, rows=3)
    dialog.add_choice("follow", "新关联的建议", (FOLLOW, "只关联建议"))
    return dialog


def retire_dialog(row: IndicatorRow, save: Save, parent: QWidget) -> FormDialog:
    """停用: why, and of one that warns who decided; workbooks, cards and 体检 leave it out, its series stays."""
    dialog = FormDialog("停用指标", f"{row.code}  {row.name}", "停用", save, parent)
    dialog.add_decision(required="请写停用的理由", decides=row.light.colour.severity > 0)
    return dialog


def merge_dialog(row: IndicatorRow, others: Sequence[IndicatorRow], save: Save, parent: QWidget) -> FormDialog:
    """合并: which other indicator is merged into this one."""
    words = {f"{other.code}  {other.name}": other.code for other in others if other.code != row.code}

    def check(text: str) -> Checked:
        code = words.get(text) or next((code for code in words.values() if code == text.strip()), None)
        return Checked(code) if code else Checked(None, f"没有“{text}”这项指标，请从列表中选")

    dialog = FormDialog(
        "合并重复指标", f"并入 {row.code}  {row.name}；数值、关联和名称都并过来", "合并", save, parent, 560
    )
    dialog.add_line("other", "被并入的指标", "", check, required="请选择被并入的指标")
    dialog.offer("other", tuple(words))
    return dialog


def described(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values of a form as the service takes them: open choices empty, other names apart."""
    plain = {name: "" if value == OPEN else value for name, value in values.items()}
    if "aliases" in plain:
        plain["aliases"] = tuple(words_in(plain["aliases"]))
    return plain
