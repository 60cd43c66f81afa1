"""At every size a window may have, nothing on a page is cut, covered or pushed out; the faults are read from widgets.

`python dev.py test tests/ui/test_layouts.py` takes the sizes of a laptop; with TRACKER_ALL_SIZES=1 the whole matrix.
"""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.layout_faults import layout_faults
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.core.context import Context
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.view_settings import Shape
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.shell.page_list import PAGES
from tracker.ui.widgets.paint import paint_text

SIZES = ((1366, 768), (1093, 614), (1024, 520))
ALL_SIZES = (*SIZES, (1024, 600), (1200, 720), (1366, 700), (1920, 1080))


@pytest.mark.parametrize("size", ALL_SIZES if os.environ.get("TRACKER_ALL_SIZES") else SIZES)
def test_every_page_fits(window: MainWindow, live: Context, qtbot: QtBot, size: tuple[int, int]) -> None:
    window.resize(*size)
    assert window.size().toTuple() == size
    faults = {}
    for entry in PAGES:
        window.show_page(entry.key)
        live.jobs.drain()
        qtbot.wait(20)
        live.jobs.drain()
        if lines := layout_faults(window):
            faults[entry.key] = lines
    assert faults == {}


@pytest.mark.parametrize("size", SIZES)
def test_every_shape_of_the_ledger_fits(window: MainWindow, live: Context, qtbot: QtBot, size: tuple[int, int]) -> None:
    window.resize(*size)
    window.show_page("ledger")
    live.jobs.drain()
    page = window.page()
    assert isinstance(page, LedgerPage)
    faults = {}
    for shape in Shape:
        page.toolbar.shape_chosen.emit(shape)
        page.table.selectAll()
        page.parts.show_panel(True)
        live.jobs.drain()
        qtbot.wait(60)
        if lines := layout_faults(window):
            faults[shape.value] = lines
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
