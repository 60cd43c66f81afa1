"""What the chips of the ledger offer, and what its head counts."""

from collections.abc import Callable

from tracker.model.enums import Status
from tracker.services.status import change_status
from tracker.store.engine import Database
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task.filter import Facet

Settle = Callable[[], None]


def test_offices_are_offered_in_the_order_of_the_ledger(page: LedgerPage) -> None:
    offered = [value for value, _ in page.toolbar.options[Facet.OFFICE]]
    known = [name for name in page.controller.offices.names if name in offered]
    assert len(known) > 5
    assert [value for value in offered if value in known] == known
    assert known != sorted(known)


def test_cancelled_tasks_stand_beside_the_total(page: LedgerPage, ledger: Database, settle: Settle) -> None:
    assert page.head.summary().startswith("88 项任务 · 截至 ")
    task = page.controller.shown[0]
    with ledger.session() as session:
        change_status(
            session, task.id, Status.CANCELLED, page.context.today(), reason="不再需要", decided_by="王副市长"
        )
    page.refresh()
    settle()
    assert page.head.summary().startswith("87 项任务，另有已取消 1 项 · 截至 ")
