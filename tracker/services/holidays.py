"""Entering the yearly arrangement of holidays: by hand, from a notice, from a file, each an act with its reason.

Days given before stay.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from tracker.errors import ConflictError, InputError
from tracker.files.limits import LIMITS
from tracker.files.whole_files import write_all
from tracker.model.changes import Changes
from tracker.model.exchange_words import DayKind, DayOrigin
from tracker.model.rules import check_reason
from tracker.model.tables import Holiday
from tracker.model.workdays import HolidayEntry, changes_weekday
from tracker.queries.workdays import holidays_of
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch
from tracker.store.shipped_holidays import read_entries

_FIRST, _LAST = 2000, 2100


def set_year(
    session: Session,
    year: int,
    days: Mapping[date, DayKind],
    name_of: Mapping[date, str],
    reason: str,
    seen: Collection[HolidayEntry] | None = None,
) -> Changes:
    """Make `days` the whole arrangement of a year; days that say what their weekday says are left out.

    `seen` is the arrangement as it was shown: what was left as it was then is left as it is now. Raises InputError for
    a day of another year, UndecidedError without a reason: agreed days are counted by it. ConflictError for a day that
    somebody else made another one meanwhile.
    """
    _check_year(year)
    if any(day.year != year for day in days):
        raise InputError(f"有的日期不在{year}年，没有保存；请核对年份。")
    entries = [HolidayEntry(day, kind, name_of.get(day, "")) for day, kind in days.items()]
    if seen is not None:
        entries = _merged(holidays_of(session, year), entries, seen)
    return _replace(session, {year: entries}, reason)


def _merged(
    now: Collection[HolidayEntry], wanted: Collection[HolidayEntry], seen: Collection[HolidayEntry]
) -> list[HolidayEntry]:
    """Return the days that stand there now with those that are wanted otherwise than they were shown."""
    there, mine, shown = (
        {entry.day: entry for entry in each if changes_weekday(entry)} for each in (now, wanted, seen)
    )
    merged = dict(there)
    for day in sorted(there.keys() | mine.keys() | shown.keys()):
        if mine.get(day) == shown.get(day):
            continue
        if there.get(day) not in (shown.get(day), mine.get(day)):
            by_now = there[day].kind.word if day in there else "按星期"
            raise ConflictError(f"{day} 刚被别人改为“{by_now}”，没有保存；请重新打开，看过新的安排后再改。")
        merged.pop(day, None)
        if day in mine:
            merged[day] = mine[day]
    return list(merged.values())


def take_in_entries(session: Session, entries: Sequence[HolidayEntry], reason: str) -> Changes:
    """Replace the arrangement of every year that the entries name, as one act.

    Raises InputError when there are none, UndecidedError without a reason.
    """
    if not entries:
        raise InputError("没有读到节假日，没有保存。")
    years = sorted({entry.day.year for entry in entries})
    for year in years:
        _check_year(year)
    return _replace(session, {year: [entry for entry in entries if entry.day.year == year] for year in years}, reason)


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


def _replace(session: Session, years: Mapping[int, Sequence[HolidayEntry]], reason: str) -> Changes:
    why = check_reason(" ".join(reason.split()), "录入节假日")
    batch = begin(session, f"录入{'、'.join(map(str, years))}年节假日：{why}")
    for year, entries in years.items():
        _write_year(session, year, [entry for entry in entries if changes_weekday(entry)])
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, everything=True)


def _write_year(session: Session, year: int, entries: Sequence[HolidayEntry]) -> None:
    """Write what is not as it stands; days that stay belong to whoever entered the year, as all others do."""
    mine = col(Holiday.day).between(date(year, 1, 1), date(year, 12, 31))
    present = {row.day: row for row in session.exec(select(Holiday).where(mine))}
    wanted = {entry.day: entry for entry in entries}
    kept = {day for day, row in present.items() if day in wanted and (row.kind, row.name) == _says(wanted[day])}
    if kept == present.keys() == wanted.keys():
        return
    for day, row in present.items():
        if day in kept:
            row.origin = DayOrigin.HAND
        else:
            session.delete(row)
    session.flush()
    for day in sorted(wanted.keys() - kept):
        kind, name = _says(wanted[day])
        session.add(Holiday(day=day, kind=kind, name=name, origin=DayOrigin.HAND))
    session.flush()


def _says(entry: HolidayEntry) -> tuple[DayKind, str]:
    return entry.kind, entry.name
