"""The page 出文 on the demonstration ledger of 2026-11-28, in the program as a person starts it."""

import shutil
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker import desktop
from tracker.__main__ import main
from tracker.desktop import Desktop
from tracker.model.enums import PaperKind
from tracker.ui.core.bus import Notice
from tracker.ui.papers.page import PapersPage

TODAY = date(2026, 11, 28)


@dataclass
class Office:
    """The program, its page 出文, what the user was told and what could not be done."""

    program: Desktop
    page: PapersPage
    out: Path
    told: list[Notice] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until everything asked for is read and written."""
        for _ in range(3):
            self.program.context.jobs.drain(60_000)
            self.program.app.processEvents()

    def show(self, kind: PaperKind) -> None:
        """Click a paper at the left."""
        self.page.papers.entries[kind].click()
        self.settle()

    def ask(self, page: str, target: object = None) -> Any:
        """Go to a page of the window and return it."""
        self.program.window.show_page(page, target)
        self.settle()
        return self.program.window.page()

    def issued(self) -> list[str]:
        """Return the registered papers, newest first."""
        assert self.page.overview is not None
        return [f"{row.kind.word} {row.issue}".strip() for row in self.page.overview.issued]


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the demonstration ledger; tests work on copies."""
    folder = tmp_path_factory.mktemp("demonstration")
    assert main(["--data", str(folder), "--today", TODAY.isoformat(), "demo"]) == 0
    return folder


@pytest.fixture
def office(demonstration: Path, tmp_path: Path, show: Callable[..., Any]) -> Iterator[Office]:
    """Show 出文 over a copy of the demonstration ledger; files go where the dialogs would send them."""
    data, out = tmp_path / "data", tmp_path / "out"
    shutil.copytree(demonstration, data)
    out.mkdir()
    program = desktop.build(Namespace(data=str(data), db=None, today=TODAY, command=None))
    crashes: list[str] = []
    program.context.jobs.crashed.connect(crashes.append)
    show(program.window, 1366, 768)
    program.window.show_page("papers")
    page = program.window.page()
    assert isinstance(page, PapersPage)
    page.saving.ask_place = lambda _parent, _title, start, then, _kinds="": then(out / start.name)
    page.saving.choose_folder = lambda _parent, _start: str(out)
    made = Office(program, page, out)
    program.context.bus.notified.connect(made.told.append)
    program.context.jobs.failed.connect(made.failed.append)
    made.settle()
    yield made
    made.settle()
    program.close()
    assert not crashes, crashes[0]
