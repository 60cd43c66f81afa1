"""Compare returned files with the ledger; what all files share is read once."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from tracker.errors import InputError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.cells.row_tokens import read_token
from tracker.exchange.compare.changed_rows import ChangedRows
from tracker.exchange.compare.compare_book import compare, compare_with_ledger
from tracker.exchange.peer.assignment import Assignment, propose_tasks, read_assignment
from tracker.exchange.peer.infer_base import infer_base
from tracker.exchange.read.reader_pool import FileBytes, read_file, read_or_compare
from tracker.exchange.table.meta_sheet import named_export, read_meta
from tracker.model.changeset import ChangeSet, CurrentRow, FieldChange, Problem, SentWorkbook
from tracker.model.enums import ExportKind, ReturnState
from tracker.model.exchange_words import RoundState
from tracker.model.tables import Attachment, ReturnDecision, Round, WorkbookExport, WorkbookReturn
from tracker.queries.current_rows import SentWorkbooks, current_rows, latest_exports
from tracker.queries.offices import office_names
from tracker.queries.peer_rows import exports_of, observed_rows, untouched_codes
from tracker.queries.token_key import token_secret
from tracker.services.returns.copies import compared_copies
from tracker.services.returns.our_words import named_conflicts
from tracker.services.returns.review_rules import ReviewRules
from tracker.store.draft_plans import taken_keys

RowKey = tuple[str, str]
_KEPT_BOOKS = 4
_REPLACED = {
    True: "这是第一次发出的那份，后来又补发过；每一行按这份发出时的值比对",
    False: "这是补发以前的那份，后来又补发过；每一行按这份发出时的值比对",
}
_books: dict[str, RawBook] = {}
#: What another installation shows us of its own: where a task comes from is no column of ours.
_NOT_OURS = frozenset({"source"})


class Comparison:
    """The ledger as returned files are compared with it; good for one session, while nothing is written.


    `today` is the day the files are read: the day a file is received that has not been received yet, and by which facts
    must have happened.
    """

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._today = session, today
        self._rules = ReviewRules(session)

    @cached_property
    def _secret(self) -> bytes:
        return token_secret(self._session)

    @cached_property
    def _sent(self) -> SentWorkbooks:
        return SentWorkbooks(self._session)

    @cached_property
    def _latest(self) -> Mapping[str, str]:
        return latest_exports(self._session)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return office_names(self._session)

    @cached_property
    def _applied_files(self) -> frozenset[str]:
        """Files of which everything was taken in, by SHA-256."""
        done = select(WorkbookReturn.sha256).where(WorkbookReturn.state == ReturnState.APPLIED)
        return frozenset(self._session.exec(done))

    @cached_property
    def _replaced(self) -> Mapping[str, str]:
        """What to say of a file by the code of its export, where the office was sent another one in the same round."""
        again: Any = aliased(WorkbookExport)
        sent = select(WorkbookExport.code, WorkbookExport.kind).where(
            col(WorkbookExport.id) < again.id,
            WorkbookExport.round == again.round,
            WorkbookExport.office_id == again.office_id,
            again.kind == ExportKind.AGAIN,
        )
        return {code: _REPLACED[kind is ExportKind.FIRST] for code, kind in self._session.exec(sent)}

    @cached_property
    def _closed(self) -> Mapping[str, str]:
        """Return what to say of a file by the code of its export, where its round has been closed."""
        sent = select(WorkbookExport.code, Round).join(Round, col(Round.number) == WorkbookExport.round)
        return {
            code: f"{closed.name}已于 {closed.closed_on} 关闭，这份按迟交登记"
            for code, closed in self._session.exec(sent.where(Round.state == RoundState.CLOSED))
            if closed.closed_on is not None and self._today > closed.closed_on
        }

    def of(self, file: FileBytes, content: RawBook | ChangedRows | None = None) -> ChangeSet:
        """Say what importing a file would do; `content` is what it holds where it has been read already.

        Copies of the same export that came and are not settled are compared with it.
        """
        preview = self._of(file, content)
        waiting = [each for each in self._copies.get(preview.export, ()) if each.sha256 != file.sha256]
        if not waiting:
            return preview
        came = select(WorkbookReturn.id).where(WorkbookReturn.sha256 == file.sha256)
        number = self._session.exec(came).first() or waiting[-1].id + 1
        before = [self._unsettled(each) for each in waiting if each.id < number]
        after = [self._unsettled(each) for each in waiting if each.id > number]
        return compared_copies([*before, preview, *after])[len(before)]

    @cached_property
    def _copies(self) -> Mapping[str, list[WorkbookReturn]]:
        """Return by export the files that came back and are not settled."""
        waiting = select(WorkbookExport.code, WorkbookReturn).where(WorkbookReturn.export_id == WorkbookExport.id)
        waiting = waiting.order_by(col(WorkbookReturn.id))
        copies: dict[str, list[WorkbookReturn]] = defaultdict(list)
        for code, received in self._session.exec(waiting.where(WorkbookReturn.state == ReturnState.PENDING)):
            copies[code].append(received)
        return copies

    def _unsettled(self, received: WorkbookReturn) -> ChangeSet:
        """Compare a file that came before without what was decided about it."""
        decided = select(ReturnDecision.kind, ReturnDecision.key, ReturnDecision.field)
        settled = set(map(tuple, self._session.exec(decided.where(ReturnDecision.return_id == received.id))))
        preview = self._of(kept_file(self._session, received))
        left = (change for change in preview.changes if change.identity not in settled)
        return replace(preview, changes=tuple(left))

    def _of(self, file: FileBytes, content: RawBook | ChangedRows | None = None) -> ChangeSet:
        content = content or _books.get(file.sha256) or read_or_compare(file, self._secret)
        if isinstance(content, RawBook):
            preview = self._compare_book(file, content)
        elif self._has_all(content):
            preview = self._compare_rows(file, content)
        else:
            preview = self._compare_book(file, read_book(file))
        said = self._replaced.get(preview.export), self._closed.get(preview.export)
        problems = (*preview.problems, *(Problem("", "", sentence) for sentence in said if sentence))
        known, note = file.sha256 in self._applied_files, as_sent_words(self._session, file)
        note = note or (blank_words(preview) if preview.export in self._sent else "")
        return replace(preview, already_imported=known, problems=problems, note=note)

    def judged(self, preview: ChangeSet, current: Mapping[RowKey, CurrentRow], received_on: date) -> ChangeSet:
        """Return a comparison with what the rules say of its entries as the ledger is now."""
        sent_on = self._sent.sent_on(preview.export) or received_on
        judged = self._rules.judged(preview.changes, current, sent_on, received_on, preview.export)
        return replace(preview, changes=named_conflicts(self._session, judged, preview))

    def assignment(self, book: RawBook) -> Assignment | None:
        """Return what another installation asks of us in a workbook, None for every other file."""
        if export_codes(book, self._secret) & set(self._sent):
            return None
        return read_assignment(book, self._secret, self._names, self._today)

    def _has_all(self, changed: ChangedRows) -> bool:
        """Tell whether the export and all its rows that came back are in the ledger."""
        return changed.export in self._sent and self._sent.gone(changed.export).isdisjoint(changed.rows)

    def _compare_rows(self, file: FileBytes, changed: ChangedRows) -> ChangeSet:
        """Compare the rows that differ from what we sent with the ledger."""
        keys = {(match.sent.kind, match.sent.key) for match in changed.matches if match.sent is not None}
        current = current_rows(self._session, [changed.export], keys)
        preview = compare_with_ledger(
            replace(changed, office=self._sent.office(changed.export)),
            file_name=file.name,
            sha256=file.sha256,
            current=current,
            office_names=self._names,
            today=self._today,
        )
        return self.judged(preview, current, self._today)

    def _compare_book(self, file: FileBytes, book: RawBook) -> ChangeSet:
        # Only what the file may stand on is read: snapshots of years must not be paid for at every preview.
        sent_codes = set(self._sent)
        codes = export_codes(book, self._secret) & sent_codes
        if not codes and (asked := read_assignment(book, self._secret, self._names, self._today)) is not None:
            return self._proposed(file, asked)
        codes = codes or {named_export(book, self._secret)} & sent_codes or self._sent.whole(self._latest.values())
        sent = {code: self._sent[code] for code in codes}
        keys = {(row.kind, row.key) for workbook in sent.values() for row in workbook.rows}
        current = current_rows(self._session, codes, keys)
        preview = compare(
            book,
            file_name=file.name,
            sha256=file.sha256,
            sent=sent,
            current=current,
            latest_for_office=self._latest,
            office_names=self._names,
            secret=self._secret,
            today=self._today,
        )
        return self.judged(preview, current, self._today)

    def _proposed(self, file: FileBytes, asked: Assignment) -> ChangeSet:
        """Compare what another ledger asks for; of the tasks it assigned it decides itself, of our own we do."""
        keys = {(row.sent.kind, row.sent.key) for row in asked.rows}
        uids = {key for kind, key in keys if kind == "task"}
        days = {row.sent.key: str(row.values.get("indicator_on") or "") for row in asked.rows}
        taken = taken_keys(self._session, uids)
        own = {("task", uid) for uid in uids - taken}
        current = {
            **current_rows(self._session, (), {("task", uid) for uid in uids}),
            **observed_rows(self._session, days),
        }
        sent_before = list(self._sent_before(file, keys)) if uids else []
        exchanged = [*exports_of(self._session, uids - taken), *reversed(sent_before)]
        # What is theirs is based on their last word, what is ours on whatever of both sides the file goes on from.
        ours = (row for row in infer_base(asked, exchanged).rows if (row.kind, row.key) in own)
        before = SentWorkbook("", "", "", (*(sent_before[0].rows if sent_before else ()), *ours))
        proposal = propose_tasks(asked, current, before, file_name=file.name, sha256=file.sha256, own=own)
        changes = [change for change in proposal.changes if change.field not in _NOT_OURS]
        new = {str(change.row.get("code")): change.title for change in changes if "code" in change.row}
        same = untouched_codes(self._session, new)
        joined = [_note_joining(change, same) for change in changes]
        ours_alone = {row: current[row] for row in own if row in current}
        sent_on = date.fromisoformat(asked.sent.sent_on)
        return replace(proposal, changes=self._rules.judged(joined, ours_alone, sent_on, self._today))

    def _sent_before(self, file: FileBytes, keys: set[tuple[str, str]]) -> Iterator[SentWorkbook]:
        """Yield what other ledgers sent before of these tasks, the newest first."""
        decided = select(ReturnDecision.return_id)
        statement = (
            select(WorkbookReturn)
            .where(col(WorkbookReturn.export_id).is_(None), WorkbookReturn.sha256 != file.sha256)
            .where(or_(WorkbookReturn.state == ReturnState.APPLIED, col(WorkbookReturn.id).in_(decided)))
            .order_by(col(WorkbookReturn.id).desc())
        )
        for before in self._session.exec(statement):
            sent = read_meta(read_book(kept_file(self._session, before)))
            if sent is not None and any(row.kind == "task" and (row.kind, row.key) in keys for row in sent.rows):
                yield sent


def _note_joining(change: FieldChange, same: Collection[str]) -> FieldChange:
    if change.row.get("code") not in same:
        return change
    return change.with_notes("本台账目录里的同一任务还没有动过，采纳后就记在它上面，不另建")


def read_book(file: FileBytes) -> RawBook:
    """Read a workbook in the child process; the last few are kept for the apply that follows a preview."""
    if file.sha256 not in _books:
        remember_book(file.sha256, read_file(file))
    return _books[file.sha256]


def remember_book(sha256: str, book: RawBook) -> None:
    """Keep what was read of a file for the look at it that follows."""
    while len(_books) >= _KEPT_BOOKS:
        _books.pop(next(iter(_books)))
    _books[sha256] = book


def find_return(session: Session, sha256: str) -> WorkbookReturn | None:
    """Return what is known of a file that came before."""
    return session.exec(select(WorkbookReturn).where(WorkbookReturn.sha256 == sha256)).first()


def as_sent_words(session: Session, file: FileBytes) -> str:
    """Return what to say of a file that is byte for byte a workbook we sent, "" of every other.

    Nobody filled it in, so it is no return, whichever way it came. One that a former version has taken stays one.
    """
    sent = session.exec(select(WorkbookExport.id).where(WorkbookExport.sha256 == file.sha256)).first()
    if sent is None or find_return(session, file.sha256) is not None:
        return ""
    return f"{file.name} 与发出的文件一字不差，没有填写，未登记为反馈；请导入单位填好后交回的那一份。"


def blank_words(preview: ChangeSet) -> str:
    """Return what to say of a file in which nothing was filled in, or nothing that answers, "" of every other."""
    if preview.touched:
        return ""
    if preview.changes or preview.problems:
        return f"{preview.file} 里没有可以算作反馈的内容，该单位仍算未交；请填好后再交。"
    return f"{preview.file} 里没有填写任何内容，只登记收到，不算反馈；请该单位填好后再交。"


def the_return(session: Session, return_id: int) -> WorkbookReturn:
    """Return a received file. Raises InputError when it is gone."""
    received = session.get(WorkbookReturn, return_id)
    if received is None:
        raise InputError("这份反馈已不在台账中；请刷新后再试。")
    return received


def the_returns(session: Session, return_ids: Sequence[int]) -> list[WorkbookReturn]:
    """Return received files in the order asked for. Raises InputError when one is gone."""
    rows = session.exec(select(WorkbookReturn).where(col(WorkbookReturn.id).in_(return_ids)))
    held = {received.id: received for received in rows}
    return [held.get(number) or the_return(session, number) for number in return_ids]


def kept_file(session: Session, received: WorkbookReturn) -> FileBytes:
    """Return the original of a received file. Raises InputError when its bytes are gone or were cleaned away."""
    kept = session.get(Attachment, received.sha256)
    if kept is None:
        raise InputError(f"找不到反馈文件 {received.file_name} 的原件。")
    if kept.emptied_on is not None:
        raise InputError(f"反馈文件 {received.file_name} 的原件已于 {kept.emptied_on} 清理，不能再打开或核对。")
    return FileBytes(received.file_name, kept.data, received.sha256)


def export_codes(book: RawBook, secret: bytes) -> set[str]:
    """Return the exports that the row tokens of a file name."""
    texts = (
        cell.text for sheet in book.sheets for row in sheet.rows.values() for cell in row.values() if "~" in cell.text
    )
    tokens = (read_token(text, secret) for text in texts)
    return {token.export_code for token in tokens if token is not None and token.genuine}
