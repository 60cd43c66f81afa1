"""Buttons that change the ledger: where that may only be read they cannot be pressed, and say why."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from tracker.ui.core.jobs import Jobs

#: What Qt notes of a widget that was closed by itself, not with what it stands in.
_UNWANTED = Qt.WidgetAttribute.WA_ForceDisabled


def close_with(jobs: Jobs, *buttons: QWidget) -> None:
    """Let buttons follow whether the ledger may be written; whoever enables one meanwhile does so for later."""
    for button in buttons:
        _Closed(button, jobs)


def jobs_around(widget: QWidget) -> Jobs | None:
    """Return the jobs of the page or window a widget stands in, None outside of one."""
    owner: QWidget | None = widget
    while owner is not None:
        known = getattr(owner, "writing", None)
        if callable(known) and isinstance(jobs := known(), Jobs):
            return jobs
        owner = owner.parentWidget()
    return None


def other_writer(widget: QWidget) -> str:
    """Return who changed last what a widget shows, and when: 王敏 10:42, else 别人刚刚."""
    jobs = jobs_around(widget)
    return jobs.other_writer if jobs is not None and jobs.other_writer else "别人刚刚"


class _Closed(QObject):
    """Keeps one button closed as long as there is a reason, and gives back what it was."""

    def __init__(self, button: QWidget, jobs: Jobs) -> None:
        super().__init__(button)
        self._button = button
        self._reason = ""
        self._tip = ""
        button.installEventFilter(self)
        jobs.closed.connect(self._follow)
        self._follow(jobs.read_only)

    def _follow(self, reason: str) -> None:
        button = self._button
        if reason and not self._reason:
            self._tip = button.toolTip()
        was, self._reason = self._reason, reason
        if reason:
            self._close()
            button.setToolTip(reason)
        elif was:
            button.setEnabled(not button.testAttribute(_UNWANTED))
            button.setToolTip(self._tip)

    def _close(self) -> None:
        """Close the button and leave noted on it whether others want it closed as well."""
        unwanted = self._button.testAttribute(_UNWANTED)
        self._button.setEnabled(False)
        self._button.setAttribute(_UNWANTED, unwanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close it again where it was enabled meanwhile."""
        if self._reason and event.type() == QEvent.Type.EnabledChange and self._button.isEnabled():
            self._close()
        elif self._reason and event.type() == QEvent.Type.ToolTipChange and self._button.toolTip() != self._reason:
            self._tip = self._button.toolTip()
            self._button.setToolTip(self._reason)
        return super().eventFilter(watched, event)
