"""The window over 100,000 tasks: a key in the search box and a step of scrolling, against plain Qt ways.

Set TRACKER_BENCH_TASKS for fewer tasks while working on it.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QSortFilterProxyModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from tracker.model import pinyin
from tracker.model.rows import LedgerView
from tracker.ui.ledger.columns import Column, cell_text
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.reads import Reading

SIZE = (1366, 768)
TEXT, SPELLED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
BACK = "\b"
#: What stands in the search box, and the key that is pressed then.
KEYS = (
    *(("", "灯"), ("灯", "塔"), ("灯塔", "工"), ("", "市"), ("市", "经"), ("市经", "信"), ("职业教", "育")),
    *(("", "d"), ("d", "t"), ("dt", "g"), ("dtg", "c"), ("", "z"), ("z", "y"), ("zy", "j"), ("zyj", "y")),
    *(("dengt", "a"), ("", "2"), ("制", "造"), ("灯塔", BACK), ("市经", BACK), ("dtgc", BACK), ("z", BACK)),
)


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
    texts = [index.text(row) for row in range(len(index))]
    rows = _Rows(reading.view, texts)
    proxies: dict[str, _Filter] = {"proxy": _Filter(), "proxy with pinyin": _Same(), "lean proxy": _Lean()}
    for proxy in proxies.values():
        proxy.texts = texts  # type: ignore[attr-defined]
        proxy.setSourceModel(rows)
    return proxies


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
        line = ", ".join(f"{name} {clocks[-1].clock * 1000:.1f} ms" for name, clocks in times.items())
        say(f"{before or '·'} {key!r}: {page.controller.shown_count:,} rows, {line}")
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
            for view, seconds in ((page.table, ours), (plain, theirs)):
                bar = view.verticalScrollBar()

                def scroll(to: int = 20_000 + turn * step) -> None:
                    bar.setValue(to)  # noqa: B023
                    qapp.processEvents()

                started = time.perf_counter()
                scroll()
                seconds.append(time.perf_counter() - started)
        mine, bare = statistics.median(ours[5:]), statistics.median(theirs[5:])
        say(f"scrolling by {name}: {mine * 1000:.2f} ms, bare table {bare * 1000:.2f} ms, ratio {mine / bare:.2f}")
    plain.deleteLater()
