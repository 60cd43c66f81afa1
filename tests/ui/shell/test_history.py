"""历史: all changes of a task, of one field, and where they came from."""

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlmodel import select

from tracker.model.enums import BatchSource
from tracker.model.rows import RevisionRow
from tracker.model.tables import Task
from tracker.services.tasks import edit_task
from tracker.store.engine import Database
from tracker.ui.core.context import Context
from tracker.ui.shell.history import ALL, HistoryDialog, open_history


def revision(number: int, field: str, old: str, new: str, **more: Any) -> RevisionRow:
    values = {"actor": "张敏", "source": BatchSource.MANUAL, "file": ""} | more
    at = datetime(2023, 9, 15, 2, number, tzinfo=UTC)
    return RevisionRow(number, at, label="", subject="A1.1", field=field, old=old, new=new, batch_id=number, **values)


ROWS = (
    revision(3, "进度", "10%", "40%", source=BatchSource.IMPORT, file="市科技局_反馈.xlsx"),
    revision(2, "责任人", "", "张三", actor=""),
    revision(1, "进度", "", "10%"),
)


@pytest.fixture
def dialog(qtbot: Any, live: Context) -> HistoryDialog:
    made = HistoryDialog(live, 0, "A1.1 任务")
    qtbot.addWidget(made)
    made.open()
    live.jobs.drain()
    return made


def cells(dialog: HistoryDialog) -> list[list[str]]:
    items = [dialog.table.topLevelItem(n) for n in range(dialog.table.topLevelItemCount())]
    return [[item.text(column) for column in range(1, 6)] for item in items]


def test_who_what_and_from_which_workbook(dialog: HistoryDialog) -> None:
    assert dialog.summary.text() == "还没有变更"
    dialog.show_revisions(ROWS)
    assert cells(dialog) == [
        ["进度", "10%", "40%", "张敏", "市科技局_反馈.xlsx"],
        ["责任人", "—", "张三", "未留名", "手工"],
        ["进度", "—", "10%", "张敏", "手工"],
    ]
    assert dialog.summary.text() == "3 条变更"


def test_one_field_alone(dialog: HistoryDialog, qtbot: Any) -> None:
    dialog.show_revisions(ROWS)
    assert [dialog.field.itemText(n) for n in range(dialog.field.count())] == [ALL, "进度", "责任人"]
    dialog.field.setFocus()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    assert [line[0] for line in cells(dialog)] == ["进度", "进度"]
    assert dialog.summary.text() == "2 条变更"
    qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    assert [line[2] for line in cells(dialog)] == ["张三"]


def test_it_reads_the_ledger(ledger: Database, live: Context, qtbot: Any) -> None:
    with ledger.session() as session:
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        edit_task(session, task.id, task.version, "owner", "张三", live.today())
        number = task.id
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = open_history(live, number, "A1.1 任务", window)
    live.jobs.drain()
    assert ["责任人", "—", "张三"] in [line[:3] for line in cells(dialog)]
    assert dialog.isVisible()
    dialog.accept()
