"""The ways that lead to 来源 from elsewhere: keys, palette, a file that belongs to a source, a sheet of one's own."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import select

from tests.keyboard import Keyboard
from tracker.desktop import Desktop
from tracker.model.source_words import SourceKind
from tracker.model.tables import ArticleFile
from tracker.services.sources.register import SourceFacts, register_source
from tracker.ui.core.page_requests import AttachToSource, OpenSource
from tracker.ui.sources.page import SourcesPage
from tracker.ui.widgets.form_dialog import FormDialog

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@pytest.fixture
def keys(day: Desktop, qtbot: QtBot) -> Keyboard:
    return Keyboard(day, qtbot)


@pytest.fixture
def paper(day: Desktop) -> str:
    with day.ledger.session() as session:
        register_source(session, SourceFacts(SourceKind.INSTRUCTION, "一件批示"), date(2026, 11, 20))
    return "批2026-01"


def form() -> FormDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    return dialog


def files(day: Desktop) -> list[str]:
    with day.ledger.reading() as session:
        return list(session.exec(select(ArticleFile.name)))


@pytest.mark.parametrize("number", [KEY.Key_1, KEY.Key_3, KEY.Key_6])
def test_the_form_opens_from_every_page(day: Desktop, keys: Keyboard, number: Qt.Key) -> None:
    keys.press(number, CTRL)
    keys.press(KEY.Key_N, CTRL | SHIFT)
    assert day.window.current_key() == "sources"
    assert form().windowTitle() == "登记来源"
    keys.press(KEY.Key_Escape)
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize(("typed", "title"), [("登记来源", "登记来源"), ("新建任务", "新建任务"), ("xjrw", "新建任务")])
def test_the_palette_knows_both_forms(day: Desktop, keys: Keyboard, typed: str, title: str) -> None:
    keys.press(KEY.Key_K, CTRL)
    keys.write(typed)
    keys.press(KEY.Key_Return)
    assert form().windowTitle() == title


def test_the_new_task_of_a_source_is_proposed_for_it(day: Desktop, keys: Keyboard, paper: str) -> None:
    day.window.show_page("sources", OpenSource(paper))
    keys.settle()
    keys.press(KEY.Key_N, CTRL)
    assert form().text("source") == f"{paper}  批示：一件批示"


def test_a_file_belongs_to_the_source_that_is_looked_at(
    day: Desktop, keys: Keyboard, paper: str, tmp_path: Path
) -> None:
    scan = tmp_path / "批示.pdf"
    scan.write_bytes(b"%PDF")
    day.window.show_page("sources", OpenSource(paper))
    keys.settle()
    day.window.show_page("sources", AttachToSource(scan))
    keys.settle()
    assert files(day) == ["批示.pdf"]


def test_beside_an_article_it_begins_a_new_source(day: Desktop, keys: Keyboard, tmp_path: Path) -> None:
    scan = tmp_path / "来文.docx"
    scan.write_bytes(b"PK")
    day.window.show_page("sources", AttachToSource(scan))
    keys.settle()
    day.window.page().open_target(AttachToSource(scan))  # read by now: an article is looked at
    assert form().windowTitle() == "登记来源"
    assert files(day) == []


def test_acts_of_the_source_are_in_the_palette(day: Desktop, keys: Keyboard, paper: str) -> None:
    day.window.show_page("sources", OpenSource(paper))
    keys.settle()
    page = day.window.page()
    assert isinstance(page, SourcesPage)
    words = [command.word for command in page.commands()]
    assert words == [
        "核对文章…",
        "导入任务清单…",
        f"{paper} 添加附件…",
        f"{paper} 记为已报…",
        f"{paper} 归档…",
        f"{paper} 删除来源…",
    ]
    keys.press(KEY.Key_K, CTRL)
    keys.write("归档")
    keys.press(KEY.Key_Return)
    assert form().windowTitle() == "归档来源"


def test_a_source_that_does_not_exist_leaves_the_page_as_it_is(day: Desktop, keys: Keyboard) -> None:
    day.window.show_page("sources", OpenSource("热2026-99"))
    keys.settle()
    page: Any = day.window.page()
    assert page.article is not None
    assert page.chosen_source() != "热2026-99"
