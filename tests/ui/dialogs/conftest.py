"""Keys for the dialog a test file opens."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog


@pytest.fixture
def press(qtbot: Any, dialog: QDialog) -> Callable[..., None]:
    """Press keys one after another, each with the modifier if there is one."""

    def pressed(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            qtbot.keyClick(dialog, key, modifier)

    return pressed
