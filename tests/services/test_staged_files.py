"""A workbook has its name only when it is recorded: on any end of the act, and after a kill."""

import os
import time
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from tracker.errors import InputError, ReadOnlyError, StoreError, WorkbookError
from tracker.model.tables import WorkbookExport
from tracker.services import staged_files
from tracker.services.exporting import export_all, export_office
from tracker.services.staged_files import stage
from tracker.store.engine import Database

TODAY = date(2026, 3, 2)
CODE = "E12345678"


def write(content: bytes):
    def into(draft: Path) -> str:
        draft.write_bytes(content)
        return "digest"

    return into


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_name_comes_with_the_commit(ledger: Database, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with ledger.session() as session:
        export_office(session, "市经信局", folder / "a.xlsx", TODAY)
        (draft,) = names(folder)
        assert draft.startswith(".part-E")
    assert names(folder) == ["a.xlsx"]


def test_an_act_that_fails_leaves_no_file_and_the_old_one_as_it_was(ledger: Database, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(b"old")

    def fail() -> None:
        with ledger.session() as session:
            export_office(session, "市经信局", folder / "a.xlsx", TODAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(folder) == ["a.xlsx"]
    assert (folder / "a.xlsx").read_bytes() == b"old"
    with ledger.reading() as session:
        assert session.exec(select(WorkbookExport.id)).all() == []


def test_a_stopped_export_of_all_leaves_nothing(ledger: Database, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    def stop(done: int, _total: int, _office: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), ledger.session() as session:
        export_all(session, folder, TODAY, None, stop)
    assert names(folder) == []


def test_a_file_the_user_named_is_replaced_and_another_one_never(ledger: Database, tmp_path: Path) -> None:
    (tmp_path / "named.xlsx").write_bytes(b"old")
    with ledger.session() as session:
        stage(session, CODE, tmp_path / "named.xlsx", write(b"new"))
        stage(session, "E87654321", tmp_path / "free.xlsx", write(b"ours"))
        (tmp_path / "free.xlsx").write_bytes(b"came meanwhile")
        for code in (CODE, "E87654321"):
            session.add(WorkbookExport(code=code, round=1, office_id=1, sent_on=TODAY))
    assert (tmp_path / "named.xlsx").read_bytes() == b"new"
    assert (tmp_path / "free.xlsx").read_bytes() == b"came meanwhile"
    assert (tmp_path / "free(2).xlsx").read_bytes() == b"ours"


def test_a_file_that_cannot_be_written_is_told_before_anything_is_done(
    ledger: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"old")

    def locked(_path: Path) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr("tracker.files.whole_files._probe", locked)
    with pytest.raises(InputError, match=r"「a\.xlsx」正被其他程序打开"), ledger.session() as session:
        stage(session, CODE, tmp_path / "a.xlsx", write(b"new"))


def test_a_sentence_names_the_file_and_not_its_draft(ledger: Database, tmp_path: Path) -> None:
    def refuse(draft: Path) -> str:
        raise WorkbookError(f"文件「{draft.name}」写不进去。")

    with pytest.raises(WorkbookError, match=r"「a\.xlsx」写不进去"), ledger.session() as session:
        stage(session, CODE, tmp_path / "a.xlsx", refuse)


def test_what_a_killed_program_left_is_finished_or_goes(ledger: Database, tmp_path: Path) -> None:
    """Recorded but not yet renamed, and written but never recorded."""
    with ledger.session() as session:
        session.add(WorkbookExport(code=CODE, round=1, office_id=1, sent_on=TODAY, file_name="甲_第1批.xlsx"))
    recorded, dead, fresh = (tmp_path / f".part-{code}.xlsx" for code in (CODE, "E00000001", "E00000002"))
    for draft in (recorded, dead, fresh):
        draft.write_bytes(draft.name.encode())
    old = time.time() - staged_files._ABANDONED - 1
    os.utime(dead, (old, old))
    (tmp_path / ".part-mine.xlsx").write_bytes(b"somebody's")
    with ledger.session() as session:
        stage(session, "E99999999", tmp_path / "next.xlsx", write(b"next"))
        session.add(WorkbookExport(code="E99999999", round=2, office_id=1, sent_on=TODAY))
    assert (tmp_path / "甲_第1批.xlsx").read_bytes() == recorded.name.encode()
    left = {name for name in names(tmp_path) if name.startswith(".part")}
    assert left == {fresh.name, ".part-mine.xlsx"}, "another program may be writing the fresh one"


def test_a_second_act_of_the_same_session_begins_anew(ledger: Database, tmp_path: Path) -> None:
    for number in (1, 2):
        with ledger.session() as session:
            stage(session, f"E0000000{number}", tmp_path / f"{number}.xlsx", write(b"x"))
            session.add(WorkbookExport(code=f"E0000000{number}", round=number, office_id=1, sent_on=TODAY))
    assert {"1.xlsx", "2.xlsx"} <= set(names(tmp_path))


def test_a_desk_that_may_only_look_exports_nothing_and_says_why(ledger: Database, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    ledger.only_reading = "台账文件所在的磁盘写保护，只能查看。"
    with pytest.raises(ReadOnlyError, match="写保护"), ledger.session(reads_first=True) as session:
        export_office(session, "市经信局", folder / "a.xlsx", TODAY)
    ledger.only_reading = ""
    assert names(folder) == []


def test_a_data_folder_that_takes_no_notes_is_told(ledger: Database, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    ledger.notes = tmp_path / "gone"
    with pytest.raises(StoreError, match="不能写入（找不到）"), ledger.session(reads_first=True) as session:
        export_office(session, "市经信局", folder / "a.xlsx", TODAY)
    assert names(folder) == []
