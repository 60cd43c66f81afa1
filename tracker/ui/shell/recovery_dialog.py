"""The ledger's file is damaged or gone: what can be done about it, while nothing has been changed yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.textdiff import Prose

_SAFE = "损坏的文件会原样保存在备份文件夹里，不会删除。"
_GONE = "如果是移到了别处，请退出后放回来；要另建一份台账，请先把 backups 文件夹移走。"


class RecoveryDialog(Dialog):
    """Offers to restore the newest sound backup, to save what can be read, to look at that only, or to leave."""

    restore_wanted = Signal()
    salvage_wanted = Signal()
    look_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, newest: str, parent: QWidget | None = None, *, missing: bool = False) -> None:
        """`newest` says which backup there is, "" where there is none to go back to; a `missing` file has nothing."""
        super().__init__("台账文件不见了" if missing else "台账文件已损坏", "", 600, parent)
        known = f"最近的完好备份：{newest}" if newest else "没有完好的备份。"
        what = "数据文件夹里没有台账文件，旁边却有备份。" if missing else "台账文件已损坏，不能直接打开。"
        self.sentence = TextLabel(f"{what}{known}", "body")
        self.sentence.setWordWrap(True)
        self.body.addWidget(self.sentence)
        self.body.addWidget(Prose(_GONE if missing else _SAFE, "text2"))
        self.outcome = TextLabel("", "small", "amber")
        self.outcome.setWordWrap(True)
        self.outcome.hide()
        self.body.addWidget(self.outcome)
        self.leave = self.add_button("退出", "plain", self.leave_wanted.emit)
        self.look = self.add_button("只读打开", "outlined", self.look_wanted.emit)
        self.look.setToolTip("在第二个窗口里看能读出的内容，文件不改动")
        self.salvage = self.add_button("尽量抢救", "outlined", self.salvage_wanted.emit)
        self.restore = self.add_button("从备份恢复", "primary", self.restore_wanted.emit)
        self.restore.setEnabled(bool(newest))
        for button in (self.look, self.salvage):
            button.setHidden(missing)
        (self.restore if newest else self.leave if missing else self.salvage).setFocus()

    def begin(self, words: str) -> None:
        """Say what is under way; meanwhile nothing else can be begun."""
        self._enable(False)
        self.say(words)

    def fail(self, sentence: str, *, can_restore: bool) -> None:
        """Say why it did not work; everything can be tried again."""
        self._enable(True)
        self.restore.setEnabled(can_restore)
        self.say(sentence)

    def say(self, words: str) -> None:
        """Show a sentence under the explanation."""
        self.outcome.setText(words)
        self.outcome.show()

    def reject(self) -> None:
        """Closing the dialog is leaving: without a ledger there is nothing to work on."""
        if self.leave.isEnabled():
            self.leave_wanted.emit()

    def _enable(self, on: bool) -> None:
        for button in (self.leave, self.look, self.salvage, self.restore):
            button.setEnabled(on)
