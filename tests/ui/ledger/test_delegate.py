"""The editors by column, edits that are announced and not written, and what a row looks like."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from tracker.model.rows import LedgerView, OfficeRow
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.delegate import LedgerDelegate
from tracker.ui.ledger.grouping import Grouping, arrange
from tracker.ui.ledger.model import LedgerModel
from tracker.ui.ledger.row_painting import RowPainting
from tracker.ui.ledger.rows import VisibleRows
from tracker.ui.ledger.table import LedgerTable
from tracker.ui.theme import tokens
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.entry_checks import OfficeNames


@pytest.fixture
def model(qapp: object, small_ledger: LedgerView) -> LedgerModel:
    model = LedgerModel()
    model.replace(lambda closed: arrange(small_ledger, small_ledger.tasks, Grouping.ARTICLE).rows(closed=closed))
    return model


@pytest.fixture
def delegate(model: LedgerModel) -> LedgerDelegate:
    delegate = LedgerDelegate(model)
    delegate.offices = OfficeNames((OfficeRow(1, "市经信局", "", (), 1), OfficeRow(2, "市科技局", "", (), 1)))
    delegate.today = date(2023, 9, 15)
    return delegate


@pytest.mark.parametrize(("key", "uniform", "height"), [("a:A", False, 36), ("t:1", False, 32), ("a:A", True, 32)])
def test_heights(
    qtbot: QtBot,
    small_ledger: LedgerView,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    uniform: bool,
    height: int,
) -> None:
    monkeypatch.setattr("tracker.ui.ledger.table.UNIFORM_FROM", 5 if uniform else 6)
    table = LedgerTable()
    qtbot.addWidget(table)
    table.show_rows(lambda closed: arrange(small_ledger, small_ledger.tasks, Grouping.ARTICLE).rows(closed=closed))
    assert table.rowHeight(table.rows.index_of(key).row()) == height


@pytest.mark.parametrize(
    ("column", "typed", "announced"),
    [
        (Column.TITLE, "别的题目", (1, "title", "别的题目")),
        (Column.OWNER, " 周立群 ", (1, "owner", "周立群")),
        (Column.OFFICE, "市科技局", (1, "lead_office", "市科技局")),
        (Column.DUE, "长期坚持", (1, "due_text", "长期坚持")),
        (Column.PROGRESS, "70%", (1, "progress", 70)),
    ],
)
def test_an_edit_is_announced_with_its_canonical_value(
    qtbot: QtBot,
    model: LedgerModel,
    delegate: LedgerDelegate,
    column: Column,
    typed: str,
    announced: tuple[int, str, object],
) -> None:
    parent, index = QWidget(), model.index_of_task(1, column)
    qtbot.addWidget(parent)
    editor = delegate.createEditor(parent, QStyleOptionViewItem(), index)
    assert isinstance(editor, CellEditor)
    delegate.setEditorData(editor, index)
    with qtbot.assertNotEmitted(delegate.edited):
        delegate.setModelData(editor, model, index)  # nothing typed yet
    editor.setText(typed)
    before = index.data()
    with qtbot.waitSignal(delegate.edited) as signal:
        delegate.setModelData(editor, model, index)
    shown, field, value = signal.args or (None, "", "")
    assert (shown.id, field, value) == announced, "with the row as it was when the editor opened"
    assert index.data() == before


@pytest.mark.parametrize(
    ("column", "typed"), [(Column.PROGRESS, "160"), (Column.OFFICE, "水利局"), (Column.TITLE, " ")]
)
def test_what_is_wrong_is_never_announced(
    qtbot: QtBot, model: LedgerModel, delegate: LedgerDelegate, column: Column, typed: str
) -> None:
    parent, index = QWidget(), model.index_of_task(1, column)
    qtbot.addWidget(parent)
    editor = delegate.createEditor(parent, QStyleOptionViewItem(), index)
    assert isinstance(editor, CellEditor)
    delegate.setEditorData(editor, index)
    editor.setText(typed)
    with qtbot.assertNotEmitted(delegate.edited):
        delegate.setModelData(editor, model, index)


def test_an_editor_is_wide_enough_to_read(qtbot: QtBot, model: LedgerModel, delegate: LedgerDelegate) -> None:
    parent, option = QWidget(), QStyleOptionViewItem()
    qtbot.addWidget(parent)
    option.rect = QRect(100, 64, 64, 32)
    editor = delegate.createEditor(parent, option, model.index_of_task(1, Column.OWNER))
    delegate.updateEditorGeometry(editor, option, model.index_of_task(1, Column.OWNER))
    assert editor.geometry() == QRect(98, 66, 88, 28)


def painted(painting: RowPainting, row: int, *, selected: bool = False) -> Callable[[int, int], str]:
    area = QRect(0, 0, 88, 32)
    image = QImage(88, 32, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.current().surface))
    painter = QPainter(image)
    painting.paint_row(painter, area, {Column.CODE: area}, row, selected=selected)
    painter.end()
    return lambda x, y: QColor(image.pixel(x, y)).name().upper()


def test_grounds_edges_and_dots(model: LedgerModel) -> None:
    colours, painting = tokens.current(), RowPainting(model)
    first, second = (model.index_of_task(number).row() for number in (1, 2))
    plain, chosen = painted(painting, first), painted(painting, first, selected=True)
    assert plain(30, 4) == colours.surface
    assert (chosen(1, 4), chosen(30, 4)) == (colours.accent, colours.select)
    assert (plain(4, 31), plain(20, 31)) == (colours.surface, colours.line)  # the hairline starts at the text edge
    painting.recent = frozenset({1})
    assert painted(painting, first)(9, 15) == colours.accent
    assert painted(painting, second)(9, 15) == colours.surface


def test_nothing_is_painted_for_no_row(qtbot: QtBot) -> None:
    table = LedgerTable()
    qtbot.addWidget(table)
    table.resize(600, 200)
    empty = table.viewport().grab().toImage()
    table.show_rows(lambda _closed: VisibleRows())
    assert table.viewport().grab().toImage() == empty
    assert len({empty.pixel(x, y) for x in range(0, 600, 7) for y in range(0, 160, 7)}) == 1
