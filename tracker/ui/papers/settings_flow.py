"""Opens 出文设置 and writes what was set."""

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.model.paper_settings import PaperSettings
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.papers.settings_dialog import IssuerDialog, PaperSettingsDialog
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.services.papers import register
else:
    register = late("tracker.services.papers.register")

Asked = TypeVar("Asked", bound=Dialog)


def ask_settings(context: Context, settings: PaperSettings, window: QWidget) -> PaperSettingsDialog:
    """Open the dialog; it stays open with the sentence where the settings are refused."""

    return _opened(PaperSettingsDialog(settings, partial(_save, context, settings), window))


def ask_issuer(context: Context, settings: PaperSettings, window: QWidget) -> IssuerDialog:
    """Ask who issues the papers; what was to be saved is saved by the next press, with the name in the preview."""
    return _opened(IssuerDialog(settings, partial(_save, context, settings), window))


def _save(context: Context, seen: PaperSettings, wanted: PaperSettings, reply: Reply) -> None:
    context.jobs.write(lambda s: register.set_paper_settings(s, wanted, seen), toast=True, **reply.route)


def _opened(dialog: Asked) -> Asked:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
