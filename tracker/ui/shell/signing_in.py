"""登录服务器: the password a server wants, asked for in the window; kept only where the system has a store for it."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.files.kept_passwords import can_keep
from tracker.ui.core.bus import Bus, Notice
from tracker.ui.core.jobs import Jobs
from tracker.ui.widgets.entry_checks import Checked
from tracker.ui.widgets.fields import CheckBox
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply

KEEP = "记住密码"
NO_STORE = "这台电脑的系统没有存放密码的地方；请写进密码文件（帮助：多台电脑共用）"
FOR_THIS_RUN = "密码只用于这一次打开"
KEPT_BY = "密码由 Windows 凭据管理器保存，只有您的账号能读出"


class PasswordLine:
    """The field of a password and the box 记住密码, in a form."""

    def __init__(self, form: FormDialog, *, required: str = "", placeholder: str = "") -> None:
        self.line = form.add_line("password", "密码", "", Checked, required=required, placeholder=placeholder)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.keep = CheckBox(KEEP)
        stores = can_keep()
        self.keep.setEnabled(stores)
        self.keep.setToolTip(KEPT_BY if stores else NO_STORE)
        form.body.addWidget(self.keep)
        form.field("password").set_hint(KEPT_BY if stores else FOR_THIS_RUN)

    def password(self) -> str:
        """Return what was typed, sign by sign: blanks belong to a password."""
        return self.line.text()


class SigningIn(QObject):
    """Asks once, however many jobs find that the server wants a password; who declines is asked when they wish."""

    def __init__(
        self,
        jobs: Jobs,
        bus: Bus,
        window: QWidget,
        server: Callable[[], str],
        give: Callable[[str, bool], object],
    ) -> None:
        """`server` returns its address in words, `give` is called with what was typed and whether to keep it."""
        super().__init__(window)
        self._jobs, self._bus, self._window, self._server, self._give = jobs, bus, window, server, give
        self._declined = False
        self.dialog: FormDialog | None = None

    def ask(self, sentence: str) -> None:
        """Ask for the password; after 取消 those who wait for it are told the sentence at once."""
        if self._declined:
            self._jobs.give_up(sentence)
        elif self.dialog is None:
            self.open()

    def open(self) -> None:
        """Open the dialog, whatever was answered before."""
        self._declined = False
        form = self.dialog = FormDialog("登录服务器", self._server(), "登录", self._log_in, self._window, 440)
        form.writes = False
        self.password = PasswordLine(form, required="请输入密码")
        form.accepted.connect(self._let_in)
        form.rejected.connect(self._decline)
        form.finished.connect(form.deleteLater)
        form.open()

    def _log_in(self, _values: Values, reply: Reply) -> None:
        self._give(self.password.password(), self.password.keep.isChecked())
        self._jobs.read(lambda _s: None, on_result=lambda _none: reply.done(), owner=reply.owner, failed=reply.refused)

    def _let_in(self) -> None:
        self.dialog = None
        self._jobs.begin_again()

    def _decline(self) -> None:
        self.dialog, self._declined = None, True
        self._bus.notified.emit(Notice("没有登录服务器，看不到台账", retry=self.open, act="登录…", warning=True))
        self._jobs.give_up("没有登录服务器。")
