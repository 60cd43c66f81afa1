"""A ledger of 100,000 tasks with a million revisions: what the window and a bulk edit take, against plain ways.

Set TRACKER_BENCH_TASKS for a smaller one while working on it.
"""

import gc
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QSortFilterProxyModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from tracker import paths
from tracker.model import pinyin
from tracker.model.bulk import Edit
from tracker.model.rows import LedgerView
from tracker.services.bulk import apply_edits
from tracker.settings import Settings
from tracker.store import first_screen
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger
from tracker.ui.bus import Bus
from tracker.ui.context import Context
from tracker.ui.jobs import Jobs
from tracker.ui.models.ledger_columns import Column, cell_text
from tracker.ui.pages.ledger import LedgerPage
from tracker.ui.pages.ledger_jobs import Reading, read_ledger
from tracker.ui.theme import fonts, style

TODAY = date(2023, 9, 15)
TASKS = int(os.environ.get("TRACKER_BENCH_TASKS", "100000"))
REVISIONS = 10  # a task
BULK = min(10_000, TASKS)
SIZE = (1366, 768)
TEXT, SPELLED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
BACK = "\b"
#: What stands in the search box, and the key that is pressed then.
KEYS = (
    *(("", "灯"), ("灯", "塔"), ("灯塔", "工"), ("", "市"), ("市", "经"), ("市经", "信"), ("职业教", "育")),
    *(("", "d"), ("d", "t"), ("dt", "g"), ("dtg", "c"), ("", "z"), ("z", "y"), ("zy", "j"), ("zyj", "y")),
    *(("dengt", "a"), ("", "2"), ("制", "造"), ("灯塔", BACK), ("市经", BACK), ("dtgc", BACK), ("z", BACK)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the large ledger: sentences of the catalogue in every text, ten revisions a task."""
    made = tmp_path_factory.mktemp("scale")
    file = made / paths.LEDGER_FILE
    open_ledger(sqlite_url(file), paths.migrations_dir(), paths.seed_dir(), "测试").close()
    with closing(sqlite3.connect(file)) as plain, plain:
        _add_tasks(plain, TASKS)
    return made


def _add_tasks(plain: sqlite3.Connection, wanted: int) -> None:
    chance = random.Random(1)
    first = plain.execute("SELECT * FROM task ORDER BY id").fetchall()
    names = [row[1] for row in plain.execute("PRAGMA table_info(task)")]
    at = {name: place for place, name in enumerate(names)}
    sentences = [row[at["content"]] for row in first if row[at["content"]]]
    made = []
    for number in range(wanted - len(first)):
        row = list(chance.choice(first))
        row[at["id"]], row[at["uid"]], row[at["code"]] = len(first) + number + 1, f"Z{number}", f"Z{number}"
        row[at["content"]], row[at["progress_note"]] = chance.choice(sentences), chance.choice(sentences)
        row[at["status"]], row[at["progress"]] = "in_progress", number % 100
        row[at["due_kind"]], row[at["due_on"]] = "date", f"2024-{number % 12 + 1:02}-15"
        made.append(row)
    plain.executemany(f"INSERT INTO task VALUES ({','.join('?' * len(names))})", made)
    plain.execute("INSERT INTO batch (at, actor, source, label) VALUES ('2023-01-01', '', 'manual', '放大')")
    batch = plain.execute("SELECT max(id) FROM batch").fetchone()[0]
    plain.executemany(
        "INSERT INTO revision (batch_id, entity, entity_id, field, old, new, task_id) VALUES (?,'task',?,?,?,?,?)",
        ((batch, t + 1, "progress", str(n), str(n + 1), t + 1) for t in range(wanted) for n in range(REVISIONS)),
    )


@pytest.fixture(scope="module")
def reading(folder: Path) -> Reading:
    """Read the large ledger as the window does, pinyin included."""
    database = Database(sqlite_url(folder / paths.LEDGER_FILE))
    started = time.perf_counter()
    with database.reading() as session:
        found = read_ledger(session, TODAY, lambda _view: None)
    read = time.perf_counter() - started
    found.search.index.spell()
    spelled = time.perf_counter() - started - read
    print(f"\n  {TASKS:,} tasks read with their index in {read:.1f} s, pinyin {spelled:.1f} s")
    database.close()
    return found


@pytest.fixture
def page(reading: Reading, qapp: QApplication, tmp_path: Path) -> Iterator[LedgerPage]:
    fonts.register_fallback()
    style.apply(qapp, "light")
    jobs = Jobs(lambda: None, Bus())  # type: ignore[arg-type, return-value]
    jobs.hold()
    made = LedgerPage(Context(jobs, Bus(), Settings(), lambda: TODAY, tmp_path))
    made.resize(*SIZE)
    made.show()
    made.show_ledger(reading.view, reading)
    qapp.processEvents()
    yield made
    made.deleteLater()
    jobs.close()


class _Rows(QAbstractTableModel):
    """The same rows as plain strings."""

    def __init__(self, view: LedgerView, texts: list[str] | None = None) -> None:
        super().__init__()
        self.texts = texts or []
        self.cells = [[cell_text(task, column) for column in Column] for task in view.tasks]

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == TEXT:
            return self.texts[index.row()]
        if role == SPELLED:
            full, initials = pinyin.spell(self.texts[index.row()])
            return full.lower(), initials.lower()
        return self.cells[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


class _Filter(QSortFilterProxyModel):
    """The peer of the contract, written as a plain person would: asks its source model for the text of every row.

    It finds less than the search box does, and so is not slowed down by what the box can besides: one word,
    Chinese or letters as they stand in the joined text of all fields; no pinyin, no headings, no groups.
    """

    word = ""

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        return self.word in self.sourceModel().index(row, 0, parent).data(TEXT)


class _Same(_Filter):
    """The same with what the box finds: pinyin, full and initials, in a second text of each row."""

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        index, word = self.sourceModel().index(row, 0, parent), self.word
        spelled = index.data(SPELLED)
        return word in index.data(TEXT) or word in spelled[0] or word in spelled[1]


class _Lean(_Filter):
    """The leanest Python way, to know where we stand: a list beside the model, no question to any model."""

    texts: list[str]

    def filterAcceptsRow(self, row: int, _parent: QModelIndex) -> bool:
        return self.word in self.texts[row]


class _Paints(QObject):
    """Counts the paintings of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.number = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.number += event.type() == QEvent.Type.Paint
        return False


class _Took(NamedTuple):
    """Seconds by the clock, and of this thread alone: what the machine does besides is not in the second."""

    clock: float
    own: float


def _until_painted(paints: _Paints, work: Callable[[], object]) -> _Took:
    """Return what it takes from a call until its rows are painted."""
    before, started, own = paints.number, time.perf_counter(), time.thread_time()
    work()
    while paints.number == before:
        QApplication.processEvents()
        assert time.perf_counter() < started + 30
    return _Took(time.perf_counter() - started, time.thread_time() - own)


def _middle(took: Iterable[_Took]) -> _Took:
    clock, own = zip(*took, strict=True)
    return _Took(statistics.median(clock), statistics.median(own))


def _proxies(reading: Reading) -> dict[str, _Filter]:
    index = reading.search.index
    texts = [index.text(place) for place in range(len(index))]
    rows = _Rows(reading.view, texts)
    found: dict[str, _Filter] = {"proxy": _Filter(), "proxy with pinyin": _Same(), "lean proxy": _Lean()}
    for proxy in found.values():
        proxy.texts = texts  # type: ignore[attr-defined]
        proxy.setSourceModel(rows)
    return found


def bench_typing_to_painted_rows(
    page: LedgerPage, reading: Reading, qapp: QApplication, say: Callable[[str], None]
) -> None:
    """A key pressed in the search box until the rows are painted; collecting is on the program's clock, as there."""
    proxies = _proxies(reading)
    views: dict[str, QTableView] = {}
    times: dict[str, list[_Took]] = {"ours": []}
    mine, collected = _Paints(page.table.viewport()), gc.isenabled()
    gc.disable()
    for name, proxy in proxies.items():
        views[name] = QTableView()
        views[name].setModel(proxy)
        views[name].resize(*SIZE)
        views[name].show()
        times[name] = []
    qapp.processEvents()
    paints = {name: _Paints(view.viewport()) for name, view in views.items()}
    page.toolbar.search.setFocus()
    page.toolbar.filter_changed.connect(lambda _wanted: page.table.viewport().update())  # where the rows are the same
    for before, key in KEYS:
        times["ours"].append(_middle(_press(page, mine, before, key) for _ in range(5)))
        word = before[:-1] if key == BACK else before + key
        for name, proxy in proxies.items():
            times[name].append(_until_painted(paints[name], partial(_narrow, views[name], proxy, word)))
        told = ", ".join(f"{name} {found[-1].clock * 1000:.1f} ms" for name, found in times.items())
        say(f"{before or '·'} {key!r}: {page.shown_count:,} rows, {told}")
    gc.enable() if collected else None
    ours, slowest = _middle(times["ours"]), max(times["ours"])
    say(f"typing, median {ours.clock * 1000:.1f} ms, slowest {slowest.clock * 1000:.1f} ms (meant: 16 ms, one frame)")
    own = sorted(took.own for took in times["ours"])
    say(f"of it processor time: median {ours.own * 1000:.1f} ms, slowest {own[-1] * 1000:.1f} ms")
    for name in proxies:
        bare = _middle(times[name])
        ratios = f"1/{bare.clock / ours.clock:.1f}, by processor time 1/{bare.own / ours.own:.1f} (contract 1/15)"
        say(f"{name}, median {bare.clock * 1000:.0f} ms, ratio {ratios}")
    for view in views.values():
        view.deleteLater()


def _press(page: LedgerPage, paints: _Paints, before: str, key: str) -> _Took:
    """Return what one key takes after `before` stood in the box and all was quiet."""
    box = page.toolbar.search
    box.setText(before)
    QTest.qWait(60)
    if key == BACK:
        return _until_painted(paints, lambda: QTest.keyClick(box, Qt.Key.Key_Backspace))
    return _until_painted(paints, lambda: box.insert(key))


def _narrow(view: QTableView, proxy: _Filter, text: str) -> None:
    proxy.word = text
    proxy.invalidate()
    view.viewport().update()


def bench_scrolling(page: LedgerPage, reading: Reading, qapp: QApplication, say: Callable[[str], None]) -> None:
    plain = QTableView()
    rows = _Rows(reading.view)
    plain.setModel(rows)
    plain.verticalHeader().setDefaultSectionSize(32)
    plain.verticalHeader().hide()
    plain.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    for column in Column:
        plain.setColumnHidden(column, page.table.isColumnHidden(column))
        plain.setColumnWidth(column, page.table.columnWidth(column))
    plain.resize(page.table.size())
    plain.show()
    qapp.processEvents()
    for name, step in (("three rows", 96), ("a screen", page.table.viewport().height())):
        ours, theirs = [], []
        for turn in range(60):
            for view, found in ((page.table, ours), (plain, theirs)):
                bar = view.verticalScrollBar()

                def scroll(to: int = 20_000 + turn * step) -> None:
                    bar.setValue(to)  # noqa: B023
                    qapp.processEvents()

                started = time.perf_counter()
                scroll()
                found.append(time.perf_counter() - started)
        mine, bare = statistics.median(ours[5:]), statistics.median(theirs[5:])
        say(f"scrolling by {name}: {mine * 1000:.2f} ms, bare table {bare * 1000:.2f} ms, ratio {mine / bare:.2f}")
    plain.deleteLater()


def bench_bulk_edit(folder: Path, say: Callable[[str], None]) -> None:
    file = folder / paths.LEDGER_FILE
    database = Database(sqlite_url(file), "测试")
    database.use_wal()
    ours, raw = [], []
    for turn in range(5):
        started = time.perf_counter()
        with database.session() as session:
            edits = [Edit(number, "owner", f"人{turn}") for number in range(1, BULK + 1)]
            changes = apply_edits(session, edits, TODAY)
        ours.append(time.perf_counter() - started)
        assert len(changes.tasks) == BULK
        started = time.perf_counter()
        with closing(sqlite3.connect(file)) as plain, plain:
            _raw_bulk(plain, f"别{turn}")
        raw.append(time.perf_counter() - started)
    mine, bare = statistics.median(ours), statistics.median(raw)
    say(f"bulk edit of {BULK:,}: {mine:.2f} s, raw sqlite3 {bare:.2f} s, ratio {mine / bare:.1f} (contract 4)")
    database.close()


def _raw_bulk(plain: sqlite3.Connection, name: str) -> None:
    old = plain.execute("SELECT id, owner FROM task WHERE id <= ?", (BULK,)).fetchall()
    plain.execute("INSERT INTO batch (at, actor, source, label) VALUES ('2023-01-01', '', 'manual', 'x')")
    batch = plain.execute("SELECT max(id) FROM batch").fetchone()[0]
    plain.executemany(
        "UPDATE task SET owner = ?, version = version + 1 WHERE id = ?", ((name, number) for number, _ in old)
    )
    plain.executemany(
        "INSERT INTO revision (batch_id, entity, entity_id, field, old, new, task_id) "
        "VALUES (?,'task',?,'owner',?,?,?)",
        ((batch, number, f'"{was}"', f'"{name}"', number) for number, was in old),
    )


def bench_opening(folder: Path, reading: Reading, tmp_path: Path, say: Callable[[str], None]) -> None:
    small = tmp_path / "small"
    small.mkdir()
    open_ledger(sqlite_url(small / paths.LEDGER_FILE), paths.migrations_dir(), paths.seed_dir(), "测试").close()
    for place in (small, folder):
        database = Database(sqlite_url(place / paths.LEDGER_FILE))
        with database.reading() as session:
            read_ledger(session, TODAY, lambda view, where=place: first_screen.keep(where, view))
        database.close()
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TRACKER_QUIT_WHEN_PAINTED": "1"}
    found: dict[Path, list[float]] = {small: [], folder: []}
    for _ in range(7):
        for place, times in found.items():
            times.append(_start([sys.executable, "-m", "tracker", "--data", str(place), "--today", "2023-09-15"], env))
    few, many = (statistics.median(times) for times in found.values())
    ratio = f"ratio {many / few:.2f} (contract 2)"
    say(f"opening {TASKS:,} tasks: {many:.2f} s to the first rows, 88 tasks {few:.2f} s, {ratio}")


def _start(command: list[str], env: dict[str, str]) -> float:
    started = time.perf_counter()
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "painted"
        painted = time.perf_counter() - started
        child.communicate()
    return painted
