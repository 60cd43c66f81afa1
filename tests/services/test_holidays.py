"""The yearly arrangement of holidays: shipped, entered by hand, from a notice and from a file."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from tracker import paths
from tracker.errors import InputError, RuleError, StoreError, UndecidedError
from tracker.model.exchange_words import DayKind, DayOrigin
from tracker.model.holiday_notice import read_notice
from tracker.model.tables import Batch, Holiday
from tracker.model.workdays import HolidayEntry
from tracker.queries.history import list_act_changes
from tracker.queries.workdays import day_table, holidays_of
from tracker.services import holidays, undo
from tracker.store.opening import open_ledger
from tracker.store.shipped_holidays import bring_in

WHY = "国办发明电〔2026〕7号"
NOTICE = "元旦：2027年1月1日至3日放假，共3天。春节：2月5日至11日放假调休，共7天。2月13日（星期六）上班。"


def entered_years(session: Session) -> tuple[int, ...]:
    """Return the years of which the arrangement is entered, in order."""
    return tuple(sorted({row.day.year for row in session.exec(select(Holiday))}))


def test_a_new_ledger_knows_the_shipped_years(ledger) -> None:
    with ledger.reading() as session:
        assert entered_years(session) == (2024, 2025, 2026)
        assert {row.origin for row in session.exec(select(Holiday))} == {DayOrigin.SHIPPED}
        assert len(holidays_of(session, 2026)) == 25


def test_a_notice_becomes_a_year(ledger) -> None:
    with ledger.session() as session:
        holidays.take_in_entries(session, read_notice(NOTICE).entries, "放假通知")
    with ledger.reading() as session:
        table = day_table(session)
        assert entered_years(session) == (2024, 2025, 2026, 2027)
        assert table.missing_years(date(2026, 1, 1), date(2027, 12, 31)) == ()
        assert not table.is_workday(date(2027, 2, 8))
        assert table.is_workday(date(2027, 2, 13))


def test_a_year_is_set_as_a_whole(ledger) -> None:
    days = {date(2026, 1, 2): DayKind.OFF, date(2026, 1, 3): DayKind.OFF, date(2026, 1, 4): DayKind.WORK}
    with ledger.session() as session:
        holidays.set_year(session, 2026, days, {date(2026, 1, 2): "元旦"}, WHY)
    with ledger.reading() as session:
        assert holidays_of(session, 2026) == (
            HolidayEntry(date(2026, 1, 2), DayKind.OFF, "元旦"),
            HolidayEntry(date(2026, 1, 4), DayKind.WORK, ""),
        )
        assert len(holidays_of(session, 2025)) == 23


def test_a_day_of_another_year_is_refused(ledger) -> None:
    with ledger.session() as session, pytest.raises(InputError, match="不在2027年"):
        holidays.set_year(session, 2027, {date(2026, 1, 2): DayKind.OFF}, {}, WHY)


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_nobody_means_is_refused(ledger, year: int) -> None:
    with ledger.session() as session, pytest.raises(InputError, match="请核对年份"):
        holidays.set_year(session, year, {}, {}, WHY)


def test_nothing_read_is_nothing_saved(ledger) -> None:
    with ledger.session() as session, pytest.raises(InputError, match="没有读到节假日"):
        holidays.take_in_entries(session, [], WHY)


def test_a_file_written_is_read_back(ledger, tmp_path: Path) -> None:
    path = tmp_path / "2026.toml"
    with ledger.reading() as session:
        holidays.write_holiday_file(session, 2026, path)
        assert tuple(holidays.read_holiday_file(path)) == holidays_of(session, 2026)


def test_an_empty_year_is_written_as_an_empty_list(ledger, tmp_path: Path) -> None:
    path = tmp_path / "2030.toml"
    with ledger.reading() as session:
        holidays.write_holiday_file(session, 2030, path)
    assert holidays.read_holiday_file(path) == []


@pytest.mark.parametrize(
    "content",
    [
        b"no toml [",
        b"days = []",
        b'[[holidays]]\nday = 2027-01-01\nkind = "feast"\n',
        b'[[holidays]]\nday = "2027-01-01"\nkind = "off"\n',
        b"[[holidays]]\nday = 2027-01-01T08:00:00\nkind = 'off'\n",
        b"holidays = 3",
        "[[holidays]]\nday = 2027-01-01 # 元旦".encode("gb18030"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "节假日.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"“节假日\.toml”不是节假日文件"):
        holidays.read_holiday_file(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="无法打开"):
        holidays.read_holiday_file(tmp_path / "没有.toml")


def test_a_file_far_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "大.toml"
    path.write_bytes(b"#" * 1_100_000)
    with pytest.raises(InputError, match="太大"):
        holidays.read_holiday_file(path)


def newer(folder: Path, *lines: str) -> Path:
    path = folder / "holidays.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_newer_program_brings_years_nobody_touched(ledger, tmp_path: Path) -> None:
    with ledger.session() as session:
        holidays.set_year(session, 2026, {date(2026, 1, 2): DayKind.OFF}, {}, WHY)
    lines = [f'[[holidays]]\nday = {year}-01-0{day}\nkind = "off"' for year, day in ((2025, 2), (2026, 5), (2027, 1))]
    bring_in(ledger, newer(tmp_path, *lines))
    with ledger.reading() as session:
        by_year = {year: [f"{entry.day:%m-%d}" for entry in holidays_of(session, year)] for year in (2025, 2026, 2027)}
    assert by_year == {2025: ["01-02"], 2026: ["01-02"], 2027: ["01-01"]}


def test_the_same_file_is_taken_in_once(ledger) -> None:
    with ledger.session() as session:
        holidays.set_year(session, 2026, {}, {}, WHY)
    bring_in(ledger, paths.seed_dir() / "holidays.toml")
    with ledger.reading() as session:
        assert holidays_of(session, 2026) == ()


def test_a_broken_shipped_file_stops_the_opening(ledger, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"节假日文件 holidays\.toml 无法读取"):
        bring_in(ledger, newer(tmp_path, "holidays = 3"))


def test_a_catalogue_without_holidays_opens(sqlite_url: str, tmp_path: Path) -> None:
    import shutil

    seed = tmp_path / "seed"
    shutil.copytree(paths.seed_dir(), seed)
    (seed / "holidays.toml").unlink()
    database = open_ledger(sqlite_url, paths.migrations_dir(), seed)
    with database.reading() as session:
        assert entered_years(session) == ()
    database.close()


# --- an act like any other ----------------------------------------------------------------------------


def kept(lite, year: int) -> list[str]:
    return [f"{entry.day:%m-%d} {entry.kind.word} {entry.name}" for entry in lite.look(holidays_of, year)]


def test_entering_a_year_is_an_act_that_names_its_reason_and_its_days(lite) -> None:
    before = kept(lite, 2026)
    days = {entry.day: entry.kind for entry in lite.look(holidays_of, 2026)}
    names = {entry.day: entry.name for entry in lite.look(holidays_of, 2026)}
    del days[date(2026, 1, 1)]
    days[date(2026, 11, 27)] = DayKind.OFF
    done = lite.act(holidays.set_year, 2026, days, names, WHY)
    assert done.label == f"录入2026年节假日：{WHY}"
    told = [(line.field, line.old, line.new) for line in lite.look(list_act_changes, done.batch_id, 9)]
    assert told == [("节假日", "2026-01-01 放假 元旦", ""), ("节假日", "", "2026-11-27 放假")]
    lite.act(undo.undo_batch, done.batch_id)
    assert kept(lite, 2026) == before
    assert {row.origin for row in lite.rows(Holiday) if row.day.year == 2026} == {DayOrigin.SHIPPED}
    lite.act(undo.redo_batch)
    assert kept(lite, 2026) != before


def test_removing_the_last_day_of_a_year_is_taken_back_as_well(lite) -> None:
    before = kept(lite, 2026)
    done = lite.act(holidays.set_year, 2026, {}, {}, WHY)
    assert kept(lite, 2026) == []
    lite.act(undo.undo_batch, done.batch_id)
    assert kept(lite, 2026) == before


@pytest.mark.parametrize("reason", ["", "  ", "改", "。。。。。"])
def test_nobody_enters_holidays_without_a_reason(lite, reason: str) -> None:
    before = lite.content()
    with pytest.raises(UndecidedError, match="录入节假日要写明理由"):
        lite.act(holidays.set_year, 2026, {}, {}, reason)
    with pytest.raises(UndecidedError, match="录入节假日要写明理由"):
        lite.act(holidays.take_in_entries, read_notice(NOTICE).entries, reason)
    assert lite.content() == before


def test_a_year_that_stands_as_it_is_entered_is_no_act(lite) -> None:
    entries = lite.look(holidays_of, 2026)
    acts = len(lite.rows(Batch))
    assert lite.act(holidays.take_in_entries, entries, WHY).label == "没有变化"
    assert len(lite.rows(Batch)) == acts
    assert {row.origin for row in lite.rows(Holiday)} == {DayOrigin.SHIPPED}


def test_an_undo_is_refused_where_the_day_was_entered_anew(lite) -> None:
    first = lite.act(holidays.set_year, 2027, {date(2027, 1, 1): DayKind.OFF}, {}, WHY)
    lite.act(holidays.set_year, 2027, {date(2027, 1, 1): DayKind.OFF}, {date(2027, 1, 1): "元旦"}, WHY)
    with pytest.raises(RuleError):
        lite.act(undo.undo_batch, first.batch_id)
    assert kept(lite, 2027) == ["01-01 放假 元旦"]
