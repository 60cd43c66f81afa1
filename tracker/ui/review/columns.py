"""The three columns of one entry: 发出时, 我方现在, 对方填报; differences are shown against 发出时."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.changeset import FieldChange, Value
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.entry_decisions import field_word, show_value
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.change_lines import FALL, is_fall
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.prose_change import ProseChange

_FIGURES = frozenset({"progress", "indicator_value"})
_MISSING = "未填"


class ValueColumn(QWidget):
    """One value in its frame; the chosen one has the accent frame and a bold caption."""

    def __init__(self, caption: str, note: str, *, sunken: bool = False) -> None:
        super().__init__()
        self._sunken = sunken
        self._chosen = False
        self._caption = TextLabel(caption, "small", "text2")
        self._bold = TextLabel(caption, "smallstrong", "accenttext")
        self._bold.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._caption)
        head.addWidget(self._bold)
        head.addStretch()
        head.addWidget(TextLabel(note, "small", "text2"))
        self.setAccessibleName(f"{caption} {note}".strip())
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(14, 8, 14, 10)
        self._box.setSpacing(4)
        self._box.addLayout(head)

    def show_text(self, text: str, base: str | None, *, figure: bool, below: str = "", tone: str = "text2") -> None:
        """Show a value: a figure big, ▼ where it fell, words with their differences; `below` is said of it."""
        if figure:
            value = QHBoxLayout()
            value.addWidget(TextLabel(text or _MISSING, "figure", "text" if text else "text3"))
            if base and is_fall(base, text):
                value.addWidget(TextLabel(FALL, "body", "red"))
            value.addStretch(1)
            self._box.addLayout(value)
        else:
            missing = not text and not base
            words = _MISSING if missing else text
            self._box.addWidget(ProseChange(None if missing else base, words, "text" if text else "text3"))
            if not text and base:
                self._box.addWidget(TextLabel("已清空", "small", "text3"))
        if below:
            self._box.addWidget(TextLabel(below, "small", tone))
        self._box.addStretch()

    def set_chosen(self, chosen: bool) -> None:
        """Mark the value that will be in the ledger."""
        self._chosen = chosen
        self._bold.setVisible(chosen)
        self._caption.setVisible(not chosen)
        self.update()

    def is_chosen(self) -> bool:
        """Return whether this value was chosen."""
        return self._chosen

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if self._chosen else 1
        ground = "accenttint" if self._chosen else "sunken" if self._sunken else "raised"
        frame = "accent" if self._chosen else "line2"
        painter.setPen(QPen(QColor(tone(frame)), width))
        painter.setBrush(QColor(tone(ground)))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)


class ValueColumns(QWidget):
    """Three equal columns."""

    def __init__(self, change: FieldChange, sent: str, author: str = "") -> None:
        super().__init__()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        self.sent = ValueColumn("发出时", sent, sunken=True)
        self.ours = ValueColumn("我方现在", author)
        self.theirs = ValueColumn("对方填报", f"{change.sheet} {change.cell}".strip())
        columns = (self.sent, change.snapshot), (self.ours, change.ours), (self.theirs, change.theirs)
        for column, value in columns:
            _fill(column, change.field, value, change.snapshot if column is not self.sent else None)
            box.addWidget(column, 1)

    def set_choice(self, choice: Choice | None) -> None:
        """Mark the chosen column; a merged value marks none of the three."""
        self.ours.set_chosen(choice is Choice.OURS)
        self.theirs.set_chosen(choice is Choice.THEIRS)


def _fill(column: ValueColumn, field: str, value: Value, base: Value) -> None:
    figure = field in _FIGURES
    shown = None if base is None else show_value(field, base)
    column.show_text(show_value(field, value), shown, figure=figure)


class RowColumns(QWidget):
    """A row the office added: every field it filled in, in one frame."""

    def __init__(self, change: FieldChange, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.theirs = ValueColumn("对方填报", f"{change.sheet} {change.cell}".strip())
        filled = [(field, show_value(field, value)) for field, value in change.row.items()]
        lines = [f"{field_word(field)}：{text}" for field, text in filled if text]
        self.theirs.show_text("\n".join(lines), None, figure=False)
        box.addWidget(self.theirs, 1)

    def set_choice(self, choice: Choice | None) -> None:
        """Mark the row when it was chosen."""
        self.theirs.set_chosen(choice is Choice.THEIRS)


def columns_for(change: FieldChange, sent: str, author: str = "") -> ValueColumns | RowColumns:
    """Return the columns that fit an entry; `sent` says when it went out, `author` who gave us our value."""
    whole_row = change.outcome is Outcome.UNKNOWN_ROW
    return RowColumns(change) if whole_row else ValueColumns(change, sent, author)
