"""The register of workbooks: what went to whom, and whether it came back."""

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.filled_in import filled_in
from tracker.model.enums import ReturnState
from tracker.queries import exports
from tracker.queries.overview import read_overview
from tracker.queries.today import read_today
from tracker.services import exporting
from tracker.services.returns import apply, send_back

TODAY = date(2026, 3, 2)
DUE = date(2026, 3, 10)
LATER = date(2026, 3, 15)


def send(desk, tmp_path: Path, office: str = "市经信局", today: date = TODAY, due: date | None = DUE) -> Path:
    path = tmp_path / f"{office}-{today}.xlsx"
    desk.act(exporting.export_office, office, path, today, due)
    return path


def fill(path: Path, *values: object) -> None:
    """Write owners into the first rows."""
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    column = next(cell.column for cell in sheet[4] if cell.value == "责任人")
    for row, value in enumerate(values, start=5):
        sheet.cell(row, column).value = value
    book.save(path)


def test_before_anything_was_sent(lite) -> None:
    assert lite.look(exports.list_exports, TODAY) == ()
    assert lite.look(exports.list_all_exports, TODAY) == ()
    assert (lite.look(exports.list_rounds), lite.look(exports.count_pending)) == ((), 0)


def test_a_workbook_that_is_out(desk, tmp_path: Path) -> None:
    send(desk, tmp_path)
    (row,) = desk.look(exports.list_exports, TODAY)
    assert (row.office, row.round, row.sent_on, row.return_due_on) == ("市经信局", 1, TODAY, DUE)
    assert (row.file_name, row.return_id, row.state, row.received_on) == ("市经信局-2026-03-02.xlsx", None, None, None)
    assert row.tasks > 20
    assert (row.changes, row.conflicts, row.problems, row.pending) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("today", "due", "late"),
    [(DUE, DUE, 0), (date(2026, 3, 11), DUE, 1), (date(2026, 4, 10), DUE, 31), (date(2026, 4, 10), None, 0)],
)
def test_how_late_it_is(lite, tmp_path: Path, today: date, due: date | None, late: int) -> None:
    send(lite, tmp_path, due=due)
    assert [row.overdue_days for row in lite.look(exports.list_exports, today)] == [late]


def test_a_workbook_that_came_back_is_late_no_more(desk, tmp_path: Path) -> None:
    path = send(desk, tmp_path)
    fill(path, "张三", "李四")
    _, number = desk.act(apply.receive_file, path, LATER)
    (row,) = desk.look(exports.list_exports, LATER)
    assert (row.return_id, row.received_on, row.state, row.changes) == (number, LATER, ReturnState.PENDING, 2)
    assert (row.overdue_days, desk.look(exports.count_pending)) == (0, 1)
    desk.act(apply.apply_return, number, {}, LATER)
    (row,) = desk.look(exports.list_exports, LATER)
    assert (row.state, row.pending, desk.look(exports.count_pending)) == (ReturnState.APPLIED, 0, 0)


def test_what_was_emptied_counts_as_a_change(lite, tmp_path: Path) -> None:
    lite.put("A1.1", owner="张三")
    path = send(lite, tmp_path)
    fill(path, None, "李四")
    lite.act(apply.receive_file, path, LATER)
    (row,) = lite.look(exports.list_exports, LATER)
    assert (row.changes, row.pending) == (2, 1)


def test_the_newest_of_several_returns_counts(lite, tmp_path: Path) -> None:
    path = send(lite, tmp_path)
    for owners in (("张三",), ("张三", "李四")):
        fill(path, *owners)
        _, number = lite.act(apply.receive_file, path, LATER)
    (row,) = lite.look(exports.list_exports, LATER)
    assert (row.return_id, row.changes) == (number, 2)


def test_rounds_are_told_newest_first(desk, tmp_path: Path) -> None:
    send(desk, tmp_path)
    send(desk, tmp_path, "市科技局")
    desk.act(exporting.export_all, tmp_path, LATER)
    assert desk.look(exports.list_rounds) == (2, 1)
    second = [row.office for row in desk.look(exports.list_exports, LATER)]
    assert len(second) == len(set(second)) > 2
    assert [row.office for row in desk.look(exports.list_exports, LATER, 1)] == ["市经信局", "市科技局"]
    assert [row.round for row in desk.look(exports.list_all_exports, LATER)] == [2] * len(second) + [1, 1]


def test_the_late_come_first(lite, tmp_path: Path) -> None:
    send(lite, tmp_path, "市经信局", due=None)
    send(lite, tmp_path, "市科技局")
    assert [row.office for row in lite.look(exports.list_exports, LATER)] == ["市科技局", "市经信局"]


def take_in(desk, path: Path) -> int:
    number: int = desk.act(apply.receive_file, filled_in(path), LATER)[1]
    return number


def owing(desk) -> list[tuple[str, str]]:
    return [(row.office, row.file_name) for row in desk.look(exports.list_exports, LATER) if row.open]


def test_an_office_owes_one_answer_however_often_it_was_asked(desk, tmp_path: Path) -> None:
    send(desk, tmp_path)
    again = send(desk, tmp_path, today=LATER)
    send(desk, tmp_path, "市科技局")
    assert sorted(owing(desk)) == [("市科技局", "市科技局-2026-03-02.xlsx"), ("市经信局", again.name)]
    rows = {row.file_name: row for row in desk.look(exports.list_exports, LATER)}
    assert rows["市经信局-2026-03-02.xlsx"].overdue_days == 0  # its successor is asked for
    assert rows["市科技局-2026-03-02.xlsx"].overdue_days == 5


