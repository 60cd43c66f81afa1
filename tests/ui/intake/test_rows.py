"""Rows of a review: headings of the text, groups with their parts, numbers as in the margin, the unlikely ones last."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tracker.model.enums import RecommendationKind as Kind
from tracker.model.intake_review.pieces import Verdict
from tracker.model.intake_review.review import TextReview
from tracker.model.rows.intake import Candidate, Duplicate, Proposal
from tracker.ui.intake.rows import FOLDED, TreeRow, extents_of, next_waiting, numbers_of, rows_of
from tracker.ui.intake.tree import PieceList, columns_of, row_words, tags_of, title_room

TEXT = "甲乙丙丁戊己庚辛"


def candidate(name: str, at: int, kind: Kind = Kind.TASK, **more: Any) -> Candidate:
    parent, path = more.pop("parent", None), more.pop("path", ("一、总",))
    return Candidate(name, "a1", kind, parent, None, path, TEXT[at], TEXT[at], TEXT[at], ((at, at + 1),), **more)


@pytest.fixture
def review() -> TextReview:
    candidates = (
        candidate("c1", 0, Kind.UMBRELLA),
        candidate("c2", 1, score=0.9),
        candidate("c3", 2, Kind.GROUP),
        candidate("c4", 3, Kind.SUBTASK, parent="c3", lead_office="市经信局"),
        candidate("c5", 4, Kind.SUBTASK, parent="c3", flags=("truncated",)),
        candidate("c6", 5, path=("二、分",), duplicates=(Duplicate("B1", 0.5, True), Duplicate("B2", 0.2, False))),
        candidate("c7", 6, Kind.LESSON, path=("二、分",)),
    )
    return TextReview(Proposal("t", "txt", None, TEXT, (), (), candidates, (), (), (candidate("u1", 7),)))


def rows(review: TextReview, **more: Any) -> list[TreeRow]:
    return list(rows_of(review, numbers_of(review), **more))


def test_numbers_run_through_and_parts_stand_behind_their_group(review: TextReview) -> None:
    assert numbers_of(review) == {
        "c1": "总", "c2": "1", "c3": "2", "c4": "2.1", "c5": "2.2", "c6": "3", "c7": "经", "u1": "疑",
    }  # fmt: skip


def test_rows_stand_under_the_headings_of_the_text(review: TextReview) -> None:
    shown = [(row.level, row.text) for row in rows(review, closed={FOLDED})]
    assert shown == [
        (0, "一、总"), (1, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (2, "戊"),
        (0, "二、分"), (1, "己"), (1, "庚"), (0, "把握低的 1 条"),
    ]  # fmt: skip


def test_headings_say_how_much_was_accepted(review: TextReview) -> None:
    review.decide(["c2"], Verdict.ACCEPTED)
    notes = {row.text: row.note for row in rows(review)}
    assert notes["一、总"] == "3 条，已收 1 条"
    assert notes["丙"] == "一组 2 条"


@pytest.mark.parametrize(("closed", "hidden"), [("c3", {"丁", "戊"}), ("heading", {"甲", "乙", "丙", "丁", "戊"})])
def test_what_lies_under_a_closed_row_is_left_out(review: TextReview, closed: str, hidden: set[str]) -> None:
    everything = rows(review)
    fold = next(row.fold for row in everything if row.text == "一、总") if closed == "heading" else closed
    left = {row.text for row in everything} - {row.text for row in rows(review, closed={fold})}
    assert left == hidden


def test_only_what_waits_is_left_when_narrowed(review: TextReview) -> None:
    review.decide(["c2", "c4"], Verdict.REJECTED)
    assert [row.text for row in rows(review, waiting_only=True) if row.piece] == ["戊", "己"]


def test_an_unlikely_one_that_is_accepted_stands_with_the_others(review: TextReview) -> None:
    assert rows(review)[-1].text == "辛"
    review.decide(["u1"], Verdict.ACCEPTED)
    assert FOLDED not in {row.key for row in rows(review)}
    assert numbers_of(review)["u1"] == "4"


def test_the_next_one_that_waits_is_found_below(review: TextReview) -> None:
    review.decide(["c4"], Verdict.ACCEPTED)
    assert next_waiting(rows(review), "c2") == "c5"
    assert next_waiting(rows(review), "c6") == "u1"
    folded = rows(review, closed={FOLDED})
    assert next_waiting(folded, "c6") == "c7"
    assert next_waiting(folded, "c7") == "c7"


@pytest.mark.parametrize(
    ("verdict", "look"),
    [
        (Verdict.OPEN, "open"),
        (Verdict.ACCEPTED, "accepted"),
        (Verdict.REJECTED, "rejected"),
        (Verdict.LINKED, "linked"),
    ],
)
def test_the_look_in_the_text_follows_the_verdict(review: TextReview, verdict: Verdict, look: str) -> None:
    review.decide(["c2"], verdict, "B1")
    looks = {extent.key: extent.look for extent in extents_of(review, numbers_of(review), folded=True)}
    assert looks["c2"] == look
    assert (looks["c1"], looks["u1"]) == ("other", "folded")


def test_unlikely_ones_are_not_coloured_while_folded(review: TextReview) -> None:
    assert "u1" not in {extent.key for extent in extents_of(review, numbers_of(review), folded=False)}


@pytest.mark.parametrize(
    ("key", "tags"),
    [("c1", ("总领",)), ("c2", ()), ("c5", ("截断",)), ("c6", ("已有 B1",)), ("c7", ("经验启示",))],
)
def test_tags_say_what_is_to_be_seen_at_once(review: TextReview, key: str, tags: tuple[str, ...]) -> None:
    assert tags_of(review[key]) == tags


def test_a_linked_piece_says_where_it_goes(review: TextReview) -> None:
    review.decide(["c6"], Verdict.LINKED, "B1")
    assert tags_of(review["c6"]) == ("并入 B1",)


def test_rows_are_spoken_with_verdict_number_and_office(review: TextReview) -> None:
    review.decide(["c4"], Verdict.ACCEPTED)
    words = {row.text: row_words(row) for row in rows(review)}
    assert words["丁"] == "收下 2.1 丁 市经信局"
    assert words["庚"] == "经 庚 经验启示"
    assert words["一、总"] == "一、总 3 条，已收 1 条"


def test_what_has_no_office_and_deadline_leaves_its_title_the_whole_line(review: TextReview, qapp: object) -> None:
    pieces = {piece.id: piece for piece in review.pieces()}
    lesson, leaf = pieces["c7"], pieces["c2"]
    assert title_room(600, lesson) - title_room(600, leaf) > 200


def test_in_a_narrow_list_the_columns_leave_the_names_more_room(review: TextReview, qapp: object) -> None:
    narrow, wide = columns_of(535), columns_of(660)
    assert wide[0] - narrow[0] >= 40
    for begins in (narrow, wide):
        assert begins[0] - begins[1] >= 72 + 30  # five letters of an office, and the mark of one not confirmed
        assert begins[1] - begins[2] >= 80  # 2026年底前
    leaf = {piece.id: piece for piece in review.pieces()}["c2"]
    assert title_room(459, leaf, narrow[0]) - title_room(459, leaf, wide[0]) == wide[0] - narrow[0]


def test_the_current_row_stays_in_sight_when_the_list_gets_its_height(review: TextReview, qtbot: QtBot) -> None:
    listed = PieceList()
    qtbot.addWidget(listed)
    listed.resize(600, 600)
    shown = rows(review)
    listed.show_rows(shown, shown[-1].key)
    listed.resize(600, 60)
    listed.show()
    listed.resize(600, 61)
    assert listed.viewport().rect().contains(listed.visualRect(listed.currentIndex()))
