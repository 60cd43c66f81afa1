"""Fields: search with a pause, dates typed and picked, check boxes, errors that say what to write."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget, QWidgetAction

from tracker.ui.theme import style
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.calendar import Calendar
from tracker.ui.widgets.entry_checks import check_past_day, check_start_day
from tracker.ui.widgets.fields import CheckBox, ComboBox, DateField, FormField, SearchField


@pytest.fixture
def search(qtbot: Any) -> SearchField:
    made = SearchField("搜索  Ctrl+F")
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_search_is_said_once_after_the_last_key(search: SearchField, qtbot: Any) -> None:
    said: list[str] = []
    search.searched.connect(said.append)
    qtbot.keyClicks(search, "chain")
    assert said == []
    qtbot.waitUntil(lambda: said == ["chain"], timeout=1000)


def test_enter_searches_at_once_and_only_once(search: SearchField, qtbot: Any) -> None:
    said: list[str] = []
    search.searched.connect(said.append)
    qtbot.keyClicks(search, "A1")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert said == ["A1"]
    qtbot.wait(200)
    assert said == ["A1"]


def test_escape_empties_the_field_then_lets_the_key_through(search: SearchField, qtbot: Any) -> None:
    said: list[str] = []
    search.searched.connect(said.append)
    search.setText("五链")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert (search.text(), said) == ("", ["五链", ""])


def test_blanks_around_the_words_change_nothing(search: SearchField, qtbot: Any) -> None:
    said: list[str] = []
    search.searched.connect(said.append)
    search.setText(" 五链 ")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert said == ["五链"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("2023-12-31", date(2023, 12, 31)),
        ("2023/12/31", date(2023, 12, 31)),
        ("2023.1.5", date(2023, 1, 5)),
        (" 2023-9-3 ", date(2023, 9, 3)),
        ("2023-13-01", None),
        ("2023-02-29", None),
        ("下月底", None),
        ("2023-12", date(2023, 12, 31)),
    ],
)
def test_a_date_is_read_as_people_write_it(qtbot: Any, text: str, value: date | None) -> None:
    field = DateField()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, text) if text.isascii() else field.setText(text)
    assert field.value() == value


def test_a_date_is_picked_from_the_calendar(qtbot: Any) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.set_value(date(2023, 9, 15))
    field.show()
    popup = field.open_calendar()
    entry = popup.actions()[0]
    assert isinstance(entry, QWidgetAction)
    calendar = entry.defaultWidget()
    assert isinstance(calendar, Calendar)
    with qtbot.waitSignal(field.changed):
        qtbot.keyClick(calendar.month, Qt.Key.Key_PageDown)
        qtbot.keyClick(calendar.month, Qt.Key.Key_Return)
    assert field.text() == "2023-10-15"
    assert not popup.isVisible()


def test_a_wording_becomes_its_day_when_the_field_is_left(qtbot: Any) -> None:
    field = DateField(check=check_past_day(date(2023, 9, 15)))
    qtbot.addWidget(field)
    field.setText("上月底")
    assert field.value() == date(2023, 8, 31)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "2023-08-31"


def test_a_day_that_may_not_be_stays_as_it_was_typed(qtbot: Any) -> None:
    field = DateField(check=check_past_day(date(2023, 9, 15)))
    qtbot.addWidget(field)
    field.setText("2024-01-01")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.text()) == (None, "2024-01-01")


def test_how_a_wording_is_read_is_said_below_the_field_while_it_is_typed(qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 200)
    field = DateField(parent=window, check=check_start_day(date(2023, 9, 15)))
    field.move(20, 20)
    window.show()
    field.setFocus()
    type_text(field, "2024年6月底")
    assert field.below is not None
    assert (field.below.isVisible(), field.below.sentence) == (True, "按 2024-06-30 计")
    assert field.below.y() >= field.geometry().bottom()
    type_text(field, "6月底")
    assert [link.text() for link in field.below.answers.links] == ["2023-06-30", "2024-06-30"]
    assert field.value() is None
    qtbot.mouseClick(field.below.answers.links[0], Qt.MouseButton.LeftButton)
    assert (field.value(), field.below.isVisible()) == (date(2023, 6, 30), False)


def test_what_is_no_day_is_framed_when_the_field_is_left(qtbot: Any) -> None:
    field = DateField(check=check_past_day(date(2023, 9, 15)))
    qtbot.addWidget(field)
    field.show()
    type_text(field, "改天")
    assert field.property("error") != "true"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.property("error") == "true"
    type_text(field, "9月3日")
    assert field.property("error") == "false"


def type_text(field: DateField, text: str) -> None:
    """Type over what stands in a field, as an input method does."""
    field.setText(text)
    field.textEdited.emit(text)


@pytest.mark.parametrize(("example", "words"), [(None, "年-月-日"), (date(2031, 2, 28), "如 2031-02-28")])
def test_an_empty_field_shows_the_form_of_a_day(qtbot: Any, example: date | None, words: str) -> None:
    field = DateField(example)
    qtbot.addWidget(field)
    assert (field.placeholderText(), field.value()) == (words, None)


def test_no_date_is_an_empty_field(qtbot: Any) -> None:
    field = DateField()
    qtbot.addWidget(field)
    field.set_value(date(2023, 1, 1))
    field.set_value(None)
    assert field.text() == ""


def test_a_combo_is_chosen_with_the_keyboard(qtbot: Any) -> None:
    combo = ComboBox()
    combo.addItems(["跟随系统", "浅色", "深色"])
    qtbot.addWidget(combo)
    combo.show()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == "浅色"
    assert combo.height() == 28
    combo.grab()  # the arrow is painted by us


@pytest.mark.parametrize("place", ["box", "words"])
def test_a_check_box_is_checked_on_box_and_words(qtbot: Any, place: str) -> None:
    box = CheckBox("退回时附原因")
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    where = box.rect().center() if place == "words" else box.rect().topLeft() + box.rect().center() * 0.1
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=where)
    assert box.isChecked()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()


def test_a_checked_box_looks_checked(qtbot: Any) -> None:
    box = CheckBox("记住")
    qtbot.addWidget(box)
    before = box.grab().toImage()
    box.setChecked(True)
    assert box.grab().toImage() != before


def test_an_error_is_framed_said_and_taken_back(qtbot: Any) -> None:
    field = FormField("完成时限", QLineEdit())
    qtbot.addWidget(field)
    field.show()
    field.set_error("没有 13 月，请写成 2023-12-31")
    assert field.error() == "没有 13 月，请写成 2023-12-31"
    assert field.editor.property("error") == "true"
    field.set_error("")
    assert field.error() == ""
    assert field.editor.property("error") == "false"


def test_the_label_names_the_editor(qtbot: Any) -> None:
    field = FormField("责任人", QLineEdit())
    qtbot.addWidget(field)
    assert field.editor.accessibleName() == "责任人"


def test_in_a_row_of_widgets_only_the_field_is_framed(qtbot: Any) -> None:
    row, field = QWidget(), QLineEdit()
    form = FormField("保存到", row, marked=field)
    qtbot.addWidget(form)
    form.set_error("没有这个文件夹")
    assert field.property("error") == "true"
    assert row.property("error") is None


def test_down_leaves_the_search_for_what_it_found(qtbot: Any) -> None:
    field = SearchField("搜索")
    qtbot.addWidget(field)
    field.setText("灯塔")
    with qtbot.waitSignals([field.searched, field.left_down]):
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "灯塔"


def first_ink(widget: QWidget) -> int:
    """Return how far from the left edge, in px, the first letter of a field stands."""
    picture: QImage = widget.grab().toImage()
    ground = QColor(current().raised).lightness()
    rows = range(8, 20)
    return next(x for x in range(6, 60) if any(abs(picture.pixelColor(x, y).lightness() - ground) > 100 for y in rows))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_fields_hold_begins_at_one_edge(theme: Any, show: Any, qapp: QApplication) -> None:
    style.apply(qapp, theme)
    line, choice, prose = QLineEdit("国"), ComboBox(), QPlainTextEdit("国")
    choice.addItem("国")
    for field in (line, choice, prose):
        field.setFont(font("body"))
        show(field, 200, 28)
    edges = [first_ink(field) for field in (line, choice, prose)]
    assert max(edges) - min(edges) <= 1, edges


def test_an_empty_search_field_asks_for_room_for_its_words_and_keeps_them_near_the_glass(show: Any) -> None:
    field = SearchField("查找单位、联系人、电话")
    show(field, field.sizeHint().width(), 28)
    words = metrics("body").horizontalAdvance(field.placeholderText())
    begins = field.cursorRect().center().x()
    assert 26 <= begins <= 34
    assert begins + words <= field.width()


@pytest.mark.parametrize(("ticked", "frame"), [(False, "focus"), (True, "text")])
def test_a_box_with_the_keyboard_is_framed_ticked_or_not(
    ticked: bool, frame: str, show: Any, qapp: QApplication, qtbot: Any
) -> None:
    style.apply(qapp, "dark")
    box = CheckBox("已知悉")
    box.setChecked(ticked)
    show(box, 120, 28)

    def inks() -> set[str]:
        picture = box.grab().toImage()
        return {picture.pixelColor(x, y).name().upper() for x in range(20) for y in range(28)}

    wanted = getattr(current(), frame).upper()
    without = inks()
    box.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(box.hasFocus)
    assert wanted in inks() - without
