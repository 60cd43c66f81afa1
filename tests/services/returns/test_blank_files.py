"""A file that comes back without anything filled in is kept, but answers nothing: nobody is in time by it."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.saved_again import saved_again
from tracker.errors import RuleError
from tracker.model.return_timing import Timing
from tracker.queries.directory import read_directory
from tracker.queries.exports import list_all_exports, list_round_rows
from tracker.queries.first_run import read_first_run
from tracker.queries.office import read_office
from tracker.queries.paper_returns import read_round
from tracker.services import exporting
from tracker.services.returns.apply import receive_file
from tracker.services.rounds import close_round, excuse_office, expect_office

CAME = date(2026, 3, 20)  # the day on which the desk of the tests takes files in


def workbook(desk: Any, days: int = 0) -> Any:
    """Return the workbook of 市经信局 as it stands so many days after the one agreed."""
    (row,) = desk.look(list_all_exports, desk.today)
    late = row.return_due_on + timedelta(days=days)
    (row,) = desk.look(list_all_exports, late)
    return row


def test_a_file_nobody_filled_in_is_no_answer(sent: Any, desk: Any) -> None:
    saved_again(sent.path)
    desk.take_in(sent)
    row = workbook(desk, days=1)
    assert (row.received_on, row.part, row.filled) == (CAME, True, 0)
    assert (row.answered_on, row.mark.timing, row.open, row.overdue_days) == (None, Timing.MISSING, True, 1)
    after = row.return_due_on + timedelta(days=1)
    (sent_in,) = desk.look(list_round_rows, after)
    assert (sent_in.back, sent_in.on_time, sent_in.missing) == (0, 0, 1)
    sent_round, words = desk.look(read_round, after)
    assert sent_round is not None
    assert sent_round.back == 0
    assert "未反馈" in words["市经信局"]
    view = desk.look(read_office, after, "市经信局")
    assert [response.back_on for response in view.responses] == [None]


def test_the_file_that_is_filled_in_later_is_the_answer(sent: Any, desk: Any) -> None:
    saved_again(sent.path)
    desk.take_in(sent)
    desk.take_in(sent.edit("A1.1", progress_note="已走访二十家企业"))
    row = workbook(desk, days=1)
    assert (row.answered_on, row.mark.timing, row.open) == (CAME, Timing.ON_TIME, False)


def test_a_cell_that_cannot_be_read_was_filled_in(sent_lite: Any, lite: Any) -> None:
    lite.take_in(sent_lite.edit("A1.1", progress="很多"))
    assert workbook(lite).answered_on == CAME


def test_new_rows_alone_are_an_answer(sent_lite: Any, lite: Any) -> None:
    lite.take_in(sent_lite.append(title="新设一个窗口"))
    assert workbook(lite).answered_on == CAME


def test_a_new_row_without_a_name_was_written_by_somebody(sent_lite: Any, lite: Any) -> None:
    lite.take_in(sent_lite.append(progress_note="另外还做了一件事"))
    assert workbook(lite).answered_on == CAME


def test_it_is_said_before_and_at_the_import(sent_lite: Any, lite: Any) -> None:
    saved_again(sent_lite.path)
    sentence = "市经信局.xlsx 里没有填写任何内容，只登记收到，不算反馈；请该单位填好后再交。"
    assert lite.preview(sent_lite).note == sentence
    lite.take_in(sent_lite)
    assert lite.preview(sent_lite).note == sentence
    assert lite.preview(sent_lite.edit("A1.1", owner="李四")).note == ""


@pytest.mark.parametrize("why", ["closed", "sent again"])
def test_what_is_said_of_a_file_is_not_what_its_office_says(lite: Any, sent_lite: Any, why: str) -> None:
    first = saved_again(sent_lite.path)
    if why == "closed":
        lite.act(close_round, 1, date(2026, 3, 10))
    else:
        lite.act(exporting.export_office, "市经信局", first.with_name("again.xlsx"), lite.today)
    seen = lite.look_at_file(first)
    assert len(seen.problems) == 1
    lite.act(receive_file, first, CAME)
    rows = lite.look(list_all_exports, CAME)
    assert [row.answered_on for row in rows] == [None] * len(rows)


def test_an_office_whose_file_came_back_empty_may_be_excused(lite: Any, sent_lite: Any) -> None:
    lite.act(receive_file, saved_again(sent_lite.path), CAME)
    lite.act(excuse_office, 1, "市经信局", "本批没有新的情况")
    assert workbook(lite, days=1).mark.timing is Timing.EXCUSED
    lite.act(receive_file, sent_lite.edit("A1.1", owner="李四").path, CAME)
    lite.act(expect_office, 1, "市经信局")
    with pytest.raises(RuleError, match="已经反馈"):
        lite.act(excuse_office, 1, "市经信局", "本批没有新的情况")


def test_neither_the_directory_nor_the_way_of_a_new_ledger_counts_it(lite: Any, sent_lite: Any) -> None:
    saved_again(sent_lite.path)
    lite.take_in(sent_lite)

    def answers() -> tuple[int, list[date | None]]:
        offices = lite.look(read_directory, CAME)
        named = [row.answered_on for row in offices if row.name == "市经信局"]
        return lite.look(read_first_run).returned, named

    assert answers() == (0, [None])
    lite.take_in(sent_lite.edit("A1.1", owner="李四"))
    assert answers() == (1, [CAME])
