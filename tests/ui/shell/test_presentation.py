"""F11: one chart after another, by keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tracker.ui.charts.figure import Sheet
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.shell.presentation import Presentation, present
from tracker.ui.theme import style


def sheet(number: int) -> Sheet:
    def make() -> LineList:
        made = LineList("清单", "没有")
        made.set_data([Line(f"第{number}项", "1", target=number)])
        return made

    return Sheet(f"图{number}", "截至 2023-09-15", make)


@pytest.fixture
def shown(show):
    return show(Presentation([sheet(n) for n in range(1, 4)], demo=True), 1366, 768)


@pytest.mark.parametrize(
    ("keys", "page"),
    [
        ([Qt.Key.Key_Right], 1),
        ([Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Down], 2),
        ([Qt.Key.Key_Left], 0),
        ([Qt.Key.Key_End], 2),
        ([Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Home], 0),
        ([Qt.Key.Key_A], 0),
    ],
)
def test_keys_turn_the_pages_and_stop_at_the_ends(shown, keys, page):
    for key in keys:
        QTest.keyClick(shown, key)
    assert shown.page == page


def test_clicks_go_on_and_back(shown):
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton)
    assert (shown.page, shown.accessibleName()) == (1, "图2")
    QTest.mouseClick(shown, Qt.MouseButton.RightButton)
    assert shown.page == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F11])
def test_it_ends(qtbot, key):
    made = Presentation([sheet(1)], demo=False)
    made.show()
    with qtbot.waitSignal(made.destroyed):
        QTest.keyClick(made, key)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 1024)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_drawn_large(qapp, shown, size, theme):
    """The title, 16 px on a page, is at least as high as the share of the screen says."""
    style.apply(qapp, theme)
    shown.resize(*size)
    first = shown.grab().toImage()
    shown.turn(1)
    assert first != shown.grab().toImage()
    scale = min(size[0] / 880, size[1] / 495)
    top, ground = (size[1] - 495 * scale) / 2, first.pixelColor(1, size[1] // 2)
    rows = [y for y in range(round(top), round(top + 40 * scale)) if _inked(first, y, round(300 * scale), ground)]
    assert rows[-1] - rows[0] >= 12 * scale
    style.apply(qapp, "light")


def _inked(image, y, until, ground):
    return any(image.pixelColor(x, y) != ground for x in range(until))


def test_f11_shows_the_page_or_the_overview(qtbot, live):
    window = MainWindow(live)
    qtbot.addWidget(window)
    window.show()
    live.jobs.drain()
    assert present(window) is None  # 台账 has no charts, and 总览 has not been read yet
    assert window.current_key() == "overview"
    live.jobs.drain()
    shown = window.commands.present()
    assert isinstance(shown, Presentation)
    assert [one.title for one in shown.sheets][:2] == ["销号：实际与计划", "亮灯分布（按单位）"]
    shown.close()
    live.jobs.drain()
    window.hide()
