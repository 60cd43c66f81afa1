"""Workbooks are written while others work; recording them takes one short turn, and no end of the program halves it."""

import json
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from tracker.errors import ConflictError
from tracker.model.enums import FileState, Unconfirmed
from tracker.model.tables import Office, Revision, Task, WorkbookExport, WorkbookExportRow
from tracker.services import staged_files
from tracker.services.exporting import export_all, export_office
from tracker.services.tasks import confirm_offices, edit_task
from tracker.store.engine import Database
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)
ACT = "a" * 32


@pytest.fixture
def other(ledger: Database) -> Any:
    desk = Database(ledger.url, "王敏", "b" * 12)
    yield desk
    desk.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def exports(ledger: Database) -> list[WorkbookExport]:
    with ledger.reading() as session:
        rows = list(session.exec(select(WorkbookExport).order_by(col(WorkbookExport.id))))
        session.expunge_all()
    return rows


def send_all(ledger: Database, out: Path, act: str = "", **more: Any) -> tuple[Path, ...]:
    with ledger.session(act, reads_first=True) as session:
        return export_all(session, out, TODAY, **more)[1]


def test_another_desk_writes_while_the_workbooks_are_written(ledger: Database, other: Database, out: Path) -> None:
    """What stands in them is of one moment: the one at which the export began."""
    other.patience = 0.1

    def work(done: int, _all: int, _office: str) -> None:
        if done == 0:
            with other.session() as session:
                edit_task(session, 1, 1, "owner", "王敏改的", TODAY)

    paths = send_all(ledger, out, step=work)
    assert sorted(out.iterdir()) == sorted(paths)
    with ledger.reading() as session:
        assert session.get(Task, 1).owner == "王敏改的"
        sent = session.exec(
            select(WorkbookExportRow.content).where(
                WorkbookExportRow.key == session.get(Task, 1).uid, WorkbookExportRow.kind == "task"
            )
        ).one()
    assert sent["owner"] == ""
    assert {row.file_state for row in exports(ledger)} == {FileState.PLACED}


def test_a_round_that_another_desk_opened_meanwhile_is_told(ledger: Database, other: Database, out: Path) -> None:
    elsewhere = out.with_name("elsewhere")
    elsewhere.mkdir()

    def export_too(done: int, _all: int, _office: str) -> None:
        if done == 2:
            send_all(other, elsewhere)

    with pytest.raises(ConflictError, match="刚才另一台电脑已导出第 1 批，这次没有导出；请看过往来页再决定。"):
        send_all(ledger, out, step=export_too)
    assert list(out.iterdir()) == []
    assert {row.file_name for row in exports(ledger)} == {path.name for path in elsewhere.iterdir()}


