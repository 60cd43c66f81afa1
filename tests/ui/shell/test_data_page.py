"""设置 › 数据: what is told of the ledger, and what can be done about it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.store.backups.conftest import owner_in, set_owner
from tracker import app
from tracker.cli.parser import parse
from tracker.desktop import Desktop, build
from tracker.services import ledger_data
from tracker.store.backups.keeping import FOLDER
from tracker.store.engine import Database, sqlite_url
from tracker.ui.shell.data_page import DataDialog, open_data
from tracker.ui.shell.server_form import MOVE, USE, ServerForm, ask_server
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Message


@pytest.fixture
def file(sqlite_ledger_url: str, tmp_path: Path) -> Path:
    path = tmp_path / "data" / "ledger.db"
    set_owner(path, "张三")
    return path


@pytest.fixture
def desktop(file: Path, qtbot: QtBot) -> Iterator[Desktop]:
    opened = build(parse(["--data", str(file.parent), "--today", "2026-03-02"]))
    app._watch_for_damage(opened)
    opened.window.show()
    opened.context.jobs.drain()
    yield opened
    opened.close()


@pytest.fixture
def dialog(desktop: Desktop) -> DataDialog:
    made = open_data(desktop.context, desktop.window)
    desktop.context.jobs.drain()
    return made


@pytest.fixture
def press(desktop: Desktop, dialog: DataDialog, qtbot: QtBot) -> Callable[[str], None]:
    def click(key: str) -> None:
        qtbot.mouseClick(dialog.buttons[key], Qt.MouseButton.LeftButton)
        desktop.context.jobs.drain(60_000)

    return click


def test_it_tells_place_size_backups_and_what_the_ledger_holds(dialog: DataDialog, file: Path) -> None:
    assert dialog.where.text() == f"本机 · {file}"
    assert re.fullmatch(r"\d+\.\d MB", dialog.bytes_label.text())
    assert dialog.newest.text() == "还没有备份"
    assert re.match(
        r"任务 \d+ 项，变更 [\d,]+ 条，反馈原件 0\.0 MB，佐证和来源附件 0\.0 MB，发出的内容 0\.0 MB",
        dialog.usage.text(),
    )
    assert not dialog.buttons["restore"].isEnabled()


def test_a_backup_is_made_listed_and_comes_back(
    desktop: Desktop, dialog: DataDialog, press: Callable[[str], None], file: Path, qtbot: QtBot
) -> None:
    press("backup")
    (row,) = dialog.backups
    assert (row.reason, row.acts_since) == ("手动", 0)
    set_owner(file, "李四")
    dialog.read()
    desktop.context.jobs.drain()
    dialog.buttons["restore"].click()
    question = dialog.findChild(Message) or desktop.window.findChild(Message)
    assert question is not None
    said: list[str] = []
    desktop.context.bus.notified.connect(lambda notice: said.append(notice.text))
    question.confirm.click()
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    desktop.context.jobs.drain(60_000)
    assert said[0].startswith(f"已从 {row.path.name} 恢复；原来的台账保存在 ")
    desktop.ledger.close()
    assert owner_in(file) == "张三"


def test_a_backup_that_is_spoilt_is_not_restored_and_nothing_is_lost(
    desktop: Desktop, dialog: DataDialog, press: Callable[[str], None], file: Path, qtbot: QtBot
) -> None:
    press("backup")
    (row,) = dialog.backups
    content = bytearray(row.path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    row.path.write_bytes(content)
    said: list[str] = []
    desktop.context.bus.notified.connect(lambda notice: said.append(notice.text))
    desktop.context.restore(row.path)
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    desktop.context.jobs.drain(60_000)
    assert row.path.name in said[0]
    assert desktop.window.state is not None
    desktop.ledger.close()
    assert owner_in(file) == "张三"


def test_the_ledger_is_checked_and_the_result_is_kept(
    desktop: Desktop, dialog: DataDialog, press: Callable[[str], None]
) -> None:
    press("check")
    assert "台账文件完好" in dialog.checked.text()
    assert desktop.context.settings.states["checked"] == dialog.checked.text()


def test_a_preview_is_a_ledger_of_its_own_that_only_reads(
    desktop: Desktop, press: Callable[[str], None], dialog: DataDialog, file: Path
) -> None:
    opened: list[tuple[str, Path]] = []
    desktop.context.open_preview = lambda words, folder: opened.append((words, folder))
    press("backup")
    press("preview")
    ((words, folder),) = opened
    assert re.fullmatch(r"备份 \d+月\d+日 \d\d:\d\d · 只读", words)
    second = build(parse(["--data", str(folder), "--preview", words]))
    second.window.show()
    second.context.jobs.drain()
    assert second.window.bar.words.text() == words
    assert second.window.bar.isVisible()
    assert second.window.foot.words() == "只读"
    assert not second.window.commands._actions["新建任务…"].isEnabled()
    assert second.window.commands._actions["新建任务…"].toolTip() == words
    assert app._keeper(second) is None, "nobody backs up a backup"
    second.close()
    assert owner_in(folder / "ledger.db") == owner_in(file)


def test_the_palette_offers_its_acts_and_does_them(desktop: Desktop, file: Path) -> None:
    words = {command.word: command for command in desktop.window.commands.offered()}
    assert {"立即备份", "从备份恢复…", "打开备份文件夹", "检查台账"} <= words.keys()
    words["立即备份"].run()
    desktop.context.jobs.drain(60_000)
    assert len(list((file.parent / FOLDER).glob("台账_*手动.zip"))) == 1
    words["从备份恢复…"].run()
    desktop.context.jobs.drain(60_000)
    (question,) = [dialog for dialog in desktop.window.findChildren(Message) if dialog.isVisible()]
    assert question.windowTitle() == "从备份恢复"
    question.reject()


def test_the_second_folder_is_kept(desktop: Desktop, dialog: DataDialog, tmp_path: Path) -> None:
    dialog.second.setText(f" {tmp_path} ")
    dialog.accept()
    assert desktop.context.settings.second_backup == str(tmp_path)


def test_the_log_is_emptied(dialog: DataDialog, press: Callable[[str], None], file: Path) -> None:
    log = file.parent / "log"
    (log / "tracker.log.1").write_text("alt")
    press("clear")
    assert not (log / "tracker.log.1").exists()


@pytest.mark.postgres
def test_the_ledger_moves_to_a_server_and_stays_to_be_looked_at(
    desktop: Desktop, file: Path, postgres_url: str
) -> None:
    address, sentence = ledger_data.move_to(sqlite_url(file), postgres_url, "张敏", "a" * 12)
    assert address == postgres_url
    assert "两边核对一致" in sentence
    assert list((file.parent / FOLDER).glob("台账_*移走前.zip"))
    assert "已连上" in ledger_data.try_server(postgres_url, "a" * 12)
    server = Database(postgres_url)
    with server.reading() as session:
        said = ledger_data.describe_server(session)
    server.close()
    assert re.fullmatch(r"账号 \S+（可写），(已|没有)加密，答复 \d+ 毫秒；台账和设置里都不存密码", said)
    desktop.window.refresh()
    desktop.context.jobs.drain()
    assert "已移到 服务器 " in desktop.window.bar.words.text()
    assert "://" not in desktop.window.bar.words.text()
    assert not any("://" in told for told in (sentence, ledger_data.try_server(postgres_url, "a" * 12)))
    assert desktop.window.foot.words() == "只读"


@pytest.fixture
def reopened(desktop: Desktop) -> list[tuple[str, str]]:
    """Return with which sentences and passwords the window was asked to open again."""
    asked: list[tuple[str, str]] = []
    desktop.context.reopen = lambda sentence, password: asked.append((sentence, password))
    return asked


def fill(form: ServerForm, address: str, way: str, password: str = "") -> None:
    form.field("address").editor.setText(address)
    form.field("way").editor.setCurrentText(way)
    form.password.line.setText(password)


@pytest.mark.postgres
def test_the_form_tries_the_server_moves_the_ledger_and_opens_the_window_there(
    desktop: Desktop, file: Path, postgres_url: str, reopened: list[tuple[str, str]]
) -> None:
    form = ask_server(desktop.context, desktop.window)
    fill(form, postgres_url, MOVE)
    next(button for button in form.findChildren(Button) if button.text() == "测试连接").click()
    desktop.context.jobs.drain(60_000)
    assert form.foot_label.text().startswith("已连上 ")
    form.submit()
    desktop.context.jobs.drain(60_000)
    ((sentence, password),) = reopened
    assert sentence.startswith("已移到 服务器 ")
    assert password == ""
    assert desktop.context.settings.ledger == postgres_url


@pytest.mark.postgres
def test_a_server_with_a_ledger_is_used_with_the_password_that_was_typed(
    desktop: Desktop, locked: str, tmp_path: Path, reopened: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    form = ask_server(desktop.context, desktop.window)
    fill(form, locked, USE, "falsch")
    form.submit()
    desktop.context.jobs.drain(60_000)
    assert form.isVisible()
    assert form.foot_label.text() == "服务器不接受这个账号的登录；请检查账号和密码。"
    assert reopened == []
    fill(form, locked, USE, "geheim")
    form.submit()
    desktop.context.jobs.drain(60_000)
    assert [password for _, password in reopened] == ["geheim"]
    assert desktop.context.settings.ledger == locked


def test_a_ledger_that_was_moved_away_is_left_for_the_place_where_it_is_now(
    desktop: Desktop, dialog: DataDialog, file: Path
) -> None:
    """Somebody else moved it: the window only reads, and the way to the server stays open."""
    desktop.context.jobs.close_writing("这份台账 11月28日 已移到 服务器 x；这里只能查看。")
    dialog.read()
    desktop.context.jobs.drain(60_000)
    assert dialog.buttons["server"].isEnabled()
    form = ask_server(desktop.context, desktop.window)
    assert form.confirm.isEnabled()
    assert [form.field("way").editor.itemText(number) for number in range(form.field("way").editor.count())] == [USE]
