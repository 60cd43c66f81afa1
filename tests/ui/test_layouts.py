"""At every size a window may have, nothing on a page is cut, covered or pushed out; the faults are read from widgets.

The ordinary run takes the sizes of a laptop. The whole matrix, with scaled screens, long names and 9,999 tasks, is
`TRACKER_ALL_SIZES=1 python dev.py test tests/ui/test_layouts.py tests/ui/test_dialog_layouts.py`.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.layout_faults import layout_faults
from tests.strained_ledgers import fill_up, lengthen_names
from tests.window_sizes import ALL_SIZES, WHOLE_MATRIX, WIDE_AND_HIGH
from tracker.model.changes import Changes
from tracker.store.engine import Database
from tracker.tour_opening import settle
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import Jobs
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.view_settings import Shape
from tracker.ui.page import Page
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.shell.page_list import PAGES
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.paint import paint_text


def faults_of_pages(window: MainWindow, jobs: Jobs) -> dict[str, list[str]]:
    """Return the faults of every page at every size, by page and size; each page is opened once."""
    faults = {}
    for entry in PAGES:
        window.show_page(entry.key)
        for size in WIDE_AND_HIGH:
            window.resize(*size)
            settle(jobs)
            assert window.size().toTuple() == size
            if lines := layout_faults(window):
                faults[f"{entry.key} {size}"] = lines
    return faults


def test_every_page_fits(window: MainWindow, live: Context) -> None:
    assert faults_of_pages(window, live.jobs) == {}


def test_every_page_fits_with_offices_of_long_names(ledger: Database, window: MainWindow, live: Context) -> None:
    lengthen_names(ledger)
    live.bus.changed.emit(Changes(everything=True))
    assert faults_of_pages(window, live.jobs) == {}


def choose_the_longest(page: Page) -> None:
    """Choose in every chip of a page the value with the most letters."""
    for chip in page.findChildren(Chip):
        if chip.isVisible() and (acts := chip.choices().actions()):
            max(acts, key=lambda act: len(act.text())).trigger()


def test_every_page_fits_with_all_chips_chosen(ledger: Database, window: MainWindow, live: Context) -> None:
    lengthen_names(ledger)
    live.bus.changed.emit(Changes(everything=True))
    for entry in PAGES:
        window.show_page(entry.key)
        settle(live.jobs)
        choose_the_longest(window.page())
        settle(live.jobs)
    assert faults_of_pages(window, live.jobs) == {}


@pytest.mark.skipif(not WHOLE_MATRIX, reason="with TRACKER_ALL_SIZES=1")
def test_every_page_fits_with_9999_tasks(ledger: Database, window: MainWindow, live: Context) -> None:
    lengthen_names(ledger)
    fill_up(ledger, 9_999)
    live.bus.changed.emit(Changes(everything=True))
    assert faults_of_pages(window, live.jobs) == {}


@pytest.mark.skipif(not WHOLE_MATRIX, reason="with TRACKER_ALL_SIZES=1")
@pytest.mark.parametrize("scale", ["1.25", "1.5", "2"])
def test_everything_fits_on_a_scaled_screen(scale: str) -> None:
    """Qt reads its scale when it starts: another process takes pages and dialogs, at the sizes of a laptop."""
    files = [str(Path(__file__)), str(Path(__file__).with_name("test_dialog_layouts.py"))]
    command = [sys.executable, "-m", "pytest", "-vv", "--show-capture=no", "-p", "no:cacheprovider", *files]
    environment = {name: value for name, value in os.environ.items() if name != ALL_SIZES}
    environment["QT_SCALE_FACTOR"] = scale
    taken = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert taken.returncode == 0, taken.stdout[-4000:]


MEASURE = """
from PySide6.QtWidgets import QApplication
from tracker.ui.theme import fonts, style

app = QApplication([])
fonts.register_fallback()
style.apply(app, "light")
print(app.primaryScreen().devicePixelRatio())
for role in ("tick", "small", "body", "strong", "title"):
    print(role, fonts.metrics(role).height(), fonts.metrics(role).horizontalAdvance("12,345 项任务，到 2026-11-28"))
