"""Fixtures of every window test: theme, bus, jobs on a fake session, and pictures on request."""

import os
import shutil
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tracker import desktop
from tracker.desktop import Desktop
from tracker.model.enums import (
    Direction,
    DueKind,
    IndicatorKind,
    LightColour,
    Measure,
    RecommendationKind,
    Status,
)
from tracker.model.rows import (
    ArticleRow,
    IndicatorRow,
    LedgerView,
    Light,
    LightCount,
    ObservationRow,
    RecommendationRow,
    TaskRow,
)
from tracker.settings import Settings
from tracker.store.engine import Database
from tracker.store.opening import open_ledger
from tracker.ui.core.bus import Bus, Notice
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import Jobs
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.theme import style

TODAY = date(2023, 9, 15)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> Iterator[None]:
    """Show every test the light theme with the fonts of the look; afterwards drop its closed widgets.

    Without a running event loop deleteLater waits for ever, and each theme switch polishes all that is left.
    """
    if style.themes().choice != "light" or not qapp.styleSheet():
        style.apply(qapp, "light")
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


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
    def sessions(_act: str = "") -> Iterator[object]:
        yield session

    made = Jobs(sessions, bus)
    yield made
    made.close()


@pytest.fixture
def context(jobs: Jobs, bus: Bus, tmp_path: Path) -> Context:
    return Context(jobs, bus, Settings(actor="张敏"), lambda: TODAY, tmp_path)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., Any]:
    """Show a widget, as large as a page of the window unless told otherwise, and hand it back."""

    def shown(widget: QWidget, width: int = 1238, height: int = 768) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        return widget

    return shown


@pytest.fixture
def empty_window(show: Callable[..., Any]) -> QWidget:
    """A window of the usual size with nothing in it: what dialogs and toasts lie over."""
    return show(QWidget(), 1366, 768)


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


# --- the ledger: rows made by hand, and contexts on the seeded store ------------------------------------------


@pytest.fixture
def make_task() -> Callable[..., TaskRow]:
    """Make one row of the ledger; name only what the test is about."""

    def make(number: int = 1, **values: object) -> TaskRow:
        plain: dict[str, object] = {
            "id": number, "uid": f"u{number}", "version": 1, "code": f"A1.{number}", "title": f"任务{number}",
            "content": "", "article": "A", "article_title": "扛起宁波担当", "section": "一、创新",
            "recommendation": f"A1.{number}", "recommendation_title": f"建议{number}", "themes": ("数字化",),
            "lead_office": "市经信局", "lead_short": "市经信局", "co_offices": (), "offices_confirmed": True,
            "owner": "胡建平", "phone": "", "status": Status.IN_PROGRESS, "start_on": date(2022, 7, 1),
            "due_text": "2023年12月底前", "due_on": date(2023, 12, 31), "due_kind": DueKind.DATE,
            "first_due_on": date(2023, 12, 31), "extensions": 0, "progress": 50, "scheduled": 60,
            "light": Light(LightColour.GREEN, "", "正常"), "progress_note": "", "problems": "", "next_steps": "",
            "remark": "", "last_progress_on": None, "closing_statement": "", "indicators": (),
        }  # fmt: skip
        return TaskRow(**(plain | values))  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_entry() -> Callable[..., RecommendationRow]:
    """Make one entry of an article by its code and kind."""

    def make(code: str, kind: RecommendationKind = RecommendationKind.TASK, **values: object) -> RecommendationRow:
        plain: dict[str, object] = {
            "id": abs(hash(code)) % 10_000, "code": code, "article": code[0], "section": "一、创新", "kind": kind,
            "parent": "", "title": f"建议{code}", "summary": "", "anchor": "", "note": "", "themes": (),
            "lead_office": "", "co_offices": (), "deadline_text": "", "city": "", "related": (), "supports": (),
            "indicators": (), "task_ids": (),
        }  # fmt: skip
        return RecommendationRow(**(plain | values))  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_article() -> Callable[..., ArticleRow]:
    """Make one article by its code."""

    def make(code: str, **values: object) -> ArticleRow:
        plain: dict[str, object] = {
            "id": ord(code[0]), "code": code, "title": f"文章{code}", "short_title": "", "title_in_source": True,
            "authors": ("谢瑜宇",), "affiliation": "市社科院", "source": "", "note": "", "tasks": 0,
            "recommendations": 0, "references": 0, "indicators": 0, "problems": 0,
        }  # fmt: skip
        return ArticleRow(**(plain | values))  # type: ignore[arg-type]

    return make


@pytest.fixture
def small_ledger(
    make_task: Callable[..., TaskRow],
    make_entry: Callable[..., RecommendationRow],
    make_article: Callable[..., ArticleRow],
) -> LedgerView:
    """Two articles with every kind of row: umbrella, group, split entry, plain task, lesson, no task at all."""
    kinds = RecommendationKind
    red, amber = Light(LightColour.RED, "逾期12天", "逾期"), Light(LightColour.AMBER, "落后17点", "落后")
    entries = (
        make_entry("A1.0", kinds.UMBRELLA, title="技术引进与自主研发并行"),
        make_entry("A1.1", title="缩小差距"),
        make_entry("A1.2", kinds.GROUP, title="核心技术自主化"),
        make_entry("A1.2a", kinds.SUBTASK, parent="A1.2", title="基础研究"),
        make_entry("A1.2b", kinds.SUBTASK, parent="A1.2", title="五链协同"),
        make_entry("A2.1", section="二、融合", title="灯塔工厂"),
        make_entry("A-L1", kinds.LESSON, section="启示", supports=("A1.2",)),
        make_entry("N0.1", kinds.UMBRELLA, section="编者按", title="抢抓机遇"),
    )
    tasks = (
        make_task(1, code="A1.1", recommendation="A1.1", title="缩小差距", light=red, progress=40),
        make_task(2, code="A1.2a", recommendation="A1.2a", title="基础研究", lead_office="市科技局", progress=60),
        make_task(3, code="A1.2b", recommendation="A1.2b", title="五链协同", light=amber, progress=80),
        make_task(4, code="A2.1", recommendation="A2.1", section="二、融合", title="谋划灯塔", progress=0),
        make_task(5, code="A2.1-2", recommendation="A2.1", section="二、融合", title="验收灯塔", progress=100),
    )
    return LedgerView(TODAY, (make_article("N"), make_article("A")), entries, tasks)


