"""Journeys on the ledger page: recurring reports in the panel, evidence too large, co-offices in bulk."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from tracker.model.bulk_edits import ADD_HELP
from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.services import progress
from tracker.services.deadlines import Decision, change_deadline
from tracker.services.status import change_status
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.ledger.bulk_dialog import BulkDialog
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task.reports import ReportLine

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
Assign = Callable[..., TaskRow]


def test_a_recurring_task_tells_its_periods(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, ledger: Database,
    grab: Callable[..., None],
) -> None:  # fmt: skip
    task = task_of(page, "A1.1")
    begun = date(2023, 5, 1)
    with ledger.session() as session:
        change_deadline(session, task.id, "每月28日前", begun, Decision())
    with ledger.session() as session:
        change_status(session, task.id, Status.IN_PROGRESS, begun, confirmed=True)
    for on in (date(2023, 6, 20), date(2023, 8, 30)):
        with ledger.session() as session:
            progress.record_progress(session, task.id, on, 10, f"{on.month}月情况已报送")
    page.refresh()
    settle()
    choose(page, "A1.1")
    settle()
    reports = page.panel.basics.reports
    assert not reports.isHidden()
    told = [line.words for line in reports.findChildren(ReportLine) if not line.isHidden()]
    assert told == ["待报送", "2023-08-30，迟 2 天", "未报送，逾期 49 天", "2023-06-20 已报"]
    assert reports.heading.right.text() == "过去 4 期，报送 2 期"
    grab(page, "ledger-reports", (1238, 768))
    choose(page, "A1.4")
    settle()
    assert reports.isHidden()


def test_a_file_above_50_mb_is_refused_with_a_sentence(
    page: LedgerPage, settle: Settle, task_of: TaskOf, tmp_path: Path
) -> None:
    told: list[Notice] = []
    page.context.bus.notified.connect(told.append)
    with (tmp_path / "录像.mp4").open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    page.acts.add_file(task_of(page, "A1.1"), tmp_path / "录像.mp4")
    settle()
    assert [(one.text, one.warning) for one in told] == [
        ("“录像.mp4”有 51.0 MB，超过 50 MB；请压缩或拆分后再加。", True)
    ]
    assert page.panel.basics.evidence.heading.right.text() == ""


@pytest.mark.parametrize("codes", [("A1.1", "B1.1")])
def test_an_office_is_added_to_many(page: LedgerPage, settle: Settle, task_of: TaskOf, codes: tuple[str, ...]) -> None:
    page.ledger_actions.bulk.edit([task_of(page, code) for code in codes])
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    dialog.field.setCurrentIndex(dialog.field.findData(ADD_HELP))
    assert dialog.value.placeholderText() == "单位名称，多个用顿号分开"
    assert dialog.reason_field.isHidden()
    dialog.value.setText("市财政局")
    QTest.qWait(200)
    settle()
    assert dialog.confirm.text() == "应用 2 处修改"
    dialog.submit()
    settle()
    assert all("市财政局" in task_of(page, code).co_offices for code in codes)