"""


def test_a_scale_changes_no_measure() -> None:
    """Why the ordinary run needs no scaled screen: at 125 % a window has fewer pixels, and the same words as wide."""
    command = [sys.executable, "-c", MEASURE]
    plain, scaled = (
        subprocess.run(
            command, env={**os.environ, "QT_SCALE_FACTOR": scale}, capture_output=True, text=True, check=True
        ).stdout.splitlines()
        for scale in ("1", "1.25")
    )
    assert (plain[0], scaled[0]) == ("1.0", "1.25")
    assert plain[1:] == scaled[1:] != []


def test_every_shape_of_the_ledger_fits(window: MainWindow, live: Context) -> None:
    window.show_page("ledger")
    live.jobs.drain()
    page = window.page()
    assert isinstance(page, LedgerPage)
    faults = {}
    for shape in Shape:
        page.toolbar.shape_chosen.emit(shape)
        page.table.selectAll()
        page.parts.show_panel(True)
        for size in WIDE_AND_HIGH:
            window.resize(*size)
            settle(live.jobs)
            if lines := layout_faults(window):
                faults[f"{shape.value} {size}"] = lines
    page.parts.show_panel(False)
    assert faults == {}


@pytest.fixture
def board(qtbot: QtBot) -> Iterator[QWidget]:
    """Return an empty window in which the tests below commit each fault once."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(200, 60)
    yield widget
    widget.hide()


def test_what_is_wider_than_a_page_that_only_scrolls_down_is_a_fault(board: QWidget) -> None:
    area = QScrollArea(board)
    area.setGeometry(0, 0, 100, 60)
    content = QWidget()
    content.setFixedSize(140, 40)
    area.setWidget(content)
    board.show()
    assert layout_faults(board) == []
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    assert [line.split(":")[0] for line in layout_faults(board)] == ["outside"]


def test_words_without_room_are_a_fault_unless_a_tooltip_says_them(board: QWidget) -> None:
    label = QLabel("这是一个放不下的很长的标签", board)
    label.setGeometry(0, 0, 40, 20)
    board.show()
    assert [line.split(":")[0] for line in layout_faults(board)] == ["cut"]
    label.setToolTip(label.text())
    assert layout_faults(board) == []


def test_a_control_outside_its_parent_is_a_fault(board: QWidget) -> None:
    button = QPushButton("保存", board)
    button.setGeometry(150, 10, 90, 24)
    board.show()
    assert [line.split(":")[0] for line in layout_faults(board)] == ["outside"]


def test_controls_over_each_other_are_a_fault(board: QWidget) -> None:
    for left in (0, 20):
        button = QPushButton("保存", board)
        button.setGeometry(left, 0, 90, 24)
    board.show()
    assert [line.split(":")[0] for line in layout_faults(board)] == ["overlap"]


def test_what_a_layout_places_well_is_none(board: QWidget) -> None:
    row = QHBoxLayout(board)
    row.addWidget(QLabel("标签"))
    row.addWidget(QPushButton("保存"))
    board.show()
    assert layout_faults(board) == []


class Painted(MarkChart):
    """A chart of words at given places."""

    def __init__(self, words: dict[str, QRectF], sentence: str = "") -> None:
        super().__init__("图")
        self._words, self._sentence = words, sentence
        self.resize(200, 60)
        self.rearrange()

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return one mark as large as the chart."""
        return (Mark(QRectF(0, 0, size.width(), size.height()), None, 0, self._sentence),)

    def draw(self, painter: QPainter) -> None:
        """Paint the words, moved as charts move theirs."""
        painter.translate(10, 0)
        for text, box in self._words.items():
            paint_text(painter, box.translated(-10, 0), text, "#000000")


LINE = QRectF(10, 10, 90, 20)


@pytest.mark.parametrize(
    ("words", "sentence", "faults"),
    [
        ({"红灯 12 项": LINE, "黄灯 3 项": LINE.translated(95, 0)}, "", []),
        ({"红灯 12 项": LINE, "黄灯 3 项": LINE.translated(30, 2)}, "", ["overlap"]),
        ({"红灯 12 项": LINE.translated(150, 0)}, "", ["outside"]),
        ({"牵头单位的名称太长太长太长": LINE}, "", ["cut"]),
        ({"牵头单位的名称太长太长太长": LINE}, "牵头单位的名称太长太长太长：红灯 3 项", []),
    ],
)
def test_words_that_a_chart_paints_are_read(
    qtbot: QtBot, words: dict[str, QRectF], sentence: str, faults: list[str]
) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    box.resize(220, 80)
    Painted(words, sentence).setParent(box)
    box.show()
    assert [line.split(":")[0] for line in layout_faults(box)] == faults
