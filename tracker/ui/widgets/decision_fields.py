"""理由 and 批准人 side by side, above what they decide: shown where they are asked for."""

from collections.abc import Sequence, Set

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from tracker.model.rules import REASON_CHARACTERS, Given, is_name, says_why
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.choice_line import ChoiceLine
from tracker.ui.widgets.fields import FormField


class DecisionFields(QHBoxLayout):
    """Two lines of a form; what is hidden asks for nothing."""

    changed = Signal()
    entered = Signal()  # Enter was pressed

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(12)
        self.reason, self.decided_by = QLineEdit(), ChoiceLine()
        self.reason_field, self.decider_field = FormField("理由", self.reason), FormField("批准人", self.decided_by)
        for field, line, stretch in ((self.reason_field, self.reason, 2), (self.decider_field, self.decided_by, 1)):
            line.setFont(font("body"))
            line.textChanged.connect(lambda _text, field=field: self._typed(field))
            line.returnPressed.connect(self.entered)
            self.addWidget(field, stretch)
            field.hide()

    def _typed(self, field: FormField) -> None:
        field.set_error("")
        self.changed.emit()

    def ask(self, needs: Set[str]) -> None:
        """Show the lines that are needed: `reason`, `statement` (the reason is one), `decided_by`."""
        self.reason_field.setVisible(not needs.isdisjoint(("reason", "statement")))
        self.reason_field.set_label(_reason_label(needs))
        self.decider_field.setVisible("decided_by" in needs)

    def offer_leaders(self, leaders: Sequence[str]) -> None:
        """Offer the leaders known where it is asked who decided."""
        self.decided_by.offer(leaders)

    @property
    def given(self) -> Given:
        """Return what was typed where it was asked for."""
        reason, decided_by = (
            "" if field.isHidden() else line.text().strip()
            for field, line in ((self.reason_field, self.reason), (self.decider_field, self.decided_by))
        )
        return Given(reason, decided_by)

    def check(self) -> bool:
        """Tell whether what is asked for is there; else say below each line what to write, and stand in the first."""
        wrong = (
            (self.reason_field, says_why(self.reason.text()), f"请写理由（至少 {REASON_CHARACTERS} 个字）"),
            (self.decider_field, is_name(self.decided_by.text()), "请写批准人"),
        )
        missing = [(field, words) for field, filled, words in wrong if not field.isHidden() and not filled]
        for field, words in missing:
            field.set_error(words)
        if missing:
            missing[0][0].editor.setFocus()
        return not missing


def _reason_label(needs: Set[str]) -> str:
    if "statement" not in needs:
        return "理由"
    return "理由（同时作办结说明）" if "reason" in needs else "办结说明（写给还没有办结说明的任务）"
