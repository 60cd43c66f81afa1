"""Toasts at the bottom left: what was done with 撤销, what goes on with 取消, what failed with 重试."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from tracker.ui.core.bus import Notice
from tracker.ui.core.long_job import LongJob
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import ElidedLabel, TextLabel

WIDTH = 420
_STAY, _STAY_TO_ACT = 6000, 15_000  # ms; what has a button that leads somewhere waits for the hand
_MOST = 3


class _Glyph(QWidget):
    """A 16 px icon that follows the theme."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role
        self.setFixedSize(16, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_icon(QPainter(self), QRectF(self.rect()), self._name, tone(self._role))


def _wrapped(text: str) -> TextLabel:
    """Return a sentence that says what to do at its end: all of it is shown."""
    label = TextLabel(text)
    label.setWordWrap(True)
    return label


class Toast(QFrame):
    """One line, more of a warning, at most one act; leaves after 6 s, 15 where it leads on, not under the pointer."""

    left = Signal()  # it goes while the keyboard is on it

    def __init__(self, notice: Notice, undo: Callable[[int], None] | None = None) -> None:
        super().__init__()
        self.setObjectName("toast")
        self.setProperty("warning", "true" if notice.warning else "false")
        self.setFixedWidth(WIDTH)
        self.notice = notice
        box = QHBoxLayout(self)
        box.setContentsMargins(15, 0, 11, 0)
        box.setSpacing(8)
        box.addWidget(_Glyph("warning" if notice.warning else "check", "amber" if notice.warning else "green"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setContentsMargins(0, 0, 0, 0)
        words.addStretch()
        words.addWidget(_wrapped(notice.text) if notice.warning else ElidedLabel(notice.text))
        if notice.detail:
            words.addWidget(ElidedLabel(notice.detail, "small", "text2"))
        words.addStretch()
        box.addLayout(words, 1)
        self.act = LinkButton("")
        self._add_act(box, undo)
        lowest = 60 if notice.detail else 44
        self.setFixedHeight(max(lowest, box.heightForWidth(WIDTH) + 12) if notice.warning else lowest)
        self._stay = QTimer(self, singleShot=True, interval=_STAY_TO_ACT if notice.retry is not None else _STAY)
        self._stay.timeout.connect(self.leave)
        self._stay.start()

    def _add_act(self, box: QHBoxLayout, undo: Callable[[int], None] | None) -> None:
        batch, retry = self.notice.batch_id, self.notice.retry
        self.act.setVisible(False)
        if batch is not None and undo is not None:
            self.act.setText("重做" if self.notice.undone else "撤销")
            self.act.clicked.connect(lambda _checked=False: self._run(lambda: undo(batch)))
            box.addWidget(self.act)
            box.addWidget(TextLabel("Ctrl+Y" if self.notice.undone else "Ctrl+Z", "small", "accenttext"))
        elif retry is not None:
            self.act.setText(self.notice.act)
            self.act.clicked.connect(lambda _checked=False: self._run(retry))
            box.addWidget(self.act)
        self.act.setVisible(bool(self.act.text()))

    def _run(self, act: Callable[[], object]) -> None:
        self.leave()
        act()

    def leave(self) -> None:
        """Go away."""
        at = QApplication.focusWidget()
        if at is not None and self.isAncestorOf(at):
            self.left.emit()
        self.hide()
        self.setParent(None)
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        self._stay.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count its time anew."""
        self._stay.start()
        super().leaveEvent(event)


class ProgressToast(QFrame):
    """Title, 「7 / 13」, a 4 px bar, the current thing and 取消; leaves when the job has ended."""

    def __init__(self, job: LongJob) -> None:
        super().__init__()
        self.setObjectName("toast")
        self.setFixedSize(WIDTH, 84)
        box = QVBoxLayout(self)
        box.setContentsMargins(15, 9, 15, 7)
        box.setSpacing(5)
        self.count = TextLabel("", "small", "text2")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.now = ElidedLabel("", "small", "text2")
        self.cancel = LinkButton("取消")
        self.cancel.clicked.connect(lambda _checked=False: self._stop(job))
        top, foot = QHBoxLayout(), QHBoxLayout()
        top.addWidget(ElidedLabel(job.title), 1)
        top.addWidget(self.count)
        foot.addWidget(self.now, 1)
        foot.addWidget(self.cancel)
        box.addLayout(top)
        box.addWidget(self.bar)
        box.addLayout(foot)
        job.stepped.connect(self._step)
        job.ended.connect(self._leave)

    def _step(self, done: int, total: int, name: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.count.setText(f"{done:,} / {total:,}")
        self.now.setText(name)

    def _stop(self, job: LongJob) -> None:
        job.cancel()
        self.cancel.setEnabled(False)
        self.now.setText("正在取消")

    def _leave(self) -> None:
        self.hide()
        self.setParent(None)
        self.deleteLater()


class Toasts(QWidget):
    """The column of toasts over the bottom left corner of a window, `margin` and `bottom` px from its edges."""

    left = Signal()  # the one that the keyboard was on has gone

    def __init__(self, window: QWidget, margin: int = 152, bottom: int = 44) -> None:
        super().__init__(window)
        self._margin, self._bottom = margin, bottom
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self.undo: Callable[[int], None] | None = None
        window.installEventFilter(self)
        self.hide()

    def show_notice(self, notice: Notice) -> Toast:
        """Show a toast; the oldest goes when there are more than three."""
        if notice.batch_id is not None:
            self._drop_undoable()
        shown = self.findChildren(Toast)
        if len(shown) >= _MOST:
            shown[0].leave()
        toast = Toast(notice, self.undo)
        toast.left.connect(self.left)
        self._add(toast)
        return toast

    def dismiss(self) -> None:
        """Let all notices go."""
        for toast in self.findChildren(Toast):
            toast.leave()

    def _drop_undoable(self) -> None:
        """Let older acts go: Ctrl+Z means the newest one only."""
        for toast in self.findChildren(Toast):
            if toast.notice.batch_id is not None:
                toast.leave()

    def show_job(self, job: LongJob) -> ProgressToast:
        """Show the progress of a long job until it has ended."""
        toast = ProgressToast(job)
        self._add(toast)
        return toast

    def _add(self, toast: QFrame) -> None:
        self._box.addWidget(toast)
        toast.destroyed.connect(self._arrange)
        toast.installEventFilter(self)
        toast.show()
        self.show()
        self._arrange()

    def sizeHint(self) -> QSize:
        """Return the room of the toasts that are there."""
        return self._box.sizeHint()

    def _arrange(self) -> None:
        size = self._box.sizeHint()
        window = self.parentWidget()
        if window is None or self._box.count() == 0:
            self.hide()
            return
        self.setGeometry(self._margin, window.height() - self._bottom - size.height(), WIDTH, size.height())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the corner when the window changes, close up when a toast goes."""
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self.parent():
            self._arrange()
        elif kind in (QEvent.Type.Hide, QEvent.Type.ParentChange) and isinstance(watched, QFrame):
            QTimer.singleShot(0, self, self._arrange)
        return super().eventFilter(watched, event)
