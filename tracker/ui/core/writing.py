"""Buttons that change the ledger: where that may only be read they cannot be pressed, and say why."""

from functools import partial

from PySide6.QtWidgets import QWidget

from tracker.ui.core.jobs import Jobs


def close_with(jobs: Jobs, *buttons: QWidget) -> None:
    """Let buttons that could always be pressed follow whether the ledger may be written."""
    for button in buttons:
        follow = partial(_follow, button, button.toolTip())
        jobs.closed.connect(follow)
        follow(jobs.read_only)


def _follow(button: QWidget, tip: str, reason: str) -> None:
    button.setEnabled(not reason)
    button.setToolTip(reason or tip)
