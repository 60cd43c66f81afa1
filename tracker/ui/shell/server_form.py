"""改用服务器: the address of a server, tried before anything moves, and whether the ledger goes with it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.long_job import LongJob
from tracker.ui.shell.signing_in import PasswordLine
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.entry_checks import Checked
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.services import ledger_data
else:
    ledger_data = late("tracker.services.ledger_data")

MOVE, USE = "把现有台账移过去（服务器上的库要是空的）", "服务器上已有台账，这台电脑改用它"
NOTE = "账号和地址由管理员给；改用以后窗口自动重新打开"
ADVICE = "有密码文件或已经记住时不用填"


class ServerForm(FormDialog):
    """Address, password, and what becomes of the ledger that is here."""

    writes = False  # a ledger that was moved away is left by it
    password: PasswordLine

    def login(self) -> "ledger_data.Login":
        """Return what was typed of the password."""
        return ledger_data.Login(self.password.password(), self.password.keep.isChecked())


def ask_server(context: Context, parent: QWidget) -> ServerForm:
    """Ask for the address; the connection is tried first, in either way."""

    def save(values: Values, reply: Reply) -> None:
        _save(context, dialog, values, reply)

    dialog = ServerForm("改用服务器", NOTE, "继续", save, parent, 560)
    dialog.add_line(
        "address", "服务器地址或服务名", "", Checked, required="请写服务器地址",
        placeholder="postgresql://账号@10.1.2.3/zhizao 或 service=zhizao",
    )  # fmt: skip
    dialog.add_choice("way", "台账", (USE,) if context.jobs.read_only else (MOVE, USE))
    dialog.password = PasswordLine(dialog, placeholder=ADVICE)
    test = Button("测试连接")
    test.clicked.connect(lambda _checked=False: _try(context, dialog))
    dialog.body.addWidget(test, alignment=Qt.AlignmentFlag.AlignLeft)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _try(context: Context, dialog: ServerForm) -> None:
    address, desk = dialog.text("address").strip(), context.settings.desk
    login = replace(dialog.login(), keep=False)  # a trial leaves nothing behind

    def said(sentence: str) -> None:
        dialog.foot_label.set_tone("text2")
        dialog.foot_label.setText(sentence)

    context.jobs.long(
        lambda _s, _step: ledger_data.try_server(address, desk, login), title="测试连接", on_result=said, owner=dialog,
        failed=dialog.refuse, show_after_ms=1_000, reads=True,
    )  # fmt: skip


def _save(context: Context, dialog: ServerForm, values: Values, reply: Reply) -> None:
    address, moves = str(values["address"]).strip(), values["way"] == MOVE
    actor, desk, login = context.settings.actor, context.settings.desk, dialog.login()
    here = context.address()

    def run(step: LongJob) -> tuple[str, str]:
        if not moves:
            return address, ledger_data.try_server(address, desk, login)
        return ledger_data.move_to(here, address, actor, desk, login, step)

    def done(outcome: tuple[str, str]) -> None:
        context.remember(ledger=outcome[0])
        reply.done()
        context.reopen(outcome[1], login.password)

    context.jobs.long(
        lambda _s, step: run(step), title="移到服务器" if moves else "连接服务器", on_result=done, owner=reply.owner,
        failed=reply.refused, show_after_ms=1_000, reads=True,
    )  # fmt: skip
