"""The card of the current piece: why it was proposed, office and deadline, the ledger's like beside it, what to do."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.intake_review.pieces import Piece, Verdict
from tracker.ui.intake.tree import VERDICT_WORDS
from tracker.ui.widgets.buttons import Button, IconButton, KeyCap
from tracker.ui.widgets.labels import ElidedLabel, TextLabel
from tracker.ui.widgets.textdiff import Prose

if TYPE_CHECKING:
    from tracker.services.reviewing.keeping import KnownEntry

HEIGHT = 232
_SHOWN = 70  # characters of a text in a box


class _Box(QFrame):
    """One of the two texts side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.head = ElidedLabel("", "small", "text2")
        self.text = Prose("", "text")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 6, 12, 6)
        box.setSpacing(2)
        box.addWidget(self.head)
        box.addWidget(self.text, 1)

    def show_words(self, head: str, text: str) -> None:
        """Show a heading and a text, cut where it is long."""
        self.head.setText(head)
        self.text.set_text(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


class PieceCard(QWidget):
    """What can be done with the current piece; `acted` names the key of the act."""

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("所选建议")
        self.piece: Piece | None = None
        self.like = 0
        self._known: Mapping[str, KnownEntry] = {}
        self._number = ""
        self._title = ElidedLabel("", "strong")
        self._reasons = ElidedLabel("", "small", "text2")
        self._facts = ElidedLabel("", "body")
        self._ours, self._theirs = _Box(), _Box()
        self._turn = IconButton("refresh", "看下一条相近的（.）")
        self._turn.clicked.connect(lambda _checked=False: self.turn())
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        for number, (caption, value) in enumerate((("理由", self._reasons), ("单位", self._facts))):
            grid.addWidget(TextLabel(caption, "small", "text2"), number, 0)
            grid.addWidget(value, number, 1)
        grid.setColumnStretch(1, 1)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        pair.addWidget(self._ours, 1)
        pair.addWidget(self._theirs, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 24, 10)
        box.setSpacing(6)
        box.addWidget(self._title)
        box.addLayout(grid)
        box.addLayout(pair, 1)
        box.addLayout(self._acts())

    def _acts(self) -> QHBoxLayout:
        acts = QHBoxLayout()
        acts.setSpacing(6)
        self.buttons: dict[str, Button] = {}
        for key, word in (("L", "并入"), ("A", "收下"), ("E", "修改…"), ("D", "不收")):
            button = self.buttons[key] = Button(word)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys do it; Tab goes from text to list
            button.clicked.connect(lambda _checked=False, act=key: self.acted.emit(act))
            acts.addWidget(button)
            acts.addWidget(KeyCap(key))
            acts.addSpacing(4)
        acts.addWidget(self._turn)
        acts.addStretch()
        acts.addWidget(TextLabel("S 拆开　M 合并　K 改类别", "small", "text3"))
        return acts

    def show_piece(self, piece: Piece | None, number: str, known: Mapping[str, "KnownEntry"]) -> None:
        """Show another piece, or the same as it is now; None leaves the card empty."""
        if piece is None or self.piece is None or piece.id != self.piece.id:
            self.like = 0
        self.piece, self._number, self._known = piece, number, known
        for part in (self._ours, self._theirs, self._reasons, self._facts):
            part.setVisible(piece is not None)
        for button in self.buttons.values():
            button.setEnabled(piece is not None)
        if piece is None:
            self._title.setText("选中一条建议，可在这里看理由、单位和时限")
            return
        verdict = "" if piece.verdict is Verdict.OPEN else f"（{VERDICT_WORDS[piece.verdict]}）"
        self._title.setText(f"{number}　{piece.kind.word}：{piece.title}{verdict}")
        self._reasons.setText("　".join(piece.reasons) or "—")
        self._facts.setText(_facts(piece))
        self._show_like(piece)

    def link(self) -> str:
        """Return the code the piece would go into, "" where no task answers it."""
        if self.piece is None or not self.piece.duplicates:
            return ""
        code = self.piece.duplicates[self.like].code
        known = self._known.get(code)
        return code if known is not None and known.task else ""

    def turn(self) -> None:
        """Show the next of several likes."""
        if self.piece is not None and self.piece.duplicates:
            self.like = (self.like + 1) % len(self.piece.duplicates)
            self._show_like(self.piece)

    def _show_like(self, piece: Piece) -> None:
        likes = piece.duplicates
        self._turn.setVisible(len(likes) > 1)
        self._theirs.setVisible(bool(likes))
        link = self.link()
        self.buttons["L"].setText(f"并入 {link}" if link else "并入")
        self.buttons["L"].setEnabled(bool(link))
        marked = bool(likes) and likes[self.like].marked and bool(link)
        self.buttons["L"].set_kind("primary" if marked else "outlined")
        self.buttons["A"].set_kind("outlined" if marked else "primary")
        self.buttons["A"].setText("收为新建议" if likes else "收下")
        share = f"　相似 {round(likes[self.like].score * 100)}%" if likes else ""
        self._ours.show_words(f"本文 {self._number}{share}", piece.quote)
        if likes:
            code = likes[self.like].code
            known = self._known.get(code)
            which = f"　{self.like + 1} / {len(likes)}" if len(likes) > 1 else ""
            if known is None:
                self._theirs.show_words(f"台账 {code}{which}", "")
                return
            task = "" if known.task else "，还没有任务"
            office = f"，{known.office}" if known.office else ""
            self._theirs.show_words(f"台账 {code}{office}{task}{which}", known.summary or known.title)


def _facts(piece: Piece) -> str:
    office = piece.lead_office or "未定"
    if piece.lead_office and not piece.office_named:
        office += "（原文没写，参照同类，待确认）"
    helpers = f"；配合：{'、'.join(piece.co_offices)}" if piece.co_offices else ""
    day = f"（{piece.due_on.isoformat()}）" if piece.due_on else ""
    themes = f"　主题：{'、'.join(piece.themes)}" if piece.themes else ""
    return f"{office}{helpers}　时限：{piece.due_text or '未写'}{day}{themes}"
