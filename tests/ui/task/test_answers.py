"""回应: several recommendations of one task, changed from its panel; the offices they suggest are asked about."""

from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.forms import fill
from tests.keyboard import Keyboard
from tracker.desktop import Desktop
from tracker.model.rows import TaskRow
from tracker.queries.ledger import read_ledger
from tracker.services.sources.own import make_own_task
from tracker.services.sources.tasks import NewTask
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.ledger.controller import DETAIL_DELAY
from tracker.ui.sources.page import SourcesPage
from tracker.ui.task.answers import answers_dialog
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.dialog import Message
from tracker.ui.widgets.form_dialog import FormDialog


def task(day: Desktop, code: str) -> TaskRow:
    with day.ledger.reading() as session:
        return next(row for row in read_ledger(session, day.context.today()).tasks if row.code == code)


def open_origin(day: Desktop, code: str) -> Any:
    ledger: Any = day.window.page()
    ledger.open_target(OpenTask(task(day, code).id))
    day.context.jobs.drain(30_000)
    QTest.qWait(2 * DETAIL_DELAY)  # what a row does not know is read a moment after it was chosen
    day.context.jobs.drain(30_000)
    ledger.panel.tabs.choose(3)
    return ledger.panel.origin


def links(tab: Any) -> dict[str, LinkButton]:
    return {link.text(): link for link in tab.widget().findChildren(LinkButton) if not link.isHidden()}


def asked_form(day: Desktop, tab: Any) -> FormDialog:
    links(tab)["+ 回应…"].click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    return dialog


def test_a_task_answers_another_article_as_well_and_its_offices_are_asked_about(day: Desktop, qtbot: QtBot) -> None:
    keys = Keyboard(day, qtbot)
    tab = open_origin(day, "A1.1")
    before = task(day, "A1.1")
    dialog = asked_form(day, tab)
    assert dialog.text("codes") == "A1.1"
    fill(dialog, codes="A1.1、B3.1").submit()
    keys.settle()
    assert task(day, "A1.1").recommendations == ("A1.1", "B3.1")
    assert task(day, "A1.1").co_offices == before.co_offices  # never silently
    question = QApplication.activeModalWidget()
    assert isinstance(question, Message)
    question.confirm.click()
    keys.settle()
    assert set(before.co_offices) < set(task(day, "A1.1").co_offices)
    assert "A1.1（主要）" in links(open_origin(day, "A1.1"))


def test_another_one_becomes_the_main_and_one_is_taken_off(day: Desktop, qtbot: QtBot) -> None:
    keys = Keyboard(day, qtbot)
    fill(asked_form(day, open_origin(day, "A1.1")), codes="B3.1").submit()
    keys.settle()
    changed = task(day, "A1.1")
    assert (changed.recommendation, changed.recommendations) == ("B3.1", ("B3.1",))
    day.window.undo()
    keys.settle()
    assert task(day, "A1.1").recommendation == "A1.1"


def test_a_code_nobody_has_keeps_the_form_open(day: Desktop, qtbot: QtBot) -> None:
    keys = Keyboard(day, qtbot)
    dialog = asked_form(day, open_origin(day, "A1.1"))
    fill(dialog, codes="Z9").submit()
    keys.settle()
    assert "没有编号为“Z9”的建议" in dialog.foot_label.text()


def test_a_task_without_a_recommendation_says_its_source_and_leads_there(day: Desktop, qtbot: QtBot) -> None:
    keys = Keyboard(day, qtbot)
    with day.ledger.session() as session:
        make_own_task(session, NewTask("开展走访"), day.context.today())
    day.window.refresh()
    keys.settle()
    tab = open_origin(day, "自2026-01.1")
    (source,) = [link for text, link in links(tab).items() if text.startswith("自立 自2026-01")]
    source.click()
    keys.settle()
    page = day.window.page()
    assert isinstance(page, SourcesPage)
    assert page.chosen_source() == "自2026-01"


@pytest.mark.parametrize(
    ("main", "answered", "codes"),
    [("A1.1", ("A1.1",), "A1.1"), ("B1", ("A1.1", "B1"), "B1、A1.1"), ("", (), "")],
)
def test_the_main_one_stands_first(
    make_task: Any, empty_window: Any, main: str, answered: tuple[str, ...], codes: str
) -> None:
    row = make_task(1, recommendation=main, recommendations=answered)
    assert answers_dialog(row, lambda _values, _reply: None, empty_window).text("codes") == codes
