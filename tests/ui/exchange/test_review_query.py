"""What a review is told of received files: batch and day, who gave us our value, what was decided before."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.model.changeset import Decision
from tracker.model.enums import Choice
from tracker.services.exporting import export_office
from tracker.services.returns.apply import Part, Received, apply_returns, preview_return, receive_file
from tracker.services.returns.receive import Refused
from tracker.services.tasks import edit_task
from tracker.store.engine import Database
from tracker.ui.exchange.review_query import read_review
from tracker.ui.review.drafts import keep_drafts
from tracker.ui.review.entry_decisions import Decisions

SENT, BACK = date(2023, 8, 25), date(2023, 9, 14)


@pytest.fixture
def received(ledger: Database, tmp_path: Path) -> Received:
    """A workbook with two owners; one of them is a conflict with ours, entered by 沈佳宁."""
    from tracker.queries.ledger import read_ledger

    path = tmp_path / "市科技局.xlsx"
    with ledger.session() as session:
        export_office(session, "市科技局", path, SENT)
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    heads = {cell.value: cell.column for cell in sheet[4]}
    code = sheet.cell(5, heads["编号"]).value
    for row in (5, 6):
        sheet.cell(row, heads["责任人"]).value = "对方"
    book.save(path)
    ledger.actor = "沈佳宁"
    with ledger.session() as session:
        task = next(one for one in read_ledger(session, BACK).tasks if one.code == code)
        edit_task(session, task.id, task.version, "owner", "我方", BACK)
    with ledger.session() as session:
        number = receive_file(session, path, BACK)[1]
        return Received(number, preview_return(session, number))


def read(ledger: Database, folder: Path, *received: Received, **more: Any) -> Any:
    with ledger.reading() as session:
        return read_review(session, received, more.get("refused", ()), folder, BACK, more.get("before", ()))


def test_a_book_says_where_it_belongs_and_who_gave_us_our_value(
    ledger: Database, tmp_path: Path, received: Received
) -> None:
    (book,) = read(ledger, tmp_path, received).books
    assert book.note.startswith("市科技局.xlsx · 第 1 批（8月25日发出），9月14日收到，")
    assert (book.sent, book.return_id, book.answers, book.returnable) == ("8月25日", received.return_id, True, True)
    today = datetime.now().astimezone()
    assert list(book.authors.values()) == [f"沈佳宁 {today.month}月{today.day}日"]
    assert book.unchanged == len(received.preview.rows) - 2


def test_decisions_that_were_kept_are_there_again(ledger: Database, tmp_path: Path, received: Received) -> None:
    decisions = Decisions(received.preview)
    decisions.decide(received.preview.changes[0], Decision(Choice.OURS, reason="已调整"))
    keep_drafts(tmp_path, {received.preview.sha256: decisions})
    (book,) = read(ledger, tmp_path, received).books
    assert book.decisions.all() == decisions.all()


def test_rows_settled_by_an_earlier_apply_are_not_without_change(
    ledger: Database, tmp_path: Path, received: Received
) -> None:
    with ledger.session() as session:
        apply_returns(session, [Part(received.return_id)], BACK)
    with ledger.session() as session:
        again = Received(received.return_id, preview_return(session, received.return_id))
    (book,) = read(ledger, tmp_path, again).books
    assert len(book.changes.changes) == 1
    assert book.unchanged == len(received.preview.rows) - 2


def test_a_file_that_was_refused_is_a_book_with_nothing_but_its_sentence(
    ledger: Database, tmp_path: Path, received: Received
) -> None:
    review = read(ledger, tmp_path, received, refused=(Refused("坏的.xlsx", None, "文件已损坏。"),))
    assert [book.name for book in review.books] == ["市科技局", "坏的.xlsx"]
    assert [problem.message for problem in review.books[1].changes.problems] == ["文件已损坏。"]
    assert not review.books[1].returnable
    fresh = read(ledger, tmp_path, received, before=review.books)
    assert fresh.books[1] is review.books[1]
    assert fresh.books[0] is not review.books[0]
