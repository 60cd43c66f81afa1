"""A file let go over a task's panel is its evidence; elsewhere only workbooks are taken."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from sqlmodel import select

from tracker.model.tables import Evidence
from tracker.store.engine import Database
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.shell.file_drop import files_of, handed_in_of, hint_for, workbooks_of
from tracker.ui.shell.main_window import MainWindow


def data_of(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(window: MainWindow, place: QPoint, data: QMimeData) -> bool:
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDropEvent(QPointF(place), *keys)
    event.ignore()
    window.dropEvent(event)
    window.context.jobs.drain()
    return event.isAccepted()


def kept(ledger: Database) -> list[tuple[str, int]]:
    with ledger.reading() as session:
        return [(one.name, one.size) for one in session.exec(select(Evidence).order_by(Evidence.id))]


def over_panel(window: MainWindow) -> QPoint:
    page = window.page()
    assert isinstance(page, LedgerPage)
    page.parts.show_panel(True)
    window.context.jobs.drain()
    return page.panel.mapTo(window, page.panel.rect().center())


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    scan, book = tmp_path / "验收意见.pdf", tmp_path / "名单.xlsx"
    scan.write_bytes(b"%PDF")
    book.write_bytes(b"PK")
    return scan, book


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A file that is neither a workbook nor a text."""
    path = tmp_path / "现场.jpg"
    path.write_bytes(b"\xff\xd8\xff")
    return path


def test_files_over_the_panel_become_evidence(window: MainWindow, ledger: Database, files: tuple[Path, Path]) -> None:
    assert drop(window, over_panel(window), data_of(*files))
    assert kept(ledger) == [("验收意见.pdf", 4), ("名单.xlsx", 2)]
    assert window.current_key() == "ledger"


def test_elsewhere_only_workbooks_and_texts_are_taken(window: MainWindow, ledger: Database, picture: Path) -> None:
    over_panel(window)
    assert not drop(window, QPoint(300, 300), data_of(picture))
    assert kept(ledger) == []
    assert window.current_key() == "ledger"


@pytest.mark.parametrize(("page", "taken"), [("ledger", True), ("overview", False)])
def test_any_file_may_come_in_where_a_task_is_shown(window: MainWindow, picture: Path, page: str, taken: bool) -> None:
    over_panel(window)
    window.show_page(page)
    window.context.jobs.drain()
    data = data_of(picture)
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDragEnterEvent(QPoint(300, 300), *keys)
    event.ignore()
    window.dragEnterEvent(event)
    assert event.isAccepted() is taken


def test_addresses_are_no_files_and_a_folder_may_hold_workbooks(tmp_path: Path, files: tuple[Path, Path]) -> None:
    data = data_of(tmp_path, *files)
    data.setUrls([*data.urls(), QUrl("https://example.org/a.xlsx")])
    assert files_of(data) == files
    assert workbooks_of(data) == (tmp_path, files[1])


def move(window: MainWindow, place: QPoint, data: QMimeData) -> bool:
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDragMoveEvent(place, *keys)
    window.dragMoveEvent(event)
    return event.isAccepted()


def test_the_window_says_what_letting_go_would_do(
    window: MainWindow, files: tuple[Path, Path], picture: Path, tmp_path: Path, grab: Callable[..., None]
) -> None:
    over, elsewhere = over_panel(window), QPoint(300, 300)
    folder = tmp_path / "9月反馈"
    folder.mkdir()
    page = window.page()
    assert isinstance(page, LedgerPage)
    assert page.panel.task is not None
    said = []
    for place, data in (
        (over, data_of(files[0])),
        (over, data_of(*files)),
        (elsewhere, data_of(files[1])),
        (elsewhere, data_of(*files, folder)),
        (elsewhere, data_of(folder)),
        (elsewhere, data_of(files[0])),
    ):
        assert move(window, place, data)
        said.append(window.drop_hint.text())
    code = page.panel.task.code
    assert said == [
        f"松开后作为 {code} 的佐证：验收意见.pdf",
        f"松开后作为 {code} 的佐证：2 个文件",
        "松开后导入反馈或任务清单：名单.xlsx",
        "松开后导入 2 份反馈",
        "松开后导入文件夹里的反馈：9月反馈",
        "松开后选择用途：验收意见.pdf",
    ]
    grab(window, "drop-hint")
    assert not move(window, elsewhere, data_of(picture))
    assert window.drop_hint.text() == ""
    move(window, elsewhere, data_of(folder))
    window.dragLeaveEvent(QDragLeaveEvent())
    assert window.drop_hint.text() == ""


def test_a_folder_let_go_is_taken_in(window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "9月反馈"
    folder.mkdir()
    assert drop(window, QPoint(300, 300), data_of(folder))
    assert window.current_key() == "exchange"
    assert window.drop_hint.text() == ""


def test_a_zip_let_go_on_the_window_is_evidence(window: MainWindow, tmp_path: Path, ledger: Database) -> None:
    from tests.zips import Entry, zip_bytes

    (path := tmp_path / "材料.zip").write_bytes(zip_bytes([Entry(b"A1.1_a.pdf", b"%PDF" + bytes(2000))]))
    assert hint_for(window.page(), window.mapToGlobal(QPoint(300, 300)), data_of(path))[1] == "松开后导入佐证：材料.zip"
    assert drop(window, QPoint(300, 300), data_of(path))
    assert window.current_key() == "exchange"
    assert kept(ledger) == [("A1.1_a.pdf", 2004)]


def test_what_comes_with_workbooks_is_handed_over_together(tmp_path: Path) -> None:
    book, scan = tmp_path / "a.xlsx", tmp_path / "b.pdf"
    for path in (book, scan):
        path.write_bytes(b"x")
    assert handed_in_of(data_of(book, scan)) == (book, scan)
    assert handed_in_of(data_of(scan)) == ()
