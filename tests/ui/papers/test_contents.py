"""Papers that are workbooks list what they hold, where the others have their sentences."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt

from tests.ui.papers.conftest import Office
from tracker.model.enums import PaperKind
from tracker.model.rows import ClosingList, LedgerPaper
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.papers.contents import MOST, ledger_lines, summary_words


def test_a_ledger_lists_its_tasks_and_a_click_leads_to_one(office: Office, qtbot: Any) -> None:
    contents = office.page.form.contents
    assert not contents.isVisible()
    office.show(PaperKind.LEDGER)
    paper = office.page.paper
    assert isinstance(paper, LedgerPaper)
    assert contents.isVisible()
    assert contents.summary.text().startswith("95 项，红灯 8")
    first = contents.lines.lines[0]
    assert (first.lead, first.title, first.figure) == ("A1.1", "引进技术改良创新缩小差距", "推进中 37%")
    asked: list[tuple[str, object]] = []
    office.program.context.bus.page_asked.connect(lambda key, target: asked.append((key, target)))
    place = contents.lines.marks[0].rect.center().toPoint()
    qtbot.mouseClick(contents.lines, Qt.MouseButton.LeftButton, pos=place)
    assert asked == [("ledger", OpenTask(first.target))]


def test_a_closing_list_says_what_is_done_and_what_the_rest_lacks(office: Office) -> None:
    office.show(PaperKind.CLOSING)
    paper, contents = office.page.paper, office.page.form.contents
    assert isinstance(paper, ClosingList)
    assert contents.summary.text() == summary_words(paper) == "本期已销号 4 项，待销号 4 项"
    figures = [line.figure for line in contents.lines.lines]
    assert figures[0].endswith("已销号")
    assert figures[-1].startswith("待销号，缺")
    office.show(PaperKind.CIRCULAR)
    assert not contents.isVisible()


def test_a_closing_list_without_a_task_says_so(office: Office) -> None:
    contents = office.page.form.contents
    office.show(PaperKind.CLOSING)
    paper = office.page.paper
    assert isinstance(paper, ClosingList)
    contents.show_paper(replace(paper, done=(), waiting=()))
    assert contents.lines.lines == ()
    assert contents.lines.nothing == "这段时间没有销号的任务，也没有等待销号的"


def test_of_a_very_long_ledger_the_first_tasks_are_listed(office: Office) -> None:
    office.show(PaperKind.LEDGER)
    paper, contents = office.page.paper, office.page.form.contents
    assert isinstance(paper, LedgerPaper)
    many = LedgerPaper(paper.figures, paper.groups * 3, by_office=False, past=False)
    contents.show_paper(many)
    assert len(contents.lines.lines) == MOST + 1
    assert contents.lines.lines[-1].title == f"另有 {len(ledger_lines(many)) - MOST:,} 项，都在工作簿里"
