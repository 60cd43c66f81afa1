"""「有未保存的草稿」: what was typed before and not saved is offered in its field again."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from tracker.ui.core.drafts import Draft, Drafts
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import ElidedLabel

OFFER = "有未保存的草稿"


class DraftOffer(QWidget):
    """The offer with 填入 and 放弃, and below it what was typed."""

    def __init__(self, fill_in: Callable[[], object], discard: Callable[[], object]) -> None:
        super().__init__()
        self.words, self.typed = ElidedLabel(OFFER, "small", "amber"), ElidedLabel("", "small", "text2")
        self.fill_in, self.discard = LinkButton("填入"), LinkButton("放弃")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        for button, run in ((self.fill_in, fill_in), (self.discard, discard)):
            button.clicked.connect(lambda _checked=False, run=run: run())
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.typed)
        self.hide()

    def offer(self, drafts: Mapping[str, Draft]) -> None:
        """Offer drafts, or go away where there is none."""
        self.typed.setText("；".join(" ".join(draft.text.split()) for draft in drafts.values()))
        self.setVisible(bool(drafts))


class FormDrafts:
    """Keeps what is typed in the fields of a form, and offers what was typed there before."""

    def __init__(self, drafts: Drafts, name: str, subject: str, editors: Mapping[str, QWidget]) -> None:
        """`name` is what the form and its subject are known by; `editors` those fields that hold text."""
        self._drafts, self._name, self._subject = drafts, name, subject
        self._editors = {
            key: editor for key, editor in editors.items() if isinstance(editor, QLineEdit | QPlainTextEdit)
        }
        self._bases = {key: _text(editor) for key, editor in self._editors.items()}
        kept = {key: drafts.of(self._key(key)) for key in self._editors}
        self._offered = {key: draft for key, draft in kept.items() if draft is not None}
        self.line = DraftOffer(self.fill_in, self.discard)
        self.line.offer(self._offered)
        for key, editor in self._editors.items():
            editor.textChanged.connect(lambda *_args, key=key: self._typed(key))

    def _key(self, key: str) -> str:
        return f"{self._name}/{key}"

    def _typed(self, key: str) -> None:
        self._drafts.keep(self._key(key), self._subject, self._bases[key], _text(self._editors[key]))

    def fill_in(self) -> None:
        """Put what was typed before into its fields; it is saved only by the form."""
        for key, draft in self._offered.items():
            editor = self._editors[key]
            (editor.setPlainText if isinstance(editor, QPlainTextEdit) else editor.setText)(draft.text)
        first = next((self._editors[key] for key in self._offered if self._editors[key].isVisible()), None)
        if first is not None:  # else the keyboard would go on to a button
            first.setFocus()
        self._offered = {}
        self.line.hide()

    def discard(self) -> None:
        """Forget what was typed before."""
        for key in self._offered:
            self._drafts.drop(self._key(key))
        self._offered = {}
        self.line.hide()

    def saved(self) -> None:
        """Forget everything: the form was saved."""
        for key in self._editors:
            self._drafts.drop(self._key(key))


def _text(editor: QLineEdit | QPlainTextEdit) -> str:
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()