def test_a_single_workbook_is_told_as_well(
    ledger: Database, other: Database, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def note(*_: Any) -> None:  # called when the workbook is about to be written
        monkeypatch.undo()
        with other.session() as second:
            export_office(second, "市经信局", out / "b.xlsx", TODAY)

    monkeypatch.setattr(staged_files, "_note", note)
    with pytest.raises(ConflictError, match="这次没有导出"), ledger.session(reads_first=True) as session:
        export_office(session, "市经信局", out / "a.xlsx", TODAY)
    assert [path.name for path in out.iterdir()] == ["b.xlsx"]


def test_two_desks_at_once_never_share_a_round(ledger: Database, other: Database, tmp_path: Path) -> None:
    """Both begin at the same moment, three times over: each round is one desk's, the other desk is told."""
    told: list[str] = []
    for number in range(3):
        together = threading.Barrier(2)

        def begin(done: int, _all: int, _office: str, together: threading.Barrier = together) -> None:
            if done == 0:
                together.wait(30)

        def work(desk: Database, folder: Path) -> None:
            folder.mkdir()
            try:
                send_all(desk, folder, step=begin)
            except ConflictError as error:
                told.append(error.sentence)
                assert list(folder.iterdir()) == []

        desks = [(ledger, tmp_path / f"a{number}"), (other, tmp_path / f"b{number}")]
        threads = [threading.Thread(target=work, args=desk) for desk in desks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(told) == 3
    sent = exports(ledger)
    assert {row.round for row in sent} == {1, 2, 3}
    assert len({(row.round, row.office_id) for row in sent}) == len(sent)


def test_suggested_offices_are_confirmed_in_the_same_act(ledger: Database, out: Path) -> None:
    send_all(ledger, out, unconfirmed=Unconfirmed.CONFIRM)
    with ledger.reading() as session:
        assert (
            session.exec(select(Task.id).where(~col(Task.offices_confirmed), col(Task.lead_office_id) > 0)).all() == []
        )


def test_a_lead_that_another_desk_changed_is_not_confirmed_unseen(ledger: Database, other: Database, out: Path) -> None:
    def meanwhile(_books: Any) -> None:
        with other.session() as session:
            open_batch(session, "改单位")
            task = session.exec(select(Task).where(~col(Task.offices_confirmed), col(Task.lead_office_id) > 0)).first()
            task.lead_office_id = session.exec(select(Office.id).where(Office.id != task.lead_office_id)).first()

    with pytest.raises(ConflictError, match="牵头单位，这次没有导出"):
        send_all(ledger, out, unconfirmed=Unconfirmed.CONFIRM, ready=meanwhile)
    assert exports(ledger) == list(out.iterdir()) == []
    with ledger.reading() as session:
        assert session.exec(select(Task.id).where(col(Task.offices_confirmed))).all() == []


def test_what_another_desk_confirmed_meanwhile_is_no_conflict(ledger: Database, other: Database, out: Path) -> None:
    def meanwhile(_books: Any) -> None:
        with other.session() as session:
            confirm_offices(session, [1])

    assert send_all(ledger, out, unconfirmed=Unconfirmed.CONFIRM, ready=meanwhile)
    with ledger.reading() as session:
        acts = select(Revision.id).where(Revision.entity == "task", Revision.entity_id == 1)
        assert len(session.exec(acts.where(Revision.field == "offices_confirmed")).all()) == 1


def test_an_act_that_is_sent_again_is_recorded_once(ledger: Database, out: Path) -> None:
    paths = send_all(ledger, out, ACT)
    assert send_all(ledger, out, ACT) == paths
    assert len(exports(ledger)) == len(paths) == len(list(out.iterdir()))
    for _ in range(2):
        with ledger.session("c" * 32, reads_first=True) as session:
            export_office(session, "市经信局", out / "b.xlsx", TODAY)
    assert len(exports(ledger)) == len(paths) + 1
    send_all(ledger, out, "d" * 32)
    assert len(exports(ledger)) == len(paths) * 2 + 1


def test_as_many_workbooks_as_offices(ledger: Database, out: Path) -> None:
    """Names that are equal once they are clean, but for letter case, reserved or end with a dot."""
    names = ("甲/乙局", "甲乙局", "ABC局", "abc局", "CON", "某局.")
    with ledger.session() as session:
        open_batch(session, "准备")
        leading = select(Task.lead_office_id).distinct()
        offices = session.exec(select(Office).where(col(Office.id).in_(leading)).order_by(col(Office.position))).all()
        for office, name in zip(offices, names, strict=False):
            office.name = name
    there = out / f"_CON_第1批交办_{TODAY:%Y%m%d}.xlsx"
    there.write_bytes(b"somebody's")
    paths = send_all(ledger, out)
    assert len(paths) == len({path.name.casefold() for path in paths}) == len(exports(ledger))
    assert {path.name for path in paths} == {row.file_name for row in exports(ledger)}
    assert len(list(out.iterdir())) == len(paths) + 1
    assert there.read_bytes() == b"somebody's"
    assert (out / f"_CON_第1批交办_{TODAY:%Y%m%d}(2).xlsx").exists()


KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from tracker.services import exporting, staged_files
from tracker.store.engine import Database
url, notes, out, where = sys.argv[1:]
database = Database(url, "被杀的")
database.notes = Path(notes)
if where == "before the rename":
    staged_files._settle = lambda *_, **__: os._exit(9)
else:
    exporting._record = lambda *_: os._exit(9)
with database.session(reads_first=True) as session:
    exporting.export_all(session, Path(out), date(2026, 3, 2))
"""


@pytest.mark.parametrize("where", ["before the rename", "before the turn"])
def test_the_next_start_finishes_what_a_kill_left(ledger: Database, out: Path, tmp_path: Path, where: str) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    command = [sys.executable, "-c", KILLED, ledger.url, str(notes), str(out), where]
    assert subprocess.run(command, check=False).returncode == 9
    drafts = list(out.iterdir())
    assert len(drafts) > 3
    assert all(path.name.startswith(".part-E") for path in drafts)
    (remembered,) = notes.iterdir()
    assert len(remembered.read_text().splitlines()) == len(drafts)
    recorded = exports(ledger)
    assert bool(recorded) is (where == "before the rename")
    assert {row.file_state for row in recorded} <= {FileState.RECORDED}
    ledger.notes = notes
    staged_files.finish_left(ledger)
    assert sorted(path.name for path in out.iterdir()) == sorted(row.file_name for row in recorded)
    assert {row.file_state for row in exports(ledger)} <= {FileState.PLACED}
    assert list(notes.iterdir()) == []


def test_what_another_program_is_still_at_is_left_to_it(ledger: Database, out: Path, tmp_path: Path) -> None:
    ledger.notes = tmp_path / "notes"
    ledger.notes.mkdir()
    starts = Database(ledger.url)
    starts.notes = ledger.notes

    def start(done: int, _all: int, _office: str) -> None:
        if done == 2:
            staged_files.finish_left(starts)
            assert len(list(out.iterdir())) == 2

    assert len(send_all(ledger, out, step=start)) == len(list(out.iterdir()))
    starts.close()


def test_a_line_cut_off_by_a_kill_names_no_draft(ledger: Database, out: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    draft = out / ".part-E00000001.xlsx"
    draft.write_bytes(b"x")
    (out / "~.part-E00000001.4711.0.part").write_bytes(b"killed while it was written")
    whole = json.dumps([str(draft), str(out / "a.xlsx"), False])
    (notes / "placing-1.jsonl").write_text(f"{whole}\n{whole[:20]}", encoding="utf-8")
    ledger.notes = notes
    staged_files.finish_left(ledger)
    assert list(out.iterdir()) == list(notes.iterdir()) == []
