"""Run by bench_visits: the first visit of each page and what a click answers; prints seconds as a line of JSON."""

import json
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tracker.cli.parser import parse
from tracker.desktop import Desktop, build
from tracker.ui.overview.page import OverviewPage
from tracker.ui.shell.page_list import PAGES
from tracker.ui.timeline.page import TimelinePage

LIMIT = 60_000  # ms


def wait(desktop: Desktop) -> float:
    """Wait until all that was asked for is read and painted; return the seconds worked in the longest piece of it.

    A piece is what the window does without looking at what somebody clicks meanwhile.
    """
    end, longest = time.monotonic() + LIMIT / 1000, 0.0
    while time.monotonic() < end:
        began, settled = time.thread_time(), True
        try:
            desktop.context.jobs.drain(0)
        except TimeoutError:
            settled = False
        longest = max(longest, time.thread_time() - began)
        if settled:
            break
        time.sleep(0.002)  # looking costs the database thread its turn
    desktop.window.repaint()
    return longest


def first_visits(desktop: Desktop) -> dict[str, dict[str, float]]:
    """Return by page the seconds until something of it is seen and until all of it is, and those worked for it."""
    visits = {}
    for entry in PAGES:
        started, worked, own = time.perf_counter(), time.process_time(), time.thread_time()
        desktop.window.show_page(entry.key)
        made = time.thread_time() - own  # the answer to the click; what follows it are rounds of the event loop
        desktop.app.processEvents()
        desktop.window.repaint()
        seen, first = time.perf_counter() - started, time.thread_time() - own - made
        longest = max(made, first, wait(desktop))
        whole, main_thread = time.perf_counter() - started, time.thread_time() - own
        besides = time.process_time() - worked - main_thread
        visits[entry.word] = {
            "seen": seen, "whole": whole, "window": main_thread, "database": besides, "piece": longest,
        }  # fmt: skip
    return visits


def answer(work: Callable[[], None], widget: QWidget) -> float:
    """Return the seconds until a click has painted something."""
    started = time.perf_counter()
    work()
    QApplication.processEvents()
    widget.repaint()
    return time.perf_counter() - started


def clicks(desktop: Desktop) -> dict[str, float]:
    """Return by click the seconds until it has answered with something to be seen."""
    window, found = desktop.window, {}
    for entry in PAGES:
        found[f"回到{entry.word}"] = answer(lambda key=entry.key: window.show_page(key), window)
        wait(desktop)
    window.show_page("overview")
    page = window.page()
    assert isinstance(page, OverviewPage)
    wait(desktop)
    found["总览 按文章"] = answer(lambda: page.by._choose("article"), page)
    found["总览 比去年末"] = answer(lambda: page.since.chip.set_value("year"), page)
    wait(desktop)
    window.show_page("timeline")
    timeline = window.page()
    assert isinstance(timeline, TimelinePage)
    wait(desktop)
    found["时间轴 五年"] = answer(lambda: timeline.chart.show_days(1827), timeline)
    strip = timeline.chart.strip_rect()
    month = timeline.chart.months[0]
    at = QPoint(int(strip.left() + timeline.chart.scale.x(month.first) + 3), int(strip.center().y()))
    left = Qt.MouseButton.LeftButton
    found["时间轴 一个月"] = answer(lambda: QTest.mouseClick(timeline.chart.viewport(), left, pos=at), timeline)
    wait(desktop)
    found["命令面板"] = answer(lambda: window.commands.open_palette() and None, window)
    return found


def main() -> None:
    desktop = build(parse(sys.argv[1:]))
    desktop.window.resize(1366, 768)
    started = time.perf_counter()
    desktop.window.show()
    wait(desktop)
    ready = time.perf_counter() - started
    visits = first_visits(desktop)
    answers = clicks(desktop)
    print(json.dumps({"ready": ready, "visits": visits, "clicks": answers}))
    desktop.close()


main()
