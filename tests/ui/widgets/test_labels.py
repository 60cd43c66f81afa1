"""Labels: type and tone, theme, eliding with a tooltip."""

from typing import Any

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from tracker.ui.theme import style
from tracker.ui.theme.tokens import DARK, LIGHT
from tracker.ui.widgets.labels import ElidedLabel, Rule, Tag, TextLabel

LONG = "推动产业创新人才资金政策五链协同"


def ink(label: TextLabel) -> str:
    return label.palette().color(QPalette.ColorRole.WindowText).name().upper()


@pytest.mark.parametrize(("tone", "expected"), [("text", LIGHT.text), ("text3", LIGHT.text3), ("red", LIGHT.red.text)])
def test_a_tone_is_a_token_or_a_light(qtbot: Any, tone: str, expected: str) -> None:
    label = TextLabel("未定", "small", tone)
    qtbot.addWidget(label)
    assert ink(label) == expected
    assert label.font().pixelSize() == 12


def test_a_label_keeps_its_colour_when_the_style_puts_an_old_palette_back(qtbot: Any) -> None:
    label = TextLabel("还没有核查", "small", "text3")
    qtbot.addWidget(label)
    old = label.palette()
    old.setColor(QPalette.ColorRole.WindowText, DARK.text3)
    label.setPalette(old)
    assert ink(label) == LIGHT.text3


def test_a_label_follows_the_theme(qtbot: Any, qapp: QApplication) -> None:
    label = TextLabel("未定", "body", "text2")
    qtbot.addWidget(label)
    label.show()
    style.apply(qapp, "dark")
    qapp.processEvents()
    dark = ink(label)
    style.apply(qapp, "light")
    qapp.processEvents()
    assert (dark, ink(label)) == (DARK.text2, LIGHT.text2)


def test_the_tone_may_change(qtbot: Any) -> None:
    label = TextLabel("逾期", tone="text")
    qtbot.addWidget(label)
    label.set_tone("red")
    assert ink(label) == LIGHT.red.text


def test_markup_in_a_text_is_shown_as_it_is(qtbot: Any) -> None:
    label = TextLabel("<b>粗</b>")
    qtbot.addWidget(label)
    plain = TextLabel("粗")
    qtbot.addWidget(plain)
    assert label.sizeHint().width() > plain.sizeHint().width() * 2


def test_what_is_cut_is_told_in_the_tooltip(qtbot: Any) -> None:
    label = ElidedLabel(LONG)
    qtbot.addWidget(label)
    label.resize(80, 22)
    label.show()
    assert label.toolTip() == LONG
    label.resize(400, 22)
    assert label.toolTip() == ""
    label.setText("短")
    assert (label.text(), label.toolTip()) == ("短", "")


def test_an_elided_label_never_widens_its_window(qtbot: Any) -> None:
    label = ElidedLabel(LONG * 10)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() <= 24
    assert label.sizeHint().width() > 1000


def test_rule_and_tag_have_their_heights(qtbot: Any) -> None:
    rule, tag = Rule(), Tag("进度")
    for widget in (rule, tag):
        qtbot.addWidget(widget)
    assert (rule.height(), tag.height()) == (1, 20)
    assert tag.grab().toImage().pixelColor(6, 10).name().upper() == LIGHT.press
