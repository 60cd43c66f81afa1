"""Everything the keyboard can reach has a name, on every page and in every dialog; Tab reaches it all."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QDialog, QWidget

from tracker.ui.shell.commands import Commands
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.shell.page_list import PAGES

DIALOGS: list[Callable[[Commands], QDialog | None]] = [
    Commands.open_palette,
    Commands.open_shortcuts,
    Commands.open_help,
    Commands.open_rules,
    Commands.open_compare,
    Commands.open_history,
]


def reachable(root: QWidget) -> list[QWidget]:
    """Return the visible widgets Tab stops at."""
    stops = Qt.FocusPolicy.TabFocus
    return [w for w in root.findChildren(QWidget) if w.isVisible() and w.isEnabled() and w.focusPolicy() & stops]


def name_of(widget: QWidget) -> str:
    """Return what a screen reader says: the accessible name, the text, the placeholder or the tooltip."""
    said = [widget.accessibleName()]
    for read in ("text", "placeholderText", "toolTip", "currentText"):
        said.append(getattr(widget, read)() if hasattr(widget, read) else "")
    return next((text for text in said if text), "")


def nameless(root: QWidget) -> list[str]:
    """Return the widgets nobody could tell apart; a scroll area around content is a place and no control."""
    plain = (w for w in reachable(root) if type(w).__name__ != "QScrollArea" or w.accessibleName() == "")
    found = [w for w in plain if not name_of(w)]
    return [f"{type(w).__name__} in {type(w.parentWidget()).__name__}" for w in found]


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_every_stop_of_a_page_has_a_name(window: MainWindow, key: str) -> None:
    window.show_page(key)
    window.context.jobs.drain()
    assert reachable(window.page())
    assert nameless(window) == []


@pytest.mark.parametrize("opened", DIALOGS, ids=lambda one: one.__name__)
def test_every_stop_of_a_dialog_has_a_name(window: MainWindow, opened: Callable[[Commands], QDialog | None]) -> None:
    dialog = opened(window.commands)
    assert dialog is not None
    window.context.jobs.drain()
    assert reachable(dialog)
    assert nameless(dialog) == []
    dialog.reject()


def test_every_stop_of_the_columns_has_a_name(window: MainWindow) -> None:
    window.show_page("ledger")
    window.context.jobs.drain()
    page: Any = window.page()
    dialog = page.parts.open_columns()
    assert reachable(dialog)
    assert nameless(dialog) == []
    dialog.reject()


def test_an_empty_page_keeps_the_keyboard(window: MainWindow) -> None:
    """Where a hint stands instead of the rows the keyboard is on the page, not on the rail beside it."""
    window.show_page("ledger")
    window.context.jobs.drain()
    page: Any = window.page()
    page.toolbar.search.setText("没有这样的任务")
    page.controller.show_rows(anew=True)
    page.setFocus()
    focused = window.focusWidget()
    assert focused is not None
    assert focused is page or page.isAncestorOf(focused)


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_tab_walks_round_the_page(window: MainWindow, key: str) -> None:
    """Every stop comes by, from the rail to the last control, and none holds the keyboard."""
    window.show_page(key)
    window.context.jobs.drain()
    wanted = {id(w) for w in reachable(window) if not isinstance(w, QAbstractScrollArea) or w.accessibleName()}
    start, seen = window.focusWidget(), set()
    for _ in range(4 * len(wanted) + 20):
        window.focusNextChild()
        seen.add(id(window.focusWidget()))
        if window.focusWidget() is start and len(seen) > 1:
            break
    rail = {id(entry) for entry in window.rail.entries.values()}  # one of them stands for all: arrows move
    missed = [w for w in reachable(window) if id(w) in wanted - seen - rail]
    assert [f"{type(w).__name__} {name_of(w)}" for w in missed] == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_no_page_keeps_the_tab_key(window: MainWindow, key: Qt.Key) -> None:
    """The key itself, not Qt's order: a table takes it for the way to its next cell, a text for a letter."""
    shift = Qt.KeyboardModifier.ShiftModifier if key is Qt.Key.Key_Backtab else Qt.KeyboardModifier.NoModifier
    kept = []
    window.activateWindow()
    for entry in PAGES:
        window.show_page(entry.key)
        window.context.jobs.drain()
        window.page().setFocus()
        stay = 0
        for _ in range(4 * len(reachable(window))):
            before = window.focusWidget() or window
            QTest.keyClick(before, key, shift)
            stay = stay + 1 if window.focusWidget() is before else 0
            if stay > 3:
                kept.append(f"{entry.key}: {type(before).__name__} {name_of(before)}")
                break
    assert kept == []


def test_a_widget_without_a_name_is_found(qtbot: Any) -> None:
    root, bare = QWidget(), QWidget()
    qtbot.addWidget(root)
    bare.setParent(root)
    bare.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    root.show()
    assert nameless(root) == ["QWidget in QWidget"]
    bare.setAccessibleName("名字")
    assert nameless(root) == []
