"""Chips, search, grouping and columns of the ledger; everything fits at every width."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tracker.model.rows import LedgerView
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.filter_chips import FacetChip
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.toolbar import LedgerToolbar
from tracker.ui.task.filter import Facet, LedgerFilter, facet_options

OFFICES = (("市经信局", "市经信局"), ("市科技局", "市科技局"), ("市地方金融监管局", "市地方金融监管局"))


@pytest.fixture
def chip(qtbot: QtBot) -> FacetChip:
    made = FacetChip(Facet.OFFICE)
    qtbot.addWidget(made)
    made.set_options(OFFICES)
    made.show()
    return made


@pytest.fixture
def toolbar(qtbot: QtBot, small_ledger: LedgerView) -> LedgerToolbar:
    made = LedgerToolbar()
    qtbot.addWidget(made)
    made.set_options(facet_options(small_ledger))
    made.resize(910, 44)
    made.show()
    return made


@pytest.mark.parametrize(
    ("chosen", "text", "active"),
    [
        (set(), "单位", "false"),
        ({"市科技局"}, "单位：市科技局", "true"),
        ({"市科技局", "市经信局"}, "单位：2 项", "true"),
        ({"已撤销的局"}, "单位：…", "true"),
    ],
)
def test_a_chip_says_what_it_does(chip: FacetChip, chosen: set[str], text: str, active: str) -> None:
    chip.choose(frozenset(chosen))
    assert chip.text() == text
    assert chip.property("active") == active
    assert not chip.grab().isNull()


def test_the_cross_and_delete_clear(chip: FacetChip, qtbot: QtBot) -> None:
    chip.choose(frozenset({"市科技局"}))
    with qtbot.waitSignal(chip.chosen_changed) as told:
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, 13))
    assert told.args == [frozenset()]
    chip.choose(frozenset({"市经信局"}))
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert chip.chosen == frozenset()


def test_a_chip_opens_by_click_and_key_and_ticks_several(chip: FacetChip) -> None:
    QTest.keyClick(chip, Qt.Key.Key_Down)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    popup.actions()[0].setChecked(True)
    popup.actions()[2].setChecked(True)
    assert chip.chosen == {"市经信局", "市地方金融监管局"}
    popup.close()


def test_choosing_silently_or_the_same_tells_nothing(chip: FacetChip, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(chip.chosen_changed):
        chip.choose(frozenset({"市科技局"}), silent=True)
        chip.choose(frozenset({"市科技局"}))


def everything_on() -> LedgerFilter:
    return LedgerFilter(
        {
            Facet.ARTICLE: frozenset({"A"}),
            Facet.OFFICE: frozenset({"市科技局"}),
            Facet.THEME: frozenset({"数字化"}),
            Facet.STATUS: frozenset({"in_progress"}),
            Facet.LIGHT: frozenset({"red", "amber"}),
            Facet.DUE: frozenset({"soon"}),
            Facet.MORE: frozenset({"matters"}),
        },
        "灯塔",
    )


@pytest.mark.parametrize("width", [910, 1238, 1400, 840])
def test_nothing_is_pushed_out_even_with_every_chip_on(toolbar: LedgerToolbar, qtbot: QtBot, width: int) -> None:
    toolbar.resize(width, 44)
    toolbar.set_filter(everything_on())
    qtbot.wait(1)
    assert toolbar.columns.geometry().right() <= width
    chips = list(toolbar.chips.values())
    edges = [toolbar.search, *chips, toolbar.clear, toolbar.group, toolbar.columns]
    for left, right in pairwise(edges):
        assert left.geometry().right() < right.geometry().left()
    assert toolbar.minimumSizeHint().width() <= 480


def test_on_a_laptop_with_the_panel_open_chips_give_up_their_arrows_before_they_overlap(
    toolbar: LedgerToolbar, qtbot: QtBot
) -> None:
    toolbar.resize(638, 44)
    toolbar.set_filter(LedgerFilter({Facet.MORE: frozenset({"key"})}))
    qtbot.wait(1)
    edges = [toolbar.search, *toolbar.chips.values(), toolbar.clear, toolbar.group, toolbar.columns]
    for left, right in pairwise(edges):
        assert left.geometry().right() < right.geometry().left()
    assert toolbar.columns.geometry().right() <= 638
    assert [chip.text() for chip in toolbar.chips.values()] == [facet.value for facet in toolbar.chips]


def test_the_filter_is_told_as_a_whole(toolbar: LedgerToolbar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(toolbar.filter_changed) as told:
        toolbar.lights.choose(frozenset({"red"}))
    assert told.args == [LedgerFilter({Facet.LIGHT: frozenset({"red"})}, "")]
    with qtbot.waitSignal(toolbar.filter_changed) as told:
        toolbar.search.setText("灯塔")
    assert told.args == [LedgerFilter({Facet.LIGHT: frozenset({"red"})}, "灯塔")]
    toolbar.clear_all()
    assert not toolbar.filter().active
    assert not toolbar.clear.isVisible()


def test_grouping_is_told_once_and_named(toolbar: LedgerToolbar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(toolbar.grouping_changed) as told:
        toolbar.set_grouping(Grouping.THEME)
    assert told.args == [Grouping.THEME]
    assert toolbar.group.text() == "分组：主题"
    with qtbot.assertNotEmitted(toolbar.grouping_changed):
        toolbar.set_grouping(Grouping.THEME)


def test_the_menus_offer_groupings_and_columns(toolbar: LedgerToolbar, qtbot: QtBot) -> None:
    toolbar.group.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    assert [action.text() for action in popup.actions()] == [
        *(grouping.value for grouping in Grouping),
        "",
        "显示总领和分组行",
        "",
        "保存为视图…",
    ]
    popup.close()
    toolbar.visible_columns = frozenset(Column) - {Column.LATEST}
    toolbar.columns.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    assert [a.text() for a in popup.actions() if a.isCheckable() and not a.isChecked()] == ["最近进展", "自动换行"]
    with qtbot.waitSignal(toolbar.columns_asked):
        popup.actions()[-1].trigger()
    with qtbot.waitSignal(toolbar.column_toggled) as told:
        popup.actions()[0].setChecked(True)
    assert told.args == [Column.LATEST, True]
    popup.close()
