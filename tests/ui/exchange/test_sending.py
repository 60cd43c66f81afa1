"""导出 on its three roads, reminders as drafts, and the texts of the mails."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from sqlmodel import select

from tests.ui.exchange.test_export_flow import ask_export, press_export
from tracker.model.exchange_words import ExportChannel
from tracker.model.tables import Round
from tracker.ui.core.bus import Notice
from tracker.ui.exchange.export_flow import Wish
from tracker.ui.exchange.page import ExchangePage

OFFICE = "市科技局"


def test_the_dialog_offers_three_roads_by_keyboard(
    exchange: ExchangePage, told: list[Notice], tmp_path: Path, qtbot: Any
) -> None:
    (folder := tmp_path / "邮件").mkdir()
    dialog = ask_export(exchange, OFFICE)
    assert [dialog.road.itemText(number).split("：")[0] for number in range(dialog.road.count())] == [
        "工作簿", "工作簿和邮件草稿", "U盘",
    ]  # fmt: skip
    dialog.folder.setText(str(folder))
    qtbot.keyClick(dialog.road, Qt.Key.Key_Down)
    question = press_export(exchange, dialog, qtbot)
    qtbot.mouseClick(question.mark, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert {path.suffix for path in folder.iterdir()} == {".xlsx", ".eml"}
    assert told[-1].text == "已生成1封草稿，双击用邮件程序打开后发送"
    assert told[-1].detail == "没有联络员邮箱，草稿没有收件人：市科技局"
    assert len(exchange.model.rows) == 1


def test_all_offices_go_to_a_u_disk(exchange: ExchangePage, told: list[Notice], tmp_path: Path) -> None:
    (disk := tmp_path / "U").mkdir()
    exchange.exporting.send(Wish("", disk, channel=ExportChannel.DISK))
    exchange.context.jobs.drain(60_000)
    count = len(exchange.model.rows)
    assert len([path for path in disk.iterdir() if path.is_dir()]) == count > 5
    assert told[-1].text == f"已写入U盘：{count} 个单位的文件夹和交接清单"


def test_a_disk_that_is_not_there_is_a_sentence(exchange: ExchangePage, failed: list[str], tmp_path: Path) -> None:
    exchange.exporting.send(Wish(OFFICE, tmp_path / "没有", channel=ExportChannel.DISK))
    exchange.context.jobs.drain()
    assert "请插好U盘再导出" in failed[0]
    assert exchange.model.rows == ()


def test_reminders_become_drafts(desk: Any, tmp_path: Path) -> None:
    (folder := tmp_path / "催报").mkdir()
    desk.settle()
    desk.page.importing.returning.choose_folder = lambda _parent, _start: str(folder)
    acts = {text: act for text, _, act in desk.page.reminders()}
    acts["生成催报邮件草稿…"]()
    desk.settle()
    assert {path.name for path in folder.iterdir()} == {"市科技局_第1批催报.eml", "邮件清单.xlsx"}
    assert desk.told[-1].text == "已生成1封草稿，双击用邮件程序打开后发送"
    acts["生成催报邮件草稿（附上工作簿）…"]()
    desk.settle()
    assert "文件夹里没有原工作簿，没有附上：市科技局" in desk.told[-1].detail


def test_leaving_the_choice_of_a_folder_writes_nothing(desk: Any) -> None:
    desk.page.importing.returning.choose_folder = lambda _parent, _start: ""
    before = len(desk.told)
    desk.page.importing.returning.ask_drafts(None)
    desk.settle()
    assert len(desk.told) == before


def test_a_workbook_goes_back_with_a_draft(desk: Any, tmp_path: Path) -> None:
    desk.change_owners("我方的人")
    desk.fill({"责任人": "对方的人"})
    desk.review().reject()
    (folder := tmp_path / "退回").mkdir()
    desk.page.importing.returning.choose_file = lambda _parent, _start: folder / "退回.xlsx"
    row = next(row for row in desk.page.model.rows if row.return_id is not None)
    next(act for text, _, act in desk.page.acts_on(row) if text == "退回对方，附邮件草稿…")()
    desk.settle()
    assert {path.name for path in folder.iterdir()} == {"退回.xlsx", "市科技局_第1批退回修改.eml"}
    assert desk.told[-1].text == "已生成退回给市科技局的工作簿和邮件草稿"


def test_one_office_in_parts_within_working_days(
    exchange: ExchangePage, told: list[Notice], tmp_path: Path, qtbot: Any
) -> None:
    (folder := tmp_path / "分").mkdir()
    dialog = ask_export(exchange, OFFICE)
    dialog.folder.setText(str(folder))
    dialog.due.setText("5个工作日")
    qtbot.keyClick(dialog.split, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.split, Qt.Key.Key_Down)
    question = press_export(exchange, dialog, qtbot)
    qtbot.mouseClick(question.mark, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    paths = list(folder.iterdir())
    assert len(paths) > 1
    assert told[-1].text == f"已导出 市科技局 的 {len(paths)} 份工作簿，按主题分"
    (row,) = exchange.model.rows
    assert row.return_due_on is not None
    rounds: list[Any] = []
    exchange.context.jobs.read(lambda s: s.exec(select(Round)).one().due_days, on_result=rounds.append)
    exchange.context.jobs.drain()
    assert rounds == [5]
