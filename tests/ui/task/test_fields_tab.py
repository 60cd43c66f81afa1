"""The first tab: every field of a task is there and is edited where it stands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tracker.model.changeset import Value
from tracker.model.enums import LightColour, Status
from tracker.model.field_list import TASK_EDITABLE, TASK_FIELDS, Panel
from tracker.model.rows import Light, OfficeRow, TaskRow
from tracker.ui.task.action_list import CONFIRM, EVIDENCE, EVIDENCE_FILE, MILESTONE
from tracker.ui.task.fields_tab import BasicsTab
from tracker.ui.widgets.entry_checks import OfficeNames

TODAY = date(2023, 9, 15)
OFFICES = OfficeNames((OfficeRow(1, "市经信局", "", ("经信局",), 1), OfficeRow(2, "市科技局", "", (), 1)))
MakeTask = Callable[..., TaskRow]


@pytest.fixture
def basics(qtbot: QtBot, make_task: MakeTask) -> BasicsTab:
    made = BasicsTab()
    qtbot.addWidget(made)
    made.resize(327, 500)
    made.set_offices(OFFICES, TODAY)
    made.milestones.today = TODAY
    made.show_task(make_task(1, problems="缺资金", remark="备注"))
    made.show()
    return made


def test_every_field_an_office_may_change_is_here(basics: BasicsTab) -> None:
    shown = {*basics.fields, "co_offices"}
    assert shown == {field.name for field in TASK_FIELDS if field.panel is not Panel.NONE}
    assert set(TASK_EDITABLE) - shown == {"status"}  # the status moves by its acts
    assert {"title", "content", "lead_office", "start_on", "closing_statement"} <= shown


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("progress", "70%", 70),
        ("lead_office", "经信局", "市经信局"),
        ("owner", "周立群", "周立群"),
        ("phone", "0574-87180000", "0574-87180000"),
        ("due_text", "2024年6月底", "2024年6月底"),
        ("start_on", "2023-01-01", "2023-01-01"),
        ("problems", "没有了", "没有了"),
        ("next_steps", "开会", "开会"),
        ("progress_note", "已完成调研", "已完成调研"),
        ("title", "新名称", "新名称"),
        ("content", "新内容", "新内容"),
        ("remark", "", ""),
        ("closing_statement", "全部完成", "全部完成"),
    ],
)
def test_each_field_is_edited_where_it_stands(
    basics: BasicsTab, qtbot: QtBot, make_task: MakeTask, field: str, typed: str, value: Value
) -> None:
    basics.show_task(make_task(1, lead_office="市科技局", remark="备注"))
    basics.begin(field)
    editor = basics.fields[field].editor
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(typed)
    else:
        assert isinstance(editor, QLineEdit)
        editor.setText(typed)
    with qtbot.waitSignal(basics.edited) as told:
        QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [field, value]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("progress", "160", "进度要填 0 到 100 的百分数，现在是“160”。"),
        ("lead_office", "水利局", "没有“水利局”这个单位，请从列表中选"),
        ("start_on", "2023-13-01", "2023-13-01读不出日期；请写成 2026-06-30 或“2026年6月底前”。"),
        ("phone", "无", "联系电话“无”里没有号码，请填写区号和号码或手机号。"),
    ],
)
def test_wrong_values_are_answered_below(
    basics: BasicsTab, qtbot: QtBot, field: str, typed: str, sentence: str
) -> None:
    basics.begin(field)
    editor = basics.fields[field].editor
    assert isinstance(editor, QLineEdit)
    editor.setText(typed)
    with qtbot.assertNotEmitted(basics.edited):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert basics.fields[field].sentence.text() == sentence


def test_a_deadline_says_how_it_is_read_while_typing(basics: BasicsTab) -> None:
    basics.begin("due_text")
    editor = basics.fields["due_text"].editor
    assert isinstance(editor, QLineEdit)
    assert basics.fields["due_text"].sentence.isHidden()
    editor.setText("明年6月底")
    assert basics.fields["due_text"].sentence.text() == "没有写年份，按 2024-06-30 计"


def test_an_editor_below_the_edge_is_brought_into_sight(basics: BasicsTab, qtbot: QtBot) -> None:
    qtbot.waitExposed(basics)
    assert basics.verticalScrollBar().value() == 0
    basics.begin("remark")
    qtbot.waitUntil(lambda: basics.verticalScrollBar().value() > 0)


@pytest.mark.parametrize(
    ("values", "visible"),
    [({}, False), ({"offices_confirmed": False}, True), ({"offices_confirmed": False, "lead_office": ""}, False)],
)
def test_confirming_is_offered_for_a_suggestion(
    basics: BasicsTab, make_task: MakeTask, values: dict[str, object], visible: bool
) -> None:
    basics.show_task(make_task(1, **values))
    assert basics.confirm.isVisibleTo(basics) is visible


def test_links_ask_for_their_acts(basics: BasicsTab, qtbot: QtBot, make_task: MakeTask) -> None:
    basics.show_task(make_task(1, offices_confirmed=False))
    links = {
        CONFIRM: basics.confirm,
        MILESTONE: basics.milestones.add,
        EVIDENCE: basics.evidence.add,
        EVIDENCE_FILE: basics.evidence.file,
    }
    for key, link in links.items():
        with qtbot.waitSignal(basics.asked) as told:
            link.click()
        assert told.args == [key]


def test_the_first_deadline_appears_with_an_extension(basics: BasicsTab, make_task: MakeTask) -> None:
    assert basics.first_due.isHidden()
    basics.show_task(make_task(1, extensions=1, first_due_on=date(2023, 6, 30)))
    assert not basics.first_due.isHidden()


def test_the_tick_is_drawn_only_for_work_under_way(basics: BasicsTab, make_task: MakeTask) -> None:
    basics.show_task(make_task(1, progress=50, scheduled=60))
    under_way = basics.bar.grab().toImage()
    basics.show_task(make_task(1, progress=50, scheduled=60, status=Status.CLOSED))
    assert basics.bar.grab().toImage() != under_way


def test_lateness_is_red_in_words_and_date(basics: BasicsTab, make_task: MakeTask) -> None:
    late = make_task(1, light=Light(LightColour.RED, "逾期12天", ""), progress=70, scheduled=100)
    basics.show_task(late)
    assert basics.fields["progress"].view.note == "序时 100% · 落后30点"
    assert basics.fields["due_text"].view.note == "“2023年12月底前”"
    red = basics.grab().toImage()
    basics.show_task(replace(late, light=Light(LightColour.GREEN, "", "")))
    assert basics.grab().toImage() != red


def test_refusals_of_unknown_fields_are_harmless(basics: BasicsTab) -> None:
    basics.refuse("status", "不能")
    basics.refuse("owner", "刚刚被改过")
    assert basics.fields["owner"].sentence.text() == "刚刚被改过"
    basics.cancel_edits()
    assert basics.fields["owner"].sentence.isHidden()


def test_the_right_edge_stays_when_the_scroll_bar_comes(basics: BasicsTab, qtbot: QtBot) -> None:
    qtbot.waitExposed(basics)
    qtbot.waitUntil(lambda: basics.verticalScrollBar().maximum() > 0)
    narrow = basics.bar.mapTo(basics, basics.bar.rect().topRight()).x()
    basics.resize(327, 2000)
    qtbot.waitUntil(lambda: basics.verticalScrollBar().maximum() == 0)
    qtbot.wait(10)
    assert abs(basics.bar.mapTo(basics, basics.bar.rect().topRight()).x() - narrow) <= 1


def test_nothing_is_checked_while_nothing_may_be_written(basics: BasicsTab, make_task: MakeTask) -> None:
    basics.show_task(make_task(1, status=Status.IN_PROGRESS))
    assert basics.check.check.isEnabled()
    basics.check.close_writing("这里只能查看")
    assert not basics.check.check.isEnabled()
    assert basics.check.check.toolTip() == "这里只能查看"
    basics.check.close_writing("")
    assert basics.check.check.isEnabled()
