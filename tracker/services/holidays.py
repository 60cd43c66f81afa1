"""Entering the yearly arrangement of holidays: by hand, from a notice, from a file. Days given before stay."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, delete

from tracker.errors import InputError
from tracker.files.limits import LIMITS
from tracker.files.whole_files import write_all
from tracker.model.changes import Changes
from tracker.model.exchange_words import DayKind, DayOrigin
from tracker.model.tables import Holiday
from tracker.model.workdays import HolidayEntry, changes_weekday
from tracker.queries.workdays import holidays_of
from tracker.store.shipped_holidays import read_entries

_FIRST, _LAST = 2000, 2100


def set_year(session: Session, year: int, days: Mapping[date, DayKind], name_of: Mapping[date, str]) -> Changes:
    """Make `days` the whole arrangement of a year; days that say what their weekday says are left out.

    Raises InputError for a day of another year.
    """
    _check_year(year)
    if any(day.year != year for day in days):
        raise InputError(f"有的日期不在{year}年，没有保存；请核对年份。")
    entries = [HolidayEntry(day, kind, name_of.get(day, "")) for day, kind in days.items()]
    return _replace(session, year, entries)


def take_in_entries(session: Session, entries: Sequence[HolidayEntry]) -> Changes:
    """Replace the arrangement of every year that the entries name. Raises InputError when there are none."""
    if not entries:
        raise InputError("没有读到节假日，没有保存。")
    years = sorted({entry.day.year for entry in entries})
    for year in years:
        _check_year(year)
    for year in years:
        _replace(session, year, [entry for entry in entries if entry.day.year == year])
    return Changes(f"录入{'、'.join(map(str, years))}年节假日", everything=True)


def read_holiday_file(path: Path) -> list[HolidayEntry]:
    """Read a TOML file as `write_holiday_file` makes it. Raises InputError that says what is wrong."""
    try:
        if path.stat().st_size > LIMITS.holiday_bytes:
            raise InputError(f"“{path.name}”太大，不像节假日文件。")
        return read_entries(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"“{path.name}”无法打开，请核对路径后再试。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"“{path.name}”不是节假日文件；请用“导出”存下的 TOML 文件，或粘贴通知的文字。") from error


def write_holiday_file(session: Session, year: int, path: Path) -> None:
    """Write the arrangement of a year as TOML."""
    parts = [
        f"[[holidays]]\nday = {entry.day}\nkind = {json.dumps(entry.kind.value)}\n"
        f"name = {json.dumps(entry.name, ensure_ascii=False)}\n"
        for entry in holidays_of(session, year)
    ]
    write_all([(path, ("\n".join(parts) or "holidays = []\n").encode())])


def _check_year(year: int) -> None:
    if not _FIRST <= year <= _LAST:
        raise InputError(f"{year}年不在{_FIRST}年到{_LAST}年之间，请核对年份。")


def _replace(session: Session, year: int, entries: Sequence[HolidayEntry]) -> Changes:
    mine = col(Holiday.day).between(date(year, 1, 1), date(year, 12, 31))
    session.exec(delete(Holiday).where(mine))
    session.expire_all()
    for entry in filter(changes_weekday, entries):
        session.add(Holiday(day=entry.day, kind=entry.kind, name=entry.name, origin=DayOrigin.HAND))
    session.flush()
    return Changes(f"录入{year}年节假日", everything=True)
