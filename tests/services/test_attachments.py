"""The sweep clears away what nothing points to, and nothing that an undo or a redo would need."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tracker.errors import InputError
from tracker.files.handed_in import gather
from tracker.model.tables import Attachment, Batch, Evidence
from tracker.services.attachments import Swept, sweep_attachments
from tracker.services.evidence.importing import file_evidence, keep_files
from tracker.services.evidence.matching import plan_evidence
from tracker.services.progress import add_evidence
from tracker.services.undo import redo_batch, undo_batch

PDF = b"%PDF-1.7 " + b"x" * 2000


def kept(desk: Any) -> int:
    return len(desk.rows(Attachment))


def came(desk: Any, folder: Path, *names: str) -> Any:
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        (folder / name).write_bytes(PDF + str(number).encode())
    return desk.act(keep_files, gather([folder])[0].files)


def test_an_import_that_was_stopped_leaves_nothing_behind(desk, tmp_path: Path) -> None:
    came(desk, tmp_path / "夹", "A1.1_a.pdf", "A1.1_b.pdf")
    assert kept(desk) == 2
    assert desk.act(sweep_attachments) == Swept(2, 2 * len(PDF) + 2)
    assert kept(desk) == 0
    assert desk.act(sweep_attachments) == Swept()


def test_what_a_task_a_return_or_the_record_holds_stays(desk, sent, tmp_path: Path) -> None:
    desk.receive(sent)
    files = came(desk, tmp_path / "夹", "A1.1_a.pdf", "扫描.pdf")
    desk.act(file_evidence, desk.look(plan_evidence, files))
    before = kept(desk)
    assert desk.act(sweep_attachments) == Swept()
    newest = desk.rows(Batch)[-1].id
    desk.act(undo_batch, newest)
    assert desk.rows(Evidence) == []
    assert desk.act(sweep_attachments) == Swept()
    assert kept(desk) == before


def test_evidence_that_was_deleted_long_ago_can_still_be_brought_back(desk, tmp_path: Path) -> None:
    files = came(desk, tmp_path / "夹", "A1.1_a.pdf")
    desk.act(file_evidence, desk.look(plan_evidence, files))
    newest = desk.rows(Batch)[-1].id
    desk.act(undo_batch, newest)
    desk.act(sweep_attachments)
    desk.act(redo_batch)
    assert [row.name for row in desk.rows(Evidence)] == ["A1.1_a.pdf"]


def test_many_are_swept_in_lots(desk) -> None:
    def plant(session: Any) -> None:
        session.add_all(Attachment(sha256=f"{n:064x}", size=1, data=b"x") for n in range(1_203))

    desk.act(plant)
    desk.act(add_evidence, desk.number("A1.1"), "", text="市发改委组织验收，意见为合格。")
    assert desk.act(sweep_attachments) == Swept(1_203, 1_203)


def test_a_sweep_between_bytes_and_act_is_a_sentence_and_nothing_half(desk, tmp_path: Path) -> None:
    files = came(desk, tmp_path / "夹", "A1.1_a.pdf")
    plan = desk.look(plan_evidence, files)
    desk.act(sweep_attachments)
    with pytest.raises(InputError, match="请重新导入"):
        desk.act(file_evidence, plan)
    assert desk.look(lambda session: session.exec(select(Evidence)).all()) == []
