"""The reviewer's view: every act has a key, selection moves both sides, everything is kept."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlmodel import select

from tracker.model.enums import RecommendationKind
from tracker.model.intake_review.coverage import Share
from tracker.model.intake_review.pieces import Verdict
from tracker.model.tables import IntakeReview, Task
from tracker.services.reviewing.keeping import OpenReview, open_review
from tracker.store.engine import Database
from tracker.ui.core.context import Context
from tracker.ui.intake.rows import FOLDED
from tracker.ui.intake.tree import row_words
from tracker.ui.intake.view import IntakeView

KEY, MODS = Qt.Key, Qt.KeyboardModifier


def press(view: IntakeView, key: Qt.Key, mods: Qt.KeyboardModifier = MODS.NoModifier, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(view.window().focusWidget() or view, key, mods)
        view.context.jobs.drain()


def kept(ledger: Database, view: IntakeView) -> OpenReview:
    with ledger.reading() as session:
        return open_review(session, view.opened.id)


def titles(view: IntakeView) -> list[str]:
    return [row.text for row in view.pieces.rows.rows]


def go(view: IntakeView, words: str) -> str:
    """Make the piece with these words the current one."""
    key = next(piece.id for piece in view.review.pieces() if words in piece.quote)
    view._pick_in_text(key)
    return key


def test_it_begins_at_the_first_piece_that_waits(view: IntakeView) -> None:
    piece = view.piece()
    assert piece is not None
    assert "体检台账" in piece.quote
    assert view.text.chosen == piece.id
    assert "（一）摸清家底" in titles(view)


@pytest.mark.parametrize(("key", "verdict"), [(KEY.Key_A, Verdict.ACCEPTED), (KEY.Key_D, Verdict.REJECTED)])
def test_a_decision_is_kept_and_the_next_one_is_current(
    view: IntakeView, ledger: Database, key: Qt.Key, verdict: Verdict
) -> None:
    first = view.piece()
    assert first is not None
    press(view, key)
    after = view.piece()
    assert after is not None
    assert "低效用地清单" in after.quote
    assert kept(ledger, view).review[first.id].verdict is verdict


def test_decisions_made_fast_are_all_kept(view: IntakeView, ledger: Database) -> None:
    for _ in range(12):
        view.accept_piece()
    view.context.jobs.drain()
    assert len(kept(ledger, view).review.entering()) == 12


def test_what_was_decided_just_before_leaving_is_kept(view: IntakeView, ledger: Database) -> None:
    for _ in range(5):
        view.accept_piece()
    view.leave()
    context = view.context
    view.deleteLater()
    context.jobs.drain()
    with ledger.reading() as session:
        assert len(open_review(session, view.opened.id).review.entering()) == 5


def test_accepting_right_after_a_decision_waits_for_it_to_be_kept(view: IntakeView, ledger: Database) -> None:
    view.accept_piece()
    view.accept_piece()
    form = view.ask_accept()
    assert form is not None
    form.submit()
    view.context.jobs.drain()
    with ledger.reading() as session:
        assert sum(code.startswith("章") for code in session.exec(select(Task.code))) == 2


def test_control_z_takes_back_a_decision_and_not_an_act_of_the_ledger(view: IntakeView, ledger: Database) -> None:
    press(view, KEY.Key_A, times=2)
    press(view, KEY.Key_Z, MODS.ControlModifier)
    assert len(kept(ledger, view).review.entering()) == 1
    assert view.accept_button.text() == "采纳 1 项…"


def test_shift_a_accepts_what_the_program_is_surest_of(view: IntakeView) -> None:
    press(view, KEY.Key_A, MODS.ShiftModifier)
    assert {piece.sureness for piece in view.review.entering()} == {4}
    assert all(piece.sureness < 4 or piece.duplicates for piece in view.review.waiting())


def test_a_click_into_the_text_makes_its_piece_current(view: IntakeView) -> None:
    start = view.review.text.index("园区更新基金")
    view.text.go_to(start, start)
    box = view.text.cursorRect(view.text.textCursor())
    QTest.mouseClick(view.text.viewport(), Qt.MouseButton.LeftButton, pos=box.center() + box.topRight() - box.topLeft())
    piece = view.piece()
    assert piece is not None
    assert "更新基金" in piece.quote


def test_splitting_and_joining_by_keys(view: IntakeView) -> None:
    key = go(view, "实行月调度")
    before = len(view.review.pieces())
    press(view, KEY.Key_S)
    assert len(view.review.pieces()) == before + 1
    second = next(p for p in view.review.pieces() if p.quote.startswith("实行月调度"))
    view._pick_in_text(second.id)
    press(view, KEY.Key_M)
    assert len(view.review.pieces()) == before
    assert view.chosen == key


def test_a_piece_is_split_where_the_caret_stands(view: IntakeView) -> None:
    key = go(view, "公布低效用地清单")
    press(view, KEY.Key_F6)
    assert view.text.hasFocus()
    press(view, KEY.Key_Right, times=view.review.text.index("低效用地清单") - view.review[key].start)
    press(view, KEY.Key_S)
    quotes = [piece.quote for piece in view.review.pieces()]
    assert any(quote.startswith("低效用地清单") for quote in quotes)


def test_text_marked_by_keys_becomes_a_piece(view: IntakeView) -> None:
    words = "老旧园区的厂房、管网和配套普遍老化"
    start = view.review.text.index(words)
    press(view, KEY.Key_F6)
    cursor = view.text.textCursor()
    cursor.setPosition(start)
    view.text.setTextCursor(cursor)
    press(view, KEY.Key_Right, MODS.ShiftModifier, times=len(words))
    press(view, KEY.Key_N)
    piece = view.piece()
    assert piece is not None
    assert (piece.quote, piece.origin) == (words, "marked")
    assert view.pieces.hasFocus()


def test_nothing_selected_is_said_and_changes_nothing(view: IntakeView) -> None:
    before = view.review.pieces()
    view.text.moveCursor(QTextCursor.MoveOperation.Start)
    press(view, KEY.Key_N)
    assert view.review.pieces() == before
    assert "选中" in view.foot_label.text()


def test_the_kind_is_chosen_from_a_menu(view: IntakeView) -> None:
    first = view.piece()
    assert first is not None
    menu = view.choose_kind()
    assert menu is not None
    lesson = next(action for action in menu.actions() if "经验启示" in action.text())
    lesson.trigger()
    view.context.jobs.drain()
    menu.close()
    assert view.review[first.id].kind is RecommendationKind.LESSON


def test_a_piece_goes_under_the_one_above_and_out_again(view: IntakeView) -> None:
    key = go(view, "低效用地清单")
    above = go(view, "体检台账")
    view._pick_in_text(key)
    press(view, KEY.Key_Right, MODS.ControlModifier)
    assert view.review[key].parent == above
    assert view.review[above].kind is RecommendationKind.GROUP
    press(view, KEY.Key_Left, MODS.ControlModifier)
    assert view.review[key].parent is None


def test_a_piece_let_go_on_another_lies_under_it(view: IntakeView) -> None:
    below, above = go(view, "更新基金"), go(view, "体检台账")
    view.pieces.dropped.emit(below, above)
    assert view.review[below].parent == above


def test_headings_close_and_open_by_keys(view: IntakeView) -> None:
    press(view, KEY.Key_Up)
    row = view.pieces.current_row()
    assert row is not None
    assert row.piece is None
    before = len(view.pieces.rows.rows)
    press(view, KEY.Key_Left)
    assert len(view.pieces.rows.rows) < before
    press(view, KEY.Key_Right)
    assert len(view.pieces.rows.rows) == before


def test_only_what_waits_can_be_shown(view: IntakeView) -> None:
    press(view, KEY.Key_A)
    view.only.click()
    shown = [row.piece for row in view.pieces.rows.rows if row.piece is not None]
    assert shown
    assert not any(piece.settled for piece in shown)


def test_editing_changes_what_is_said(view: IntakeView, ledger: Database) -> None:
    first = view.piece()
    assert first is not None
    form = view.edit_piece()
    assert form is not None
    form._rows["title"].editor.setText("建立园区台账")
    form._rows["co_offices"].editor.setText("市发改委，市科技局")
    form._rows["due_text"].editor.setText("2027年6月底前")
    form.submit()
    view.context.jobs.drain()
    piece = kept(ledger, view).review[first.id]
    assert (piece.title, piece.co_offices, piece.due_text) == (
        "建立园区台账",
        ("市发改委", "市科技局"),
        "2027年6月底前",
    )


def test_an_unknown_office_is_refused_in_the_form(view: IntakeView) -> None:
    form = view.edit_piece()
    assert form is not None
    form._rows["co_offices"].editor.setText("市园区办")
    form.submit()
    assert "市园区办" in form.field("co_offices").error()
    form.reject()


def test_a_like_goes_into_its_task(view: IntakeView) -> None:
    piece = next((p for p in view.review.waiting() if p.duplicates), None)
    if piece is None:
        pytest.fail("the article repeats nothing of the ledger")
    view._pick_in_text(piece.id)
    for _ in piece.duplicates:
        if view.card.link():
            break
        press(view, KEY.Key_Period)
    link = view.card.link()
    press(view, KEY.Key_L)
    expected = (Verdict.LINKED, link) if link else (Verdict.OPEN, "")
    assert (view.review[piece.id].verdict, view.review[piece.id].link) == expected


def test_coverage_counts_and_leads_to_open_sentences(view: IntakeView) -> None:
    coverage = view.coverage._coverage
    assert coverage is not None
    assert coverage.total > 12
    assert view.coverage.figure.text() == f"{coverage.covered} / {coverage.total} 句"
    assert view.coverage.link.isEnabled() == bool(coverage.counts.get(Share.NONE))


def test_folded_pieces_are_one_key_away(view: IntakeView) -> None:
    folded = [piece.id for piece in view.review.pieces() if piece.folded]
    shown = {row.key for row in view.pieces.rows.rows}
    assert not shown & set(folded)
    press(view, KEY.Key_F)
    assert {row.key for row in view.pieces.rows.rows} >= set(folded)
    assert (FOLDED in {row.key for row in view.pieces.rows.rows}) == bool(folded)


def test_figures_are_ticked_with_space(view: IntakeView, ledger: Database) -> None:
    view.tabs.setCurrentIndex(1)
    view.figures.setFocus()
    view.figures.setCurrentItem(view.figures.topLevelItem(0))
    QTest.keyClick(view.figures, KEY.Key_Space)
    view.context.jobs.drain()
    first = view.review.proposal.indicators[0].id
    assert kept(ledger, view).review.ticked == {first}
    assert "已选 1" in view.tabs.tabText(1)


def test_accepting_asks_about_the_source_and_makes_drafts(view: IntakeView, ledger: Database, qtbot: Any) -> None:
    press(view, KEY.Key_A, times=3)
    with qtbot.waitSignal(view.accepted):
        press(view, KEY.Key_Return, MODS.ControlModifier)
        form = QApplication.activeModalWidget()
        assert form is not None
        form.submit()  # type: ignore[attr-defined]
    with ledger.reading() as session:
        codes = [code for code in session.exec(select(Task.code)) if code.startswith("章")]
    assert len(codes) == 3


def test_a_refusal_stands_in_the_form_and_nothing_is_lost(view: IntakeView, ledger: Database) -> None:
    first = view.piece()
    assert first is not None
    view.review.edit(first.id, lead_office="市园区办")
    press(view, KEY.Key_A)
    form = view.ask_accept()
    assert form is not None
    form.submit()
    view.context.jobs.drain()
    assert "市园区办" in form.foot_label.text()
    assert form.isVisible()
    form.reject()
    assert [piece.id for piece in kept(ledger, view).review.entering()] == [first.id]


def test_without_anything_accepted_nothing_can_be_taken_in(view: IntakeView) -> None:
    assert not view.accept_button.isEnabled()
    press(view, KEY.Key_Return, MODS.ControlModifier)
    assert "还没有收下" in view.foot_label.text()


def test_escape_keeps_the_review_for_later(view: IntakeView, ledger: Database, qtbot: Any) -> None:
    press(view, KEY.Key_A)
    with qtbot.waitSignal(view.left):
        press(view, KEY.Key_Escape)
    assert len(kept(ledger, view).review.entering()) == 1


def test_a_review_gone_on_with_elsewhere_says_so(view: IntakeView, ledger: Database) -> None:
    with ledger.session() as session:
        session.get(IntakeReview, view.opened.id)
        session.connection().exec_driver_sql("update intake_review set version = version + 1")
    press(view, KEY.Key_A)
    assert "别处核对" in view.foot_label.text()


def test_every_row_can_be_heard(view: IntakeView) -> None:
    press(view, KEY.Key_A)
    words = [row_words(row) for row in view.pieces.rows.rows]
    assert any(text.startswith("收下 1 ") for text in words)
    assert any(text.startswith("待定 2 ") for text in words)


def test_a_text_as_long_as_a_report_is_shown_without_laying_out_all_of_it(
    live: Context, opened: OpenReview, view: IntakeView
) -> None:
    text = (opened.review.text * 40)[:20_000]
    view.text.show_text(text)
    assert view.text.toPlainText() == text
    assert len(view.text.extraSelections()) == 0
