"""The evidence of tasks: which pieces count and how many, and the bytes of one piece."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func

from tracker.errors import InputError
from tracker.files.kept_files import kind_of
from tracker.model.enums import EvidenceKind, Status, TaskLinkKind
from tracker.model.evidence import ENOUGH_BYTES, evidence_counts
from tracker.model.tables import Attachment, Evidence, StatusMove, TaskLink

_FEW = 500  # tasks up to which only their evidence is read


@dataclass(frozen=True, slots=True)
class EvidenceContent:
    """One piece of evidence with its bytes; a note has its text and no bytes."""

    id: int
    kind: EvidenceKind
    name: str
    text: str
    data: bytes


@dataclass(frozen=True, slots=True)
class JudgedEvidence:
    """One piece of evidence of a task or of what was merged into it; `refusal` says why it does not count."""

    id: int
    content: str  # the same for pieces with the same bytes or the same words
    refusal: str = ""


def count_evidence(session: Session, task_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return by task id how many pieces of its evidence count, of all tasks or at least of those named.

    Evidence of what was merged into a task is its evidence, the same bytes count once. Tasks without any that counts
    are left out. Rules, panel, bulk preview, review and undo all ask here.
    """
    counts = {owner: count_judged(pieces) for owner, pieces in judge_evidence(session, task_ids).items()}
    return {owner: count for owner, count in counts.items() if count}


def count_judged(pieces: Iterable[JudgedEvidence]) -> int:
    """Return how many of these pieces of one task count, the same bytes once."""
    return len({piece.content for piece in pieces if not piece.refusal})


def judge_evidence(session: Session, task_ids: Collection[int] | None = None) -> dict[int, list[JudgedEvidence]]:
    """Return by task id all its pieces of evidence, each with the reason why it does not count, "" where it does."""
    few = task_ids if task_ids is not None and len(task_ids) <= _FEW else None
    rows = list(_pieces(session, few))
    reopened = _reopened(session, few)
    words = _texts(session, [row for _, row in rows])
    judged: dict[int, list[JudgedEvidence]] = defaultdict(list)
    for owner, row in rows:
        opened = max((at for at in (reopened.get(owner), reopened.get(row.task_id)) if at is not None), default=None)
        text = row.text if row.kind is EvidenceKind.NOTE else words.get(row.sha256, "")
        before = opened is not None and row.added_at <= opened
        refusal = evidence_counts(row.kind, row.name, text, row.size, before_reopening=before)
        judged[owner].append(JudgedEvidence(row.id, row.sha256 or row.text, refusal))
    return dict(judged)


def _pieces(session: Session, task_ids: Collection[int] | None) -> Iterator[tuple[int, Any]]:
    """Yield (task, row of evidence): the task's own, then what belongs to tasks merged into it."""
    names = ("id", "task_id", "kind", "name", "text", "size", "sha256", "added_at")
    columns = [getattr(Evidence, name) for name in names]
    own: Any = sa.select(col(Evidence.task_id).label("owner"), *columns).order_by(col(Evidence.id))
    merged: Any = sa.select(col(TaskLink.to_id).label("owner"), *columns).order_by(col(Evidence.id))
    merged = merged.join_from(Evidence, TaskLink, col(TaskLink.from_id) == Evidence.task_id)
    merged = merged.where(col(TaskLink.kind) == TaskLinkKind.DUPLICATE)
    if task_ids is not None:
        own, merged = own.where(col(Evidence.task_id).in_(task_ids)), merged.where(col(TaskLink.to_id).in_(task_ids))
    for statement in (own, merged):
        for row in session.connection().execute(statement):
            yield row.owner, row


def _reopened(session: Session, task_ids: Collection[int] | None) -> dict[int, datetime]:
    """Return by task when it was last opened again after it had been closed; also of what was merged into tasks."""
    moves: Any = sa.select(col(StatusMove.task_id), func.max(StatusMove.at)).where(
        col(StatusMove.from_status) == Status.CLOSED, col(StatusMove.to_status) == Status.IN_PROGRESS
    )
    if task_ids is not None:
        merged = sa.select(col(TaskLink.from_id)).where(col(TaskLink.to_id).in_(task_ids))
        moves = moves.where(sa.or_(col(StatusMove.task_id).in_(task_ids), col(StatusMove.task_id).in_(merged)))
    rows = session.connection().execute(moves.group_by(col(StatusMove.task_id)))
    return {task_id: at for task_id, at in rows if at is not None}


def _texts(session: Session, rows: Collection[Any]) -> dict[str, str]:
    """Return by SHA-256 what is written in small text files: of others the size alone decides."""
    small = {row.sha256 for row in rows if row.sha256 and row.size < ENOUGH_BYTES and _is_text(row.name)}
    if not small:
        return {}
    kept = sa.select(col(Attachment.sha256), col(Attachment.data)).where(col(Attachment.sha256).in_(small))
    return {sha256: _decoded(data) for sha256, data in session.connection().execute(kept)}


def _is_text(name: str) -> bool:
    return kind_of(name) in ("txt", "csv")


def _decoded(data: bytes) -> str:
    """Return the words of a text file: UTF-8 where it is valid, else what Chinese Windows writes."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


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
