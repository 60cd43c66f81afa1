"""Fixtures of every window test: theme, bus, jobs on a fake session, and pictures on request."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tracker.model.enums import Direction, IndicatorKind, LightColour, Measure
from tracker.model.rows import IndicatorRow, Light, ObservationRow
from tracker.settings import Settings
from tracker.store.engine import Database
from tracker.store.opening import open_ledger
from tracker.ui.bus import Bus
from tracker.ui.context import Context
from tracker.ui.jobs import Jobs
from tracker.ui.theme import style

TODAY = date(2023, 9, 15)
ROOT = Path(__file__).resolve().parents[2]


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


# --- frozen rows and a filled ledger, for charts, pages and dialogs about indicators ----------------


@pytest.fixture
def indicator() -> IndicatorRow:
    """An indicator that lacks nothing: 182 in 2022, 188 now, 200 wanted by 2025."""
    observed = tuple(
        ObservationRow(number + 1, date(2022, 4, 30) + timedelta(days=92 * number), float(value), "", "手工录入", "")
        for number, value in enumerate((182, 182, 184, 185, 186, 188))
    )
    return IndicatorRow(
        id=7,
        version=1,
        code="I07",
        name="国家级专精特新“小巨人”企业数",
        unit="家",
        kind=IndicatorKind.NUMERIC,
        measure=Measure.LEVEL,
        direction=Direction.HIGHER,
        article="B",
        geography="宁波市",
        stated="182",
        period="未注明（2022年见报时）",
        note="",
        anchor="“小巨人”企业182家",
        baseline_value=182.0,
        baseline_on=date(2022, 4, 30),
        baseline_text="182家",
        target_value=200.0,
        target_on=date(2025, 12, 31),
        target_text="到2025年",
        observations=observed,
        attainment=1 / 3,
        light=Light(LightColour.AMBER, "落后1家", "按路径应达 189 家，落后 1 家。"),
        tasks=("B0.1", "B3.1"),
    )


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite ledger with the catalogue and nothing else; copy it before writing."""
    path = tmp_path_factory.mktemp("seeded") / "ledger.sqlite3"
    database = open_ledger(f"sqlite:///{path.as_posix()}", ROOT / "db", ROOT / "db" / "seed")
    database.engine.dispose()
    return path


@pytest.fixture
def ledger(seeded_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A database of its own for a test, filled with the catalogue."""
    path = tmp_path / "ledger.sqlite3"
    shutil.copy(seeded_file, path)
    database = open_ledger(f"sqlite:///{path.as_posix()}", ROOT / "db", ROOT / "db" / "seed")
    yield database
    database.engine.dispose()


@pytest.fixture
def ledger_context(ledger: Database, bus: Bus, tmp_path: Path) -> Iterator[Context]:
    """A context whose jobs read and write the real ledger of the test."""
    jobs = Jobs(ledger.session, bus)
    yield Context(jobs, bus, Settings(actor="张敏"), lambda: TODAY, tmp_path)
    jobs.close()
