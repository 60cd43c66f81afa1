"""A desk that never pauses: edits hot rows of a ledger as an editor does and prints what came of it, as JSON.

Run as a process: `python -m tests.desks_at_work URL NUMBER DESKS SECONDS`; each process is several desks.
"""

import json
import random
import sys
import threading
import time
from datetime import date
from typing import Any

from tracker.errors import ConflictError
from tracker.model.seen import seen_of
from tracker.model.tables import Task
from tracker.queries.task_rows import list_tasks
from tracker.services.tasks import edit_task
from tracker.store.engine import Database

TODAY = date(2026, 3, 2)
#: Rows that everybody edits, and fields of them.
HOT, FIELDS = 20, ("owner", "remark")


def work(url: str, number: int, seconds: float, report: dict[str, Any]) -> None:
    """Edit until the time is over; a refusal is looked at and left."""
    desk, dice = Database(url, f"人{number}", f"{number:012x}"), random.Random(number)
    ends, count = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        with desk.reading() as session:
            (row,) = list_tasks(session, TODAY, Task.id == dice.randrange(1, HOT + 1))
        field, count = dice.choice(FIELDS), count + 1
        began = time.perf_counter()
        try:
            with desk.session() as session:
                edit_task(session, row.id, row.version, field, f"人{number}第{count}次", TODAY, seen=seen_of(row))
            report["saved"] += 1
        except ConflictError:
            report["conflicts"] += 1
        report["seconds"].append(time.perf_counter() - began)
    desk.close()


def main(url: str, first: int, desks: int, seconds: float) -> dict[str, Any]:
    """Let several desks work at once and return what came of it."""
    report: dict[str, Any] = {"saved": 0, "conflicts": 0, "seconds": []}
    threads = [threading.Thread(target=work, args=(url, first + n, seconds, report)) for n in range(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return report


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))))
