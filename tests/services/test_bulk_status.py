"""Many tasks moved at once: the same as one by one, with the reason said once."""

import pytest

from tracker.errors import RuleError
from tracker.model.bulk import Edit
from tracker.model.enums import Status
from tracker.model.tables import ProgressEntry
from tracker.services import bulk, progress, task_links, undo
from tracker.services import status as states

CODES = ("A1.1", "A1.2a", "B1.1")


def moves(desk, word: str, reason: str = "", codes: tuple[str, ...] = CODES) -> list[Edit]:
    rows = [desk.task(code) for code in codes]
    return [Edit(row.id, "status", word, row.version, reason) for row in rows]


def bring(desk, code: str, *path: Status) -> None:
    for to in path:
        desk.act(states.change_status, desk.number(code), to, desk.today)


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
    desk.act(states.change_status, desk.number("A1.1"), to, desk.today, reason)
    changes = desk.act(bulk.apply_edits, moves(desk, to.word, reason, CODES[1:]), desk.today)
    assert changes.label == f"2 项任务转为{to.word}"
    same = ("status", "progress", "start_on", "offices_confirmed", "remark", "version")
    assert len({tuple(getattr(desk.task(code), name) for name in same) for code in CODES}) == 1
    desk.act(undo.undo_batch)
    desk.act(undo.undo_batch)
    assert desk.content() == before


def test_finishing_notes_the_progress_once(desk) -> None:
    bring(desk, "A1.1", Status.IN_PROGRESS)
    desk.act(bulk.apply_edits, moves(desk, "待销号", codes=("A1.1",)), desk.today)
    assert desk.task().progress == 100
    desk.act(states.change_status, desk.number("A1.1"), Status.IN_PROGRESS, desk.today, "再查")
    desk.act(bulk.apply_edits, moves(desk, "待销号", codes=("A1.1",)), desk.today)
    assert [row.progress for row in desk.rows(ProgressEntry)] == [100]


def test_a_preview_names_what_each_task_lacks(desk) -> None:
    bring(desk, "A1.2a", Status.IN_PROGRESS, Status.CLOSING)
    bring(desk, "B1.1", Status.IN_PROGRESS, Status.CLOSING)
    desk.act(progress.add_evidence, desk.number("B1.1"), "批文", "甬政发1号")
    found = desk.look(bulk.preview_edits, moves(desk, "已销号", "全部完成"), desk.today)
    assert [line.error for line in found.lines] == [
        "“待交办”的任务不能直接改为“已销号”；可以交办（未启动）、交办并开始（推进中）、暂缓（暂缓）、取消（已取消）。",
        "不能销号：还缺至少一份佐证。",
        "",
    ]
    desk.act(bulk.apply_edits, found.edits, desk.today)
    task = desk.task("B1.1")
    assert (task.status, task.closing_statement) == (Status.CLOSED, "全部完成")
    with pytest.raises(RuleError, match=r"^A1\.2a：不能销号"):
        desk.act(bulk.apply_edits, moves(desk, "已销号", "完成", ("A1.2a",)), desk.today)


def test_a_reason_is_needed_once_for_all(desk) -> None:
    found = desk.look(bulk.preview_edits, moves(desk, "暂缓"), desk.today)
    assert {line.error for line in found.lines} == {"不能暂缓：还缺理由。"}
    assert desk.look(bulk.preview_edits, moves(desk, "暂缓", "等文件"), desk.today).refused == 0


def test_evidence_of_a_duplicate_counts(desk) -> None:
    bring(desk, "A1.1", Status.IN_PROGRESS, Status.CLOSING)
    desk.act(progress.add_evidence, desk.number("B1.1"), "批文", "甬政发1号")
    desk.act(task_links.merge_tasks, desk.number("A1.1"), [desk.number("B1.1")], desk.today)
    desk.act(bulk.apply_edits, moves(desk, "已销号", "完成", ("A1.1",)), desk.today)
    assert desk.task().status is Status.CLOSED


def test_duplicates_opened_again_in_bulk_are_tasks_of_their_own(desk) -> None:
    desk.act(task_links.merge_tasks, desk.number("A1.1"), [desk.number("B1.1"), desk.number("A1.2a")], desk.today)
    desk.act(bulk.apply_edits, moves(desk, "待交办", "两件事", ("B1.1", "A1.2a")), desk.today)
    assert {desk.task(code).merged_into for code in CODES} == {""}
    assert desk.detail("A1.1").links == ()


def test_a_status_beside_other_fields_moves_last(desk) -> None:
    row = next(row for row in (desk.task(code) for code in CODES) if row.lead_office)
    bring(desk, row.code, Status.IN_PROGRESS)
    edits = [Edit(row.id, "status", "待销号"), Edit(row.id, "progress", "60%"), Edit(row.id, "owner", "周立群")]
    desk.act(bulk.apply_edits, edits, desk.today)
    task = desk.task(row.code)
    assert (task.status, task.progress, task.owner) == (Status.CLOSING, 100, "周立群")
