"""A window that meets a server's ledger of an older schema asks; it upgrades, shows a copy or closes, as one clicks."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.store.test_roles import as_role, server
from tracker import app, paths
from tracker.cli.parser import parse
from tracker.desktop import Desktop, build
from tracker.services.tasks import edit_task
from tracker.store import migrate, upgrading
from tracker.store.backups.container import read_manifest
from tracker.store.engine import Database
from tracker.store.schema import HEAD
from tracker.ui.core.bus import Notice
from tracker.ui.shell.signing_in import SigningIn
from tracker.ui.shell.upgrade_dialog import NOT_ALLOWED, UpgradeDialog

__all__ = ("server",)
pytestmark = pytest.mark.postgres
OLDER = "0009"
QUESTION = f"服务器台账要升级到新结构（{OLDER} → {HEAD}）。升级后旧版程序不能再写入"


def make_older(url: str, revision: str = OLDER) -> None:
    database = Database(url)
    with database.engine.begin() as connection:
        command.downgrade(migrate._config(connection, paths.migrations_dir()), revision)
    database.close()


def state_of(url: str) -> tuple[str | None, str]:
    """Return the schema of a ledger, and why it is closed to everybody."""
    database = Database(url)
    revision = migrate.current_revision(database)
    with database.engine.connect() as connection:
        closed = connection.exec_driver_sql("SELECT closed_for FROM ledger_state").scalar_one()
    database.close()
    return revision, closed


@pytest.fixture
def older(postgres_ledger_url: str) -> str:
    make_older(postgres_ledger_url)
    return postgres_ledger_url


@pytest.fixture
def open_window(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[str], Desktop]]:
    opened: list[Desktop] = []

    def start(url: str) -> Desktop:
        desktop = build(parse(["--data", str(tmp_path / "data"), "--db", url, "--today", "2026-03-02"]))
        opened.append(desktop)
        app._let_in(desktop)
        app._ask_before_upgrade(desktop)
        desktop.window.show()
        return desktop

    yield start
    for desktop in opened:
        desktop.close()


def asked(desktop: Desktop, qtbot: QtBot) -> UpgradeDialog:
    qtbot.waitUntil(lambda: desktop.window.findChild(UpgradeDialog) is not None, timeout=30_000)
    desktop.context.jobs.drain(60_000)
    (dialog,) = desktop.window.findChildren(UpgradeDialog)
    return dialog


def upgrade(desktop: Desktop, dialog: UpgradeDialog, qtbot: QtBot) -> None:
    qtbot.mouseClick(dialog.upgrade, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desktop.window.findChild(UpgradeDialog) is None, timeout=60_000)
    desktop.context.jobs.drain(60_000)


def test_it_is_asked_and_nothing_is_migrated_before_the_click(
    open_window: Callable[[str], Desktop], older: str, tmp_path: Path, qtbot: QtBot
) -> None:
    said: list[str] = []
    desktop = open_window(older)
    desktop.context.jobs.failed.connect(said.append)
    dialog = asked(desktop, qtbot)
    assert dialog.sentence.text() == f"{QUESTION}。"
    assert "upgrade-server" not in dialog.sentence.text()
    assert (state_of(older), said) == ((OLDER, ""), [])
    assert not list((tmp_path / "data").glob("backups/*"))
    assert desktop.window.state is None


def test_the_click_backs_up_and_upgrades_and_the_tasks_are_listed(
    open_window: Callable[[str], Desktop], older: str, tmp_path: Path, qtbot: QtBot
) -> None:
    desktop, notices, steps = open_window(older), list[Notice](), list[str]()
    desktop.context.bus.notified.connect(notices.append)
    dialog = asked(desktop, qtbot)
    say = dialog.say
    dialog.say = lambda words: (steps.append(words), say(words))  # type: ignore[method-assign]
    upgrade(desktop, dialog, qtbot)
    (kept,) = (tmp_path / "data" / "backups").glob("*.zip")
    assert (read_manifest(kept).schema, read_manifest(kept).rows["task"]) == (OLDER, 88)
    assert state_of(older) == (HEAD, "")
    assert notices[0].text == f"服务器上的台账已是新结构；升级前的备份在 {kept}"
    assert [words[:4] for words in steps] == ["正在连接", "正在备份", "已备份，"]
    desktop.window.show_page("ledger")
    desktop.context.jobs.drain(60_000)
    assert len(desktop.window.page().controller.shown) == 88
    assert desktop.window.state is not None, "what had been asked for before is answered"
    assert not desktop.context.jobs.read_only


def test_who_has_it_open_is_named(open_window: Callable[[str], Desktop], postgres_ledger_url: str, qtbot) -> None:
    desk = Database(postgres_ledger_url, "王敏", "c" * 12)
    with desk.session() as session:
        edit_task(session, 1, 1, "owner", "张三", date(2026, 3, 2))
    make_older(postgres_ledger_url)
    with desk.reading() as session:
        session.connection()
    dialog = asked(open_window(postgres_ledger_url), qtbot)
    assert dialog.sentence.text() == f"{QUESTION}：目前还有 1 台电脑在用（王敏）。"
    desk.close()


def test_a_copy_is_shown_and_the_server_stays_as_it_is(
    open_window: Callable[[str], Desktop], older: str, tmp_path: Path, qtbot: QtBot
) -> None:
    opened: list[tuple[str, Path]] = []
    desktop = open_window(older)
    desktop.context.open_preview = lambda words, folder: opened.append((words, folder))
    dialog = asked(desktop, qtbot)
    qtbot.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
    assert not dialog.upgrade.isEnabled()
    qtbot.waitUntil(lambda: bool(opened), timeout=60_000)
    ((words, folder),) = opened
    assert words.startswith("服务器台账 ")
    assert words.endswith(" · 只读")
    assert "已在另一个窗口打开，只能查看" in dialog.outcome.text()
    assert (state_of(older), dialog.upgrade.isEnabled()) == ((OLDER, ""), True)
    assert [path.name for path in (tmp_path / "data").iterdir() if path.name.startswith((".draft", "backups"))] == []
    with closing(sqlite3.connect(folder / paths.LEDGER_FILE)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    preview = build(parse(["--data", str(folder), "--preview", words, "--today", "2026-03-02"]))
    preview.window.show()
    preview.window.show_page("ledger")
    preview.context.jobs.drain(60_000)
    assert len(preview.window.page().controller.shown) == 88
    assert preview.context.jobs.read_only == words
    preview.close()


LEAVE = """
import sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tracker import app
from tracker.cli.parser import parse
from tracker.desktop import application
from tracker.ui.shell.upgrade_dialog import UpgradeDialog

