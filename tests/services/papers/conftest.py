"""The papers of the demonstration ledger of 2026-11-28, as a person asks for them on the command line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_outcome import Outcome
from tests.printing import pages, printer
from tracker.__main__ import main

__all__ = ("Outcome", "pages", "printer")

TODAY = "2026-11-28"


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the demonstration ledger; nobody may change it."""
    folder = tmp_path_factory.mktemp("demonstration")
    assert main(["--data", str(folder), "--today", TODAY, "demo"]) == 0
    return folder


@pytest.fixture
def report(demonstration: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command on the demonstration ledger."""

    def run(*arguments: object, data: Path = demonstration, today: str = TODAY) -> Outcome:
        capsys.readouterr()
        code = main(["--data", str(data), "--today", today, *map(str, arguments)])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture
def own_ledger(demonstration: Path, tmp_path: Path) -> Path:
    """Return a copy of the demonstration ledger that a test may change."""
    return Path(shutil.copytree(demonstration, tmp_path / "data"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return an empty folder."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder
