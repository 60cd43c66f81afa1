"""What the windows about sources cost in a ledger of 5,000 tasks and 200 sources: run it, nothing is asserted.

`python -m tests.bench.bench_lists` prints seconds: the preview of a list of 300 and of 3,000 rows, the X-ray, and the
page of sources.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tracker.model.source_words import SourceKind
from tracker.queries.source_page import read_source_page
from tracker.queries.sources import read_sources
from tracker.queries.xray import read_xray
from tracker.services.lists.preview import ListWish
from tracker.services.lists.taking_in import ListTarget, list_of_block, look_at_list
from tracker.services.sources.register import SourceFacts, register_source, the_open_source
from tracker.services.sources.tasks import NewTask, write_tasks
from tracker.store.opening import open_ledger

ROOT = Path(__file__).resolve().parents[2]
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


def timed(words: str, work: Callable[[], Any]) -> None:
    """Print how long something takes, the best of three."""
    best = min(_once(work) for _ in range(3))
    print(f"{words}: {best:.3f} s")


def _once(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fill(session: Any) -> int:
    """Register the sources with their tasks and return the number of one."""
    for number in range(SOURCES):
        facts = SourceFacts(SourceKind.DOCUMENT, f"第{number}号文件")
        (source,) = register_source(session, facts, TODAY).sources
        rows = [NewTask(f"第{number}号文件第{row}项", lead_office=OFFICES[row % 3]) for row in range(EACH)]
        write_tasks(session, the_open_source(session, source), rows, TODAY)
    return int(source)


def main() -> None:
    """Make the ledger in a folder of its own and measure."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_ledger(f"sqlite:///{folder}/ledger.db", ROOT / "db", ROOT / "db" / "seed")
        with database.session() as session:
            source = fill(session)
        target, wish = ListTarget(title="重点改革"), ListWish()
        with database.reading() as session:
            for rows in (300, 3_000):
                file = list_of_block(block(rows))
                timed(f"preview of {rows} rows", lambda f=file: look_at_list(session, f, target, wish, TODAY))
            timed("xray", lambda: read_xray(session, TODAY))
            timed("sources", lambda: read_sources(session))
            timed("one source", lambda: read_source_page(session, source))
        database.engine.dispose()


if __name__ == "__main__":
    main()
