"""Dialogs that save: closed when it is done, open with the sentence when it is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog


@dataclass(frozen=True, slots=True)
class Reply:
    """Where the outcome of a save goes: once its owner was closed nobody is answered, a refusal is said aloud."""

    done: Callable[[], None]
    refused: Callable[[str], None]  # takes the sentence
    owner: QObject

    @property
    def route(self) -> dict[str, Any]:
        """Return it as the arguments of `Jobs.write`."""
        return {"on_result": lambda _result: self.done(), "failed": self.refused, "owner": self.owner}


class SavingDialog(Dialog):
    """A dialog whose primary button `confirm` saves."""

    confirm: Button

    def begin_saving(self) -> Reply:
        """Return where the outcome goes; until it comes nothing can be saved again."""
        self.confirm.setEnabled(False)
        return Reply(self.accept, self.refuse, self)

    def refuse(self, sentence: str) -> None:
        """Stay open and say why nothing was saved."""
        self.confirm.setEnabled(True)
        self.foot_label.set_tone("red")
        self.foot_label.setText(sentence)
