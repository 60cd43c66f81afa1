"""The head of a page."""

from typing import Any

from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.head import PageHead


def test_title_summary_and_actions_in_their_places(qtbot: Any) -> None:
    head = PageHead("台账")
    qtbot.addWidget(head)
    first, second = Button("导出…"), Button("交办…", "primary")
    head.add_action(first)
    head.add_action(second)
    head.set_summary("96 项任务 · 截至 2023-09-15")
    head.resize(1238, 52)
    head.show()
    assert head.summary() == "96 项任务 · 截至 2023-09-15"
    assert head.height() == 52
    assert second.geometry().right() == 1238 - 24 - 1
    assert first.geometry().right() == second.x() - 8 - 1


def test_a_long_summary_gives_way(qtbot: Any) -> None:
    head = PageHead("台账")
    qtbot.addWidget(head)
    head.set_summary("很长的说明" * 80)
    assert head.minimumSizeHint().width() < 400