@pytest.mark.parametrize("answered", ["the older file", "the newer file"])
def test_an_answer_to_either_file_will_do(lite, tmp_path: Path, answered: str) -> None:
    paths = {"the older file": send(lite, tmp_path), "the newer file": send(lite, tmp_path, today=LATER)}
    fill(paths[answered], "张三")
    take_in(lite, paths[answered])
    assert owing(lite) == []


def test_what_was_sent_back_is_owed_anew_and_once(lite, tmp_path: Path) -> None:
    path = send(lite, tmp_path)
    book = openpyxl.load_workbook(path)
    book["任务清单"]["N5"] = "大概一半"
    book.save(path)
    number = take_in(lite, path)
    assert owing(lite) == []
    back = tmp_path / "退回.xlsx"
    lite.act(send_back.return_to_sender, number, back, LATER, date(2026, 3, 20))
    assert owing(lite) == [("市经信局", "退回.xlsx")]
    assert lite.look(exports.list_rounds) == (1,)
    take_in(lite, back)
    assert owing(lite) == []


def test_who_has_still_time_is_not_reminded(lite, tmp_path: Path) -> None:
    send(lite, tmp_path)
    send(lite, tmp_path, "市科技局", due=LATER)
    send(lite, tmp_path, "市教育局", due=None)
    rows = lite.look(exports.list_exports, LATER)
    assert {row.office for row in rows if row.to_remind} == {"市经信局", "市教育局"}


def counted(desk, day: date, on: date | None = None) -> tuple[int, int]:
    view = desk.look(read_overview, day, day=on)
    return view.offices_sent, view.offices_returned


def test_overview_and_today_count_an_office_once_also_after_it_was_sent_back(lite, tmp_path: Path) -> None:
    path, tomorrow = send(lite, tmp_path), LATER + timedelta(days=1)
    send(lite, tmp_path, "市科技局")
    assert counted(lite, LATER) == (2, 0)
    book = openpyxl.load_workbook(path)
    book["任务清单"]["N5"] = "大概一半"
    book.save(path)
    number = take_in(lite, path)
    assert counted(lite, LATER) == (2, 1)
    lite.act(send_back.return_to_sender, number, tmp_path / "退回.xlsx", tomorrow)
    send(lite, tmp_path, "市科技局", today=tomorrow)
    assert counted(lite, tomorrow) == (2, 0)
    today = lite.look(read_today, tomorrow)
    assert (today.round, today.sent, sorted(row.office for row in today.missing)) == (1, 2, ["市科技局", "市经信局"])
    assert counted(lite, tomorrow, LATER) == (2, 1)  # as it stood before that


# --- rounds side by side ------------------------------------------------------------------------------


def rounds_of(desk, tmp_path: Path) -> None:
    """Three rounds: both offices in the first two, one of them alone in the third."""
    for number, sent in enumerate((date(2026, 3, 2), date(2026, 3, 16), date(2026, 3, 30)), 1):
        offices = ("市经信局", "市科技局") if number < 3 else ("市科技局",)
        for office in offices:
            path = tmp_path / f"{office}{number}.xlsx"
            plan = exporting.RoundPlan(new=office == offices[0])
            desk.act(exporting.export_office, office, path, sent, sent + timedelta(days=7), plan=plan)
            if office == "市科技局" and number < 3:  # early, then late; the third is still out
                back = filled_in(path)
                desk.act(apply.receive_file, back, sent + timedelta(days=4 if number == 1 else 9))


@pytest.mark.parametrize(("shown", "most", "numbers"), [(3, 4, (1, 2, 3)), (2, 4, (1, 2)), (3, 2, (2, 3)), (1, 4, ())])
def test_the_matrix_holds_a_round_and_those_before(lite, tmp_path: Path, shown: int, most: int, numbers) -> None:
    rounds_of(lite, tmp_path)
    assert lite.look(exports.round_matrix, date(2026, 4, 30), shown, most).rounds == numbers


def test_each_office_has_a_mark_for_each_round_it_was_in(lite, tmp_path: Path) -> None:
    rounds_of(lite, tmp_path)
    matrix = lite.look(exports.round_matrix, date(2026, 4, 30), 3)
    cells = {office: [matrix.mark(office, n).cell for n in matrix.rounds] for office in ("市经信局", "市科技局")}
    assert cells == {"市经信局": ["未交", "未交", ""], "市科技局": ["早3天", "迟2天", "未交"]}
    assert matrix.missed() == [("市经信局", 2)]


def test_rounds_are_counted_office_by_office(lite, tmp_path: Path) -> None:
    rounds_of(lite, tmp_path)
    rows = lite.look(exports.list_round_rows, date(2026, 4, 1))
    assert [(row.number, row.offices, row.back, row.on_time, row.late, row.missing) for row in rows] == [
        (3, 1, 0, 0, 0, 0),  # not due yet
        (2, 2, 1, 0, 1, 1),
        (1, 2, 1, 1, 0, 1),
    ]
    assert all(row.open for row in rows)


def test_a_round_that_was_never_written_down_counts_as_open(lite, tmp_path: Path) -> None:
    rounds_of(lite, tmp_path)
    with lite.ledger.session() as session:
        session.connection().exec_driver_sql("DELETE FROM round")
    assert lite.look(exports.list_round_rows, date(2026, 4, 30)) == ()
    assert {row.round_state.value for row in lite.look(exports.list_all_exports, date(2026, 4, 30))} == {"open"}
