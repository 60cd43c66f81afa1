"""What is known of returned files beside their content: when their workbooks went out, and that they came."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import update
from sqlmodel import Session, col, select

from tracker.model.enums import ReturnState
from tracker.model.tables import WorkbookExport, WorkbookReturn


def sent_days(session: Session, files: Sequence[WorkbookReturn]) -> dict[int, date]:
    """Return by number when the workbooks went out that these files answer."""
    numbers = {received.export_id for received in files if received.export_id is not None}
    sent = select(WorkbookExport).where(col(WorkbookExport.id).in_(numbers))
    return {export.id: export.sent_on for export in session.exec(sent)}


def note_receipt(session: Session, received: WorkbookReturn, waiting: int) -> None:
    """Nothing to take in is no act: there is nothing that undo could take back."""
    state = ReturnState.PENDING if waiting else ReturnState.APPLIED
    row = update(WorkbookReturn).where(col(WorkbookReturn.id) == received.id)
    session.connection().execute(row.values(state=state, pending=waiting))
    session.refresh(received)
