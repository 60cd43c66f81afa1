"""A whole folder at once: bad files, stopping, several files in one review, names of offices taught from it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tracker.model.enums import Choice, ReturnState
from tracker.services.exporting import export_all, export_office
from tracker.services.returns.preview import Comparison
from tracker.services.undo import undo_batch
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.long_job import LongJob
from tracker.ui.core.page_requests import ImportFiles
from tracker.ui.exchange.page import ExchangePage
from tracker.ui.review.alias_dialog import AliasDialog
from tracker.ui.review.problem import names_office

SENT = date(2023, 8, 25)


@pytest.fixture
def two(
    exchange: ExchangePage, sent: Path, live: Context, tmp_path: Path, fill: Callable[..., None]
) -> tuple[Path, Path]:
    """Workbooks of two offices, both filled in."""
    other = tmp_path / "市经信局.xlsx"
    live.jobs.write(lambda s: export_office(s, "市经信局", other, SENT))
    live.jobs.drain()
    fill(sent, {"责任人": "沈佳宁", "进度": "不少"})
    fill(other, {"责任人": "周立群"})
    return sent, other


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note of every comparison whether it was made inside a turn."""
    noted: list[bool] = []
    whole = Comparison.of

    def compare(comparison: Any, *file: Any) -> Any:
        noted.append("turn" in comparison._session.info)
        return whole(comparison, *file)

    monkeypatch.setattr(Comparison, "of", compare)
    return noted


def test_several_files_are_one_review_one_act_and_one_undo(
    exchange: ExchangePage,
    two: tuple[Path, Path],
    told: list[Notice],
    qtbot: Any,
    tasks: Callable[[Context], list[Any]],
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
    exchange.context.jobs.write(lambda s: undo_batch(s, told[-1].batch_id))
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
    assert [entry.location for entry in dialog.list_view.group.entries][-1] == ("", "")  # type: ignore[union-attr]


@pytest.fixture
def twelve(exchange: ExchangePage, live: Context, tmp_path: Path, fill: Callable[..., None]) -> Path:
    """A folder with ten workbooks that were filled in and two files that are none."""
    folder = tmp_path / "反馈"
    folder.mkdir()
    live.jobs.write(lambda s: export_all(s, folder, SENT))
    live.jobs.drain()
    good = sorted(folder.iterdir())[:10]
    for path in set(folder.iterdir()) - set(good):
        path.unlink()
    for path in good:
        fill(path, {"责任人": "沈佳宁"})
    (folder / "0坏的.xlsx").write_bytes(b"PK\x03\x04 broken off")
    (folder / "网页.xls").write_text("<html><table></table></html>", encoding="utf-8")
    return folder


def test_twelve_files_with_two_bad_ones(
    exchange: ExchangePage,
    twelve: Path,
    live: Context,
    told: list[Notice],
    tasks: Callable[[Context], list[Any]],
) -> None:
    steps: list[tuple[int, int, str]] = []
    live.jobs.long_started.connect(lambda long: long.stepped.connect(lambda *step: steps.append(step)))
    exchange.open_target(ImportFiles((twelve,)))
    live.jobs.drain(60_000)
    dialog = exchange.importing.dialog
    assert dialog is not None
    assert len(dialog.books) == 12
    assert {total for _, total, _ in steps} == {12}
    dialog.show_group("problems")
    refused = [one for one in dialog.list_view.group.entries if one.location == ("", "")]  # type: ignore[union-attr]
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
    live.jobs.write(lambda s: undo_batch(s, told[-1].batch_id))
    live.jobs.drain()
    assert all(task.owner == "" for task in tasks(live))


def test_an_apply_that_is_stopped_writes_nothing_and_goes_on_where_it_was(
    exchange: ExchangePage,
    live: Context,
    two: tuple[Path, Path],
    told: list[Notice],
    tasks: Callable[[Context], list[Any]],
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
    exchange: ExchangePage, two: tuple[Path, Path], told: list[Notice], qtbot: Any, fill: Callable[..., None]
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
    live.jobs.write(lambda s: export_all(s, tmp_path, SENT))
    live.jobs.drain()
    before = len(told)
    live.jobs.long_started.connect(lambda long: long.cancel())
    exchange.open_target(ImportFiles((tmp_path,)))
    live.jobs.drain()
    assert exchange.importing.dialog is None
    assert [notice.text for notice in told[before:]] == ["已停止，没有收到文件"]
    assert all(row.state is None for row in exchange.model.rows)


def test_one_file_that_takes_long_shows_so_and_can_be_stopped(
    exchange: ExchangePage, two: tuple[Path, Path], live: Context, told: list[Notice], monkeypatch: Any, qtbot: Any
) -> None:
    gate = Event()
    monkeypatch.setattr("tracker.services.returns.read_ahead.read_or_compare", lambda *_of: gate.wait(20))
    shown: list[str] = []
    live.jobs.long_started.connect(lambda long: shown.append(long.title))
    exchange.open_target(ImportFiles(two[:1]))
    qtbot.waitUntil(lambda: shown == ["正在读取反馈"])
    assert not exchange.importing.dialog
    before = len(told)
    exchange.findChild(LongJob).cancel()
    live.jobs.drain()
    gate.set()
    assert [notice.text for notice in told[before:]] == ["已停止，没有收到文件"]


def test_one_file_that_is_read_at_once_shows_no_progress(
    exchange: ExchangePage, two: tuple[Path, Path], live: Context, monkeypatch: Any
) -> None:
    monkeypatch.setattr("tracker.ui.exchange.receive_job._FELT", 60_000)  # at once, on a slow machine too
    shown: list[object] = []
    live.jobs.long_started.connect(shown.append)
    exchange.open_target(ImportFiles(two[:1]))
    live.jobs.drain(30_000)
    assert exchange.importing.dialog is not None
    assert shown == []


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


def test_files_are_compared_before_a_turn_begins_so_that_nobody_waits(
    exchange: ExchangePage, two: tuple[Path, Path], turns: list[bool]
) -> None:
    exchange.open_target(ImportFiles(two))
    exchange.context.jobs.drain()
    assert exchange.importing.dialog is not None
    assert len(exchange.importing.dialog.books) == len(turns) == 2
    assert not any(turns)
