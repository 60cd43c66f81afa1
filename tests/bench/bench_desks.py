"""Fifty desks that never pause on one server: acts a second, how long each took, and that nothing was lost.

TRACKER_BENCH_SECONDS sets the time (180), TRACKER_BENCH_DESKS the desks (50, ten to a process).
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable

from sqlalchemy import text

from tracker.store.engine import Database

SECONDS = float(os.environ.get("TRACKER_BENCH_SECONDS", "180"))
DESKS = int(os.environ.get("TRACKER_BENCH_DESKS", "50"))
_EACH = 10


def bench_desks_that_never_pause(postgres_ledger_url: str, say: Callable[[str], None]) -> None:
    begun = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.desks_at_work", postgres_ledger_url, str(n), str(_EACH), str(SECONDS)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(0, DESKS, _EACH)
    ]
    reports = [json.loads(process.communicate()[0]) for process in begun]
    seconds = sorted(second for report in reports for second in report["seconds"])
    saved, conflicts = (sum(report[name] for report in reports) for name in ("saved", "conflicts"))
    database = Database(postgres_ledger_url)
    with database.reading() as session:
        rows = session.connection().execute(text("SELECT count(*) FROM revision WHERE field IN ('owner', 'remark')"))
        lost = saved - rows.scalar_one()
    database.close()
    middle, late = seconds[len(seconds) // 2] * 1000, seconds[int(len(seconds) * 0.99)] * 1000
    say(f"{DESKS} desks, {SECONDS:.0f} s: {saved} saved, {conflicts} refused on the same field, {lost} lost (0)")
    say(f"{saved / SECONDS:.0f} acts/s, median {middle:.0f} ms (250 ms), p99 {late:.0f} ms (2,000 ms)")
