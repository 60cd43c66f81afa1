"""One page of A4: everything on it, nothing over the edge."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from tracker.ui.charts.figure_page import OnePage, draw_one_page
from tracker.ui.charts.image_files import A4_LANDSCAPE, content
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.overview.key_figures import CellStrip, FigureCell


def listed(words: str) -> LineList:
    made = LineList(words, "没有")
    made.set_data([Line(f"{words}第{n}行", str(n)) for n in range(1, 40)])
    return made


@pytest.fixture
def draw(qtbot):
    def make(*, demo: bool):
        def paint(painter, area):
            cells = [FigureCell(f"数{n}") for n in range(4)]
            for number, cell in enumerate(cells):
                cell.set_figures(str(100 + number), "项", "说明")
            strip = CellStrip(cells)
            upper = (("甲", 0.6, listed("甲")), ("乙", 0.4, listed("乙")))
            rows = ((0.5, upper), (0.5, (("丙", 1.0, listed("丙")),)))
            draw_one_page(painter, area, OnePage("一页", "截至 2023-09-15", strip, cells, rows), demo=demo)

        return paint

    return make


@pytest.mark.parametrize("demo", [True, False])
def test_title_figures_cards_and_foot(draw, demo):
    svg = content("svg", draw(demo=demo), A4_LANDSCAPE, "一页").decode("utf-8")
    for words in ("一页", "截至 2023-09-15", "数0", "103", "甲第1行", "乙第1行", "丙第1行", "智造台账"):
        assert words in svg
    assert "丙第39行" not in svg, "a card shows as many lines as fit"
    assert ("演示数据" in svg) is demo


def test_the_edge_stays_white(draw):
    image = QImage.fromData(content("png", draw(demo=True), A4_LANDSCAPE, "一页"))
    edge = [(x, y) for x in range(0, image.width(), 9) for y in (2, 40, image.height() - 3)]
    edge += [(x, y) for y in range(0, image.height(), 9) for x in (2, 60, image.width() - 3)]
    assert {QColor(image.pixel(x, y)).name() for x, y in edge} == {"#ffffff"}
    middle = QRectF(image.rect()).center().toPoint()
    assert any(image.pixelColor(middle.x() + dx, middle.y()) != QColor("#ffffff") for dx in range(-900, 900))
