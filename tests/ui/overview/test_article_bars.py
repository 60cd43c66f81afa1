from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from tests.layout_faults import chart_faults
from tests.painted_words import painted_words
from tracker.model.enums import LightColour
from tracker.model.rows import LightCount
from tracker.ui.overview.article_bars import ArticleBars


@pytest.fixture
def bars(show, groups):
    made = show(ArticleBars(), 460, 200)
    made.set_data(groups, {LightColour.RED: 5, LightColour.BLUE: 17})
    return made


def _segments(bars, article):
    return [m for m in bars.marks if m.target.get("article") == article and "light" in m.target]


def test_segments_carry_the_counts_in_the_order_of_lights(bars):
    assert [(m.target["light"].word, m.value) for m in _segments(bars, "D")] == [
        ("红", 2), ("黄", 7), ("绿", 18), ("蓝", 11), ("灰", 4),
    ]  # fmt: skip


def test_length_is_the_share_of_the_biggest_article(bars):
    a, d = _segments(bars, "A"), _segments(bars, "D")
    unit = (d[2].rect.width() + 2) / 18  # the gap is taken from the segment: rows of the same sum are as long
    assert a[2].rect.width() + 2 == pytest.approx(14 * unit)
    assert all(left.rect.right() < right.rect.left() for left, right in pairwise(d))
    assert d[-1].rect.right() < bars.width() - 60


def test_an_article_without_tasks_is_left_out(bars):
    assert {m.target["article"] for m in bars.marks if "article" in m.target} == {"A", "D"}


def test_the_share_closed_is_said(bars, groups):
    rows = [m.sentence for m in bars.marks if set(m.target) == {"article", "status"}]
    assert rows == ["扛起宁波担当：31 项，完成率 19.4%", "推动制造业高质量发展：42 项，完成率 26.2%"]
    assert [group.done_share for group in groups] == [194, None, 262]


def test_the_foot_sums_up_every_light(bars):
    sums = {m.target["light"]: m.value for m in bars.marks if "light" in m.target and "article" not in m.target}
    assert sums == {light: {LightColour.RED: 5, LightColour.BLUE: 17}.get(light, 0) for light in LightColour}


def test_a_click_on_a_segment_asks_for_article_and_light(qtbot, bars):
    red = _segments(bars, "A")[0]
    with qtbot.waitSignal(bars.picked) as told:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=red.rect.center().toPoint())
    assert told.args == [{"article": "A", "light": LightColour.RED}]


def test_a_tiny_share_is_still_seen(qtbot):
    bars = ArticleBars()
    qtbot.addWidget(bars)
    bars.resize(460, 200)
    bars.set_data([LightCount("A", "甲", {LightColour.RED: 1, LightColour.GREEN: 5000})], {})
    assert _segments(bars, "A")[0].rect.width() >= 4
    assert not bars.grab().isNull()


@pytest.mark.parametrize("width", [274, 330, 600])
def test_the_sums_stand_inside_a_narrow_card(show, groups, width):
    bars = show(ArticleBars(), width, 200)
    bars.set_data(groups, dict.fromkeys(LightColour, 70))
    assert [line for line in chart_faults(bars) if "70" in line] == []
    rects = [mark.rect for mark in bars.marks[-5:]]
    assert all(left.right() <= right.left() for left, right in pairwise(rects))


def test_thousands_stand_whole_in_their_columns(show):
    bars = show(ArticleBars(), 380, 200)
    counts = dict.fromkeys(LightColour, 1234)
    bars.set_data([LightCount("A", "甲", counts), LightCount("B", "乙", counts)], counts, "office")
    written = [words.text for words in painted_words(bars)]
    assert written.count("1,234") == 4
    assert written.count("6,170") == 2


def test_a_suggested_office_is_named_whole_where_the_card_has_room(show):
    bars = show(ArticleBars(), 380, 200)
    counts = dict.fromkeys(LightColour, 3)
    name = "市科技局（待确认）"
    bars.set_data([LightCount("a", name, counts), LightCount("b", "市经信局", counts)], counts, "office")
    assert name in [words.text for words in painted_words(bars)]
    narrow = show(ArticleBars(), 274, 200)
    narrow.set_data([LightCount("a", name * 2, counts)], counts, "office")
    first = min(mark.rect.left() for mark in narrow.marks if mark.value == 3)
    assert first <= 274 * 0.38 + 1  # the bars keep their room


def test_a_suggested_office_stays_marked_where_there_is_little_room(show):
    bars = show(ArticleBars(), 290, 200)
    counts = dict.fromkeys(LightColour, 3)
    bars.set_data([LightCount("a", "市科技局（待确认）", counts)], counts, "office")
    assert "市科技局 待确认" in [words.text for words in painted_words(bars)]
