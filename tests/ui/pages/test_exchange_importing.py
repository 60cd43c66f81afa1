"""Taking workbooks in, over a real ledger: fill one in as an office would, review it, take it back."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from tracker import settings
from tracker.model.changeset import Decision
from tracker.model.enums import Choice, ReturnState
from tracker.queries.ledger import read_ledger
from tracker.services.exporting import export_all, export_office
from tracker.services.tasks import edit_task
from tracker.services.undoing import undo_batch
from tracker.store.engine import Database
from tracker.ui.bus import Bus, Notice
from tracker.ui.context import Context
from tracker.ui.dialogs.alias import AliasDialog
from tracker.ui.dialogs.around import AroundDialog
from tracker.ui.dialogs.review_drafts import read_drafts
from tracker.ui.dialogs.review_problem import names_office
from tracker.ui.jobs import Jobs
from tracker.ui.pages.exchange import ExchangePage
from tracker.ui.targets import ImportFiles, OpenReturn

OFFICE = "市科技局"
SENT = date(2023, 8, 25)


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


def review(exchange: ExchangePage, path: Path) -> Any:
    """Take a file in by the button and return the review that opens."""
    exchange.choose_files = lambda _parent, _start: (path,)
    exchange.import_button.click()
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is not None
    return exchange.importing.dialog


def test_a_returned_workbook_from_the_disk_to_the_ledger_and_back(
    exchange: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
) -> None:
    fill(sent, {"责任人": "沈佳宁", "进度": 30, "状态": "推进中", "进展情况": "已开展调研"}, {"责任人": "李四"})
    dialog = review(exchange, sent)
    assert dialog.windowTitle() == "核对反馈：市科技局"
    assert exchange.model.rows[0].state is ReturnState.PENDING
    taken = dialog.review.tally().taken
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is None
    first, second = tasks(exchange.context)[:2]
    assert (first.owner, second.owner) == ("沈佳宁", "李四")
    assert told[-1].text == f"已采纳市科技局反馈，{taken} 项变更"
    exchange.context.jobs.write(undo_batch, told[-1].batch_id)
    exchange.context.jobs.drain()
    assert [task.owner for task in tasks(exchange.context)[:2]] == ["", ""]


def test_a_conflict_waits_for_a_person(exchange: ExchangePage, sent: Path, qtbot: Any) -> None:
    task = tasks(exchange.context)[0]
    exchange.context.jobs.write(edit_task, task.id, task.version, "owner", "我方的人", exchange.context.today())
    exchange.context.jobs.drain()
    fill(sent, {"责任人": "对方的人"})
    dialog = review(exchange, sent)
    assert dialog.list.entries["conflict"].isChecked()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert tasks(exchange.context)[0].owner == "我方的人"
    assert exchange.model.rows[0].state is ReturnState.APPLIED


def test_putting_off_keeps_the_decisions_for_the_next_time(
    exchange: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
) -> None:
    fill(sent, {"责任人": "沈佳宁"}, {"责任人": "李四"})
    dialog = review(exchange, sent)
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert "暂存" in told[-1].text
    assert tasks(exchange.context)[0].owner == ""
    exchange.open_target(OpenReturn(exchange.model.rows[0].return_id or 0))
    exchange.context.jobs.drain()
    again = exchange.importing.dialog
    assert again is not None
    assert [one.choice for one in again.books[0].decisions.all().values()] == [Choice.OURS]
    qtbot.mouseClick(again.apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert [task.owner for task in tasks(exchange.context)[:2]] == ["", "李四"]


def test_what_is_left_undecided_is_taken_up_after_a_restart(
    exchange: ExchangePage, sent: Path, ledger: Database, qtbot: Any, tmp_path: Path
) -> None:
    task = tasks(exchange.context)[0]
    exchange.context.jobs.write(edit_task, task.id, task.version, "owner", "我方的人", exchange.context.today())
    exchange.context.jobs.drain()
    fill(sent, {"责任人": "对方的人", "进度": 30}, {"责任人": "李四"})
    dialog = review(exchange, sent)
    dialog.list_view.current().give_reason()
    dialog.list_view.current().editor.editor.setText("已调整分工")
    dialog.list_view.current().editor.take.click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)  # closing by whatever way loses nothing
    exchange.context.jobs.close()
    bus = Bus()
    jobs = Jobs(ledger.session, bus, readings=ledger.reading)
    later = ExchangePage(Context(jobs, bus, settings.load(tmp_path), exchange.context.today, tmp_path))
    qtbot.addWidget(later)
    later.show()
    jobs.drain()
    assert (later.model.rows[0].state, later.model.rows[0].pending) == (ReturnState.PENDING, 1)
    later.table.selectRow(0)
    qtbot.keyClick(later.table, Qt.Key.Key_Return)
    jobs.drain()
    again = later.importing.dialog
    assert again is not None
    assert list(again.books[0].decisions.all().values()) == [Decision(Choice.OURS, reason="已调整分工")]
    again.apply.click()
    jobs.drain()
    assert [one.owner for one in tasks(later.context)[:2]] == ["我方的人", "李四"]
    assert later.model.rows[0].state is ReturnState.APPLIED
    assert not (tmp_path / "review.json").exists() or read_drafts(tmp_path) == {}
    jobs.close()


def test_decisions_are_on_the_disk_before_anybody_closes(exchange: ExchangePage, sent: Path, qtbot: Any) -> None:
    fill(sent, {"责任人": "沈佳宁"})
    qtbot.keyClick(review(exchange, sent), Qt.Key.Key_1)
    qtbot.waitUntil(lambda: bool(read_drafts(exchange.context.data_dir)), timeout=5000)


def test_the_whole_review_by_keys_alone(exchange: ExchangePage, sent: Path, told: list[Notice], qtbot: Any) -> None:
    """Open, move through groups and entries, decide one, many and a group, apply, undo."""
    for task, value in zip(tasks(exchange.context)[:3], "甲乙丙", strict=True):
        exchange.context.jobs.write(edit_task, task.id, task.version, "owner", value, exchange.context.today())
    exchange.context.jobs.drain()
    changed = [{"责任人": name, "存在问题": "缺资金"} for name in ("张三", "李四", "王五")]
    fill(sent, *changed, {"进度": 1})
    exchange.context.jobs.drain()
    review(exchange, sent).reject()
    exchange.table.setFocus()
    exchange.table.selectRow(0)
    qtbot.keyClick(exchange.table, Qt.Key.Key_Return)
    exchange.context.jobs.drain()
    dialog = exchange.importing.dialog
    assert dialog is not None
    keys, shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier
    qtbot.waitUntil(dialog.hasFocus)
    qtbot.keyClick(dialog, keys.Key_2)  # the first conflict: theirs
    qtbot.keyClick(dialog, keys.Key_Down, shift)  # the other two
    qtbot.keyClick(dialog, keys.Key_1)
    qtbot.keyClick(dialog, keys.Key_Right)
    while dialog.list_view.group and dialog.list_view.group.key != "change":
        qtbot.keyClick(dialog, keys.Key_Right)
    qtbot.keyClick(dialog, keys.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(dialog, keys.Key_1)
    qtbot.keyClick(dialog, keys.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(dialog, keys.Key_Down)
    qtbot.keyClick(dialog, keys.Key_1)  # one of the plain changes is not wanted
    qtbot.keyClick(dialog, keys.Key_Return)
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is None
    found = tasks(exchange.context)[:3]
    assert [one.owner for one in found] == ["张三", "乙", "丙"]
    assert [one.problems for one in found].count("缺资金") == 2
    exchange.context.jobs.write(undo_batch, told[-1].batch_id)
    exchange.context.jobs.drain()
    undone = tasks(exchange.context)[:3]
    assert [(one.owner, one.problems) for one in undone] == [("甲", ""), ("乙", ""), ("丙", "")]


def test_the_review_says_who_gave_us_our_value(exchange: ExchangePage, sent: Path) -> None:
    task = tasks(exchange.context)[0]
    exchange.context.jobs.write(edit_task, task.id, task.version, "owner", "我方的人", exchange.context.today())
    exchange.context.jobs.drain()
    fill(sent, {"责任人": "对方的人"})
    book = review(exchange, sent).books[0]
    (author,) = book.authors.values()
    day = datetime.now().astimezone()
    assert author.endswith(f"{day.month}月{day.day}日")
    assert book.unchanged == len(book.changes.rows) - 1


def test_what_changed_during_the_review_is_compared_again(
    exchange: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
) -> None:
    task = tasks(exchange.context)[0]
    exchange.context.jobs.write(edit_task, task.id, task.version, "owner", "先改", exchange.context.today())
    exchange.context.jobs.drain()
    fill(sent, {"责任人": "对方的人"})
    dialog = review(exchange, sent)
    qtbot.keyClick(dialog, Qt.Key.Key_2)
    task = tasks(exchange.context)[0]
    exchange.context.jobs.write(edit_task, task.id, task.version, "owner", "又改", exchange.context.today())
    exchange.context.jobs.drain()
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert tasks(exchange.context)[0].owner == "又改"
    assert told[-1].warning
    again = exchange.importing.dialog
    assert again is not None
    assert again is not dialog
    assert again.books[0].changes.changes[0].ours == "又改"


def test_the_same_file_twice_is_no_second_import(
    exchange: ExchangePage, sent: Path, told: list[Notice], qtbot: Any
) -> None:
    fill(sent, {"责任人": "沈佳宁"})
    qtbot.mouseClick(review(exchange, sent).apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    exchange.open_target(ImportFiles((sent,)))
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is None
    assert "已经导入过" in told[-1].text


def test_a_file_that_is_no_workbook_is_refused_with_a_way_to_retry(
    exchange: ExchangePage, told: list[Notice], tmp_path: Path
) -> None:
    path = tmp_path / "假的.xlsx"
    path.write_bytes(b"not a workbook")
    exchange.open_target(ImportFiles((path,)))
    exchange.context.jobs.drain()
    assert told[-1].text == "假的.xlsx 没有导入"
    assert told[-1].warning
    assert told[-1].detail
    assert told[-1].retry is not None
    told[-1].retry()
    exchange.context.jobs.drain()
    assert len(told) == 2


@pytest.fixture
def two(exchange: ExchangePage, sent: Path, live: Context, tmp_path: Path) -> tuple[Path, Path]:
    """Workbooks of two offices, both filled in."""
    other = tmp_path / "市经信局.xlsx"
    live.jobs.write(export_office, "市经信局", other, SENT)
    live.jobs.drain()
    fill(sent, {"责任人": "沈佳宁", "进度": "不少"})
    fill(other, {"责任人": "周立群"})
    return sent, other


def test_several_files_are_one_review_one_act_and_one_undo(
    exchange: ExchangePage, two: tuple[Path, Path], told: list[Notice], qtbot: Any
) -> None:
    exchange.open_target(ImportFiles(two))
    exchange.context.jobs.drain()
    dialog = exchange.importing.dialog
    assert dialog is not None
    assert dialog.windowTitle() == "核对反馈：2 份工作簿"
    assert [(group.key, len(group.entries)) for group in dialog.groups] == [
        ("problems", 1),
        ("change", 2),
        ("unchanged", 0),
    ]
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert told[-1].text == "已采纳 2 份反馈，2 项变更"
    assert tasks(exchange.context)[0].owner == "沈佳宁"
    assert [row.state for row in exchange.model.rows] == [ReturnState.APPLIED] * 2
    exchange.context.jobs.write(undo_batch, told[-1].batch_id)
    exchange.context.jobs.drain()
    assert tasks(exchange.context)[0].owner == ""
    assert [row.state for row in exchange.model.rows] == [ReturnState.PENDING] * 2


def test_a_folder_is_its_workbooks_and_a_bad_one_does_not_stop_the_rest(
    exchange: ExchangePage, two: tuple[Path, Path], told: list[Notice]
) -> None:
    folder = two[0].parent
    (folder / "坏的.xlsx").write_bytes(b"not a workbook")
    (folder / "~$市科技局.xlsx").write_bytes(b"lock")
    (folder / "说明.txt").write_text("不是工作簿", encoding="utf-8")
    exchange.choose_folder = lambda _parent, _start: str(folder)
    exchange.ask_folder()
    exchange.context.jobs.drain()
    dialog = exchange.importing.dialog
    assert dialog is not None
    assert [book.name for book in dialog.books] == ["市科技局", "市经信局", "坏的.xlsx"]
    assert told[-1].text == "坏的.xlsx 没有导入"
    dialog.show_group("problems")
    assert [entry.place for entry in dialog.list_view.group.entries][-1] == ("", "")  # type: ignore[union-attr]


def test_twelve_files_with_two_bad_ones(
    exchange: ExchangePage, live: Context, told: list[Notice], tmp_path: Path, qtbot: Any
) -> None:
    folder = tmp_path / "反馈"
    folder.mkdir()
    live.jobs.write(export_all, folder, SENT)
    live.jobs.drain()
    good = sorted(folder.iterdir())[:10]
    for path in set(folder.iterdir()) - set(good):
        path.unlink()
    for path in good:
        fill(path, {"责任人": "沈佳宁"})
    (folder / "0坏的.xlsx").write_bytes(b"PK\x03\x04 broken off")
    (folder / "网页.xls").write_text("<html><table></table></html>", encoding="utf-8")
    steps: list[tuple[int, int, str]] = []
    live.jobs.long_started.connect(lambda long: long.stepped.connect(lambda *step: steps.append(step)))
    exchange.open_target(ImportFiles((folder,)))
    live.jobs.drain(60_000)
    dialog = exchange.importing.dialog
    assert dialog is not None
    assert len(dialog.books) == 12
    assert {total for _, total, _ in steps} == {12}
    dialog.show_group("problems")
    refused = [one for one in dialog.list_view.group.entries if one.place == ("", "")]  # type: ignore[union-attr]
    assert sorted(one.book.name for one in refused) == ["0坏的.xlsx", "网页.xls"]
    assert all(len(one.problem.message) > 8 for one in refused if one.problem)
    assert [(notice.text, bool(notice.detail)) for notice in told if notice.warning] == [
        ("12 份中有 2 份没有导入", True)
    ]
    assert all(task.owner == "" for task in tasks(live))
    dialog.apply.click()
    assert dialog.isHidden()  # the progress and its 取消 lie below it
    live.jobs.drain(60_000)
    assert told[-1].text == "已采纳 10 份反馈，10 项变更"
    assert sum(row.state is ReturnState.APPLIED for row in exchange.model.rows) == 10
    live.jobs.write(undo_batch, told[-1].batch_id)
    live.jobs.drain()
    assert all(task.owner == "" for task in tasks(live))


def test_an_apply_that_is_stopped_writes_nothing_and_goes_on_where_it_was(
    exchange: ExchangePage, live: Context, two: tuple[Path, Path], told: list[Notice]
) -> None:
    exchange.open_target(ImportFiles(two))
    live.jobs.drain()
    dialog = exchange.importing.dialog
    assert dialog is not None
    live.jobs.long_started.connect(lambda long: long.cancel())
    dialog.apply.click()
    live.jobs.drain()
    assert exchange.importing.dialog is dialog
    assert dialog.isVisible()
    assert dialog.apply.isEnabled()
    assert told[-1].text == "没有导入"
    assert tasks(live)[0].owner == ""


def test_an_unknown_office_is_taught_from_the_review_and_read_at_once(
    exchange: ExchangePage, two: tuple[Path, Path], told: list[Notice], qtbot: Any
) -> None:
    fill(two[0], {"配合单位": "科技处的老王办公室"}, {"责任人": "李四"})
    exchange.open_target(ImportFiles(two))
    exchange.context.jobs.drain()
    dialog = exchange.importing.dialog
    assert dialog is not None
    dialog.show_group("change")
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    dialog.show_group("problems")
    place = [names_office(one.problem) for one in dialog.list_view.group.entries].index(True)  # type: ignore[union-attr, arg-type]
    dialog.list_view.go(place)
    qtbot.keyClick(dialog, Qt.Key.Key_5)
    exchange.context.jobs.drain()
    (asked,) = dialog.findChildren(AliasDialog)
    choice = asked.choices["科技处的老王办公室"]
    choice.setCurrentIndex(choice.findText("市财政局"))
    asked.save.click()
    exchange.context.jobs.drain()
    again = exchange.importing.dialog
    assert again is not None
    assert again is not dialog
    assert [book.name for book in again.books] == [book.name for book in dialog.books]
    assert again.list_view.group is not None
    assert again.list_view.group.key == "problems"
    assert [names_office(one) for one in again.books[0].changes.problems] == [False]
    assert ("市财政局",) in [one.theirs for one in again.books[0].changes.changes]
    assert [one.choice for book in again.books for one in book.decisions.all().values()] == [Choice.OURS]
    assert "科技处的老王办公室 记为市财政局" in [notice.text for notice in told]


def test_an_empty_folder_is_said(exchange: ExchangePage, told: list[Notice], tmp_path: Path) -> None:
    exchange.open_target(ImportFiles((tmp_path,)))
    exchange.context.jobs.drain()
    assert [notice.text for notice in told] == ["文件夹里没有工作簿"]


def test_a_lot_that_is_stopped_keeps_what_came(
    exchange: ExchangePage, live: Context, told: list[Notice], tmp_path: Path
) -> None:
    live.jobs.write(export_all, tmp_path, SENT)
    live.jobs.drain()
    before = len(told)
    live.jobs.long_started.connect(lambda long: long.cancel())
    exchange.open_target(ImportFiles((tmp_path,)))
    live.jobs.drain()
    assert exchange.importing.dialog is None
    assert [notice.text for notice in told[before:]] == ["已停止，收到 0 份，可在往来中继续核对"]
    assert all(row.state is None for row in exchange.model.rows)


def test_all_that_waits_is_taken_up_together(
    exchange: ExchangePage, two: tuple[Path, Path], told: list[Notice]
) -> None:
    exchange.open_target(ImportFiles(two))
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is not None
    exchange.importing.dialog.reject()
    act = next(slot for text, _, slot in exchange.more() if text == "核对全部待核对（2）…")
    act()
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is not None
    assert len(exchange.importing.dialog.books) == 2


def test_the_cell_in_its_sheet(exchange: ExchangePage, sent: Path, qtbot: Any) -> None:
    fill(sent, {"责任人": "沈佳宁"})
    dialog = review(exchange, sent)
    qtbot.keyClick(dialog, Qt.Key.Key_4)
    exchange.context.jobs.drain()
    (around,) = dialog.findChildren(AroundDialog)
    assert around.windowTitle().startswith("任务清单 ")
    assert "沈佳宁" in around.grid.accessibleName()
    around.reject()


def test_leaving_the_file_dialog_does_nothing(exchange: ExchangePage, told: list[Notice]) -> None:
    exchange.choose_files = lambda _parent, _start: ()
    exchange.open_target(ImportFiles())
    exchange.context.jobs.drain()
    assert told == []


def test_enter_on_a_waiting_row_opens_its_review(exchange: ExchangePage, sent: Path, qtbot: Any) -> None:
    fill(sent, {"责任人": "沈佳宁"})
    review(exchange, sent).reject()
    exchange.table.selectRow(0)
    qtbot.keyClick(exchange.table, Qt.Key.Key_Return)
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is not None


def test_the_menu_of_a_row_offers_what_fits_its_state(exchange: ExchangePage, sent: Path) -> None:
    exchange.context.jobs.drain()
    out = ["导入反馈…", "复制催报文字", "再次导出…", "单位情况"]
    back = ["核对反馈…", "退回对方…", "打开原件", "再次导出…", "单位情况"]
    assert [text for text, _, _ in exchange.acts_on(exchange.model.rows[0])] == out
    fill(sent, {"责任人": "沈佳宁"})
    review(exchange, sent).reject()
    assert [text for text, _, _ in exchange.acts_on(exchange.model.rows[0])] == back
    place = exchange.table.visualRect(exchange.model.index(0, 0)).center()
    exchange.table.customContextMenuRequested.emit(place)
    menus = exchange.table.findChildren(QMenu)
    assert [action.text() for action in menus[-1].actions()] == back
    menus[-1].close()
    exchange.table.customContextMenuRequested.emit(QPoint(10, 390))
    assert len(exchange.table.findChildren(QMenu)) == len(menus)
