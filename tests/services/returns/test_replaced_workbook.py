"""The older file of an office that was sent another one in the same round: accepted by what was sent in it."""

from pathlib import Path

from tracker.model.enums import Outcome, ReturnState
from tracker.services import exporting

FIRST = "这是第一次发出的那份，后来又补发过；每一行按这份发出时的值比对"
BETWEEN = "这是补发以前的那份，后来又补发过；每一行按这份发出时的值比对"


def told(desk, book) -> list[str]:
    return [problem.message for problem in desk.preview(book).problems]


def test_the_older_file_is_compared_with_what_was_sent_in_it(desk, sent, tmp_path: Path) -> None:
    assert told(desk, sent) == []
    desk.edit("remark", "发出以后改的")
    newer = type(sent)(tmp_path / "补发.xlsx")
    desk.act(exporting.export_office, "市经信局", newer.path, desk.today)
    assert (told(desk, sent), told(desk, newer)) == ([FIRST], [])
    sent.edit("A1.1", owner="张三", remark="对方写的")
    assert {one.field: (one.snapshot, one.outcome) for one in desk.preview(sent).changes} == {
        "owner": ("", Outcome.CHANGE),
        "remark": ("", Outcome.CONFLICT),
    }
    desk.take_in(sent)
    assert (desk.task().owner, desk.task().remark) == ("张三", "发出以后改的")
    assert (desk.returned().pending, desk.returned().state) == (1, ReturnState.PENDING)


def test_the_file_between_is_not_called_the_first(lite, sent_lite, tmp_path: Path) -> None:
    books = [type(sent_lite)(tmp_path / f"{number}.xlsx") for number in (2, 3)]
    for book in books:
        lite.act(exporting.export_office, "市经信局", book.path, lite.today)
    assert [told(lite, book) for book in (sent_lite, *books)] == [[FIRST], [BETWEEN], []]


def test_another_round_replaces_nothing(lite, sent_lite, tmp_path: Path) -> None:
    lite.act(exporting.export_all, tmp_path, lite.today)
    assert told(lite, sent_lite) == []
