"""改用服务器: the address of a server, tried before anything moves, and whether the ledger goes with it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.entry_checks import Checked
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.services import ledger_data
else:
    ledger_data = late("tracker.services.ledger_data")

MOVE, USE = "把现有台账移过去（服务器上的库要是空的）", "服务器上已有台账，这台电脑改用它"
NOTE = "账号和地址由管理员给；密码写在密码文件里，不写在这里"


def ask_server(context: Context, parent: QWidget) -> FormDialog:
    """Ask for the address; the connection is tried first, in either way."""
    dialog = FormDialog("改用服务器", NOTE, "继续", partial(_save, context), parent, 560)
    dialog.add_line(
        "address", "服务器地址或服务名", "", Checked, required="请写服务器地址",
        placeholder="postgresql://账号@10.1.2.3/zhizao 或 service=zhizao",
    )  # fmt: skip
    dialog.add_choice("way", "台账", (MOVE, USE))
    test = Button("测试连接")
    test.clicked.connect(lambda _checked=False: _try(context, dialog))
    dialog.body.insertWidget(1, test, alignment=Qt.AlignmentFlag.AlignLeft)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _try(context: Context, dialog: FormDialog) -> None:
    address, desk = dialog.text("address").strip(), context.settings.desk

    def said(sentence: str) -> None:
        dialog.foot_label.set_tone("text2")
        dialog.foot_label.setText(sentence)

    context.jobs.long(
        lambda _s, _step: ledger_data.try_server(address, desk), title="测试连接", on_result=said, owner=dialog,
        failed=dialog.refuse, show_after_ms=1_000, reads=True,
    )  # fmt: skip


def _save(context: Context, values: Values, reply: Reply) -> None:
    address, moves = str(values["address"]).strip(), values["way"] == MOVE
    actor, desk, file = context.settings.actor, context.settings.desk, context.ledger_file

    def run() -> tuple[str, str]:
        if not moves or file is None:
            return address, ledger_data.try_server(address, desk)
        return ledger_data.move_to(ledger_data.url_of(file), address, actor, desk)

    def done(outcome: tuple[str, str]) -> None:
        context.remember(ledger=outcome[0])
        reply.done()
        context.bus.notified.emit(Notice(outcome[1], "关闭程序再打开后使用新的位置"))

    context.jobs.long(
        lambda _s, _step: run(), title="移到服务器" if moves else "连接服务器", on_result=done, owner=reply.owner,
        failed=reply.refused, show_after_ms=1_000, reads=True,
    )  # fmt: skip
