"""往来 over a real ledger: send a workbook, fill it in as an office would, take it in, take it back."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from tracker.model.enums import Choice, ReturnState
from tracker.queries.ledger import read_ledger
from tracker.services.exporting import export_office
from tracker.services.tasks import edit_task
from tracker.services.undoing import undo_batch
from tracker.ui.bus import Notice
from tracker.ui.context import Context
from tracker.ui.dialogs.export import ExportDialog
from tracker.ui.pages import exchange_exporting
from tracker.ui.pages.exchange import ExchangePage
from tracker.ui.pages.exchange_exporting import free_path
from tracker.ui.targets import ExportWorkbooks, ImportFiles, OpenReturn
from tracker.ui.widgets.states import EmptyState

OFFICE = "市科技局"
SENT = date(2023, 8, 25)


@pytest.fixture
def told(live: Context) -> list[Notice]:
    notices: list[Notice] = []
    live.bus.told.connect(notices.append)
    return notices


@pytest.fixture
def failed(live: Context) -> list[str]:
    sentences: list[str] = []
    live.jobs.failed.connect(sentences.append)
    return sentences


@pytest.fixture
def page(live: Context, qtbot: Any) -> Iterator[ExchangePage]:
    made = ExchangePage(live)
    qtbot.addWidget(made)
    made.resize(1238, 768)
    made.show()
    live.jobs.drain()
    yield made
    if made.importing.dialog is not None:
        made.importing.dialog.reject()


@pytest.fixture
def sent(live: Context, tmp_path: Path) -> Path:
    """Send the office its workbook and return the file."""
    path = tmp_path / "市科技局.xlsx"
    live.jobs.write(export_office, OFFICE, path, SENT, date(2023, 9, 10))
    live.jobs.drain()
    return path


def fill(path: Path, *rows: dict[str, object]) -> None:
    """Write into the first rows of 任务清单 as an office does, by the words of the header."""
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    header = next(row for row in sheet.iter_rows() if "进度" in [cell.value for cell in row])
    columns = {cell.value: cell.column for cell in header}
    for number, values in enumerate(rows, header[0].row + 1):
        for word, value in values.items():
            sheet.cell(number, columns[word]).value = value  # type: ignore[index]
    book.save(path)


def tasks(context: Context) -> list[Any]:
    found: list[Any] = []
    context.jobs.read(read_ledger, context.today(), then=found.append)
    context.jobs.drain()
    return [task for task in found[0].tasks if task.lead_office == OFFICE]


def review(page: ExchangePage, path: Path) -> Any:
    """Take a file in by the button and return the review that opens."""
    page.choose_files = lambda _parent, _start: (path,)
    page.import_button.click()
    page.context.jobs.drain()
    assert page.importing.dialog is not None
    return page.importing.dialog


def test_before_the_first_export_it_says_how_to_begin(page: ExchangePage, qtbot: Any) -> None:
    empty = page.stage.currentWidget()
    assert isinstance(empty, EmptyState)
    assert not page.round.isVisible()
    opened: list[ExportDialog] = []
    page.exporting.dialog_opened.connect(opened.append)
    qtbot.mouseClick(empty.link, Qt.MouseButton.LeftButton)
    page.context.jobs.drain()
    assert len(opened) == 1
    opened[0].reject()


def test_the_register_shows_what_was_sent(page: ExchangePage, sent: Path) -> None:
    page.context.jobs.drain()
    assert page.head.summary() == "第 1 批交办 · 1 个单位 · 0 个已反馈"
    assert page.round.text() == "第 1 批"
    row = page.model.rows[0]
    assert (row.office, row.state, row.overdue_days) == (OFFICE, None, 5)


def test_a_returned_workbook_from_the_disk_to_the_ledger_and_back(
    page: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
) -> None:
    fill(sent, {"责任人": "沈佳宁", "进度": 30, "状态": "推进中", "进展情况": "已开展调研"}, {"责任人": "李四"})
    dialog = review(page, sent)
    assert dialog.windowTitle() == "核对反馈：市科技局"
    assert page.model.rows[0].state is ReturnState.PENDING
    taken = dialog.decisions.tally().taken
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    page.context.jobs.drain()
    assert page.importing.dialog is None
    first, second = tasks(page.context)[:2]
    assert (first.owner, second.owner) == ("沈佳宁", "李四")
    assert told[-1].text == f"已采纳市科技局反馈，{taken} 项变更"
    page.context.jobs.write(undo_batch, told[-1].batch_id)
    page.context.jobs.drain()
    assert [task.owner for task in tasks(page.context)[:2]] == ["", ""]


def test_a_conflict_waits_for_a_person(page: ExchangePage, sent: Path, qtbot: Any) -> None:
    task = tasks(page.context)[0]
    page.context.jobs.write(edit_task, task.id, task.version, "owner", "我方的人", page.context.today())
    page.context.jobs.drain()
    fill(sent, {"责任人": "对方的人"})
    dialog = review(page, sent)
    assert dialog.list.entries["conflict"].isChecked()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    page.context.jobs.drain()
    assert tasks(page.context)[0].owner == "我方的人"
    assert page.model.rows[0].state is ReturnState.APPLIED


def test_putting_off_keeps_the_decisions_for_the_next_time(
    page: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
) -> None:
    fill(sent, {"责任人": "沈佳宁"}, {"责任人": "李四"})
    dialog = review(page, sent)
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert "暂存" in told[-1].text
    assert tasks(page.context)[0].owner == ""
    page.open_target(OpenReturn(page.model.rows[0].return_id or 0))
    page.context.jobs.drain()
    again = page.importing.dialog
    assert again is not None
    assert [one.choice for one in again.decisions.all().values()] == [Choice.OURS]
    qtbot.mouseClick(again.apply, Qt.MouseButton.LeftButton)
    page.context.jobs.drain()
    assert [task.owner for task in tasks(page.context)[:2]] == ["", "李四"]


def test_what_changed_during_the_review_is_compared_again(
    page: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
) -> None:
    task = tasks(page.context)[0]
    page.context.jobs.write(edit_task, task.id, task.version, "owner", "先改", page.context.today())
    page.context.jobs.drain()
    fill(sent, {"责任人": "对方的人"})
    dialog = review(page, sent)
    qtbot.keyClick(dialog, Qt.Key.Key_2)
    task = tasks(page.context)[0]
    page.context.jobs.write(edit_task, task.id, task.version, "owner", "又改", page.context.today())
    page.context.jobs.drain()
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    page.context.jobs.drain()
    assert tasks(page.context)[0].owner == "又改"
    assert told[-1].warning
    again = page.importing.dialog
    assert again is not None
    assert again is not dialog
    assert again.changes.changes[0].ours == "又改"


def test_the_same_file_twice_is_no_second_import(
    page: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
) -> None:
    fill(sent, {"责任人": "沈佳宁"})
    qtbot.mouseClick(review(page, sent).apply, Qt.MouseButton.LeftButton)
    page.context.jobs.drain()
    page.open_target(ImportFiles((sent,)))
    page.context.jobs.drain()
    assert page.importing.dialog is None
    assert "已经导入过" in told[-1].text


def test_a_file_that_is_no_workbook_is_refused_with_a_way_to_retry(
    page: ExchangePage, told: list[Notice], tmp_path: Path
) -> None:
    path = tmp_path / "假的.xlsx"
    path.write_bytes(b"not a workbook")
    page.open_target(ImportFiles((path,)))
    page.context.jobs.drain()
    assert told[-1].text == "假的.xlsx 没有导入"
    assert told[-1].warning
    assert told[-1].detail
    assert told[-1].retry is not None
    told[-1].retry()
    page.context.jobs.drain()
    assert len(told) == 2


def test_several_files_wait_in_the_list(
    page: ExchangePage, sent: Path, live: Context, told: list[Notice], tmp_path: Path
) -> None:
    other = tmp_path / "市经信局.xlsx"
    live.jobs.write(export_office, "市经信局", other, SENT)
    live.jobs.drain()
    fill(sent, {"责任人": "沈佳宁"})
    fill(other, {"责任人": "周立群"})
    page.open_target(ImportFiles((sent, other)))
    live.jobs.drain()
    assert page.importing.dialog is None
    assert told[-1].text == "已收到 2 份反馈，请逐份核对"
    assert [row.state for row in page.model.rows] == [ReturnState.PENDING] * 2


def test_leaving_the_file_dialog_does_nothing(page: ExchangePage, told: list[Notice]) -> None:
    page.choose_files = lambda _parent, _start: ()
    page.open_target(ImportFiles())
    page.context.jobs.drain()
    assert told == []


def test_enter_on_a_waiting_row_opens_its_review(page: ExchangePage, sent: Path, qtbot: Any) -> None:
    fill(sent, {"责任人": "沈佳宁"})
    review(page, sent).reject()
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    page.context.jobs.drain()
    assert page.importing.dialog is not None


def test_the_menu_of_a_row_offers_what_fits_its_state(page: ExchangePage, sent: Path) -> None:
    page.context.jobs.drain()
    assert [text for text, _, _ in page.acts_on(page.model.rows[0])] == ["导入反馈…", "再次导出…"]
    fill(sent, {"责任人": "沈佳宁"})
    review(page, sent).reject()
    assert [text for text, _, _ in page.acts_on(page.model.rows[0])] == ["核对反馈…", "再次导出…"]
    place = page.table.visualRect(page.model.index(0, 0)).center()
    page.table.customContextMenuRequested.emit(place)
    menus = page.table.findChildren(QMenu)
    assert [action.text() for action in menus[-1].actions()] == ["核对反馈…", "再次导出…"]
    menus[-1].close()
    page.table.customContextMenuRequested.emit(QPoint(10, 390))
    assert len(page.table.findChildren(QMenu)) == len(menus)


def ask_export(page: ExchangePage, office: str = "") -> ExportDialog:
    opened: list[ExportDialog] = []
    page.exporting.dialog_opened.connect(opened.append)
    page.open_target(ExportWorkbooks(office))
    page.context.jobs.drain()
    return opened[-1]


def test_one_office_is_exported_through_the_dialog(
    page: ExchangePage, told: list[Notice], tmp_path: Path, qtbot: Any
) -> None:
    folder = tmp_path / "交办"
    folder.mkdir()
    dialog = ask_export(page, OFFICE)
    assert dialog.office.currentData() == OFFICE
    dialog.folder.setText(str(folder))
    qtbot.keyClicks(dialog.due, "2023-09-30")
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    page.context.jobs.drain()
    names = [path.name for path in folder.iterdir()]
    assert names == ["市科技局_交办_20230915.xlsx"]
    assert told[-1].text == "已导出 市科技局_交办_20230915.xlsx"
    assert told[-1].act == "打开文件夹"
    assert page.context.settings.last_folder == str(folder)
    assert page.model.rows[0].return_due_on == date(2023, 9, 30)


def test_all_offices_are_exported_as_one_job(
    page: ExchangePage, told: list[Notice], tmp_path: Path, qtbot: Any
) -> None:
    jobs: list[Any] = []
    page.context.jobs.long_started.connect(jobs.append)
    folder = tmp_path / "交办"
    folder.mkdir()
    dialog = ask_export(page)
    dialog.folder.setText(str(folder))
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    page.context.jobs.drain(60_000)
    assert len(jobs) == 1
    count = len(list(folder.iterdir()))
    assert count == len(page.model.rows) > 5
    assert told[-1].text == f"已导出 {count} 个单位的工作簿"


def test_cancelling_the_export_records_nothing(
    page: ExchangePage, tmp_path: Path, failed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page.context.jobs.long_started.connect(lambda job: job.cancel())
    page.exporting.run("", tmp_path, None)
    page.context.jobs.drain(60_000)
    assert page.model.rows == ()
    assert failed == ["已取消，台账没有变化。"]


@pytest.mark.parametrize(
    ("there", "expected"),
    [([], "a.xlsx"), (["a.xlsx"], "a(2).xlsx"), (["a.xlsx", "a(2).xlsx"], "a(3).xlsx")],
)
def test_a_sent_file_is_never_replaced(tmp_path: Path, there: list[str], expected: str) -> None:
    for name in there:
        (tmp_path / name).touch()
    assert free_path(tmp_path / "a.xlsx").name == expected


def test_a_full_disk_is_said_and_nothing_is_recorded(page: ExchangePage, tmp_path: Path, failed: list[str]) -> None:
    page.exporting.run(OFFICE, tmp_path / "没有这个文件夹", None)
    page.context.jobs.drain()
    assert len(failed) == 1
    assert page.model.rows == ()


def test_the_folder_is_opened_from_the_toast(
    page: ExchangePage, told: list[Notice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    services = exchange_exporting.QDesktopServices
    monkeypatch.setattr(services, "openUrl", lambda url: opened.append(url.toLocalFile()))
    page.exporting.run(OFFICE, tmp_path, None)
    page.context.jobs.drain()
    assert told[-1].retry is not None
    told[-1].retry()
    assert opened == [tmp_path.as_posix()]


def test_another_round_is_shown_when_chosen(page: ExchangePage, sent: Path, live: Context, tmp_path: Path) -> None:
    live.jobs.write(export_office, OFFICE, tmp_path / "二.xlsx", date(2023, 9, 14))
    live.jobs.drain()
    assert page.head.summary().startswith("第 2 批")  # the newest, unless somebody chose another
    page.round.set_value(1)
    live.jobs.drain()
    assert page.head.summary().startswith("第 1 批")
    assert page.round.text() == "第 1 批"
    page.refresh()
    live.jobs.drain()
    assert page.head.summary().startswith("第 1 批")
    page.exporting.run("市经信局", tmp_path, None)
    live.jobs.drain()
    assert page.head.summary().startswith("第 3 批")


def test_changes_to_tasks_alone_do_not_read_the_register(page: ExchangePage) -> None:
    from tracker.model.changes import Changes

    checks: list[tuple[Changes, bool]] = [
        (Changes(tasks=frozenset({1})), False),
        (Changes(exports=frozenset({1})), True),
        (Changes(returns=frozenset({1})), True),
    ]
    assert [page.touches(changes) for changes, _ in checks] == [wanted for _, wanted in checks]


def test_the_page_fits_and_can_be_looked_at(page: ExchangePage, sent: Path, grab: Callable[..., None]) -> None:
    page.context.jobs.drain()
    assert page.minimumSizeHint().width() <= 1238
    grab(page, "exchange-page", (1238, 768))
