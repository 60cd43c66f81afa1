"""Where the ledger may only be read nothing that writes is offered, the reason stands beside it, reading goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from tests.menus import entries_of
from tracker.cli.parser import parse
from tracker.desktop import Desktop, build
from tracker.errors import ReadOnlyError
from tracker.model.changes import Changes
from tracker.model.tables import LedgerState
from tracker.queries.writable import why_read_only
from tracker.services.tasks import edit_task
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.shell.corner import Corner
from tracker.ui.widgets.menu import menu


def close(ledger: Database, reason: str) -> None:
    """Close or open a ledger as an upgrade does, past the turn of the desks."""
    with ledger.engine.begin() as connection:
        connection.execute(sa.update(LedgerState).values(closed_for=reason, seq=LedgerState.seq + 1))


@pytest.fixture
def desktop(sqlite_ledger_url: str, tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    opened = build(parse(["--data", str(tmp_path / "data"), "--today", "2026-03-02"]))
    opened.window.show()
    opened.window.show_page("ledger")
    opened.context.jobs.drain()
    yield opened
    opened.close()


@pytest.fixture
def desk(sqlite_ledger_url: str) -> Iterator[Database]:
    database = Database(sqlite_ledger_url, "王敏", "b" * 12)
    yield database
    database.close()


@pytest.fixture
def closed(desktop: Desktop, desk: Database) -> Desktop:
    close(desk, "正在升级")
    desktop.window.refresh()
    desktop.context.jobs.drain()
    return desktop


REASON = "台账正在升级，暂时不能写入；请稍后再试。"


def test_the_corner_and_the_bar_say_so(closed: Desktop) -> None:
    assert closed.window.rail.user.text().endswith(" · 只读")
    assert closed.window.rail.user.toolTip() == REASON
    assert closed.window.bar.words.text() == REASON
    assert closed.window.bar.isVisible()


def test_commands_that_write_are_not_offered(closed: Desktop) -> None:
    commands = closed.window.commands
    for word in ("撤销", "重做", "新建任务…", "登记来源…", "导出工作簿…", "导入反馈…"):
        assert not commands._actions[word].isEnabled(), word
        assert commands._actions[word].toolTip() == REASON
    for word in ("刷新", "变更记录…", "对比两个日期…", "数据、备份与恢复…"):
        assert commands._actions[word].isEnabled(), word
    assert not [command.word for command in commands.offered() if command.writes]


def test_the_foot_and_the_menus_of_a_task_are_closed_with_the_reason(closed: Desktop) -> None:
    page = closed.window.page()
    assert isinstance(page, LedgerPage)
    assert page.panel.foot.buttons
    assert not any(button.isEnabled() for button in page.panel.foot.buttons.values())
    assert {button.toolTip() for button in page.panel.foot.buttons.values()} == {REASON}
    entries = menu(page)
    page.ledger_actions.acts.fill_menu(entries, page.panel.menu_acts(), [page.panel.task])
    open_still = [action.text() for action in entries_of(entries) if action.isEnabled() and action.text()]
    assert "复制编号" in open_still
    assert not {"记录进展…", "编辑", "批量修改…"} & set(open_still)
    entries.deleteLater()


def test_a_write_is_refused_with_the_reason_and_what_was_typed_stays(closed: Desktop) -> None:
    page, told = closed.window.page(), list[Notice]()
    assert isinstance(page, LedgerPage)
    refused: list[str] = []
    closed.context.bus.notified.connect(told.append)
    closed.context.jobs.failed.connect(refused.append)
    task = page.panel.task
    page.ledger_actions.acts.edit(task, "owner", "李刚")
    closed.context.jobs.write(lambda _s: pytest.fail("it must not run"))
    closed.context.jobs.drain()
    assert ([notice.text for notice in told], refused) == ([REASON], [REASON])


def test_reading_and_files_go_on(closed: Desktop) -> None:
    answers: list[int] = []
    closed.context.jobs.read(lambda _s: 1, on_result=answers.append)
    closed.context.jobs.long(lambda _s, _step: 2, title="读入", on_result=answers.append, reads=True)
    closed.context.jobs.drain()
    assert answers == [1, 2]


def test_opened_again_everything_is_offered_again(closed: Desktop, desk: Database) -> None:
    close(desk, "")
    closed.window.refresh()
    closed.context.jobs.drain()
    assert closed.window.bar.isHidden()
    assert closed.window.commands._actions["新建任务…"].isEnabled()
    page = closed.window.page()
    assert isinstance(page, LedgerPage)
    assert any(button.isEnabled() for button in page.panel.foot.buttons.values())


def test_a_write_that_the_ledger_refuses_closes_the_window_at_once(desktop: Desktop, desk: Database) -> None:
    """The upgrade began between two questions of the window."""
    close(desk, "正在升级")
    failed: list[str] = []

    def write(session: object) -> Changes:
        return edit_task(session, 1, 1, "owner", "李刚", desktop.context.today())  # type: ignore[arg-type]

    desktop.context.jobs.write(write, failed=failed.append)
    desktop.context.jobs.drain()
    assert failed == [REASON]
    assert desktop.context.jobs.read_only == REASON
    assert desktop.window.bar.isVisible()


def test_a_moved_ledger_says_where_it_went(desk: Database) -> None:
    with desk.engine.begin() as connection:
        connection.execute(sa.update(LedgerState).values(moved_to="服务器 desk@10.1.2.3/zhizao"))
    with desk.reading() as session:
        assert "已移到 服务器 desk@10.1.2.3/zhizao；这里只能查看" in why_read_only(session)


def test_a_file_that_cannot_be_written_says_so(desk: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.queries.writable.os.access", lambda _path, _mode: False)
    with desk.reading() as session:
        assert "写保护" in why_read_only(session)


@pytest.mark.postgres
def test_an_account_that_may_only_read_says_so(postgres_ledger_url: str) -> None:
    database = Database(postgres_ledger_url)
    try:
        with database.engine.begin() as connection:
            connection.execute(sa.text("CREATE ROLE only_reads"))
            connection.execute(sa.text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO only_reads"))
        with database.reading() as session:
            assert why_read_only(session) == ""
            session.connection().execute(sa.text("SET LOCAL ROLE only_reads"))
            assert why_read_only(session) == "这个数据库账号只能查看。"
    finally:
        with database.engine.begin() as connection:
            connection.execute(sa.text("DROP OWNED BY only_reads"))
            connection.execute(sa.text("DROP ROLE only_reads"))
        database.close()


def test_a_server_says_how_long_ago_it_answered(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [100.0]
    monkeypatch.setattr("tracker.ui.shell.corner.time.monotonic", lambda: moment[0])
    corner = Corner(desktop.context, desktop.window.rail, desktop.window)
    state = desktop.window.state
    assert state is not None
    corner.show_state(type(state)(False, "张敏", "", 0, "", None, server=True))
    corner.show_reach(True)
    moment[0] += 2.4
    corner.show()
    assert corner.words() == "服务器 · 2 秒前"
    assert desktop.window.rail.reach.text() == "服务器 · 2 秒前"
    corner.show_reach(False)
    assert corner.words().startswith("离线 · ")


@pytest.mark.parametrize("reason", ["", "备份 11月28日 23:30 · 只读"])
def test_a_window_on_a_backup_never_writes(reason: str, sqlite_ledger_url: str, tmp_path: Path, qtbot: QtBot) -> None:
    opened = build(parse(["--data", str(tmp_path / "data"), *(["--preview", reason] if reason else [])]))
    opened.context.jobs.drain()
    assert opened.context.jobs.read_only == reason
    opened.close()


@pytest.mark.postgres
def test_a_server_that_is_only_read_now_says_so(postgres_ledger_url: str) -> None:
    """One that an administrator keeps from being written; a copy that follows another refuses in the same way."""
    first = Database(postgres_ledger_url)
    with first.engine.begin() as connection:
        name = connection.engine.url.database
        connection.execute(sa.text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    first.close()
    database = Database(postgres_ledger_url)
    for _ in range(2):  # what was read before makes no difference
        with database.reading() as session:
            assert why_read_only(session) == "服务器上的数据库现在是只读的，只能查看。"
        with pytest.raises(ReadOnlyError, match="现在是只读的，只能查看，没有保存。"), database.session():
            pass
    database.close()
