"""体检: each line leads to exactly what it names, and to what mends it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.keyboard import Keyboard
from tracker.desktop import Desktop
from tracker.model.rows.xray import Coverage, Finding, Xray
from tracker.model.source_words import SourceKind
from tracker.queries.xray import read_xray
from tracker.services.sources.register import SourceFacts, register_source
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ExportWorkbooks, Only, OpenOffice, OpenXray
from tracker.ui.indicators.selection import arranged
from tracker.ui.task import action_list
from tracker.ui.today.page import TodayPage
from tracker.ui.today.xray import XrayView, coverage_words, example_words, section_words, summary_words
from tracker.ui.today.xray_ways import way_to, way_to_mend
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.states import EmptyState

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TODAY = date(2026, 11, 20)
NO_OWNER = Finding("no_owner", 2, "2 项任务没有责任人", ("A1.1", "A1.2a"), "批量填写")
WHOLE = Coverage("A", 3, 2, 1, 1, "", (Coverage("A", 2, 2, 1, 1, "一、创新"), Coverage("A", 1, 0, 0, 0, "二、融合")))


@pytest.fixture
def view(show: Callable[..., Any]) -> XrayView:
    made = show(XrayView(), 1238, 600)
    no_data = Finding("no_data", 1, "1项指标没有数据", ("I01",), "录入")
    made.show_xray(Xray((NO_OWNER, no_data), (WHOLE,)), {"A": "扛起"})
    return made


def place_in(view: XrayView, row: int, x: int) -> QPoint:
    rect = view.findings.visualRect(view.findings.rows.index(row, 0))
    return QPoint(x if x >= 0 else rect.right() + x, rect.center().y())


def test_a_click_opens_and_the_word_at_the_right_mends(view: XrayView, qtbot: QtBot) -> None:
    opened: list[Finding] = []
    mended: list[Finding] = []
    view.findings.opened.connect(opened.append)
    view.findings.act_asked.connect(mended.append)
    place = view.findings.viewport()
    qtbot.mouseClick(place, Qt.MouseButton.LeftButton, pos=place_in(view, 0, 60))
    qtbot.mouseClick(place, Qt.MouseButton.LeftButton, pos=place_in(view, 1, -50))
    assert [finding.code for finding in opened] == ["no_owner"]
    assert [finding.code for finding in mended] == ["no_data"]
    qtbot.keyClick(view.findings, Qt.Key.Key_Up)
    qtbot.keyClick(view.findings, Qt.Key.Key_Return)
    qtbot.keyClick(view.findings, Qt.Key.Key_A)
    assert (opened[-1].code, mended[-1].code) == ("no_owner", "no_owner")


def test_coverage_is_said_with_one_decimal_and_by_section(view: XrayView) -> None:
    assert coverage_words(WHOLE) == "覆盖率 2/3（66.7%）"
    assert section_words(WHOLE) == "有指标 1 条，已销号 1 条\n一、创新：2/2\n二、融合：0/1"
    words = [label.text() for label in view.findChildren(TextLabel)]
    assert "覆盖率 2/3（66.7%）" in words
    assert view.summary.text() == "2 类缺项，最多的是 2 项任务没有责任人。"


def test_a_ledger_that_lacks_nothing_says_so(view: XrayView) -> None:
    view.show_xray(Xray((), ()), {})
    assert isinstance(view.stage.currentWidget(), EmptyState)
    assert summary_words(Xray((), ())) == "没有缺项。"


def test_only_some_codes_are_named() -> None:
    many = Finding("no_due", 10, "10项", tuple(f"A{n}" for n in range(10)), "填写时限")
    assert example_words(many) == "A0、A1、A2、A3、A4、A5、A6、A7…"
    assert example_words(NO_OWNER) == "A1.1、A1.2a"


@pytest.mark.parametrize(
    ("code", "act", "page", "target"),
    [
        ("no_owner", "批量填写", "ledger", Only("缺", ("X", "Y"))),
        ("unanswered", "转为任务", "sources", Only("缺", ("X", "Y"))),
        ("source_due", "打开来源", "sources", Only("缺", ("X", "Y"))),
        ("no_target", "录入", "indicators", Only("缺", ("X", "Y"))),
        ("co_unsent", "导出", "ledger", Only("缺", ("A1", "B2"))),
        ("no_contact", "打开单位", "ledger", Only("缺", ("A1", "B2"))),
    ],
)
def test_where_a_line_leads(code: str, act: str, page: str, target: object) -> None:
    assert way_to(Finding(code, 2, "缺", ("X", "Y"), act, ("A1", "B2"))) == (page, target)


@pytest.mark.parametrize(
    ("code", "act", "page", "target"),
    [
        ("unconfirmed", "确认单位", "ledger", Only("缺", ("X",), action_list.CONFIRM)),
        ("no_phone", "批量填写", "ledger", Only("缺", ("X",), action_list.BULK)),
        ("text_due", "填写时限", "ledger", Only("缺", ("X",), action_list.BULK)),
        ("never_sent", "导出", "exchange", ExportWorkbooks()),
        ("co_unsent", "导出", "exchange", ExportWorkbooks("X")),
        ("no_contact", "打开单位", "offices", OpenOffice("X")),
        ("no_evidence", "补充佐证", "ledger", Only("缺", ("X",))),
    ],
)
def test_what_mends_it(code: str, act: str, page: str, target: object) -> None:
    assert way_to_mend(Finding(code, 1, "缺", ("X",), act)) == (page, target)


def test_silence_is_mended_by_a_letter() -> None:
    page, _ = way_to_mend(Finding("silent", 1, "缺", ("X",), "催办"))
    assert page == "papers"


def test_every_finding_of_tasks_opens_the_ledger_with_exactly_its_codes(day: Desktop, qtbot: QtBot) -> None:
    keys = Keyboard(day, qtbot)
    keys.press(Qt.Key.Key_X, CTRL | SHIFT)
    today: Any = day.window.page()
    assert today.panes.currentWidget() is today.xray
    with day.ledger.reading() as session:
        expected = {finding.code: finding for finding in read_xray(session, TODAY).findings}
    assert [finding.code for finding in today.xray.findings.rows.rows] == list(expected)
    assert expected["no_indicator"].count == 55
    for number, finding in enumerate(expected.values()):
        if way_to(finding)[0] != "ledger":
            continue
        day.window.show_page("today", OpenXray())
        today.xray.findings.setCurrentIndex(today.xray.findings.rows.index(number, 0))
        keys.press(Qt.Key.Key_Return)
        ledger: Any = day.window.page()
        assert sorted(task.code for task in ledger.controller.shown) == sorted(finding.tasks or finding.items)
        assert ledger.toolbar.clear.isVisible()
    ledger.toolbar.clear_all()
    day.context.jobs.drain(30_000)
    assert len(ledger.controller.shown) == 88


def test_confirming_from_the_line_confirms_exactly_those(day: Desktop, qtbot: QtBot) -> None:
    keys = Keyboard(day, qtbot)
    keys.press(Qt.Key.Key_X, CTRL | SHIFT)
    today: Any = day.window.page()
    codes = [finding.code for finding in today.xray.findings.rows.rows]
    today.xray.findings.setCurrentIndex(today.xray.findings.rows.index(codes.index("unconfirmed"), 0))
    keys.press(Qt.Key.Key_A)
    with day.ledger.reading() as session:
        left = {finding.code for finding in read_xray(session, TODAY).findings}
    assert "unconfirmed" not in left
    keys.press(Qt.Key.Key_Z, CTRL)
    with day.ledger.reading() as session:
        assert "unconfirmed" in {finding.code for finding in read_xray(session, TODAY).findings}


def test_sources_and_indicators_show_exactly_what_is_named(day: Desktop, qtbot: QtBot) -> None:
    keys = Keyboard(day, qtbot)
    with day.ledger.session() as session:
        for title in ("一件批示", "又一件"):
            register_source(session, SourceFacts(SourceKind.INSTRUCTION, title), TODAY)
    day.window.show_page("sources", Only("2个来源没有任务", ("批2026-01", "批2026-02")))
    keys.settle()
    sources: Any = day.window.page()
    assert [row.code for row in sources.list.shown()] == ["批2026-01", "批2026-02"]
    sources.only.set_value(None)
    assert len(sources.list.shown()) == 9
    sources.open_target(Only("1条建议没有任务", ("A1.2b",)))
    keys.settle()
    assert [line.code for line in sources.lines.rows.rows] == ["A1.2b"]
    day.window.show_page("indicators", Only("2项指标没有目标", ("I01", "I05")))
    keys.settle()
    indicators: Any = day.window.page()
    assert sorted(row.code for row in arranged(indicators.rows, indicators.choice())) == ["I01", "I05"]
    indicators.only.set_value(None)
    assert len(arranged(indicators.rows, indicators.choice())) > 40
    assert not indicators.only.isVisible()


def test_the_card_of_today_leads_there_and_back(live: Context, show: Callable[..., Any], qtbot: QtBot) -> None:
    page = show(TodayPage(live))
    live.jobs.drain()
    assert "类缺项" in page.side.missing_words.text()
    assert page.panes.count() == 1, "the list is made when somebody looks at it"
    qtbot.mouseClick(page.side.xray, Qt.MouseButton.LeftButton)
    assert page.panes.currentWidget() is page.xray
    assert page.xray.findings.isVisible()
    assert not page.search.isVisible()
    assert page.chosen_tasks() == []
    page.segments.setFocus()
    qtbot.keyClick(page.segments, Qt.Key.Key_Left)
    assert page.search.isVisible()
