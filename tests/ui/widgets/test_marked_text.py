"""A text with coloured stretches: places stay what they are, tags stand beside their lines, keys and clicks pick."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tracker.model.enums import LightColour
from tracker.ui.theme import style
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.marked_text import MarkedText, Shape
from tracker.ui.widgets.tag_margin import Extent

TEXT = "第一句很短。第二句也短。\n第三句在下一行。"


@pytest.fixture
def text(show: Callable[..., Any]) -> MarkedText:
    made = show(MarkedText("原文"), 600, 300)
    made.show_text(TEXT)
    return made


def extent(words: str, key: str = "", look: Any = "open", inside: str = TEXT) -> Extent:
    start = inside.index(words)
    return Extent(key or words, key or "1", ((start, start + len(words)),), look)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("甲\n乙丙", "乙丙"),
        ("甲\r\n乙丙", "乙丙"),
        ("甲\r乙丙", "乙丙"),
        ("甲\u2028乙丙\u2029丁", "丁"),
        ("𠮷野家\n乙丙", "乙丙"),
        ("甲😀乙😀丙", "丙"),
        ("甲\x00乙", "乙"),
    ],
)
def test_places_are_characters_whatever_stands_before_them(text: MarkedText, source: str, words: str) -> None:
    text.show_text(source)
    start = source.index(words)
    text.go_to(start, start + len(words))
    assert text.textCursor().selectedText() == words
    assert text.selected_span() == (start, start + len(words))
    text.put_caret(start)
    assert text.caret() == start


def test_a_place_beyond_the_end_is_the_end(text: MarkedText) -> None:
    text.go_to(0, 10_000)
    assert text.selected_span() == (0, len(TEXT))


def test_only_stretches_with_a_look_are_coloured(text: MarkedText) -> None:
    text.show_extents([extent("第一句"), extent("第二句", look="rejected"), extent("第三句", look="other")])
    assert len(text.extraSelections()) == 2


def test_headings_are_bold(text: MarkedText) -> None:
    text.show_text(TEXT, [(0, 3)])
    cursor = text.textCursor()
    cursor.setPosition(2)
    assert cursor.charFormat().fontWeight() > 400
    cursor.setPosition(6)
    assert cursor.charFormat().fontWeight() <= 400


def test_tags_of_one_line_stand_side_by_side_in_the_order_of_the_text(text: MarkedText) -> None:
    text.show_extents([extent("第二句", "2"), extent("第一句", "1"), extent("第三句", "3")])
    boxes = {one.key: box for one, box in text.tags_in_sight()}
    assert boxes["1"].right() < boxes["2"].left()
    assert boxes["1"].top() == boxes["2"].top() < boxes["3"].top()


def test_stacked_tags_are_moved_down_where_two_meet_and_show_their_lights(show: Callable[..., Any]) -> None:
    made = show(MarkedText("原文", shape=Shape(stacked=True)), 600, 300)
    made.show_text(TEXT)
    first, second, third = extent("第一句", "1"), extent("第二句", "2"), extent("第三句", "3")
    made.show_extents([first, replace(second, light=LightColour.RED), third])
    boxes = {one.key: box for one, box in made.tags_in_sight()}
    assert len({box.right() for box in boxes.values()}) == 1
    assert boxes["1"].bottom() < boxes["2"].top()
    assert boxes["2"].bottom() < boxes["3"].top()
    assert boxes["2"].width() >= boxes["1"].width()
    picture = made.margin.grab().toImage()
    inside = boxes["2"].toRect()
    places = [(x, y) for x in range(inside.left(), inside.right()) for y in range(inside.top(), inside.bottom())]
    assert QColor(current().light(LightColour.RED).fill).rgb() in {picture.pixelColor(x, y).rgb() for x, y in places}


def test_a_click_on_a_tag_picks_its_stretch(text: MarkedText, qtbot: Any) -> None:
    text.show_extents([extent("第一句", "1"), extent("第三句", "3")])
    box = next(box for one, box in text.tags_in_sight() if one.key == "3")
    with qtbot.waitSignal(text.picked) as told:
        QTest.mouseClick(text.margin, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert told.args == ["3"]


def test_the_innermost_stretch_is_at_a_place(text: MarkedText) -> None:
    text.show_extents([extent("第一句很短。第二句", "outer"), extent("很短", "inner")])
    inside = text.extent_at(TEXT.index("很短"))
    outside = text.extent_at(0)
    assert inside is not None
    assert outside is not None
    assert (inside.key, outside.key) == ("inner", "outer")
    assert text.extent_at(len(TEXT) - 1) is None


def test_what_is_chosen_comes_into_view(text: MarkedText) -> None:
    long = "一行。\n" * 300 + "最后。"
    text.show_text(long)
    text.show_extents([extent("最后", "last", inside=long)])
    assert text.tags_in_sight() == []
    text.choose("last")
    assert [one.key for one, _ in text.tags_in_sight()] == ["last"]
    assert text.verticalScrollBar().value() > 0


def test_choosing_what_is_not_there_changes_nothing(text: MarkedText) -> None:
    text.show_extents([extent("第一句", "1")])
    text.choose("x")
    assert text.extent("x") is None
    assert text.verticalScrollBar().value() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_letters_are_for_whoever_shows_the_text(qtbot: Any, key: Qt.Key) -> None:
    heard: list[int] = []

    class Around(QWidget):
        def keyPressEvent(self, event: Any) -> None:
            heard.append(event.key())

    around = Around()
    qtbot.addWidget(around)
    text = MarkedText("原文", around)
    text.show_text(TEXT)
    QTest.keyClick(text, key)
    assert heard == [key]
    assert text.toPlainText() == TEXT


def test_keys_move_the_caret_and_select(text: MarkedText) -> None:
    text.put_caret(0)
    QTest.keyClick(text, Qt.Key.Key_Right)
    assert text.caret() == 1
    QTest.keyClick(text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert text.selected_span() == (1, 2)


def test_colours_follow_the_theme(text: MarkedText, qapp: Any) -> None:
    text.show_extents([extent("第一句", look="accepted")])
    style.apply(qapp, "dark")
    qapp.processEvents()
    (mark,) = text.extraSelections()
    ground = QColor(mark.format.background().color())  # type: ignore[attr-defined]
    wanted = QColor(current().added)
    style.apply(qapp, "light")
    assert ground == wanted
