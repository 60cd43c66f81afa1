"""A server that wants a password is given the one that is typed in the window, once for this run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.credential_store import Advapi
from tracker import app
from tracker.cli.parser import parse
from tracker.desktop import Desktop, build
from tracker.files import kept_passwords
from tracker.store.connecting import address_of
from tracker.ui.core.bus import Notice
from tracker.ui.shell.signing_in import NO_STORE, SigningIn

pytestmark = pytest.mark.postgres
REFUSED = "服务器不接受这个账号的登录；请检查账号和密码。"


@pytest.fixture(autouse=True)
def no_passfile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))


@pytest.fixture
def open_window(locked: str, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[], tuple[Desktop, SigningIn]]]:
    opened: list[Desktop] = []

    def start() -> tuple[Desktop, SigningIn]:
        desktop = build(parse(["--data", str(tmp_path / "data"), "--db", locked, "--today", "2026-03-02"]))
        opened.append(desktop)
        app._let_in(desktop)
        desktop.window.show()
        desktop.context.jobs.drain(60_000)
        return desktop, desktop.window.findChild(SigningIn)

    yield start
    for desktop in opened:
        desktop.close()


def log_in(desktop: Desktop, signing: SigningIn, password: str, qtbot: QtBot) -> None:
    signing.password.line.clear()
    qtbot.keyClicks(signing.password.line, password)
    qtbot.keyClick(signing.password.line, Qt.Key.Key_Return)
    desktop.context.jobs.drain(60_000)


def test_it_is_asked_once_a_wrong_one_stays_in_the_dialog_and_the_right_one_opens_the_ledger(
    open_window: Callable[[], tuple[Desktop, SigningIn]], qtbot: QtBot
) -> None:
    desktop, signing = open_window()
    dialog = signing.dialog
    assert dialog is not None
    assert desktop.window.state is None
    assert signing.password.line.echoMode() is signing.password.line.EchoMode.Password
    log_in(desktop, signing, "", qtbot)
    assert dialog.field("password").error() == "请输入密码"
    log_in(desktop, signing, "falsch", qtbot)
    assert (dialog.isVisible(), dialog.foot_label.text()) == (True, REFUSED)
    log_in(desktop, signing, "geheim", qtbot)
    assert signing.dialog is None
    assert desktop.window.state is not None, "what had been asked for before is answered"
    desktop.window.show_page("ledger")
    desktop.context.jobs.drain(60_000)
    assert desktop.window.page().panel.task is not None
    kept = [path for path in desktop.context.data_dir.rglob("*") if path.is_file()]
    assert not any(b"geheim" in path.read_bytes() for path in kept)


def test_where_the_system_has_no_store_the_box_says_so(
    open_window: Callable[[], tuple[Desktop, SigningIn]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_passwords.sys, "platform", "linux")
    _desktop, signing = open_window()
    assert not signing.password.keep.isEnabled()
    assert signing.password.keep.toolTip() == NO_STORE


def test_who_declines_is_told_and_asked_again_when_they_wish(
    open_window: Callable[[], tuple[Desktop, SigningIn]], qtbot: QtBot
) -> None:
    desktop, signing = open_window()
    said: list[Notice] = []
    failed: list[str] = []
    desktop.context.bus.notified.connect(said.append)
    assert signing.dialog is not None
    signing.dialog.reject()
    desktop.context.jobs.read(lambda _s: pytest.fail("nobody is in"), on_result=lambda _n: None, failed=failed.append)
    desktop.context.jobs.drain(60_000)
    assert signing.dialog is None
    assert failed == [REFUSED]
    notice = next(notice for notice in said if notice.retry is not None)
    assert (notice.text, notice.act) == ("没有登录服务器，看不到台账", "登录…")
    notice.retry()
    log_in(desktop, signing, "geheim", qtbot)
    desktop.window.refresh()
    desktop.context.jobs.drain(60_000)
    assert desktop.window.state is not None


def test_what_the_system_keeps_is_asked_for_no_more_until_it_is_wrong(
    open_window: Callable[[], tuple[Desktop, SigningIn]],
    locked: str,
    postgres: object,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    store = Advapi()
    monkeypatch.setattr(kept_passwords, "_advapi", lambda: store)
    target = address_of(locked).credential
    desktop, signing = open_window()
    signing.password.keep.setChecked(True)
    log_in(desktop, signing, "falsch", qtbot)
    assert not store.kept, "what let nobody in is not kept"
    log_in(desktop, signing, "geheim", qtbot)
    assert kept_passwords.read_password(target) == "geheim"
    second, other = open_window()
    assert other.dialog is None
    assert second.window.state is not None
    postgres.admin.execute("ALTER ROLE locked PASSWORD 'neu'")  # type: ignore[attr-defined]
    third, again = open_window()
    assert again.dialog is not None
    log_in(third, again, "neu", qtbot)
    assert third.window.state is not None
    assert kept_passwords.read_password(target) == "", "the box was not ticked: what was wrong is forgotten"


def test_a_password_that_is_changed_while_the_window_is_open_is_asked_for(
    open_window: Callable[[], tuple[Desktop, SigningIn]], postgres: object, qtbot: QtBot
) -> None:
    desktop, signing = open_window()
    log_in(desktop, signing, "geheim", qtbot)
    postgres.admin.execute("ALTER ROLE locked PASSWORD 'neu'")  # type: ignore[attr-defined]
    postgres.admin.execute(  # type: ignore[attr-defined]
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'locked'"
    )
    heard: list[int] = []
    desktop.context.jobs.read(lambda _s: 7, on_result=heard.append)
    desktop.context.jobs.drain(60_000)
    assert heard == []
    assert signing.dialog is not None
    log_in(desktop, signing, "neu", qtbot)
    assert signing.dialog is None
    assert heard == [7], "what was asked for meanwhile is answered"
