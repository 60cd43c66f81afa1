"""Plan and file in one go: evidence alone, or together with the workbooks it came with as one act."""

from collections.abc import Sequence

from sqlmodel import Session

from tracker.model.changes import Changes
from tracker.model.evidence_plan import CameFile, EvidencePlan
from tracker.services.evidence.importing import file_evidence
from tracker.services.evidence.matching import plan_evidence

Filed = tuple[Changes, EvidencePlan]


def plan_and_file(session: Session, came: Sequence[CameFile], office: str = "") -> Filed:
    """Say what becomes of files whose bytes are kept, and file them; what is open waits in the box 未归档."""
    plan = plan_evidence(session, came, office)
    return file_evidence(session, plan, office), plan


def with_evidence(
    session: Session, applied: Changes, came: Sequence[CameFile], office: str = ""
) -> tuple[Changes, EvidencePlan | None]:
    """File what came beside workbooks inside the act that took them in; without files nothing happens."""
    if not came:
        return applied, None
    changes, plan = plan_and_file(session, came, office)
    return applied | changes, plan
