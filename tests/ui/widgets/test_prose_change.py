"""Prose that was mended shows its difference; prose that was rewritten shows it on demand."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from tracker.ui.widgets.labels import Tag
from tracker.ui.widgets.prose_change import HIDE, SHOW, ProseChange

NOTE = "已完成方案起草，正在征求各区县意见，预计下月提交市政府常务会议审议。"
MENDED = "已完成方案起草，正在征求各部门意见，预计下月提交市政府常务会议审议。"
ANOTHER = "召开专题协调会三次，资金缺口仍有两千万元，请市财政局研究支持办法并给出意见。"


def marks(change: ProseChange) -> set[str]:
    return {span.mark for span in change.text.spans()}


def test_what_was_mended_shows_how(show: Callable[..., Any]) -> None:
    change = show(ProseChange(NOTE, MENDED), 300, 120)
    assert marks(change) == {"same", "added", "removed"}
    assert not change.link.isVisible()
    assert not change.findChildren(Tag)[0].isVisible()


def test_what_was_rewritten_shows_how_on_demand(show: Callable[..., Any], qtbot: Any) -> None:
    change = show(ProseChange(NOTE, ANOTHER), 300, 120)
    assert marks(change) == {"same"}
    assert change.text.accessibleName() == ANOTHER
    assert (change.findChildren(Tag)[0].text(), change.link.text()) == ("整段改写", SHOW)
    qtbot.mouseClick(change.link, Qt.MouseButton.LeftButton)
    assert marks(change) >= {"added", "removed"}
    assert change.link.text() == HIDE
    change.link.setFocus()
    qtbot.keyClick(change.link, Qt.Key.Key_Space)
    assert marks(change) == {"same"}


def test_without_an_earlier_text_it_is_plain(show: Callable[..., Any]) -> None:
    change = show(ProseChange(None, NOTE), 300, 120)
    assert marks(change) == {"same"}
    assert not change.link.isVisible()
