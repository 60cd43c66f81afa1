"""The table 配合情况 of a circular: only where the settings want it, only what surely is helped with, only counts."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, select

from tracker.model.enums import Status
from tracker.model.exchange_words import HelpState
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows import CoOfficeLine, Period
from tracker.model.tables import HelpEntry, Office, TaskOffice
from tracker.queries.papers import read_figures
from tracker.reports.paper_json import figures_shape
from tracker.reports.task_lines import co_office_lines
from tracker.services.papers.register import set_paper_settings

TODAY = date(2026, 3, 15)
MARCH = Period(date(2026, 3, 1), TODAY)
WANTED = replace(PaperSettings(), co_offices=True)


def office_id(session: Session, name: str) -> int:
    return session.exec(select(Office.id).where(Office.name == name)).one()


def helps(small: Any, code: str, office: str, state: HelpState = HelpState.NONE, *, confirmed: bool = True) -> None:
    def add(session: Session) -> None:
        number = small.number(code)
        link = {"task_id": number, "office_id": office_id(session, office)}
        known = session.exec(select(TaskOffice).filter_by(**link)).first() or TaskOffice(**link)
        known.state, known.confirmed = state, confirmed
        session.add(known)

    small.write(add)


def says(small: Any, code: str, office: str, on: date, state: HelpState) -> None:
    def add(session: Session) -> None:
        ids = {"task_id": small.number(code), "office_id": office_id(session, office)}
        session.add(HelpEntry(**ids, entered_on=on, state=state, note="已派专人"))

    small.write(add)


def forget_helpers(small: Any) -> None:
    def clear(session: Session) -> None:
        for link in session.exec(select(TaskOffice)):
            session.delete(link)

    small.write(clear)


def lines(small: Any, until: date = TODAY) -> tuple[CoOfficeLine, ...]:
    return small.look(read_figures, TODAY, Period(date(2026, 3, 1), until)).co_offices


def test_without_the_setting_there_is_no_table(small: Any) -> None:
    helps(small, "A1.1", "市财政局")
    assert lines(small) == ()
    small.act(set_paper_settings, WANTED)
    assert "市财政局" in [line.name for line in lines(small)]
    small.act(set_paper_settings, PaperSettings())
    assert lines(small) == ()


def test_offices_are_counted_by_what_they_surely_help_with(small: Any) -> None:
    small.act(set_paper_settings, WANTED)
    forget_helpers(small)
    helps(small, "A1.1", "市财政局", HelpState.DONE)
    helps(small, "A1.2a", "市财政局", HelpState.IN_PROGRESS)
    helps(small, "A1.2a", "市教育局", confirmed=False)  # only suggested
    says(small, "A1.1", "市财政局", date(2026, 3, 9), HelpState.DONE)
    states = {HelpState.DONE: 1, HelpState.IN_PROGRESS: 1}
    assert lines(small) == (CoOfficeLine("市财政局", 2, states, date(2026, 3, 9)),)


def test_what_is_closed_or_not_assigned_is_no_helping(small: Any) -> None:
    small.act(set_paper_settings, WANTED)
    forget_helpers(small)
    listed = small.look(read_figures, TODAY, MARCH).tasks
    ended = [task.code for task in listed if task.status in (Status.CLOSED, Status.UNASSIGNED)]
    assert len(ended) == 2
    for code in ended:
        helps(small, code, "市财政局")
    assert lines(small) == ()


def test_an_earlier_day_counts_what_was_said_by_then(small: Any) -> None:
    small.act(set_paper_settings, WANTED)
    forget_helpers(small)
    helps(small, "A1.1", "市财政局", HelpState.DONE)
    says(small, "A1.1", "市财政局", date(2026, 3, 3), HelpState.IN_PROGRESS)
    says(small, "A1.1", "市财政局", date(2026, 3, 12), HelpState.DONE)
    assert lines(small)[0].states == {HelpState.DONE: 1}
    assert lines(small, date(2026, 3, 11)) == (
        CoOfficeLine("市财政局", 1, {HelpState.IN_PROGRESS: 1}, date(2026, 3, 3)),
    )
    assert lines(small, date(2026, 3, 2)) == (CoOfficeLine("市财政局", 1, {HelpState.NONE: 1}, None),)


def test_the_table_and_the_json_say_the_same(small: Any) -> None:
    small.act(set_paper_settings, WANTED)
    forget_helpers(small)
    helps(small, "A1.1", "市财政局", HelpState.NOT_OURS)
    figures = small.look(read_figures, TODAY, MARCH)
    assert co_office_lines(figures.co_offices) == [
        {"单位": "市财政局", "配合任务": 1, "未开始": 0, "配合中": 0, "已完成": 0, "不涉及": 1, "最近反馈": "—"}
    ]
    assert figures_shape(figures, "circular")["co_offices"] == [
        {
            "name": "市财政局",
            "tasks": 1,
            "states": {"未开始": 0, "配合中": 0, "已完成": 0, "不涉及": 1},
            "reported_on": None,
        }
    ]


def test_no_light_and_no_share_moves_by_what_co_offices_say(small: Any) -> None:
    before = small.look(read_figures, TODAY, MARCH)
    small.act(set_paper_settings, WANTED)
    helps(small, "A1.1", "市财政局", HelpState.DONE)
    after = small.look(read_figures, TODAY, MARCH)
    assert (after.now, after.light_shares, after.offices) == (before.now, before.light_shares, before.offices)
