"""导入任务清单: a list of others with its pickers, its tasks, its unknown offices; one act with undo."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import select

from tests.keyboard import Keyboard
from tracker.desktop import Desktop
from tracker.model.enums import Status
from tracker.model.source_words import SourceKind
from tracker.model.tables import Article, ListMapping, Task
from tracker.services.exporting import export_office
from tracker.services.sources.register import SourceFacts, register_source
from tracker.services.status import change_status
from tracker.services.undo import undo_batch
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ImportList
from tracker.ui.review.alias_dialog import AliasDialog
from tracker.ui.sources.list_sheet import NOT_MAPPED
from tracker.ui.sources.list_window import ListWindow
from tracker.ui.sources.page import SourcesPage

TODAY = date(2023, 9, 15)
HEADER = ("序号", "工作任务", "牵头单位", "配合单位", "完成时限", "年度投资")
ROWS = (
    (1, "建设培育库", "市经信局", "市科技局、市财政局", "2026年12月底前", 12.5),
    (2, "举办对接活动", "市科技局", "市教育局等有关单位", "2027年3月底前", None),
    (3, "修订扶持办法", "某某办公室", None, "长期坚持", None),
)
Write = Callable[..., Path]


@pytest.fixture
def task_list(tmp_path: Path) -> Callable[..., Path]:
    """Write a list and return its path."""

    def write(*rows: Sequence[Any], header: Sequence[str] = HEADER, name: str = "任务分解.xlsx") -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (["2026年重点任务分解表"], header, *(rows or ROWS)):
            sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def page(live: Context, show: Callable[..., Any]) -> SourcesPage:
    made = show(SourcesPage(live))
    live.jobs.drain()
    return made


@pytest.fixture
def window(page: SourcesPage, live: Context, task_list: Write) -> ListWindow:
    """The window on a list of three tasks, one with an office nobody knows."""
    return opened(page, live, task_list())


def opened(page: SourcesPage, live: Context, path: Path) -> ListWindow:
    page.open_target(ImportList(path))
    live.jobs.drain(30_000)
    assert page.lists.dialog is not None
    return page.lists.dialog


def tasks(ledger: Database) -> dict[str, Task]:
    with ledger.reading() as session:
        other = select(Task).join(Article, Article.id == Task.source_id).where(Article.kind != SourceKind.ARTICLE)
        rows = session.exec(other)
        found = {row.code: row for row in rows}
        session.expunge_all()
    return found


def words(window: ListWindow) -> dict[str, str]:
    return {column.header: column.word for column in window.view.sheet.columns}


def titles(window: ListWindow) -> list[str]:
    return [entry.task.title for entry in window.entries.rows.rows]


def test_it_shows_the_sheet_its_fields_and_the_tasks(window: ListWindow) -> None:
    assert window.name.text() == "2026年重点任务分解表"
    assert words(window)["工作任务"] == "任务名称"
    assert words(window)["年度投资"] == NOT_MAPPED
    assert titles(window) == ["建设培育库", "举办对接活动", "修订扶持办法"]
    assert window.counts.text() == "3 项新增"
    assert window.confirm.text() == "导入 3 项任务"
    assert window.offices.text() == "1 个单位不认识"
    kinds = window.view.sheet.kinds
    assert (kinds[1], kinds[2]) == ("above", "header")
    assert 3 not in kinds


def test_importing_is_one_act_and_taken_back(
    window: ListWindow, live: Context, ledger: Database, told: list[Notice]
) -> None:
    window.submit()
    live.jobs.drain(30_000)
    made = tasks(ledger)
    assert [task.title for task in made.values()] == ["建设培育库", "举办对接活动", "修订扶持办法"]
    assert list(made) == ["文2023-01.1", "文2023-01.2", "文2023-01.3"]
    assert "年度投资：12.5" in made["文2023-01.1"].remark
    assert "牵头单位原文：某某办公室" in made["文2023-01.3"].remark
    assert made["文2023-01.3"].lead_office_id is None
    live.jobs.write(lambda s: undo_batch(s, told[-1].batch_id))
    live.jobs.drain()
    assert tasks(ledger) == {}


def test_the_same_list_again_has_nothing_to_import_and_its_columns_are_remembered(
    window: ListWindow, page: SourcesPage, live: Context, ledger: Database, task_list: Write
) -> None:
    window.submit()
    live.jobs.drain(30_000)
    page.list.choose("文2023-01")
    live.jobs.drain()
    again = opened(page, live, task_list(name="再发.xlsx"))
    assert again.source.currentData() == "文2023-01"
    assert again.counts.text() == "3 项相同"
    assert not again.confirm.isEnabled()
    assert again.remembered.text() == "上次按“任务分解”对应"
    with ledger.reading() as session:
        assert [row.name for row in session.exec(select(ListMapping))] == ["任务分解"]


def test_a_changed_row_shows_old_and_new_and_a_deadline_waits_for_who_decided(
    window: ListWindow, page: SourcesPage, live: Context, ledger: Database, task_list: Write
) -> None:
    window.submit()
    live.jobs.drain(30_000)
    number = tasks(ledger)["文2023-01.1"].id
    live.jobs.write(lambda s: change_status(s, number, Status.NOT_STARTED, TODAY, confirmed=True))
    page.list.choose("文2023-01")
    live.jobs.drain()
    later = (ROWS[0][0], ROWS[0][1], ROWS[0][2], ROWS[0][3], "2027年6月底前", ROWS[0][5])
    led = (ROWS[1][0], ROWS[1][1], "市财政局", *ROWS[1][3:])
    again = opened(page, live, task_list(later, led, ROWS[2]))
    assert again.counts.text() == "2 项有改动，1 项相同"
    waiting, changed = again.entries.rows.rows[0], again.entries.rows.rows[1]
    assert again.entries.left_out() >= {("Sheet", 3)}  # the deadline is not ticked by itself
    assert again.confirm.text() == "导入 1 项任务"
    assert changed.changes["lead_office"] == ("市科技局", "市财政局")
    again.entries.toggle(waiting)
    again.submit()
    assert "要写理由和批准人" in again.foot_label.text()
    again.reason.setText("上级文件调整了时限")
    again.decided_by.setText("周市长")
    again.submit()
    live.jobs.drain(30_000)
    assert tasks(ledger)["文2023-01.1"].due_on == date(2027, 6, 30)


def test_tables_below_each_other_are_mapped_each_by_its_own_header(
    page: SourcesPage, live: Context, task_list: Write
) -> None:
    more = (["二、项目"], ["编号", "项目名称", "责任单位", "实施方式"], ["X1", "改造产业园区", "市财政局", "分段做"])
    window = opened(page, live, task_list(*ROWS[:2], *more))
    assert titles(window) == ["建设培育库", "举办对接活动", "改造产业园区"]
    assert "几张表" in window.remembered.text()
    assert "实施方式" not in words(window)
    window.entries.setCurrentIndex(window.entries.rows.index(2, 0))
    own = {"编号": "来文序号", "项目名称": "任务名称", "责任单位": "责任单位", "实施方式": NOT_MAPPED}
    assert {header: word for header, word in words(window).items() if header} == own
    number = [column.header for column in window.view.sheet.columns].index("实施方式")
    window.view.field_chosen.emit(number, "content")
    live.jobs.drain(30_000)
    assert window.entries.rows.rows[2].task.content == "分段做"
    assert window.entries.rows.rows[0].task.lead_office == "市经信局"


def test_a_picker_reads_again_at_once(window: ListWindow, live: Context, qtbot: QtBot) -> None:
    header = window.view.fields
    header.setFocus()
    number = [column.header for column in window.view.sheet.columns].index("配合单位")
    for _ in range(number):
        qtbot.keyClick(header, Qt.Key.Key_Right)
    assert header.at == number
    (action,) = [a for a in header.choices(number).actions() if a.text() == NOT_MAPPED]
    action.trigger()
    live.jobs.drain()
    assert words(window)["配合单位"] == NOT_MAPPED
    assert window.entries.rows.rows[0].task.co_offices == ()
    assert "配合单位" in window.entries.rows.rows[0].task.rest


def test_a_field_has_one_column_at_a_time(window: ListWindow, live: Context) -> None:
    number = [column.header for column in window.view.sheet.columns].index("年度投资")
    window.view.field_chosen.emit(number, "title")
    live.jobs.drain()
    assert words(window)["年度投资"] == "任务名称"
    assert words(window)["工作任务"] != "任务名称"


def test_ticks_of_a_person_stay_while_it_is_read_again(window: ListWindow, live: Context, qtbot: QtBot) -> None:
    window.entries.setFocus()
    window.entries.setCurrentIndex(window.entries.rows.index(1, 0))
    qtbot.keyClick(window.entries, Qt.Key.Key_Space)
    assert window.confirm.text() == "导入 2 项任务"
    window.read()
    live.jobs.drain()
    assert window.entries.left_out() == {("Sheet", 4)}
    place = window.entries.visualRect(window.entries.rows.index(1, 0))
    place.setWidth(30)
    qtbot.mouseClick(window.entries.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert window.confirm.text() == "导入 3 项任务"


def test_unknown_offices_are_settled_in_one_dialog(window: ListWindow, live: Context) -> None:
    window.open_offices.click()
    live.jobs.drain()
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, AliasDialog)
    asked.choices["某某办公室"].setCurrentText("市财政局")
    asked.save.click()
    live.jobs.drain()
    assert window.offices.isHidden()
    assert window.entries.rows.rows[2].task.lead_office == "市财政局"


def test_a_source_needs_a_name(window: ListWindow) -> None:
    window.name.clear()
    assert not window.confirm.isEnabled()
    window.name.setText("重点任务")
    assert window.confirm.isEnabled()


def test_what_changed_in_between_is_read_again(window: ListWindow, live: Context, ledger: Database) -> None:
    with ledger.session() as session:
        facts = SourceFacts(SourceKind.DOCUMENT, "2026年重点任务分解表")
        (number,) = register_source(session, facts, TODAY).sources
    window.preview.entries[0].code = "文2023-09.9"  # type: ignore[union-attr]
    window.submit()
    live.jobs.drain(30_000)
    assert "台账刚刚有变化" in window.foot_label.text() or window.foot_label.text() == ""
    assert tasks(ledger) == {}
    assert number


def test_a_file_without_a_list_can_be_mapped_by_its_columns(page: SourcesPage, live: Context, task_list: Write) -> None:
    window = opened(page, live, task_list(("开展走访", "市科技局"), ("建立名单", "市经信局"), header=("甲", "乙")))
    assert "没有找到任务清单" in window.foot_label.text()
    assert "--map" not in window.foot_label.text()
    for number, field in ((0, "title"), (1, "lead_office")):
        window.view.field_chosen.emit(number, field)
        live.jobs.drain()
    assert "开展走访" in titles(window)


def test_a_block_of_cells_opens_it_and_prose_does_not(page: SourcesPage, live: Context, qtbot: QtBot) -> None:
    page.activateWindow()
    page.lines.setFocus()
    rows = "\n".join("\t".join(str(cell or "") for cell in row) for row in (HEADER, *ROWS))
    QGuiApplication.clipboard().setText(rows)
    qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    live.jobs.drain()
    assert page.lists.dialog is not None
    assert titles(page.lists.dialog) == ["建设培育库", "举办对接活动", "修订扶持办法"]
    page.lists.dialog.reject()
    QGuiApplication.clipboard().setText("一段普通的话。")
    qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.lists.dialog is None
    assert page.intake.view is None  # the text is only shown in the form, and reviewed when that is confirmed


def let_go(day: Desktop, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    day.window.dropEvent(QDropEvent(QPointF(700, 400), Qt.DropAction.CopyAction, data, *keys))
    day.context.jobs.drain(30_000)


def test_a_dropped_list_opens_it_and_a_returned_workbook_its_review(
    day: Desktop, qtbot: QtBot, task_list: Write, tmp_path: Path
) -> None:
    keys = Keyboard(day, qtbot)
    let_go(day, task_list())
    keys.settle()
    page: Any = day.window.page()
    assert isinstance(page, SourcesPage)
    assert page.lists.dialog is not None
    page.lists.dialog.reject()
    path = tmp_path / "反馈.xlsx"
    with day.ledger.session() as session:
        export_office(session, "市经信局", path, date(2026, 11, 20))
    let_go(day, path)
    keys.settle()
    assert day.window.current_key() == "exchange"
