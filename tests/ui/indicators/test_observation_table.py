from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from tracker.ui.indicators.observation_table import COLUMNS, GAP, GONE, NOTE, ON, SOURCE, STEP, VALUE, ObservationTable
from tracker.ui.widgets.cell_editors import CellEditor


@pytest.fixture
def table(show, indicator):
    made = show(ObservationTable(), 620, 220)
    made.observations.set_data(indicator, date(2023, 9, 15))
    return made


def _drawn(table) -> list[str]:
    model = table.observations
    return [
        " | ".join(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def _editor(table, row, column) -> CellEditor:
    table.setCurrentIndex(table.observations.index(row, column))
    table.edit(table.currentIndex())
    return table.findChild(CellEditor)


def test_the_newest_stands_first_with_its_step(table):
    assert [table.observations.headerData(n, Qt.Orientation.Horizontal) for n in range(6)] == [
        column.head for column in COLUMNS
    ]
    assert _drawn(table) == [
        "2023-08-03 | 188 | +2 | −12 | 手工录入 | ",
        "2023-05-03 | 186 | +1 | −14 | 手工录入 | ",
        "2023-01-31 | 185 | +1 | −15 | 手工录入 | ",
        "2022-10-31 | 184 | +2 | −16 | 手工录入 | ",
        "2022-07-31 | 182 | 0 | −18 | 手工录入 | ",
        "2022-04-30 | 182 | — | −18 | 手工录入 | ",
    ]


def test_an_undated_value_says_its_period_and_makes_no_step(table, indicator):
    undated = replace(indicator.observations[0], on=None, period="2022年见报时", source="")
    shown = replace(indicator, observations=(undated, indicator.observations[1]))
    table.observations.set_data(shown, date(2023, 9, 15))
    assert _drawn(table) == [
        "2022-07-31 | 182 | — | −18 | 手工录入 | ",
        "未注明 | 182 | — | −18 | 来源文章 | 2022年见报时",
    ]


@pytest.mark.parametrize(
    ("column", "editable"), [(ON, True), (VALUE, True), (STEP, False), (GAP, False), (SOURCE, False), (NOTE, True)]
)
def test_what_can_be_edited(table, column, editable):
    flags = table.observations.index(0, column).flags()
    assert bool(flags & Qt.ItemFlag.ItemIsEditable) == editable


def test_enter_edits_the_value_and_asks_for_the_change(qtbot, table, indicator):
    table.setCurrentIndex(table.observations.index(0, STEP))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    editor = table.findChild(CellEditor)
    editor.setText("191")
    with qtbot.waitSignal(table.observations.edit_asked) as told:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == [indicator.observations[-1], {"on": date(2023, 8, 3), "value": 191.0, "note": ""}]
    assert _drawn(table)[0].startswith("2023-08-03 | 188"), "the model waits for what was written"


@pytest.mark.parametrize(
    ("column", "text", "field", "value"),
    [(ON, "2023-08-31", "on", date(2023, 8, 31)), (ON, "", "on", None), (NOTE, "快报数", "note", "快报数")],
)
def test_date_and_note_are_edited_in_place(qtbot, table, column, text, field, value):
    editor = _editor(table, 0, column)
    editor.setText(text)
    with qtbot.waitSignal(table.observations.edit_asked) as told:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told.args[1][field] == value


@pytest.mark.parametrize(("column", "text"), [(VALUE, "很多"), (VALUE, ""), (ON, "改天")])
def test_wrong_texts_ask_for_nothing(qtbot, table, column, text):
    editor = _editor(table, 0, column)
    editor.setText(text)
    with qtbot.assertNotEmitted(table.observations.edit_asked):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_an_unchanged_value_asks_for_nothing(qtbot, table):
    editor = _editor(table, 0, VALUE)
    with qtbot.assertNotEmitted(table.observations.edit_asked):
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_delete_asks_to_remove_the_chosen_row(qtbot, table, indicator):
    with qtbot.assertNotEmitted(table.delete_asked):
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    table.setCurrentIndex(table.observations.index(1, VALUE))
    with qtbot.waitSignal(table.delete_asked) as told:
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert told.args == [indicator.observations[-2]]


def test_the_menu_offers_the_same(table):
    table.setCurrentIndex(table.observations.index(0, VALUE))
    words = [action.text() for action in table.row_menu().actions() if action.text()]
    assert words == ["编辑数值", "删除观测值"]


def _after(indicator, number: int, **changed):
    """Return the indicator as it is after somebody changed one of its observations, counted from the oldest."""
    rows = list(indicator.observations)
    rows[number] = replace(rows[number], **changed)
    return replace(indicator, observations=tuple(rows))


def test_an_open_editor_is_left_alone_and_what_is_new_comes_when_it_closes(table, indicator, qtbot):
    asked: list[tuple] = []
    table.observations.edit_asked.connect(lambda row, wanted: asked.append((row, wanted)))
    editor = _editor(table, 0, VALUE)
    editor.setText("195")
    now = _after(indicator, -1, value=191.0)
    table.show_data(now, date(2023, 9, 15))
    assert table.findChild(CellEditor) is editor
    assert editor.text() == "195"
    assert editor.sentence == "别人刚刚 改为“191”；保存时会请您选择。"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked))
    ((row, wanted),) = asked
    assert row.value == 188, "the value that was shown: the service finds the conflict"
    assert wanted["value"] == 195
    qtbot.waitUntil(lambda: table.observations.rows[0].value == 191)


def test_an_observation_that_is_gone_is_told_under_its_editor(table, indicator):
    editor = _editor(table, 0, VALUE)
    editor.setText("195")
    table.show_data(replace(indicator, observations=indicator.observations[:-1]), date(2023, 9, 15))
    assert editor.text() == "195"
    assert editor.sentence == GONE


def test_another_indicator_is_shown_at_once(table, indicator):
    _editor(table, 0, VALUE).setText("195")
    table.show_data(replace(indicator, id=indicator.id + 1, observations=()), date(2023, 9, 15))
    assert table.observations.rows == ()
