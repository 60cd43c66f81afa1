"""Where a file is kept: the proposal, the ending of a name without one, and leaving."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from tracker.ui.core.save_file import ask_where_to_keep


@pytest.fixture
def chosen() -> list[Path]:
    return []


@pytest.fixture
def dialog(empty_window: QWidget, tmp_path: Path, chosen: list[Path]) -> QFileDialog:
    ask_where_to_keep(empty_window, "导出对比", tmp_path / "对比.xlsx", chosen.append, "工作簿 (*.xlsx)")
    (found,) = empty_window.findChildren(QFileDialog)
    return found


def test_the_proposal_is_taken_as_it_is(dialog: QFileDialog, chosen: list[Path], tmp_path: Path) -> None:
    assert dialog.windowTitle() == "导出对比"
    assert dialog.nameFilters() == ["工作簿 (*.xlsx)"]
    dialog.accept()
    assert chosen == [tmp_path / "对比.xlsx"]


@pytest.mark.parametrize(("written", "name"), [("七月", "七月.xlsx"), ("七月.xlsx", "七月.xlsx")])
def test_a_name_gets_its_ending(
    dialog: QFileDialog, chosen: list[Path], tmp_path: Path, written: str, name: str
) -> None:
    dialog.findChild(QLineEdit, "fileNameEdit").setText(written)
    dialog.accept()
    assert chosen == [tmp_path / name]


def test_leaving_keeps_nothing(dialog: QFileDialog, chosen: list[Path]) -> None:
    dialog.reject()
    assert chosen == []
