"""Takes the shipped arrangement of holidays into a ledger; a year that somebody touched stays as they left it."""

import hashlib
import tomllib
from collections import defaultdict
from datetime import date
from pathlib import Path

from sqlmodel import Session, select

from tracker.errors import StoreError
from tracker.model.exchange_words import DayKind, DayOrigin
from tracker.model.tables import Holiday, Setting
from tracker.model.workdays import HolidayEntry
from tracker.store.engine import Database

#: Which file was taken in last, by its SHA-256.
DIGEST_KEY = "holidays"


def read_entries(text: str) -> list[HolidayEntry]:
    """Read the entries of a TOML text. Raises ValueError, KeyError or TypeError for one that is none."""
    entries = []
    for row in tomllib.loads(text)["holidays"]:
        if type(row["day"]) is not date:
            raise TypeError("a day is a date")
        entries.append(HolidayEntry(row["day"], DayKind(row["kind"]), str(row.get("name", ""))))
    return entries


def bring_in(database: Database, file: Path) -> None:
    """Write the shipped years that are not entered yet, and those that nobody changed, once for each file."""
    if not file.is_file():
        return  # a catalogue of one's own need not have it
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    with database.reading() as session:
        if _is_known(session, digest):
            return
    try:
        entries = read_entries(content.decode())
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"节假日文件 {file.name} 无法读取：{error}。请重新安装程序。") from error
    with database.session() as session:
        if not _is_known(session, digest):
            _write(session, entries)
            session.merge(Setting(key=DIGEST_KEY, value=digest))


def _is_known(session: Session, digest: str) -> bool:
    known = session.get(Setting, DIGEST_KEY)
    return known is not None and known.value == digest


def _write(session: Session, entries: list[HolidayEntry]) -> None:
    session.info["unrecorded"] = (Holiday,)  # nobody can take back what comes with the program
    present: dict[int, list[Holiday]] = defaultdict(list)
    for row in session.exec(select(Holiday)):
        present[row.day.year].append(row)
    for year in {entry.day.year for entry in entries}:
        if any(row.origin is DayOrigin.HAND for row in present[year]):
            continue
        for row in present[year]:
            session.delete(row)
        session.flush()
        session.add_all(
            Holiday(day=entry.day, kind=entry.kind, name=entry.name, origin=DayOrigin.SHIPPED)
            for entry in entries
            if entry.day.year == year
        )
