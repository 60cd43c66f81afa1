"""Taking workbooks back: preview reads only, apply is one act that can be undone, the rest stays pending."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from tracker.errors import ConflictError, InputError, RuleError
from tracker.exchange.diff import compare
from tracker.exchange.meta import named_export
from tracker.exchange.rawbook import RawBook
from tracker.exchange.reader import FileBytes, load_file, read_file
from tracker.exchange.tokens import read_token
from tracker.model.changes import Changes
from tracker.model.changeset import ChangeSet, Decision, FieldChange
from tracker.model.enums import Choice, Outcome, ReturnState, Status
from tracker.model.rules import check_office_transition
from tracker.model.tables import Attachment, Office, ReturnDecision, Task, WorkbookExport, WorkbookReturn
from tracker.queries.current_rows import SentWorkbooks, current_rows, latest_exports
from tracker.queries.offices import office_names
from tracker.services.accepting import accept_changes, reason_given
from tracker.services.acting import facts_of
from tracker.services.exporting import token_secret
from tracker.services.progress import keep_bytes
from tracker.store.history import moment_of

Identity = tuple[str, str, str]
_KEPT_BOOKS = 4
_books: dict[str, RawBook] = {}


def preview_file(session: Session, path: Path) -> ChangeSet:
    """Say what taking in a file would do; reads only. Raises WorkbookError for a file that cannot be read."""
    file = load_file(path)
    return _compared(session, file)


def receive_file(session: Session, path: Path, today: date) -> tuple[Changes, int]:
    """Keep a returned file as pending and return its number; the same bytes are received once."""
    file = load_file(path)
    known = find_return(session, file.sha256)
    if known is not None:
        return Changes("收到反馈", returns=frozenset({known.id})), known.id
    preview = _compared(session, file)
    received = _keep(session, file, preview, today)
    return Changes("收到反馈", returns=frozenset({received.id})), received.id


def find_return(session: Session, sha256: str) -> WorkbookReturn | None:
    """Return what is known of a file that came before."""
    return session.exec(select(WorkbookReturn).where(WorkbookReturn.sha256 == sha256)).first()


def preview_return(session: Session, return_id: int) -> ChangeSet:
    """Compare a received file again with the ledger as it is now; what was decided is left out."""
    received = _the_return(session, return_id)
    preview = _compared(session, _file_of(session, received))
    settled = {
        (one.kind, one.key, one.field)
        for one in session.exec(select(ReturnDecision).where(ReturnDecision.return_id == return_id))
    }
    return replace(preview, changes=tuple(one for one in preview.changes if one.identity not in settled))


def apply_return(
    session: Session,
    return_id: int,
    decisions: Mapping[Identity, Decision],
    today: date,
    seen: ChangeSet | None = None,
) -> Changes:
    """Take in what is clean and what was decided, as one act; everything else stays pending.

    `seen` is the preview the decisions were made on: when our value has changed since, nothing is written and
    ConflictError says where. A status move that the rules forbid stays pending.
    """
    received = _the_return(session, return_id)
    if received.state is ReturnState.APPLIED:  # the same file again changes nothing, whatever was edited since
        return Changes("没有变化", returns=frozenset({return_id}))
    now = preview_return(session, return_id)
    _refuse_moved(now, seen, decisions)
    settled = {one.identity: _settle(one, decisions.get(one.identity)) for one in now.changes}
    waiting = sum(one.needs_decision and settled[one.identity] is None for one in now.changes)
    accepted = [(one, choice) for one in now.changes if (choice := settled[one.identity]) is not None]
    return accept_changes(session, received, accepted, now.changes, waiting, today)


def _settle(change: FieldChange, decision: Decision | None) -> Decision | None:
    """Return what is to be done about an entry, None for nothing or when a person must still decide."""
    if change.outcome in (Outcome.SAME, Outcome.MISSING_ROW):
        return None
    if decision is not None:
        return None if decision.choice is Choice.LATER else decision
    if change.outcome is Outcome.CHANGE and not change.review:
        return Decision(Choice.THEIRS)
    return None


def _refuse_moved(now: ChangeSet, seen: ChangeSet | None, decisions: Mapping[Identity, Decision]) -> None:
    if seen is None:
        return
    before = {one.identity: one.ours for one in seen.changes}
    for one in now.changes:
        decided = one.identity in decisions or one.outcome is not Outcome.CHANGE
        if decided and one.identity in before and before[one.identity] != one.ours:
            raise ConflictError(f"核对期间 {one.task} 又被改过，没有导入；请看过新的对比后再采纳。")


def _compared(session: Session, file: FileBytes) -> ChangeSet:
    book = _read(file)
    secret = token_secret(session)
    sent = SentWorkbooks(session)
    latest = latest_exports(session)
    # Only what the file may stand on is read: snapshots of years must not be paid for at every preview.
    sent_codes = set(sent)
    codes = (
        _export_codes(book, secret) & sent_codes or {named_export(book, secret)} & sent_codes or set(latest.values())
    )
    found = compare(
        book,
        file_name=file.name,
        sha256=file.sha256,
        sent={code: sent[code] for code in codes},
        current=current_rows(session, codes),
        latest_for_office=latest,
        office_names=office_names(session),
        secret=secret,
    )
    known = find_return(session, file.sha256)
    done = known is not None and known.state is ReturnState.APPLIED
    return replace(_with_rules(session, found), already_imported=done)


def _read(file: FileBytes) -> RawBook:
    """Read a workbook in the child process; the last few are kept for the apply that follows a preview."""
    if file.sha256 not in _books:
        remember_book(file.sha256, read_file(file))
    return _books[file.sha256]


def remember_book(sha256: str, book: RawBook) -> None:
    """Keep what was read of a file for the preview that follows; whoever reads many files uses one reader."""
    while len(_books) >= _KEPT_BOOKS:
        _books.pop(next(iter(_books)))
    _books[sha256] = book


def _export_codes(book: RawBook, secret: bytes) -> set[str]:
    """Return the exports that the row tokens of a file name."""
    texts = (
        cell.text for sheet in book.sheets for row in sheet.rows.values() for cell in row.values() if "~" in cell.text
    )
    tokens = (read_token(text, secret) for text in texts)
    return {token.export_code for token in tokens if token is not None and token.genuine}


def _with_rules(session: Session, found: ChangeSet) -> ChangeSet:
    """Send a status move that an office may not make to review, with the rule's own sentence."""
    told = {(one.key, one.field): str(one.theirs or "") for one in found.changes if one.kind == "task"}
    return replace(found, changes=tuple(_ruled(session, one, told) for one in found.changes))


