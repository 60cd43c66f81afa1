"""What files of evidence are matched against, read from the ledger."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.model.evidence_match import Matching, listed_names, missing_names
from tracker.model.evidence_plan import CameFile, EvidenceOutcome, EvidencePlan, EvidencePlanner, FiledTask
from tracker.model.rows import OfficeRow
from tracker.model.tables import Evidence, Office, Recommendation, Task, TaskAnswer, TaskOffice
from tracker.queries.evidence_lists import latest_lists
from tracker.queries.offices import find_office


def plan_evidence(session: Session, files: Sequence[CameFile], office: str = "") -> EvidencePlan:
    """Say what becomes of files that came, from an office or from anywhere (""); reads only.

    Raises InputError for an office nobody knows.
    """
    sender = the_sender(session, office)
    listed = _listed(session, sender)
    planner = planner_of(session, sender, listed)
    planned = tuple(planner.plan(file) for file in files)
    arrived: dict[str, list[str]] = defaultdict(list)
    for code, name in session.exec(select(Task.code, Evidence.name).where(Task.id == Evidence.task_id)):
        arrived[code].append(name)
    for file in planned:
        if file.outcome not in (EvidenceOutcome.REFUSED, EvidenceOutcome.SKIPPED, EvidenceOutcome.QUESTION):
            arrived[file.task].append(file.name)
    return EvidencePlan(planned, missing_names(listed, arrived))


def the_sender(session: Session, office: str) -> OfficeRow | None:
    """Return the office that sent files, None for "". Raises InputError for one nobody knows."""
    if not office:
        return None
    sender = find_office(session, office)
    if sender is None:
        raise InputError(f"没有名为“{office}”的单位；请用台账里的单位名称或别名。")
    return sender


def planner_of(session: Session, sender: OfficeRow | None, listed: dict[str, str] | None = None) -> EvidencePlanner:
    """Return what decides about files; `listed` are the texts of 佐证材料 by code."""
    tasks = _tasks(session, sender)
    own = {task.code for task in tasks if task.ours}
    titles = {code: title if code in own else "" for code, title in session.exec(select(Task.code, Task.title))}
    matching = Matching(titles, _groups(session), listed or {})
    return EvidencePlanner(matching, tasks, sender.name if sender else "")


def _listed(session: Session, sender: OfficeRow | None) -> dict[str, str]:
    """Return what the newest answers list, as text by the code of the task."""
    lists = latest_lists(session, sender.id if sender else None)
    codes: Any = select(Task.uid, Task.code).where(col(Task.uid).in_(lists))
    texts = {code: "\n".join(lists[uid]) for uid, code in session.exec(codes)}
    return {code: text for code, text in texts.items() if listed_names(text)}


def _tasks(session: Session, sender: OfficeRow | None) -> list[FiledTask]:
    kept: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for task_id, name, sha256 in session.exec(
        select(Evidence.task_id, Evidence.name, Evidence.sha256).where(col(Evidence.sha256).is_not(None))
    ):
        kept[task_id].append((name, sha256 or ""))
    helped = set(session.exec(select(TaskOffice.task_id).where(TaskOffice.office_id == sender.id))) if sender else set()
    columns: Any = (Task.id, Task.code, Task.status, Task.lead_office_id, Office.name)
    rows: Any = select(*columns).outerjoin(Office, col(Office.id) == Task.lead_office_id)
    return [
        FiledTask(
            code, name or "", status, sender is None or lead == sender.id or number in helped, tuple(kept[number])
        )
        for number, code, status, lead, name in session.exec(rows.order_by(col(Task.position)))
    ]


def _groups(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the codes of the tasks that answer each recommendation, and of all below a group of them."""
    parents = dict(session.exec(select(Recommendation.id, Recommendation.parent_id)).all())
    answers: Any = select(TaskAnswer.recommendation_id, Task.code).where(Task.id == TaskAnswer.task_id)
    below: dict[int, dict[str, None]] = defaultdict(dict)
    for number, code in session.exec(answers.order_by(col(Task.position))):
        above: int | None = number
        while above is not None:
            below[above][code] = None
            above = parents.get(above)
    codes = session.exec(select(Recommendation.id, Recommendation.code)).all()
    return {code: tuple(below[number]) for number, code in codes}
