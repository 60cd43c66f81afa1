"""What goes out besides the workbooks, from the menus of 往来."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication

from tracker.ui.core.bus import Notice
from tracker.ui.core.page_requests import ImportFiles
from tracker.ui.exchange.page import ExchangePage
from tracker.ui.exchange.send_back_flow import Returning
from tracker.ui.review.entry import ReviewEntry


@pytest.fixture
def returning(exchange: ExchangePage) -> Returning:
    return exchange.importing.returning


def act(entries: list[Any], start: str) -> None:
    """Run the entry of a menu that begins so."""
    next(slot for text, _, slot in entries if text.startswith(start))()


def come_back(exchange: ExchangePage, path: Path, word: str, value: object) -> None:
    """Fill one cell of the first row, take the file in and leave the review."""
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    column = next(cell.column for cell in sheet[4] if str(cell.value).strip() == word)
    sheet.cell(5, column).value = value  # type: ignore[arg-type, assignment]
    book.save(path)
    exchange.open_target(ImportFiles((path,)))
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is not None
    exchange.importing.dialog.reject()


def test_the_reminder_is_on_the_clipboard(exchange: ExchangePage, sent: Path, told: list[Notice]) -> None:
    assert not exchange.remind_button.isHidden()
    act(exchange.acts_on(exchange.model.rows[0]), "复制催报文字")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("市科技局：8月25日发出的第 1 批交办")
    assert "现已逾期 5 天" in text
    assert told[-1].text == "已复制对市科技局的催报文字"


def test_the_list_of_what_is_missing_is_written(
    exchange: ExchangePage, returning: Returning, sent: Path, told: list[Notice], tmp_path: Path
) -> None:
    returning.choose_file = lambda _parent, start: tmp_path / Path(start).name
    act(exchange.reminders(), "生成催报清单")
    exchange.context.jobs.drain()
    assert told[-1].text == "已生成催报清单，1 个单位"
    assert openpyxl.load_workbook(tmp_path / "催报清单_20230915.xlsx").active["A4"].value == "市科技局"


def test_leaving_the_file_dialog_writes_nothing(exchange: ExchangePage, returning: Returning, sent: Path) -> None:
    returning.choose_file = lambda _parent, _start: None
    before = sorted(sent.parent.iterdir())
    act(exchange.reminders(), "生成催报清单")
    exchange.context.jobs.drain()
    assert sorted(sent.parent.iterdir()) == before


def test_a_workbook_goes_back_with_its_problem_and_is_a_new_export(
    exchange: ExchangePage, returning: Returning, sent: Path, told: list[Notice], tmp_path: Path
) -> None:
    come_back(exchange, sent, "进度", "不少")
    returning.choose_file = lambda _parent, start: tmp_path / Path(start).name
    act(exchange.acts_on(exchange.model.rows[0]), "退回对方")
    exchange.context.jobs.drain()
    path = tmp_path / "市科技局_退回_20230915.xlsx"
    assert "问题清单" in openpyxl.load_workbook(path).sheetnames
    assert told[-1].text == "已生成退回给市科技局的工作簿"
    assert sorted(row.state is None for row in exchange.model.rows) == [False, True]
    assert {row.return_due_on.isoformat() for row in exchange.model.rows if row.state is None} == {"2023-09-20"}  # type: ignore[union-attr]


def test_the_original_opens_as_it_came(exchange: ExchangePage, returning: Returning, sent: Path) -> None:
    come_back(exchange, sent, "责任人", "沈佳宁")
    data, shown = sent.read_bytes(), list[QUrl]()
    sent.unlink()
    returning.show_file = shown.append
    for _ in range(2):
        act(exchange.acts_on(exchange.model.rows[0]), "打开原件")
        exchange.context.jobs.drain()
    first, second = (Path(url.toLocalFile()) for url in shown)
    assert (first.name, second.name) == ("市科技局.xlsx", "市科技局(2).xlsx")
    assert first.read_bytes() == data


def back_row(path: Path) -> dict[str, object]:
    sheet = openpyxl.load_workbook(path)["任务清单"]
    return {str(head.value).strip(): cell.value for head, cell in zip(sheet[4], sheet[5], strict=False) if head.value}


def test_what_the_review_shows_goes_back_although_nothing_is_applied(
    exchange: ExchangePage, returning: Returning, sent: Path, told: list[Notice], tmp_path: Path, qtbot: Any
) -> None:
    come_back(exchange, sent, "责任人", "沈佳宁")
    exchange.importing.review(exchange.model.rows[0].return_id or 0)
    exchange.context.jobs.drain()
    dialog = exchange.importing.dialog
    assert dialog is not None
    assert not dialog.send_back.isVisible()  # all is well: there is nothing to send back
    qtbot.keyClick(dialog, Qt.Key.Key_5)
    entry = dialog.list_view.opened[0]
    assert isinstance(entry, ReviewEntry)
    assert entry.editor is not None
    entry.editor.editor.insert("请填在岗人员")
    qtbot.keyClick(entry.editor.editor, Qt.Key.Key_Return)
    assert dialog.send_back.isVisible()
    returning.choose_file = lambda _parent, _start: tmp_path / "退回.xlsx"
    dialog.send_back.click()
    exchange.context.jobs.drain()
    row = back_row(tmp_path / "退回.xlsx")
    assert row["责任人"] is None
    assert "「沈佳宁」没有采纳，台账保持「（空）」。理由：请填在岗人员" in str(row["系统反馈"])
    assert exchange.importing.dialog is dialog
    dialog.reject()
    waiting = next(row for row in exchange.model.rows if row.return_id)
    returning.choose_file = lambda _parent, _start: tmp_path / "再退.xlsx"
    act(exchange.acts_on(waiting), "退回对方")  # from the register: the decisions that are kept
    exchange.context.jobs.drain()
    assert back_row(tmp_path / "再退.xlsx")["系统反馈"] == row["系统反馈"]
