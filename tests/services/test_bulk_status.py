"""Many tasks moved at once: the same as one by one, with the reason said once."""

from dataclasses import replace

import pytest

from tracker.errors import RuleError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import Status
from tracker.model.tables import ProgressEntry, Task
from tracker.services import bulk, coordination, progress, task_links, undo
from tracker.services import status as states
from tracker.store.history import open_batch

CODES = ("A1.1", "A1.2a", "B1.1")


STATEMENT, PROOF = "生产线建成，九月起投入使用。", "市发改委组织验收，意见为合格。"
DECIDER = "王副市长"


def moves(
    desk, word: str, reason: str = "", codes: tuple[str, ...] = CODES, progress: int | None = None
) -> list[BulkEdit]:
    rows = [desk.task(code) for code in codes]
    return [BulkEdit(row.id, "status", word, None, reason, DECIDER, progress=progress, confirmed=True) for row in rows]


def bring(desk, code: str, *path: Status) -> None:
    for to in path:
        desk.act(states.change_status, desk.number(code), to, desk.today, confirmed=True)


@pytest.mark.parametrize(
    ("path", "to", "reason"),
    [
        ((), Status.NOT_STARTED, ""),
        ((), Status.IN_PROGRESS, ""),
        ((), Status.PAUSED, "等待资金"),
        ((Status.NOT_STARTED,), Status.CLOSING, ""),
        ((Status.IN_PROGRESS,), Status.CANCELLED, "不再需要"),
        ((Status.IN_PROGRESS, Status.CLOSING), Status.IN_PROGRESS, "材料不全"),
    ],
)
def test_the_same_as_by_hand(desk, path: tuple[Status, ...], to: Status, reason: str) -> None:
    for code in CODES:
        bring(desk, code, *path)
    before = desk.content()
    desk.act(states.change_status, desk.number("A1.1"), to, desk.today, reason, decided_by=DECIDER, confirmed=True)
    changes = desk.act(bulk.apply_edits, moves(desk, to.word, reason, CODES[1:]), desk.today)
    assert changes.label == ("已交办 2 项" if to is Status.NOT_STARTED else f"2 项任务转为{to.word}")
    same = ("status", "progress", "start_on", "offices_confirmed", "remark", "version")
    assert len({tuple(getattr(desk.task(code), name) for name in same) for code in CODES}) == 1
    desk.act(undo.undo_batch)
    desk.act(undo.undo_batch)
    assert desk.content() == before


def test_finishing_notes_the_progress_once(desk) -> None:
    bring(desk, "A1.1", Status.IN_PROGRESS)
    desk.act(bulk.apply_edits, moves(desk, "待销号", codes=("A1.1",), progress=100), desk.today)
    assert desk.task().progress == 100
    desk.act(states.change_status, desk.number("A1.1"), Status.IN_PROGRESS, desk.today, "再查一遍", confirmed=True)
    desk.act(bulk.apply_edits, moves(desk, "待销号", codes=("A1.1",)), desk.today)
    assert [row.progress for row in desk.rows(ProgressEntry)] == [100, 0]


def test_what_is_below_100_is_raised_only_where_that_is_ticked(desk) -> None:
    bring(desk, "A1.1", Status.IN_PROGRESS, Status.CLOSING)
    desk.act(progress.add_evidence, desk.number("A1.1"), "批文", PROOF)
    (line,) = desk.look(bulk.preview_edits, moves(desk, "已销号", STATEMENT, ("A1.1",)), desk.today).lines
    assert (line.asks, line.needs) == ("不能销号：还缺进度 100%（现在是 0%）。", ("statement", "progress"))
    desk.act(bulk.apply_edits, moves(desk, "已销号", STATEMENT, ("A1.1",), progress=100), desk.today)
    assert (desk.task().status, desk.task().progress) == (Status.CLOSED, 100)
    assert [row.progress for row in desk.rows(ProgressEntry)] == [100]


def test_a_preview_names_what_each_task_lacks(desk) -> None:
    bring(desk, "A1.2a", Status.IN_PROGRESS, Status.CLOSING)
    bring(desk, "B1.1", Status.IN_PROGRESS, Status.CLOSING)
    desk.act(progress.add_evidence, desk.number("B1.1"), "批文", PROOF)
    found = desk.look(bulk.preview_edits, moves(desk, "已销号", STATEMENT, progress=100), desk.today)
    assert [line.error for line in found.lines] == [
        "“待交办”的任务不能直接改为“已销号”；可以交办（未启动）、交办并开始（推进中）、暂缓（暂缓）、取消（已取消）。",
        "不能销号：还缺有效佐证。",
        "",
    ]
    desk.act(bulk.apply_edits, found.edits, desk.today)
    task = desk.task("B1.1")
    assert (task.status, task.closing_statement) == (Status.CLOSED, STATEMENT)
    with pytest.raises(RuleError, match=r"^A1\.2a：不能销号"):
        desk.act(bulk.apply_edits, moves(desk, "已销号", STATEMENT, ("A1.2a",), progress=100), desk.today)


