"""设置 → 邮件: who writes, and the texts of the three kinds of drafts."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.model.mail_settings import MAIL_NAMES, MailKind, MailSettings, MailText, unknown_names
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.widgets.entry_checks import Checked
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply
from tracker.ui.widgets.textdiff import Prose

if TYPE_CHECKING:
    from tracker.queries import mail
    from tracker.services import mail_settings
else:
    mail = late("tracker.queries.mail")
    mail_settings = late("tracker.services.mail_settings")

_NOTE = "可以写 " + "、".join(f"{{{{{name}}}}}" for name in MAIL_NAMES)


class MailSettingsDialog(FormDialog):
    """Sender, contact, phone; subject and body of each kind; a name nobody knows is said below its field."""

    def __init__(self, settings: MailSettings, save: Callable[[MailSettings, Reply], None], parent: QWidget) -> None:
        super().__init__("邮件", "", "保存", self._keep, parent, 860)
        self.body.addWidget(Prose(_NOTE, "text2"))
        self._keep_settings = save
        with self.side_by_side():
            self.add_line("sender", "发件单位", settings.sender, Checked)
            self.add_line("contact", "联系人", settings.contact, Checked)
            self.add_line("phone", "电话", settings.phone, Checked)
        for kind in MailKind:
            text = settings.text(kind)
            with self.side_by_side():
                self.add_line(f"{kind.value}_subject", f"{kind.word}：主题", text.subject, _check, required="请写主题")
                self.add_prose(
                    f"{kind.value}_body", f"{kind.word}：正文", text.body, _check, required="请写正文", rows=5
                )

    def _keep(self, values: Values, reply: Reply) -> None:
        texts = {
            kind.value: MailText(
                str(values[f"{kind.value}_subject"]).strip(), str(values[f"{kind.value}_body"]).strip()
            )
            for kind in MailKind
        }
        plain = {name: str(values[name] or "").strip() for name in ("sender", "contact", "phone")}
        self._keep_settings(MailSettings(**plain, **texts), reply)  # type: ignore[arg-type]


def ask_mail_settings(context: Context, window: QWidget) -> None:
    """Read the texts and open the dialog; it stays open with the sentence where they are refused."""

    def show(settings: MailSettings) -> None:
        def save(wanted: MailSettings, reply: Reply) -> None:
            context.jobs.write(
                lambda s: mail_settings.change_mail_settings(s, wanted, settings), toast=True, **reply.route
            )

        dialog = MailSettingsDialog(settings, save, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    context.jobs.read(lambda s: mail.read_mail_settings(s), on_result=show, owner=window, key="mail")


def _check(text: str) -> Checked:
    """Refuse a name between braces that nobody knows."""
    unknown = unknown_names(MailText("", text))
    return Checked("", f"认不出的名称：{'、'.join(unknown)}") if unknown else Checked(text)
