"""Two installations: a workbook goes out, becomes tasks there, comes back, and is a return like any other."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.exchange.peer.assignment import Assignment, answer_content, propose_tasks, read_assignment
from tracker.exchange.write.content import ContentRow, sent_workbook
from tracker.exchange.write.workbook import write_workbook
from tracker.model.changeset import CurrentRow
from tracker.model.enums import Outcome

THEIRS = b"key of the office's own installation"
Make = Callable[..., Any]


@pytest.fixture
def assignment(exported: Path, book_of: Make) -> Assignment:
    found = read_assignment(book_of(exported), THEIRS, {"经信局": "经信局"})
    assert found is not None
    return found


def proposed(assignment: Assignment, current: Any = None, previous: Any = None) -> Any:
    return propose_tasks(assignment, current or {}, previous, file_name="交办.xlsx", sha256="0" * 64)


def rows_of(exchange: Any, **changed: Any) -> dict[tuple[str, str], CurrentRow]:
    """Return the ledger of the office after it took everything in, with its own changes of the first task."""
    rows = {(r.kind, r.key): CurrentRow(r.kind, r.key, r.label, r.title, dict(r.values), 1) for r in exchange.sent.rows}
    first = rows["task", "uid-1"]
    return rows | {("task", "uid-1"): replace(first, values={**first.values, **changed})}


def test_our_own_workbook_is_no_assignment(exported: Path, book_of: Make, secret: bytes, xlsx: Make) -> None:
    from tracker.exchange.read.open_book import read_raw

    assert read_assignment(book_of(exported), secret, {}) is None
    assert read_assignment(read_raw(xlsx()), secret, {}) is None


def test_every_row_becomes_a_proposal_with_its_key(assignment: Assignment, exchange: Any) -> None:
    found = proposed(assignment)
    assert {c.outcome for c in found.changes} == {Outcome.UNKNOWN_ROW}
    assert [(c.kind, c.key) for c in found.changes] == [(r.kind, r.key) for r in exchange.sent.rows]
    assert all(c.row == r.values for c, r in zip(found.changes, exchange.sent.rows, strict=True))
    assert (found.export, found.problems) == ("EXP7F3A", ())


def test_what_the_office_filled_in_before_is_taken_from_the_cells(exported: Path, book_of: Make) -> None:
    book = openpyxl.load_workbook(exported)
    book["任务清单"]["H5"], book["任务清单"]["N5"], book["任务清单"]["N6"] = "李四", "一半吧", "#N/A"
    book["任务清单"].delete_rows(8)
    book.save(exported)
    found = read_assignment(book_of(exported), THEIRS, {})
    assert found is not None
    first, second, _third, gone, _indicator = found.rows
    assert (first.values["owner"], first.values["progress"], second.values["progress"]) == ("李四", 40, 0)
    assert (gone.sent.key, gone.token, gone.values) == ("uid-4", "", gone.sent.values)
    assert [(p.cell, p.key) for p in found.problems] == [("N5", "uid-1"), ("N6", "uid-2")]


def test_a_second_assignment_is_compared_with_the_first(
    assignment: Assignment, exchange: Any, tmp_path: Path, book_of: Make, task: Any
) -> None:
    current = rows_of(exchange, owner="李四", remark="我方备注")
    first, *others = exchange.content.tasks
    changed = replace(first, values={**first.values, "title": "建立培育库（调整）", "owner": "王五"})
    new = ContentRow("uid-9", {**task, "code": "D1", "title": "新任务"})
    content = replace(exchange.content, export_code="EXP0002", tasks=(changed, *others, new))
    path = tmp_path / "二.xlsx"
    write_workbook(path, content)
    second = read_assignment(book_of(path), THEIRS, {})
    assert second is not None
    found = {(c.key, c.field): c for c in proposed(second, current, sent_workbook(exchange.content)).changes}
    assert {place: c.outcome for place, c in found.items()} == {
        ("uid-1", "title"): Outcome.CHANGE,
        ("uid-1", "owner"): Outcome.CONFLICT,
        ("uid-9", ""): Outcome.UNKNOWN_ROW,
    }
    unsure = proposed(second, current).changes
    assert {c.field for c in unsure if c.key == "uid-1"} == {"title", "owner", "remark"}
    assert all(c.needs_decision for c in unsure)


def test_words_beside_come_with_every_change_and_what_only_tells_with_none(
    assignment: Assignment, exchange: Any, tmp_path: Path, book_of: Make
) -> None:
    beside = ("extension_reason", "evidence_names", "filled_by", "first_due", "extensions", "assign_note")
    known = {
        key: replace(row, values={name: value for name, value in row.values.items() if name not in beside})
        for key, row in rows_of(exchange).items()
    }
    first, *others = exchange.content.tasks
    told = {"due_text": "2026年6月底前", "extension_reason": "市里统一调整", "extensions": 1, "assign_note": "请提出"}
    content = replace(exchange.content, tasks=(replace(first, values={**first.values, **told}), *others))
    path = tmp_path / "二.xlsx"
    write_workbook(path, content)
    second = read_assignment(book_of(path), THEIRS, {})
    assert second is not None
    (change,) = proposed(second, known, sent_workbook(exchange.content)).changes
    assert (change.field, change.row["extension_reason"], change.row["filled_by"]) == ("due_text", "市里统一调整", "")


def test_an_answer_may_ask_for_another_deadline(
    assignment: Assignment, exchange: Any, new_content: Make, tmp_path: Path, book_of: Make
) -> None:
    mine = rows_of(exchange, due_text="2026年6月底前", extension_reason="场地未交付", extensions=7)
    rows = tuple(ContentRow(key, row.values) for (kind, key), row in mine.items() if kind == "task")
    path = tmp_path / "答复.xlsx"
    write_workbook(path, answer_content(assignment, new_content(secret=THEIRS, tasks=rows)))
    found = exchange.compare(book_of(path))
    (change,) = found.changes
    assert (change.field, change.row["extension_reason"], found.problems) == ("due_text", "场地未交付", ())


def test_the_answer_is_a_return_like_any_other(
    assignment: Assignment, exchange: Any, new_content: Make, tmp_path: Path, book_of: Make
) -> None:
    mine = rows_of(exchange, owner="李四", progress=80, title="我们自己的叫法")
    rows = tuple(ContentRow(key, row.values) for (kind, key), row in mine.items() if kind == "task")
    own = ContentRow("own-1", {"code": "Z1", "title": "科室自己的任务"})
    content = new_content(export_code="EXPOWN", secret=THEIRS, tasks=(*rows, own))
    path = tmp_path / "答复.xlsx"
    write_workbook(path, answer_content(assignment, content))
    found = exchange.compare(book_of(path))
    assert {(c.key, c.field): (c.theirs, c.outcome, c.review) for c in found.changes} == {
        ("uid-1", "owner"): ("李四", Outcome.CHANGE, False),
        ("uid-1", "progress"): (80, Outcome.CHANGE, False),
    }
    assert (found.problems, found.export) == ((), "EXP7F3A")


def test_a_row_whose_token_was_lost_goes_back_without_one(
    assignment: Assignment, exchange: Any, tmp_path: Path, book_of: Make
) -> None:
    lost = replace(assignment, rows=tuple(replace(row, token="") for row in assignment.rows))
    path = tmp_path / "答复.xlsx"
    write_workbook(path, answer_content(lost, exchange.content))
    found = exchange.compare(book_of(path))
    assert found.changes == ()
    assert {kind for kind, _key in found.rows} == {"task", "indicator"}


def test_what_the_sender_decides_is_what_it_sent(exported: Path, exchange: Any, book_of: Make) -> None:
    book = openpyxl.load_workbook(exported)
    sheet = book["任务清单"]
    heads = {str(cell.value).strip(): cell.column for cell in sheet[4]}
    sheet.cell(5, heads["完成时限"]).value, sheet.cell(5, heads["状态"]).value = "2030年12月底前", "暂缓"
    sheet.cell(5, heads["责任人"]).value = "李四"
    book.save(exported)
    edited = read_assignment(book_of(exported), THEIRS, {})
    assert edited is not None
    sent = exchange.sent.rows[0].values
    (first, *_) = proposed(edited, {}).changes
    assert (first.row["due_text"], first.row["status"], first.row["owner"]) == (
        sent["due_text"],
        sent["status"],
        "李四",
    )
    known = proposed(edited, rows_of(exchange), exchange.sent)
    assert {change.field for change in known.changes if change.key == "uid-1"} == {"owner"}
    assert [(said.field, said.key) for said in known.problems] == [("due_text", "uid-1"), ("status", "uid-1")]
    assert "不是交办方的决定" in known.problems[0].message


def test_of_a_task_of_our_own_the_cells_count(exported: Path, exchange: Any, book_of: Make) -> None:
    book = openpyxl.load_workbook(exported)
    sheet = book["任务清单"]
    heads = {str(cell.value).strip(): cell.column for cell in sheet[4]}
    sheet.cell(5, heads["完成时限"]).value = "2030年12月底前"
    book.save(exported)
    edited = read_assignment(book_of(exported), THEIRS, {})
    assert edited is not None
    mine = propose_tasks(
        edited, rows_of(exchange), exchange.sent, file_name="改.xlsx", sha256="0", own={("task", "uid-1")}
    )
    (change,) = (change for change in mine.changes if change.key == "uid-1")
    assert (change.field, change.theirs, mine.problems) == ("due_text", "2030年12月底前", ())
