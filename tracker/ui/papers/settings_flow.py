"""Opens 出文设置 and writes what was set."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.model.paper_settings import PaperSettings
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.papers.settings_dialog import PaperSettingsDialog
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.services.papers import register
else:
    register = late("tracker.services.papers.register")


def ask_settings(context: Context, settings: PaperSettings, window: QWidget) -> PaperSettingsDialog:
    """Open the dialog; it stays open with the sentence where the settings are refused."""

    def save(wanted: PaperSettings, reply: Reply) -> None:
        context.jobs.write(lambda s: register.set_paper_settings(s, wanted), toast=True, **reply.route)

    dialog = PaperSettingsDialog(settings, save, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
