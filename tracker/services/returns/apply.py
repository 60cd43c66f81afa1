"""Receive, preview and apply returned workbooks; an apply is one act that can be undone."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlmodel import Session, select

from tracker.errors import AsSentError, ConflictError, WorkbookError
from tracker.exchange.read.reader_pool import FileBytes, load_file
from tracker.model.changes import Changes
from tracker.model.changeset import LEADING_FIELDS, ChangeSet, Decision, FieldChange, decided_with
from tracker.model.enums import Choice, Outcome, ReturnState
from tracker.model.evidence_match import listed_names
from tracker.model.return_answers import FILLED
from tracker.model.tables import Office, WorkbookExport, WorkbookReturn
from tracker.services.progress import keep_bytes
from tracker.services.returns.copies import held_back, shared_cells
from tracker.services.returns.preview import Comparison, as_sent_words, find_return, kept_file, the_return, the_returns
from tracker.services.returns.read_ahead import ReadFile
from tracker.services.returns.recheck import Recheck, settled_entries, without_settled
from tracker.services.returns.write_accepted import Acceptance
from tracker.store.backups.beforehand import backed_up_beforehand
from tracker.store.backups.keeping import Reason
from tracker.store.engine import begin_turn
from tracker.store.history import moment_of

Identity = tuple[str, str, str]
_NOTHING_TO_DO = (Outcome.SAME, Outcome.MISSING_ROW)


@dataclass(frozen=True, slots=True)
class Received:
    """A file kept as pending, and what importing it would do."""

    return_id: int
    preview: ChangeSet


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an apply: what was decided, and the preview it was decided on (None: compare now)."""

    return_id: int
    decisions: Mapping[Identity, Decision] = field(default_factory=dict)
    seen: ChangeSet | None = None
    held: Collection[Identity] = frozenset()  # entries that wait though they are plain: another copy says otherwise


def preview_read(comparison: Comparison, read: ReadFile) -> ChangeSet:
    """Say what importing a file would do that was read ahead; reads only. Raises WorkbookError if it was refused."""
    return comparison.of(_file(read), read.content)


def check_received_on(session: Session, preview: ChangeSet, today: date) -> None:
    """Raise WorkbookError for a file that would come back before it was sent: nobody reports for the past that way."""
    sent = session.exec(select(WorkbookExport).where(WorkbookExport.code == preview.export)).first()
    if sent is not None and today < sent.sent_on:
        raise WorkbookError(
            f"{preview.file} 是 {sent.sent_on} 发出的，不能在 {today} 收到；请核对今天的日期。没有导入。"
        )


def receive_file(session: Session, path: Path, today: date) -> tuple[Changes, int]:
    """Keep a returned file as pending and return its number; the same bytes are received once.

    Raises AsSentError for the very file that was sent out, WorkbookError for one that cannot be read.
    """
    file = load_file(path)
    known = find_return(session, file.sha256)
    received = known or _keep(session, file, Comparison(session, today).of(file), today)
    return Changes("收到反馈", returns=frozenset({received.id})), received.id


def receive_compared(session: Session, read: ReadFile, preview: ChangeSet, today: date) -> tuple[Changes, Received]:
    """Keep a file that was read ahead and compared as pending; the turn of a session that reads first begins here.

    Errors as of `receive_file`.
    """
    file = _file(read)
    begin_turn(session)
    if (received := find_return(session, file.sha256)) is None:
        received = _keep(session, file, preview, today)
    else:
        preview = without_settled(preview, settled_entries(session, [received.id])[received.id])
    return Changes("收到反馈", returns=frozenset({received.id})), Received(received.id, preview)


def preview_return(session: Session, return_id: int) -> ChangeSet:
    """Compare a received file again with the ledger as it is now; what was decided is left out."""
    received = the_return(session, return_id)
    preview = Comparison(session, received.received_on).of(kept_file(session, received))
    if received.state is ReturnState.APPLIED:  # nothing of it is left to settle, whatever was edited since
        return replace(
            preview, changes=tuple(change for change in preview.changes if change.outcome is Outcome.MISSING_ROW)
        )
    return without_settled(preview, settled_entries(session, [return_id])[return_id])


def apply_return(
    session: Session,
    return_id: int,
    decisions: Mapping[Identity, Decision],
    today: date,
    seen: ChangeSet | None = None,
    held: Collection[Identity] = frozenset(),
) -> Changes:
    """Write what is clean and what was decided, as one act; everything else stays pending.

    `seen` is the preview the decisions were made on: when our value has changed since, nothing is written and
    ConflictError says where. A status move that the rules forbid stays pending, and so do entries that are `held`: of
    which another copy of the same export says something else.
    """
    return apply_returns(session, [Part(return_id, decisions, seen, held)], today)


def apply_returns(
    session: Session,
    parts: Sequence[Part],
    today: date,
    step: Callable[[int, int, str], None] = lambda _done, _all, _name: None,
) -> Changes:
    """Apply several files, each named once, as one act; see `apply_return`.

    Where two files say something about the same cell the first one counts, the other's entry stays pending.
    `step` is called with (done, all, file) before each; it may raise to stop, then nothing is written.
    """
    with backed_up_beforehand(session, Reason.IMPORT, sum(map(_expected, parts))):
        return _apply_all(session, parts, today, step)


