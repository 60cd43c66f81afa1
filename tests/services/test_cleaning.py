"""Originals and contents of long settled workbooks may go; what they were and why an act stays is told."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from tracker.errors import InputError, RuleError
from tracker.model.enums import Choice
from tracker.model.tables import Attachment, Evidence, WorkbookExport, WorkbookExportRow, WorkbookReturn
from tracker.queries.current_rows import SentWorkbooks
from tracker.queries.sent_rows import unsettled_when_sent
from tracker.queries.usage import read_usage
from tracker.services.cleaning import clean_originals
from tracker.services.progress import add_evidence
from tracker.services.returns.originals import read_original
from tracker.services.undo import undo_batch

#: Two years and a day after the workbook was sent, and the day before.
OLD, YOUNG = date(2028, 3, 3), date(2028, 3, 2)


def usage(desk, today: date):
    return desk.look(read_usage, today)


@pytest.fixture
def settled(desk, sent, tmp_path: Path):
    """Return a ledger into which a filled workbook was taken."""
    sent.edit("A1.1", owner="张三")
    desk.take_in(sent, Choice.THEIRS)
    return desk


def test_the_figures_tell_rows_and_bytes(settled) -> None:
    figures = usage(settled, YOUNG)
    (original,) = settled.rows(Attachment)
    assert (figures.tasks, figures.originals, figures.original_bytes) == (88, 1, original.size)
    assert figures.revisions > 0
    assert figures.snapshot_bytes > 10_000
    assert figures.total_bytes > figures.original_bytes
    assert (figures.cleanable, figures.evidence_bytes) == (0, 0)
    old = usage(settled, OLD)
    assert (old.cleanable, old.cleanable_snapshots) == (1, 1)
    assert old.cleanable_bytes == original.size + figures.snapshot_bytes
    assert old.cleanable_words == "1 份反馈原件和 1 份发出内容"


def test_only_the_bytes_go_and_the_act_says_so(settled) -> None:
    before = settled.rows(Attachment)[0]
    changes = settled.act(clean_originals, OLD)
    assert changes.label.startswith("清理 1 份反馈原件和 1 份发出内容（24 个月以前的批次），共 ")
    (after,) = settled.rows(Attachment)
    assert (after.sha256, after.size, after.data, after.emptied_on) == (before.sha256, before.size, b"", OLD)
    assert usage(settled, OLD).originals == 0
    assert settled.act(clean_originals, OLD).batch_id is None, "a second time there is nothing"
    name = settled.returned().file_name
    with pytest.raises(InputError, match=rf"{name} 的原件已于 2028-03-03 清理"):
        settled.look(read_original, settled.returned().id)


def test_an_act_on_it_is_no_more_taken_back(settled) -> None:
    batch = settled.returned().batch_id
    settled.act(clean_originals, OLD)
    with pytest.raises(RuleError, match=r"不能撤销：反馈文件 .* 的原件已于 2028-03-03 清理"):
        settled.act(undo_batch, batch, others=True)


def test_what_waits_or_is_young_stays(desk, sent) -> None:
    sent.edit("A1.1", owner="张三")
    desk.receive(sent)
    assert desk.act(clean_originals, OLD).batch_id is None
    assert len(desk.rows(Attachment)[0].data) > 1000


def test_what_is_kept_as_evidence_too_stays(settled, tmp_path: Path) -> None:
    (original,) = settled.rows(Attachment)
    settled.act(add_evidence, 1, "原件.xlsx", data=original.data)
    assert settled.rows(Evidence)[0].sha256 == original.sha256
    assert settled.act(clean_originals, OLD).label.startswith("清理 1 份发出内容（")
    assert settled.rows(WorkbookReturn, col(WorkbookReturn.sha256) == original.sha256)
    assert settled.look(lambda s: s.exec(select(Attachment.emptied_on)).all()) == [None]


def test_a_file_that_comes_again_is_kept_again(settled) -> None:
    (original,) = settled.rows(Attachment)
    settled.act(clean_originals, OLD)
    settled.act(add_evidence, 1, "原件.xlsx", data=original.data)
    (again,) = settled.rows(Attachment)
    assert (again.data, again.emptied_on) == (original.data, None)


def test_the_contents_of_a_sent_workbook_go_and_what_was_unsettled_in_it_is_still_told(settled) -> None:
    sent = settled.rows(WorkbookExport)[0]
    before = usage(settled, OLD).snapshot_bytes
    unsettled = settled.look(unsettled_when_sent, [sent.id])
    keys = [(row.kind, row.key) for row in settled.rows(WorkbookExportRow)]
    settled.act(clean_originals, OLD)
    assert usage(settled, OLD).snapshot_bytes < before / 2
    assert settled.look(unsettled_when_sent, [sent.id]) == unsettled
    assert [(row.kind, row.key) for row in settled.rows(WorkbookExportRow)] == keys, "what was sent is still known"
    assert usage(settled, OLD).cleanable_words == ""


def test_a_late_copy_brings_its_own_record_and_without_one_it_is_refused_in_words(settled, sent) -> None:
    (code,) = settled.look(lambda s: list(SentWorkbooks(s)))
    assert settled.look(lambda s: SentWorkbooks(s).whole([code])) == {code}
    settled.act(clean_originals, OLD)
    sent.edit("A1.1", owner="李四")
    assert [change.theirs for change in settled.preview(sent).changes] == ["李四"]
    assert settled.look(lambda s: SentWorkbooks(s).whole([code])) == set(), "no file without a name is held against it"
    with pytest.raises(InputError, match=rf"的工作簿（{code}），发出内容已于 2028-03-03 清理，不能再核对它的反馈"):
        settled.look(lambda s: SentWorkbooks(s)[code])


def test_an_act_is_not_taken_back_where_the_original_stayed_and_the_contents_went(settled) -> None:
    (original,) = settled.rows(Attachment)
    batch = settled.returned().batch_id
    settled.act(add_evidence, 1, "原件.xlsx", data=original.data)
    settled.act(clean_originals, OLD)
    with pytest.raises(RuleError, match=r"不能撤销：.* 那一份发出的内容已于 2028-03-03 清理"):
        settled.act(undo_batch, batch, others=True)


def test_contents_of_a_workbook_that_never_came_back_stay(desk, sent) -> None:
    assert usage(desk, OLD).cleanable_snapshots == 0
    assert desk.act(clean_originals, OLD).batch_id is None
