"""The delegate: heights, editors by column, and edits that are told and not written."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from tracker.model.rows import LedgerView, OfficeRow
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.delegate import LedgerDelegate
from tracker.ui.ledger.grouping import Grouping, build_tree
from tracker.ui.ledger.model import LedgerModel
from tracker.ui.theme import tokens
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.entry_checks import OfficeNames


@pytest.fixture
def model(qapp: object, small_ledger: LedgerView) -> LedgerModel:
    made = LedgerModel()
    made.replace(build_tree(small_ledger, small_ledger.tasks, Grouping.ARTICLE, bare=False))
    return made


@pytest.fixture
def delegate(model: LedgerModel) -> LedgerDelegate:
    made = LedgerDelegate(model)
    made.offices = OfficeNames((OfficeRow(1, "市经信局", "", (), 1), OfficeRow(2, "市科技局", "", (), 1)))
    made.today = date(2023, 9, 15)
    return made


@pytest.mark.parametrize(("key", "uniform", "height"), [("a:A", False, 36), ("t:1", False, 32), ("a:A", True, 32)])
def test_heights(model: LedgerModel, delegate: LedgerDelegate, key: str, uniform: bool, height: int) -> None:
    delegate.uniform = uniform
    assert delegate.sizeHint(QStyleOptionViewItem(), model.index_of(key)) == QSize(0, height)


@pytest.mark.parametrize(
    ("column", "typed", "told"),
    [
        (Column.TITLE, "别的题目", (1, "title", "别的题目")),
        (Column.OWNER, " 周立群 ", (1, "owner", "周立群")),
        (Column.OFFICE, "市科技局", (1, "lead_office", "市科技局")),
        (Column.DUE, "长期坚持", (1, "due_text", "长期坚持")),
        (Column.PROGRESS, "70%", (1, "progress", 70)),
    ],
)
def test_an_edit_is_told_with_its_canonical_value(
    qtbot: QtBot,
    model: LedgerModel,
    delegate: LedgerDelegate,
    column: Column,
    typed: str,
    told: tuple[int, str, object],
) -> None:
    place, index = QWidget(), model.index_of_task(1, column)
    qtbot.addWidget(place)
    editor = delegate.createEditor(place, QStyleOptionViewItem(), index)
    assert isinstance(editor, CellEditor)
    delegate.setEditorData(editor, index)
    with qtbot.assertNotEmitted(delegate.edited):
        delegate.setModelData(editor, model, index)  # nothing typed yet
    editor.setText(typed)
    before = index.data()
    with qtbot.waitSignal(delegate.edited) as signal:
        delegate.setModelData(editor, model, index)
    assert tuple(signal.args or ()) == told
    assert index.data() == before


@pytest.mark.parametrize(
    ("column", "typed"), [(Column.PROGRESS, "160"), (Column.OFFICE, "水利局"), (Column.TITLE, " ")]
)
def test_what_is_wrong_is_never_told(
    qtbot: QtBot, model: LedgerModel, delegate: LedgerDelegate, column: Column, typed: str
) -> None:
    place, index = QWidget(), model.index_of_task(1, column)
    qtbot.addWidget(place)
    editor = delegate.createEditor(place, QStyleOptionViewItem(), index)
    assert isinstance(editor, CellEditor)
    delegate.setEditorData(editor, index)
    editor.setText(typed)
    with qtbot.assertNotEmitted(delegate.edited):
        delegate.setModelData(editor, model, index)


def test_an_editor_is_wide_enough_to_read(qtbot: QtBot, model: LedgerModel, delegate: LedgerDelegate) -> None:
    place, option = QWidget(), QStyleOptionViewItem()
    qtbot.addWidget(place)
    option.rect = QRect(100, 64, 64, 32)
    editor = delegate.createEditor(place, option, model.index_of_task(1, Column.OWNER))
    delegate.updateEditorGeometry(editor, option, model.index_of_task(1, Column.OWNER))
    assert editor.geometry() == QRect(98, 66, 88, 28)


def painted(delegate: LedgerDelegate, model: LedgerModel, task: int, **state: bool) -> Callable[[int, int], str]:
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 88, 32)
    if state.get("selected"):
        option.state |= QStyle.StateFlag.State_Selected
    image = QImage(88, 32, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.current().surface))
    painter = QPainter(image)
    delegate.paint(painter, option, model.index_of_task(task))
    painter.end()
    return lambda x, y: QColor(image.pixel(x, y)).name().upper()


def test_grounds_edges_and_dots(model: LedgerModel, delegate: LedgerDelegate) -> None:
    colours = tokens.current()
    plain, chosen = painted(delegate, model, 1), painted(delegate, model, 1, selected=True)
    assert plain(30, 4) == colours.surface
    assert (chosen(1, 4), chosen(30, 4)) == (colours.accent, colours.select)
    assert (plain(4, 31), plain(20, 31)) == (colours.surface, colours.line)  # the hairline starts at the text edge
    delegate.recent = frozenset({1})
    assert painted(delegate, model, 1)(9, 15) == colours.accent
    assert painted(delegate, model, 2)(9, 15) == colours.surface


def test_nothing_is_painted_for_no_row(delegate: LedgerDelegate) -> None:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    delegate.paint(painter, QStyleOptionViewItem(), QModelIndex())
    painter.end()
    assert image.pixel(5, 5) & 0xFFFFFF == 0
