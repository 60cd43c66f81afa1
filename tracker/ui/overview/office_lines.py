"""Lines and figures of 单位, made from frozen rows."""

from datetime import date

from tracker.model.counting import count_tasks
from tracker.model.enums import LightColour, Status
from tracker.model.numbers import format_value
from tracker.model.pace import WHO_COUNTS, pace_of
from tracker.model.rows import CoOfficeReport, OfficeMatter, OfficeView, OpenProblem, TaskRow
from tracker.ui.charts.line_list import Line
from tracker.ui.charts.wording import short_day, signed_text
from tracker.ui.overview.key_figures import CellStrip, FigureCell, show_pace


def task_line(task: TaskRow) -> Line:
    """Return 「◆ A1.2b title  2026-11-08，80%  逾期12天」; its target is the task's id."""
    due = task.due_on.isoformat() if task.due_on else task.due_text or "未定时限"
    light, title = task.light, f"{task.title}{task.suggested}"
    facts = f"{task.status.word}，进度 {task.progress}%，时限 {due}"
    sentence = f"{task.code} {title}\n{facts}\n{light.sentence or light.text}"
    figure = f"{due}，{task.progress}%"
    return Line(title, figure, light.reason, light.colour, lead=task.code, target=task.id, sentence=sentence)


def problem_line(problem: OpenProblem, today: date) -> Line:
    """Return 「D2.2b  problem  5月6日起」; its target is the task's id."""
    task, on = problem.task, problem.reported_on
    since = f"{short_day(on, today)}起" if on is not None else "日期未录入"
    sentence = f"{task.code} {task.title}（{since}）\n{problem.text}"
    return Line(" ".join(problem.text.split()), since, lead=task.code, target=task.id, sentence=sentence)


def matter_line(row: OfficeMatter, today: date) -> Line:
    """Return 「D2.2b  what  由王副市长协调，12月5日前」; its target is the task's id."""
    matter, late = row.matter, row.matter.overdue_days(today)
    who = f"{row.lead or '未定单位'}提出" if row.to_solve else f"由{matter.solver}协调"
    needed = f"{short_day(matter.needed_by, today)}前" if matter.needed_by is not None else "未定日期"
    sentence = f"{row.code} {row.title}\n{matter.what}\n由{matter.solver}协调，{needed}，{matter.status.word}"
    return Line(
        " ".join(matter.what.split()),
        f"{who}，协调逾期{late}天" if late else f"{who}，{needed}",
        lead=row.code,
        target=matter.task_id,
        sentence=sentence,
    )


def helper_line(report: CoOfficeReport, today: date) -> Line:
    """Return 「D2.2b  市外办：配合中，已联系领馆  9月8日」; its target is the task's id."""
    task, row = report.task, report.help
    said = "\n".join(filter(None, (row.note, f"存在问题：{row.problems}" if row.problems else "")))
    sentence = f"{task.code} {task.title}\n{row.office}：{row.state.word}\n{said}".strip()
    figure = short_day(row.on, today) if row.on is not None else ""
    return Line(row.summary, figure, lead=task.code, target=task.id, sentence=sentence)


class OfficeStrip(CellStrip):
    """Six figures of one office; `picked` gives a dict of ledger filters, or the key of a page."""

    def __init__(self) -> None:
        self.tasks = FigureCell("牵头任务", {}, "在台账中查看")
        self.progress = FigureCell("平均进度", {}, f"{WHO_COUNTS}；在台账中查看")
        self.red = FigureCell("红灯", {"light": LightColour.RED}, "在台账中查看亮红灯的任务")
        self.amber = FigureCell("黄灯", {"light": LightColour.AMBER}, "在台账中查看亮黄灯的任务")
        self.answers = FigureCell("反馈用时", "exchange", "查看往来")
        self.problems = FigureCell("存在问题")
        super().__init__((self.tasks, self.progress, self.red, self.amber, self.answers, self.problems))

    def set_data(self, view: OfficeView) -> None:
        """Show the figures; what cannot be said is said so."""
        closed = sum(task.status is Status.CLOSED for task in view.tasks)
        count = count_tasks(task.status for task in view.tasks)
        note = f"已销号 {format_value(closed)}，配合 {format_value(view.helping)}{count.aside}"
        self.tasks.set_figures(format_value(count.total), "项", note)
        counted = [task for task in view.tasks if task.status is not Status.CANCELLED]
        show_pace(self.progress, pace_of(counted), dated=any(task.due_on for task in counted))
        red, amber = view.by_light[LightColour.RED], view.by_light[LightColour.AMBER]
        self.red.set_figures(format_value(red), "项", _since(view, LightColour.RED), LightColour.RED if red else None)
        self.amber.set_figures(
            format_value(amber), "项", _since(view, LightColour.AMBER), LightColour.AMBER if amber else None
        )
        self._say_answers(view)
        tasks = len({problem.task.id for problem in view.problems})
        self.problems.set_figures(format_value(tasks), "项任务", "尚未完成，报有问题" if tasks else "没有报告问题")

    def _say_answers(self, view: OfficeView) -> None:
        out = sum(response.back_on is None for response in view.responses)
        late = sum(response.late_days > 0 for response in view.responses)
        if not view.responses:
            self.answers.set_figures("—", "", "还没有发出工作簿")
            return
        waits = f"{out:,} 份未反馈" if out else "已全部反馈"
        note = f"{waits}，{late:,} 份逾期" if late else waits
        days = view.response_days
        self.answers.set_figures("—" if days is None else str(days), "" if days is None else "天（中位）", note)


def _since(view: OfficeView, light: LightColour) -> str:
    """Say how many more there are than at the end of the month before."""
    if not view.lights:
        return ""  # not read yet
    if len(view.lights) < 2:
        return "上月无数据"
    change = view.lights[-1][1][light] - view.lights[-2][1][light]
    return f"较上月末 {signed_text(change)}" if change else "与上月末持平"
