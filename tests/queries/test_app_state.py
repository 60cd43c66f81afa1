"""What the frame of the window shows, offices by their names, and thresholds."""

from datetime import date

import pytest
from sqlalchemy import make_url
from sqlmodel import func, select

from tracker.errors import InputError
from tracker.model.tables import Setting, Task
from tracker.model.thresholds import Thresholds
from tracker.queries.app_state import DEMO_KEY, is_demo, read_state
from tracker.queries.offices import find_office, list_offices, office_names
from tracker.queries.thresholds import THRESHOLDS_KEY, read_thresholds
from tracker.services import tasks
from tracker.store.engine import Database


def test_a_fresh_ledger(desk) -> None:
    state = desk.look(read_state)
    assert (state.demo, state.last_label, state.last_batch_id, state.pending_returns) == (False, "", None, 0)


def test_the_last_act_is_what_undo_would_take_back(desk) -> None:
    changes = desk.act(tasks.edit_task, desk.number("A1.1"), 1, "owner", "张三", date(2026, 3, 2))
    state = desk.look(read_state)
    assert (state.last_label, state.last_batch_id, state.actor) == ("A1.1 责任人", changes.batch_id, "测试员")


def test_where_the_data_lies_is_shown_as_people_write_it(lite) -> None:
    assert lite.look(read_state).data_path == str(lite.ledger.file)


@pytest.mark.postgres
def test_a_server_is_shown_without_its_password(postgres_ledger_url: str) -> None:
    url = make_url(postgres_ledger_url).set(password="geheim")
    database = Database(url.render_as_string(hide_password=False))
    with database.reading() as session:
        shown = read_state(session).data_path
    database.close()
    assert f" · {url.database} · {url.username}" in shown
    assert not any(sign in shown for sign in ("geheim", "***", "://"))


@pytest.mark.parametrize(("value", "demo"), [(True, True), ("2026-03-02", True), (False, False), (None, False)])
def test_demonstration_data_is_marked(lite, value: object, demo: bool) -> None:
    with lite.ledger.session() as session:
        session.add(Setting(key=DEMO_KEY, value=value))
    assert lite.look(is_demo) is demo
    assert lite.look(read_state).demo is demo


def test_offices_in_order_with_what_they_lead(desk) -> None:
    offices = desk.look(list_offices)
    assert (len(offices), offices[0].name) == (38, "市经信局")
    assert sum(one.tasks for one in offices) == 88
    assert offices[0].tasks == desk.look(_led_by, offices[0].id)
    assert offices[0].aliases == tuple(sorted(offices[0].aliases))
    assert all(one.short_name for one in offices)


def _led_by(session, office_id: int) -> int:
    return session.exec(select(func.count()).where(Task.lead_office_id == office_id)).one()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市经信局", "市经信局"),
        ("市经济和信息化局", "市经信局"),
        ("市资规局", "市自然资源规划局"),
        (" 市经信局 ", "市经信局"),
        ("各区（县、市）", "各区（县、市）"),
        ("经信", None),
        ("", None),
    ],
)
def test_an_office_by_any_of_its_names(lite, text: str, name: str | None) -> None:
    found = lite.look(find_office, text)
    assert (found.name if found else None) == name


def test_a_proper_name_is_never_another_s_alias(desk) -> None:
    names = desk.look(office_names)
    for one in desk.look(list_offices):
        assert names[one.name] == one.name
        assert all(names[alias] == one.name for alias in one.aliases)


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (None, Thresholds()),
        ({}, Thresholds()),
        ({"behind_red": 40, "stale_days": 90}, Thresholds(behind_red=40, stale_days=90)),
    ],
)
def test_thresholds_are_the_ledger_s_or_the_defaults(desk, kept: object, expected: Thresholds) -> None:
    with desk.ledger.session() as session:
        session.add(Setting(key=THRESHOLDS_KEY, value=kept))
    assert desk.look(read_thresholds) == expected


def test_nonsense_thresholds_are_a_sentence(lite) -> None:
    with lite.ledger.session() as session:
        session.add(Setting(key=THRESHOLDS_KEY, value={"behind_red": "viel"}))
    with pytest.raises(InputError, match="亮灯阈值"):
        lite.look(read_thresholds)
