"""Changing many tasks as one act."""

import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from tracker.errors import ConflictError, InputError, RuleError, UndecidedError
from tracker.model.bulk_edits import ADD_HELP, BulkEdit
from tracker.model.enums import Status
from tracker.model.tables import Batch, ProgressEntry, Revision, Task
from tracker.queries.ledger import find_tasks
from tracker.services import bulk, undo
from tracker.services.progress import record_progress
from tracker.services.status import change_status
from tracker.services.tasks import edit_task
from tracker.store.engine import Database, sqlite_url

TODAY = date(2026, 3, 2)
KILLS = 50


def begin(desk, *codes: str) -> None:
    """Assign tasks, so that progress may be noted."""
    for code in codes:
        desk.act(change_status, desk.number(code), Status.IN_PROGRESS, TODAY, confirmed=True)


def wishes(desk, field: str, text: str, codes=("A1.1", "A1.2a", "B1.1")) -> list[BulkEdit]:
    return [BulkEdit(desk.task(code).id, field, text) for code in codes]


@pytest.mark.parametrize(
    ("field", "text", "shown"),
    [
        ("owner", " 张三 ", "张三"),
        ("lead_office", "市经信局", "市经信局"),
        ("due_text", "2026年底前", "2026年底前"),
        ("start_on", "2026/1/5", date(2026, 1, 5)),
        ("start_on", "2026-01-05", date(2026, 1, 5)),
        ("progress", "60%", 60),
        ("remark", "第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_one_value_for_many(desk, field: str, text: str, shown) -> None:
    assigned = field == "progress"
    if assigned:
        begin(desk, "A1.1", "A1.2a", "B1.1")
    edits = wishes(desk, field, text)
    before = desk.content()
    changes = desk.act(bulk.apply_edits, edits, TODAY)
    assert changes.tasks == {edit.task_id for edit in edits}
    for code in ("A1.1", "A1.2a", "B1.1"):
        assert getattr(desk.task(code), field) == shown
        assert desk.task(code).version == 2 + assigned
    desk.act(undo.undo_batch, changes.batch_id)
    assert desk.content() == before


def test_the_same_as_one_by_one(desk) -> None:
    """What bulk writes is what the single edit writes: rows, entries, deadlines, confirmed offices."""
    one, other = desk.task("A1.1"), desk.task("A1.2a")
    begin(desk, "A1.1", "A1.2a")
    for field, text, value in (
        ("due_text", "2026年6月底前", "2026年6月底前"), ("progress", "35", 35), ("lead_office", "市财政局", "市财政局"),
    ):  # fmt: skip
        desk.act(bulk.apply_edits, [BulkEdit(one.id, field, text)], TODAY)
        desk.act(edit_task, other.id, desk.task("A1.2a").version, field, value, TODAY)
    same = ("due_text", "due_on", "due_kind", "first_due_on", "progress", "lead_office", "offices_confirmed", "version")
    a, b = desk.task("A1.1"), desk.task("A1.2a")
    assert [getattr(a, name) for name in same] == [getattr(b, name) for name in same]
    with desk.ledger.reading() as session:
        entries = session.exec(select(ProgressEntry).where(col(ProgressEntry.task_id).in_([one.id, other.id]))).all()
        assert [(entry.progress, entry.entered_on, entry.author) for entry in entries] == [(35, TODAY, "测试员")] * 2
        fields = select(Revision.field).where(Revision.entity == "task").order_by(col(Revision.id))
        mine, theirs = ([*session.exec(fields.where(Revision.task_id == number))] for number in (one.id, other.id))
        assert sorted(mine) == sorted(theirs)


def test_an_office_that_leads_no_longer_helps(desk) -> None:
    task = next(row for row in desk.look(find_tasks, TODAY) if row.co_offices)
    helper = task.co_offices[0]
    desk.act(bulk.apply_edits, [BulkEdit(task.id, "lead_office", helper)], TODAY)
    assert helper not in desk.task(task.code).co_offices


def test_a_preview_says_old_and_new_and_what_cannot_be_and_writes_nothing(desk) -> None:
    begin(desk, "A1.1", "A1.2a", "B1.1")
    before = desk.content()
    edits = [
        *wishes(desk, "progress", "40", ("A1.1",)),
        *wishes(desk, "progress", "140", ("A1.2a",)),
        *wishes(desk, "lead_office", "火星局", ("B1.1",)),
        *wishes(desk, "status", "已销号", ("A1.1",)),
        *wishes(desk, "progress", "0", ("B1.1",)),
        BulkEdit(99_999, "owner", "谁"),
    ]
    found = desk.look(bulk.preview_edits, edits, TODAY)
    assert [(line.code, line.old, line.new) for line in found.lines[:2]] == [
        ("A1.1", "0%", "40%"),
        ("A1.2a", "0%", "140"),
    ]
    assert [bool(line.error) for line in found.lines] == [False, True, True, True, False, True]
    assert found.edits == (edits[0],)
    assert (found.tasks, found.refused) == (1, 4)
    assert desk.content() == before


def test_what_waits_to_be_assigned_has_no_progress(desk) -> None:
    edits = wishes(desk, "progress", "40", ("A1.1",))
    assert [line.error for line in desk.look(bulk.preview_edits, edits, TODAY).lines] == ["还没有交办，不能记进度。"]
    with pytest.raises(RuleError, match=r"^A1\.1：还没有交办，不能记进度。"):
        desk.act(bulk.apply_edits, edits, TODAY)
    assert desk.look(bulk.preview_edits, wishes(desk, "progress", "0", ("A1.1",)), TODAY).refused == 0


def test_lower_progress_asks_why(desk) -> None:
    begin(desk, "A1.1")
    desk.act(bulk.apply_edits, wishes(desk, "progress", "60", ("A1.1",)), TODAY)
    (line,) = desk.look(bulk.preview_edits, wishes(desk, "progress", "45", ("A1.1",)), TODAY).lines
    assert (line.error, line.asks) == ("", "进度由 60% 降到 45%，请写原因。")
    with pytest.raises(UndecidedError, match=r"^A1\.1：进度由 60% 降到 45%，请写原因。"):
        desk.act(bulk.apply_edits, wishes(desk, "progress", "45", ("A1.1",)), TODAY)
    edit = BulkEdit(desk.number("A1.1"), "progress", "45", reason="上期多报了一批设备")
    assert desk.look(bulk.preview_edits, [edit], TODAY).edits == (edit,)
    desk.act(bulk.apply_edits, [edit], TODAY)
    assert (desk.task().progress, desk.task().progress_note) == (45, "上期多报了一批设备")
    assert [entry.note for entry in desk.detail().progress] == ["上期多报了一批设备", ""]


def test_a_status_obeys_its_rules_for_each_task(desk) -> None:
    led = [row for row in desk.look(find_tasks, TODAY) if row.lead_office][:3]
    desk.act(bulk.apply_edits, [BulkEdit(row.id, "status", "未启动", confirmed=True) for row in led], TODAY)
    assert {desk.task(row.code).status.word for row in led} == {"未启动"}
    with pytest.raises(RuleError):
        desk.act(bulk.apply_edits, [BulkEdit(row.id, "status", "已销号") for row in led], TODAY)


def previewed(desk, edits: list[BulkEdit]) -> list[BulkEdit]:
    """Return edits as a preview showed them: each with the value beside it."""
    return [replace(line.edit, seen=line.old) for line in desk.look(bulk.preview_edits, edits, TODAY).lines]


def test_what_somebody_changed_meanwhile_is_left_out_and_the_rest_is_one_act(desk) -> None:
    edits = previewed(desk, wishes(desk, "owner", "张三"))
    desk.act(bulk.apply_edits, wishes(desk, "owner", "李四", ("A1.2a",)), TODAY)
    desk.act(bulk.apply_edits, wishes(desk, "remark", "另一栏不算", ("B1.1",)), TODAY)
    changes, left = desk.act(bulk.apply_seen, edits, TODAY)
    assert [desk.task(code).owner for code in ("A1.1", "A1.2a", "B1.1")] == ["张三", "李四", "张三"]
    assert changes.left == "已改 2 项；1 项刚被别人改过，没有动"
    assert [(entry.code, entry.word, entry.shown, entry.now) for entry in left] == [("A1.2a", "责任人", "", "李四")]
    assert left[0].by.startswith("测试员 ")
    assert "2 项任务" in changes.label
    desk.act(undo.undo_batch, changes.batch_id)
    assert [desk.task(code).owner for code in ("A1.1", "A1.2a", "B1.1")] == ["", "李四", ""]


def test_where_everything_was_changed_nothing_is_written(desk) -> None:
    edits = previewed(desk, wishes(desk, "owner", "张三"))
    desk.act(bulk.apply_edits, wishes(desk, "owner", "李四"), TODAY)
    with pytest.raises(ConflictError, match="3 项刚被别人改过，没有动"):
        desk.act(bulk.apply_seen, edits, TODAY)


def test_helpers_that_are_added_are_never_in_conflict(desk) -> None:
    edits = previewed(desk, wishes(desk, ADD_HELP, "市财政局", ("A1.1",)))
    desk.act(bulk.apply_edits, wishes(desk, ADD_HELP, "市教育局", ("A1.1",)), TODAY)
    _, left = desk.act(bulk.apply_seen, edits, TODAY)
    assert not left
    assert {"市财政局", "市教育局"} <= set(desk.task("A1.1").co_offices)


def test_nothing_wished_and_nothing_changed(desk) -> None:
    with pytest.raises(InputError):
        desk.act(bulk.apply_edits, [], TODAY)
    changes = desk.act(bulk.apply_edits, wishes(desk, "progress", "0"), TODAY)
    assert changes.batch_id is None
    with desk.ledger.reading() as session:
        assert not [one for one in session.exec(select(Batch)) if one.source.value == "manual"]


# --- killed at any moment ------------------------------------------------------------------------


def _change_all(path: Path, name: str) -> None:
    database = Database(sqlite_url(path), "测试员")
    with database.session() as session:
        ids = session.exec(select(Task.id)).all()
        bulk.apply_edits(session, [BulkEdit(number, "owner", name) for number in ids], TODAY)
    os._exit(0)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork to be quick")
def test_a_process_killed_at_any_moment_leaves_all_or_nothing(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    shutil.copyfile(sqlite_template, path)
    with closing(sqlite3.connect(path)) as plain, plain:
        columns = [row[1] for row in plain.execute("PRAGMA table_info(task)") if row[1] not in ("id", "uid", "code")]
        names = ", ".join(columns)
        plain.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO task "
            f"(uid, code, {names}) SELECT uid || '-' || i, code || '-x' || i, {names} FROM task, n"
        )
        tasks = plain.execute("SELECT count(*) FROM task").fetchone()[0]
    chance, forked = random.Random(3), multiprocessing.get_context("fork")
    whole = 0.25
    outcomes = {True: 0, False: 0}
    for number in range(KILLS):
        name = f"人{number}"
        child = forked.Process(target=_change_all, args=(path, name))
        started = time.perf_counter()
        child.start()
        child.join(None if number == 0 else chance.uniform(0, 1.3 * whole))
        if child.is_alive():
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            child.join()
        whole = time.perf_counter() - started if number == 0 else whole
        with closing(sqlite3.connect(path)) as plain:
            done = plain.execute("SELECT count(*) FROM task WHERE owner = ?", (name,)).fetchone()[0]
            escaped = json.dumps(name, ensure_ascii=False)
            told = plain.execute("SELECT count(*) FROM revision WHERE new = ?", (escaped,)).fetchone()[0]
            batches = plain.execute("SELECT count(*) FROM batch WHERE source = 'manual'").fetchone()[0]
            assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert (done, told) in ((0, 0), (tasks, tasks)), f"half of it: {done} rows, {told} revisions"
        outcomes[done == tasks] += 1
        assert batches == outcomes[True]
    assert outcomes[True] > 1, "no act ever came to its end"
    assert outcomes[False] > 1, "no kill ever came in time"


@pytest.mark.parametrize(
    "field", ["problems", "progress_note", "owner", "due_text", "progress", "status", "lead_office"]
)
def test_an_empty_cell_of_a_pasted_block_gives_nothing(lite, field: str) -> None:
    number = lite.number("A1.1")
    lite.act(change_status, number, Status.IN_PROGRESS, lite.today, confirmed=True)
    lite.edit("due_text", "2026年12月底")
    lite.act(record_progress, number, lite.today, 60, "设备到货", "缺资金")
    before = lite.content()
    for text in ("", "  "):
        empty = BulkEdit(number, field, text, pasted=True)
        (line,) = lite.look(bulk.preview_edits, [empty], lite.today).lines
        assert (line.changes, line.error, line.asks) == (False, "", "")
        beside = BulkEdit(lite.number("A1.2a"), "owner", "周立群", pasted=True)
        lite.act(bulk.apply_edits, [empty, beside], lite.today)
        assert lite.task("A1.2a").owner == "周立群"
        lite.act(undo.undo_batch)
        assert lite.content() == before


@pytest.mark.parametrize(
    ("field", "before", "text", "asks"),
    [
        ("progress_note", "已签订 20 份。", "无", "写的是「无」，原来有内容，请核对是清空还是照这样写。"),
        ("progress_note", "已签订 20 份。", "/", "写的是「/」，原来有内容，请核对是清空还是照这样写。"),
        ("progress_note", "已签订 20 份。", "N/A", "写的是「N/A」，原来有内容，请核对是清空还是照这样写。"),
        ("progress_note", "已签订 20 份。", "0", "写的是「0」，原来是文字，请核对是不是数字盖住了文字。"),
        ("remark", "", "#####", "「#####」是列太窄时显示的井号，内容没有带过来。"),
        ("progress_note", "", "无", ""),
        ("remark", "", "长" * 255, "文字正好 255 字，可能被别的程序截断了。"),
        ("remark", "好" * 400, "好" * 300, "比原来少了后面 100 字，像是被截断了。"),
        ("remark", "", "1.38E+10", "「1.38E+10」是表格缩短了的数字，后面几位可能已经丢失。"),
        ("owner", "张三", "李四", ""),
    ],
)
def test_doubtful_words_that_are_pasted_are_asked_about(desk, field: str, before: str, text: str, asks: str) -> None:
    if before:
        desk.act(bulk.apply_edits, wishes(desk, field, before, ("A1.1",)), TODAY)
    typed = wishes(desk, field, text, ("A1.1",))
    pasted = [replace(edit, pasted=True) for edit in typed]
    (line,) = desk.look(bulk.preview_edits, pasted, TODAY).lines
    assert (line.asks, line.unclear, line.confirmable, line.ready) == (asks, bool(asks), bool(asks), not asks)
    assert desk.look(bulk.preview_edits, typed, TODAY).unclear == 0  # typed by hand it is meant
    if asks:
        with pytest.raises(UndecidedError):
            desk.act(bulk.apply_edits, pasted, TODAY)
    desk.act(bulk.apply_edits, [replace(edit, confirmed=True) for edit in pasted], TODAY)
    assert getattr(desk.task("A1.1"), field) == text


def test_a_shortened_phone_number_is_refused_however_it_comes(desk) -> None:
    for pasted in (False, True):
        edits = [replace(edit, pasted=pasted) for edit in wishes(desk, "phone", "1.38E+10", ("A1.1",))]
        (line,) = desk.look(bulk.preview_edits, edits, TODAY).lines
        assert "表格缩短了的数字" in (line.asks or line.error)
