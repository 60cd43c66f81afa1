"""Noting progress and evidence of a task."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from tracker.errors import InputError, RuleError
from tracker.files.kept_files import checked_name, doubt_of, too_large
from tracker.files.limits import LIMITS
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.enums import EvidenceKind
from tracker.model.rules import REASON_CHARACTERS, says_why
from tracker.model.tables import Attachment, Evidence
from tracker.model.telling_text import count_meaningful
from tracker.services.fields import set_fields
from tracker.services.status import close_task
from tracker.services.write_basics import begin, the_task, touched
from tracker.store.history import moment_of

#: What a scan of a printed form is called.
_STAMPED = re.compile("反馈表|盖章")


def record_progress(
    session: Session,
    task_id: int,
    on: date,
    progress: int,
    note: str,
    problems: str = "",
    next_steps: str = "",
    *,
    period: date | None = None,
) -> Changes:
    """Append a progress entry (percent, three texts) dated `on`; it becomes the task's present state.

    `period` is the due day of the period it reports, chosen by the person, of a task that reports regularly. Raises
    RuleError for a lower percent without words that say why, and for progress that is frozen.
    """
    task = the_task(session, task_id)
    if period is not None and not says_why(note):
        raise RuleError(f"补报要写进展情况（至少 {REASON_CHARACTERS} 个字），没有进展可写“本期无新进展”。")
    if progress == task.progress and not any(map(count_meaningful, (note, problems, next_steps))):
        raise RuleError(f"{task.code} 没有写进展：进度没有变，文字里只有标点或“无”一类的话；请写做了什么。")
    batch = begin(session, f"{task.code} 新增进展")
    values: dict[str, Value] = {
        "progress": progress, "progress_note": note, "problems": problems, "next_steps": next_steps,
    }  # fmt: skip
    if progress == task.progress:
        del values["progress"]  # nothing moves: words may be written whatever the status leaves free
    set_fields(session, task, values, on=on, period=period)
    return touched(session, batch, tasks={task.id})


def add_evidence(session: Session, task_id: int, name: str, text: str = "", data: bytes = b"") -> Changes:
    """Add a file (kept in the database) or a note as evidence; the label says when the content is odd.

    Raises InputError for nothing, and for a file of a kind or size that is not kept.
    """
    task = the_task(session, task_id)
    if not data and not text.strip():
        raise InputError("佐证要有一个文件或一段说明。")
    name = checked_name(name, data) if data else name
    batch = begin(session, f"{task.code} 新增佐证")
    session.add(
        Evidence(
            task_id=task.id,
            kind=file_kind(name) if data else EvidenceKind.NOTE,
            name=name.strip() or text.strip()[:20],
            text=text.strip(),
            size=len(data),
            sha256=keep_bytes(session, data) if data else None,
            added_at=moment_of(session),
        )
    )
    changes, doubt = touched(session, batch, tasks={task.id}), doubt_of(name, data) if data else ""
    return replace(changes, label=f"{changes.label}，{doubt.rstrip('。')}") if doubt else changes


def file_kind(name: str) -> EvidenceKind:
    """Return whether a file is a stamped form, as its name says, or any other."""
    return EvidenceKind.STAMPED if _STAMPED.search(name) else EvidenceKind.FILE


def close_with_note(
    session: Session,
    task_id: int,
    statement: str,
    note: str,
    today: date,
    progress: int | None = None,
    *,
    files: Sequence[tuple[str, bytes]] = (),
    confirmed: bool = False,
) -> Changes:
    """Close a task (销号) and keep the note that proves it, "" for none, and files, as one act under that name.

    `progress` is what the person wrote beside it; None leaves the percent as it is. `confirmed` says that what the
    closing leaves open was seen.
    """
    begin(session, f"{the_task(session, task_id).code} 销号")
    if note.strip():
        add_evidence(session, task_id, "", note)
    for name, data in files:
        add_evidence(session, task_id, name, data=data)
    return close_task(session, task_id, statement, today, progress, confirmed=confirmed)


def check_size(name: str, size: int) -> None:
    """Raise InputError for a file larger than `LIMITS.kept_bytes`; ask before reading it."""
    if size > LIMITS.kept_bytes:
        raise InputError(too_large(name, size))


def keep_bytes(session: Session, data: bytes) -> str:
    """Keep the bytes of a file under their SHA-256 and return it; the same bytes are kept once."""
    digest = hashlib.sha256(data).hexdigest()
    kept = session.get(Attachment, digest)
    if kept is None:
        session.add(Attachment(sha256=digest, size=len(data), data=data))
    elif kept.emptied_on is not None:  # cleaned away once, here again
        kept.data, kept.emptied_on = data, None
    session.flush()
    return digest
