"""What the middle of 来源 lists for one article: its entries under their sections, its flaws, its goals."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tracker.model.enums import RecommendationKind
from tracker.model.rows import GoalRow, RecommendationRow, SourceProblemRow, Sources, TaskRow

Tab = Literal["tasks", "entries", "text", "references", "problems", "goals", "changes"]
TABS: tuple[tuple[Tab, str], ...] = (
    ("text", "原文"),
    ("entries", "建议"),
    ("tasks", "任务"),
    ("references", "参考"),
    ("problems", "原文存疑"),
    ("goals", "目标"),
    ("changes", "变更"),
)
NUMBERS: dict[Tab, int] = {tab: number for number, (tab, _) in enumerate(TABS)}
#: Tabs that are shown for every source; the others only where they have something.
ALWAYS: frozenset[Tab] = frozenset({"tasks", "entries", "text", "changes"})
#: Headings of other entries; they are never tasks themselves.
HEADINGS = frozenset({RecommendationKind.UMBRELLA, RecommendationKind.GROUP})
PROBLEM_WORDS = {
    "ambiguous_figure": "数字含糊",
    "authority": "超出事权",
    "fragment": "残句",
    "garbled_punctuation": "标点错乱",
    "grammar": "语句不通",
    "interleaved": "段落错位",
    "layout": "版面错乱",
    "no_recommendation": "没有建议",
    "section_missing": "段落缺失",
    "stale_or_undated_figure": "数据时点不明",
    "title_missing": "标题缺失",
    "truncated": "正文截断",
    "typo_in_source": "原文误字",
    "unquantified_target": "目标未量化",
    "year_missing": "缺年份",
}
Payload = RecommendationRow | SourceProblemRow | GoalRow | TaskRow


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; a heading has no payload."""

    code: str
    title: str
    tag: str = ""
    state: str = ""
    indent: int = 0
    payload: Payload | None = None


def lines_of(sources: Sources, article: str, tab: Tab, search: str = "") -> tuple[Line, ...]:
    """Return the lines of one tab, narrowed by a search in code, title and text."""
    if tab == "problems":
        lines = [_problem(problem) for problem in sources.problems if problem.article == article]
        return tuple(line for line in lines if _matches(line, search))
    if tab == "goals":
        goals = [_goal(goal) for goal in sources.goals if goal.article == article]
        return tuple(line for line in goals if _matches(line, search))
    wanted = [entry for entry in sources.recommendations if entry.article == article]
    chosen = [entry for entry in wanted if entry.kind.is_reference == (tab == "references")]
    return _with_sections([entry for entry in chosen if _matches(_entry(entry), search)])


def counts_of(sources: Sources, article: str) -> dict[Tab, int]:
    """Return the number that stands behind each tab of lines; of recommendations only what asks for a task counts."""
    tabs: tuple[Tab, ...] = ("references", "problems", "goals")
    counts: dict[Tab, int] = {
        tab: sum(line.payload is not None for line in lines_of(sources, article, tab)) for tab in tabs
    }
    entries = (entry for entry in sources.recommendations if entry.article == article)
    counts["entries"] = sum(entry.kind.asks for entry in entries)
    counts["tasks"] = next((row.tasks for row in sources.articles if row.code == article), 0)
    return counts


def has_lines(sources: Sources, article: str, tab: Tab) -> bool:
    """Return whether a tab of lines has any, headings of other entries included."""
    return any(line.payload is not None for line in lines_of(sources, article, tab))


def task_lines(tasks: Iterable[TaskRow], search: str = "") -> tuple[Line, ...]:
    """Return tasks as lines, narrowed by a search in number, name and office."""
    lines = (_task(task) for task in tasks)
    return tuple(line for line in lines if _matches(line, search))


def line_of(entry: RecommendationRow) -> Line:
    """Return an entry as a line, as it stands in the list."""
    return _entry(entry)


def can_become_task(entry: RecommendationRow) -> bool:
    """Return whether a person may make a task of an entry."""
    return entry.kind not in HEADINGS


def _with_sections(entries: list[RecommendationRow]) -> tuple[Line, ...]:
    lines: list[Line] = []
    section = ""
    for entry in entries:
        if entry.section != section:
            section = entry.section
            lines.append(Line("", section))
        lines.append(_entry(entry))
    return tuple(lines)


def _entry(entry: RecommendationRow) -> Line:
    tag = "" if entry.kind.asks else entry.kind.word
    waiting = "未转为任务" if can_become_task(entry) else ""
    state = f"{len(entry.task_ids):,} 项任务" if entry.task_ids else waiting
    indent = 16 if entry.kind is RecommendationKind.SUBTASK else 0
    return Line(entry.code, entry.title, tag, state, indent, entry)


def _task(task: TaskRow) -> Line:
    due = task.due_text or "无时限"
    state = " · ".join((task.lead_short or task.lead_office or "未定单位", f"{task.progress}%", due))
    return Line(task.code, task.title, task.status.word, state, 0, task)


def _problem(problem: SourceProblemRow) -> Line:
    where = f"第 {problem.lines} 行" if problem.lines else ""
    return Line(problem.code, problem.description, PROBLEM_WORDS.get(problem.kind, problem.kind), where, 0, problem)


def _goal(goal: GoalRow) -> Line:
    served = f"{len(goal.served_by):,} 条建议支撑" if goal.served_by else "没有建议支撑"
    return Line(goal.code, goal.title, goal.kind, served, 0, goal)


def _matches(line: Line, search: str) -> bool:
    summary = line.payload.summary if isinstance(line.payload, RecommendationRow) else ""
    text = f"{line.code} {line.title} {line.tag} {line.state} {summary}".lower()
    return all(word in text for word in search.lower().split())