@pytest.fixture
def store_context(ledger: Database, bus: Bus, qapp: QApplication, tmp_path: Path) -> Iterator[Context]:
    """A context whose jobs read and write the real store."""
    jobs = Jobs(ledger.session, bus, readings=ledger.reading)
    yield Context(jobs, bus, Settings(actor="张敏"), lambda: TODAY, tmp_path)
    jobs.close()


@pytest.fixture
def live(ledger: Database, bus: Bus, qapp: QApplication, tmp_path: Path) -> Iterator[Context]:
    """A context on the real store, as the program builds it; a bug in a job fails the test."""
    jobs = Jobs(ledger.session, bus, readings=ledger.reading)
    crashes: list[str] = []
    jobs.crashed.connect(crashes.append)
    yield Context(jobs, bus, Settings(actor="张敏"), lambda: TODAY, tmp_path)
    jobs.close()
    assert not crashes, crashes[0]


# --- the window, and the whole program ----------------------------------------------------------------------


@pytest.fixture
def window(live: Context, show: Callable[..., Any]) -> Iterator[MainWindow]:
    """The window on the real store, active, with its first page read."""
    made = show(MainWindow(live), 1366, 768)
    made.activateWindow()
    live.jobs.drain()
    yield made
    live.jobs.drain()
    made.hide()


@pytest.fixture
def day(tmp_path: Path, show: Callable[..., Any]) -> Iterator[Desktop]:
    """The program as `tracker` starts it with a new ledger, on 20 November 2026."""
    made = desktop.build(Namespace(data=str(tmp_path), db=None, today=date(2026, 11, 20), command=None))
    show(made.window, 1366, 768)
    made.context.jobs.drain(30_000)
    yield made
    made.close()


# --- what the user is told, and keys for an open dialog ------------------------------------------------------------


@pytest.fixture
def told(live: Context) -> list[Notice]:
    """Return the list that fills with what the user is told."""
    notices: list[Notice] = []
    live.bus.notified.connect(notices.append)
    return notices


@pytest.fixture
def failed(live: Context) -> list[str]:
    """Return the list that fills with what could not be done."""
    sentences: list[str] = []
    live.jobs.failed.connect(sentences.append)
    return sentences


@pytest.fixture
def press(qtbot: Any, dialog: QDialog) -> Callable[..., None]:
    """Press keys one after another, each with the modifier if there is one."""

    def pressed(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            qtbot.keyClick(dialog, key, modifier)

    return pressed


# --- rows for charts: too many, broken, and the counts of an overview ----------------------------------------


@pytest.fixture
def observation() -> Callable[..., ObservationRow]:
    def make(number: int, on: date | None, value: float, period: str = "") -> ObservationRow:
        return ObservationRow(number, on, value, period, "手工录入", "")

    return make


@pytest.fixture
def indicator_of(indicator: IndicatorRow, observation: Callable[..., ObservationRow]) -> Callable[[str], IndicatorRow]:
    """Return the indicator of a case by its name: none, one, few, many, broken, extreme, undated, rank."""
    start, empty = date(1998, 1, 1), replace(indicator, observations=(), baseline_value=None, baseline_on=None)
    many = tuple(observation(n, start + timedelta(days=n), 100 + n % 365 / 10 + n / 50) for n in range(10_000))
    broken = (float("nan"), float("inf"), 5.0, float("-inf"))
    undated = observation(1, None, 182.0, "未注明（2022年见报时）")
    years = tuple(observation(n, date(2018 + n, 12, 31), value) for n, value in enumerate((9, 8, 7, 8, 7)))
    cases = {
        "none": replace(empty, target_value=None, target_on=None),
        "one": replace(empty, observations=indicator.observations[:1]),
        "few": indicator,
        "many": replace(indicator, observations=many),
        "broken": replace(
            empty,
            baseline_value=float("nan"),
            target_value=float("inf"),
            observations=tuple(observation(n, date(2022, 1, n + 1), value) for n, value in enumerate(broken)),
        ),
        "extreme": replace(
            indicator,
            baseline_on=date(1, 1, 1),
            target_on=date(9999, 12, 31),
            target_value=1e15,
            observations=tuple(
                observation(n, date(2022, 1, n + 1), value) for n, value in enumerate((1.7e308, -1e15, 5e-324))
            ),
        ),
        "undated": replace(indicator, observations=(undated,), baseline_on=None),
        "rank": replace(
            indicator, measure=Measure.RANK, unit="位", target_value=7.0, observations=years, baseline_value=9.0
        ),
    }
    return lambda name: cases[name]


@pytest.fixture
def groups() -> tuple[LightCount, ...]:
    def count(code: str, title: str, *numbers: int) -> LightCount:
        lights = dict(zip(LightColour, numbers, strict=True))
        return LightCount(code, title, lights, closed=lights[LightColour.BLUE])

    return (
        count("A", "扛起宁波担当", 3, 6, 14, 6, 2),
        count("C", "营造一流营商环境", 0, 0, 0, 0, 0),
        count("D", "推动制造业高质量发展", 2, 7, 18, 11, 4),
    )
