"""The sentences of 存在问题: who is late with what, named in the order of how much and how long."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from tracker.model.paper_periods import day_words
from tracker.model.rows import Figures, ListedTask, Problem
from tracker.model.rows.papers import NOT_YET
from tracker.reports.task_lines import cut

_ORDINALS = "一二三四五"
#: More tasks than this are counted per office, and the annex has them.
_MOST_TASKS = 8
_LONGEST_TITLE = 30
_Words = Callable[[ListedTask], str]


def problems(figures: Figures) -> tuple[Problem, ...]:
    """Return 问题清单: only the problems that there are, numbered without gaps."""
    cases = (
        ("部分任务逾期未完成。", overdue(figures)),
        ("部分任务严重落后序时进度。", behind(figures)),
        ("个别单位反馈不及时。", unreturned(figures)),
        ("部分任务未按期报送。", periodic(figures)),
        ("部分任务久无进展。", silent(figures)),
    )
    numbered = [(title, text) for title, text in cases if text]
    return tuple(Problem(ordinal, *case) for ordinal, case in zip(_ORDINALS, numbered, strict=False))


def overdue(figures: Figures) -> str:
    """Return who is past a deadline, "" where nobody is."""
    return _blame(
        figures,
        figures.overdue,
        "共{count}项任务超过完成时限",
        lambda task: f"逾期{task.overdue_days}天",
        lambda task: task.overdue_days,
    )


def behind(figures: Figures) -> str:
    """Return who is behind schedule by more than the threshold in force, "" where nobody is."""
    head = f"共{{count}}项任务落后序时进度超过{figures.behind_red}个百分点"
    return _blame(figures, figures.behind, head, lambda task: f"落后{task.behind}个百分点", lambda task: task.behind)


def periodic(figures: Figures) -> str:
    """Return who did not report as regularly as agreed, "" where all did."""
    return _blame(figures, figures.periodic, "共{count}项任务没有按期报送", lambda task: task.light.reason, lambda _: 0)


def silent(figures: Figures) -> str:
    """Return of which tasks nothing has been heard for a year, "" where there is none."""
    return _blame(figures, figures.silent, "共{count}项任务久无进展", lambda task: task.light.reason, lambda _: 0)


def unreturned(figures: Figures) -> str:
    """Return which offices did not return their workbook, "" where all did; nobody is late before the day."""
    newest, end = figures.returns, figures.period.end
    if newest is None or not newest.missing:
        return ""
    by = f"应于{day_words(newest.due_on, than=end)}前反馈，" if newest.due_on else ""
    head = f"第{newest.number}批交办{by or '，'}发出{newest.sent}个单位，已反馈{newest.back}个"
    late = [row.office for row in newest.missing if row.late]
    waiting = [row for row in newest.missing if row.word == NOT_YET]
    if not late:
        return ""
    rest = f"；另有{len(waiting)}个单位{NOT_YET}" if waiting else ""
    return f"{head}，尚有{len(late)}个单位未反馈：{'、'.join(late)}{rest}。"


def _blame(
    figures: Figures, tasks: Sequence[ListedTask], head: str, words: _Words, days: Callable[[ListedTask], int]
) -> str:
    """Say which offices answer for which tasks; tasks nobody can be blamed for are counted behind them."""
    if not tasks:
        return ""
    by_office: dict[str, list[ListedTask]] = defaultdict(list)
    for task in sorted((task for task in tasks if task.blamed), key=lambda task: (-days(task), task.code)):
        by_office[task.office].append(task)
    order = {line.name: number for number, line in enumerate(figures.offices)}
    blamed = sorted(
        by_office.items(), key=lambda pair: (-len(pair[1]), -days(pair[1][0]), order.get(pair[0], len(order)))
    )
    named = sum(len(led) for _, led in blamed) <= _MOST_TASKS
    offices = "；".join(_office(office, led, words if named else None) for office, led in blamed)
    listed = f"，涉及{len(blamed)}个单位：{offices}{'' if named else '，详见附件'}" if blamed else ""
    return f"{head.format(count=len(tasks))}{listed}{_unblamed(tasks)}。"


def _office(office: str, tasks: Sequence[ListedTask], words: _Words | None) -> str:
    named = f"，{'、'.join(f'{quoted(task)}{words(task)}' for task in tasks)}" if words else ""
    return f"{office}{len(tasks)}项{named}"


def _unblamed(tasks: Sequence[ListedTask]) -> str:
    """Say of how many tasks no office can be blamed, and why."""
    waiting = sum(task.status.waiting for task in tasks)
    unsure = sum(not task.blamed and not task.status.waiting for task in tasks)
    if waiting == len(tasks):
        return "，均尚未交办"
    early = f"；另有{waiting}项任务尚未交办即已过时限" if waiting else ""
    return early + (f"；另有{unsure}项任务的牵头单位尚未确定" if unsure else "")


def quoted(task: ListedTask) -> str:
    """Name a task in a sentence: title before code, because a quotation mark after a Latin letter takes its font."""
    return f"“{cut(task.title, _LONGEST_TITLE)}”（{task.code}）"
