"""The leaders known to the ledger, offered where a dialog asks who decides or who solves something."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tracker.ui.core.context import Context
from tracker.ui.core.late import late

if TYPE_CHECKING:
    from tracker.queries import oversight
else:
    oversight = late("tracker.queries.oversight")


def offer_leaders(context: Context, dialog: QObject, offer: Callable[[tuple[str, ...]], object]) -> None:
    """Read who the leaders are and offer them, unless the dialog is gone by then."""
    context.jobs.read(lambda s: oversight.list_leaders(s), on_result=offer, owner=dialog, key="leaders")
