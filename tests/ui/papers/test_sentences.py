"""Which sentences can be changed, where their figures stand, and what a changed paper says."""

from dataclasses import replace
from datetime import date

import pytest

from tests.paper_rows import make_figures, make_task
from tracker.model.enums import LightColour, PaperKind
from tracker.model.rows import Brief, Circular, PaperHead
from tracker.reports.paper_sentences import compute_sentences
from tracker.ui.papers.sentences import Sentence, figures_in, keeps_figures, label_of, sentences_of, with_edits

COMPUTED = "台账现有任务95项，其中已销号17项，占17.9%。"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (COMPUTED, True),
        ("本台账现有任务95项。其中，已销号的17项，占17.9%，比较正常。", True),
        ("第2次会议后，台账现有任务95项，已销号17项，占17.9%。", False),
        ("任务95项\n已销号17项\n占17.9%", True),
        ("台账现有任务96项，其中已销号17项，占17.9%。", False),
        ("台账现有任务195项，其中已销号17项，占17.9%。", False),
        ("台账现有任务95项，其中已销号17项，占17.9。", False),
        ("台账现有任务95项，其中已销号17项，占17%。", False),
        ("其中已销号17项，台账现有任务95项，占17.9%。", False),
        ("台账现有任务九十五项，其中已销号17项，占17.9%。", False),
        ("", False),
    ],
)
def test_words_may_change_and_figures_may_not(text: str, kept: bool) -> None:
    assert keeps_figures(Sentence("总体_任务", COMPUTED), text) is kept
    assert keeps_figures(Sentence("建议", ""), text)  # the user's own words


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (COMPUTED, ["95", "17", "17.9%"]),
        ("截至2026年11月28日。", ["2026", "11", "28"]),
        ("进度差−10.7个百分点", ["10.7"]),
        ("没有数字。", []),
        ("共3.项", ["3"]),
    ],
)
def test_figures_are_found_where_they_stand(text: str, figures: list[str]) -> None:
    assert [text[start:end] for start, end in figures_in(text)] == figures


def head(kind: PaperKind) -> PaperHead:
    """Return the head of a bulletin."""
    day = date(2026, 11, 28)
    return PaperHead(
        kind, "督查通报", "第11期", 11, "市委督查室", day, "关于任务\n的通报", "各单位：", "", "", demo=False
    )


@pytest.fixture
def circular() -> Circular:
    late = make_task("A1", colour=LightColour.RED, reason="逾期3天", overdue_days=3)
    figures = make_figures([late, make_task("A2")])
    return Circular(head(PaperKind.CIRCULAR), figures, compute_sentences(figures))


@pytest.fixture
def brief(circular: Circular) -> Brief:
    sentences = circular.sentences
    return Brief(head(PaperKind.BRIEF), circular.figures, sentences, (), 0, "风险指标", "没有风险。")


def test_a_circular_offers_what_it_says_in_its_order(circular: Circular) -> None:
    names = [sentence.name for sentence in sentences_of(circular)]
    assert names[:4] == ["标题", "引言", "总体_任务", "总体_亮灯"]
    assert names.index("总体_亮灯") < names.index("要求")
    assert all(sentence.text for sentence in sentences_of(circular))
    (problem,) = (name for name in names if name.startswith("问题_"))
    assert label_of(problem) == circular.sentences.problems[0].title.rstrip("。")


def test_a_brief_offers_its_advice_though_it_is_empty(brief: Brief) -> None:
    assert [sentence.name for sentence in sentences_of(brief)][-2:] == ["第三部分", "建议"]


def test_a_changed_circular_keeps_its_figures(circular: Circular) -> None:
    problem = circular.sentences.problems[0]
    edits = {"标题": "新标题", "引言": "新的引言。", f"问题_{problem.title}": "新的问题。"}
    changed = with_edits(circular, edits)
    assert isinstance(changed, Circular)
    assert changed.figures is circular.figures
    assert changed.edited == tuple(edits)
    assert changed.head.title == "新标题"
    assert changed.sentences == replace(
        circular.sentences, introduction="新的引言。", problems=(replace(problem, text="新的问题。"),)
    )


def test_a_changed_brief_says_it_in_its_parts(brief: Brief) -> None:
    changed = with_edits(brief, {"第三部分": "有风险。", "建议": "开会。", "总体_变化": "变化不大。"})
    assert isinstance(changed, Brief)
    assert (changed.third, changed.advice, changed.sentences.change) == ("有风险。", "开会。", "变化不大。")


def test_without_changes_the_paper_is_the_same(circular: Circular) -> None:
    assert with_edits(circular, {}) is circular
