"""The folders of a U-disk: a workbook, a guide and a place for evidence each, and a list to be signed."""

import hashlib
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import Session

from tracker.errors import ConflictError, InputError
from tracker.files import removable_disk
from tracker.model.enums import FileState
from tracker.model.exchange_words import ExportChannel
from tracker.model.tables import WorkbookExport
from tracker.services import exporting, staged_files
from tracker.services.sending.sending import Roads, export_and_send
from tracker.store.engine import Database

DUE = date(2026, 3, 20)


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    (path := tmp_path / "U").mkdir()
    return path


def test_a_folder_for_every_office_and_a_list_on_top(lite, send, disk: Path) -> None:
    sent = send(lite, Roads(disk=disk), due=DUE)
    folders = sorted(path for path in disk.iterdir() if path.is_dir())
    exports = {row.file_name: row for row in lite.rows(WorkbookExport)}
    assert len(folders) == len(exports) > 5
    assert folders[0].name == "01_市经信局"
    for folder in folders:
        assert [path.name for path in folder.iterdir() if path.is_dir()] == ["佐证材料"]
        (book,) = folder.glob("*.xlsx")
        assert hashlib.sha256(book.read_bytes()).hexdigest() == exports[book.name].sha256
        guide = (folder / "填表说明.txt").read_bytes()
        assert guide.startswith(b"\xef\xbb\xbf")
        assert "2026-03-20" in guide.decode("utf-8-sig")
        assert b"\n" not in guide.replace(b"\r\n", b"")
    assert not list(disk.rglob("*.part"))
    assert {row.channel for row in exports.values()} == {ExportChannel.DISK}
    assert set(sent.paths) == {*disk.glob("*/*.xlsx"), disk / "交接清单.xlsx"}


def test_the_list_can_be_signed_and_its_sums_are_right(lite, send, disk: Path) -> None:
    send(lite, Roads(disk=disk), due=DUE)
    sheet = openpyxl.load_workbook(disk / "交接清单.xlsx").active
    assert [cell.value for cell in sheet[3]] == [
        "序号", "单位", "文件", "校验（SHA-256前8位）", "任务", "反馈时限", "签收人", "签收时间",
    ]  # fmt: skip
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    exports = {row.file_name: row for row in lite.rows(WorkbookExport)}
    assert [row[0] for row in rows] == list(range(1, len(exports) + 1))
    for _, _, name, check, tasks, due, signed, when in rows:
        (book,) = disk.glob(f"*/{name}")
        assert check == hashlib.sha256(book.read_bytes()).hexdigest()[:8].upper()
        assert (tasks, due.date(), signed, when) == (exports[name].tasks, DUE, None, None)
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth or 1, sheet.page_setup.paperSize) == (1, 1, 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_once_more_replaces_nothing(lite, send, disk: Path) -> None:
    send(lite, Roads(disk=disk), "市经信局")
    before = {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()}
    sent = send(lite, Roads(disk=disk), "市经信局")
    assert {path: path.read_bytes() for path in before} == before
    assert [path.name for path in sent.paths] == ["市经信局_第1批交办(2).xlsx", "交接清单(2).xlsx"]


def test_a_disk_that_fails_leaves_nothing_recorded(lite, send, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = iter(range(99))

    def pulled_out(_handle: int) -> None:
        if next(calls) == 5:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(removable_disk, "_sync", pulled_out)
    with pytest.raises(InputError, match="可能U盘被拔出，没有写完；请插好后重新导出。"):
        send(lite, Roads(disk=disk))
    assert list(disk.iterdir()) == []
    assert lite.rows(WorkbookExport) == []


def test_disk_and_drafts_together(lite, send, disk: Path) -> None:
    (eml := disk.with_name("eml")).mkdir()
    send(lite, Roads(eml=eml, disk=disk), "市经信局")
    assert {path.name for path in eml.iterdir()} == {
        "市经信局_第1批交办.eml", "市经信局_第1批交办.xlsx", "邮件清单.xlsx",
    }  # fmt: skip
    assert (disk / "01_市经信局" / "市经信局_第1批交办.xlsx").is_file()


def test_a_round_that_was_opened_meanwhile_leaves_the_disk_and_the_mails_as_they_were(
    lite, disk: Path, tmp_path: Path
) -> None:
    """All is written before the turn: where the turn says no, nothing of it gets its name."""
    (eml := disk.with_name("eml")).mkdir()
    (disk / "01_市经信局").mkdir()
    (disk / "01_市经信局" / "旧.txt").write_text("旧", encoding="utf-8")

    def export(session: Session, out: Path, ready: Any) -> Any:
        def meanwhile(books: Any) -> None:
            ready(books)
            assert list(disk.rglob("*.part-E*")) != []
            assert [path for path in disk.rglob("*.xlsx") if not path.name.startswith(".")] == []
            other = Database(lite.ledger.engine.url.render_as_string(hide_password=False), "王敏", "b" * 12)
            with other.session() as second:
                exporting.export_office(second, "市科技局", tmp_path / "b.xlsx", lite.today)
            other.close()

        return exporting.export_all(session, out, lite.today, ready=meanwhile)

    with pytest.raises(ConflictError, match="这次没有导出"), lite.ledger.session(reads_first=True) as session:
        export_and_send(session, partial(export, session), Roads(eml=eml, disk=disk), lite.today)
    assert [path.name for path in sorted(disk.rglob("*"))] == ["01_市经信局", "旧.txt"]
    assert list(eml.iterdir()) == []
    assert {row.file_name for row in lite.rows(WorkbookExport)} == {"b.xlsx"}


def test_what_goes_with_workbooks_is_finished_by_the_next_start(lite, disk: Path, tmp_path: Path) -> None:
    """Killed after the commit and before the names: the notes of the desk know what belongs where."""
    lite.ledger.notes = tmp_path / "notes"
    lite.ledger.notes.mkdir()
    (eml := disk.with_name("eml")).mkdir()
    with pytest.MonkeyPatch.context() as patch, lite.ledger.session(reads_first=True) as session:
        patch.setattr(staged_files, "_carry_out", lambda *_: False)
        send = partial(exporting.export_all, session, today=lite.today)
        sent = export_and_send(
            session, lambda out, ready: send(out, ready=ready), Roads(eml=eml, disk=disk), lite.today
        )
    staged_files.finish_left(lite.ledger)
    assert not [path for folder in (disk, eml) for path in folder.rglob(".part-*")]
    assert all(path.is_file() for path in (*sent.paths, *sent.drafts.paths))
    assert {row.file_state for row in lite.rows(WorkbookExport)} == {FileState.PLACED}


def test_a_file_on_the_disk_that_differs_is_told_by_its_name(
    lite, send, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _path: b"")
    with pytest.raises(InputError, match=r"U盘上的“填表说明\.txt”与原文件不一致"):
        send(lite, Roads(disk=disk), "市经信局")
