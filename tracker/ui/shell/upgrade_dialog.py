"""The server's ledger is of an older schema: whether to upgrade it, asked before anything is changed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.textdiff import Prose

_SAFE = "升级前先把服务器上的台账备份到这台电脑；升级期间大家暂时不能写入。没有升级成功时，服务器上的台账不变。"
NOT_ALLOWED = "升级要用 ledger_owner 的成员账号；这个账号没有这个权限，请让管理员升级。"


class UpgradeDialog(Dialog):
    """Offers to back the ledger up and upgrade it, to look at a copy of it only, or to leave."""

    upgrade_wanted = Signal()
    look_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, question: str, parent: QWidget | None = None, *, may_upgrade: bool) -> None:
        """`question` says from what to what, and who has it open; `may_upgrade` whether this account may do it."""
        super().__init__("服务器台账要升级", "", 600, parent)
        self._may_upgrade = may_upgrade
        self.sentence = TextLabel(question, "body")
        self.sentence.setWordWrap(True)
        self.body.addWidget(self.sentence)
        self.body.addWidget(Prose(_SAFE, "text2"))
        self.outcome = TextLabel("" if may_upgrade else NOT_ALLOWED, "small", "amber")
        self.outcome.setWordWrap(True)
        self.outcome.setVisible(not may_upgrade)
        self.body.addWidget(self.outcome)
        self.leave = self.add_button("退出", "plain", self.leave_wanted.emit)
        self.look = self.add_button("只读查看", "outlined", self.look_wanted.emit)
        self.look.setToolTip("把台账现在的内容取到本机，在第二个窗口里看；服务器上的台账不改动")
        self.upgrade = self.add_button("先备份并升级", "primary", self.upgrade_wanted.emit)
        self.upgrade.setEnabled(may_upgrade)
        self.upgrade.setToolTip("" if may_upgrade else NOT_ALLOWED)
        self.upgrade.setDefault(False)  # nobody cuts others off with an Enter that was meant for something else
        for button in (self.leave, self.look, self.upgrade):
            button.setAutoDefault(True)  # Enter presses the one that was gone to
        self.leave.setFocus()

    def begin(self, words: str) -> None:
        """Say what is under way; meanwhile nothing else can be begun."""
        for button in (self.leave, self.look, self.upgrade):
            button.setEnabled(False)
        self.say(words)

    def end(self, sentence: str) -> None:
        """Say what came of it; everything can be tried again."""
        self.leave.setEnabled(True)
        self.look.setEnabled(True)
        self.upgrade.setEnabled(self._may_upgrade)
        self.say(sentence)

    def say(self, words: str) -> None:
        """Show a sentence under the explanation."""
        self.outcome.setText(words)
        self.outcome.show()

    def reject(self) -> None:
        """Closing the dialog is leaving: this program cannot read the ledger as it is."""
        if self.leave.isEnabled():
            self.leave_wanted.emit()
