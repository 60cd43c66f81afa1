"""Keep files that came as evidence: their bytes first, a few at a time, then all that is clear as one act."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import insert
from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.files.handed_in import HandedFile
from tracker.files.kept_files import doubt_of
from tracker.files.limits import LIMITS
from tracker.model.changes import Changes
from tracker.model.enums import BatchSource
from tracker.model.evidence_plan import KEPT, CameFile, EvidenceOutcome, EvidencePlan, PlannedFile
from tracker.model.tables import Attachment, Evidence, Office, Task, UnfiledEvidence
from tracker.services.attachments import require_bytes
from tracker.services.evidence.matching import planner_of
from tracker.services.progress import file_kind, keep_bytes
from tracker.services.write_basics import begin, touched
from tracker.store.history import moment_of

#: Bytes kept in one transaction, and files: far less than two seconds on a slow disk.
_AT_ONCE, _FILES_AT_ONCE = LIMITS.evidence_lot_bytes, 40
_HEAD = 1024
#: The answer that a file is not wanted.
DROPPED = "不收"


def slices(files: Sequence[HandedFile]) -> Iterator[Sequence[HandedFile]]:
    """Yield the files in lots that are kept in one transaction each."""
    start, size = 0, 0
    for number, file in enumerate(files):
        if number > start and (size + file.size > _AT_ONCE or number - start >= _FILES_AT_ONCE):
            yield files[start:number]
            start, size = number, 0
        size += file.size
    if start < len(files):
        yield files[start:]


def read_file(file: HandedFile) -> tuple[CameFile, bytes]:
    """Read a file that came; one that cannot be read or is not kept gets no bytes and the sentence that says why."""
    came = CameFile(
        file.path, file.name, file.size, file.folders, "", file.refusal, file.skipped, doubtful=file.doubtful
    )
    if file.refusal or file.skipped:
        return came, b""
    try:
        data = file.read()
    except InputError as error:
        return replace(came, refusal=error.sentence), b""
    digest = hashlib.sha256(data).hexdigest()
    return replace(came, size=len(data), sha256=digest, doubt=doubt_of(file.name, data[:_HEAD])), data


def keep_files(session: Session, files: Sequence[HandedFile]) -> list[CameFile]:
    """Keep the bytes of some files, each once; what points to them comes later, as one act."""
    read = [read_file(file) for file in files]
    contents = {came.sha256: data for came, data in read if came.sha256}
    known = set(session.exec(select(Attachment.sha256).where(col(Attachment.sha256).in_(contents))))
    for sha256 in known:
        keep_bytes(session, contents[sha256])  # what was cleaned away once is here again
    rows = [
        {"sha256": sha256, "size": len(data), "data": data} for sha256, data in contents.items() if sha256 not in known
    ]
    if rows:
        session.connection().execute(insert(Attachment), rows)
    return [came for came, _ in read]


def file_evidence(session: Session, plan: EvidencePlan, office: str = "", *, questions: bool = True) -> Changes:
    """Keep what a plan says as evidence, as one act, all or none; questions wait in the box 未归档 unless left out.

    Raises InputError where the bytes of a file were cleared away meanwhile.
    """
    kept = plan.of(*KEPT)
    asked = _fresh(session, plan.of(EvidenceOutcome.QUESTION)) if questions else []
    if not kept and not asked:
        return Changes("没有新的佐证")
    require_bytes(session, (file.sha256 for file in (*kept, *asked)))
    words = f"导入佐证 {len(kept):,} 份" if kept else f"{len(asked):,} 份佐证待归档"
    batch = begin(session, f"{office}{words}", BatchSource.IMPORT)
    numbers = _task_numbers(session, {file.task for file in kept})
    for file in kept:
        _add(session, numbers[file.task], file)
    sender = session.exec(select(Office.id).where(Office.name == office)).first() if office else None
    for file in asked:
        session.add(
            UnfiledEvidence(
                name=file.name,
                size=file.size,
                sha256=file.sha256,
                office_id=sender,
                question=file.message,
                proposals=list(file.proposals),
                added_at=moment_of(session),
            )
        )
    return touched(session, batch, tasks=set(numbers.values()))


def file_unfiled(session: Session, answers: Mapping[int, str]) -> Changes:
    """Keep files of the box 未归档 with the tasks a person named (code by number of the file), as one act.

    Raises InputError for a file that is gone or a task nobody knows.
    """
    rows = [_the_unfiled(session, number) for number in answers]
    planner = planner_of(session, None)
    numbers = _task_numbers(session, set(answers.values()))
    batch = begin(session, f"归档佐证 {len(rows):,} 份")
    for row in rows:
        code = answers[row.id]
        filed = planner.file(_planned(row), code)
        if filed.outcome in KEPT:
            _add(session, numbers[code], filed)
        session.delete(row)
    return touched(session, batch, tasks=set(numbers.values()))


def answer_unfiled(session: Session, answers: Mapping[int, str]) -> Changes:
    """File what has a code and clear out what is 不收, as one act; see `file_unfiled`."""
    dropped = [number for number, answer in answers.items() if answer == DROPPED]
    filed = {number: answer for number, answer in answers.items() if answer != DROPPED}
    changes = file_unfiled(session, filed) if filed else Changes("")
    return changes | drop_unfiled(session, dropped) if dropped else changes


def drop_unfiled(session: Session, numbers: Sequence[int]) -> Changes:
    """Clear files out of the box 未归档; undo brings them back."""
    rows = [_the_unfiled(session, number) for number in numbers]
    batch = begin(session, f"不收佐证 {len(rows):,} 份")
    for row in rows:
        session.delete(row)
    return touched(session, batch)


def _add(session: Session, task_id: int, file: PlannedFile) -> None:
    session.add(
        Evidence(
            task_id=task_id,
            kind=file_kind(file.name),
            name=file.name,
            size=file.size,
            sha256=file.sha256,
            added_at=moment_of(session),
        )
    )


def _fresh(session: Session, asked: Sequence[PlannedFile]) -> list[PlannedFile]:
    """Return the questions about files that do not wait in the box already, the same bytes once."""
    known = set(session.exec(select(UnfiledEvidence.sha256)))
    first = {file.sha256: file for file in reversed(asked) if file.sha256 not in known}
    return [file for file in asked if first.get(file.sha256) is file]


def _task_numbers(session: Session, codes: set[str]) -> dict[str, int]:
    """Return the ids of tasks by code. Raises InputError for a code nobody knows."""
    numbers = dict(session.exec(select(Task.code, Task.id).where(col(Task.code).in_(codes))).all())
    if unknown := sorted(codes - numbers.keys()):
        raise InputError(f"台账里没有任务 {'、'.join(unknown)}；请核对编号。")
    return numbers


def _the_unfiled(session: Session, number: int) -> UnfiledEvidence:
    row = session.get(UnfiledEvidence, number)
    if row is None:
        raise InputError("这份文件已不在“未归档”里，可能刚归档过；请刷新后再看。")
    return row


def _planned(row: UnfiledEvidence) -> PlannedFile:
    return PlannedFile(row.name, row.name, row.size, row.sha256, "", "", "none", EvidenceOutcome.QUESTION)