def leave():
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, UpgradeDialog) and dialog.isVisible():
            timer.stop()
            print(dialog.sentence.text(), flush=True)
            if sys.argv[3] == "button":
                QTest.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
            else:
                QTest.keyClick(dialog, Qt.Key.Key_Escape)

program = application()
timer = QTimer(program, interval=50)
timer.timeout.connect(leave)
timer.start()
code = app.run(parse(["--data", sys.argv[1], "--db", sys.argv[2]]))
print("ended", code, flush=True)
"""


@pytest.mark.parametrize("way", ["button", "escape"])
def test_leaving_ends_the_program(older: str, tmp_path: Path, way: str) -> None:
    line = [sys.executable, "-c", LEAVE, str(tmp_path / "data"), older, way]
    done = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert done.stdout.splitlines()[-2:] == [f"{QUESTION}。", "ended 0"], done.stderr
    assert (state_of(older), done.returncode) == ((OLDER, ""), 0)


def test_an_account_that_is_no_owner_may_only_look(
    open_window: Callable[[str], Desktop], server: str, qtbot: QtBot
) -> None:
    make_older(server)
    desktop = open_window(as_role(server, "writer"))
    dialog = asked(desktop, qtbot)
    assert not dialog.upgrade.isEnabled()
    assert dialog.upgrade.toolTip() == dialog.outcome.text() == NOT_ALLOWED
    qtbot.mouseClick(dialog.upgrade, Qt.MouseButton.LeftButton)
    assert state_of(server) == (OLDER, "")
    opened: list[Path] = []
    desktop.context.open_preview = lambda _words, folder: opened.append(folder)
    qtbot.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened), timeout=60_000)
    assert not dialog.upgrade.isEnabled()


def test_a_member_of_the_owner_may_upgrade(open_window: Callable[[str], Desktop], server: str, qtbot: QtBot) -> None:
    make_older(server)
    admin = Database(server)
    with admin.engine.begin() as connection:
        for name in connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars():
            connection.exec_driver_sql(f'ALTER TABLE "{name}" OWNER TO ledger_owner')
    admin.close()
    desktop = open_window(as_role(server, "owner"))
    upgrade(desktop, asked(desktop, qtbot), qtbot)
    assert state_of(server) == (HEAD, "")


def test_what_fails_midway_is_said_and_leaves_the_server_as_it_was(
    open_window: Callable[[str], Desktop], older: str, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """The server ends the conversation when everything is migrated and nothing committed; the next click works."""
    real = migrate._refuse_broken_references

    def cut(connection, when: str) -> None:
        real(connection, when)
        if when == "升级时":
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    desktop = open_window(older)
    dialog = asked(desktop, qtbot)
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "_refuse_broken_references", cut)
        qtbot.mouseClick(dialog.upgrade, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(dialog.leave.isEnabled, timeout=60_000)
    assert dialog.outcome.text().startswith("与服务器的连接断开")
    assert state_of(older) == (OLDER, "")
    upgrade(desktop, dialog, qtbot)
    assert state_of(older) == (HEAD, "")
    assert desktop.window.state is not None


def test_a_bug_leaves_the_dialog_to_be_used_again(
    open_window: Callable[[str], Desktop], older: str, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr("threading.excepthook", lambda found: caught.append(found.exc_value))
    monkeypatch.setattr(upgrading, "ensure_schema", lambda *_: {}["missing"])
    desktop = open_window(older)
    dialog = asked(desktop, qtbot)
    qtbot.mouseClick(dialog.upgrade, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.leave.isEnabled, timeout=60_000)
    qtbot.waitUntil(lambda: bool(caught), timeout=5_000)
    assert isinstance(caught[0], KeyError)
    assert dialog.outcome.text() == "没有成功，服务器上的台账没有变化；请稍后再试。"
    assert state_of(older) == (OLDER, "")


def test_another_desk_that_was_faster_is_told(open_window: Callable[[str], Desktop], older: str, qtbot: QtBot) -> None:
    desktop, notices = open_window(older), list[Notice]()
    desktop.context.bus.notified.connect(notices.append)
    dialog = asked(desktop, qtbot)
    other = Database(older)
    migrate.ensure_schema(other, paths.migrations_dir())
    other.close()
    upgrade(desktop, dialog, qtbot)
    assert notices[0].text == "服务器上的台账已由别的电脑升级"
    assert desktop.window.state is not None


def test_after_the_password_is_typed_it_is_asked_as_well(
    open_window: Callable[[str], Desktop], locked: str, postgres_ledger_url: str, tmp_path: Path, qtbot, monkeypatch
) -> None:
    """The form of the password waits behind the question, and is gone once the ledger is open."""
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    make_older(postgres_ledger_url)
    admin = Database(postgres_ledger_url)
    with admin.engine.begin() as connection:
        connection.exec_driver_sql("GRANT postgres TO locked")
    admin.close()
    desktop = open_window(locked)
    signing = desktop.window.findChild(SigningIn)
    qtbot.waitUntil(lambda: signing.dialog is not None, timeout=30_000)
    qtbot.keyClicks(signing.password.line, "geheim")
    qtbot.keyClick(signing.password.line, Qt.Key.Key_Return)
    upgrade(desktop, asked(desktop, qtbot), qtbot)
    assert signing.dialog is None
    assert not [dialog for dialog in desktop.window.findChildren(QDialog) if dialog.isVisible()]
    assert state_of(postgres_ledger_url) == (HEAD, "")
    assert desktop.window.state is not None
