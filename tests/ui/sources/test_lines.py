"""What the middle of 来源 lists, drawn as text."""

from collections.abc import Callable
from typing import Any

import pytest

from tracker.model.enums import RecommendationKind as Kind
from tracker.model.rows import GoalRow, RecommendationRow, SourceProblemRow, Sources
from tracker.ui.sources.lines import (
    PROBLEM_WORDS,
    Tab,
    can_become_task,
    counts_of,
    has_lines,
    lines_of,
    task_lines,
)
from tracker.ui.sources.lists import line_words

Make = Callable[..., RecommendationRow]


@pytest.fixture
def sources(make_entry: Make) -> Sources:
    entries = (
        make_entry("A0.1", Kind.UMBRELLA, section="（引言）", title="抢机遇"),
        make_entry("A1.1", title="缩小差距", summary="消化改良引进技术", task_ids=(4,)),
        make_entry("A1.2", Kind.GROUP, title="核心技术自主化"),
        make_entry("A1.2a", Kind.SUBTASK, title="基础研究", task_ids=(5, 6)),
        make_entry("A1.3", title="没有任务的建议"),
        make_entry("A-L1", Kind.LESSON, section="启示", title="品牌"),
        make_entry("A-P1", Kind.PRACTICE, section="启示", title="本市做法"),
        make_entry("B1.1", title="别的文章"),
    )
    problems = (
        SourceProblemRow("Q01", "A", "27", "truncated", "第一部分末句截断。", ("精准开展",)),
        SourceProblemRow("Q02", "A", "", "unheard_of", "说不清的毛病。", ()),
        SourceProblemRow("Q03", "B", "19", "title_missing", "缺标题。", ()),
    )
    goals = (
        GoalRow("G1", "A", "全球影响力", "内涵特征", ("健全的产业体系",), ("A1.1", "A1.2a")),
        GoalRow("G2", "A", "创新力", "内涵特征", (), ()),
    )
    return Sources((), entries, problems, goals)


@pytest.mark.parametrize(
    ("tab", "search", "expected"),
    [
        (
            "entries",
            "",
            [
                "（引言）",
                "A0.1 抢机遇 总领",
                "一、创新",
                "A1.1 缩小差距 1 项任务",
                "A1.2 核心技术自主化 条",
                "A1.2a 基础研究 2 项任务",
                "A1.3 没有任务的建议 未转为任务",
            ],
        ),
        ("references", "", ["启示", "A-L1 品牌 经验启示 未转为任务", "A-P1 本市做法 本市做法 未转为任务"]),
        (
            "problems",
            "",
            ["Q01 第一部分末句截断。 正文截断 第 27 行", "Q02 说不清的毛病。 unheard_of"],
        ),
        ("goals", "", ["G1 全球影响力 内涵特征 2 条建议支撑", "G2 创新力 内涵特征 没有建议支撑"]),
        ("entries", "消化 改良", ["一、创新", "A1.1 缩小差距 1 项任务"]),
        ("entries", "a1.2A", ["一、创新", "A1.2a 基础研究 2 项任务"]),
        ("entries", "没有这样的", []),
        ("problems", "截断", ["Q01 第一部分末句截断。 正文截断 第 27 行"]),
        ("goals", "创新", ["G2 创新力 内涵特征 没有建议支撑"]),
    ],
)
def test_lines_as_text(sources: Sources, tab: Tab, search: str, expected: list[str]) -> None:
    assert [line_words(line) for line in lines_of(sources, "A", tab, search)] == expected


def test_subtasks_stand_in(sources: Sources) -> None:
    indents = {line.code: line.indent for line in lines_of(sources, "A", "entries") if line.code}
    assert indents == {"A0.1": 0, "A1.1": 0, "A1.2": 0, "A1.2a": 16, "A1.3": 0}


def test_tabs_are_counted_without_headings(sources: Sources) -> None:
    assert counts_of(sources, "A") == {"tasks": 0, "entries": 3, "references": 2, "problems": 2, "goals": 2}
    assert set(counts_of(sources, "Z").values()) == {0}


def test_a_tab_of_headings_alone_has_lines_and_counts_none(sources: Sources, make_entry: Make) -> None:
    entry = make_entry("N1.0", Kind.UMBRELLA, article="N1")
    only = Sources((), (entry,), (), ())
    assert counts_of(only, "N1")["entries"] == 0
    assert has_lines(only, "N1", "entries")
    assert not has_lines(only, "N1", "references")


def test_tasks_are_lines_as_well(make_task: Any) -> None:
    task = make_task(3, code="批2026-01.3", title="提出培育方案", due_text="")
    assert [line_words(line) for line in task_lines([task])] == [
        "批2026-01.3 提出培育方案 推进中 市经信局 · 50% · 无时限"
    ]
    assert task_lines([task], "市科技局") == ()


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.value)
def test_headings_never_become_tasks(make_entry: Make, kind: Kind) -> None:
    assert can_become_task(make_entry("A1", kind)) is (kind not in (Kind.UMBRELLA, Kind.GROUP))


def test_every_flaw_of_the_real_catalogue_has_a_chinese_name(live: Any) -> None:
    from tracker.queries.sources import read_sources

    found: list[Sources] = []
    live.jobs.read(read_sources, on_result=found.append)
    live.jobs.drain()
    assert {problem.kind for problem in found[0].problems} <= set(PROBLEM_WORDS)
