"""A ledger page on a real store, and short ways to what is on them."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.services import status
from tracker.store.engine import Database
from tracker.ui.core.context import Context
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.widgets.cell_editors import CellEditor

Settle = Callable[[], None]


@pytest.fixture
def settle(store_context: Context, qtbot: QtBot) -> Settle:
    """Wait until all reads and writes are done, the delayed one of the panel too."""

    def wait() -> None:
        store_context.jobs.drain()
        qtbot.wait(90)
        store_context.jobs.drain()

    return wait


@pytest.fixture
def page(show: Callable[..., Any], store_context: Context, settle: Settle) -> LedgerPage:
    made = show(LedgerPage(store_context))
    made.activateWindow()
    settle()
    return made


def find(page: LedgerPage, code: str) -> TaskRow:
    assert page.controller.view is not None
    return next(row for row in page.controller.view.tasks if row.code == code)


@pytest.fixture
def task_of() -> Callable[[LedgerPage, str], TaskRow]:
    """Return the task with a code as the page has read it."""
    return find


@pytest.fixture
def choose() -> Callable[[LedgerPage, str], TaskRow]:
    """Stand on the row of a task."""

    def stand(page: LedgerPage, code: str) -> TaskRow:
        task = find(page, code)
        page.table.choose_task(task.id)
        page.table.setFocus()
        return task

    return stand


@pytest.fixture
def assign() -> Callable[..., TaskRow]:
    """Bring a task of the catalogue to a status, outside the window."""

    def bring(page: LedgerPage, ledger: Database, code: str, to: Status = Status.IN_PROGRESS) -> TaskRow:
        task = find(page, code)
        with ledger.session() as session:
            status.change_status(session, task.id, Status.NOT_STARTED, page.context.today(), confirmed=True)
            if to is not Status.NOT_STARTED:
                status.change_status(session, task.id, to, page.context.today(), confirmed=True)
        return task

    return bring


@pytest.fixture
def editor() -> Callable[[LedgerPage], CellEditor]:
    """Return the one open editor of the table."""

    def opened(page: LedgerPage) -> CellEditor:
        found = [child for child in page.table.viewport().findChildren(CellEditor) if child.isVisible()]
        assert len(found) == 1
        return found[0]

    return opened


@pytest.fixture
def shown_codes() -> Callable[[LedgerPage], list[str]]:
    """Return the codes of the tasks shown, from top to bottom."""
    return lambda page: [task.code for task in page.table.rows.shown.tasks]
