"""The card of the current piece: reasons in words, office and deadline, the ledger's like, which act comes first."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tracker.model.enums import RecommendationKind
from tracker.model.intake_review.pieces import Piece, Verdict
from tracker.model.rows.intake import Duplicate
from tracker.services.reviewing.keeping import KnownEntry
from tracker.ui.intake.card import PieceCard

PIECE = Piece(
    "c1", "a1", RecommendationKind.TASK, None, "建设基地", ((0, 4),), "建设5个实训基地",
    lead_office="市人社局", due_text="2026年底前", reasons=("列在“对策建议”之下", "以“建设”开头"),
    duplicates=(Duplicate("B3.7", 0.47, True), Duplicate("A1.2", 0.2, False)),
)  # fmt: skip
KNOWN = {
    "B3.7": KnownEntry("B3.7", "产教融合", "完善产教融合机制", "市教育局", "B3.7"),
    "A1.2": KnownEntry("A1.2", "核心技术", "核心技术自主化", "", ""),
}


@pytest.fixture
def card(show: Callable[..., Any]) -> PieceCard:
    made = show(PieceCard(), 660, 232)
    made.show_piece(PIECE, "7.1", KNOWN)
    return made


def test_it_says_why_who_and_until_when(card: PieceCard) -> None:
    assert card._title.text() == "7.1　任务：建设基地"
    assert card._reasons.text() == "列在“对策建议”之下　以“建设”开头"
    assert "市人社局（原文没写，参照同类，待确认）" in card._facts.text()
    assert "2026年底前" in card._facts.text()


def test_a_named_office_is_no_suggestion(card: PieceCard) -> None:
    card.show_piece(replace(PIECE, office_named=True, co_offices=("市教育局",)), "7.1", KNOWN)
    assert card._facts.text().startswith("市人社局；配合：市教育局　时限")


def test_the_like_of_the_ledger_stands_beside_the_text(card: PieceCard) -> None:
    assert card._ours.head.text() == "本文 7.1　相似 47%"
    assert card._theirs.head.text() == "台账 B3.7，市教育局　1 / 2"
    assert card.buttons["L"].text() == "并入 B3.7"
    assert card.buttons["L"].property("kind") == "primary"
    assert card.buttons["A"].text() == "收为新建议"


def test_one_without_a_task_cannot_be_joined(card: PieceCard) -> None:
    card.turn()
    assert card.link() == ""
    assert not card.buttons["L"].isEnabled()
    assert "还没有任务" in card._theirs.head.text()
    assert card.buttons["A"].property("kind") == "primary"
    card.turn()
    assert card.link() == "B3.7"


def test_the_same_piece_keeps_the_like_that_was_looked_at(card: PieceCard) -> None:
    card.turn()
    card.show_piece(replace(PIECE, verdict=Verdict.ACCEPTED), "7.1", KNOWN)
    assert card.like == 1
    assert card._title.text().endswith("（收下）")
    card.show_piece(replace(PIECE, id="c2"), "7.2", KNOWN)
    assert card.like == 0


def test_without_a_like_accepting_comes_first(card: PieceCard) -> None:
    card.show_piece(replace(PIECE, duplicates=()), "7.1", KNOWN)
    assert not card._theirs.isVisible()
    assert card.buttons["A"].text() == "收下"
    assert card.link() == ""


def test_an_entry_that_is_gone_from_the_ledger_has_no_words(card: PieceCard) -> None:
    card.show_piece(PIECE, "7.1", {})
    assert card._theirs.head.text() == "台账 B3.7　1 / 2"
    assert card.link() == ""


def test_nothing_chosen_says_what_to_do(card: PieceCard) -> None:
    card.show_piece(None, "", {})
    assert "选中一条建议" in card._title.text()
    assert not any(button.isEnabled() for button in card.buttons.values())


@pytest.mark.parametrize("key", ["L", "A", "E", "D"])
def test_each_button_tells_its_key(card: PieceCard, qtbot: Any, key: str) -> None:
    with qtbot.waitSignal(card.acted) as told:
        QTest.mouseClick(card.buttons[key], Qt.MouseButton.LeftButton)
    assert told.args == [key]
