"""Where slips go, and what happens where they cannot."""

from pathlib import Path

import pytest

from tests.ui.papers.conftest import Office
from tracker.model.enums import PaperKind
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