def test_a_reason_is_needed_once_for_all(desk) -> None:
    bare = [replace(edit, decided_by="") for edit in moves(desk, "暂缓")]
    found = desk.look(bulk.preview_edits, bare, desk.today)
    assert {(line.asks, line.needs) for line in found.lines} == {
        ("不能暂缓：还缺理由、批准人。", ("reason", "decided_by"))
    }
    assert desk.look(bulk.preview_edits, moves(desk, "暂缓", "等文件"), desk.today).asking == 3
    given = desk.look(bulk.preview_edits, moves(desk, "暂缓", "等待文件"), desk.today)
    assert (given.asking, given.refused, len(given.edits)) == (0, 0, 3)
    # What a change needs is known also when it was given: a form can go on asking for it.
    assert {line.needs for line in given.lines} == {("reason", "decided_by")}
    assert {line.note for line in given.lines} == {"暂缓至 2026-05-31"}


@pytest.mark.parametrize(
    ("path", "word"),
    [((), "推进中"), ((), "暂缓"), ((), "已取消"), ((Status.IN_PROGRESS,), "未启动")],
)
def test_no_other_move_writes_a_percent(desk, path: tuple[Status, ...], word: str) -> None:
    bring(desk, "A1.1", *path)
    before = desk.task()
    full = moves(desk, word, "上级另有安排", ("A1.1",), progress=100)
    (line,) = desk.look(bulk.preview_edits, full, desk.today).lines
    assert "时不能改进度" in line.error
    with pytest.raises(RuleError, match=r"^A1\.1 .*时不能改进度；请先.*，再记录进展。"):
        desk.act(bulk.apply_edits, full, desk.today)
    with pytest.raises(RuleError, match="时不能改进度"):
        desk.act(
            states.change_status, before.id, Status.from_word(word), desk.today, "上级另有安排",
            decided_by=DECIDER, progress=100, confirmed=True,
        )  # fmt: skip
    assert (desk.task(), desk.rows(ProgressEntry)) == (before, [])


@pytest.mark.parametrize(("word", "to"), [("已销号", "100%"), ("推进中", "40%（报完成前的进度）")])
def test_a_line_shows_the_percent_before_and_after(desk, word: str, to: str) -> None:
    bring(desk, "A1.1", Status.IN_PROGRESS)
    desk.act(progress.record_progress, desk.number("A1.1"), desk.today, 40, "设备到货过半")
    desk.act(states.change_status, desk.number("A1.1"), Status.CLOSING, desk.today, progress=80)
    desk.act(progress.add_evidence, desk.number("A1.1"), "批文", PROOF)
    closes = word == "已销号"
    edits = moves(desk, word, STATEMENT, ("A1.1",), progress=100 if closes else None)
    (line,) = desk.look(bulk.preview_edits, edits, desk.today).lines
    assert line.note == f"进度 80% → {to}"
    (asking,) = desk.look(bulk.preview_edits, [edit.bare for edit in edits], desk.today).lines
    assert asking.note == ("" if closes else line.note)  # also while the reason is still to be given
    desk.act(bulk.apply_edits, edits, desk.today)
    assert desk.task().progress == (100 if closes else 40)


def test_a_percent_nobody_knows_is_not_restored_for_many(desk) -> None:
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        session.get_one(Task, desk.number("A1.1")).status = Status.CLOSING
    (line,) = desk.look(bulk.preview_edits, moves(desk, "推进中", "佐证不全", ("A1.1",)), desk.today).lines
    assert line.error == "报完成前的进度没有记录；请单独退回这项任务，写明退回后的进度。"


def test_everything_a_move_asks_for_is_said_at_once(desk) -> None:
    bring(desk, "A1.1", Status.IN_PROGRESS)
    desk.act(coordination.raise_matter, desk.number("A1.1"), "用地指标", "市自然资源局", desk.today)
    edit = moves(desk, "已取消", codes=("A1.1",))[0].bare
    (line,) = desk.look(bulk.preview_edits, [edit], desk.today).lines
    assert line.asks == "不能取消：还缺理由、批准人；还有 1 个协调事项没有了结，请确认。"
    assert line.needs == ("reason", "decided_by", "confirmed")


def test_evidence_of_a_duplicate_counts(desk) -> None:
    bring(desk, "A1.1", Status.IN_PROGRESS, Status.CLOSING)
    desk.act(progress.add_evidence, desk.number("B1.1"), "批文", PROOF)
    desk.act(task_links.merge_tasks, desk.number("A1.1"), [desk.number("B1.1")], desk.today)
    desk.act(bulk.apply_edits, moves(desk, "已销号", STATEMENT, ("A1.1",), progress=100), desk.today)
    assert desk.task().status is Status.CLOSED


def test_duplicates_opened_again_in_bulk_are_tasks_of_their_own(desk) -> None:
    desk.act(task_links.merge_tasks, desk.number("A1.1"), [desk.number("B1.1"), desk.number("A1.2a")], desk.today)
    desk.act(bulk.apply_edits, moves(desk, "待交办", "是两件事情", ("B1.1", "A1.2a")), desk.today)
    assert {desk.task(code).merged_into for code in CODES} == {""}
    assert desk.detail("A1.1").links == ()


def test_a_status_beside_other_fields_moves_last(desk) -> None:
    row = next(row for row in (desk.task(code) for code in CODES) if row.lead_office)
    bring(desk, row.code, Status.IN_PROGRESS)
    edits = [
        BulkEdit(row.id, "status", "待销号"),
        BulkEdit(row.id, "progress", "60%"),
        BulkEdit(row.id, "owner", "周立群"),
    ]
    desk.act(bulk.apply_edits, edits, desk.today)
    task = desk.task(row.code)
    assert (task.status, task.progress, task.owner) == (Status.CLOSING, 60, "周立群")
