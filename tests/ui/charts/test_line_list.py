import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QScrollArea

from tracker.model.enums import LightColour
from tracker.ui.charts import line_list
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.theme.tokens import current


@pytest.fixture
def lines(show):
    return show(LineList("有风险的指标", "没有亮红灯或黄灯的指标"), 380, 200)


def _lines(count):
    return [Line(f"指标{n}", "4 → 14 万人", "落后1", LightColour.RED, target=f"I{n}") for n in range(count)]


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 1), (4, 4), (5, 5), (12, 6)])
def test_as_many_lines_as_fit(lines, count, shown):
    lines.set_data(_lines(count))
    assert len(lines.marks) == shown
    assert all(mark.rect.bottom() <= lines.height() for mark in lines.marks)


def test_a_click_gives_the_target_of_the_line(qtbot, lines):
    lines.set_data(_lines(3))
    with qtbot.waitSignal(lines.picked) as told:
        qtbot.mouseClick(lines, Qt.MouseButton.LeftButton, pos=lines.marks[1].rect.center().toPoint())
    assert told.args == ["I1"]


def test_a_line_without_target_is_only_read(qtbot, lines):
    lines.set_data([Line("反馈导入", "14 项变更", lead="今天 10:42")])
    assert lines.marks[0].sentence == "今天 10:42 反馈导入 14 项变更"
    with qtbot.assertNotEmitted(lines.picked):
        qtbot.mouseClick(lines, Qt.MouseButton.LeftButton, pos=lines.marks[0].rect.center().toPoint())


def test_of_a_long_list_only_what_is_seen_is_drawn(qapp, show, monkeypatch):
    drawn = []
    monkeypatch.setattr(LineList, "_draw_line", lambda _self, _painter, line, _rect: drawn.append(line.target))
    place, lines = QScrollArea(), LineList("任务", "没有任务", whole=True)
    place.setWidgetResizable(True)
    place.setWidget(lines)
    lines.set_data(_lines(300))
    show(place, 400, 340)
    qapp.processEvents()
    drawn.clear()
    lines.repaint()
    assert 0 < len(drawn) <= 12
    assert drawn[0] == "I0"
    place.verticalScrollBar().setValue(place.verticalScrollBar().maximum())
    qapp.processEvents()
    drawn.clear()
    lines.repaint()
    assert drawn[-1] == "I299"
    assert len(drawn) <= 12


def test_on_paper_all_lines_are_drawn(show, monkeypatch):
    drawn = []
    monkeypatch.setattr(LineList, "_draw_line", lambda _self, _painter, line, _rect: drawn.append(line.target))
    lines = show(LineList("任务", "没有任务", whole=True), 400, 300)
    lines.set_data(_lines(20))
    lines.resize(400, 20 * 34)
    drawn.clear()
    picture = QPixmap(400, 20 * 34)
    painter = QPainter(picture)
    lines.paint_into(painter)
    painter.end()
    assert len(drawn) == 20


def test_a_short_title_leaves_its_room_to_the_figure(show):
    """市商务局 beside 2 项变更 · 1 项无法识别, as on 今日 of a laptop."""
    narrow = show(LineList("待核对的反馈", "没有待核对的反馈"), 232, 80)
    figure = "2 项变更 · 1 项无法识别"

    def right_half():
        image = narrow.grab().toImage()
        return {image.pixel(x, y) for x in range(130, 230) for y in range(4, 30)}

    narrow.set_data([Line("市商务局", figure)])
    assert len(right_half()) > 5


def test_a_line_begins_where_the_list_does_unless_something_stands_before_it(lines, monkeypatch):
    """Lights and codes have a column each; without them titles stand at the edge, below the heading."""
    seen = []
    monkeypatch.setattr(line_list, "paint_text", lambda _painter, box, text, *_: seen.append((text, box.left())))
    for line in (Line("市科技局"), Line("题目", lead="A1.2b"), Line("题目", light=LightColour.RED, lead="A1.2b")):
        lines.set_data([line])
        lines.grab()
    at = {text: [left for said, left in seen if said == text] for text in ("市科技局", "A1.2b", "题目")}
    assert at["市科技局"][0] == 0
    assert at["A1.2b"][0] == 0
    assert at["A1.2b"][-1] == 18
    assert at["题目"][-1] == at["题目"][0] + 18


def test_only_what_warns_is_said_in_colour(lines, monkeypatch):
    inks = []
    monkeypatch.setattr(
        line_list, "paint_text", lambda _painter, _box, text, ink, *_: inks.append(ink) if text == "40%" else None
    )
    for light in (LightColour.RED, LightColour.AMBER, LightColour.GREEN, LightColour.BLUE):
        inks.clear()
        lines.set_data([Line("题目", reason="40%", light=light)])
        lines.grab()
        warns = light in (LightColour.RED, LightColour.AMBER)
        assert set(inks) == {current().light(light).text if warns else current().text2}
