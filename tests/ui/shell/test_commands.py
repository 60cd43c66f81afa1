"""One table of commands: bound keys, the menu, the sheet, the palette and the help, by keys alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QKeySequence, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from sqlmodel import select

from tests.menus import entries_of
from tracker.model.tables import Task
from tracker.services.tasks import edit_task
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.core.command import GO
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.shell.compare import CompareDialog
from tracker.ui.shell.help import TOPICS, HelpDialog, help_file
from tracker.ui.shell.history import HistoryDialog
from tracker.ui.shell.light_rules import LightRulesDialog
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.shell.page_list import PAGES
from tracker.ui.shell.palette import PaletteDialog
from tracker.ui.shell.settings import SettingsDialog
from tracker.ui.shell.shortcuts import OF_PAGES, ShortcutsDialog, groups_of
from tracker.ui.task.action_list import ACTS

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    QTest.keyClick(window, key, modifiers)
    window.context.jobs.drain()


def dialog_of(window: MainWindow, kind: type) -> Any:
    shown = [one for one in window.findChildren(kind) if one.isVisible()]
    assert len(shown) == 1
    return shown[0]


def owner(ledger: Database) -> str:
    with ledger.reading() as session:
        return str(session.exec(select(Task.owner).where(Task.code == "A1.1")).one())


def test_the_keyboard_undoes_and_does_again(window: MainWindow, ledger: Database) -> None:
    def change(session: Any) -> Any:
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        return edit_task(session, task.id, task.version, "owner", "张三", window.context.today())

    told: list[Notice] = []
    refused: list[str] = []
    window.context.bus.notified.connect(told.append)
    window.context.jobs.failed.connect(refused.append)
    window.context.jobs.write(change)
    window.context.jobs.drain()
    press(window, Qt.Key.Key_Z)
    assert owner(ledger) == ""
    press(window, Qt.Key.Key_Y)
    assert owner(ledger) == "张三"
    press(window, Qt.Key.Key_Z)
    press(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert owner(ledger) == "张三"
    press(window, Qt.Key.Key_Y)
    labels = ["已撤销：A1.1 责任人", "已重做：A1.1 责任人"]
    assert [notice.text for notice in told] == [*labels, *labels]
    assert refused == ["没有可以重做的操作。"]


@pytest.mark.parametrize(
    ("key", "modifiers", "kind"),
    [
        (Qt.Key.Key_K, CTRL, PaletteDialog),
        (Qt.Key.Key_Slash, CTRL, ShortcutsDialog),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, HelpDialog),
        (Qt.Key.Key_D, CTRL | SHIFT, CompareDialog),
        (Qt.Key.Key_H, CTRL, HistoryDialog),
    ],
)
def test_keys_open_their_dialogs(window: MainWindow, key: Qt.Key, modifiers: Any, kind: type) -> None:
    press(window, key, modifiers)
    dialog = dialog_of(window, kind)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_no_two_commands_share_their_keys(window: MainWindow) -> None:
    bound = [key.toString() for action in window.actions() for key in action.shortcuts()]
    here = [keys for one in window.commands.everywhere() for keys in one.keys]
    assert len(here) == len(set(here))
    assert len(bound) == len(set(bound))
    assert set(here) <= set(bound)
    assert [one.word for one in window.commands.everywhere()][: len(PAGES)] == [entry.word for entry in PAGES]


def test_the_menu_shows_the_shortcuts(window: MainWindow) -> None:
    made = window.commands.open_menu(QPoint(0, 0))
    shown = {action.text(): action.shortcut().toString() for action in entries_of(made)}
    assert (shown["撤销"], shown["重做"], shown["命令面板…"]) == ("Ctrl+Z", "Ctrl+Y", "Ctrl+K")
    made.close()


def test_the_menu_is_short_and_everything_is_in_it_once(window: MainWindow) -> None:
    made = window.commands.open_menu(QPoint(0, 0))
    assert sum(not action.isSeparator() for action in made.actions()) <= 10
    assert all(len(group.actions()) <= 10 for group in made.findChildren(QMenu))
    listed = [action.text() for action in entries_of(made)]
    assert sorted(listed) == sorted(each.word for each in window.commands.everywhere() if each.group != GO)
    made.close()


def test_the_sheet_knows_every_key_of_the_ledger(window: MainWindow) -> None:
    page = window.page()
    assert isinstance(page, LedgerPage)
    listed = {QKeySequence(keys).toString() for _, rows in OF_PAGES for _, line in rows for keys in line.split()}
    listed |= {keys for _, rows in groups_of(window.commands.everywhere()) for _, keys in rows}
    keys = {key.toString() for action in page.findChildren(QAction) for key in action.shortcuts()}
    assert keys - listed == set()
    assert {"Ctrl+J", "Ctrl+E", "Ctrl+L", "Alt+7"} <= keys


def test_the_sheet_knows_the_key_of_every_act() -> None:
    listed = {key for _, rows in OF_PAGES for _, keys in rows for key in keys.split()}
    assert {act.shortcut for act in ACTS.values() if act.shortcut} <= listed


def test_without_a_task_there_is_no_history(window: MainWindow) -> None:
    window.show_page("overview")
    window.context.jobs.drain()
    assert window.commands.here() == ()
    assert window.commands.open_history() is None


# --- the palette -------------------------------------------------------------------------------------------


@pytest.fixture
def palette(window: MainWindow, qtbot: Any) -> PaletteDialog:
    press(window, Qt.Key.Key_K)
    return dialog_of(window, PaletteDialog)  # type: ignore[no-any-return]


def words(palette: PaletteDialog) -> list[str]:
    return [f"{place.code} {place.text}".strip() for place in palette.suggestions()]


def test_nothing_typed_shows_what_can_be_done(palette: PaletteDialog, window: MainWindow) -> None:
    assert words(palette)[-len(window.commands.everywhere()) :] == [one.word for one in window.commands.everywhere()]
    first = window.commands.here()[0]
    assert words(palette)[0] == first.word
    assert palette.search.hasFocus()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("总览", "总览"), ("zl", "总览"), ("撤", "撤销"), ("ldgz", "亮灯规则…"), ("A2.1c", "A2.1c"), ("zyjy", "A3.1b")],
)
def test_a_few_letters_find_it(palette: PaletteDialog, typed: str, found: str, ledger: Database) -> None:
    palette.search.setText(typed)
    if typed == "zyjy":
        titles = " ".join(words(palette))
        assert "职业教育" in titles
    else:
        assert any(word.startswith(found) for word in words(palette))


def test_the_keyboard_goes_to_a_page(palette: PaletteDialog, window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClicks(palette.search, "zonglan")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.current_key() == "overview")


def test_the_keyboard_goes_to_a_task(palette: PaletteDialog, window: MainWindow, qtbot: Any) -> None:
    window.show_page("overview")
    qtbot.keyClicks(palette.search, "A2.1c")
    tasks = [n for n, place in enumerate(palette.suggestions()) if place.code == "A2.1c"]
    for _ in range(tasks[0]):
        qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    window.context.jobs.drain()
    page = window.page()
    assert isinstance(page, LedgerPage)
    current = page.table.current_task()
    assert current is not None
    assert current.code == "A2.1c"


def test_an_act_on_the_task_stood_on(palette: PaletteDialog, window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClicks(palette.search, "jiljz")
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    acts = [one.word for one in window.commands.here()]
    assert any("记录进展" in word for word in acts)
    assert any("添加佐证文件" in word for word in acts)
    page = window.page()
    assert isinstance(page, LedgerPage)
    next(one for one in window.commands.here() if "明确时限" in one.word).run()
    assert page.acts.dialog is not None
    page.acts.dialog.reject()


def test_words_nobody_knows_say_so(palette: PaletteDialog, qtbot: Any) -> None:
    palette.search.setText("〇〇〇")
    assert words(palette) == []
    assert palette.foot_label.text() == "没有符合的命令或任务"
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_the_end_of_the_list_is_the_end(palette: PaletteDialog, qtbot: Any) -> None:
    qtbot.keyClick(palette.search, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == 0
    for _ in range(9):
        qtbot.keyClick(palette.search, Qt.Key.Key_PageDown)
    assert palette.list.currentIndex().row() == palette.model.rowCount() - 1


def test_what_is_found_speaks(palette: PaletteDialog) -> None:
    index = palette.model.index(palette.model.rowCount() - 1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "打开数据文件夹，帮助与设置"
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


# --- help ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [*(entry.key for entry in PAGES), *(name for name, _ in TOPICS)])
def test_every_page_has_its_help(key: str) -> None:
    assert help_file(key).stem == ("office" if key == "offices" else key)  # one page about offices
    assert help_file(key).read_text(encoding="utf-8").startswith("# ")


def test_a_page_without_help_begins_at_the_beginning() -> None:
    assert help_file("nowhere").stem == "guide"


def test_help_opens_on_the_page_and_its_links_lead_on(window: MainWindow, qtbot: Any) -> None:
    window.show_page("exchange")
    dialog = window.commands.open_help()
    assert isinstance(dialog, HelpDialog)
    assert dialog.topics.currentItem().text() == "往来"
    assert "冲突" in dialog.text.toPlainText()
    qtbot.keyClick(dialog.topics, Qt.Key.Key_Home)
    assert "命令面板" in dialog.text.toPlainText()
    dialog.text.anchorClicked.emit("lights.md")
    assert dialog.topics.currentItem().text() == "亮灯与规则"
    dialog.accept()


def test_the_help_has_the_sizes_of_the_look(window: MainWindow) -> None:
    dialog = HelpDialog("lights", window)
    document = dialog.text.document()
    sizes = {}
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if block.text():
            sizes.setdefault(level, set()).add(block.begin().fragment().charFormat().font().pixelSize())
        block = block.next()
    assert sizes == {0: {13}, 1: {16}, 2: {14}}
    (table, *_) = document.rootFrame().childFrames()
    assert table.format().borderCollapse()
    dialog.reject()


def test_the_tour_shows_its_pictures(window: MainWindow) -> None:
    dialog = HelpDialog("tour", window)
    assert dialog.windowTitle() == "帮助：十图导览"
    names = re.findall(r"tour/[^)\s\"]+png", dialog.text.document().toMarkdown())
    assert len(names) == 10
    for name in names:
        kind = QTextDocument.ResourceType.ImageResource.value
        assert dialog.text.document().resource(kind, QUrl(name)) is not None
    dialog.reject()


def test_links_of_the_help_lead_somewhere() -> None:
    folder = help_file("guide").parent
    links = [name for path in folder.glob("*.md") for name in re.findall(r"\]\((\w+\.md)\)", path.read_text("utf-8"))]
    assert links
    assert [name for name in links if not (folder / name).is_file()] == []


def test_the_rules_open_from_the_settings(window: MainWindow, qtbot: Any, grab: Callable[..., None]) -> None:
    window.open_settings()
    settings = dialog_of(window, SettingsDialog)
    qtbot.mouseClick(settings.rules, Qt.MouseButton.LeftButton)
    window.context.jobs.drain()
    rules = dialog_of(window, LightRulesDialog)
    assert rules.thresholds() is not None
    rules.reject()
    grab(window.commands.open_shortcuts(), "shortcuts")
