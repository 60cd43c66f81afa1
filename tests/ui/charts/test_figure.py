"""A sheet: title, note, legend, foot; drawn in light colours; nothing beside the chart."""

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from tracker.ui.charts.figure import DEMO, Sheet, draw_chart, draw_sheet, lay_out, on_paper
from tracker.ui.charts.image_files import content, picture
from tracker.ui.charts.legend import Legend
from tracker.ui.overview.article_bars import ArticleBars
from tracker.ui.theme import style
from tracker.ui.theme.tokens import current


class Patch(QWidget):
    """A chart that is one colour and draws beyond its edges where nothing clips."""

    def __init__(self, tone: str = "#cb3138") -> None:
        super().__init__()
        self.tone = tone

    def paintEvent(self, _event):
        QPainter(self).fillRect(self.rect(), QColor(self.tone))


@pytest.fixture
def bars(groups):
    def make() -> ArticleBars:
        made = ArticleBars()
        made.set_data(groups, groups[0].counts)
        return made

    return make


def words_of(sheet: Sheet, *, demo: bool = False) -> str:
    made = content("svg", lambda painter, area: draw_sheet(painter, area, sheet, demo=demo), sheet.whole, sheet.title)
    return made.decode("utf-8")


def test_a_sheet_says_title_day_source_and_that_it_is_a_demonstration(qapp, bars):
    sheet = Sheet("亮灯分布", "截至 2023-09-15，单位：项", bars)
    plain, marked = words_of(sheet), words_of(sheet, demo=True)
    for words in ("亮灯分布", "截至 2023-09-15，单位：项", "智造台账", "扛起宁波担当"):
        assert words in plain
    assert DEMO not in plain
    assert DEMO in marked


def test_a_second_line_of_the_note_makes_the_head_higher(qapp):
    one, two = Sheet("图", "一行", Patch), Sheet("图", "一行\n两行", Patch)
    assert two.whole.height() - one.whole.height() == 20
    assert one.whole == QSize(768, 380 + 56 + 28 + 24)


def test_a_legend_stands_above_the_chart(qapp):
    def legend(_chart):
        made = Legend()
        made.set_kinds(["观测值", "目标"])
        return made

    assert "观测值" in words_of(Sheet("图", "", Patch, legend))


def test_a_chart_keeps_its_proportions(qapp):
    chart = Patch()
    lay_out(chart, QSize(200, 100))
    drawn = []

    def draw(painter, _area):
        drawn.append(draw_chart(painter, QRectF(10, 20, 400, 100), chart))

    picture(draw, QSize(500, 300))
    assert drawn == [QRectF(10, 20, 200, 100)]


def test_the_brush_of_the_frame_does_not_fill_curves(qtbot, qapp):
    from tracker.ui.overview.burn_up import BurnUpChart

    chart = BurnUpChart()
    qtbot.addWidget(chart)
    lay_out(chart, QSize(300, 160))

    def draw(painter, area):
        painter.setBrush(QColor("#123456"))
        painter.setPen(Qt.PenStyle.NoPen)
        draw_chart(painter, area, chart)

    image = picture(draw, QSize(300, 160))
    seen = {image.pixelColor(x, y).name() for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}
    assert "#123456" not in seen


def test_paper_is_light_whatever_the_screen_shows(qapp):
    style.apply(qapp, "dark")
    try:
        with on_paper():
            assert current().name == "light"
        assert current().name == "dark"
    finally:
        style.apply(qapp, "light")
