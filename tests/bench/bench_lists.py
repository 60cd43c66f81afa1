"""What task lists, 体检 and 来源 cost in a ledger of 5,000 tasks and 200 sources."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.model.source_words import SourceKind
from tracker.queries.source_page import read_source_page
from tracker.queries.sources import read_sources
from tracker.queries.xray import read_xray
from tracker.services.lists.preview import ListWish
from tracker.services.lists.taking_in import ListTarget, list_of_block, look_at_list
from tracker.services.sources.register import SourceFacts, register_source, the_open_source
from tracker.services.sources.tasks import NewTask, write_tasks
from tracker.store.engine import Database

TODAY = date(2026, 3, 2)
SOURCES, EACH = 200, 25
OFFICES = ("市经信局", "市科技局", "市财政局")


def block(rows: int) -> str:
    """Return a list of so many tasks as it is copied from a spreadsheet."""
    lines = ["序号\t工作任务\t牵头单位\t配合单位\t完成时限"]
    lines += [
        f"{number}\t推进第{number}项重点改革\t{OFFICES[number % 3]}\t市教育局、市商务局\t2026年{number % 12 + 1}月底前"
        for number in range(1, rows + 1)
    ]
    return "\n".join(lines)


def fill(session: Any) -> int:
    """Register the sources with their tasks and return the number of one."""
    for number in range(SOURCES):
        facts = SourceFacts(SourceKind.DOCUMENT, f"第{number}号文件")
        (source,) = register_source(session, facts, TODAY).sources
        rows = [NewTask(f"第{number}号文件第{row}项", lead_office=OFFICES[row % 3]) for row in range(EACH)]
        write_tasks(session, the_open_source(session, source), rows, TODAY)
    return int(source)


def bench_lists_and_sources(database: Database, timed: Callable[..., float], say: Callable[[str], None]) -> None:
    with database.session() as session:
        source = fill(session)
    target, wish = ListTarget(title="重点改革"), ListWish()
    with database.reading() as session:
        for rows in (300, 3_000):
            file = list_of_block(block(rows))
            seconds = timed(lambda f=file: look_at_list(session, f, target, wish, TODAY), times=3)
            say(f"preview of a list of {rows:,} rows: {seconds:.2f} s")
        for words, read in (
            ("体检", lambda: read_xray(session, TODAY)),
            ("来源", lambda: read_sources(session)),
            ("one source", lambda: read_source_page(session, source)),
        ):
            say(f"{words}: {timed(read, times=3):.3f} s")
    database.close()
