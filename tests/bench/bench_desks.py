"""Fifty desks that never pause on one server: acts a second, how long each took, and that nothing was lost.

TRACKER_BENCH_SECONDS sets the time (180), TRACKER_BENCH_DESKS the desks (50, ten to a process). The server keeps what
it commits, as a department's does.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from tests.whole_history import chains, is_in_order, lost_changes
from tracker.services.milestones import add_milestone
from tracker.store.engine import Database

SECONDS = float(os.environ.get("TRACKER_BENCH_SECONDS", "180"))
DESKS = int(os.environ.get("TRACKER_BENCH_DESKS", "50"))
_EACH = 10
_LASTING = ("fsync", "full_page_writes", "synchronous_commit")


@pytest.fixture
def lasting(postgres: Any, postgres_ledger_url: str) -> Iterator[str]:
    """Return a ledger on a server that writes through to its disk."""
    for state in ("on", "off"):
        for option in _LASTING:
            postgres.admin.execute(f"ALTER SYSTEM SET {option} = {state}")
        postgres.admin.execute("SELECT pg_reload_conf()")
        if state == "on":
            yield postgres_ledger_url


def work_together(url: str) -> list[dict[str, Any]]:
    """Let all desks work at once and return what came of it, by process."""
    begun = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.desks_at_work", url, str(n), str(min(_EACH, DESKS - n)), str(SECONDS)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(0, DESKS, _EACH)
    ]
    return [json.loads(process.communicate()[0]) for process in begun]


def bench_desks_that_never_pause(lasting: str, say: Callable[[str], None]) -> None:
    database = Database(lasting)
    for number in range(1, 11):
        with database.session() as session:
            add_milestone(session, number, "节点", date(2026, 6, 1), today=date(2026, 3, 2))
    reports = work_together(lasting)
    seconds = sorted(second for report in reports for second in report["seconds"])
    saved, conflicts = (sum(report[name] for report in reports) for name in ("saved", "conflicts"))
    crashes, told = ([line for report in reports for line in report[name]] for name in ("crashes", "told"))
    with database.reading() as session:
        connection = session.connection()
        changes = chains(connection)
        written = sum(len(chain) for place, chain in changes.items() if place[0] == "task")
        lost = len(lost_changes(connection)) + saved - written
        order = "in one order" if is_in_order(connection) else "NOT in order"
    database.close()
    kinds = Counter(place[0] for place, chain in changes.items() for _ in chain)
    turns = sorted(second for report in reports for second in report["turns"])
    statements = sum(report["statements"] for report in reports) / max(1, len(turns))
    say(f"{DESKS} desks, {SECONDS:.0f} s, load {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors")
    for name, aim, figure in (
        ("changes lost", "0", f"{lost} of {sum(kinds.values())} {dict(kinds)}"),
        ("crash dialogs", "0", f"{len(crashes)}"),
        ("turns and acts", "in one order", order),
        ("refused on the same field", "", f"{conflicts}"),
        ("an act, median", "250 ms", f"{_at(seconds, 0.5)} ms, {len(seconds) / SECONDS:.0f} acts/s"),
        ("an act, 99 of 100", "2,000 ms", f"{_at(seconds, 0.99)} ms"),
        ("its turn, median and 99 of 100", "", f"{_at(turns, 0.5)} and {_at(turns, 0.99)} ms"),
        ("statements in a turn", "", f"{statements:.1f}"),
    ):
        say(f"{name:<32}{aim:<14}{figure}")
    for sentence, count in Counter(told).most_common(3):
        say(f"told {count} times: {sentence}")
    for crash in crashes[:1]:
        say(crash)


def _at(ordered: list[float], part: float) -> str:
    """Return the milliseconds below which this part of the seconds lies."""
    return f"{ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000:,.0f}"
