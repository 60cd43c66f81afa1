"""A file that comes back without anything filled in is kept, but answers nothing: nobody is in time by it."""

from datetime import date, timedelta
from typing import Any

from tests.saved_again import saved_again
from tracker.model.return_timing import Timing
from tracker.queries.exports import list_all_exports, list_round_rows
from tracker.queries.office import read_office
from tracker.queries.paper_returns import read_round

CAME = date(2026, 3, 20)  # the day on which the desk of the tests takes files in


def workbook(desk: Any, days: int = 0) -> Any:
    """Return the workbook of 市经信局 as it stands so many days after the one agreed."""
    (row,) = desk.look(list_all_exports, desk.today)
    late = row.return_due_on + timedelta(days=days)
    (row,) = desk.look(list_all_exports, late)
    return row


def test_a_file_nobody_filled_in_is_no_answer(sent_lite: Any, lite: Any) -> None:
    saved_again(sent_lite.path)
    lite.take_in(sent_lite)
    row = workbook(lite, days=1)
    assert (row.received_on, row.part, row.filled) == (CAME, True, 0)
    assert (row.answered_on, row.mark.timing, row.open, row.overdue_days) == (None, Timing.MISSING, True, 1)
    after = row.return_due_on + timedelta(days=1)
    (sent_in,) = lite.look(list_round_rows, after)
    assert (sent_in.back, sent_in.on_time, sent_in.missing) == (0, 0, 1)
    sent_round, words = lite.look(read_round, after)
    assert sent_round is not None
    assert sent_round.back == 0
    assert "未反馈" in words["市经信局"]
    view = lite.look(read_office, after, "市经信局")
    assert [response.back_on for response in view.responses] == [None]


def test_the_file_that_is_filled_in_later_is_the_answer(sent_lite: Any, lite: Any) -> None:
    saved_again(sent_lite.path)
    lite.take_in(sent_lite)
    lite.take_in(sent_lite.edit("A1.1", progress_note="已走访二十家企业"))
    row = workbook(lite, days=1)
    assert (row.answered_on, row.mark.timing, row.open) == (CAME, Timing.ON_TIME, False)


def test_a_cell_that_cannot_be_read_was_filled_in(sent_lite: Any, lite: Any) -> None:
    lite.take_in(sent_lite.edit("A1.1", progress="很多"))
    assert workbook(lite).answered_on == CAME


def test_new_rows_alone_are_an_answer(sent_lite: Any, lite: Any) -> None:
    lite.take_in(sent_lite.append(title="新设一个窗口"))
    assert workbook(lite).answered_on == CAME
