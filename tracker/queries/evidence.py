"""The bytes of a task's evidence."""

from dataclasses import dataclass

from sqlmodel import Session

from tracker.errors import InputError
from tracker.model.enums import EvidenceKind
from tracker.model.tables import Attachment, Evidence


@dataclass(frozen=True, slots=True)
class EvidenceContent:
    """One piece of evidence with its bytes; a note has its text and no bytes."""

    id: int
    kind: EvidenceKind
    name: str
    text: str
    data: bytes


def read_attachment(session: Session, sha256: str) -> bytes:
    """Return the bytes kept under a SHA-256. Raises InputError when there are none."""
    kept = session.get(Attachment, sha256)
    if kept is None:
        raise InputError("台账里没有这份文件的内容；请从原处重新添加。")
    return kept.data


def read_evidence(session: Session, evidence_id: int) -> EvidenceContent:
    """Return a piece of evidence. Raises InputError when it is gone."""
    found = session.get(Evidence, evidence_id)
    if found is None:
        raise InputError("这份佐证已不在台账中，可能刚被撤销；请刷新后再看。")
    data = read_attachment(session, found.sha256) if found.sha256 else b""
    return EvidenceContent(found.id, found.kind, found.name, found.text, data)
