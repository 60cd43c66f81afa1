"""The directory as a workbook: compared row by row before anything is written; an empty cell never empties."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.directory.directory_book import (
    DirectoryEntry,
    is_main,
    kind_of,
    person_row,
    read_directory_book,
    write_directory,
)
from tracker.exchange.read.reader_pool import BookReader, load_file
from tracker.model.changes import Changes
from tracker.model.contacts import PersonDraft, one_line
from tracker.model.enums import WordedEnum
from tracker.model.exchange_words import OfficeState, PersonRole
from tracker.model.tables import Office, OfficePerson
from tracker.queries.directory import read_directory
from tracker.queries.offices import office_names
from tracker.services.office_people import change_person, current_people, draft_of, put_person
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch

_OFFICE_WORDS = {"short_name": "简称", "leader": "分管市领导", "region": "地区", "kind": "类别"}
_PERSON_WORDS = {"post": "职务", "phone": "办公电话", "mobile": "手机", "email": "电子邮箱", "note": "备注",
                 "main": "主要联系人"}  # fmt: skip


class DirectoryOutcome(WordedEnum):
    """What a row of a table is for the directory."""

    NEW = "new", "新增"
    CHANGED = "changed", "改动"
    SAME = "same", "相同"
    UNKNOWN = "unknown", "单位不认识"
    REFUSED = "refused", "不能读入"


@dataclass(frozen=True, slots=True)
class DirectoryChange:
    """A row of a table beside the directory: what it would change, by the word of the column, old and new."""

    row: int
    office: str
    name: str
    role: PersonRole
    outcome: DirectoryOutcome
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    message: str = ""
    uid: str = ""
    draft: PersonDraft | None = None
    office_values: dict[str, Any] = field(default_factory=dict)


def preview_directory(session: Session, path: Path, today: date) -> tuple[DirectoryChange, ...]:
    """Return what taking a table in would do, row by row. Raises WorkbookError for a file that holds none."""
    with BookReader() as reader:
        book = reader.read(load_file(path))
    comparison = _Comparison(session, today)
    return tuple(comparison.of(entry) for entry in read_directory_book(book, path.name))


def take_in_directory(session: Session, changes: Sequence[DirectoryChange], name: str, today: date) -> Changes:
    """Write the new and changed rows as one act; rows that nobody can place are left out."""
    wanted = [change for change in changes if change.outcome in (DirectoryOutcome.NEW, DirectoryOutcome.CHANGED)]
    if not wanted:
        return Changes("没有变化")
    batch = begin(session, f"导入单位名录 {name}")
    for change in wanted:
        office = session.exec(select(Office).where(Office.name == change.office)).one()
        for column, value in change.office_values.items():
            setattr(office, column, value)
        if change.draft is None:
            continue
        if change.uid:
            row = session.exec(select(OfficePerson).where(OfficePerson.uid == change.uid)).one()
            change_person(session, row, change.draft, today)
        else:
            put_person(session, office.id, change.draft, today)
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, everything=True)


def export_directory(session: Session, path: Path, today: date) -> int:
    """Write the offices that exist with their people of today and return the number of rows."""
    rows = list(_rows(session, today))
    write_directory(path, rows)
    return len(rows)


def _rows(session: Session, today: date) -> Iterator[dict[str, str]]:
    for office in read_directory(session, today):
        if office.state is not OfficeState.ACTIVE:
            continue
        head = {"office": office.name, "short_name": office.short_name, "kind": office.kind.word,
                "leader": office.leader, "region": office.region}  # fmt: skip
        people = [person for person in office.people if person.is_current(today)]
        for person in people:
            said = head | {name: getattr(person, name) for name in ("name", "post", "phone", "mobile", "email", "note")}
            yield person_row(said, person.role, main=person.main)
        if not people:
            yield head


class _Comparison:
    """The directory as a table is compared with it; a person met twice in the table is one."""

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._today = session, today
        self._names = OfficeNames(office_names(session))
        offices = session.exec(select(Office).order_by(col(Office.position))).all()
        self._offices = {office.name: office for office in offices}
        self._met: set[tuple[str, str, PersonRole]] = set()

    def of(self, entry: DirectoryEntry) -> DirectoryChange:
        """Return what a row is for the directory."""
        proper = self._names.resolve(entry.office)
        role = entry.role or PersonRole.LIAISON
        blank = DirectoryChange(entry.row, proper or entry.office, entry.said("name"), role, DirectoryOutcome.SAME)
        if proper is None:
            close = self._names.suggestion(entry.office)
            message = f"第{entry.row}行：没有名为“{entry.office}”的单位" + (f"，是不是{close}？" if close else "。")
            return replace(blank, outcome=DirectoryOutcome.UNKNOWN, message=message)
        try:
            return self._compared(blank, entry, self._offices[proper])
        except InputError as error:
            return replace(blank, outcome=DirectoryOutcome.REFUSED, message=f"第{entry.row}行：{error.sentence}")

    def _compared(self, blank: DirectoryChange, entry: DirectoryEntry, office: Office) -> DirectoryChange:
        if office.state is not OfficeState.ACTIVE:
            raise InputError(f"{office.name}{office.state.word}，不再收联系人。")
        of_office, values = self._of_office(entry, office)
        name = entry.said("name")
        if not name:
            return self._judged(replace(blank, changes=of_office, office_values=values), is_new=False)
        row = self._person(office.id, name, entry.role)
        if row is None:
            draft = _drafted(PersonDraft(name, blank.role), entry).checked()
            if (office.name, draft.name, draft.role) in self._met:
                raise InputError(f"{office.name}的{name}在表里写了两次。")
            self._met.add((office.name, draft.name, draft.role))
            said = {word: ("", str(getattr(draft, key))) for key, word in _PERSON_WORDS.items() if key != "main"}
            changes = of_office | {word: pair for word, pair in said.items() if pair[1]}
            new = replace(blank, name=draft.name, role=draft.role, draft=draft, changes=changes, office_values=values)
            return self._judged(new, is_new=True)
        before = draft_of(row)
        draft = _drafted(replace(before, role=entry.role or before.role), entry).checked()
        changed = of_office | _differences(before, draft)
        after = draft if draft != before else None
        return self._judged(
            replace(blank, role=draft.role, uid=row.uid, draft=after, changes=changed, office_values=values),
            is_new=False,
        )

    def _judged(self, change: DirectoryChange, *, is_new: bool) -> DirectoryChange:
        differs = DirectoryOutcome.CHANGED if change.changes else DirectoryOutcome.SAME
        return replace(change, outcome=DirectoryOutcome.NEW if is_new else differs)

    def _of_office(self, entry: DirectoryEntry, office: Office) -> tuple[dict[str, tuple[str, str]], dict[str, Any]]:
        changes: dict[str, tuple[str, str]] = {}
        values: dict[str, Any] = {}
        for name, word in _OFFICE_WORDS.items():
            text = entry.said(name)
            if not text:
                continue
            value: Any = kind_of(text) if name == "kind" else one_line(text, word)
            if value is None:
                raise InputError(f"没有“{text}”这种单位类别。")
            if name == "short_name" and self._names.resolve(value) not in (None, office.name):
                raise InputError(f"“{value}”已经是{self._names.resolve(value)}的名称或别名。")
            now = getattr(office, name)
            if value != now:
                changes[word] = (getattr(now, "word", now), text)
                values[name] = value
        return changes, values

    def _person(self, office_id: int, name: str, role: PersonRole | None) -> OfficePerson | None:
        """Return who is meant: the same name, in the same role where there are several."""
        mates = [row for row in current_people(self._session, office_id, self._today) if row.name == name.strip()]
        same = [row for row in mates if role is None or row.role is role]
        return next(iter(same or mates), None) if len(mates) < 2 or same else None


def _drafted(draft: PersonDraft, entry: DirectoryEntry) -> PersonDraft:
    """Return a draft with what a row says; what it does not say stays."""
    said: dict[str, Any] = {
        name: text for name in ("post", "phone", "mobile", "email", "note") if (text := entry.said(name))
    }
    main = is_main(entry.said("main")) or draft.main
    return replace(draft, main=main, **said)


def _differences(before: PersonDraft, after: PersonDraft) -> dict[str, tuple[str, str]]:
    texts = {"role": "角色", **_PERSON_WORDS}
    pairs = {word: (getattr(before, name), getattr(after, name)) for name, word in texts.items()}
    return {word: (_word(old), _word(new)) for word, (old, new) in pairs.items() if old != new}


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else ""
    return str(getattr(value, "word", value))
