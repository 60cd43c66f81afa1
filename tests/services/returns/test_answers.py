"""What was decided about a deadline goes back to the office that asked for it."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import select

from tracker.model.enums import DeadlineChange, DecisionState, DueKind
from tracker.model.tables import Extension, Task
from tracker.services.returns import apply, send_back
from tracker.store.history import open_batch

LATER = date(2026, 3, 20)
GRANTED, REFUSED = DecisionState.GRANTED, DecisionState.REFUSED


@pytest.fixture
def asked(lite: Any, sent_lite: Any) -> int:
    """Take in a workbook that asks for a later deadline of A1.1."""
    sent_lite.edit("A1.1", due_text="2026年9月底前", extension_reason="设备进口审批推迟")
    number: int = lite.act(apply.receive_file, sent_lite.path, LATER)[1]
    return number


def decide(lite: Any, number: int, state: DecisionState, ours: str = "2026-06-30", **row: Any) -> None:
    """Record a decision as the review does, with the deadline that is in force then."""
    with lite.ledger.session() as session:
        open_batch(session, "审批")
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        task.due_text, task.due_kind, task.due_on = ours, DueKind.DATE, date.fromisoformat(ours)
        given = {"to_text": "2026年9月底前", "decided_on": LATER, "counts": state is GRANTED} | row
        session.add(Extension(task_id=task.id, state=state, return_id=number, **given))


def sent_back(lite: Any, number: int, folder: Path) -> openpyxl.Workbook:
    path = folder / "退回.xlsx"
    lite.act(send_back.return_to_sender, number, path, LATER)
    return openpyxl.load_workbook(path)


def row_of(book: openpyxl.Workbook) -> dict[str, Any]:
    head, *rows = book["任务清单"].iter_rows(min_row=4, values_only=True)
    return next(dict(zip(head, row, strict=True)) for row in rows if row[1] == "A1.1")


def listed(book: openpyxl.Workbook) -> list[tuple[Any, ...]]:
    return [row for row in book["问题清单"].iter_rows(min_row=2, values_only=True) if row[1] == "完成时限"]


@pytest.mark.parametrize(
    ("state", "row", "sentence"),
    [
        (REFUSED, {"answer": "年底前必须完成"}, "不同意延期：年底前必须完成；时限仍为 2026-06-30"),
        (GRANTED, {"decided_by": "王副市长"}, "同意延至 2026年9月底前（批准人 王副市长）"),
        (GRANTED, {"kind": DeadlineChange.FIRST}, "同意改为 2026年9月底前"),
    ],
)
def test_the_answer_is_in_the_row_and_in_the_list_once(
    lite, asked: int, tmp_path: Path, state: DecisionState, row: dict[str, Any], sentence: str
) -> None:
    decide(lite, asked, state, **row)
    book = sent_back(lite, asked, tmp_path)
    assert sentence in row_of(book)["系统反馈"]
    assert [(one[3], one[5]) for one in listed(book)] == [(sentence, "2026-06-30")]


def test_the_cell_holds_the_deadline_in_force_and_the_reason_is_gone(lite, asked: int, tmp_path: Path) -> None:
    decide(lite, asked, REFUSED, answer="年底前必须完成")
    row = row_of(sent_back(lite, asked, tmp_path))
    assert (row["完成时限"], row["延期理由"]) == ("2026-06-30", None)
    assert row["交办说明"] == "延期申请未同意：年底前必须完成"


def test_another_day_than_asked_may_be_granted(lite, asked: int, tmp_path: Path) -> None:
    decide(lite, asked, GRANTED, ours="2026-08-31", to_text="2026-08-31", decided_by="李处长")
    row = row_of(sent_back(lite, asked, tmp_path))
    assert row["完成时限"] == "2026-08-31"
    assert row["系统反馈"] == "同意延至 2026-08-31（批准人 李处长）"


def test_the_last_word_counts(lite, asked: int, tmp_path: Path) -> None:
    decide(lite, asked, REFUSED, answer="不行")
    decide(lite, asked, GRANTED, ours="2026-09-30", decided_by="李处长")
    assert [one[3] for one in listed(sent_back(lite, asked, tmp_path))] == ["同意延至 2026年9月底前（批准人 李处长）"]
