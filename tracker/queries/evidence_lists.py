"""What offices listed as evidence in their workbooks, what of it came, and what nobody has filed yet."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.evidence_match import same_file
from tracker.model.tables import Evidence, Office, Task, UnfiledEvidence, WorkbookExport, WorkbookReturn


@dataclass(frozen=True, slots=True)
class ListedEvidence:
    """The files an office listed in its answer to a workbook: how many, and (code, name) of those that did not come."""

    listed: int = 0
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def arrived(self) -> int:
        """Return how many of the listed files came."""
        return self.listed - len(self.missing)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return a sentence for each file that did not come."""
        return tuple(f"“{name}”列在{code}，但没有随附" for code, name in self.missing)


@dataclass(frozen=True, slots=True)
class UnfiledRow:
    """A file of the box 未归档."""

    id: int
    name: str
    size: int
    office: str
    question: str
    proposals: tuple[str, ...]
    added_at: datetime


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence as a list of all of them shows it."""

    task: str
    title: str
    kind: str
    name: str
    size: int
    sha256: str
    added_at: datetime


def latest_lists(session: Session, office_id: int | None = None) -> dict[str, list[str]]:
    """Return by the uid of a task the names that an office lists in its answers to the newest workbook that came back.

    None for every office. Several people may answer one workbook: of a task the newest list counts.
    """
    newest: Any = select(func.max(WorkbookReturn.export_id)).where(col(WorkbookReturn.office_id).is_not(None))
    newest = newest if office_id is None else newest.where(WorkbookReturn.office_id == office_id)
    numbers = [n for n in session.exec(newest.group_by(col(WorkbookReturn.office_id))) if n is not None]
    lists: dict[str, list[str]] = defaultdict(list)
    for listed in _answers(session, numbers).values():
        for uid, names in listed.items():
            lists[uid] += names
    return dict(lists)


def _answers(session: Session, export_ids: Collection[int] | None) -> dict[int, dict[str, list[str]]]:
    """Return by the number of a sent workbook what all its answers list, of a task the newest list."""
    rows: Any = select(WorkbookReturn.export_id, WorkbookReturn.listed)
    rows = rows.where(col(WorkbookReturn.export_id).is_not(None)).order_by(col(WorkbookReturn.id))
    if export_ids is not None:
        rows = rows.where(col(WorkbookReturn.export_id).in_(export_ids))
    answers: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for number, listed in session.exec(rows):
        answers[number].update({uid: names for uid, names in listed.items() if names})
    return answers


def listed_evidence(session: Session, export_ids: Collection[int] | None = None) -> dict[int, ListedEvidence]:
    """Return by the number of a sent workbook what its answers list; those that list nothing are left out."""
    newest = _answers(session, export_ids)
    uids = {uid for listed in newest.values() for uid in listed}
    if not uids:
        return {}
    codes = dict(session.exec(select(Task.uid, Task.code).where(col(Task.uid).in_(uids))).all())
    names = _names_of_tasks(session, uids)
    return {number: _judged(listed, codes, names) for number, listed in newest.items() if listed}


def _judged(listed: dict[str, list[str]], codes: dict[str, str], names: dict[str, list[str]]) -> ListedEvidence:
    known = [(uid, name) for uid, listed_here in listed.items() if uid in codes for name in listed_here]
    missing = [
        (codes[uid], name)
        for uid, name in known
        if not any(same_file(name, other, codes[uid]) for other in names.get(uid, ()))
    ]
    return ListedEvidence(len(known), tuple(missing))


def _names_of_tasks(session: Session, uids: Collection[str]) -> dict[str, list[str]]:
    rows = select(Task.uid, Evidence.name).where(Task.id == Evidence.task_id, col(Task.uid).in_(uids))
    names: dict[str, list[str]] = defaultdict(list)
    for uid, name in session.exec(rows):
        names[uid].append(name)
    return names


def offices_missing_evidence(session: Session, round_number: int | None = None) -> dict[str, ListedEvidence]:
    """Return by office what its answer in a round lists and did not bring; None for the newest round."""
    number = round_number or session.exec(select(func.max(WorkbookExport.round))).one()
    exports: Any = select(WorkbookExport.id, Office.name).where(
        Office.id == WorkbookExport.office_id, WorkbookExport.round == number
    )
    offices = dict(session.exec(exports).all())
    listed = listed_evidence(session, offices.keys())
    return {offices[export]: lists for export, lists in listed.items() if lists.missing}


def list_unfiled(session: Session) -> tuple[UnfiledRow, ...]:
    """Return what waits in the box 未归档, oldest first."""
    rows: Any = sa.select(UnfiledEvidence, col(Office.name)).outerjoin(
        Office, col(Office.id) == UnfiledEvidence.office_id
    )
    return tuple(
        UnfiledRow(row.id, row.name, row.size, office or "", row.question, tuple(row.proposals), row.added_at)
        for row, office in session.exec(rows.order_by(col(UnfiledEvidence.id)))
    )


def task_codes(session: Session) -> tuple[str, ...]:
    """Return the codes of all tasks in their order."""
    return tuple(session.exec(select(Task.code).order_by(col(Task.position))))


def list_evidence(session: Session, code: str = "") -> tuple[EvidenceLine, ...]:
    """Return all evidence, of one task where a code is given, in the order of the tasks."""
    rows: Any = sa.select(col(Task.code), col(Task.title), Evidence).where(col(Task.id) == Evidence.task_id)
    rows = rows.where(Task.code == code) if code else rows
    return tuple(
        EvidenceLine(task, title, piece.kind.word, piece.name, piece.size, piece.sha256 or "", piece.added_at)
        for task, title, piece in session.exec(rows.order_by(col(Task.position), col(Evidence.id)))
    )
