"""Dialogs that save: closed when it is done, open with the sentence when it is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from PySide6.QtCore import QObject

from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog


class Route(TypedDict):
    """The arguments of `Jobs.write` that say who gets the outcome."""

    on_result: Callable[[object], object]
    failed: Callable[[str], object]
    owner: QObject


@dataclass(frozen=True, slots=True)
class Reply:
    """Who gets the outcome of a save; after its owner was closed nobody does, and a refusal becomes a warning."""

    done: Callable[[], None]
    refused: Callable[[str], None]  # called with the sentence
    owner: QObject

    @property
    def route(self) -> Route:
        """Return it as the arguments of `Jobs.write`."""
        return {"on_result": lambda _result: self.done(), "failed": self.refused, "owner": self.owner}


class SavingDialog(Dialog):
    """A dialog whose primary button `confirm` saves, in the ledger unless it is said that it `writes` nothing there."""

    confirm: Button
    writes = True

    def writing_buttons(self) -> list[Button]:
        """Return the primary button as well, once."""
        buttons = super().writing_buttons()
        if self.writes:
            self.writes = False
            buttons = [*buttons, self.confirm]
        return buttons

    def begin_saving(self) -> Reply:
        """Return where the outcome goes; until it comes nothing can be saved again."""
        self.confirm.setEnabled(False)
        return Reply(self.accept, self.refuse, self)

    def wait_for_answer(self, sentence: str) -> None:
        """Stay as it is, unchangeable, until it is known whether it was saved."""
        self._open_body(False)
        self.setFocus()
        self.foot_label.set_tone("amber")
        self.foot_label.setText(sentence)

    def _open_body(self, enabled: bool) -> None:
        if (body := self.body.parentWidget()) is not None:
            body.setEnabled(enabled)

    def refuse(self, sentence: str) -> None:
        """Stay open and say why nothing was saved."""
        self._open_body(True)
        self.confirm.setEnabled(True)
        self.foot_label.set_tone("red")
        self.foot_label.setText(sentence)
