"""Fixtures of every window test: theme, bus, jobs on a fake session, and pictures on request."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tracker.settings import Settings
from tracker.ui.bus import Bus
from tracker.ui.context import Context
from tracker.ui.jobs import Jobs
from tracker.ui.theme import style

TODAY = date(2023, 9, 15)


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> None:
    """Show every test the light theme with the fonts of the look."""
    if style.themes().choice != "light" or not qapp.styleSheet():
        style.apply(qapp, "light")


@pytest.fixture
def session() -> object:
    """What a query or service is given as its session; tests override it with their own."""
    return None


@pytest.fixture
def bus(qapp: QApplication) -> Bus:
    return Bus()


@pytest.fixture
def jobs(qapp: QApplication, bus: Bus, session: object) -> Iterator[Jobs]:
    @contextmanager
    def sessions() -> Iterator[object]:
        yield session

    made = Jobs(sessions, bus)
    yield made
    made.close()


@pytest.fixture
def context(jobs: Jobs, bus: Bus, tmp_path: Path) -> Context:
    return Context(jobs, bus, Settings(actor="张敏"), lambda: TODAY, tmp_path)


@pytest.fixture
def grab(qapp: QApplication) -> Callable[..., None]:
    """Save pictures of a widget in both themes under $TRACKER_GRABS; without it do nothing."""

    def take(widget: QWidget, name: str, size: tuple[int, int] = (1366, 768)) -> None:
        folder = os.environ.get("TRACKER_GRABS")
        if not folder:
            return
        widget.resize(*size)
        widget.show()
        for theme in ("light", "dark"):
            style.apply(qapp, theme)
            qapp.processEvents()
            widget.grab().save(str(Path(folder) / f"{name}-{theme}.png"))
        style.apply(qapp, "light")

    return take
