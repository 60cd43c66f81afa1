"""A server that does not answer is waited for in the open, as long as somebody wants to wait."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from tracker import desktop as desktop_module
from tracker.cli.parser import parse
from tracker.desktop import Desktop, LateLedger, build
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.shell.connecting_notice import NOT_CONNECTED
from tracker.ui.widgets.toast import ProgressToast

ADDRESS = "postgresql://desk@10.1.2.3/zhizao"


class Server:
    """Answers when it is let; what it opens is a ledger in a file."""

    def __init__(self, url: str) -> None:
        self.url, self.answers, self.opened = url, Event(), list[Database]()

    def open(self, _ledger: LateLedger) -> Database:
        assert self.answers.wait(20)
        self.opened.append(Database(self.url, "测试员"))
        return self.opened[-1]


@pytest.fixture
def server(sqlite_ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server(sqlite_ledger_url)
    monkeypatch.setattr(desktop_module.LateLedger, "_open", lambda ledger: server.open(ledger))
    return server


@pytest.fixture
def open_window(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[], Desktop]]:
    opened: list[Desktop] = []

    def start() -> Desktop:
        desktop = build(parse(["--data", str(tmp_path / "desk"), "--db", ADDRESS, "--today", "2026-03-02"]))
        opened.append(desktop)
        desktop.window.show()
        return desktop

    yield start
    for desktop in opened:
        desktop.close()


def toasts(desktop: Desktop) -> list[ProgressToast]:
    return [toast for toast in desktop.window.findChildren(ProgressToast) if toast.isVisible()]


def test_waiting_is_shown_and_ends_with_the_answer(
    server: Server, open_window: Callable[[], Desktop], qtbot: QtBot
) -> None:
    desktop = open_window()
    qtbot.waitUntil(lambda: bool(toasts(desktop)), timeout=10_000)
    (toast,) = toasts(desktop)
    words = [label.text() for label in toast.findChildren(type(toast.now))]
    assert "正在连接服务器 10.1.2.3…" in words
    server.answers.set()
    desktop.context.jobs.drain(60_000)
    assert toasts(desktop) == []
    assert desktop.window.state is not None


def test_an_answer_at_once_shows_nothing(server: Server, open_window: Callable[[], Desktop]) -> None:
    server.answers.set()
    desktop = open_window()
    said: list[object] = []
    desktop.context.jobs.long_started.connect(said.append)
    desktop.context.jobs.drain(60_000)
    assert desktop.window.state is not None
    assert toasts(desktop) == said == []


def test_who_cancels_waits_no_more_and_connects_when_they_wish(
    server: Server, open_window: Callable[[], Desktop], qtbot: QtBot
) -> None:
    desktop = open_window()
    said, failed = list[Notice](), list[str]()
    desktop.context.bus.notified.connect(said.append)
    qtbot.waitUntil(lambda: bool(toasts(desktop)), timeout=10_000)
    toasts(desktop)[0].cancel.click()
    (notice,) = said
    assert (notice.text, notice.act, notice.warning) == (NOT_CONNECTED, "连接…", True)
    server.answers.set()  # too late: nobody waits for it
    desktop.context.jobs.read(lambda _s: pytest.fail("no ledger"), on_result=lambda _n: None, failed=failed.append)
    desktop.context.jobs.drain(60_000)
    assert failed == ["没有连接服务器。"]
    assert desktop.window.state is None
    assert toasts(desktop) == []
    assert len(server.opened) == 1, "what is given up is not tried again by itself"
    assert notice.retry is not None
    notice.retry()
    desktop.window.show_reach(True)  # as the next question of the watch does
    desktop.context.jobs.drain(60_000)
    assert desktop.window.state is not None
    desktop.window.show_page("ledger")
    desktop.context.jobs.drain(60_000)
    assert desktop.window.page().panel.task is not None


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("postgresql://desk@10.1.2.3/zhizao", "10.1.2.3"),
        ("postgresql+psycopg://desk:geheim@db.nb.gov.cn:5433/zhizao", "db.nb.gov.cn"),
        ("service=zhizao", "zhizao"),
        ("postgresql:///zhizao?host=/run/postgresql", "本机"),
    ],
)
def test_the_server_is_named_without_anything_secret(address: str, server: str, tmp_path: Path) -> None:
    assert LateLedger(address, tmp_path, "测试员").server == server
