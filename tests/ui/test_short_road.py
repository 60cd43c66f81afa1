"""A write takes a short road: from the click on a status to the commit it passes few of our files."""

import ast
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from tracker.model.enums import Status
from tracker.model.tables import Task
from tracker.store.engine import Database
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.task.foot import PanelFoot

PACKAGE = f"{Path(__file__).resolve().parents[2] / 'tracker'}/"
MOST = 9


class Road:
    """The files of ours that are entered on any thread until the commit, in their order."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.committed = threading.Event()

    def record(self, frame: FrameType, event: str, _argument: object) -> None:
        path = frame.f_code.co_filename
        if event == "call" and path.startswith(PACKAGE) and not self.committed.is_set():
            self.files.setdefault(path.removeprefix(PACKAGE), frame.f_code.co_qualname)


@contextmanager
def traced(window: MainWindow, ledger: Database) -> Iterator[Road]:
    """Record what is entered from now on, here and on the database thread."""
    road, jobs = Road(), window.context.jobs

    def arrive(_connection: object) -> None:
        road.committed.set()

    jobs.read(lambda _s: sys.setprofile(road.record), on_result=lambda _none: None)
    jobs.drain()
    sa.event.listen(ledger.engine, "commit", arrive)
    road.files.clear()
    sys.setprofile(road.record)
    try:
        yield road
    finally:
        sys.setprofile(None)
        sa.event.remove(ledger.engine, "commit", arrive)
        jobs.read(lambda _s: sys.setprofile(None), on_result=lambda _none: None)
        jobs.drain()


@pytest.fixture
def foot(window: MainWindow, qtbot: Any) -> PanelFoot:
    """The foot of the panel of A1.1, whose status was changed here once: the first write imports the services."""
    page, jobs = window.page(), window.context.jobs
    assert isinstance(page, LedgerPage)
    assert page.controller.view is not None
    page.table.choose_task(next(task.id for task in page.controller.view.tasks if task.code == "A1.1"))
    page.parts.show_panel(True)
    qtbot.wait(100)
    jobs.drain()
    page.panel.foot.buttons["status:not_started"].click()
    assert page.acts.dialog is not None
    page.acts.dialog.submit()  # 照样交办
    jobs.drain()
    return page.panel.foot


def status_of(ledger: Database) -> Status:
    with ledger.reading() as session:
        return session.exec(select(Task.status).where(Task.code == "A1.1")).one()


def test_a_change_of_status_passes_few_files(window: MainWindow, ledger: Database, foot: PanelFoot) -> None:
    assert status_of(ledger) is Status.NOT_STARTED
    with traced(window, ledger) as road:
        foot.buttons["status:in_progress"].click()
        assert road.committed.wait(10)  # the window does nothing else meanwhile
    assert status_of(ledger) is Status.IN_PROGRESS
    for step in ("ui/task/foot.py", "ui/core/jobs.py", "services/status.py", "store/engine.py"):
        assert step in road.files  # the trace has seen both threads
    assert len(road.files) <= MOST, "\n".join(f"{name}: {function}" for name, function in road.files.items())


#: Until the ledger's page and the import flow are rewritten.
WAITING: tuple[str, ...] = ()


def _only_forwards(function: ast.FunctionDef) -> bool:
    """Return whether a function of a session does nothing but call another one with the same arguments."""
    body = [part for part in function.body if not isinstance(part, ast.Import | ast.ImportFrom)]
    body = [part for part in body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))]
    if len(body) != 1 or not isinstance(body[0], ast.Return) or not isinstance(body[0].value, ast.Call):
        return False
    names = [argument.arg for argument in function.args.args]
    arguments = body[0].value.args
    given = [part.id for part in arguments if isinstance(part, ast.Name)]
    return names[:1] == ["session"] and given == names and len(arguments) == len(names)


def test_no_function_only_forwards_to_the_database_and_sessions_have_one_type() -> None:
    offenders = []
    for path in sorted(Path(PACKAGE, "ui").rglob("*.py")):
        name = str(path).removeprefix(PACKAGE)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            sessions = [argument for argument in node.args.args if argument.arg == "session"]
            loose = any(isinstance(part.annotation, ast.Name) and part.annotation.id == "Any" for part in sessions)
            if loose or _only_forwards(node):
                offenders.append(f"{name}: {node.name}")
    assert [offender for offender in offenders if not offender.startswith(WAITING)] == []
