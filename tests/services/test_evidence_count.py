"""One function counts evidence: rules, panel, bulk preview, the list of the day and undo say the same number.

A review counts none: no workbook closes a task.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tracker.errors import RuleError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import Status
from tracker.model.tables import Task
from tracker.queries.history import list_acts
from tracker.queries.today import read_today
from tracker.services import bulk, progress, status, task_links, undo
from tracker.services.bulk_status import Moves
from tracker.services.write_basics import facts_of
from tracker.store.bulk_update import read_columns

TODAY = date(2026, 3, 2)
NOTE = "甬政发〔2026〕12号文已经印发各单位"
FILE = bytes(2048)
STATEMENT = "设备已全部到位并通过验收"

Pieces = tuple[tuple[str, str, bytes], ...]
CASES: list[tuple[Pieces, int, list[str]]] = [
    ((), 0, []),
    ((("", NOTE, b""),), 1, [""]),
    ((("", "已完成，见附件。", b""),), 0, ["只有“已完成”一类的话"]),
    ((("", "……！！", b""), ("空.pdf", "", b"%PDF")), 0, ["只有标点", "文件不足 1 KB"]),
    ((("验收.pdf", "", FILE), ("验收二.pdf", "", FILE), ("", NOTE, b"")), 2, ["", "", ""]),  # the same bytes once
    ((("意见.txt", "", NOTE.encode()), ("", "已落实", b"")), 1, ["", "只有“已完成”一类的话"]),
]


@pytest.fixture
def reported(lite) -> Callable[..., int]:
    """A task reported complete with these pieces of evidence."""

    def make(pieces: Pieces, code: str = "A1.1") -> int:
        number = lite.number(code)
        for to, percent in ((Status.IN_PROGRESS, None), (Status.CLOSING, 100)):
            lite.act(status.change_status, number, to, TODAY, progress=percent, confirmed=True)
        add(lite, number, pieces)
        return int(number)

    return make


def add(lite, number: int, pieces: Pieces) -> None:
    for name, text, data in pieces:
        lite.act(progress.add_evidence, number, name, text, data)


def counts(lite, number: int) -> dict[str, int]:
    """Return the number that each place says of a task."""

    def rules(session: Any) -> int:
        return facts_of(session, session.get(Task, number), Status.CLOSED, TODAY).evidence

    def in_bulk(session: Any) -> int:
        rows = read_columns(session, Task, {number}, ("due_kind", "due_on", "status"))
        return Moves(session, TODAY, rows, [Status.CLOSED])._evidence.get(number, 0)

    def on_today(session: Any) -> int:
        lines = [line for lines in read_today(session, TODAY).sections.values() for line in lines]
        words = next(line.reason for line in lines if line.task.id == number and "佐证" in line.reason)
        return int(words.removeprefix("申请销号，佐证 ").removesuffix(" 份"))

    places = {"rules": rules, "bulk": in_bulk, "today": on_today}
    code = lite.look(lambda session: session.get(Task, number).code)
    return {"panel": lite.detail(code).counted} | {place: lite.look(ask) for place, ask in places.items()}


@pytest.mark.parametrize(("pieces", "count", "refusals"), CASES)
def test_all_places_say_the_same(lite, reported, pieces: Pieces, count: int, refusals: list[str]) -> None:
    number = reported(pieces)
    assert set(counts(lite, number).values()) == {count}
    assert [piece.refusal for piece in lite.detail().evidence] == refusals


@pytest.mark.parametrize(("pieces", "count", "refusals"), CASES)
def test_a_task_closes_alone_and_in_bulk_where_one_piece_counts(
    lite, reported, pieces: Pieces, count: int, refusals: list[str]
) -> None:
    number = reported(pieces)
    edit = BulkEdit(number, "status", "已销号", reason=STATEMENT)
    (line,) = lite.look(bulk.preview_edits, [edit], TODAY).lines
    assert ("有效佐证" in line.error) is (count == 0)
    if count:
        lite.act(status.close_task, number, STATEMENT, TODAY)
        return
    with pytest.raises(RuleError, match="有效佐证"):
        lite.act(status.close_task, number, STATEMENT, TODAY)


def test_undo_lets_a_piece_go_that_does_not_count_and_keeps_the_last_that_does(lite, reported) -> None:
    number = reported((("", NOTE, b""), ("", "已完成", b"")))
    lite.act(status.close_task, number, STATEMENT, TODAY)
    empty, counted = (act.batch_id for act in lite.look(list_acts) if act.label == "A1.1 新增佐证")
    with pytest.raises(RuleError, match="已凭它销号"):
        lite.act(undo.undo_batch, counted)
    lite.act(undo.undo_batch, empty)
    assert lite.detail().counted == 1


def test_what_was_there_before_the_task_was_opened_again_counts_nowhere(lite, reported) -> None:
    number = reported((("", NOTE, b""),))
    lite.act(status.close_task, number, STATEMENT, TODAY)
    lite.act(
        status.change_status,
        number,
        Status.IN_PROGRESS,
        TODAY,
        "抽查发现没有落地",
        decided_by="王副市长",
        confirmed=True,
    )
    lite.act(status.change_status, number, Status.CLOSING, TODAY, progress=100)
    assert set(counts(lite, number).values()) == {0}
    assert [piece.refusal for piece in lite.detail().evidence] == ["上次销号前"]
    add(lite, number, (("", "复查意见：已经全部整改到位", b""),))
    assert set(counts(lite, number).values()) == {1}


def test_evidence_of_merged_tasks_is_counted_everywhere(lite, reported) -> None:
    number = reported((("验收.pdf", "", FILE),))
    other = lite.number("A1.2a")
    add(lite, other, (("副本.pdf", "", FILE), ("", NOTE, b"")))
    lite.act(task_links.merge_tasks, number, [other], TODAY)
    assert set(counts(lite, number).values()) == {2}
