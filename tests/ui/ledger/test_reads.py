"""What the ledger asks the database thread to do: composite acts are one act, one batch, one undo."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker.errors import InputError, RuleError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import EvidenceKind, Status
from tracker.model.rows import LedgerView
from tracker.queries.ledger import TaskFilter, find_tasks
from tracker.queries.tasks import read_task
from tracker.services import status as states
from tracker.services import undo
from tracker.services.bulk import apply_edits, preview_edits
from tracker.services.progress import close_with_note
from tracker.store.engine import Database
from tracker.ui.ledger.reads import prepare, read_ledger, reread_tasks
from tracker.ui.task.writes import add_evidence_file

TODAY = date(2023, 9, 15)


@pytest.fixture
def ids(ledger: Database) -> list[int]:
    with ledger.reading() as session:
        return [task.id for task in find_tasks(session, TODAY, TaskFilter(office="市经信局"))][:3]


@pytest.fixture
def status_of(ledger: Database) -> Callable[[int], Status]:
    def read(task_id: int) -> Status:
        with ledger.reading() as session:
            return read_task(session, task_id, TODAY).task.status

    return read


def test_several_are_one_act_and_one_undo(ledger: Database, ids: list[int], status_of: Callable[[int], Status]) -> None:
    with ledger.session() as session:
        changes = apply_edits(session, [BulkEdit(number, "status", "未启动", confirmed=True) for number in ids], TODAY)
    assert changes.tasks == set(ids)
    assert changes.label == "已交办 3 项"
    with ledger.session() as session:
        undo.undo_batch(session)
    assert {status_of(task_id) for task_id in ids} == {Status.UNASSIGNED}


def test_if_one_cannot_none_does(ledger: Database, ids: list[int], status_of: Callable[[int], Status]) -> None:
    with ledger.session() as session:
        states.change_status(session, ids[2], Status.NOT_STARTED, TODAY, confirmed=True)
    edits = [BulkEdit(number, "status", "已销号") for number in ids]
    with ledger.reading() as session:
        assert preview_edits(session, edits, TODAY).refused == 3
    with pytest.raises(RuleError), ledger.session() as session:
        apply_edits(session, edits, TODAY)
    assert [status_of(task_id) for task_id in ids] == [Status.UNASSIGNED, Status.UNASSIGNED, Status.NOT_STARTED]


def test_closing_with_its_evidence_is_one_act(
    ledger: Database, ids: list[int], status_of: Callable[[int], Status]
) -> None:
    for to in (Status.NOT_STARTED, Status.CLOSING):
        with ledger.session() as session:
            states.change_status(session, ids[0], to, TODAY, confirmed=True)
    with ledger.session() as session:
        changes = close_with_note(session, ids[0], "设备已全部到位并通过验收", "甬政发〔2023〕12号文已印发", TODAY, 100)
    assert changes.label.endswith(" 销号")  # not 新增佐证: history and undo name what was done
    with ledger.reading() as session:
        detail = read_task(session, ids[0], TODAY)
    assert detail.task.status is Status.CLOSED
    assert [piece.text for piece in detail.evidence] == ["甬政发〔2023〕12号文已印发"]
    with ledger.session() as session:
        undo.undo_batch(session)
    assert status_of(ids[0]) is Status.CLOSING


def test_a_file_becomes_evidence(ledger: Database, ids: list[int], tmp_path: Path) -> None:
    file = tmp_path / "方案.pdf"
    file.write_bytes(b"%PDF-1.4")
    with ledger.session() as session:
        add_evidence_file(session, ids[0], file)
    with ledger.reading() as session:
        (piece,) = read_task(session, ids[0], TODAY).evidence
    assert (piece.kind, piece.name, piece.size) == (EvidenceKind.FILE, "方案.pdf", 8)


def test_a_file_too_large_is_refused_before_it_is_read(
    ledger: Database, ids: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "录像.mp4").open("wb") as file:
        file.truncate(50 * 1024 * 1024 + 600_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _path: pytest.fail("read"))
    with ledger.session() as session, pytest.raises(InputError, match=r"“录像.mp4”有 50.6 MB，超过 50 MB"):
        add_evidence_file(session, ids[0], tmp_path / "录像.mp4")


@pytest.mark.parametrize(("name", "sentence"), [("没有.pdf", "读不到 没有.pdf"), ("空.txt", "空.txt 是空文件")])
def test_a_file_that_cannot_be_taken_is_named(
    ledger: Database, ids: list[int], tmp_path: Path, name: str, sentence: str
) -> None:
    (tmp_path / "空.txt").touch()
    with ledger.session() as session, pytest.raises(InputError, match=sentence):
        add_evidence_file(session, ids[0], tmp_path / name)


def test_a_reading_is_kept_for_the_next_start(ledger: Database) -> None:
    kept: list[LedgerView] = []
    with ledger.reading() as session:
        reading = read_ledger(session, TODAY)
    assert prepare(reading, kept.append)
    assert kept == [reading.view]
    assert len(reading.view.tasks) == 88
    assert reading.search.index.spelled


def test_read_again_what_is_the_same_is_the_same_object_and_spelled_already(ledger: Database, ids: list[int]) -> None:
    with ledger.reading() as session:
        before = read_ledger(session, TODAY)
    prepare(before, lambda _view: None)
    with ledger.session() as session:
        apply_edits(session, [BulkEdit(ids[0], "owner", "张无忌")], TODAY)
    with ledger.reading() as session:
        after = read_ledger(session, TODAY, before)
    others = [now for was, now in zip(before.view.tasks, after.view.tasks, strict=True) if was is not now]
    assert [(task.id, task.owner) for task in others] == [(ids[0], "张无忌")]
    after.search.index.spell()
    assert list(after.search.index.find(("zhangwuji",))) == [after.positions[ids[0]]]


def test_a_few_are_read_again_and_one_that_came_means_the_whole_ledger(ledger: Database, ids: list[int]) -> None:
    with ledger.reading() as session:
        before = read_ledger(session, TODAY)
    with ledger.session() as session:
        apply_edits(session, [BulkEdit(ids[1], "owner", "李四")], TODAY)
    with ledger.reading() as session:
        after = reread_tasks(session, TODAY, frozenset(ids[:2]), before)
        whole = reread_tasks(session, TODAY, frozenset({ids[0], 9_999}), before)
    assert after.view.tasks[after.positions[ids[1]]].owner == "李四"
    assert list(after.search.index.find(("李四",))) == [after.positions[ids[1]]]
    assert list(before.search.index.find(("李四",))) == []
    assert whole.view.tasks == after.view.tasks


def test_the_page_stands_before_sqlmodel_is_loaded() -> None:
    code = "import sys, tracker.ui.ledger.page; sys.exit('sqlmodel' in sys.modules or 'sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
