"""How many tasks there are: every page says the same number, with cancelled ones beside it."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import select

from tracker import tour
from tracker.cli.opened_ledger import OpenLedger
from tracker.model.enums import Status
from tracker.model.tables import Task
from tracker.queries.overview import read_overview
from tracker.queries.sources import list_articles
from tracker.queries.today import read_today
from tracker.services.status import change_status
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.timeline.page import TimelinePage

TODAY = date(2023, 9, 15)


def test_every_page_says_the_same_number_of_tasks(ledger: Any, show: Any, store_context: Any) -> None:
    with ledger.session() as session:
        every = len(session.exec(select(Task.id)).all())
        change_status(session, 1, Status.CANCELLED, TODAY, reason="并入年度计划", decided_by="王副市长")
    count = every - 1
    with ledger.reading() as session:
        assert read_overview(session, TODAY).tasks == count
        assert read_today(session, TODAY).tasks == count
        assert sum(article.tasks for article in list_articles(session)) == count
    lines = list(tour.summary(OpenLedger(Path(), ledger, TODAY)))
    assert f"{count} 项任务（" in lines[0]
    assert "，另有已取消 1 项" in lines[0]
    assert sum(int(line.split("　")[-1].split()[0]) for line in lines[1:] if line.startswith("　　")) == count
    table, timeline = show(LedgerPage(store_context)), show(TimelinePage(store_context))
    store_context.jobs.drain()
    for page in (table, timeline):
        assert page.head.summary().startswith(f"{count} 项任务，")
        assert "，另有已取消 1 项" in page.head.summary()
    assert table.parts.foot.counts.text().startswith(f"共 {every} 项任务（含已取消 1 项）")
