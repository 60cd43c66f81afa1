"""A window on a damaged ledger finds its way back: by the newest backup, or with what can be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.store.backups.conftest import owner_in, set_owner
from tracker import app
from tracker.cli.parser import parse
from tracker.desktop import Desktop, build
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup
from tracker.ui.shell.recovery_dialog import RecoveryDialog


def spoil(file: Path) -> bytes:
    content = bytearray(file.read_bytes())
    content[8 * 4096 : 12 * 4096] = b"\xff" * (4 * 4096)
    file.write_bytes(content)
    return bytes(content)


@pytest.fixture
def file(sqlite_ledger_url: str, tmp_path: Path) -> Path:
    path = tmp_path / "data" / "ledger.db"
    set_owner(path, "张三")
    keep_backup(path, path.parent / FOLDER, Reason.DAILY)
    set_owner(path, "李四")
    return path


@pytest.fixture
def desktop(file: Path, qtbot: QtBot) -> Iterator[Desktop]:
    """Open a window on the ledger, which is damaged by now."""
    spoil(file)
    opened = build(parse(["--data", str(file.parent), "--today", "2026-03-02"]))
    app._watch_for_damage(opened)
    opened.window.show()
    yield opened
    opened.close()


def dialog_of(desktop: Desktop, qtbot: QtBot) -> RecoveryDialog:
    qtbot.waitUntil(lambda: desktop.window.findChild(RecoveryDialog) is not None, timeout=20_000)
    return desktop.window.findChild(RecoveryDialog)


def test_the_backup_comes_back_into_the_open_window(desktop: Desktop, file: Path, qtbot: QtBot) -> None:
    dialog = dialog_of(desktop, qtbot)
    assert "最近的完好备份：" in dialog.sentence.text()
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desktop.window.findChild(RecoveryDialog) is None, timeout=60_000)
    desktop.context.jobs.drain(60_000)
    assert desktop.window.state is not None, "the window read the ledger again"
    desktop.ledger.close()
    assert owner_in(file) == "张三"
    assert list((file.parent / FOLDER).glob("damaged-*"))


def test_what_can_be_read_is_saved(desktop: Desktop, file: Path, qtbot: QtBot) -> None:
    dialog = dialog_of(desktop, qtbot)
    qtbot.mouseClick(dialog.salvage, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desktop.window.findChild(RecoveryDialog) is None, timeout=60_000)
    desktop.context.jobs.drain(60_000)
    desktop.ledger.close()
    assert owner_in(file) in ("李四", "张三")


def test_what_can_be_read_is_shown_in_a_second_window_and_nothing_is_changed(
    desktop: Desktop, file: Path, qtbot: QtBot
) -> None:
    opened: list[tuple[str, Path]] = []
    desktop.context.open_preview = lambda words, folder: opened.append((words, folder))
    dialog, before = dialog_of(desktop, qtbot), file.read_bytes()
    qtbot.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened), timeout=60_000)
    ((words, folder),) = opened
    assert words == "损坏的台账里能读出的内容 · 只读"
    assert owner_in(folder / "ledger.db") in ("李四", "张三", "")
    assert file.read_bytes() == before
    assert dialog.isVisible()
    assert "已在另一个窗口打开，只能查看" in dialog.outcome.text()
    assert dialog.restore.isEnabled(), "every other way is open still"


def test_many_jobs_open_one_dialog(desktop: Desktop, file: Path, qtbot: QtBot) -> None:
    dialog_of(desktop, qtbot)
    for _ in range(3):
        desktop.context.jobs.read(lambda session: session, on_result=lambda _: None)
    desktop.context.jobs.drain(60_000)
    assert len(desktop.window.findChildren(RecoveryDialog)) == 1
    assert file.exists()


def test_a_ledger_that_is_gone_comes_back_from_its_backup(file: Path, qtbot: QtBot) -> None:
    for part in file.parent.glob("ledger.db*"):
        part.unlink()
    opened = build(parse(["--data", str(file.parent), "--today", "2026-03-02"]))
    app._watch_for_damage(opened)
    opened.window.show()
    dialog = dialog_of(opened, qtbot)
    assert dialog.sentence.text().startswith("数据文件夹里没有台账文件，旁边却有备份。最近的完好备份：")
    assert not dialog.salvage.isVisible()
    assert not file.exists(), "nothing is made anew"
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.window.findChild(RecoveryDialog) is None, timeout=60_000)
    opened.context.jobs.drain(60_000)
    assert len(opened.window.page().controller.view.tasks) == 88
    opened.close()
    assert owner_in(file) == "张三"
