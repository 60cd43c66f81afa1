"""From 来源 to a review and back: pasted, dropped, gone on with, and what cannot be read says why."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tracker.queries.intake_reviews import list_open_reviews
from tracker.store.engine import Database
from tracker.ui.shell.drop_questions import TextDialog
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.sources.page import SourcesPage

TEXT = "关于园区的建议\n\n二、对策建议\n1.建立园区体检台账。\n2.设立园区更新基金，规模不低于30亿元。\n"


@pytest.fixture
def page(window: MainWindow) -> SourcesPage:
    window.show_page("sources")
    window.context.jobs.drain()
    made = window.page()
    assert isinstance(made, SourcesPage)
    return made


def reviews(ledger: Database) -> Any:
    with ledger.reading() as session:
        return list_open_reviews(session)


def begin(page: SourcesPage, text: str = TEXT) -> Any:
    page.intake.start_text(text)
    page.context.jobs.drain(30_000)
    return page.intake.view


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(600, 300), copy, data, left, none)
    window.dragEnterEvent(entered)
    assert entered.isAccepted()
    window.dropEvent(QDropEvent(QPointF(600, 300), copy, data, left, none))
    window.context.jobs.drain(30_000)


def test_a_review_takes_the_place_of_the_page_and_gives_it_back(page: SourcesPage) -> None:
    view = begin(page)
    assert view.isVisible()
    assert not page.head.isVisible()
    assert not page.stage.isVisible()
    view.leave()
    page.context.jobs.drain()
    assert page.head.isVisible()
    assert page.stage.isVisible()
    assert page.intake.view is None


def test_a_half_done_review_is_offered_again_and_goes_on(page: SourcesPage) -> None:
    view = begin(page)
    view.accept_piece()
    view.leave()
    page.context.jobs.drain()
    (link,) = page.intake.under_way.links
    assert "核对中 1 / 2" in link.text()
    link.click()
    page.context.jobs.drain()
    assert page.intake.view is not None
    assert len(page.intake.view.review.entering()) == 1


def test_a_dropped_review_is_offered_no_more(page: SourcesPage, ledger: Database) -> None:
    view = begin(page)
    view.ask_drop().accept()
    page.context.jobs.drain()
    assert page.intake.view is None
    assert reviews(ledger) == ()
    assert page.intake.under_way.links == []


def test_pasting_on_the_page_asks_with_the_text(page: SourcesPage) -> None:
    QGuiApplication.clipboard().setText(TEXT)
    page.lines.setFocus()
    QTest.keyClick(page.lines, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.text.toPlainText() == TEXT  # type: ignore[attr-defined]
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.context.jobs.drain(30_000)
    assert page.intake.view is not None
    assert page.intake.view.review.text == TEXT


def chosen(window: MainWindow) -> Any:
    """Answer what the dropped text is for: an article to be reviewed."""
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, TextDialog)
    asked.review.click()
    window.context.jobs.drain(30_000)
    return window.page()


def test_an_article_dropped_anywhere_is_reviewed(window: MainWindow, tmp_path: Path, ledger: Database) -> None:
    path = tmp_path / "园区.txt"
    path.write_text(TEXT, encoding="utf-8")
    drop(window, path)
    page = chosen(window)
    assert isinstance(page, SourcesPage)
    assert page.intake.view is not None
    assert [row.format for row in reviews(ledger)] == ["txt"]


def test_what_cannot_be_read_says_why_and_the_page_stays(
    window: MainWindow, tmp_path: Path, failed: list[str], ledger: Database
) -> None:
    path = tmp_path / "图片.pdf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    drop(window, path)
    chosen(window)
    assert ["图片.pdf" in sentence for sentence in failed] == [True]
    assert window.page().head.isVisible()
    assert reviews(ledger) == ()
