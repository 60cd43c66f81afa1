"""Wrapped prose at 22 px a line, and the value that is built on it."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from tracker.ui.task.value_view import ValueView
from tracker.ui.task.wrapped_text import Prose


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 200, 1), ("短", 200, 1), ("一\n二\n三", 200, 3), ("字" * 30, 13 * 10 + 2, 3), ("a" * 200, 100, None)],
)
def test_height_follows_width(qtbot: QtBot, text: str, width: int, lines: int | None) -> None:
    prose = Prose(text)
    qtbot.addWidget(prose)
    height = prose.heightForWidth(width)
    assert height % 22 == 0
    assert height == lines * 22 if lines is not None else height > 5 * 22
    assert prose.text() == text


def test_it_paints_in_its_tone(qtbot: QtBot) -> None:
    prose = Prose("落后", "red")
    qtbot.addWidget(prose)
    prose.resize(100, 22)
    image = prose.grab().toImage()
    seen = {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}
    assert "#b12a2a" in seen


def test_a_value_is_28_high_and_wraps_only_when_told(qtbot: QtBot) -> None:
    plain, wrapped = ValueView(), ValueView(wrapped=True)
    for view in (plain, wrapped):
        qtbot.addWidget(view)
        view.show_value("很长的内容" * 20, note="说明")
        view.resize(200, 28)
        assert not view.grab().isNull()
    assert plain.heightForWidth(200) == 28
    assert wrapped.heightForWidth(200) > 100
    assert plain.note == "说明"
