"""The evidence of tasks: how much there is, and the bytes of one piece."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func

from tracker.errors import InputError
from tracker.model.enums import EvidenceKind, TaskLinkKind
from tracker.model.tables import Attachment, Evidence, TaskLink

_FEW = 500  # tasks up to which only their evidence is read


@dataclass(frozen=True, slots=True)
class EvidenceContent:
    """One piece of evidence with its bytes; a note has its text and no bytes."""

    id: int
    kind: EvidenceKind
    name: str
    text: str
    data: bytes


def count_evidence(session: Session, task_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return by task id how many pieces of evidence it has, of all tasks or at least of those named.

    Evidence of what was merged into a task is its evidence. Tasks without any are left out.
    """
    own: Any = sa.select(col(Evidence.task_id).label("owner"))
    merged: Any = sa.select(col(TaskLink.to_id)).join(Evidence, col(Evidence.task_id) == TaskLink.from_id)
    merged = merged.where(col(TaskLink.kind) == TaskLinkKind.DUPLICATE)
    if task_ids is not None and len(task_ids) <= _FEW:
        own, merged = own.where(col(Evidence.task_id).in_(task_ids)), merged.where(col(TaskLink.to_id).in_(task_ids))
    pieces = sa.union_all(own, merged).subquery()
    counted: Any = sa.select(pieces.c.owner, func.count()).group_by(pieces.c.owner)
    return dict(session.exec(counted).all())


def read_attachment(session: Session, sha256: str) -> bytes:
    """Return the bytes kept under a SHA-256. Raises InputError when there are none."""
    kept = session.get(Attachment, sha256)
    if kept is None:
        raise InputError("台账里没有这份文件的内容；请从原处重新添加。")
    return kept.data


def read_evidence(session: Session, evidence_id: int) -> EvidenceContent:
    """Return a piece of evidence. Raises InputError when it is gone."""
    evidence = session.get(Evidence, evidence_id)
    if evidence is None:
        raise InputError("这份佐证已不在台账中，可能刚被撤销；请刷新后再看。")
    data = read_attachment(session, evidence.sha256) if evidence.sha256 else b""
    return EvidenceContent(evidence.id, evidence.kind, evidence.name, evidence.text, data)
