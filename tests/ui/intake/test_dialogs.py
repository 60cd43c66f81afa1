"""The forms of a review: names are checked, what stood there may stay, the source is named, an article is asked for."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tracker.model.enums import RecommendationKind
from tracker.model.intake_review.pieces import Piece, Verdict
from tracker.model.intake_review.review import TextReview
from tracker.model.rows.exchange import OfficeRow
from tracker.model.rows.intake import Candidate, Proposal, ProposedArticle
from tracker.ui.intake.dialogs import ArticleDialog, accept_form, edit_form, edited, source_words
from tracker.ui.widgets.entry_checks import OfficeNames

TODAY = date(2026, 3, 2)
OFFICES = OfficeNames([OfficeRow(1, "市经信局", "经信局", ("经信委",), 0), OfficeRow(2, "市科技局", "科技局", (), 0)])
PIECE = Piece(
    "c1", "a1", RecommendationKind.TASK, None, "建设基地", ((0, 4),), "建设5个基地",
    lead_office="市经信局", co_offices=("市科技局",), due_text="十四五末", themes=("人才",),
)  # fmt: skip


def review(articles: int) -> TextReview:
    made = tuple(ProposedArticle(f"a{n}", f"文章{n}", True, (), (), None, ((0, 4),)) for n in range(1, articles + 1))
    candidate = Candidate("c1", "a1", RecommendationKind.TASK, None, None, (), "甲", "甲", "甲", ((0, 1),))
    opened = TextReview(Proposal("t.txt", "txt", None, "甲乙丙丁", made, (), (candidate,), (), ()))
    opened.decide(["c1"], Verdict.ACCEPTED)
    return opened


@pytest.fixture
def form(empty_window: QWidget) -> Callable[..., Any]:
    """Open the form of the piece; what it saves goes into the list that is returned beside it."""

    def opened() -> tuple[Any, list[Any]]:
        saved: list[Any] = []
        made = edit_form(PIECE, OFFICES, TODAY, lambda values, _reply: saved.append(edited(values)), empty_window)
        made.open()
        return made, saved

    return opened


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        (None, ()),
        ("甲、乙", ("甲", "乙")),
        ("甲，乙；丙 丁", ("甲", "乙", "丙", "丁")),
        ("甲、甲", ("甲",)),
        ("甲、各区（县、市）", ("甲", "各区（县、市）")),
    ],
)
def test_names_are_parted_at_every_usual_mark(text: str | None, names: tuple[str, ...]) -> None:
    values = {"title": "名称", "lead_office": "", "due_text": "", "co_offices": text, "themes": ""}
    assert edited(values)["co_offices"] == names


def test_what_stands_there_is_saved_as_it_stands(form: Callable[..., Any]) -> None:
    made, saved = form()
    made.submit()
    assert saved == [
        {
            "title": "建设基地",
            "lead_office": "市经信局",
            "due_text": "十四五末",
            "co_offices": ("市科技局",),
            "themes": ("人才",),
        }
    ]


@pytest.mark.parametrize(
    ("field", "typed", "name", "value"),
    [
        ("lead_office", "经信委", "lead_office", "市经信局"),
        ("co_offices", "科技局，经信局", "co_offices", ("市科技局", "市经信局")),
        ("co_offices", "", "co_offices", ()),
        ("themes", "人才 资金", "themes", ("人才", "资金")),
        ("due_text", "2026年底前", "due_text", "2026年底前"),
        ("due_text", "", "due_text", ""),
    ],
)
def test_a_field_is_read(form: Callable[..., Any], field: str, typed: str, name: str, value: Any) -> None:
    made, saved = form()
    made._rows[field].editor.setText(typed)
    made.submit()
    assert saved[0][name] == value


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [("title", " ", "名称"), ("lead_office", "市园区办", "市园区办"), ("co_offices", "市科技局、某办", "某办")],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(
    form: Callable[..., Any], field: str, typed: str, sentence: str
) -> None:
    made, saved = form()
    made._rows[field].editor.setText(typed)
    made.submit()
    assert saved == []
    assert sentence in made.field(field).error()


def test_the_source_is_named_as_the_text_names_it(empty_window: QWidget) -> None:
    saved: list[Any] = []
    made = accept_form(
        review(1), "t.txt", TODAY, lambda values, _reply: saved.append(source_words(values)), empty_window
    )
    assert made.confirm.text() == "采纳 1 项"
    made._rows["number"].editor.setText("研〔2026〕3号")
    made._rows["received_on"].editor.setText("2026-03-01")
    made.submit()
    assert saved == [
        {"title": "文章1", "number": "研〔2026〕3号", "sender": "", "leader": "", "received_on": date(2026, 3, 1)}
    ]


def test_several_articles_keep_their_own_titles(empty_window: QWidget) -> None:
    saved: list[Any] = []
    made = accept_form(
        review(2), "t.txt", TODAY, lambda values, _reply: saved.append(source_words(values)), empty_window
    )
    made.submit()
    assert (saved[0]["title"], saved[0]["received_on"]) == ("", None)


def test_a_source_needs_a_title(empty_window: QWidget) -> None:
    saved: list[Any] = []
    made = accept_form(review(1), "t.txt", TODAY, lambda values, _reply: saved.append(values), empty_window)
    made._rows["title"].editor.setText("")
    made.submit()
    assert saved == []
    assert "名称" in made.field("title").error()


def test_an_article_is_pasted_and_begun_with_control_enter(empty_window: QWidget) -> None:
    texts: list[str] = []
    dialog = ArticleDialog(texts.append, lambda _path: None, empty_window)
    dialog.open()
    assert not dialog.confirm.isEnabled()
    dialog.text.setPlainText("要更换路灯。")
    assert dialog.foot_label.text() == "6 字"
    QTest.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert texts == ["要更换路灯。"]
    assert not dialog.isVisible()


def test_a_chosen_file_closes_the_dialog(empty_window: QWidget) -> None:
    files: list[Path] = []
    dialog = ArticleDialog(lambda _text: None, files.append, empty_window)
    dialog.open()
    dialog._chosen("/a/文章.docx")
    assert files == [Path("/a/文章.docx")]
    assert not dialog.isVisible()
