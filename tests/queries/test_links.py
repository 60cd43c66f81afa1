"""Which tasks belong together."""

from datetime import date

from sqlmodel import select

from tracker.model.enums import Status, TaskLinkKind
from tracker.model.tables import Task
from tracker.queries.links import list_links, merge_parts, merged_codes
from tracker.queries.task_rows import list_tasks
from tracker.services import milestones, progress, status, task_links
from tracker.store.engine import Database

TODAY = date(2026, 3, 2)


def numbers(ledger: Database, *codes: str) -> list[int]:
    with ledger.reading() as session:
        return [session.exec(select(Task.id).where(Task.code == code)).one() for code in codes]


def test_what_it_went_into_then_what_is_related(ledger: Database) -> None:
    kept, merged, other = numbers(ledger, "A1.1", "B1.1", "A1.4")
    with ledger.session() as session:
        task_links.relate_tasks(session, [merged, other])
    with ledger.session() as session:
        task_links.merge_tasks(session, kept, [merged], TODAY)
    with ledger.reading() as session:
        assert [(one.code, one.kind, one.kept) for one in list_links(session, merged)] == [
            ("A1.1", TaskLinkKind.DUPLICATE, True),
            ("A1.4", TaskLinkKind.RELATED, False),
        ]
        (link,) = list_links(session, kept)
        assert (link.code, link.kept, link.status, link.recommendation) == ("B1.1", False, Status.CANCELLED, "B1.1")
        assert merged_codes(session, kept) == {merged: "B1.1"}
        assert merged_codes(session, merged) == {}
        assert list_links(session, numbers(ledger, "A1.5")[0]) == ()


def test_a_row_says_into_what_it_went_in_large_and_small_readings(ledger: Database) -> None:
    kept, merged = numbers(ledger, "A1.1", "B1.1")
    with ledger.session() as session:
        task_links.merge_tasks(session, kept, [merged], TODAY)
    with ledger.reading() as session:
        everything = {row.id: row for row in list_tasks(session, TODAY)}
        (one,) = list_tasks(session, TODAY, Task.id == merged)  # type: ignore[arg-type]
    assert everything[merged] == one
    assert (one.merged_into, one.light.sentence) == ("A1.1", "已并入 A1.1，不单独计数，也不计亮灯。")
    assert everything[kept].merged_into == ""


def test_how_much_hangs_on_each(ledger: Database) -> None:
    first, second = numbers(ledger, "A1.1", "B1.1")
    with ledger.session() as session:
        status.change_status(session, first, Status.IN_PROGRESS, TODAY, confirmed=True)
        progress.record_progress(session, first, TODAY, 20, "开工")
    with ledger.session() as session:
        milestones.add_milestone(session, first, "印发方案", None, today=TODAY)
    with ledger.reading() as session:
        parts = merge_parts(session, [first, second], TODAY)
    assert [(part.entries, part.evidence, part.milestones) for part in (parts[first], parts[second])] == [
        (1, 0, 1), (0, 0, 0),
    ]  # fmt: skip
