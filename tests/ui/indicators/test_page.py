"""Journeys on the indicators page over a real ledger."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from tracker.model.changes import Changes
from tracker.queries.indicators import list_indicators
from tracker.services.undo import undo_batch
from tracker.ui.core.bus import Notice
from tracker.ui.core.page_requests import OpenIndicator, OpenTask
from tracker.ui.indicators.observation_table import ON, VALUE
from tracker.ui.indicators.page import IndicatorsPage
from tracker.ui.indicators.selection import is_short
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.conflict_dialog import MINE, ConflictDialog
from tracker.ui.widgets.dialog import Message
from tracker.ui.widgets.form_dialog import FormDialog
from tracker.ui.widgets.row_model import ROW

TODAY = date(2023, 9, 15)


@pytest.fixture
def page(show, store_context):
    made = show(IndicatorsPage(store_context))
    store_context.jobs.drain()
    made.open_target(OpenIndicator("I07"))
    return made


def _stored(ledger, code):
    with ledger.reading() as session:
        return next(row for row in list_indicators(session, TODAY) if row.code == code)


def _shown(page) -> list[str]:
    return [row.code for row in page.grid.cards.rows]


def _record(qtbot, page, on, value):
    """Record a value with the keys alone."""
    page.record.setFocus()
    qtbot.keyClick(page.record, Qt.Key.Key_Space)
    dialog = page.findChild(FormDialog)
    dialog.field("on").editor.setText(on)
    qtbot.keyClicks(dialog.field("value").editor, value)
    qtbot.keyClick(dialog.field("value").editor, Qt.Key.Key_Return)
    page.context.jobs.drain()


def _correct(qtbot, page, column, text):
    """Edit a cell of the newest observation with Enter, text, Enter."""
    table = page.detail.table
    table.setCurrentIndex(table.observations.index(0, column))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    editor = table.findChild(CellEditor)
    editor.setText(text)
    with qtbot.waitSignal(table.observations.edit_asked):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    page.context.jobs.drain()


def _last_drawn(page) -> tuple[float, float]:
    spot = page.detail.chart.last.points()[0].pos()
    return spot.x(), spot.y()


def test_all_indicators_stand_there_those_with_a_target_first(page):
    assert len(_shown(page)) == 54
    rows = page.grid.cards.rows
    targets = [row.target_value is not None for row in rows if not is_short(row)]
    assert [is_short(row) for row in rows] == sorted(map(is_short, rows))
    assert targets == sorted(targets, reverse=True)
    assert page.head.summary().startswith("54 项")


def test_recorded_then_corrected_the_last_point_moves(qtbot, page, ledger):
    _record(qtbot, page, "2023-08-31", "186")
    assert _last_drawn(page) == (date(2023, 8, 31).toordinal(), 186)
    _correct(qtbot, page, VALUE, "189.5")
    assert _last_drawn(page) == (date(2023, 8, 31).toordinal(), 189.5)
    assert _stored(ledger, "I07").current.value == 189.5
    assert page.grid.currentIndex().data(ROW).current.value == 189.5


def test_a_date_is_corrected_in_place(qtbot, page, ledger):
    _record(qtbot, page, "2023-08-31", "186")
    _correct(qtbot, page, ON, "2023-07-31")
    assert _last_drawn(page)[0] == date(2023, 7, 31).toordinal()
    assert _stored(ledger, "I07").current.on == date(2023, 7, 31)


def test_recording_offers_to_undo_and_undo_is_read_again(qtbot, page, bus, ledger):
    told: list[Notice] = []
    bus.notified.connect(told.append)
    _record(qtbot, page, "2023-08-31", "186")
    assert told[-1].text == "已录入 国家级专精特新“小巨人”企业数 186 家"
    page.context.jobs.write(lambda s: undo_batch(s, told[-1].batch_id))
    page.context.jobs.drain()
    assert len(page.detail.chart.last.points()) == 0
    assert _stored(ledger, "I07").current.on is None


def test_a_deletion_is_asked_for_first(qtbot, page, ledger):
    _record(qtbot, page, "2023-08-31", "186")
    page.detail.table.selectRow(0)
    qtbot.keyClick(page.detail.table, Qt.Key.Key_Delete)
    question = page.findChild(Message)
    assert _stored(ledger, "I07").current.value == 186
    qtbot.mouseClick(question.confirm, Qt.MouseButton.LeftButton)
    page.context.jobs.drain()
    assert [one.value for one in _stored(ledger, "I07").observations] == [182]


def test_a_baseline_with_a_date_makes_the_required_path(qtbot, page, ledger):
    assert "基期未注明日期，应达路径无法计算" in [label.words for label in page.detail.chart.labels]
    dialog = page.open_edit()
    dialog.field("baseline_on").editor.set_value(date(2022, 6, 30))
    dialog.submit()
    page.context.jobs.drain()
    assert _stored(ledger, "I07").baseline_on == date(2022, 6, 30)
    xs, ys = page.detail.chart.required.getData()
    assert (xs[0], ys[0], xs[-1], ys[-1]) == (
        date(2022, 6, 30).toordinal(), 182, date(2025, 12, 31).toordinal(), 200,
    )  # fmt: skip


def test_a_refused_edit_stays_open_with_the_reason(page, ledger):
    first, second = page.open_edit(), page.open_edit()
    first.field("unit").editor.setText("户")
    first.submit()
    page.context.jobs.drain()
    second.field("unit").editor.setText("个")
    second.submit()
    page.context.jobs.drain()
    (question,) = [dialog for dialog in second.findChildren(ConflictDialog) if dialog.isVisible()]
    assert (question.rows[0].clash.theirs, question.rows[0].clash.mine) == ("户", "个")
    question.reject()
    assert "改为“户”，您的修改没有保存，内容还在" in second.foot_label.text()
    assert second.isVisible()
    assert second.text("unit") == "个"
    assert _stored(ledger, "I07").unit == "户"
    second.submit()
    page.context.jobs.drain()
    (question,) = [dialog for dialog in second.findChildren(ConflictDialog) if dialog.isVisible()]
    question.rows[0].choice._choose(MINE)
    question.confirm.click()
    page.context.jobs.drain()
    assert _stored(ledger, "I07").unit == "个"
    assert not isValid(second), "it is closed"


@pytest.mark.parametrize(
    ("chip", "value", "wanted"),
    [
        ("target", True, lambda row: row.target_value is not None),
        ("target", False, lambda row: row.target_value is None),
        ("light", "grey", lambda row: row.light.colour == "grey"),
        ("article", "B", lambda row: row.article == "B"),
        ("kind", "context", lambda row: row.kind == "context"),
    ],
)
def test_chips_narrow_the_cards(page, chip, value, wanted):
    getattr(page, chip).set_value(value)
    assert set(_shown(page)) == {row.code for row in page.rows if wanted(row)}
    getattr(page, chip).set_value(None)
    assert len(_shown(page)) == 54


def test_search_and_nothing_found(qtbot, page):
    page.focus_search()
    page.search.setText("灯塔工厂")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert _shown(page) == ["I33"]
    assert page.detail.indicator.code == "I33"
    page.search.setText("没有这个")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert _shown(page) == []
    assert page.detail.isHidden()
    assert not page.record.isEnabled()
    page.stage.currentWidget().link_clicked.emit()
    assert len(_shown(page)) == 54
    assert page.record.isEnabled()


def test_another_page_can_ask_for_an_indicator_that_chips_hide(page):
    page.kind.set_value("context")
    page.open_target(OpenIndicator("I33"))
    assert page.detail.indicator.code == "I33"
    assert page.kind.value() is None


def test_words_cannot_be_recorded_as_numbers(page):
    page.open_target(OpenIndicator("I06"))
    assert not page.record.isEnabled()
    assert page.record.toolTip() == "定性指标只有文字，没有数值可录入"
    assert page.open_record() is None


def test_linked_tasks_have_lights_and_lead_to_the_ledger(qtbot, page, bus):
    page.open_target(OpenIndicator("I33"))
    assert [mark.sentence.split()[0] for mark in page.detail.tasks.marks] == ["D4.1c"]
    with qtbot.waitSignal(bus.page_asked) as told:
        pos = page.detail.tasks.marks[0].rect.center().toPoint()
        qtbot.mouseClick(page.detail.tasks, Qt.MouseButton.LeftButton, pos=pos)
    assert told.args == ["ledger", OpenTask(page.detail.tasks.marks[0].target)]


def test_only_what_concerns_the_page_is_read_again(page):
    assert page.touches(Changes(indicators=frozenset({1})))
    assert page.touches(Changes(tasks=frozenset({1})))
    assert not page.touches(Changes(exports=frozenset({1})))


def test_the_page_fits_a_small_screen(page, grab):
    assert page.minimumSizeHint().width() <= 1366 - 128
    grab(page, "indicators", (1238, 768))


def test_each_of_the_catalogue_is_shown_as_it_is_stored(page):
    """Every indicator is opened once; what is drawn is what was read, and nothing more."""
    for row in page.rows:
        page.open_target(OpenIndicator(row.code))
        shown = page.detail
        assert shown.name.text() == row.name
        assert shown.table.observations.rowCount() == len(row.observations)
        if shown.drawing.currentWidget() is shown.words:
            assert shown.words._stated.text() == row.stated
            continue
        dated = [(o.on.toordinal(), o.value) for o in row.observations if o.on]
        xs, ys = shown.chart.observed.getOriginalDataset()
        assert list(zip([] if xs is None else xs, [] if ys is None else ys, strict=True)) == dated
        undated = [o.value for o in row.observations if o.on is None]
        hollow = [spot.pos() for spot in shown.chart.hollow.points()]
        left = [at.y() for at in hollow if at.x() < shown.chart.days.starts_at]
        assert set(undated) <= set(left)


def test_no_card_and_no_title_says_nothing(page):
    for row in page.rows:
        spoken = page.grid.cards.index(page.grid.cards.rows.index(row), 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken.startswith(row.name)
        assert row.light.text in spoken


def test_escape_leaves_a_dialog_and_changes_nothing(qtbot, page, ledger):
    dialog = page.open_record()
    qtbot.keyClicks(dialog.field("value").editor, "999")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    page.context.jobs.drain()
    assert [one.value for one in _stored(ledger, "I07").observations] == [182]


def test_saving_an_unchanged_indicator_writes_nothing(page, ledger):
    before = _stored(ledger, "I07").version
    dialog = page.open_edit()
    closed = []
    dialog.finished.connect(closed.append)
    dialog.submit()
    page.context.jobs.drain()
    assert closed == [FormDialog.DialogCode.Accepted]
    assert _stored(ledger, "I07").version == before


def test_a_target_set_by_hand_is_tracked_from_then_on(page, ledger):
    page.open_target(OpenIndicator("I42"))
    tracked = sum(row.target_value is not None for row in page.rows)
    dialog = page.open_edit()
    dialog.field("target_value").editor.setText("50 家")
    dialog.submit()
    page.context.jobs.drain()
    assert _stored(ledger, "I42").target_value == 50
    assert f"{tracked + 1} 项有目标" in page.head.summary()
    assert page.detail.indicator.code == "I42"
    assert page.detail.chart.target_line.value() == 50


def test_a_block_from_a_spreadsheet_is_recorded_as_one_act(qtbot, page, store_context):
    row = page.detail.indicator
    QGuiApplication.clipboard().setText("日期\t数值\n2023-03-31\t90\n2023-06-30\t95\n")
    dialog = page.open_paste()
    assert len(dialog.good()) == 2
    dialog.submit()
    store_context.jobs.drain()
    QGuiApplication.clipboard().clear()
    known = {(one.on, one.value) for one in page.detail.indicator.observations}
    assert page.detail.indicator.code == row.code
    assert {(date(2023, 3, 31), 90.0), (date(2023, 6, 30), 95.0)} <= known
