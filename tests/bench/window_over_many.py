"""Run by bench_edit: the window over a large ledger; prints seconds and megabytes as a line of JSON."""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tracker.cli.parser import parse
from tracker.desktop import build
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.shell.page_list import PAGES
from tracker.ui.widgets.cell_editors import CellEditor

EDITS = 9
PAUSE = 300  # ms from opening a cell to Enter; a person is slower


class Heart:
    """Beats on the main thread every millisecond, and knows the longest pause."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()


def until(done: Callable[[], bool], seconds: float = 60) -> float:
    """Return how long it takes until something is so."""
    started = time.perf_counter()
    while not done():
        QApplication.processEvents()
        time.sleep(0.0005)  # as the program does between events: the database thread has the interpreter meanwhile
        assert time.perf_counter() < started + seconds
    return time.perf_counter() - started


def edit(page: LedgerPage, row: int, text: str) -> tuple[float, float]:
    """Return the seconds from Enter in a cell to the row painted with what was typed: by the clock, and worked."""
    table = page.table
    table.setFocus()
    table.setCurrentIndex(table.rows.index(row, Column.OWNER))
    table.edit_column(Column.OWNER)
    (editor,) = [child for child in table.viewport().findChildren(CellEditor) if child.isVisible()]
    editor.setText(text)
    QTest.qWait(PAUSE)
    started, worked = time.perf_counter(), time.process_time()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    until(lambda: table.rows.index(row, Column.OWNER).data() == text)
    table.viewport().repaint()
    return time.perf_counter() - started, time.process_time() - worked


def peak() -> float:
    """Return the most memory the process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    desktop = build(parse(sys.argv[1:]))
    window, jobs = desktop.window, desktop.context.jobs
    window.show()
    window.show_page("ledger")
    page = window.page()
    assert isinstance(page, LedgerPage)
    jobs.drain(120_000)
    rows = [row for row in range(page.table.rows.rowCount()) if page.table.rows.shown.task(row) is not None]
    edit(page, rows[1], "先改一次")
    jobs.drain(60_000)
    gc.collect()
    heart = Heart()
    heart.start()
    edits = [edit(page, rows[number], f"人{number}{time.time():.0f}") for number in range(2, 2 + EDITS)]
    jobs.drain(60_000)
    before = page.controller.reading
    started, worked = time.perf_counter(), time.process_time()
    window.refresh()
    until(lambda: page.controller.reading is not before)
    page.table.viewport().repaint()
    seconds = time.perf_counter() - started, time.process_time() - worked
    jobs.drain(60_000)
    longest, alone = heart.longest, peak()
    for entry in PAGES:
        window.show_page(entry.key)
        jobs.drain(120_000)
        QTest.qWait(100)
    print(json.dumps({"edits": edits, "f5": seconds, "longest": longest, "ledger": alone, "all": peak()}))
    desktop.close()


main()
