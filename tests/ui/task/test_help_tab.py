"""配合 in the panel: who helps, how far, since when silent, whom to call, and what may be done."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tracker.model.enums import BatchSource
from tracker.model.exchange_words import EntryChannel, HelpState
from tracker.model.rows import HelpEntryRow, HelpRow
from tracker.ui.task.action_list import REPORT
from tracker.ui.task.help_tab import HelpTab, standing_words
from tracker.ui.task.wrapped_text import Prose
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.states import EmptyState

HELP = HelpRow(
    3, 1, "市商务局", "负责外资招引", HelpState.IN_PROGRESS, "已对接外商", "缺翻译", "钱七", "87654321", "", True,
    date(2026, 3, 1), 45,
)  # fmt: skip
ENTRY = HelpEntryRow(
    date(2026, 3, 1), "市商务局", HelpState.IN_PROGRESS, "已对接外商", "缺翻译", "测试员", "钱七", BatchSource.MANUAL,
    EntryChannel.PHONE,
)  # fmt: skip


@pytest.fixture
def tab(qtbot: QtBot) -> HelpTab:
    shown = HelpTab()
    qtbot.addWidget(shown)
    shown.resize(327, 600)
    return shown


def texts(tab: HelpTab) -> list[str]:
    return [prose.text() for prose in tab.findChildren(Prose)]


WORDS = [
    ({}, "配合中 · 45 天前反馈"),
    ({"silent": 0}, "配合中 · 今天反馈"),
    ({"silent": None, "on": None, "state": HelpState.NONE}, "未开始 · 还没有反馈"),
    ({"confirmed": False}, "配合中 · 45 天前反馈 · 建议，待确认"),
]


@pytest.mark.parametrize(("values", "words"), WORDS)
def test_words(values: dict[str, object], words: str) -> None:
    assert standing_words(replace(HELP, **values)) == words  # type: ignore[arg-type]


def test_everything_of_an_office_is_shown(tab: HelpTab) -> None:
    tab.show_helping((HELP,), (ENTRY,))
    shown = texts(tab)
    assert shown[:4] == ["配合内容：负责外资招引", "配合情况：已对接外商", "存在问题：缺翻译", "联系人：钱七　87654321"]
    assert shown[4:] == ["已对接外商", "问题：缺翻译"]


def test_what_may_be_done_is_said_to_whoever_does_it(tab: HelpTab, qtbot: QtBot) -> None:
    suggested = replace(HELP, id=4, office="市外办", confirmed=False, duty="")
    tab.show_helping((HELP, suggested), ())
    links = {link.accessibleName(): link for link in tab.findChildren(LinkButton)}
    assert list(links) == ["市商务局：写配合内容", "市外办：确认配合", "市外办：写配合内容"]
    with qtbot.waitSignal(tab.confirm_asked) as confirmed:
        links["市外办：确认配合"].click()
    assert confirmed.args == [suggested]
    with qtbot.waitSignal(tab.duty_asked) as asked:
        links["市商务局：写配合内容"].click()
    assert asked.args == [HELP]
    button = next(each for each in tab.findChildren(QAbstractButton) if each.text() == "登记反馈…")
    with qtbot.waitSignal(tab.asked) as told:
        button.click()
    assert told.args == [REPORT]


def test_of_an_ended_task_nothing_is_asked(tab: HelpTab) -> None:
    tab.show_helping((HELP,), (ENTRY,), ended=True)
    assert tab.findChildren(QAbstractButton) == []
    assert "配合情况：已对接外商" in texts(tab)


def test_without_co_offices_it_says_how_to_get_some(tab: HelpTab) -> None:
    tab.show_helping((HELP,), ())
    tab.show_helping((), ())
    assert tab.findChildren(EmptyState)
