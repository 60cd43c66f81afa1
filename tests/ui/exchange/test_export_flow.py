"""Sending workbooks from the page: one office, all of them, cancelled, refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tracker.ui.core.bus import Notice
from tracker.ui.core.page_requests import ExportWorkbooks
from tracker.ui.exchange import export_flow
from tracker.ui.exchange.export_dialog import ExportDialog, UnsettledDialog
from tracker.ui.exchange.export_flow import free_path
from tracker.ui.exchange.page import ExchangePage

OFFICE = "市科技局"


def ask_export(exchange: ExchangePage, office: str = "") -> ExportDialog:
    opened: list[ExportDialog] = []
    exchange.exporting.dialog_opened.connect(opened.append)
    exchange.open_target(ExportWorkbooks(office))
    exchange.context.jobs.drain()
    return opened[-1]


def press_export(exchange: ExchangePage, dialog: ExportDialog, qtbot: Any) -> UnsettledDialog:
    """Press 导出 and return the question that follows in a ledger nobody has settled."""
    opened: list[Any] = []
    exchange.exporting.dialog_opened.connect(opened.append)
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    (question,) = opened
    assert isinstance(question, UnsettledDialog)
    return question


def test_one_office_is_exported_through_the_dialog(
    exchange: ExchangePage, told: list[Notice], tmp_path: Path, qtbot: Any
) -> None:
    folder = tmp_path / "交办"
    folder.mkdir()
    dialog = ask_export(exchange, OFFICE)
    assert dialog.office.currentData() == OFFICE
    dialog.folder.setText(str(folder))
    qtbot.keyClicks(dialog.due, "2023-09-30")
    question = press_export(exchange, dialog, qtbot)
    qtbot.mouseClick(question.mark, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    names = [path.name for path in folder.iterdir()]
    assert names == ["市科技局_交办_20230915.xlsx"]
    assert told[-1].text == "已导出 市科技局_交办_20230915.xlsx"
    assert told[-1].act == "打开文件夹"
    assert exchange.context.settings.last_folder == str(folder)
    assert exchange.model.rows[0].return_due_on == date(2023, 9, 30)


def test_all_offices_are_exported_as_one_job(
    exchange: ExchangePage, told: list[Notice], tmp_path: Path, qtbot: Any
) -> None:
    jobs: list[Any] = []
    exchange.context.jobs.long_started.connect(jobs.append)
    folder = tmp_path / "交办"
    folder.mkdir()
    dialog = ask_export(exchange)
    dialog.folder.setText(str(folder))
    question = press_export(exchange, dialog, qtbot)
    qtbot.mouseClick(question.mark, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain(60_000)
    assert len(jobs) == 1
    count = len(list(folder.iterdir()))
    assert count == len(exchange.model.rows) > 5
    assert told[-1].text == f"已导出 {count} 个单位的工作簿"


def test_cancelling_the_export_records_nothing(
    exchange: ExchangePage, tmp_path: Path, failed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange.context.jobs.long_started.connect(lambda job: job.cancel())
    exchange.exporting.run("", tmp_path, None)
    exchange.context.jobs.drain(60_000)
    assert exchange.model.rows == ()
    assert failed == ["已取消，台账没有变化。"]


@pytest.mark.parametrize(
    ("there", "expected"),
    [([], "a.xlsx"), (["a.xlsx"], "a(2).xlsx"), (["a.xlsx", "a(2).xlsx"], "a(3).xlsx")],
)
def test_a_sent_file_is_never_replaced(tmp_path: Path, there: list[str], expected: str) -> None:
    for name in there:
        (tmp_path / name).touch()
    assert free_path(tmp_path / "a.xlsx").name == expected


def test_a_full_disk_is_said_and_nothing_is_recorded(exchange: ExchangePage, tmp_path: Path, failed: list[str]) -> None:
    exchange.exporting.run(OFFICE, tmp_path / "没有这个文件夹", None)
    exchange.context.jobs.drain()
    assert len(failed) == 1
    assert exchange.model.rows == ()


def test_the_folder_is_opened_from_the_toast(
    exchange: ExchangePage, told: list[Notice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    services = export_flow.QDesktopServices
    monkeypatch.setattr(services, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    exchange.exporting.run(OFFICE, tmp_path, None)
    exchange.context.jobs.drain()
    assert told[-1].retry is not None
    told[-1].retry()
    assert opened == [tmp_path.as_posix()]


def test_the_folder_is_opened_from_the_page_and_where_it_is_gone_that_is_said(
    exchange: ExchangePage, told: list[Notice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = "打开上次导出的文件夹"
    assert word not in [act[0] for act in exchange.more()]
    exchange.exporting.run(OFFICE, tmp_path, None)
    exchange.context.jobs.drain()
    exchange.context.remember(last_folder="elsewhere")  # another dialog stood there since
    opened: list[str] = []
    monkeypatch.setattr(
        export_flow.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or len(opened) == 1
    )
    for acts in (exchange.acts_on(exchange.model.rows[0]), exchange.more()):
        next(run for text, _icon, run in acts if text == word)()
    assert opened == [tmp_path.as_posix()] * 2
    assert told[-1].text == f"打不开文件夹 {tmp_path}；可能已移走或改名"
