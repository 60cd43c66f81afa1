"""What staff decide, from the window to the store and back: checks, matters for coordination, waivers, leaders."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from tracker.model.changes import Changes
from tracker.model.enums import CoordinationStatus, LightColour, Status
from tracker.model.rows import TaskDetail, TaskRow
from tracker.queries.tasks import read_task
from tracker.services import coordination, progress, status, undo
from tracker.services.tasks import edit_task
from tracker.store.engine import Database
from tracker.ui.ledger.bulk_dialog import BulkDialog
from tracker.ui.ledger.columns import Column, cell_text
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task.action_list import BULK, CANCEL, PROGRESS
from tracker.ui.task.filter import Facet
from tracker.ui.task.reports import ReportLine
from tracker.ui.task.wrapped_text import Prose
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.choice_line import ChoiceLine
from tracker.ui.widgets.form_dialog import FormDialog

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
PROBLEM = "用地指标没有落实"
EVERYTHING = Changes("准备", everything=True)


def fill(dialog: Any, **values: str) -> None:
    """Write into the fields of a form."""
    assert isinstance(dialog, FormDialog)
    for name, text in values.items():
        editor = dialog.field(name).editor
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        elif isinstance(editor, QComboBox):
            assert editor.findText(text) >= 0, [editor.itemText(index) for index in range(editor.count())]
            editor.setCurrentText(text)
        else:
            assert isinstance(editor, QLineEdit)
            editor.setText(text)


def link(part: Any, words: str) -> LinkButton:
    """Return the visible link of a part of the panel."""
    return next(one for one in part.findChildren(LinkButton) if one.text() == words and one.isVisibleTo(part))


@pytest.fixture
def working(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf
) -> Callable[..., TaskRow]:
    """A task at work since July with an entry that names a problem, chosen in the table."""

    def make(code: str = "A1.1", due: str = "2023-12-31", *, percent: int = 60) -> TaskRow:
        task, today = task_of(page, code), page.context.today()
        with ledger.session() as session:
            edit_task(session, task.id, task.version, "due_text", due, date(2023, 6, 1))
        with ledger.session() as session:
            status.change_status(session, task.id, Status.IN_PROGRESS, date(2023, 6, 10), confirmed=True)
        with ledger.session() as session:
            progress.record_progress(session, task.id, today.replace(day=1), percent, "已经印发实施方案", PROBLEM)
        page.controller.mark(EVERYTHING)
        page.refresh()
        settle()
        choose(page, code)
        settle()
        return task_of(page, code)

    return make


def test_a_check_stands_beside_the_claim_and_lowers_what_counts(
    page: LedgerPage, settle: Settle, task_of: TaskOf, working: Callable[..., TaskRow]
) -> None:
    assert working().light.colour is LightColour.GREEN
    assert page.panel.basics.check.words.text() == "还没有核查"
    page.panel.basics.check.check.click()
    dialog = page.acts.dialog
    fill(dialog, outcome="不属实", progress="10", next_on="2023-10-15")
    dialog.submit()
    settle()
    assert "要写明理由" in dialog.foot_label.text()  # a doubt needs words; nothing is lost
    fill(dialog, note="现场只完成一成")
    dialog.submit()
    settle()
    assert page.acts.dialog is None
    task = task_of(page, "A1.1")
    assert (task.progress, task.effective_progress, task.light.colour) == (60, 10, LightColour.RED)
    words = page.panel.basics.check.words
    assert words.text() == "单位报 60% · 核查 10%（09-15，不属实）\n下次核查 2023-10-15"
    assert words.toolTip() == "现场只完成一成"
    assert [verdict.next_on for verdict in detail(page, task).verdicts] == [date(2023, 10, 15)]


def detail(page: LedgerPage, task: TaskRow) -> TaskDetail:
    """Read all of a task."""
    answers: list[TaskDetail] = []
    jobs = page.context.jobs
    jobs.read(lambda s: read_task(s, task.id, page.context.today()), on_result=answers.append)
    jobs.drain()
    return answers[0]


def test_a_closed_task_is_looked_back_at(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, working: Callable[..., TaskRow]
) -> None:
    task = working(percent=100)
    with ledger.session() as session:
        status.change_status(session, task.id, Status.CLOSING, page.context.today())
    with ledger.session() as session:
        progress.close_with_note(
            session, task.id, "设备已全部到位并通过验收", "甬政发〔2023〕12号文已印发", page.context.today()
        )
    page.controller.mark(EVERYTHING)
    page.refresh()
    settle()
    assert page.panel.basics.check.check.text() == "回头看…"
    page.panel.foot.buttons["verdict"].click()
    fill(page.acts.dialog, outcome="不属实", note="验收材料与现场不符")
    page.acts.dialog.submit()  # type: ignore[union-attr]
    settle()
    assert task_of(page, "A1.1").light.text == "蓝 · 核查不属实"


def test_a_problem_becomes_a_matter_that_moves_on_in_the_panel(
    page: LedgerPage, settle: Settle, task_of: TaskOf, working: Callable[..., TaskRow]
) -> None:
    before = working().light
    page.panel.basics.raise_matter.click()
    dialog = page.acts.dialog
    assert isinstance(dialog, FormDialog)
    assert dialog.text("what") == PROBLEM
    dialog.submit()
    assert dialog.field("solver").error() == "请写单位或领导"
    fill(dialog, solver="市资规局", needed_by="2023-09-20")
    dialog.submit()
    settle()
    task, matters = task_of(page, "A1.1"), page.panel.basics.matters
    assert (task.light.colour, task.light.reason, task.light.marks) == (before.colour, before.reason, ("难",))
    assert (task.problems, task.coordination) == (PROBLEM, 1)  # what the office wrote stays
    assert page.panel.marks.isVisibleTo(page.panel)
    assert page.panel.marks.toolTip() == "1 个协调事项没有了结"
    (matter,) = detail(page, task).matters
    assert matter.entry_id is not None
    assert matters.heading.right.text() == "1 项未了结"
    link(matters, "协调中").click()
    settle()
    link(matters, "已解决…").click()
    dialog = page.acts.dialog
    assert isinstance(dialog, FormDialog)
    dialog.submit()
    assert dialog.field("words").error() == "请写协调结果"
    fill(dialog, words="已调剂")
    dialog.submit()
    settle()
    assert matters.heading.right.text() == "1 项已了结"
    assert task_of(page, "A1.1").light.marks == ()
    link(matters, "重新打开…").click()
    fill(page.acts.dialog, words="调剂方案没有批准")
    page.acts.dialog.submit()  # type: ignore[union-attr]
    settle()
    assert detail(page, task).matters[0].status is CoordinationStatus.OPEN


def test_an_earlier_entry_is_raised_from_its_place(
    page: LedgerPage, settle: Settle, working: Callable[..., TaskRow]
) -> None:
    task = working()
    page.panel.tabs.choose(1)
    link(page.panel.entries, "转为协调事项…").click()
    fill(page.acts.dialog, solver="王副市长")
    page.acts.dialog.submit()  # type: ignore[union-attr]
    settle()
    shown = detail(page, task)
    assert [matter.entry_id for matter in shown.matters] == [shown.progress[0].id]


def test_cancelling_shows_what_stays_open_and_wants_a_tick(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, working: Callable[..., TaskRow]
) -> None:
    task = working()
    with ledger.session() as session:
        coordination.raise_matter(session, task.id, PROBLEM, "市资规局", page.context.today())
    page.controller.mark(EVERYTHING)
    page.refresh()
    settle()
    page.acts.do([task_of(page, "A1.1")], CANCEL)
    settle()
    dialog = page.acts.dialog
    assert isinstance(dialog, FormDialog)
    fill(dialog, reason="省里已经取消该事项", decided_by="王副市长")
    dialog.submit()
    assert dialog.field("confirmed").error() == "请先勾选“已知悉，仍然取消”"
    assert task_of(page, "A1.1").status is Status.IN_PROGRESS
    box = dialog.field("confirmed").editor
    assert isinstance(box, QCheckBox)
    QTest.keyClick(box, Qt.Key.Key_Space)
    dialog.submit()
    settle()
    assert task_of(page, "A1.1").status is Status.CANCELLED


def periods(page: LedgerPage) -> dict[str, ReportLine]:
    rows = page.panel.basics.reports.findChildren(ReportLine)
    return {line._report.due_on.isoformat(): line for line in rows if line.isVisibleTo(page.panel.basics)}


def test_a_missed_period_is_waived_reported_late_and_taken_back(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, working: Callable[..., TaskRow]
) -> None:
    assert working(due="每月25日前").light.text == "黄 · 缺报2期"
    assert periods(page)["2023-08-25"].words == "2023-09-01，迟 7 天"  # within a third of the running period
    periods(page)["2023-07-25"].waive.click()
    fill(page.acts.dialog, reason="专班合并报送")
    page.acts.dialog.submit()  # type: ignore[union-attr]
    settle()
    assert task_of(page, "A1.1").light.text == "黄 · 缺报1期"
    waived = periods(page)["2023-07-25"]
    assert (waived.words, waived.waive.isHidden()) == ("免报", True)
    assert waived.toolTip().endswith("免报：专班合并报送")
    page.acts.do([task_of(page, "A1.1")], PROGRESS)
    settle()
    dialog = page.acts.dialog
    assert isinstance(dialog, FormDialog)
    choices = dialog.field("period").editor
    assert isinstance(choices, QComboBox)
    words = [choices.itemText(index) for index in range(choices.count())]
    assert words == ["按日期归期", "本期（到 2023-09-25）", "补报 2023-06-25 期"]
    fill(dialog, period="补报 2023-06-25 期", note="六月已经完成摸底调查")
    dialog.submit()
    settle()
    assert periods(page)["2023-06-25"].words == "2023-09-15，迟 82 天"
    assert task_of(page, "A1.1").light.colour is not LightColour.RED
    with ledger.session() as session:
        undo.undo_batch(session)  # the entry
        session.flush()
    page.controller.mark(EVERYTHING)
    page.refresh()
    settle()
    assert task_of(page, "A1.1").light.text == "黄 · 缺报1期"


def test_leader_and_priority_are_set_in_cells_and_in_the_panel(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: Callable[[LedgerPage], Any]
) -> None:
    page.parts.change(page.parts.settings.with_column(Column.LEADER, True).with_column(Column.PRIORITY, True))
    choose(page, "A1.1")
    page.table.edit_column(Column.LEADER)
    editor(page).setText("王副市长")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    page.table.edit_column(Column.PRIORITY)
    assert editor(page).text() == "一般"
    editor(page).setText("重点")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    assert (task_of(page, "A1.1").leader, task_of(page, "A1.1").light.marks) == ("王副市长", ("重",))
    field = page.panel.basics.fields["leader"]
    field.begin()
    assert isinstance(field.editor, QLineEdit)
    completer = field.editor.completer()
    assert completer is not None
    completer.setCompletionPrefix("王")
    assert completer.completionCount() == 1  # a leader used before is offered
    field.cancel()
    page.toolbar.set_grouping(Grouping.LEADER)
    settle()
    titles = [heading.title for heading in page.table.rows.shown.headings]
    assert titles == ["王副市长", "未定分管领导"]
    page.toolbar.set_grouping(Grouping.PRIORITY)
    settle()
    assert [heading.title for heading in page.table.rows.shown.headings] == ["重点", "一般"]


def test_leaders_and_matters_filter_like_offices(
    page: LedgerPage,
    settle: Settle,
    ledger: Database,
    task_of: TaskOf,
    working: Callable[..., TaskRow],
    shown_codes: Callable[[LedgerPage], list[str]],
) -> None:
    first, second = working("A1.1"), task_of(page, "A1.2a")
    for task in (first, second):
        with ledger.session() as session:
            edit_task(session, task.id, task.version, "leader", "王副市长", page.context.today())
    with ledger.session() as session:
        coordination.raise_matter(session, first.id, PROBLEM, "市资规局", page.context.today())
    page.controller.mark(EVERYTHING)
    page.refresh()
    settle()
    chip = page.toolbar.chips[Facet.MORE]
    chip.choose(frozenset({"leader:王副市长"}))
    settle()
    assert shown_codes(page) == ["A1.1", "A1.2a"]
    chip.choose(frozenset({"leader:王副市长", "matters"}))
    settle()
    assert shown_codes(page) == ["A1.1"]
    assert page.toolbar.filter().in_words(page.toolbar.options) == "有协调事项，分管领导 王副市长"
    page.toolbar.clear_all()
    page.toolbar.search.setText("王副市长")
    settle()
    assert shown_codes(page) == ["A1.1", "A1.2a"]


def test_who_decides_is_offered_from_the_leaders_used(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, working: Callable[..., TaskRow]
) -> None:
    task = working()
    with ledger.session() as session:
        edit_task(session, task.id, task.version, "leader", "王副市长", page.context.today())
    page.controller.mark(EVERYTHING)
    page.refresh()
    settle()
    page.acts.do([task_of(page, "A1.1")], "extend")
    settle()
    dialog = page.acts.dialog
    assert isinstance(dialog, FormDialog)
    line = dialog.field("decided_by").editor
    assert isinstance(line, ChoiceLine)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Down)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert line.text() == "王副市长"
    dialog.reject()
    page.acts.do([task_of(page, "A1.1"), task_of(page, "A1.2a")], BULK)
    settle()
    bulk = page.ledger_actions.bulk.dialog
    assert isinstance(bulk, BulkDialog)
    bulk.field.setCurrentIndex(bulk.field.findData("leader"))
    assert bulk.value.completer().model().rowCount() == 1
    bulk.value.setText("王副市长")
    bulk.look()
    settle()
    assert bulk.confirm.text() == "应用 1 处修改"
    bulk.submit()
    settle()
    assert task_of(page, "A1.2a").leader == "王副市长"


def test_what_an_office_told_by_phone_is_written_from_the_keyboard(
    page: LedgerPage, settle: Settle, task_of: TaskOf, working: Callable[..., TaskRow]
) -> None:
    working()
    QTest.keyClick(page.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    settle()
    fill(page.acts.dialog, by="张三", channel="会议", progress="70", note="环评已经批复")
    page.acts.dialog.submit()
    settle()
    assert page.acts.dialog is None
    task = task_of(page, "A1.1")
    assert (task.progress, task.progress_note) == (70, "环评已经批复")
    newest = detail(page, task).progress[0]
    assert (newest.filled_by, newest.channel.word) == ("张三", "会议")
    assert "会议" in " ".join(label.text() for label in page.panel.entries.findChildren(QLabel))


def test_what_a_co_office_told_stands_in_its_tab(
    page: LedgerPage, settle: Settle, task_of: TaskOf, working: Callable[..., TaskRow]
) -> None:
    working()
    page.panel.tabs.choose(2)
    QTest.keyClick(page.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    settle()
    fill(page.acts.dialog, office="市商务局", by="钱七", state="已完成", note="已经对接外商")
    page.acts.dialog.submit()
    settle()
    task = task_of(page, "A1.1")
    assert (task.co_done, task.co_counted) == (1, 2)
    assert cell_text(task, Column.HELPING) == "1/2"
    words = [prose.text() for prose in page.panel.helping.findChildren(Prose)]
    assert "配合情况：已经对接外商" in words
    duty = next(each for each in page.panel.helping.findChildren(LinkButton) if "市商务局" in each.accessibleName())
    duty.click()
    fill(page.acts.dialog, help_duty="负责外资招引", help_phone="没有")
    page.acts.dialog.submit()
    settle()
    assert "没有号码" in page.acts.dialog.field("help_phone").error()
    fill(page.acts.dialog, help_phone="87654321")
    page.acts.dialog.submit()
    settle()
    assert "配合内容：负责外资招引" in [prose.text() for prose in page.panel.helping.findChildren(Prose)]
