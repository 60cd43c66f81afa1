"""Cleaning old originals away: only settled ones, only old ones, and never what proves something."""

from datetime import date
from typing import Any

import pytest

from tracker.errors import InputError, RuleError
from tracker.model.tables import Attachment, Evidence
from tracker.services import undo
from tracker.services.cleaning import clean_originals, old_originals
from tracker.services.progress import add_evidence
from tracker.services.returns.preview import kept_file

SOON, LATE = date(2027, 3, 2), date(2029, 3, 2)


@pytest.fixture
def imported(lite: Any, sent_lite: Any) -> Any:
    sent_lite.edit("A1.1", progress=55, owner="周立群", progress_note="方案已印发")
    lite.take_in(sent_lite)
    return lite


def test_what_is_young_stays(imported: Any) -> None:
    assert imported.look(old_originals, SOON) == (0, 0)
    with pytest.raises(RuleError, match="没有可以清理的原件"):
        imported.act(clean_originals, SOON)


def test_old_bytes_go_and_size_and_digest_stay(imported: Any) -> None:
    (before,) = imported.rows(Attachment)
    assert imported.look(old_originals, LATE) == (1, before.size)
    assert imported.act(clean_originals, LATE).label == "清理 1 份反馈原件"
    (kept,) = imported.rows(Attachment)
    assert (kept.data, kept.emptied_on) == (b"", LATE)
    assert (kept.sha256, kept.size) == (before.sha256, before.size)
    assert imported.look(old_originals, LATE) == (0, 0)


def test_what_was_imported_from_it_is_not_taken_back_any_more(imported: Any) -> None:
    imported.act(clean_originals, LATE)
    with pytest.raises(RuleError, match=r"不能撤销：.*的原件已于 2029-03-02 清理"):
        imported.act(undo.undo_batch)
    with pytest.raises(InputError, match="已于 2029-03-02 清理"):
        imported.look(kept_file, imported.returned())
    assert imported.task().owner == "周立群", "the history and what was imported stay"


def test_one_that_waits_for_a_decision_stays(lite: Any, sent_lite: Any) -> None:
    sent_lite.edit("A1.1", progress=55, owner="周立群", progress_note="方案已印发")
    lite.receive(sent_lite)
    assert lite.look(old_originals, LATE) == (0, 0)


def test_what_proves_something_as_well_stays(imported: Any) -> None:
    (original,) = imported.rows(Attachment)
    with imported.ledger.session() as session:
        add_evidence(session, 1, "反馈.xlsx", data=original.data)
        assert session.get(Attachment, original.sha256) is not None
    assert imported.rows(Evidence)[-1].sha256 == original.sha256
    assert imported.look(old_originals, LATE) == (0, 0)
