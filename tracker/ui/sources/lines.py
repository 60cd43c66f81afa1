"""What the middle of 来源 lists for one article: its entries under their sections, its flaws, its goals."""

from dataclasses import dataclass
from typing import Literal

from tracker.model.enums import RecommendationKind
from tracker.model.rows import GoalRow, RecommendationRow, SourceProblemRow, Sources

Tab = Literal["entries", "references", "problems", "goals"]
TABS: tuple[tuple[Tab, str], ...] = (
    ("entries", "建议"),
    ("references", "参考"),
    ("problems", "原文瑕疵"),
    ("goals", "目标"),
)
#: Kinds that are shown as reference: no task until somebody makes one.
REFERENCES = frozenset(
    {
        RecommendationKind.LESSON,
        RecommendationKind.PRACTICE,
        RecommendationKind.EXHORTATION,
        RecommendationKind.UMBRELLA_EXHORTATION,
    }
)
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
Payload = RecommendationRow | SourceProblemRow | GoalRow


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
        found = [_problem(one) for one in sources.problems if one.article == article]
        return tuple(line for line in found if _matches(line, search))
    if tab == "goals":
        goals = [_goal(one) for one in sources.goals if one.article == article]
        return tuple(line for line in goals if _matches(line, search))
    wanted = [one for one in sources.recommendations if one.article == article]
    chosen = [one for one in wanted if (one.kind in REFERENCES) == (tab == "references")]
    return _with_sections([one for one in chosen if _matches(_entry(one), search)])


def counts_of(sources: Sources, article: str) -> dict[Tab, int]:
    """Return how many lines each tab has, headings not counted."""
    return {tab: sum(line.payload is not None for line in lines_of(sources, article, tab)) for tab, _ in TABS}


def can_become_task(entry: RecommendationRow) -> bool:
    """Tell whether a person may make a task of an entry."""
    return entry.kind not in HEADINGS


def _with_sections(entries: list[RecommendationRow]) -> tuple[Line, ...]:
    lines: list[Line] = []
    section = ""
    for one in entries:
        if one.section != section:
            section = one.section
            lines.append(Line("", section))
        lines.append(_entry(one))
    return tuple(lines)


def _entry(one: RecommendationRow) -> Line:
    plain = one.kind in (RecommendationKind.TASK, RecommendationKind.SUBTASK)
    tag = "" if plain else one.kind.word
    waiting = "未转为任务" if can_become_task(one) else ""
    state = f"{len(one.task_ids)} 项任务" if one.task_ids else waiting
    indent = 16 if one.kind is RecommendationKind.SUBTASK else 0
    return Line(one.code, one.title, tag, state, indent, one)


def _problem(one: SourceProblemRow) -> Line:
    place = f"第 {one.lines} 行" if one.lines else ""
    return Line(one.code, one.description, PROBLEM_WORDS.get(one.kind, one.kind), place, 0, one)


def _goal(one: GoalRow) -> Line:
    served = f"{len(one.served_by)} 条建议支撑" if one.served_by else "没有建议支撑"
    return Line(one.code, one.title, one.kind, served, 0, one)


def _matches(line: Line, search: str) -> bool:
    summary = line.payload.summary if isinstance(line.payload, RecommendationRow) else ""
    text = f"{line.code} {line.title} {line.tag} {summary}".lower()
    return all(word in text for word in search.lower().split())
