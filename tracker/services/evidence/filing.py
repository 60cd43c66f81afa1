"""Plan and file in one go: evidence alone, or together with the workbooks it came with as one act."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from tracker.model.changes import Changes
from tracker.model.evidence_plan import KEPT, CameFile, EvidencePlan
from tracker.model.tables import Task, WorkbookExportRow, WorkbookReturn
from tracker.services.evidence.importing import file_evidence
from tracker.services.evidence.matching import plan_evidence

Filed = tuple[Changes, EvidencePlan]


def plan_and_file(
    session: Session, came: Sequence[CameFile], office: str = "", return_ids: Collection[int] = ()
) -> Filed:
    """Say what becomes of files whose bytes are kept, and file them; what is open waits in the box 未归档.

    `return_ids` are the workbooks the files came with: evidence for a row of theirs answers it.
    """
    plan = plan_evidence(session, came, office)
    changes = file_evidence(session, plan, office)
    _note_answers(session, {file.task for file in plan.of(*KEPT)}, return_ids)
    return changes, plan


def _note_answers(session: Session, codes: Collection[str], return_ids: Collection[int]) -> None:
    """Note in the workbooks that evidence came for their rows; of several it is said by the office that leads."""
    kinds = ("task", "help") if len(return_ids) == 1 else ("task",)
    rows = select(WorkbookReturn, WorkbookExportRow.kind, WorkbookExportRow.key).where(
        col(WorkbookReturn.id).in_(return_ids),
        WorkbookExportRow.export_id == WorkbookReturn.export_id,
        col(WorkbookExportRow.kind).in_(kinds),
        col(WorkbookExportRow.key).in_(select(Task.uid).where(col(Task.code).in_(codes))),
    )
    for received, kind, key in session.exec(rows).all():
        received.touched = [*dict.fromkeys((*received.touched, f"{kind} {key}"))]
    session.flush()


def with_evidence(
    session: Session, applied: Changes, came: Sequence[CameFile], office: str = ""
) -> tuple[Changes, EvidencePlan | None]:
    """File what came beside workbooks inside the act that took them in; without files nothing happens."""
    if not came:
        return applied, None
    changes, plan = plan_and_file(session, came, office, applied.returns)
    return applied | changes, plan
