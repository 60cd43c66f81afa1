"""Whom 你局 and 我局 mean, by the paper around them."""

from collections.abc import Callable

import pytest

from tracker.intake.facts.addressees import addressed_at, issuer_of, meant_in
from tracker.intake.text.layout import laid_out
from tracker.intake.text.passage import Passage
from tracker.intake.text.repair import passages_of
from tracker.model.rows.intake import Candidate, Proposal

AUDIT = """关于园区补贴资金的审计意见

市教育局：

现将有关意见告知如下。

一、关于多发补贴的问题

{sentence}

江海市审计局
2025年5月12日
"""
REPLY = """江海市科技局关于第88号建议的答复

赵文博代表：

您提出的建议收悉，现答复如下。

{sentence}

感谢您对科技工作的关心。
"""


def passages(text: str) -> list[Passage]:
    return laid_out(passages_of(text, wrapped=True)[0])


def leaf(proposal: Proposal, words: str) -> Candidate:
    return next(c for c in proposal.candidates if c.kind.asks and words in c.quote)


def test_your_office_is_the_one_the_paper_is_addressed_to(proposed: Callable[..., Proposal]) -> None:
    found = leaf(proposed(AUDIT.format(sentence="你局应当在三个月内追回多发的补贴。")), "追回")
    assert (found.lead_office, found.office_named) == ("市教育局", True)


def test_our_office_is_the_one_that_answers(proposed: Callable[..., Proposal]) -> None:
    found = leaf(proposed(REPLY.format(sentence="我局将会同市财政局在年内建设三家概念验证中心。")), "概念验证")
    assert (found.lead_office, found.co_offices) == ("市科技局", ("市财政局",))


def test_the_signature_names_the_office_where_the_title_does_not() -> None:
    assert issuer_of(passages(AUDIT.format(sentence="请予整改。"))) == "江海市审计局"


def test_without_an_addressee_nobody_is_meant() -> None:
    read = passages("园区的路\n\n李明远\n\n你局要把路修好。")
    assert addressed_at(read, len(read) - 1) is None
    assert meant_in("你局要把路修好", read, len(read) - 1) is None


@pytest.mark.parametrize("quote", ["你们要把路修好", "我们将把路修好", "把路修好"])
def test_people_are_no_office(quote: str) -> None:
    assert meant_in(quote, passages(AUDIT.format(sentence=quote)), 3) is None
