"""Decisions about the pieces of a text: accepted, cut, joined, marked, taken back, kept and read again."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracker.errors import RuleError
from tracker.model.enums import RecommendationKind as Kind
from tracker.model.intake_review.coverage import Share, coverage_of, sentences_of
from tracker.model.intake_review.kept_proposal import kept_proposal, proposal_of
from tracker.model.intake_review.pieces import Verdict
from tracker.model.intake_review.review import TextReview, kept_tally
from tracker.model.rows.intake import Candidate, Duplicate, Proposal, ProposedArticle, ProposedIndicator

TEXT = "路灯坏了。\n要更换路灯，并加装控制器；建设充电桩。\n提高认识。别处做得好。"


def candidate(name: str, words: str, kind: Kind = Kind.TASK, **more: Any) -> Candidate:
    parent = more.pop("parent", None)
    start = TEXT.index(words)
    span = ((start, start + len(words)),)
    return Candidate(name, "a1", kind, parent, None, ("一、灯",), words[:20], words, words, span, **more)


@pytest.fixture
def proposal() -> Proposal:
    same = (Duplicate("B1", 0.5, marked=True),)
    return Proposal(
        "灯.txt", "txt", None, TEXT,
        (ProposedArticle("a1", "灯", True, (), (), None, ((0, len(TEXT)),)),), (),
        (
            candidate("c1", "要更换路灯，并加装控制器", score=0.95, due_text="年内", due_on=date(2026, 12, 31)),
            candidate("c2", "建设充电桩", score=0.9, duplicates=same),
            candidate("c3", "提高认识", Kind.EXHORTATION, score=0.7),
        ),
        (ProposedIndicator("k1", "a1", "灯", "3", "盏", date(2026, 1, 1), None, True, "3盏", ((0, 2),)),),
        (),
        (candidate("u1", "别处做得好", score=0.2),),
    )  # fmt: skip


@pytest.fixture
def review(proposal: Proposal) -> TextReview:
    return TextReview(proposal)


def test_a_proposal_is_the_same_after_it_was_kept(proposal: Proposal) -> None:
    assert proposal_of(kept_proposal(proposal)) == proposal


def test_decisions_are_the_same_after_they_were_kept(proposal: Proposal, review: TextReview) -> None:
    review.decide(["c1"], Verdict.ACCEPTED)
    review.decide(["c2"], Verdict.LINKED, "B1")
    review.edit("c1", title="更换路灯", co_offices=("市住建局",))
    review.split("c1")
    review.tick("k1")
    again = TextReview(proposal, review.decisions())
    assert again.pieces() == review.pieces()
    assert again.ticked == {"k1"}
    assert again.decisions() == review.decisions()
    assert again.split("c2", TEXT.index("充电桩")) not in {item.id for item in review.pieces()}


def test_only_what_a_person_changed_is_kept(review: TextReview) -> None:
    assert review.decisions()["items"] == []
    review.decide(["c3"], Verdict.REJECTED)
    assert [row["id"] for row in review.decisions()["items"]] == ["c3"]


def test_waiting_are_open_actions_above_the_mark(review: TextReview) -> None:
    assert [item.id for item in review.waiting()] == ["c1", "c2"]
    review.decide(["c1"], Verdict.REJECTED)
    assert [item.id for item in review.waiting()] == ["c2"]
    assert review.tally() == (1, 2)


def test_accepting_the_sure_ones_leaves_what_the_ledger_has(review: TextReview) -> None:
    assert review.accept_sure() == 1
    assert [item.id for item in review.entering()] == ["c1"]
    assert review.accept_sure() == 0


@pytest.mark.parametrize(
    ("at", "halves"),
    [
        (None, ("要更换路灯，", "并加装控制器")),
        (TEXT.index("路灯，"), ("要更换", "路灯，并加装控制器")),
        (0, ("要更换路灯，", "并加装控制器")),
    ],
)
def test_a_piece_is_cut_at_the_place_or_behind_its_first_mark(
    review: TextReview, at: int | None, halves: tuple[str, str]
) -> None:
    new = review.split("c1", at)
    assert (review["c1"].quote, review[new].quote) == halves
    assert "".join(TEXT[start:end] for start, end in review[new].spans) == halves[1]
    assert [item.id for item in review.pieces()][:3] == ["c1", new, "c2"]


def test_a_piece_without_a_mark_is_cut_only_where_a_person_says(review: TextReview) -> None:
    with pytest.raises(RuleError, match="光标"):
        review.split("c2")
    assert review.take_back() is None


def test_joined_pieces_have_both_places(review: TextReview) -> None:
    assert review.merge("c2") == "c1"
    assert review["c1"].quote == "要更换路灯，并加装控制器建设充电桩"
    assert "c2" not in {item.id for item in review.pieces()}
    with pytest.raises(RuleError):
        review.merge("c1")


def test_what_lay_under_a_joined_piece_lies_under_the_one_that_stays(review: TextReview) -> None:
    review.put_under("u1", "c2")
    review.edit("c2", kind=Kind.TASK)
    review.merge("c2")
    assert review["u1"].parent == "c1"


def test_a_piece_with_a_part_is_a_group(review: TextReview) -> None:
    review.put_under("c2", "c1")
    assert (review["c1"].kind, review["c2"].kind) == (Kind.GROUP, Kind.SUBTASK)
    review.put_under("c2", None)
    assert review["c2"].kind is Kind.TASK


def test_nothing_is_part_of_itself(review: TextReview) -> None:
    review.put_under("c2", "c1")
    with pytest.raises(RuleError, match="自己"):
        review.put_under("c1", "c2")


def test_marked_text_is_a_piece_of_its_own(review: TextReview) -> None:
    start = TEXT.index("路灯坏了")
    new = review.mark(start, start + 6)
    assert (review[new].quote, review[new].spans) == ("路灯坏了。", ((0, 5),))
    with pytest.raises(RuleError, match="选中"):
        review.mark(3, 3)


def test_another_wording_has_no_day_of_the_old_one(review: TextReview) -> None:
    review.edit("c1", due_text="2027年底前")
    assert review["c1"].due_on is None
    with pytest.raises(RuleError, match="名称"):
        review.edit("c1", title=" ")


def test_an_office_a_person_chose_is_no_suggestion(review: TextReview) -> None:
    review.edit("c1", lead_office="市住建局")
    assert review["c1"].office_named
    review.edit("c1", lead_office="")
    assert not review["c1"].office_named


def test_every_step_can_be_taken_back(review: TextReview) -> None:
    before = review.pieces()
    review.decide(["c1"], Verdict.ACCEPTED)
    review.split("c1")
    review.merge("c2")
    review.put_under("c3", "c1")
    review.mark(0, 4)
    review.tick("k1")
    for _ in range(6):
        assert review.take_back() is not None
    assert review.pieces() == before
    assert review.ticked == frozenset()
    assert review.take_back() is None


def test_linking_needs_something_to_link_with(review: TextReview) -> None:
    with pytest.raises(RuleError, match="并入"):
        review.decide(["c1"], Verdict.LINKED)


def test_coverage_counts_sentences_by_what_they_are(review: TextReview) -> None:
    coverage = coverage_of(review)
    assert coverage.counts == {Share.BACKGROUND: 1, Share.ACTION: 1, Share.OTHER: 1, Share.NONE: 1}
    assert coverage.first_open == (TEXT.index("别处"), len(TEXT))
    review.decide(["u1"], Verdict.REJECTED)
    assert (coverage_of(review).covered, coverage_of(review).total) == (4, 4)


def test_signs_alone_are_no_sentence() -> None:
    assert [TEXT[start:end] for start, end in sentences_of(TEXT)] == [
        "路灯坏了。", "要更换路灯，并加装控制器；建设充电桩。", "提高认识。", "别处做得好。",
    ]  # fmt: skip
    assert sentences_of("。。\n—— \n") == ()


def test_joined_pieces_keep_the_words_and_the_day_of_one_deadline(review: TextReview) -> None:
    review.edit("c1", due_text="尽快", due_on=None)
    review.edit("c2", due_text="2026年6月底前", due_on=date(2026, 6, 30))
    review.merge("c2")
    assert (review["c1"].due_text, review["c1"].due_on) == ("尽快", None)


def test_a_piece_without_deadline_takes_both_words_and_day_of_the_joined_one(review: TextReview) -> None:
    review.edit("c1", due_text="", due_on=None)
    review.edit("c2", due_text="2026年6月底前", due_on=date(2026, 6, 30))
    review.merge("c2")
    assert (review["c1"].due_text, review["c1"].due_on) == ("2026年6月底前", date(2026, 6, 30))


def test_every_piece_has_the_figures_printed_in_it(proposal: Proposal) -> None:
    at = TEXT.index("加装")
    figure = replace(proposal.indicators[0], spans=((at, at + 2),))
    review = TextReview(
        replace(
            proposal,
            candidates=(replace(proposal.candidates[0], indicators=("k1",)), *proposal.candidates[1:]),
            indicators=(figure,),
        )
    )
    new = review.split("c1")
    assert (review["c1"].indicators, review[new].indicators) == ((), ("k1",))
    review.merge(new)
    assert review["c1"].indicators == ("k1",)
    assert review[review.mark(at, at + 4)].indicators == ("k1",)


def test_the_kept_tally_is_the_tally(proposal: Proposal, review: TextReview) -> None:
    def same() -> bool:
        return kept_tally(kept_proposal(proposal), review.decisions()) == review.tally()

    assert same()
    review.decide(["c1"], Verdict.ACCEPTED)
    assert same()
    new = review.split("c1")
    review.decide([new], Verdict.REJECTED)
    assert same()
    review.merge("c2")
    assert same()
    review.set_kind("u1", Kind.TASK)
    review.set_kind("c1", Kind.LESSON)
    assert same()
    assert review.tally() != (0, 2), "something was decided"
