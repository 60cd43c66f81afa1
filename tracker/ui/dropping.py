"""Files dragged in from outside: workbooks go to 往来, anything let go over a task's panel is its evidence."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtWidgets import QWidget

from tracker.model.rows import TaskRow
from tracker.ui.pages.page import Page

#: Every kind of workbook the reader takes.
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"})


def files_of(data: QMimeData) -> tuple[Path, ...]:
    """Return the files of a drag, folders left out."""
    found = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return tuple(path for path in found if not path.is_dir())


def workbooks_of(data: QMimeData) -> tuple[Path, ...]:
    """Return the workbooks among the files of a drag."""
    return tuple(path for path in files_of(data) if path.suffix.lower() in WORKBOOKS)


def panel_task(page: Page) -> tuple[QWidget, TaskRow] | None:
    """Return the panel that takes evidence on a page and its task, None where there is no such panel in sight."""
    from tracker.ui.pages.ledger import LedgerPage  # loaded at its first visit

    if not isinstance(page, LedgerPage) or not page.panel.isVisible() or page.panel.task is None:
        return None
    return page.panel, page.panel.task


def add_evidence_at(page: Page, place: QPoint, paths: tuple[Path, ...]) -> bool:
    """Keep files as evidence of the task whose panel lies at `place` (on the screen); False where none does."""
    from tracker.ui.pages.ledger import LedgerPage

    found = panel_task(page)
    if found is None or not isinstance(page, LedgerPage):
        return False
    panel, task = found
    if not panel.rect().contains(panel.mapFromGlobal(place)):
        return False
    for path in paths:
        page.acts.add_file(task, path)
    return bool(paths)
