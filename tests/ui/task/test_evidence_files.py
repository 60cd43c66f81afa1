"""Evidence opens as a read-only copy; programs and full disks end in a sentence."""

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from sqlmodel import select

from tracker.model.tables import Task
from tracker.services.progress import add_evidence
from tracker.services.write_basics import begin
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.task import evidence_files
from tracker.ui.task.evidence_files import open_evidence, safe_name, write_copy
from tracker.ui.widgets.dialog import Message


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    found: list[Path] = []

    def take(url: QUrl) -> bool:
        found.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(evidence_files.QDesktopServices, "openUrl", take)
    return found


@pytest.fixture
def told(live: Context) -> list[Notice]:
    notices: list[Notice] = []
    live.bus.notified.connect(notices.append)
    return notices


def keep(ledger: Database, name: str, text: str = "", data: bytes = b"") -> int:
    with ledger.session() as session:
        task = session.exec(select(Task)).first()
        assert task is not None
        add_evidence(session, task.id, name, text, data)
        return max(session.exec(select(opening_table().id)).all())


def keep_as_before(ledger: Database, name: str, data: bytes) -> int:
    """Keep a file of a kind that is not accepted any more: what is in a ledger stays."""
    number = keep(ledger, "a.pdf", data=data.ljust(8, b"\0")[::-1])
    with ledger.session() as session:
        begin(session, "更名")
        session.get_one(opening_table(), number).name = name
    return number


def opening_table() -> Any:
    from tracker.model.tables import Evidence

    return Evidence


def test_a_file_is_opened_as_a_copy_that_cannot_be_changed(
    live: Context, ledger: Database, opened: list[Path], qtbot: Any
) -> None:
    number = keep(ledger, "验收意见.pdf", data=b"%PDF-1.7")
    open_evidence(live, number)
    live.jobs.drain()
    (path,) = opened
    assert (path.name, path.read_bytes()) == ("验收意见.pdf", b"%PDF-1.7")
    assert not path.stat().st_mode & 0o222
    assert ledger.url.find(str(path.parent)) == -1


def test_a_note_is_shown(live: Context, ledger: Database, opened: list[Path], qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    open_evidence(live, keep(ledger, "会议纪要", text="已原则同意"), window)
    live.jobs.drain()
    (shown,) = window.findChildren(Message)
    assert shown.windowTitle() == "会议纪要"
    assert opened == []
    shown.accept()
    qtbot.waitUntil(lambda: not isValid(shown))  # its window outlives it, as the program's does


def test_a_program_is_never_started(live: Context, ledger: Database, opened: list[Path], told: list[Notice]) -> None:
    open_evidence(live, keep_as_before(ledger, "工具.EXE", b"MZ"))
    live.jobs.drain()
    assert opened == []
    assert told[0].text == "工具.EXE 不是可以直接打开的类型，没有打开"
    assert told[0].act == "另存…"


def test_a_program_under_the_name_of_a_paper_is_not_opened_either(
    live: Context, ledger: Database, opened: list[Path], told: list[Notice]
) -> None:
    open_evidence(live, keep_as_before(ledger, "合同.pdf", b"not a pdf"))
    live.jobs.drain()
    assert opened == []
    assert told[0].text == "合同.pdf 的内容与 pdf 不符，没有打开"


def test_without_a_program_for_it_the_place_is_told(
    live: Context, ledger: Database, told: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_files.QDesktopServices, "openUrl", lambda _url: False)
    open_evidence(live, keep(ledger, "图.png", data=b"\x89PNG\r\n\x1a\n"))
    live.jobs.drain()
    assert told[0].text == "没有能打开 图.png 的程序"
    assert "图.png" in told[0].detail


def test_evidence_that_was_taken_back(live: Context, opened: list[Path]) -> None:
    sentences: list[str] = []
    live.jobs.failed.connect(sentences.append)
    open_evidence(live, 99_999)
    live.jobs.drain()
    assert sentences == ["这份佐证已不在台账中，可能刚被撤销；请刷新后再看。"]
    assert opened == []


def test_a_disk_that_refuses_is_told(live: Context, ledger: Database, told: list[Notice], monkeypatch: Any) -> None:
    def refuse(**_named: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(evidence_files.tempfile, "mkdtemp", refuse)
    open_evidence(live, keep(ledger, "a.pdf", data=b"%PDF"))
    live.jobs.drain()
    assert told[0].text == "不能打开 a.pdf：磁盘已满"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("验收意见.pdf", "验收意见.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a<b>:"|?*.xlsx', "a_b______.xlsx"),
        ("CON.txt", "_CON.txt"),
        ("com1", "_com1"),
        ("  . ", "佐证"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("a\x00b\nc.pdf", "a_b_c.pdf"),
    ],
)
def test_names_every_system_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert os.sep not in safe


def test_a_copy_is_written_where_it_is_wanted(live: Context, told: list[Notice], tmp_path: Path) -> None:
    write_copy(live, tmp_path / "a.pdf", b"%PDF")
    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF"
    assert live.settings.last_folder == str(tmp_path)
    write_copy(live, tmp_path / "none" / "a.pdf", b"%PDF")
    (tmp_path / "ledger.db").write_bytes(b"SQLite format 3\0 and all its rows")
    write_copy(live, tmp_path / "ledger.db", b"%PDF")
    assert (tmp_path / "ledger.db").read_bytes().endswith(b"rows")
    assert [notice.text[:8] for notice in told] == ["已另存 a.pd", "不能写入 a.p", "文件「ledge"]