def _apply_all(session: Session, parts: Sequence[Part], today: date, step: Callable[[int, int, str], None]) -> Changes:
    files = the_returns(session, [part.return_id for part in parts])
    recheck = Recheck(session, today, [(received, part.seen) for part, received in zip(parts, files, strict=True)])
    acceptance = Acceptance(session, today, _label(session, files), files)
    shared = shared_cells([part.seen or ChangeSet("", "", "", "", 0) for part in parts])
    for done, (part, received) in enumerate(zip(parts, files, strict=True)):
        step(done, len(parts), received.file_name)
        if received.state is ReturnState.APPLIED:  # the same file again changes nothing, whatever was edited since
            acceptance.note(received)
        else:
            _apply(recheck, acceptance, received, part, {*part.held, *shared[done]})
    return acceptance.close()


def _expected(part: Part) -> int:
    """Return about how many changes a file brings, as far as that was seen before."""
    entries = part.seen.changes if part.seen else ()
    return sum(_decision_for(entry, part.decisions.get(entry.identity)) is not None for entry in entries)


def _apply(
    recheck: Recheck,
    acceptance: Acceptance,
    received: WorkbookReturn,
    part: Part,
    held: Collection[Identity] = frozenset(),
) -> None:
    """Apply one file; the entries that are `held` wait until somebody decides about them."""
    now = recheck.current_preview(received, part.seen, acceptance)
    now = held_back(now, held)
    ours_before = {change.identity: change.ours for change in part.seen.changes} if part.seen else {}
    settled: dict[Identity, Decision | None] = {}
    for change in now.changes:
        decision = part.decisions.get(change.identity)
        moved = change.identity in ours_before and ours_before[change.identity] != change.ours
        taken_before = moved and change.identity in acceptance.written
        decided = decision is not None or change.outcome is not Outcome.CHANGE
        if moved and decided and not taken_before:
            raise ConflictError(f"核对期间 {change.task} 又被改过，没有导入；请看过新的对比后再采纳。")
        settled[change.identity] = _decision_for(change, None if taken_before else decision)
    _settle_following(settled, now.changes)
    waiting = sum(settled[change.identity] is None and _waits(change, part) for change in now.changes)
    accepted = [(change, choice) for change in now.changes if (choice := settled[change.identity]) is not None]
    acceptance.accept(received, accepted, now.changes, waiting, now.author)
    if received.export_id is None:
        acceptance.note_refusals(received, recheck.refused_applications(received))


def _settle_following(settled: dict[Identity, Decision | None], changes: Sequence[FieldChange]) -> None:
    """Decide about what follows a value or a move as about that, where nothing was said about itself."""
    values = {change.key: change for change in changes if change.field in LEADING_FIELDS}
    for change in changes:
        value = values.get(change.key) if change.follows and settled[change.identity] is None else None
        if value is not None and (decision := settled[value.identity]) is not None:
            settled[change.identity] = None if change.doubtful else decided_with(value, decision)


def _waits(change: FieldChange, part: Part) -> bool:
    """Tell whether an entry nothing was done about waits for a person: also a plain one that was put off."""
    decision = part.decisions.get(change.identity)
    put_off = decision is not None and decision.choice is Choice.LATER and change.outcome not in _NOTHING_TO_DO
    return change.needs_decision or put_off


def _decision_for(change: FieldChange, decision: Decision | None) -> Decision | None:
    """Return what is to be done about an entry, None for nothing or when a person must still decide."""
    if change.outcome in _NOTHING_TO_DO:
        return None
    if decision is not None:
        return None if decision.choice is Choice.LATER else decision
    if change.outcome is Outcome.CHANGE and not change.review:
        return Decision(Choice.THEIRS)
    return None


def _file(read: ReadFile) -> FileBytes:
    if read.file is None:
        raise WorkbookError(read.refused)
    return read.file


def _keep(session: Session, file: FileBytes, preview: ChangeSet, today: date) -> WorkbookReturn:
    check_received_on(session, preview, today)
    if sentence := as_sent_words(session, file):
        raise AsSentError(sentence)
    export = select(WorkbookExport.id).where(WorkbookExport.code == preview.export).scalar_subquery()
    office = select(Office.id).where(Office.name == preview.office).scalar_subquery()
    export_id, office_id = session.exec(select(export, office)).one()
    received = WorkbookReturn(
        export_id=export_id,
        office_id=office_id,
        file_name=file.name,
        sha256=keep_bytes(session, file.data),
        received_at=moment_of(session),
        received_on=today,
        counts=preview.counts | {FILLED: len(preview.touched)},
        touched=[f"{kind} {key}" for kind, key in preview.touched],
        pending=sum(change.needs_decision for change in preview.changes),
        listed={key: list(names) for key, text in preview.listed.items() if (names := listed_names(text))},
    )
    session.add(received)
    session.flush()
    return received


def _label(session: Session, files: Sequence[WorkbookReturn]) -> str:
    if len(files) != 1:
        return f"{len(files):,} 份反馈导入"
    office = session.get(Office, files[0].office_id) if files[0].office_id else None
    return f"{office.name if office else files[0].file_name}反馈导入"


def count_waiting(session: Session, return_id: int) -> int:
    """Return how many entries of a received file still wait for a person."""
    return the_return(session, return_id).pending
