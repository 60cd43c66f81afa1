"""Fields: search, date, choice, check, and the label with an error sentence around any of them."""

from datetime import date

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from tracker.model.typed.plan_dates import written_day
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.icons import icon, paint_icon, tone
from tracker.ui.theme.style import repolish
from tracker.ui.widgets.answers import Answers
from tracker.ui.widgets.calendar import add_calendar, open_calendar
from tracker.ui.widgets.entry_checks import Asking, Check, Checked, Choice, understood
from tracker.ui.widgets.field_hint import Below
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.paint import LEFT, paint_text

_PAUSE = 120
_AROUND = 44  # px beside the words of an empty field
_ICON_GAP = -8  # px; Qt leaves 16 between the glass and the text, the page looks for 8


class SearchField(QLineEdit):
    """Says what is searched 120 ms after the last key, at once on Enter; Esc empties it."""

    searched = Signal(str)
    left_down = Signal()  # ↓: on to what was found

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, placeholderText=placeholder)
        self.setProperty("kind", "search")
        self.setFont(font("body"))
        self.setFixedHeight(28)
        self.addAction(icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self.setTextMargins(_ICON_GAP, 0, 0, 0)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._say)
        self._said = ""
        self.textChanged.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self._say)

    def sizeHint(self) -> QSize:
        """Return room for the whole of what it says while it is empty."""
        hint = super().sizeHint()
        return hint.expandedTo(QSize(metrics("body").horizontalAdvance(self.placeholderText()) + _AROUND, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field on Esc, an empty one lets the key through; leave it downwards with ↓."""
        if event.key() == Qt.Key.Key_Down:
            self._say()
            self.left_down.emit()
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._say()
            return
        super().keyPressEvent(event)

    def _say(self) -> None:
        self._pause.stop()
        if self.text().strip() != self._said:
            self._said = self.text().strip()
            self.searched.emit(self._said)


class DateField(QLineEdit):
    """A date as 2023-09-03, typed or picked from the calendar; empty means none.

    An empty field shows its form: as the day `example` would be written, else in words. With a `check` any wording that
    it accepts (上月底) is a date: how it is read is said below the field while it is typed, with the readings of an
    unclear one, and it turns into its day when the field is left.
    """

    changed = Signal()

    def __init__(
        self, example: date | None = None, parent: QWidget | None = None, *, check: Check | None = None
    ) -> None:
        super().__init__(parent, placeholderText=f"如 {example.isoformat()}" if example else "年-月-日")
        self._check = Asking(check) if check is not None else None
        self.below: Below | None = None  # made in the window that the field turns out to stand in
        self.setFont(font("body"))
        self.setFixedHeight(28)
        add_calendar(self, self.value)
        self.textChanged.connect(lambda _text: self.changed.emit())
        self.textEdited.connect(lambda _text: self._say())
        self.editingFinished.connect(self._settle)

    def value(self) -> date | None:
        """Return the date, None when empty or no date with its year."""
        if self._check is None:
            return written_day(self.text())
        value = self._check(self.text()).value
        return date.fromisoformat(value) if isinstance(value, str) and value else None

    def set_value(self, day: date | None) -> None:
        """Show a date or nothing."""
        self.setText(day.isoformat() if day else "")

    def open_calendar(self) -> QMenu:
        """Show the calendar below the field and return its popup."""
        return open_calendar(self, self.value())

    def choose(self, choice: Choice) -> None:
        """Take one of the readings of an unclear text."""
        if self._check is not None:
            self._check.choose(choice)
            self.setText(choice.text)
            self._say()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say nothing any more; what is no date keeps its red frame."""
        super().focusOutEvent(event)
        if self.below is not None:
            self.below.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remove the sentence with the field."""
        super().hideEvent(event)
        if self.below is not None:
            self.below.hide()

    def _say(self) -> None:
        """Say below the field how its text is read; of one that is on the way only what it may mean."""
        if self._check is None:
            return
        read = self._check(self.text())
        self._mark_wrong(wrong=False)
        if self.below is None:
            self.below = Below(self.window())
            self.below.chosen.connect(self.choose)
        self.below.tell(understood(read, self.text()), read.choices, wrong=bool(read.error))
        self.below.follow(self)

    def _settle(self) -> None:
        """Show a wording as the day it is read as; frame what is none."""
        if self._check is None:
            return
        if (day := self.value()) is not None:
            self.set_value(day)
        self._mark_wrong(wrong=bool(self._check(self.text()).error))

    def _mark_wrong(self, *, wrong: bool) -> None:
        if (self.property("error") == "true") != wrong:
            self.setProperty("error", "true" if wrong else "false")
            repolish(self)


class ComboBox(QComboBox):
    """A choice whose arrow is one of our drawings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(font("body"))
        self.setFixedHeight(28)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the style's frame and text, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        box = QRectF(self.width() - 24, (self.height() - 14) / 2, 14, 14)
        paint_icon(painter, box, "chevron_down", tone("text2" if self.isEnabled() else "disabled"))


def paint_box(painter: QPainter, box: QRectF, *, on: bool, focused: bool = False, mark: str = "check") -> None:
    """Paint the box of something that can be ticked; `mark` is the icon that stands in it then."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = ("text" if on else "focus") if focused else "accent" if on else "field"
    painter.setPen(QPen(QColor(tone(frame)), 2 if focused else 1))
    painter.setBrush(QColor(tone("accent" if on else "raised")))
    painter.drawRoundedRect(box, 4, 4)
    if on:
        paint_icon(painter, box.adjusted(1, 1, -1, -1), mark, tone("onaccent"))


class CheckBox(QCheckBox):
    """A check box of the look: 16 px, accent when on."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(font("body"))
        self.setMinimumHeight(24)

    def sizeHint(self) -> QSize:
        """Return box, gap and text."""
        return QSize(24 + metrics("body").horizontalAdvance(self.text()) + 4, 24)

    def hitButton(self, pos: QPoint) -> bool:
        """Let the whole widget be pressed."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, tick and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1.5, (self.height() - 15) / 2, 15, 15)
        half = self.checkState() is Qt.CheckState.PartiallyChecked
        paint_box(painter, box, on=self.isChecked(), focused=self.hasFocus(), mark="minus" if half else "check")
        ink = tone("text" if self.isEnabled() else "disabled")
        paint_text(painter, self.rect().adjusted(24, 0, 0, 0), self.text(), ink, "body", LEFT)


class FormField(QWidget):
    """A label above an editor, and below it one sentence that says what to write instead."""

    def __init__(
        self, label: str, editor: QWidget, parent: QWidget | None = None, *, marked: QWidget | None = None
    ) -> None:
        """`marked` gets the red frame where the editor is a row of several widgets."""
        super().__init__(parent)
        self.editor = editor
        self._marked = marked or editor
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self._label = name = TextLabel(label, "small", "text2")
        name.setBuddy(editor)
        editor.setAccessibleName(label)
        self._error = TextLabel("", "small", "red")
        self._error.setWordWrap(True)
        self._error.hide()
        self._hint = TextLabel("", "small", "text3")
        self._hint.setWordWrap(True)
        self._hint.hide()
        self.answers = Answers()
        for widget in (name, editor, self._error, self._hint, self.answers):
            box.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_label(self, label: str) -> None:
        """Ask for something else in the same editor."""
        self._label.setText(label)
        self.editor.setAccessibleName(label)

    def error(self) -> str:
        """Return the sentence shown, "" when there is none."""
        return self._error.text() if not self._error.isHidden() else ""

    def set_error(self, sentence: str) -> None:
        """Frame the editor red and say what to write; "" removes both."""
        self._marked.setProperty("error", "true" if sentence else "false")
        repolish(self._marked)
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        if sentence:
            self.set_hint("")
        else:
            self.answers.offer(())

    def set_hint(self, sentence: str) -> None:
        """Say below the editor how its text is understood; "" says nothing."""
        self._hint.setText(sentence)
        self._hint.setVisible(bool(sentence))

    def tell(self, checked: Checked, text: str) -> None:
        """Say how a day is understood while it is typed, and offer the readings of an unclear one."""
        self.set_error("")
        self.set_hint(understood(checked, text))
        self.answers.offer(checked.choices)
