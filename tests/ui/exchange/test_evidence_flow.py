"""Evidence in the window: taken in from files, asked about by keyboard, filed with the workbooks it came with."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.zips import Entry, zip_bytes
from tracker.model.evidence_plan import EvidencePlan
from tracker.queries.evidence_lists import list_evidence, list_unfiled
from tracker.ui.core.bus import Notice
from tracker.ui.exchange.evidence_dialog import AT_ONCE, EvidenceDialog
from tracker.ui.exchange.page import ExchangePage
from tracker.ui.exchange.receive_job import files_below

PDF = b"%PDF-1.7 " + b"x" * 2000


def read(page: ExchangePage, query: Any) -> Any:
    answers: list[Any] = []
    page.context.jobs.read(query, on_result=answers.append)
    page.context.jobs.drain()
    return answers[0]


def filed(page: ExchangePage) -> list[tuple[str, str]]:
    return [(line.task, line.name) for line in read(page, list_evidence)]


@pytest.fixture
def opened(exchange: ExchangePage) -> list[EvidenceDialog]:
    dialogs: list[EvidenceDialog] = []
    exchange.importing.evidence.dialog_opened.connect(dialogs.append)
    return dialogs


def packed(folder: Path, *names: str) -> Path:
    path = folder / "材料.zip"
    entries = [Entry(name.encode("gbk"), PDF + str(number).encode()) for number, name in enumerate(names)]
    path.write_bytes(zip_bytes(entries))
    return path


def press(exchange: ExchangePage, word: str) -> None:
    """Choose an entry of the menu of what is wanted seldom."""
    next(act for text, _, act in exchange.more() if text.startswith(word))()
    exchange.context.jobs.drain()


def test_a_zip_is_filed_and_what_is_open_is_asked(
    exchange: ExchangePage, opened: list[EvidenceDialog], told: list[Notice], tmp_path: Path, qtbot: Any
) -> None:
    path = packed(tmp_path, "A1.1_方案.pdf", "扫描.pdf", "A1.1、A2.1a总结.pdf", "a.exe")
    exchange.importing.evidence.choose_files = lambda _parent, _start: (path,)
    press(exchange, "导入佐证…")
    assert filed(exchange) == [("A1.1", "A1.1_方案.pdf")]
    assert told[-1].text == "已归档 1 份佐证，2 份待确认"
    assert "“a.exe”是可执行文件，没有收" in told[-1].detail
    (dialog,) = opened
    assert dialog.text(str(dialog.asked[1].id)) == "A1.1"  # proposed, not taken
    qtbot.keyClicks(dialog.focusWidget() or dialog, "a2.1A")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    exchange.context.jobs.drain()
    assert filed(exchange) == [("A1.1", "A1.1_方案.pdf"), ("A1.1", "A1.1、A2.1a总结.pdf"), ("A2.1a", "扫描.pdf")]
    assert told[-1].batch_id is not None
    assert read(exchange, list_unfiled) == ()


def test_a_folder_is_chosen_as_well(exchange: ExchangePage, told: list[Notice], tmp_path: Path) -> None:
    (folder := tmp_path / "夹").mkdir()
    (folder / "A1.1_a.pdf").write_bytes(PDF)
    exchange.importing.evidence.choose_folder = lambda _parent, _start: str(folder)
    press(exchange, "导入佐证文件夹…")
    assert filed(exchange) == [("A1.1", "A1.1_a.pdf")]
    assert told[-1].text == "已归档 1 份佐证"
    press(exchange, "导入佐证文件夹…")
    assert told[-1].text == "已归档 0 份佐证，1 份已有"


def test_what_is_left_open_waits_in_the_box(
    exchange: ExchangePage, opened: list[EvidenceDialog], tmp_path: Path, qtbot: Any
) -> None:
    exchange.importing.evidence.import_paths((packed(tmp_path, "扫描1.pdf", "扫描2.pdf"),))
    exchange.context.jobs.drain()
    qtbot.keyClick(opened[0], Qt.Key.Key_Escape)
    assert len(read(exchange, list_unfiled)) == 2
    press(exchange, "未归档的佐证…")
    dialog = opened[1]
    first, second = dialog.asked
    dialog._rows[str(first.id)].editor.setText("不收")
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert [row.name for row in read(exchange, list_unfiled)] == [second.name]


def test_a_code_nobody_knows_is_said_below_its_field(
    exchange: ExchangePage, opened: list[EvidenceDialog], tmp_path: Path, qtbot: Any
) -> None:
    exchange.importing.evidence.import_paths((packed(tmp_path, "扫描1.pdf"),))
    exchange.context.jobs.drain()
    (dialog,) = opened
    name = str(dialog.asked[0].id)
    qtbot.keyClicks(dialog._rows[name].editor, "Z9")
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    assert dialog.field(name).error() == "台账里没有任务 Z9；写编号，或空着留在未归档"
    assert dialog.isVisible()


def test_many_open_files_are_asked_about_a_few_at_a_time(
    exchange: ExchangePage, opened: list[EvidenceDialog], tmp_path: Path, qtbot: Any
) -> None:
    names = [f"扫描{number}.pdf" for number in range(AT_ONCE + 2)]
    exchange.importing.evidence.import_paths((packed(tmp_path, *names),))
    exchange.context.jobs.drain()
    dialog = opened[0]
    assert len(dialog.asked) == AT_ONCE
    for row in dialog.asked:
        qtbot.keyClicks(dialog._rows[str(row.id)].editor, "A1.1")
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert len(opened) == 2
    assert len(opened[1].asked) == 2


def test_an_empty_box_is_said(exchange: ExchangePage, told: list[Notice]) -> None:
    press(exchange, "未归档的佐证…")
    assert told[-1].text == "没有未归档的佐证"


def test_many_files_show_progress_and_can_be_stopped(exchange: ExchangePage, failed: list[str], tmp_path: Path) -> None:
    jobs: list[Any] = []
    exchange.context.jobs.long_started.connect(jobs.append)
    exchange.context.jobs.long_started.connect(lambda job: job.cancel())
    exchange.importing.evidence.import_paths((packed(tmp_path, *(f"A1.1_{n}.pdf" for n in range(30))),))
    exchange.context.jobs.drain()
    assert [job.title for job in jobs] == ["正在读取佐证"]
    assert failed == ["已取消，台账没有变化。"]
    assert filed(exchange) == []


def test_a_bad_archive_is_a_sentence(exchange: ExchangePage, failed: list[str], tmp_path: Path) -> None:
    (path := tmp_path / "坏.zip").write_bytes(b"no zip")
    exchange.importing.evidence.import_paths((path,))
    exchange.context.jobs.drain()
    assert "已损坏" in failed[0]


# --- together with workbooks ----------------------------------------------------------------------------


def test_what_lies_beside_a_workbook_is_filed_in_the_same_act(desk: Any, opened: list[Any], qtbot: Any) -> None:
    own = desk.tasks()[0]
    folder = desk.sent.parent / "佐证材料"
    folder.mkdir()
    (folder / f"{own.code}_方案.pdf").write_bytes(PDF)
    (folder / "填表说明.txt").write_bytes(b"ours")
    (folder / "扫描.pdf").write_bytes(PDF + b"2")
    desk.fill({"责任人": "沈佳宁"})
    dialog = desk.review()
    assert any(notice.text == "旁边有 2 份佐证，采纳反馈时一起归档" for notice in desk.told)
    assert [(group.word, group.size) for group in dialog.groups if group.key == "evidence"] == [("佐证", 2)]
    dialog.show_group("evidence")
    lines = dialog.list_view.currentWidget().model_of_lines
    assert [(face.code, face.title, face.state) for face in lines.rows] == [
        ("", "扫描.pdf", "待确认"),
        (own.code, f"{own.code}_方案.pdf", "新增"),
    ]
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    desk.settle()
    assert filed(desk.page) == [(own.code, f"{own.code}_方案.pdf")]
    assert desk.tasks()[0].owner == "沈佳宁"
    (asked,) = opened
    assert asked.asked[0].name == "扫描.pdf"
    asked.reject()
    desk.undo()
    assert (filed(desk.page), desk.tasks()[0].owner) == ([], "")


def test_a_folder_that_comes_back_whole(desk: Any, qtbot: Any) -> None:
    own = desk.tasks()[0]
    home = desk.sent.parent / "U" / "01_市科技局"
    (home / "佐证材料").mkdir(parents=True)
    desk.fill({"责任人": "沈佳宁"})
    desk.sent.rename(home / desk.sent.name)
    (home.parent / "交接清单.xlsx").write_bytes(b"ours")
    (home / "填表说明.txt").write_bytes(b"ours")
    (home / "佐证材料" / f"{own.code}_台账.xlsx").write_bytes(b"PK evidence" + PDF)
    assert [path.name for path in files_below([home.parent])] == [desk.sent.name]
    desk.page.importing.import_files((home.parent,))
    desk.settle()
    qtbot.mouseClick(desk.opened().apply, Qt.MouseButton.LeftButton)
    desk.settle()
    assert filed(desk.page) == [(own.code, f"{own.code}_台账.xlsx")]


def test_evidence_of_a_drop_may_be_filed_at_once(desk: Any, tmp_path: Path) -> None:
    own = desk.tasks()[0]
    (picture := tmp_path / f"{own.code}.jpg").write_bytes(b"\xff\xd8" + PDF)
    desk.fill({"责任人": "沈佳宁"})
    desk.page.importing.import_files((desk.sent, picture))
    desk.settle()
    notice = next(notice for notice in desk.told if notice.act == "现在归档")
    assert notice.retry is not None
    dialog = desk.opened()
    dialog.show_group("evidence")
    notice.retry()
    desk.settle()
    assert all(group.key != "evidence" for group in dialog.groups)
    assert dialog.list_view.group.key == "change"
    assert filed(desk.page) == [(own.code, f"{own.code}.jpg")]


def test_a_drop_without_workbooks_is_evidence_alone(desk: Any, tmp_path: Path) -> None:
    own = desk.tasks()[0]
    desk.page.importing.import_files((packed(tmp_path, f"{own.code}_a.pdf"),))
    desk.settle()
    assert filed(desk.page) == [(own.code, f"{own.code}_a.pdf")]
    assert desk.page.importing.dialog is None
    assert isinstance(EvidencePlan().counts, dict)
