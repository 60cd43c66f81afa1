"""Lines of the two lists of 总览, made from frozen rows."""

from datetime import date

from tracker.model.enums import LightColour, Measure
from tracker.model.numbers import format_value
from tracker.model.rows import ActRow, ComparedTask, Comparison, IndicatorRow
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


def change_lines(comparison: Comparison, office: str = "") -> list[Line]:
    """Return what changed between two days: what slipped, what was finished, what is new, who changed colour.

    The first line counts; of one office where given. Targets are task ids.
    """
    parts = {
        name: [task for task in tasks if not office or task.office == office] for name, tasks in comparison.sections
    }
    slipped, finished, added = parts["延期与逾期"], parts["完成"], parts["新增"]
    red = (comparison.lights_before[LightColour.RED], comparison.lights_after[LightColour.RED])
    counts = f"完成 {len(finished)}，延期与逾期 {len(slipped)}，新增 {len(added)}"
    lines = [Line(counts, "" if office else f"红灯 {red[0]} → {red[1]}")]
    lines += [
        _change_line(task, word)
        for word, tasks in zip(("延期", "完成", "新增"), (slipped, finished, added), strict=True)
        for task in tasks
    ]
    known = {task.task_id for task in (*slipped, *finished, *added)}
    turned = [task for task in parts["变更"] if task.task_id not in known and _turned(task)]
    return lines + [_change_line(task, "亮灯") for task in turned]


def _change_line(task: ComparedTask, word: str) -> Line:
    before = task.before.colour.word if task.before else "无"
    after = task.after.colour if task.after else None
    figure = f"{before} → {after.word}" if after else ""
    sentence = f"{task.code} {task.title}\n{task.note or word}"
    return Line(f"{task.code} {task.title}", figure, lead=word, target=task.task_id, sentence=sentence)


def _turned(task: ComparedTask) -> bool:
    return bool(task.before and task.after and task.before.colour is not task.after.colour)
