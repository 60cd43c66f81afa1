"""导出工作簿: office, folder and return date are checked before anything is written."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tracker.model.enums import SplitBy
from tracker.model.exchange_words import DayKind
from tracker.model.rows import OfficeRow
from tracker.model.workdays import DayTable
from tracker.ui.exchange.export_dialog import ExportDialog, reach_words

OFFICES = (
    OfficeRow(1, "市经信局", "市经信局", (), 34, to_send=32),
    OfficeRow(2, "市科技局", "市科技局", (), 21, to_send=21),
    OfficeRow(3, "市档案局", "市档案局", (), 4),
)


@pytest.fixture
def dialog(qtbot: Any, tmp_path: Path) -> ExportDialog:
    made = ExportDialog(OFFICES, "", str(tmp_path), date(2023, 9, 15))
    qtbot.addWidget(made)
    made.open()
    return made


def test_only_offices_with_tasks_are_offered(dialog: ExportDialog) -> None:
    texts = [dialog.office.itemText(number) for number in range(dialog.office.count())]
    assert texts == ["全部 2 个有任务的单位", "市经信局（32 项）", "市科技局（21 项）"]


def test_enter_exports_to_all(dialog: ExportDialog, qtbot: Any, tmp_path: Path) -> None:
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        qtbot.keyClick(dialog.folder, Qt.Key.Key_Return)
    assert confirmed.args == ["", tmp_path, None]


def test_one_office_with_a_date(dialog: ExportDialog, qtbot: Any, tmp_path: Path) -> None:
    qtbot.keyClick(dialog.office, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.office, Qt.Key.Key_Down)
    qtbot.keyClicks(dialog.due, "2023-09-30")
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert confirmed.args == ["市科技局", tmp_path, date(2023, 9, 30)]


def test_the_office_it_was_opened_for_is_chosen(qtbot: Any) -> None:
    dialog = ExportDialog(OFFICES, "市科技局")
    qtbot.addWidget(dialog)
    assert dialog.office.currentData() == "市科技局"


def test_who_exports_for_the_first_time_is_offered_a_folder_that_is_made(qtbot: Any, tmp_path: Path) -> None:
    proposed = tmp_path / "督办工作簿 2026-12-01"
    dialog = ExportDialog(OFFICES, "", "", date(2026, 12, 1), proposed=proposed)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.folder.text() == str(proposed)
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert confirmed.args == ["", proposed, None]
    assert proposed.is_dir()


def test_a_proposed_folder_that_cannot_be_made_is_said(qtbot: Any, tmp_path: Path) -> None:
    proposed = tmp_path / "nowhere" / "督办工作簿"
    dialog = ExportDialog(OFFICES, "", "", date(2026, 12, 1), proposed=proposed)
    qtbot.addWidget(dialog)
    dialog.open()
    with qtbot.assertNotEmitted(dialog.confirmed):
        qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert "没有这个文件夹" in dialog._folder_field.error()


def test_choosing_begins_beside_a_folder_that_is_not_there_yet(qtbot: Any, tmp_path: Path) -> None:
    dialog = ExportDialog(OFFICES, "", "", date(2026, 12, 1), proposed=tmp_path / "new")
    qtbot.addWidget(dialog)
    begun: list[str] = []
    dialog.choose_folder = lambda _parent, start: begun.append(start) or ""
    dialog._browse()
    assert begun == [str(tmp_path)]
    assert dialog.folder.text() == str(tmp_path / "new")


@pytest.mark.parametrize(
    ("folder", "due", "where", "sentence"),
    [
        ("", "", "_folder_field", "还没有指定保存到哪里"),
        ("/nowhere/at/all", "", "_folder_field", "没有这个文件夹"),
        (None, "改天", "_due_field", "改天读不出日期；请写成 2026-06-30"),
        (None, "9/14", "_due_field", "2023-09-14已经过了；是指 2024-09-14 吗？"),
        (None, "2023-09-14", "_due_field", "2023-09-14已经过了；是指 2024-09-14 吗？"),
    ],
)
def test_what_is_wrong_is_said_below_its_field(
    dialog: ExportDialog, qtbot: Any, folder: str | None, due: str, where: str, sentence: str
) -> None:
    if folder is not None:
        dialog.folder.setText(folder)
    dialog.due.setText(due)
    with qtbot.assertNotEmitted(dialog.confirmed):
        qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert sentence in getattr(dialog, where).error()
    assert dialog.isVisible()


def test_a_day_without_its_year_is_said_and_sent_with_it(dialog: ExportDialog, qtbot: Any, tmp_path: Path) -> None:
    dialog.due.setText("9月底")
    assert dialog._due_field._hint.text() == "没有写年份，按 2023-09-30 计"
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert confirmed.args == ["", tmp_path, date(2023, 9, 30)]


def test_the_day_meant_is_said_at_every_key(dialog: ExportDialog, qtbot: Any) -> None:
    hints = []
    for text in ("2024年6月底", "2024-06-30", "9/14"):
        dialog.due.clear()
        qtbot.keyClicks(dialog.due, text) if text.isascii() else dialog.due.setText(text)
        hints.append(dialog._due_field._hint.text())
    assert hints == ["按 2024-06-30 计", "", "2023-09-14已经过了；是指 2024-09-14 吗？"]
    assert [link.text() for link in dialog._due_field.answers.links] == ["2023-09-14", "2024-09-14"]


def test_a_day_that_has_passed_cannot_be_asked_for(dialog: ExportDialog, qtbot: Any) -> None:
    dialog.due.setText("9/14")
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog._due_field.answers.links[0], Qt.MouseButton.LeftButton)
    assert dialog.due.text() == "2023-09-14"
    with qtbot.assertNotEmitted(dialog.confirmed):
        qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert "不能早于今天" in dialog._due_field.error()


def test_mending_a_field_takes_the_sentence_away(dialog: ExportDialog, qtbot: Any, tmp_path: Path) -> None:
    dialog.folder.setText("")
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    dialog.choose_folder = lambda _parent, _start: str(tmp_path)
    qtbot.mouseClick(dialog.browse, Qt.MouseButton.LeftButton)
    assert dialog._folder_field.error() == ""
    assert dialog.folder.text() == str(tmp_path)


def test_leaving_the_folder_dialog_changes_nothing(dialog: ExportDialog, qtbot: Any, tmp_path: Path) -> None:
    dialog.choose_folder = lambda _parent, _start: ""
    qtbot.mouseClick(dialog.browse, Qt.MouseButton.LeftButton)
    assert dialog.folder.text() == str(tmp_path)


REACHED = [
    (OFFICES, "2 个牵头单位，0 个只配合的单位"),
    (
        (*OFFICES, OfficeRow(4, "市外办", "市外办", (), 0, 2), OfficeRow(5, "市侨办", "市侨办", (), 0, 0, 3)),
        "2 个牵头单位，2 个只配合的单位，其中 1 个的任务尚未确认，这次不发",
    ),
]


@pytest.mark.parametrize(("offices", "words"), REACHED)
def test_it_says_whom_a_round_reaches(offices: tuple[OfficeRow, ...], words: str) -> None:
    assert reach_words(offices) == words


def test_offices_that_only_help_are_offered(qtbot: Any) -> None:
    helper = OfficeRow(4, "市外办", "市外办", (), 0, 2)
    dialog = ExportDialog(
        (OFFICES[0], helper, OfficeRow(5, "市侨办", "市侨办", (), 0, 0, 3)), "", "", date(2023, 9, 15)
    )
    qtbot.addWidget(dialog)
    texts = [dialog.office.itemText(number) for number in range(dialog.office.count())]
    assert texts == ["全部 2 个有任务的单位", "市经信局（32 项）", "市外办（配合 2 项）"]


DAYS = DayTable({date(2023, 9, 17): DayKind.WORK, date(2023, 9, 18): DayKind.OFF}, frozenset({2023}))


@pytest.fixture
def counting(qtbot: Any, tmp_path: Path) -> ExportDialog:
    made = ExportDialog(OFFICES, "市科技局", str(tmp_path), date(2023, 9, 15), days=DAYS)
    qtbot.addWidget(made)
    made.open()
    return made


@pytest.mark.parametrize("text", ["2个工作日", "2工作日内", "２ 个工作日"])
def test_working_days_are_counted_and_said(counting: ExportDialog, qtbot: Any, tmp_path: Path, text: str) -> None:
    counting.due.setText(text)
    assert counting._due_field._hint.text() == "即 2023-09-19"
    with qtbot.waitSignal(counting.confirmed) as confirmed:
        qtbot.mouseClick(counting.export, Qt.MouseButton.LeftButton)
    assert confirmed.args == ["市科技局", tmp_path, date(2023, 9, 19)]
    assert counting.due_days == 2


def test_a_year_that_is_not_entered_is_said(counting: ExportDialog, grab: Any) -> None:
    counting.due.setText("100个工作日")
    grab(counting, "export-dialog", (480, 620))
    assert "2024年的节假日安排还没有录入" in counting._due_field._hint.text()


@pytest.mark.parametrize("text", ["0个工作日", "251个工作日", "999999个工作日"])
def test_a_number_of_days_nobody_means_is_refused(counting: ExportDialog, qtbot: Any, text: str) -> None:
    counting.due.setText(text)
    with qtbot.assertNotEmitted(counting.confirmed):
        qtbot.mouseClick(counting.export, Qt.MouseButton.LeftButton)
    assert "工作日数要在 1 到 250 之间" in counting._due_field.error()


def test_a_day_has_no_number_of_days(counting: ExportDialog) -> None:
    counting.due.setText("2023-09-30")
    assert counting.due_days is None


def test_only_the_files_of_one_office_are_divided(counting: ExportDialog) -> None:
    counting.split.setCurrentIndex(1)
    assert counting.parts is SplitBy.OWNER
    counting.road.setCurrentIndex(2)
    assert (counting.split.isEnabled(), counting.parts) == (False, None)
    counting.road.setCurrentIndex(0)
    counting.split.setCurrentIndex(2)
    assert counting.parts is SplitBy.THEME
    counting.office.setCurrentIndex(0)
    assert counting.parts is None
