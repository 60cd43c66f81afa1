"""Mail drafts beside the workbooks: nothing is sent, no mail program is started."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from tracker.errors import InputError
from tracker.files.file_names import LONGEST, distinct_names, free_path
from tracker.files.limits import LIMITS
from tracker.files.mail import Draft, Mailbox, draft_bytes
from tracker.files.whole_files import write_all
from tracker.model.changes import Changes
from tracker.model.mail_settings import MailFacts, MailKind, MailSettings, MailText, check_mail_settings, filled
from tracker.queries.evidence_lists import offices_missing_evidence
from tracker.queries.mail import MAIL_KEY, SentBook, read_mail_settings, sent_books
from tracker.reports.sending import MailLine, mail_list
from tracker.services.returns.missing_returns import missing_workbooks
from tracker.services.staged_files import stage_beside, written_bytes
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch, write_setting

#: A mail larger than this is refused by some post offices.
HEAVY_BYTES = LIMITS.heavy_mail_bytes
LIST_NAME = "邮件清单.xlsx"


@dataclass(frozen=True, slots=True)
class Drafts:
    """What was written, and which offices have no address or a mail that is large."""

    paths: tuple[Path, ...] = ()
    without_address: tuple[str, ...] = ()
    heavy: tuple[str, ...] = ()
    without_book: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what a person has to know, each as a sentence."""
        words = (
            ("没有联络员邮箱，草稿没有收件人：", self.without_address),
            ("附件较大，部分邮箱可能拒收：", self.heavy),
            ("文件夹里没有原工作簿，没有附上：", self.without_book),
        )
        return tuple(f"{head}{'、'.join(offices)}" for head, offices in words if offices)


def set_mail_settings(session: Session, wanted: MailSettings) -> Changes:
    """Keep the texts of the mails. Raises InputError for an unknown name or an empty text."""
    check_mail_settings(wanted)
    batch = begin(session, "修改邮件设置")
    write_setting(session, MAIL_KEY, None if wanted == MailSettings() else wanted.to_dict())
    return Changes("邮件设置没有变化") if drop_empty_batch(session) else Changes(batch.label, batch.id)


def stage_drafts(
    session: Session, code: str, books: Sequence[SentBook], workbooks: Mapping[str, bytes], folder: Path, today: date
) -> Drafts:
    """Write a draft for each workbook that goes out and the list of them; `workbooks` are the files by name.

    They get their names when the workbook of the `code` is recorded. Raises InputError, with nothing written, where a
    name or an address cannot stand in a mail.
    """
    drafts, files = _drafted(session, books, MailKind.ASSIGN, workbooks, folder, today, {})
    stage_beside(session, code, dict(files))
    return drafts


def draft_return(session: Session, changes: Changes, path: Path, today: date) -> Changes:
    """Write a draft beside a workbook that goes back to its office (退回修改); return the changes as they came.

    Raises InputError where no mail can be written; the workbook is taken away then, as it is not recorded.
    """
    books = sent_books(session, changes.exports, today)
    workbooks = {path.name: written_bytes(session, path)}
    write_all(_drafted(session, books, MailKind.REPLY, workbooks, path.parent, today, {}, listed=False)[1])
    return changes


def write_reminders(
    session: Session, folder: Path, today: date, round_number: int | None = None, *, attach: bool = False
) -> Drafts:
    """Write a draft to every office whose workbook is not back; `attach` adds the workbook that lies in the folder.

    What an office listed as evidence and did not send is told there, too. Raises InputError where nobody is late.
    """
    rows = missing_workbooks(session, today, round_number)
    if not rows:
        raise InputError("工作簿都已反馈或还没有到期，不用催报。")
    late = {row.id: row.overdue_days for row in rows}
    books = sent_books(session, late, today)
    workbooks = _originals(books, folder) if attach else {}
    drafts, files = _drafted(session, books, MailKind.REMIND, workbooks, folder, today, late)
    write_all(files)
    lost = tuple(book.office for book in books if attach and book.file_name not in workbooks)
    return Drafts(drafts.paths, drafts.without_address, drafts.heavy, lost)


def _drafted(
    session: Session,
    books: Sequence[SentBook],
    kind: MailKind,
    workbooks: Mapping[str, bytes],
    folder: Path,
    today: date,
    late: Mapping[int, int],
    *,
    listed: bool = True,
) -> tuple[Drafts, list[tuple[Path, bytes]]]:
    """Return what is to be told about the drafts of workbooks, and the files they are."""
    settings, missing = read_mail_settings(session), offices_missing_evidence(session)
    tail = "交办" if kind is MailKind.ASSIGN else kind.word
    names = distinct_names({book.export_id: book.office for book in books}, LONGEST - 12)
    files: list[tuple[Path, bytes]] = []
    lines: list[MailLine] = []
    heavy: list[str] = []
    for book in books:
        lacking = missing[book.office].sentences if kind is MailKind.REMIND and book.office in missing else ()
        text = filled(settings, kind, _facts(book, late.get(book.export_id, 0), lacking))
        draft = _draft(book, text, workbooks.get(book.file_name))
        content = _bytes(book, draft)
        heavy += [book.office] if len(content) > HEAVY_BYTES else []
        files.append((free_path(folder / f"{names[book.export_id]}_第{book.round}批{tail}.eml"), content))
        lines.append(_line(book, draft))
    if listed:
        files.append((free_path(folder / LIST_NAME), mail_list(lines, today)))
    nobody = tuple(book.office for book in books if not any(person.address for person in book.people))
    return Drafts(tuple(path for path, _ in files), nobody, tuple(heavy)), files


def _facts(book: SentBook, late: int, more: tuple[str, ...]) -> MailFacts:
    person = next((person.name for person in book.people), "")
    due = f"{book.due_on.month}月{book.due_on.day}日" if book.due_on else ""
    words = ("另外，以下佐证列在反馈里但没有收到，请补报：", *more) if more else ()
    return MailFacts(book.office, person, book.round, book.tasks, book.helped, due, late, words)


def _draft(book: SentBook, text: MailText, workbook: bytes | None) -> Draft:
    people = [Mailbox(person.name, person.address) for person in book.people if person.address]
    attachment = (book.file_name, workbook) if workbook is not None else None
    return Draft(text.subject, text.body, tuple(people[:1]), tuple(people[1:]), attachment)


def _bytes(book: SentBook, draft: Draft) -> bytes:
    try:
        return draft_bytes(draft)
    except InputError as error:
        raise InputError(f"{book.office}：{error.sentence}") from error


def _line(book: SentBook, draft: Draft) -> MailLine:
    everybody = (*draft.to, *draft.copies)
    return MailLine(
        book.office,
        "、".join(person.name for person in book.people),
        "；".join(person.address for person in everybody),
        draft.subject,
        draft.body,
        draft.attachment[0] if draft.attachment else "",
    )


def _originals(books: Sequence[SentBook], folder: Path) -> dict[str, bytes]:
    """Return the workbooks that lie in a folder exactly as they were sent, by name."""
    contents: dict[str, bytes] = {}
    for book in books:
        try:
            content = (folder / book.file_name).read_bytes()
        except OSError:
            continue
        if hashlib.sha256(content).hexdigest() == book.sha256:
            contents[book.file_name] = content
    return contents
