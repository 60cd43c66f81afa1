"""Rows of the papers as tests need them: a task in one line, figures of any few tasks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tracker.model.enums import LightColour, Status
from tracker.model.figures import mean, shares
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows import Figures, IndicatorFigures, Light, ListedTask, Period, StateCounts
from tracker.queries.paper_offices import list_office_lines, measured
from tracker.queries.papers import LIGHTS, STATUSES
from tracker.reports.problem_sentences import problems

PERIOD = Period(date(2026, 11, 1), date(2026, 11, 28))


def make_task(
    code: str, status: Status = Status.IN_PROGRESS, colour: LightColour = LightColour.GREEN, **more: Any
) -> ListedTask:
    """Return a task of 市经信局 that is half done and in time, but for what is given."""
    values: dict[str, Any] = {
        "task_id": sum(ord(sign) * 31**index for index, sign in enumerate(code)),
        "title": f"任务{code}", "content": "", "article": "A", "article_title": "文章", "section": "",
        "office": "市经信局", "office_short": "市经信局", "co_offices": (), "confirmed": True, "owner": "张三",
        "phone": "", "due": "2026年底前", "first_due": "", "extensions": 0, "progress": 50, "verified": None,
        "scheduled": 50, "light": Light(colour, more.pop("reason", ""), ""), "note": "", "problems": "",
        "next_steps": "", "reported_on": None, "closed_on": None, "remark": "",
    }  # fmt: skip
    return ListedTask(code=code, status=status, **(values | more))


def count(tasks: Sequence[ListedTask]) -> StateCounts:
    """Count tasks as the query does."""
    statuses, lights = Counter(task.status for task in tasks), Counter(task.light.colour for task in tasks)
    compared = measured(tasks)
    return StateCounts(
        len(tasks),
        len(tasks) - statuses[Status.UNASSIGNED],
        {status: statuses[status] for status in STATUSES},
        {colour: lights[colour] for colour in LIGHTS},
        mean(task.effective_progress for task in compared),
        mean(task.scheduled or 0 for task in compared),
        sum(task.overdue_days > 0 for task in tasks),
    )


def make_figures(tasks: Sequence[ListedTask], before: Sequence[ListedTask] | None = None, **more: Any) -> Figures:
    """Return the figures of tasks; `before` are the tasks of the day before the period."""
    now, settings = count(tasks), more.pop("settings", PaperSettings())
    red = [task for task in tasks if task.light.colour is LightColour.RED]
    order = list(dict.fromkeys(task.office for task in tasks if task.office))
    values: dict[str, Any] = {
        "period": PERIOD, "article": "", "now": now, "before": None if before is None else count(before),
        "begins_on": date(2026, 1, 5), "cancelled": 0,
        "status_shares": dict(zip(STATUSES, shares(list(now.statuses.values())), strict=True)),
        "light_shares": dict(zip(LIGHTS, shares(list(now.lights.values())), strict=True)),
        "added": 0, "tasks": tuple(tasks), "finished": (), "extended": (), "reddened": (), "silenced": (),
        "offices": list_office_lines(tasks, order, more.pop("returned", {}), settings),
        "overdue": tuple(task for task in red if task.overdue_days),
        "behind": tuple(task for task in red if not task.overdue_days and task.behind > 30),
        "periodic": tuple(task for task in red if "缺" in task.light.reason),
        "silent": tuple(task for task in red if "无进展" in task.light.reason),
        "matters": (), "returns": None, "indicators": IndicatorFigures(0, 0, 0, ()), "behind_red": 30,
        "stale_days": 60, "limits": "", "settings": settings, "demo": False,
    }  # fmt: skip
    return replace(Figures(**values), **more)


def texts(figures: Figures) -> list[tuple[str, str]]:
    """Return the problems that figures show, heading and sentence each."""
    return [(part.title, part.text) for part in problems(figures)]
