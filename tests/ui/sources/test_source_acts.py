"""Sources of every kind in the window: registered, edited in place, with files, reported on, put away."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from sqlmodel import select

from tests.forms import fill
from tracker.model.enums import Status
from tracker.model.source_words import SourceKind, SourceState, Urgency
from tracker.model.tables import Article, ArticleFile, Task
from tracker.services.sources.register import SourceFacts, edit_source, register_source
from tracker.services.sources.tasks import NewTask, make_task
from tracker.services.undo import undo_batch
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenSource, OpenTask, RegisterSource
from tracker.ui.sources.forms import CANCEL
from tracker.ui.sources.page import SourcesPage
from tracker.ui.widgets.dialog import Message
from tracker.ui.widgets.form_dialog import FormDialog

TODAY = date(2023, 9, 15)


@pytest.fixture
def page(live: Context, show: Callable[..., Any]) -> SourcesPage:
    made = show(SourcesPage(live))
    live.jobs.drain()
    return made


@pytest.fixture
def instruction(ledger: Database, page: SourcesPage, live: Context) -> SourcesPage:
    """The page on an instruction with two tasks."""
    with ledger.session() as session:
        facts = SourceFacts(SourceKind.INSTRUCTION, "关于专精特新的批示", received_on=date(2023, 9, 1))
        (number,) = register_source(session, facts, TODAY).sources
        for title in ("提出培育方案", "建立名单"):
            make_task(session, number, NewTask(title, lead_office="市经信局"), TODAY)
    page.refresh()
    page.open_target(OpenSource("批2023-01"))
    live.jobs.drain()
    page.open_target(OpenSource("批2023-01"))
    live.jobs.drain()
    return page


def source(ledger: Database, code: str = "批2023-01") -> Article:
    with ledger.reading() as session:
        row = session.exec(select(Article).where(Article.code == code)).one()
        session.expunge(row)
        return row


def files(ledger: Database) -> list[str]:
    with ledger.reading() as session:
        return list(session.exec(select(ArticleFile.name).order_by(ArticleFile.id)))


def statuses(ledger: Database) -> list[Status]:
    with ledger.reading() as session:
        wanted = select(Task.status).join(Article, Article.id == Task.source_id).where(Article.code == "批2023-01")
        return list(session.exec(wanted))


def form(page: SourcesPage) -> FormDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    return dialog


def test_a_source_is_registered_with_its_file_as_one_act(
    page: SourcesPage, live: Context, ledger: Database, told: list[Notice], tmp_path: Path
) -> None:
    scan = tmp_path / "批示.pdf"
    scan.write_bytes(b"%PDF-1.4")
    asked = page.acts.register()
    fill(asked.dialog, title="关于专精特新的批示", number="甬政办〔2023〕12号", sender="市政府办公室", leader="周市长")
    asked.dialog.field("urgency").editor.setCurrentText("急件")  # type: ignore[attr-defined]
    asked.files.add_paths([scan])
    asked.dialog.submit()
    live.jobs.drain()
    kept = source(ledger)
    assert (kept.kind, kept.number, kept.leader, kept.urgency) == (
        SourceKind.INSTRUCTION, "甬政办〔2023〕12号", "周市长", Urgency.URGENT,
    )  # fmt: skip
    assert files(ledger) == ["批示.pdf"]
    assert page.article is not None
    assert page.article.code == "批2023-01"  # it is looked at
    assert page.tab() == "tasks"
    live.jobs.write(lambda s: undo_batch(s, told[-1].batch_id))
    live.jobs.drain()
    assert files(ledger) == []
    assert page.head.summary().startswith("7 篇文章，")


def test_a_number_that_is_there_asks_first_and_a_bad_file_writes_nothing(
    instruction: SourcesPage, live: Context, ledger: Database, tmp_path: Path
) -> None:
    instruction.acts.edit(instruction.article, "number", "12号", "", pytest.fail)  # type: ignore[arg-type]
    live.jobs.drain()
    asked = instruction.acts.register()
    fill(asked.dialog, title="又一次", number="12号")
    bad = tmp_path / "宏.exe"
    bad.write_bytes(b"MZ")
    asked.dialog.submit()
    live.jobs.drain()
    assert "已登记为 批2023-01" in asked.dialog.foot_label.text()
    assert "命令行" not in asked.dialog.foot_label.text()
    box = asked.dialog.field("again")
    assert not box.isHidden()
    box.editor.setChecked(True)  # type: ignore[attr-defined]
    asked.files.add_paths([bad])
    asked.dialog.submit()
    live.jobs.drain()
    assert "可执行文件" in asked.dialog.foot_label.text()
    assert len(instruction.list.shown()) == 8
    asked.files.paths.clear()
    asked.dialog.submit()
    live.jobs.drain()
    assert source(ledger, "批2023-02").number == "12号"


def test_an_empty_title_is_said_below_the_field(page: SourcesPage) -> None:
    asked = page.acts.register(SourceKind.MEETING)
    asked.dialog.submit()
    assert asked.dialog.field("title").error() == "来源要有名称。"
    assert asked.kind.currentText() == "会议"


def test_facts_are_edited_where_they_stand(
    instruction: SourcesPage, live: Context, ledger: Database, qtbot: Any
) -> None:
    field = instruction.source_head.fields["report_due_on"]
    field.begin()
    qtbot.keyClicks(field.editor, "2023-08-01")
    qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    live.jobs.drain()
    assert source(ledger).report_due_on is None
    assert field.sentence.text() != ""  # earlier than the day it came, or a day gone by: either is said
    field.cancel()
    field.begin()
    qtbot.keyClicks(field.editor, "2023-10-20")
    qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    live.jobs.drain()
    assert source(ledger).report_due_on == date(2023, 10, 20)
    instruction.show_tab("changes")
    assert "应报日期 — → 2023-10-20" in [line.words for line in instruction.changes.changes()]
    assert all("，手工" in head for head in instruction.changes.heads())
    assert not instruction.detail.isVisible()
    instruction.show_tab("entries")
    assert instruction.detail.isVisible()


def test_a_late_report_is_red_and_reporting_ends_it(
    instruction: SourcesPage, live: Context, ledger: Database, qtbot: Any
) -> None:
    with ledger.session() as session:
        edit_source(session, source(ledger).id, "report_due_on", "2023-09-12")
    instruction.refresh()
    live.jobs.drain()
    head = instruction.source_head
    assert head.state.text() == "应报日期 2023-09-12 已过 3 天，还没有报送"
    qtbot.mouseClick(head.report, Qt.MouseButton.LeftButton)
    dialog = form(instruction)
    fill(dialog, note="已书面报告")
    dialog.submit()
    live.jobs.drain()
    assert source(ledger).state is SourceState.REPORTED
    assert head.state.text() == "已报，仍有2项未完成 2023-09-15；已书面报告"
    assert not head.report.isVisible()
    assert head.reopen.isVisible()


def test_putting_away_with_its_tasks_asks_why_and_who(
    instruction: SourcesPage, live: Context, ledger: Database, told: list[Notice], qtbot: Any
) -> None:
    head = instruction.source_head
    qtbot.mouseClick(head.retire, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    dialog = form(instruction)
    fill(dialog, reason="任务已由新文件替代")
    dialog.field("tasks").editor.setCurrentText(CANCEL)  # type: ignore[attr-defined]
    dialog.submit()
    assert dialog.field("decided_by").error() == "取消任务要写批准人"
    fill(dialog, decided_by="周市长")
    dialog.submit()
    live.jobs.drain()
    assert source(ledger).state is SourceState.RETIRED
    assert set(statuses(ledger)) == {Status.CANCELLED}
    assert [row for row in instruction.articles.rows.rows if isinstance(row, str)] == ["归档 1"]
    live.jobs.write(lambda s: undo_batch(s, told[-1].batch_id))
    live.jobs.drain()
    assert source(ledger).state is SourceState.OPEN
    assert set(statuses(ledger)) == {Status.UNASSIGNED}


def test_kept_tasks_go_on_and_the_source_can_be_taken_up_again(
    instruction: SourcesPage, live: Context, ledger: Database
) -> None:
    assert instruction.article is not None
    instruction.acts.retire(instruction.article)
    live.jobs.drain()
    fill(form(instruction), reason="阶段工作结束").submit()
    live.jobs.drain()
    assert source(ledger).state is SourceState.RETIRED
    assert set(statuses(ledger)) == {Status.UNASSIGNED}
    assert instruction.article is not None
    instruction.acts.reopen(instruction.article).submit()
    live.jobs.drain()
    assert source(ledger).state is SourceState.OPEN


def test_files_are_dropped_on_the_head_opened_and_taken_off(
    instruction: SourcesPage, live: Context, ledger: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "tracker.ui.sources.acts.show_copy", lambda _context, name, data: opened.append(f"{name} {data!r}")
    )
    scan = tmp_path / "批示.pdf"
    scan.write_bytes(b"%PDF")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(scan))])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    instruction.source_head.dropEvent(QDropEvent(QPointF(5, 5), *keys))
    live.jobs.drain()
    assert files(ledger) == ["批示.pdf"]
    assert instruction.own.rest is not None
    (row,) = instruction.own.rest.files
    instruction.source_head.file_opened.emit(row.id)
    live.jobs.drain()
    assert opened == ["批示.pdf b'%PDF'"]
    instruction.source_head.file_removed.emit(row)
    live.jobs.drain()
    assert files(ledger) == []


def test_only_a_source_without_anything_can_be_deleted(
    instruction: SourcesPage, live: Context, ledger: Database
) -> None:
    assert instruction.article is not None
    assert "删除来源…" not in " ".join(command.word for command in instruction.acts.offered(instruction.article))
    with ledger.session() as session:
        register_source(session, SourceFacts(SourceKind.LETTER, "来信"), TODAY)
    instruction.show_newest()
    live.jobs.drain()
    assert instruction.article.code == "信2023-01"
    instruction.acts.delete(instruction.article)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Message)
    asked.confirm.click()
    live.jobs.drain()
    assert "信2023-01" not in [row.code for row in instruction.list.shown()]


def test_its_tasks_are_listed_and_opened(instruction: SourcesPage, live: Context, qtbot: Any) -> None:
    asked: list[tuple[str, object]] = []
    live.bus.page_asked.connect(lambda key, target: asked.append((key, target)))
    instruction.show_tab("tasks")
    assert [line.title for line in instruction.lines.rows.rows] == ["提出培育方案", "建立名单"]
    qtbot.keyClick(instruction.lines, Qt.Key.Key_Return)
    assert instruction.detail.open_button.isVisible()
    assert not instruction.detail.task_button.isVisible()
    assert instruction.own.tasks is not None
    assert asked == [("ledger", OpenTask(instruction.own.tasks[0].id))]


def test_the_window_may_ask_for_the_form(page: SourcesPage, tmp_path: Path) -> None:
    path = tmp_path / "来文.docx"
    path.write_bytes(b"PK")
    page.open_target(RegisterSource((path,)))
    dialog = form(page)
    assert dialog.windowTitle() == "登记来源"
