"""What is wrong with a dialog for somebody who has only keys: where they begin, where Tab, Enter and Esc lead."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QWidget,
)

from tracker.ui.widgets.dialog import Message
from tracker.ui.widgets.form_dialog import FormDialog

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
MOST = 300  # stops of a dialog
CROSS = "关闭（Esc）"
FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)


def key_faults(dialog: QDialog) -> list[str]:
    """Return a line for each fault; what was focused is focused again, and nothing has been pressed or left."""
    dialog.activateWindow()
    start = dialog.focusWidget()
    if start is None or not start.isVisible() or not start.isEnabled():
        return ["the keys begin nowhere"]
    found = [*_start(dialog, start), *_round(dialog, start)]
    start.setFocus(Qt.FocusReason.OtherFocusReason)
    return [*found, *_enter(dialog, start), *_escape(dialog, start), *_loss(dialog)]


def _name(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__}<{type(widget.parentWidget()).__name__} “{words or widget.accessibleName()}”>"


def _below(dialog: QDialog) -> Iterator[QWidget]:
    for widget in dialog.findChildren(QWidget):
        if widget.window() is dialog and widget.isVisible() and widget.isEnabled():
            yield widget


def _start(dialog: QDialog, start: QWidget) -> Iterator[str]:
    """A button is no start where something is to be filled in: Enter or a letter would do what nobody meant."""
    fields = [w for w in _below(dialog) if isinstance(w, FIELDS) and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    if isinstance(start, QPushButton) and fields and not start.isDefault():
        yield f"the keys begin on {_name(start)} although there is {_name(fields[0])}"


def _round(dialog: QDialog, start: QWidget) -> Iterator[str]:
    """Tab goes round and leaves nothing out; of what belongs together the arrows do the rest."""
    stops = [start]
    for _ in range(MOST):
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        at = dialog.focusWidget()
        if at is None or (at in stops and at is not stops[-1]) or (at is start and not isinstance(at, QTextBrowser)):
            break
        if at is not stops[-1]:  # a text leads from link to link
            stops.append(at)
    else:
        yield "Tab never comes round"
    for widget in _below(dialog):
        if widget not in stops and _wants_keys(widget) and not _is_reached_otherwise(widget, stops):
            yield f"Tab does not reach {_name(widget)}"


def _wants_keys(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return tab or isinstance(widget, QAbstractButton)


def _is_reached_otherwise(widget: QWidget, stops: Sequence[QWidget]) -> bool:
    """The cross is Esc; a button inside a line is a key of the line; one of a group is reached by the arrows."""
    family = widget.parentWidget()
    beside = (stop for stop in stops if stop.parentWidget() is family and type(stop) is type(widget))
    return (
        widget.accessibleName() == CROSS
        or isinstance(family, QLineEdit | QAbstractSpinBox)
        or (isinstance(widget, QAbstractButton) and widget.autoExclusive() and any(beside))
    )


def _enter(dialog: QDialog, start: QWidget) -> list[str]:
    """Enter, in a text of several lines Ctrl+Enter, presses the default button; a list has its own meaning of it."""
    default = next((b for b in dialog.findChildren(QPushButton) if b.isDefault() and b.isVisible()), None)
    plain = isinstance(start, (*FIELDS, QCheckBox))
    if not plain:
        bound = isinstance(start, QAbstractButton) or any("keyPressEvent" in kind.__dict__ for kind in _ours(start))
        return [] if bound or default is not None else [f"Enter does nothing on {_name(start)}"]
    if default is None:
        bound = any("keyPressEvent" in kind.__dict__ for kind in _ours(start))
        return [] if bound else [f"Enter has no button from {_name(start)}"]
    if not default.isEnabled():  # there is nothing to be done yet
        return []
    pressed: list[int] = []
    default.blockSignals(True)  # it is pressed, and nothing comes of it
    default.nextCheckState = lambda: pressed.append(1)  # type: ignore[method-assign]
    try:
        QTest.keyClick(start, Qt.Key.Key_Return, CTRL if isinstance(start, QPlainTextEdit) else NONE)
    finally:
        del default.nextCheckState
        default.blockSignals(False)
    return [] if pressed else [f"Enter on {_name(start)} does not press {_name(default)}"]


def _ours(widget: QWidget) -> Iterator[type]:
    return (kind for kind in type(widget).__mro__ if kind.__module__.startswith("tracker."))


def _escape(dialog: QDialog, start: QWidget) -> list[str]:
    return [] if _leaves(dialog, start) else [f"Esc on {_name(start)} does not leave"]


def _leaves(dialog: QDialog, start: QWidget) -> bool:
    """Whether Esc would leave the dialog, which stays."""
    left: list[int] = []
    dialog.reject = lambda: left.append(1)  # type: ignore[method-assign]
    try:
        QTest.keyClick(start, Qt.Key.Key_Escape)
    finally:
        del dialog.reject
    return bool(left)


def _loss(dialog: QDialog) -> list[str]:
    """Esc asks before typed words are lost, where no draft keeps them; what is only searched for may go."""
    editors = [w for w in _below(dialog) if isinstance(w, QLineEdit | QPlainTextEdit) and not w.isReadOnly()]
    prose = [editor for editor in editors if isinstance(editor, QPlainTextEdit)]
    if getattr(dialog, "drafts", None) is not None or not (prose or (editors and isinstance(dialog, FormDialog))):
        return []
    editor = (prose or editors)[0]
    editor.setFocus()
    QApplication.sendEvent(editor, QKeyEvent(QKeyEvent.Type.KeyPress, 0, NONE, "丶"))
    left = _leaves(dialog, editor)
    questions = [message for message in dialog.findChildren(Message) if message.isVisible()]
    for question in questions:
        question.reject()
    editor.undo()
    return [f"Esc loses what is typed into {_name(editor)}"] if left or not questions else []
