"""The base of all pages: read at first sight, again only when visible and touched."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QStackedWidget

from tracker.model.changes import Changes
from tracker.ui.core.context import Context
from tracker.ui.page import Page


class Counting(Page):
    title = "样页"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.reads = 0
        self.body.addWidget(QLabel("内容"))

    def refresh(self) -> None:
        self.reads += 1

    def touches(self, changes: Changes) -> bool:
        return bool(changes.indicators)


@pytest.fixture
def stack(qtbot: Any, context: Context) -> QStackedWidget:
    made = QStackedWidget()
    for _ in range(2):
        made.addWidget(Counting(context))
    qtbot.addWidget(made)
    made.show()
    return made


def reads(stack: QStackedWidget) -> list[int]:
    return [stack.widget(number).reads for number in range(2)]  # type: ignore[attr-defined]


def test_only_what_is_seen_is_read(stack: QStackedWidget) -> None:
    assert reads(stack) == [1, 0]
    stack.setCurrentIndex(1)
    assert reads(stack) == [1, 1]


def test_coming_back_untouched_reads_nothing(stack: QStackedWidget) -> None:
    stack.setCurrentIndex(1)
    stack.setCurrentIndex(0)
    assert reads(stack) == [1, 1]


@pytest.mark.parametrize(
    ("changes", "now", "later"),
    [
        (Changes(indicators=frozenset({7})), [2, 1], [2, 2]),
        (Changes(tasks=frozenset({7})), [1, 1], [1, 1]),
        (Changes(everything=True), [2, 1], [2, 2]),
    ],
)
def test_a_change_is_read_at_once_where_it_is_seen(
    stack: QStackedWidget, context: Context, changes: Changes, now: list[int], later: list[int]
) -> None:
    stack.setCurrentIndex(1)
    stack.setCurrentIndex(0)
    context.bus.changed.emit(changes)
    assert reads(stack) == now
    stack.setCurrentIndex(1)
    assert reads(stack) == later


def test_many_changes_while_away_are_read_once(stack: QStackedWidget, context: Context) -> None:
    stack.setCurrentIndex(1)
    stack.setCurrentIndex(0)
    for _ in range(5):
        context.bus.changed.emit(Changes(indicators=frozenset({1})))
    stack.setCurrentIndex(1)
    assert reads(stack) == [6, 2]


def test_a_page_that_does_not_say_what_it_reads_is_always_touched(qtbot: Any, context: Context) -> None:
    page = Page(context)
    qtbot.addWidget(page)
    assert page.touches(Changes())
    with pytest.raises(NotImplementedError):
        page.refresh()


def test_the_head_is_52_high_and_carries_the_title(stack: QStackedWidget) -> None:
    page = stack.currentWidget()
    stack.resize(1238, 768)
    assert page.head.height() == 52  # type: ignore[attr-defined]
    assert page.head.y() == 0  # type: ignore[attr-defined]
    page.open_target(None)  # type: ignore[attr-defined]
    page.focus_search()  # type: ignore[attr-defined]


def test_a_screen_reader_hears_which_page_it_is(stack: QStackedWidget) -> None:
    assert stack.widget(0).accessibleName() == "样页"
