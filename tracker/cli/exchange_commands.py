"""The commands on offices, rounds and holidays."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import print_json, say
from tracker.errors import InputError
from tracker.files.limits import LIMITS
from tracker.model.changes import Changes
from tracker.model.contacts import Person, PersonDraft
from tracker.model.exchange_words import DayKind, PersonRole
from tracker.model.holiday_notice import read_notice
from tracker.model.rows import OfficeRow, RoundRow
from tracker.model.tables import OfficePerson, Task
from tracker.model.workdays import HolidayEntry
from tracker.queries import exports
from tracker.queries.directory import DirectoryRow, read_directory
from tracker.queries.offices import find_office
from tracker.queries.workdays import holidays_of
from tracker.services import holidays as holiday_service
from tracker.services import office_book, office_changes, office_people
from tracker.services import rounds as round_service

DONE, PENDING = 0, 3


def run_office(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Carry out `office …` and return its exit code."""
    return _OFFICE[wanted.office_command](wanted, opened)


def run_round(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Carry out `round …` and return its exit code."""
    if wanted.round_command == "list":
        return _list_rounds(wanted, opened)

    def change(session: Session) -> Changes:
        if wanted.round_command == "close":
            return round_service.close_round(session, wanted.number, wanted.on or opened.today)
        if wanted.round_command == "reopen":
            return round_service.reopen_round(session, wanted.number, wanted.reason)
        if wanted.round_command == "recount":
            return round_service.move_due_days(session, [wanted.number], opened.today, wanted.reason)
        if wanted.round_command == "excuse":
            return round_service.excuse_office(session, wanted.number, wanted.office, wanted.reason)
        return round_service.expect_office(session, wanted.number, wanted.office)

    say(opened.write(change).label)
    return DONE


def run_holidays(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Carry out `holidays …` and return its exit code."""
    if wanted.holidays_command == "list":
        with opened.database.reading() as session:
            entries = holidays_of(session, wanted.year)
        _say_days(entries)
        if not entries:
            say(f"{wanted.year}年的节假日安排还没有录入，按周一至周五计算")
        return DONE
    if wanted.holidays_command == "import":
        entries, basis = tuple(holiday_service.read_holiday_file(wanted.file)), "导入文件"
        doubts: tuple[str, ...] = ()
    else:
        notice = read_notice(_text_of(wanted), wanted.year)
        entries, doubts, basis = notice.entries, notice.doubts, "放假通知"
    _say_days(entries)
    for doubt in doubts:
        say(f"  [核对] {doubt}")
    if doubts or getattr(wanted, "preview", False):
        return PENDING if doubts else DONE
    reason = wanted.reason or f"{basis} {wanted.file.name}"
    say(opened.write(lambda session: holiday_service.take_in_entries(session, entries, reason)).label)
    with opened.database.reading() as session:
        for move in round_service.list_due_moves(session, opened.today):
            say(f"{move.name}约定 {move.due_on} 反馈，按现在的节假日是 {move.counted}；")
            say(f"  要改请用 round recount {move.number} --reason 理由")
    return DONE


def office_shape(row: DirectoryRow, today: date) -> dict[str, Any]:
    """Return an office as JSON: its names, what became of it, and who sits there today."""
    return {
        "name": row.name,
        "short_name": row.short_name,
        "kind": row.kind.word,
        "leader": row.leader,
        "state": row.state.value,
        "state_on": _iso(row.state_on),
        "successor": row.successor,
        "aliases": list(row.aliases),
        "names": [{"name": span.name, "from_on": _iso(span.from_on), "to_on": _iso(span.to_on)} for span in row.names],
        "people": [_person_shape(person) for person in row.people if person.is_current(today)],
        "leads": row.leads,
        "helps": row.helps,
    }


def round_shape(row: RoundRow) -> dict[str, Any]:
    """Return a round as JSON."""
    return {
        "number": row.number,
        "name": row.name,
        "sent_on": _iso(row.sent_on),
        "due_on": _iso(row.due_on),
        "due_days": row.due_days,
        "state": row.state.value,
        "closed_on": _iso(row.closed_on),
        "note": row.note,
        "offices": row.offices,
        "back": row.back,
        "on_time": row.on_time,
        "late": row.late,
        "missing": row.missing,
        "excused": row.excused,
    }


def _person_shape(person: Person) -> dict[str, Any]:
    names = ("name", "post", "phone", "mobile", "email", "main")
    shape = {name: getattr(person, name) for name in names}
    return {"name": shape.pop("name"), "role": person.role.word, **shape}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _list_offices(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.reading() as session:
        rows = read_directory(session, opened.today)
    if wanted.json:
        print_json([office_shape(row, opened.today) for row in rows])
        return DONE
    for row in rows:
        person = row.liaison(opened.today)
        contact = f"{person.name}\t{person.numbers}\t{person.email}" if person else "没有联络员\t\t"
        say(f"{row.name}\t{row.state.word}\t{contact}\t牵头 {row.leads}\t配合 {row.helps}")
    return DONE


def _show_office(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.reading() as session:
        own = read_directory(session, opened.today, wanted.name.strip())
        known = find_office(session, wanted.name)
        rows = own or (read_directory(session, opened.today, known.name) if known else ())
    if not rows:
        raise InputError(f"没有名为“{wanted.name}”的单位；请用台账里的单位名称或别名。")
    (row,) = rows
    if wanted.json:
        print_json(office_shape(row, opened.today))
        return DONE
    gone = f"（{row.state_on}，{row.successor or '没有并入别的单位'}）" if row.state_on else ""
    say(f"{row.name}\t{row.state.word}{gone}\t牵头 {row.leads}\t配合 {row.helps}")
    for span in row.names:
        say(f"  曾用名 {span.name}（至 {span.to_on}）")
    for person in (person for person in row.people if person.is_current(opened.today)):
        main = "（主要）" if person.main else ""
        say(f"  {person.role.word}{main}\t{person.name}\t{person.post}\t{person.numbers}\t{person.email}")
    return DONE


def _import_offices(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    def take_in(session: Session) -> tuple[Sequence[office_book.DirectoryChange], int | None]:
        rows = office_book.preview_directory(session, wanted.file, opened.today)
        if wanted.preview:
            return rows, None
        return rows, office_book.take_in_directory(session, rows, wanted.file.name, opened.today).batch_id

    rows, batch = opened.write(take_in)
    counts = {outcome.value: sum(row.outcome is outcome for row in rows) for outcome in office_book.DirectoryOutcome}
    if wanted.json:
        shapes = [_import_shape(row) for row in rows]
        print_json({"file": wanted.file.name, "batch": batch, "counts": counts, "rows": shapes})
    else:
        for row in rows:
            changes = "；".join(f"{word}：{old} → {new}" for word, (old, new) in row.changes.items())
            say(f"  [{row.outcome.word}] {row.office} {row.name} {row.message or changes}".rstrip())
        say(
            f"{wanted.file.name}："
            + "，".join(f"{kind.word} {counts[kind.value]}" for kind in office_book.DirectoryOutcome)
        )
    return PENDING if counts["unknown"] or counts["refused"] else DONE


def _import_shape(row: office_book.DirectoryChange) -> dict[str, Any]:
    changes = {word: {"old": old, "new": new} for word, (old, new) in row.changes.items()}
    head = {"row": row.row, "office": row.office, "name": row.name, "role": row.role.word}
    return head | {"outcome": row.outcome.value, "changes": changes, "message": row.message}


def _export_offices(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.reading() as session:
        office_book.export_directory(session, wanted.file, opened.today)
    say(str(wanted.file))
    return DONE


def _change_office(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    def change(session: Session) -> Changes:
        if wanted.office_command == "restore":
            return office_changes.restore_office(session, wanted.old)
        day = (wanted.on, opened.today)
        if wanted.office_command == "rename":
            return office_changes.rename_office(session, wanted.old, wanted.new, *day)
        if wanted.office_command == "merge":
            moves = not wanted.keep_tasks
            return office_changes.merge_offices(session, wanted.old, wanted.into, *day, move_tasks=moves)
        if wanted.office_command == "split":
            numbers = _tasks_named(session, wanted.tasks)
            return office_changes.split_office(session, wanted.old, wanted.new, *day, numbers)
        return office_changes.dissolve_office(session, wanted.old, *day)

    say(opened.write(change).label)
    return DONE


def _tasks_named(session: Session, text: str) -> list[int]:
    codes = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    known = dict(session.exec(select(Task.code, Task.id).where(col(Task.code).in_(codes))).all())
    for code in codes:
        if code not in known:
            raise InputError(f"没有编号为“{code}”的任务；请核对编号。")
    return [known[code] for code in codes]


def _change_person(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    on = wanted.on or opened.today

    def change(session: Session) -> Changes:
        office = find_office(session, wanted.office)
        if office is None:
            raise InputError(f"没有名为“{wanted.office}”的单位；请用台账里的单位名称或别名。")
        if wanted.add:
            return office_people.add_person(session, office.id, _drafted(PersonDraft(wanted.add), wanted), on)
        row = _person_named(session, office, wanted, opened.today)
        if wanted.leave:
            return office_people.leave_person(session, row.uid, on)
        draft = _drafted(office_people.draft_of(row), wanted)
        return office_people.edit_person(session, row.uid, draft, opened.today)

    say(opened.write(change).label)
    return DONE


def _drafted(draft: PersonDraft, wanted: argparse.Namespace) -> PersonDraft:
    """Return a draft with what was typed; what was not stays."""
    names = ("post", "phone", "mobile", "email", "note")
    said: dict[str, Any] = {name: text for name in names if (text := getattr(wanted, name)) is not None}
    role = PersonRole.from_word(wanted.role) or draft.role
    return replace(draft, role=role, main=wanted.main or draft.main, **said)


def _person_named(session: Session, office: OfficeRow, wanted: argparse.Namespace, today: date) -> OfficePerson:
    name = wanted.edit or wanted.leave
    rows = [row for row in office_people.current_people(session, office.id, today) if row.name == name]
    if len(rows) > 1 and wanted.role:
        rows = [row for row in rows if row.role.word == wanted.role]
    if not rows:
        raise InputError(f"{office.name}没有联系人{name}。")
    if len(rows) > 1:
        raise InputError(f"{office.name}有几个{name}，请用 --role 写明角色。")
    return rows[0]


def _list_rounds(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.reading() as session:
        rows = exports.list_round_rows(session, opened.today)
    if wanted.json:
        print_json([round_shape(row) for row in rows])
        return DONE
    for row in rows:
        counts = f"按时 {row.on_time}\t迟交 {row.late}\t未交 {row.missing}\t免报 {row.excused}"
        due = row.due_on or "没有约定"
        say(f"{row.name}\t{row.state.word}\t{row.sent_on}\t{due}\t{row.back}/{row.offices}\t{counts}")
    return DONE


def _say_days(entries: tuple[HolidayEntry, ...]) -> None:
    for entry in entries:
        what = "上班" if entry.kind is DayKind.WORK else "放假"
        say(f"{entry.day}\t{what}\t{entry.name}")


def _text_of(wanted: argparse.Namespace) -> str:
    try:
        if wanted.file.stat().st_size > LIMITS.holiday_bytes:
            raise InputError(f"“{wanted.file.name}”太大，不像放假通知。")
        content: bytes = wanted.file.read_bytes()
    except OSError as error:
        raise InputError(f"“{wanted.file.name}”无法打开，请核对路径后再试。") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"“{wanted.file.name}”不是文本文件，请把通知的文字存成 txt。")


_OFFICE: Mapping[str, Callable[[argparse.Namespace, OpenLedger], int]] = {
    "list": _list_offices,
    "show": _show_office,
    "import": _import_offices,
    "export": _export_offices,
    "rename": _change_office,
    "merge": _change_office,
    "split": _change_office,
    "dissolve": _change_office,
    "restore": _change_office,
    "person": _change_person,
}
