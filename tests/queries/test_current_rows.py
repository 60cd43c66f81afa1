"""What the exchange compares with: the values sent with a workbook, and ours now."""

from datetime import date
from pathlib import Path

from sqlalchemy import update

from tracker.model.tables import Indicator, Office, Task
from tracker.queries import exports
from tracker.queries.current_rows import SentWorkbooks, current_rows, latest_exports, newest_observation_id
from tracker.services import exporting, indicators

TODAY = date(2026, 3, 2)
DUE = date(2026, 3, 10)


def send(desk, tmp_path: Path, office: str = "市经信局", today: date = TODAY, due: date | None = DUE) -> Path:
    path = tmp_path / f"{office}-{today}.xlsx"
    desk.act(exporting.export_office, office, path, today, due)
    return path


def test_the_newest_workbook_of_each_office(desk, tmp_path: Path) -> None:
    for day in (2, 3):
        send(desk, tmp_path, today=date(2026, 3, day))
    second, first = (row.code for row in desk.look(exports.list_all_exports, TODAY))
    assert desk.look(latest_exports) == {"市经信局": second}
    assert desk.look(lambda session: (len(SentWorkbooks(session)), first in SentWorkbooks(session))) == (2, True)


def test_an_export_knows_its_office_and_the_rows_that_are_gone(desk, tmp_path: Path) -> None:
    send(desk, tmp_path)
    (code,) = desk.look(lambda session: list(SentWorkbooks(session)))
    sent = desk.look(lambda session: SentWorkbooks(session)[code])
    assert desk.look(lambda session: SentWorkbooks(session).gone(code)) == set()
    desk.act(rename_office, "市经信局", "市经济局")
    desk.act(remove_task, sent.rows[0].key)
    after = desk.look(lambda session: (SentWorkbooks(session).office(code), SentWorkbooks(session).gone(code)))
    assert after == ("市经济局", {("task", sent.rows[0].key)})


def rename_office(session, old: str, new: str) -> None:
    """Give an office another name."""
    session.connection().execute(update(Office).where(Office.name == old).values(name=new))


def remove_task(session, uid: str) -> None:
    """Give a task another identity: as far as its row is concerned it is gone."""
    session.connection().execute(update(Task).where(Task.uid == uid).values(uid="gone"))


def test_current_values_are_what_an_untouched_workbook_holds(desk, tmp_path: Path) -> None:
    send(desk, tmp_path)
    (code,) = desk.look(lambda session: list(SentWorkbooks(session)))
    sent = desk.look(lambda session: SentWorkbooks(session)[code])
    now = desk.look(current_rows, [code])
    for row in sent.rows:
        ours = now[row.kind, row.key]
        assert {key: ours.values[key] for key in ours.values} == {key: row.values[key] for key in ours.values}, (
            row.label
        )
    assert sum(kind == "task" for kind, _ in now) == 88
    assert sum(kind == "indicator" for kind, _ in now) == 2 * 54  # each by its row key, and by its code as sent before


def test_our_value_of_an_indicator_is_what_came_since_the_workbook_went(desk, tmp_path: Path) -> None:
    def ours() -> tuple:
        values = desk.look(current_rows, [code])["indicator", "I07"].values
        return (values["indicator_value"], values["indicator_on"], values["indicator_note"])

    number = desk.number("I07", Indicator)
    desk.act(indicators.add_observation, number, date(2025, 6, 30), 185, "早先")
    send(desk, tmp_path)
    (code,) = desk.look(lambda session: list(SentWorkbooks(session)))
    before = desk.look(newest_observation_id)
    assert ours() == (None, "", "")
    desk.act(indicators.add_observation, number, date(2025, 12, 31), 190, "年报")
    assert ours() == (190.0, "2025-12-31", "年报")
    assert desk.look(newest_observation_id) > before
