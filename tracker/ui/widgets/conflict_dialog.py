"""同时修改: what stood there, what somebody else wrote and what was typed here, with one choice for each field."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from tracker.errors import Clash
from tracker.ui.theme.fonts import font, line
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.entry_checks import Check
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.prose_change import ProseChange
from tracker.ui.widgets.segments import Segments

THEIRS, MINE, OWN = "theirs", "mine", "own"
_WORDS = ((THEIRS, "用对方的"), (MINE, "用我的"), (OWN, "自己写"))
_WIDTH, _FIELD = 960, 104
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class ClashRow(QWidget):
    """One field: three texts beside each other, compared with the first, and below them what is to be saved."""

    def __init__(self, clash: Clash) -> None:
        super().__init__()
        self.clash = clash
        options = _WORDS if clash.free else _WORDS[:2]
        self.choice = Segments(f"{clash.word}：用哪个", options)
        self.choice.show_value(THEIRS)
        self.choice.chosen.connect(lambda _value: self._follow())
        self.own = QPlainTextEdit(_both(clash))
        self.own.setAccessibleName(f"{clash.word}：自己写")
        self.own.setFont(font("body"))
        self.own.setTabChangesFocus(True)
        self.own.setFixedHeight(4 * line("body") + 14)
        self.error = TextLabel("", "small", "red")
        self.error.setWordWrap(True)
        self._lay_out(clash)
        self._follow()

    def _lay_out(self, clash: Clash) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        name = TextLabel(clash.word, "strong")
        name.setFixedWidth(_FIELD)
        name.setWordWrap(True)
        grid.addWidget(name, 1, 0, Qt.AlignmentFlag.AlignTop)
        heads = ("打开时", f"{clash.by or '别人'} 改为", "您填写")
        texts = ((None, clash.shown), (clash.shown, clash.theirs), (clash.shown, clash.mine))
        for column, (head, (base, text)) in enumerate(zip(heads, texts, strict=True), start=1):
            grid.addWidget(TextLabel(head, "small", "text2"), 0, column)
            shown = ProseChange(base if base and text else None, text or "—", "text" if text else "text3")
            grid.addWidget(shown, 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        below = QVBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.choice)
        below.addWidget(self.own)
        below.addWidget(self.error)
        grid.addLayout(below, 2, 1, 1, 3)

    def _follow(self) -> None:
        self.own.setVisible(self.choice.value() == OWN)
        self.error.hide()
        if self.choice.value() == OWN:
            self.own.setFocus()
            self.own.moveCursor(QTextCursor.MoveOperation.End)

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with what was written here."""
        self.error.setText(sentence)
        self.error.show()
        self.own.setFocus()


class ConflictDialog(Dialog):
    """Asks for each field which value is to stand; nothing typed goes, whatever is chosen.

    ← and → choose, Enter saves, Esc goes back to the editor.
    """

    def __init__(self, clashes: Sequence[Clash], parent: QWidget | None, checks: Mapping[str, Check]) -> None:
        """`checks` read what is written anew, by field."""
        super().__init__("同时修改", "您打开以后，别人改了同样的内容；请选择保存哪一个", _WIDTH, parent)
        self._checks = checks
        self.rows = [ClashRow(clash) for clash in clashes]
        for number, row in enumerate(self.rows):
            if number:
                self.body.addWidget(Rule())
            self.body.addWidget(row)
        self.foot_label.setText("← → 选择，Enter 保存")
        self.back: Button = self.add_button("取消", "plain", self.reject)
        self.confirm: Button = self.add_button("保存", "primary", self.submit)
        self.chosen: dict[str, Any] = {}  # by field what is to stand, once it was confirmed
        self.rows[0].choice.setFocus()

    def submit(self) -> None:
        """Take the choices; what is written anew must be readable."""
        chosen: dict[str, Any] = {}
        for row in self.rows:
            value = row.choice.value()
            if value == THEIRS:
                chosen[row.clash.field] = row.clash.now.get(row.clash.field)
            elif value == OWN:
                text = row.own.toPlainText().strip()
                checked = self._checks[row.clash.field](text) if row.clash.field in self._checks else None
                if checked is not None and checked.error:
                    row.refuse(checked.error)
                    return
                chosen[row.clash.field] = checked.value if checked is not None else text
        self.chosen = chosen
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrows choose in the first row from wherever no text is written; Ctrl+Enter saves out of one."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
            return
        if event.key() in _ARROWS and not isinstance(self.focusWidget(), QPlainTextEdit):
            self.rows[0].choice.setFocus()
            self.rows[0].choice.keyPressEvent(event)
        else:
            super().keyPressEvent(event)


def ask_conflict(
    clashes: Sequence[Clash],
    parent: QWidget,
    checks: Mapping[str, Check],
    saved: Callable[[Mapping[str, Any]], object],
    back: Callable[[], object],
) -> ConflictDialog:
    """Open the question; `saved` receives by field what is to stand where that is not what was typed, else `back`."""
    dialog = ConflictDialog(clashes, parent, checks)
    dialog.accepted.connect(lambda: saved(dialog.chosen))
    dialog.rejected.connect(partial(_call, back))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _call(back: Callable[[], object]) -> None:
    back()


def _both(clash: Clash) -> str:
    """Return both texts, to be joined by hand."""
    return "\n".join(filter(None, (clash.theirs, clash.mine)))
