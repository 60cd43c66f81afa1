"""Evidence with its bytes, or a sentence where they are gone."""

import pytest
from sqlmodel import select

from tracker.errors import InputError
from tracker.model.enums import EvidenceKind
from tracker.model.tables import Evidence
from tracker.queries.evidence import read_attachment, read_evidence
from tracker.services.progress import add_evidence


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
