"""What the office is told of decisions that are not applied, and what stands in its cells."""

from pathlib import Path

import openpyxl
import pytest

from tracker.errors import InputError
from tracker.model.changeset import ChangeSet, Decision, FieldChange, Problem
from tracker.model.enums import Choice, Outcome
from tracker.services.returns import send_back
from tracker.services.returns.feedback import as_decided, needs_answer

OURS, THEIRS, LATER = (Decision(choice) for choice in (Choice.OURS, Choice.THEIRS, Choice.LATER))


def change(field: str, values: tuple[object, object, object], outcome: Outcome, **more: object) -> FieldChange:
    sent, ours, theirs = values
    given = {"raw": str(theirs or "")} | more
    return FieldChange("task", "u1", "A1.1", "任务", field, sent, ours, theirs, outcome, "任务清单", "K5", **given)  # type: ignore[arg-type]


CONFLICT = change("progress", (45, 55, 60), Outcome.CONFLICT, raw="0.6")
PLAIN = change("owner", ("甲", "甲", "乙"), Outcome.CHANGE)
CLEARED = change("phone", ("123", "123", ""), Outcome.CLEARED)
ADDED = FieldChange(
    "task", "", "", "建设基地", "", None, None, None, Outcome.UNKNOWN_ROW, "任务清单", "C40", row={"title": "建设基地"}
)


@pytest.mark.parametrize(
    ("entry", "decision", "sentence"),
    [
        (CONFLICT, OURS, "进度：填报的「60%」没有采纳，台账保持「55%」"),
        (
            CONFLICT,
            Decision(Choice.OURS, reason="以统计局数据为准"),
            "进度：填报的「60%」没有采纳，台账保持「55%」。理由：以统计局数据为准",
        ),
        (PLAIN, OURS, "责任人：填报的「乙」没有采纳，台账保持「甲」"),
        (CLEARED, OURS, "联系电话：没有清空，台账保持「123」"),
        (ADDED, OURS, "「建设基地」没有采纳为新任务"),
        (ADDED, THEIRS, "「建设基地」采纳为新任务，下一批交办时列出"),
    ],
)
def test_what_is_settled_without_the_office_is_told_in_a_sentence(
    entry: FieldChange, decision: Decision, sentence: str
) -> None:
    told = as_decided(ChangeSet("a", "b", "c", "d", 1, (entry,)), {entry.identity: decision})
    assert told.changes == ()
    assert [one.message for one in told.problems] == [sentence]
    assert needs_answer(told)


@pytest.mark.parametrize("decision", [None, LATER])
def test_what_is_open_stays_as_it_was(decision: Decision | None) -> None:
    found = ChangeSet("a", "b", "c", "d", 1, (CONFLICT, PLAIN), (Problem("任务清单", "K9", "读不出"),))
    decisions = {CONFLICT.identity: decision} if decision else {}
    assert as_decided(found, decisions) == found


def test_what_is_taken_needs_no_word() -> None:
    found = ChangeSet("a", "b", "c", "d", 1, (CONFLICT, PLAIN))
    told = as_decided(found, {CONFLICT.identity: THEIRS})
    assert not needs_answer(told)
    assert [one.theirs for one in told.changes] == [60, "乙"]


@pytest.mark.parametrize(("value", "raw", "outcome"), [(58, "58", Outcome.CHANGE), (None, "", Outcome.CLEARED)])
def test_a_merged_value_goes_back_to_be_looked_at(value: int | None, raw: str, outcome: Outcome) -> None:
    told = as_decided(
        ChangeSet("a", "b", "c", "d", 1, (CONFLICT,)), {CONFLICT.identity: Decision(Choice.MERGED, value)}
    )
    (one,) = told.changes
    assert (one.theirs, one.raw, one.outcome, one.needs_decision) == (value, raw, outcome, True)
    assert one.note == "填报的「60%」已与台账内容合并，请核对"


# --- as the office sees it --------------------------------------------------------------------------------


def row_of(path: Path, code: str) -> dict[str, object]:
    sheet = openpyxl.load_workbook(path)["任务清单"]
    heads = {str(cell.value).strip(): cell.column for cell in sheet[4] if cell.value}
    row = next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, heads["编号"]).value == code)
    return {word: sheet.cell(row, column).value for word, column in heads.items()}


def test_what_is_not_taken_goes_back_with_ours_in_the_cell_and_does_not_come_in_again(
    desk, sent, tmp_path: Path
) -> None:
    desk.edit("owner", "王五")
    sent.edit("A1.1", owner="李四", progress=0.6, progress_note="已完成调研").edit("A2.1a", owner="赵六")
    number = desk.receive(sent)
    found = desk.preview(sent)
    entries = {(one.task, one.field): one.identity for one in found.changes}
    decisions = {
        entries["A1.1", "owner"]: Decision(Choice.OURS, reason="已调整分工"),
        entries["A1.1", "progress"]: OURS,
        entries["A1.1", "progress_note"]: THEIRS,
    }
    before, back = desk.content(), tmp_path / "退回.xlsx"
    desk.act(send_back.return_to_sender, number, back, desk.today, None, decisions)
    tables = ("task", "observation", "progress_entry")
    assert {name: desk.content()[name] for name in tables} == {name: before[name] for name in tables}
    first, second = row_of(back, "A1.1"), row_of(back, "A2.1a")
    assert (first["责任人"], first["进展情况"], second["责任人"]) == ("王五", "已完成调研", "赵六")
    assert "「李四」没有采纳，台账保持「王五」。理由：已调整分工" in str(first["系统反馈"])
    assert "进度：填报的「60%」没有采纳" in str(first["系统反馈"])
    assert second["系统反馈"] is None
    listed = [[cell.value for cell in row] for row in openpyxl.load_workbook(back)["问题清单"].iter_rows(min_row=2)]
    assert [(row[1], row[2]) for row in listed] == [("责任人", "李四"), ("进度", "60%")]
    sent.path = back
    again = desk.preview(sent)
    assert {(one.task, one.field, one.theirs) for one in again.changes} == {
        ("A1.1", "progress_note", "已完成调研"),
        ("A2.1a", "owner", "赵六"),
    }
    assert not again.problems


def test_a_row_that_was_settled_is_not_in_the_new_workbook(lite, sent_lite, tmp_path: Path) -> None:
    sent_lite.append(title="建设培训基地", owner="王强").edit("A1.1", progress="不少")
    number = lite.receive(sent_lite)
    (row,) = [one for one in lite.preview(sent_lite).changes if one.outcome is Outcome.UNKNOWN_ROW]
    back = tmp_path / "退回.xlsx"
    lite.act(send_back.return_to_sender, number, back, lite.today, None, {row.identity: OURS})
    book = openpyxl.load_workbook(back)
    titles = [cell.value for cell in book["任务清单"]["C"]]
    assert "建设培训基地" not in titles
    told = [str(row[3].value) for row in book["问题清单"].iter_rows(min_row=2)]
    assert any("「建设培训基地」没有采纳为新任务" in text for text in told)
    sent_lite.path = back
    assert not lite.preview(sent_lite).changes


def test_nothing_but_taken_values_is_nothing_to_send_back(lite, sent_lite, tmp_path: Path) -> None:
    lite.edit("owner", "王五")
    sent_lite.edit("A1.1", owner="李四")
    number = lite.receive(sent_lite)
    (conflict,) = lite.preview(sent_lite).changes
    with pytest.raises(InputError, match="不用退回"):
        lite.act(
            send_back.return_to_sender, number, tmp_path / "退回.xlsx", lite.today, None, {conflict.identity: THEIRS}
        )
