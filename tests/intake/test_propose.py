"""Invariants of every proposal: places, quotes, order, titles, fields, the same result every time."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.propose import propose
from tracker.intake.read.source_text import SourceText
from tracker.model.rows.intake import LedgerKnowledge, Proposal

TEXTS = Path(__file__).parent.parent.parent / "resources" / "intake" / "texts"
NAMES = sorted(path.name for path in TEXTS.glob("*.txt"))
MARKUP = re.compile(r"\{[tguple] |\}")


def bare(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and c not in "\u200b\ufeff\u00ad")


def check_places(proposal: Proposal) -> None:
    length = len(proposal.text)
    taken_places: set[tuple[int, int]] = set()
    for row in (*proposal.candidates, *proposal.unsure, *proposal.indicators):
        assert row.spans
        assert all(0 <= start < end <= length for start, end in row.spans)
        assert bare(row.quote) == bare("".join(proposal.text[start:end] for start, end in row.spans))
    for candidate in proposal.candidates:
        assert len(candidate.title) <= 20
        assert candidate.spans[0] not in taken_places, "no place is proposed twice"
        taken_places.add(candidate.spans[0])
        assert 0 <= candidate.score <= 1
        assert candidate.reasons
    assert [c.spans[0] for c in proposal.candidates] == sorted(c.spans[0] for c in proposal.candidates)
    ids = {c.id for c in proposal.candidates}
    assert all(c.parent in ids for c in proposal.candidates if c.parent)
    known = {k.id for k in proposal.indicators}
    assert all(set(c.indicators) <= known for c in proposal.candidates)


@pytest.mark.parametrize("name", NAMES)
def test_places_hold_on_texts_of_every_style(proposed: Callable[..., Proposal], name: str) -> None:
    check_places(proposed(MARKUP.sub("", (TEXTS / name).read_text(encoding="utf-8"))))


@given(st.text(alphabet="建立机制要把。，；：“”（）一二三是\n 12%家年底前市局A\u3000\u200b", max_size=300))
def test_places_hold_on_any_text(text: str) -> None:
    proposal = propose(SourceText("x", "txt", text), LedgerKnowledge())
    for row in (*proposal.candidates, *proposal.indicators):
        assert bare(row.quote) == bare("".join(text[start:end] for start, end in row.spans))


def test_the_same_text_gives_the_same_proposal(proposed: Callable[..., Proposal]) -> None:
    text = (TEXTS / NAMES[0]).read_text(encoding="utf-8")
    assert proposed(text) == proposed(text)


PLAN = """海川市人民政府办公室文件

海川市园区提升行动方案

一、重点任务

（一）建立培育体系。制定园区管理办法；建立示范园区名录，每年入选园区不少于50家。（责任单位：市经信局牵头，市财政局、市教育局配合；完成时限：2026年6月底）

（二）推进改造。加快建设标准厂房；引导企业开展节能改造。（责任单位：市经信局负责标准厂房建设，2026年9月底前完成；市科技局负责节能改造，2027年底前完成）

海川市人民政府办公室
2025年5月6日
"""


def test_a_bracket_speaks_for_all_leaves_of_its_paragraph(proposed: Callable[..., Proposal]) -> None:
    leaves = [c for c in proposed(PLAN).candidates if c.kind.value == "subtask"]
    assert [c.lead_office for c in leaves[:2]] == ["市经信局"] * 2
    assert [c.co_offices for c in leaves[:2]] == [("市财政局", "市教育局")] * 2
    assert [(c.due_text, c.due_on) for c in leaves[:2]] == [("2026年6月底", date(2026, 6, 30))] * 2
    assert all(c.office_named for c in leaves)


def test_a_bracket_may_speak_for_each_leaf_apart(proposed: Callable[..., Proposal]) -> None:
    leaves = [c for c in proposed(PLAN).candidates if c.kind.value == "subtask"][2:]
    assert [(c.lead_office, c.due_text) for c in leaves] == [
        ("市经信局", "2026年9月底前"),
        ("市科技局", "2027年底前"),
    ]


def test_title_unit_and_date_are_read(proposed: Callable[..., Proposal]) -> None:
    (article,) = proposed(PLAN).articles
    assert (article.title, article.issued) == ("海川市园区提升行动方案", "2025年5月6日")
    assert article.units == ("海川市人民政府办公室",)
    assert [s.title for s in proposed(PLAN).sections] == ["一、重点任务"]


def test_figures_become_indicators(proposed: Callable[..., Proposal]) -> None:
    (figure,) = proposed(PLAN).indicators
    assert (figure.value, figure.unit, figure.target, figure.quote) == ("50", "家", True, "50家")


def test_what_the_ledger_says_already_is_marked(proposed: Callable[..., Proposal]) -> None:
    text = PLAN.replace("制定园区管理办法", "建设面向中小企业的工业互联网公共服务平台")
    leaf = next(c for c in proposed(text).candidates if "工业互联网" in c.quote)
    assert leaf.duplicates[0].code == "A1"
    assert leaf.duplicates[0].marked
    assert not any(d.marked for c in proposed(PLAN).candidates for d in c.duplicates)


def test_two_articles_of_a_page_are_kept_apart(proposed: Callable[..., Proposal]) -> None:
    filler = "园区发展到今天，靠的是一代代建设者的接续努力，也靠市场力量的推动。" * 8
    text = f"园区怎样留住人\n\n李明远\n\n{filler}\n\n夜市的灯火\n\n王小川\n\n{filler}\n"
    articles = proposed(text).articles
    assert [(a.title, a.authors) for a in articles] == [("园区怎样留住人", ("李明远",)), ("夜市的灯火", ("王小川",))]


def test_an_empty_article_proposes_nothing(proposed: Callable[..., Proposal]) -> None:
    proposal = proposed("春天的海\n\n何以南\n\n海风吹过堤岸，渔船还在远处。老人坐在石阶上，想起很多年以前的事情。\n")
    assert proposal.candidates == ()