def _ruled(session: Session, change: FieldChange, told: Mapping[tuple[str, str], str]) -> FieldChange:
    if change.field != "status" or change.outcome not in (Outcome.CHANGE, Outcome.CONFLICT):
        return change
    task = session.exec(select(Task).where(col(Task.uid) == change.key)).first()
    to = Status.from_word(str(change.theirs))
    if task is None or to is None:
        return change
    try:
        check_office_transition(facts_of(session, task), to, reason_given(task, told))
    except RuleError as error:
        return replace(change, review=True, note=error.sentence)
    return change


def _keep(session: Session, file: FileBytes, preview: ChangeSet, today: date) -> WorkbookReturn:
    export = session.exec(select(WorkbookExport).where(WorkbookExport.code == preview.export)).first()
    office = session.exec(select(Office).where(Office.name == preview.office)).first()
    received = WorkbookReturn(
        export_id=export.id if export else None,
        office_id=office.id if office else None,
        file_name=file.name,
        sha256=keep_bytes(session, file.data),
        received_at=moment_of(session),
        received_on=today,
        counts=preview.counts,
        pending=sum(one.needs_decision for one in preview.changes),
    )
    session.add(received)
    session.flush()
    return received


def _the_return(session: Session, return_id: int) -> WorkbookReturn:
    received = session.get(WorkbookReturn, return_id)
    if received is None:
        raise InputError("这份反馈已不在台账中；请刷新后再试。")
    return received


def _file_of(session: Session, received: WorkbookReturn) -> FileBytes:
    kept = session.get(Attachment, received.sha256)
    if kept is None:
        raise InputError(f"找不到反馈文件 {received.file_name} 的原件。")
    return FileBytes(received.file_name, kept.data, received.sha256)


def count_waiting(session: Session, return_id: int) -> int:
    """Return how many entries of a received file still wait for a person."""
    return _the_return(session, return_id).pending
