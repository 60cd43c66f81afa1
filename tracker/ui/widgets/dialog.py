"""Dialogs: a rounded sheet on a veil over the window, or a plain dialog where there is no window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from tracker.ui.core.closed_buttons import close_with, jobs_around
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.buttons import Button, IconButton, Kind
from tracker.ui.widgets.labels import ElidedLabel, Rule, TextLabel
from tracker.ui.widgets.textdiff import Prose

_SHADOW = 24
_EDGE, _LOW = 32, 700  # px around a dialog; half as many above and below it in a window lower than that
_ROUND = 12


class Dialog(QDialog):
    """Title, note, body and a foot with at most one primary button; Esc closes, Enter presses the primary.

    `ruled` puts hairlines below the head and above the foot; `height` 0 takes what the body needs.
    """

    def __init__(
        self,
        title: str,
        note: str = "",
        width: int = 480,
        parent: QWidget | None = None,
        *,
        height: int = 0,
        ruled: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._primary: Button | None = None
        self._writing: list[Button] = []
        self._missed: list[QLineEdit | QPlainTextEdit] = []
        self._window = parent.window() if parent is not None else None
        self._wanted = (width, height)
        self.sheet = QFrame(self)
        self.sheet.setObjectName("dialog")
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self._fill(title, note, ruled)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.sheet, alignment=Qt.AlignmentFlag.AlignCenter)
        if self._window is not None:
            self._veil(self._window)
        self._measure()

    def _fill(self, title: str, note: str, ruled: bool) -> None:
        self._title = TextLabel(title, "title")
        self._note = ElidedLabel(note, "small", "text2")
        self._note.setVisible(bool(note))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._note)
        close = IconButton("close", "关闭（Esc）")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self._leave_or_ask)
        head = QHBoxLayout()
        head.setContentsMargins(23, 15 if ruled else 19, 16, 11)
        head.addLayout(names, 1)
        head.addWidget(close, alignment=Qt.AlignmentFlag.AlignTop)
        middle = QWidget()
        middle.setObjectName("scrolled")
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0 if ruled else 23, 0, 0 if ruled else 23, 0)
        inside.addLayout(self.body)
        self.foot_label = ElidedLabel("", "small", "text2")
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(23, 15, 23, 15 if ruled else 19)
        self._foot.setSpacing(8)
        self._foot.addWidget(self.foot_label, 1)
        box = QVBoxLayout(self.sheet)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        if ruled:
            box.addWidget(Rule())
        box.addWidget(DialogBody(middle), 1)
        if ruled:
            box.addWidget(Rule())
        box.addLayout(self._foot)

    def add_button(
        self,
        text: str,
        kind: Kind = "outlined",
        slot: Callable[[], object] | None = None,
        icon: str = "",
        *,
        writes: bool = False,
    ) -> Button:
        """Append a button to the foot, left to right; the primary one is pressed by Enter.

        One that `writes` cannot be pressed where the ledger may only be read.
        """
        button = Button(text, kind, icon)
        if writes:
            self._writing.append(button)
        if slot is not None:
            button.clicked.connect(lambda _checked=False: slot())
        if kind == "primary":
            button.setDefault(True)
            self._primary = button
        self._foot.addWidget(button)
        return button

    def showEvent(self, event: QShowEvent) -> None:
        """Close what writes where the window may only read."""
        super().showEvent(event)
        writing, self._writing = self.writing_buttons(), []
        if writing and (jobs := jobs_around(self)) is not None:
            close_with(jobs, *writing)

    def writing_buttons(self) -> list[Button]:
        """Return the buttons that write and are not closed yet; asked once, before the dialog is seen."""
        return self._writing

    def _veil(self, window: QWidget) -> None:
        self.setObjectName("veiled")
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        window.installEventFilter(self)
        self._cover()

    def _cover(self) -> None:
        if self._window is not None:
            self._measure()
            self.setGeometry(self._window.geometry())

    def _measure(self) -> None:
        """Give the sheet its size, smaller where the window leaves less."""
        width, height = self._wanted
        if self._window is not None:
            most = self._window.height() - 2 * (_EDGE if self._window.height() >= _LOW else _EDGE // 2)
            width, height = min(width, self._window.width() - 2 * _EDGE), min(height, most)
            self.sheet.setMaximumHeight(most)
        self.sheet.setFixedWidth(max(width, 240))
        if height > 0:
            self.sheet.setFixedHeight(height)
        if layout := self.layout():
            layout.activate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the window wherever it goes."""
        if watched is self._window and event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._cover()
        return super().eventFilter(watched, event)

    def miss_typed(self, *editors: QLineEdit | QPlainTextEdit) -> None:
        """Ask before Esc or the cross loses what is typed into these; none where drafts keep it."""
        self._missed = [*editors]

    def _leave_or_ask(self) -> None:
        """Leave; but Esc is easily pressed for something else, so it asks before typed words are lost."""
        if not any(_is_typed(editor) for editor in self._missed):
            self.reject()
            return
        question = Message(
            "不保存就关闭？", "填写的内容还没有保存，关闭后不再保留。", "关闭", True, self, cancel="继续填写"
        )
        question.accepted.connect(self.reject)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the primary button with Ctrl+Enter from everywhere, also from a text of several lines; Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave_or_ask()
            return
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._primary is not None:
            self._primary.click()  # a disabled one, while it saves, does nothing
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint veil and shadow; a graphics effect would paint the sheet anew at every blink of the cursor."""
        inside = self.sheet.geometry().adjusted(_ROUND, _ROUND, -_ROUND, -_ROUND)
        if self._window is None or inside.contains(event.rect()):
            return  # the sheet covers what is to be painted
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().veil))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 2))
        sheet = QRectF(self.sheet.geometry()).translated(0, 8)
        for grown in range(_SHADOW, 0, -1):
            painter.drawRoundedRect(sheet.adjusted(-grown, -grown, grown, grown), 10 + grown, 10 + grown)


def _is_typed(editor: QLineEdit | QPlainTextEdit) -> bool:
    """Whether somebody typed into a field and something stands in it; what the program put there is not typed."""
    if isinstance(editor, QLineEdit):
        return editor.isModified() and bool(editor.text().strip())
    return editor.document().isModified() and bool(editor.toPlainText().strip())


class DialogBody(QScrollArea):
    """As large as what stands in it wants to be; scrolls where the window leaves less."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        """Return the size that shows everything."""
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Allow any lowness, and no narrowness that would cut something."""
        return QSize(self._content.minimumSizeHint().width(), 0)

    def hasHeightForWidth(self) -> bool:
        """Follow the height of wrapped words."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of everything at a width, beside a scroll bar: one that came would never go again."""
        content = self._content
        width -= self.verticalScrollBar().sizeHint().width()
        return content.heightForWidth(width) if content.hasHeightForWidth() else content.sizeHint().height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow and shrink with what stands in it."""
        if watched is self._content and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Message(Dialog):
    """Says one thing; what happened, what is safe, what to do."""

    def __init__(
        self,
        title: str,
        sentence: str,
        confirm: str = "知道了",
        danger: bool = False,
        parent: QWidget | None = None,
        cancel: str = "",
    ) -> None:
        super().__init__(title, "", 440, parent)
        self.body.addWidget(Prose(sentence, "text2"))
        self.cancel = self.add_button(cancel or "取消", "outlined" if danger else "plain", self.reject)
        self.cancel.setVisible(bool(cancel))
        self.confirm = self.add_button(confirm, "danger" if danger else "primary", self.accept)
        (self.cancel if danger and cancel else self.confirm).setFocus()


def ask(
    parent: QWidget | None,
    title: str,
    sentence: str,
    confirm: str,
    then: Callable[[], object],
    danger: bool = False,
) -> Message:
    """Open a question and call `then` when it was confirmed; a dangerous one starts on 取消."""
    dialog = Message(title, sentence, confirm, danger, parent, cancel="取消")
    dialog.accepted.connect(then)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
