"""Where slips go, and what happens where they cannot."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QDesktopServices

from tests.ui.papers.conftest import Office
from tracker.model.enums import PaperKind
from tracker.model.rows import Slip
from tracker.reports import documents
from tracker.ui.core.long_job import LongJob
from tracker.ui.papers.saving import slip_paths


def test_every_slip_has_a_name_of_its_own(office: Office) -> None:
    office.show(PaperKind.URGING)
    slips = office.page.slips
    twice = (*slips, slips[0])
    names = [path.name for path in slip_paths(twice, Path("单据"))]
    assert len(set(names)) == len(twice)
    assert names[0] == "催办单_市经信局_20261128.docx"
    assert names[-1] == "催办单_市经信局_20261128(2).docx"


def test_leaving_the_dialog_writes_nothing(office: Office) -> None:
    office.page.saving.choose_folder = lambda _parent, _start: ""
    office.show(PaperKind.ORDER)
    office.page.foot.register.click()
    office.settle()
    assert list(office.out.iterdir()) == []
    assert office.issued() == []


def test_a_folder_that_is_gone_registers_nothing(office: Office) -> None:
    gone = office.out / "gone"
    office.page.saving.choose_folder = lambda _parent, _start: str(gone)
    office.show(PaperKind.ORDER)
    office.page.foot.register.click()
    office.settle()
    assert len(office.failed) == 1
    assert office.issued() == []
    assert not gone.exists()


def test_cancelled_slips_leave_no_file(office: Office) -> None:
    office.show(PaperKind.ORDER)
    jobs = office.program.context.jobs
    jobs.long_started.connect(lambda job: job.cancel())
    office.page.foot.register.click()
    office.settle()
    assert list(office.out.iterdir()) == []
    assert office.issued() == []


def test_slips_of_all_offices_are_cancelled_half_way_and_written_when_asked_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.show(PaperKind.ORDER)
    jobs, made, running = office.program.context.jobs, list[str](), list[LongJob]()
    jobs.long_started.connect(running.append)
    write = documents.slip_document

    def press_cancel_at_the_third(slip: Slip, *wishes: Any, **more: Any) -> bytes:
        made.append(slip.office)
        if len(made) == 3:
            running[0].cancel()
        return write(slip, *wishes, **more)

    monkeypatch.setattr(documents, "slip_document", press_cancel_at_the_third)
    office.page.foot.register.click()
    office.settle()
    assert len(made) == 3
    assert (list(office.out.iterdir()), office.issued(), office.failed) == ([], [], ["已取消，台账没有变化。"])
    assert office.page.foot.register.isEnabled()
    office.page.foot.register.click()
    office.settle()
    assert len(list(office.out.iterdir())) == 5
    assert len(office.issued()) == 8


def test_the_toast_opens_the_file_or_the_folder(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    office.page.foot.save.click()
    office.settle()
    office.show(PaperKind.ORDER)
    office.page.foot.save.click()
    office.settle()
    notices = [notice for notice in office.told if notice.retry is not None]
    assert [notice.act for notice in notices] == ["打开文件", "打开文件夹"]
    for notice in notices:
        notice.retry()  # type: ignore[misc]
    assert opened == [str(office.out / "通报_20261128.docx"), str(office.out)]


@pytest.mark.parametrize("kind", [PaperKind.CIRCULAR, PaperKind.LEDGER])
def test_a_file_in_the_way_is_kept_whole_where_writing_fails(office: Office, kind: PaperKind) -> None:
    office.show(kind)
    target = office.out / "taken"
    target.mkdir()
    office.page.saving.ask_place = lambda _parent, _title, start, then, _kinds="": then(target)
    office.page.foot.register.click()
    office.settle()
    assert len(office.failed) == 1
    assert office.issued() == []
    assert target.is_dir()


def test_the_register_lists_what_was_issued(office: Office) -> None:
    office.page.foot.register.click()
    office.settle()
    office.show(PaperKind.ORDER)
    office.page.foot.register.click()
    office.settle()
    assert office.page.papers.all.text() == "全部 9 份"
    dialog = office.page.open_register()
    assert dialog is not None
    table = dialog.table  # type: ignore[attr-defined]
    assert table.topLevelItemCount() == 9
    assert table.topLevelItem(8).text(1) == "通报 第1期"
    assert table.topLevelItem(0).text(2) == "市总工会"
    dialog.reject()
