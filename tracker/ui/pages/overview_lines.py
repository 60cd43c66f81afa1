"""Lines of the two lists of 总览, made from frozen rows."""

from datetime import date

from tracker.model.enums import Measure
from tracker.model.numbers import format_value
from tracker.model.rows import ActRow, IndicatorRow
from tracker.ui.charts.line_list import Line
from tracker.ui.charts.wording import figure_text, moment_text


def risk_line(row: IndicatorRow) -> Line:
    """Return 「▲ name  188 → 200 家  落后3家」; its target is the indicator's code."""
    now = row.current.value if row.current else None
    ranked = row.measure is Measure.RANK
    figure = f"{figure_text(row, now) if ranked else format_value(now)} → {figure_text(row, row.target_value)}"
    if row.target_value is None:
        figure = figure_text(row, now)
    sentence = f"{row.name}：{row.light.sentence or row.light.text}"
    return Line(row.name, figure, row.light.reason, row.light.colour, target=row.code, sentence=sentence)


def act_line(row: ActRow, today: date) -> Line:
    """Return 「今天 10:42  label  detail」; its target is the id of the task, if it was one."""
    detail = f"已撤销，{row.detail}" if row.undone and row.detail else "已撤销" if row.undone else row.detail
    lead = moment_text(row.at, today)
    return Line(row.label, detail, lead=lead, target=row.task_id, sentence=f"{lead}  {row.label}  {detail}".strip())
