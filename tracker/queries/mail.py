"""To whom a mail goes, and what stands in it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, or_, select

from tracker.model.exchange_words import PersonRole
from tracker.model.mail_settings import MailSettings
from tracker.model.tables import Office, OfficePerson, Setting, WorkbookExport, WorkbookExportRow

MAIL_KEY = "mail"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A liaison with their address, "" where none is known."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class SentBook:
    """A workbook as a mail or a list speaks of it; `people` are the liaisons of its office, the main one first.

    One that is not recorded yet has its place among those that go out together for a number.
    """

    export_id: int
    office_id: int
    office: str
    round: int
    file_name: str
    sha256: str
    tasks: int
    helped: int
    due_on: date | None
    people: tuple[Recipient, ...] = ()


def read_mail_settings(session: Session) -> MailSettings:
    """Return the texts of the mails, the defaults where nobody set any."""
    kept = session.get(Setting, MAIL_KEY)
    return MailSettings.from_dict(kept.value or {}) if kept is not None else MailSettings()


def sent_books(session: Session, export_ids: Collection[int], today: date) -> tuple[SentBook, ...]:
    """Return sent workbooks in the order of the offices, with the liaisons that are in office on a day."""
    statement: Any = select(WorkbookExport, Office).where(Office.id == WorkbookExport.office_id)
    statement = statement.where(col(WorkbookExport.id).in_(export_ids)).order_by(col(Office.position))
    rows = list(session.exec(statement))
    people = read_liaisons(session, {office.id for _, office in rows}, today)
    helped = _helped(session, export_ids)
    return tuple(
        SentBook(
            export.id,
            office.id,
            office.name,
            export.round,
            export.file_name,
            export.sha256,
            export.tasks,
            helped.get(export.id, 0),
            export.return_due_on,
            people.get(office.id, ()),
        )
        for export, office in rows
    )


def read_liaisons(session: Session, office_ids: Collection[int], today: date) -> dict[int, tuple[Recipient, ...]]:
    """Return the liaisons of offices that are in office on a day, the main one first."""
    statement = (
        select(OfficePerson)
        .where(col(OfficePerson.office_id).in_(office_ids), OfficePerson.role == PersonRole.LIAISON)
        .where(OfficePerson.from_on <= today, or_(col(OfficePerson.to_on).is_(None), col(OfficePerson.to_on) > today))
        .order_by(col(OfficePerson.main).desc(), col(OfficePerson.id))
    )
    people: dict[int, list[Recipient]] = defaultdict(list)
    for person in session.exec(statement):
        people[person.office_id].append(Recipient(person.name, person.email.strip()))
    return {office_id: tuple(names) for office_id, names in people.items()}


def _helped(session: Session, export_ids: Collection[int]) -> dict[int, int]:
    """Return how many rows of 配合事项 each workbook has."""
    rows: Any = select(WorkbookExportRow.export_id, func.count()).where(WorkbookExportRow.kind == "help")
    rows = rows.where(col(WorkbookExportRow.export_id).in_(export_ids)).group_by(col(WorkbookExportRow.export_id))
    return dict(session.exec(rows).all())
