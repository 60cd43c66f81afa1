"""Evidence with its bytes, or a sentence where they are gone."""

from datetime import date

import pytest
from sqlmodel import select

from tracker.errors import InputError
from tracker.model.enums import EvidenceKind, Status
from tracker.model.tables import Evidence, Task
from tracker.queries.evidence import count_evidence, read_attachment, read_evidence
from tracker.queries.tasks import read_task
from tracker.services.progress import add_evidence
from tracker.services.task_links import merge_tasks
from tracker.services.write_basics import facts_of


def kept(desk) -> list[Evidence]:
    return desk.look(lambda session: [(one.id, one.sha256) for one in session.exec(select(Evidence))])


def test_a_file_comes_back_as_it_was(lite) -> None:
    data = bytes(range(256)) * 40
    lite.act(add_evidence, lite.number("A1.1"), "验收意见.pdf", data=data)
    ((number, digest),) = kept(lite)
    found = lite.look(read_evidence, number)
    assert (found.kind, found.name, found.data) == (EvidenceKind.FILE, "验收意见.pdf", data)
    assert lite.look(read_attachment, digest) == data


def test_a_note_has_no_bytes(lite) -> None:
    lite.act(add_evidence, lite.number("A1.1"), "纪要", text="已原则同意")
    ((number, digest),) = kept(lite)
    found = lite.look(read_evidence, number)
    assert (digest, found.kind, found.text, found.data) == (None, EvidenceKind.NOTE, "已原则同意", b"")


def test_what_is_gone_is_said(lite) -> None:
    with pytest.raises(InputError, match="这份佐证已不在台账中"):
        lite.look(read_evidence, 99_999)
    with pytest.raises(InputError, match="没有这份文件的内容"):
        lite.look(read_attachment, "0" * 64)


@pytest.mark.parametrize("asked", [True, False])
def test_evidence_of_a_merged_task_counts_for_both(desk, asked: bool) -> None:
    kept, merged, other = (desk.number(code) for code in ("A1.1", "A1.2a", "B1.1"))
    for number, task_id in enumerate((kept, merged, merged, other)):
        desk.act(add_evidence, task_id, "", text=f"第{number}次专题会议纪要已经印发各单位")
        desk.act(add_evidence, task_id, "", text="已完成，见附件。")  # says nothing
    assert desk.look(count_evidence, [kept, merged] if asked else None) == {
        kept: 1, merged: 2, **({} if asked else {other: 1}),
    }  # fmt: skip
    desk.act(merge_tasks, kept, [merged], date(2026, 3, 2))
    counts = desk.look(count_evidence, [kept, merged] if asked else None)
    assert (counts[kept], counts[merged]) == (3, 2)
    facts = desk.look(lambda session: facts_of(session, session.get(Task, kept), Status.CLOSED, desk.today))
    pieces = desk.look(read_task, kept, desk.today).evidence
    assert facts.evidence == len([piece for piece in pieces if not piece.refusal]) == 3
    assert [piece.refusal for piece in pieces].count("只有“已完成”一类的话") == 3


def test_a_task_without_evidence_is_left_out(lite) -> None:
    assert lite.look(count_evidence, [lite.number("A1.1")]) == lite.look(count_evidence) == {}


def test_the_same_bytes_count_once(desk) -> None:
    kept, merged = (desk.number(code) for code in ("A1.1", "A1.2a"))
    for task_id in (kept, merged):
        desk.act(add_evidence, task_id, "验收.pdf", data=b"%PDF-1.7" * 200)
        desk.act(add_evidence, task_id, "", text="市发改委组织验收，意见为合格")
    desk.act(merge_tasks, kept, [merged], date(2026, 3, 2))
    assert desk.look(count_evidence, [kept]) == {kept: 2}


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("意见.txt", "市发改委组织验收，意见为合格".encode(), ""),
        ("意见.TXT", "市发改委组织验收，意见为合格".encode("gb18030"), ""),
        ("意见.csv", b"a,b,c\n1,2,3\n", "有效文字不足 10 个"),
        ("意见.txt", "……！！——".encode(), "只有标点"),
        ("意见.pdf", b"%PDF-1.7", "文件不足 1 KB"),
        ("意见.pdf", bytes(1024), ""),
        ("意见.csv", bytes(1024), ""),
    ],
)
def test_a_small_file_counts_where_it_says_something(lite, name: str, data: bytes, refusal: str) -> None:
    number = lite.number("A1.1")
    lite.act(add_evidence, number, name, data=data)
    (piece,) = lite.look(read_task, number, lite.today).evidence
    assert piece.refusal == refusal
    assert lite.look(count_evidence) == ({} if refusal else {number: 1})
