"""How many rows of a workbook were answered: in all copies together, by phone, and in ledgers of before."""

from datetime import date
from typing import Any

from tracker.model.exchange_words import EntryChannel, RoundState
from tracker.model.return_answers import FILLED
from tracker.model.tables import Round, WorkbookExport, WorkbookReturn
from tracker.queries.exports import list_all_exports
from tracker.queries.filled_rows import Filled, filled_rows
from tracker.services.helping import Report, record_report
from tracker.store.history import open_batch

TODAY, LATER = date(2026, 3, 2), date(2026, 3, 20)


def filled(desk: Any) -> Filled:
    (export,) = desk.rows(WorkbookExport)
    return desk.look(filled_rows, [export.id])[export.id]


def test_nothing_came_back(lite: Any, sent_lite: Any) -> None:
    (export,) = lite.rows(WorkbookExport)
    assert filled(lite) == Filled(export.tasks, 0)
    assert lite.look(filled_rows, []) == {}


def test_rows_of_a_file_and_of_a_call_count_once(lite: Any, sent_lite: Any) -> None:
    told = Report("市经信局", "张三", EntryChannel.PHONE, TODAY, note="完成选址和环评")
    lite.act(record_report, lite.number("A1.1"), told, TODAY)
    assert filled(lite).filled == 1
    lite.take_in(sent_lite.edit("A1.1", owner="李四").edit("A2.1a", owner="王五"))
    assert filled(lite).filled == 2


def test_a_file_of_a_former_version_counts_whole(lite: Any, sent_lite: Any) -> None:
    lite.take_in(sent_lite.edit("A1.1", owner="李四"))
    with lite.ledger.session() as session:
        open_batch(session, "旧版")
        received = session.get(WorkbookReturn, 1)
        received.touched = []  # former versions kept neither these nor their number
        received.counts = {name: count for name, count in received.counts.items() if name != FILLED}
    rows, answered = filled(lite)
    assert answered == rows


def test_of_a_closed_round_nothing_more_is_expected(lite: Any, sent_lite: Any) -> None:
    lite.take_in(sent_lite.edit("A1.1", owner="李四"))
    (row,) = lite.look(list_all_exports, LATER)
    assert row.part
    with lite.ledger.session() as session:
        open_batch(session, "关闭")
        known = session.get(Round, row.round) or Round(number=row.round, sent_on=TODAY)
        known.state, known.closed_on = RoundState.CLOSED, LATER
        session.add(known)
    (row,) = lite.look(list_all_exports, LATER)
    assert (row.part, row.filled) == (False, 1)
