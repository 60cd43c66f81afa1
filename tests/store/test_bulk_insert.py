"""Many rows at once are recorded like any other."""

from datetime import date

import pytest
from sqlmodel import select

from tracker.model.enums import Choice
from tracker.model.tables import Attachment, ReturnDecision, Revision, WorkbookReturn
from tracker.store.bulk_insert import add_rows
from tracker.store.history import open_batch


@pytest.fixture
def return_id(ledger) -> int:
    with ledger.session() as session:
        session.add(Attachment(sha256="aa", data=b"x"))
        session.flush()
        received = WorkbookReturn(file_name="a.xlsx", sha256="aa", received_on=date(2026, 3, 2))
        session.add(received)
        session.flush()
        return received.id


def row(return_id: int, key: str, value: object) -> dict[str, object]:
    head = {"return_id": return_id, "kind": "task", "key": key, "field": "owner"}
    return head | {"choice": Choice.MERGED, "value": value}


def test_every_row_has_its_revision(ledger, return_id: int) -> None:
    rows = [row(return_id, "T1", "李四"), row(return_id, "T2", ["甲", "乙"]), row(return_id, "T3", None)]
    with ledger.session() as session:
        batch = open_batch(session, "导入")
        add_rows(session, ReturnDecision, rows)
        number = batch.id
        assert session.info["recorded"] == number
    with ledger.reading() as session:
        made = session.exec(select(ReturnDecision).order_by(ReturnDecision.id)).all()
        kept = session.exec(select(Revision).where(Revision.batch_id == number).order_by(Revision.id)).all()
        assert [(one.key, one.value, one.choice) for one in made] == [
            ("T1", "李四", Choice.MERGED),
            ("T2", ["甲", "乙"], Choice.MERGED),
            ("T3", None, Choice.MERGED),
        ]
        assert [(one.entity, one.entity_id, one.old) for one in kept] == [
            ("return_decision", one.id, None) for one in made
        ]
        assert kept[1].new == {"id": made[1].id, **rows[1], "choice": "merged"}


def test_no_rows_are_no_revision(ledger) -> None:
    with ledger.session() as session:
        open_batch(session, "导入")
        add_rows(session, ReturnDecision, [])
        assert "recorded" not in session.info


def test_rows_added_in_bulk_and_one_by_one_are_numbered_on(ledger, return_id: int) -> None:
    with ledger.session() as session:
        open_batch(session, "导入")
        add_rows(session, ReturnDecision, [row(return_id, "T1", "甲"), row(return_id, "T2", "乙")])
        session.add(ReturnDecision(**row(return_id, "T3", "丙")))
        session.flush()
        add_rows(session, ReturnDecision, [row(return_id, "T4", "丁")])
    with ledger.reading() as session:
        made = session.exec(select(ReturnDecision).order_by(ReturnDecision.id)).all()
        assert [one.key for one in made] == ["T1", "T2", "T3", "T4"]
        kept = session.exec(select(Revision).where(Revision.entity == "return_decision")).all()
        assert {one.entity_id for one in kept} == {one.id for one in made}
