"""A desk that never pauses: edits hot rows of a ledger as an editor does and prints what came of it, as JSON.

Run as a process: `python -m tests.desks_at_work URL NUMBER DESKS SECONDS`; each process is several desks.
"""

import json
import random
import sys
import threading
import time
import traceback
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import col, select

from tracker.errors import ConflictError, TrackerError
from tracker.model.seen import seen_of
from tracker.model.tables import Milestone, Observation, Office, OfficeAlias, Task
from tracker.model.thresholds import Thresholds
from tracker.queries.task_rows import list_tasks
from tracker.services.indicators import edit_observation
from tracker.services.light_rules import set_thresholds
from tracker.services.milestones import change_milestone
from tracker.services.offices import describe_office
from tracker.services.tasks import edit_task
from tracker.store.engine import Database

TODAY = date(2026, 3, 2)
#: Rows of each kind that everybody edits, and fields of tasks.
HOT, FIELDS = 10, ("owner", "remark")


class Refused(Exception):  # noqa: N818 - an outcome
    """Somebody else was first; nothing was written."""


def edit_hot_task(desk: Database, dice: random.Random, text: str) -> None:
    """Read a task as an editor that opens does, then save one field with what was seen."""
    with desk.reading() as session:
        (row,) = list_tasks(session, TODAY, Task.id == dice.randrange(1, HOT + 1))
    field = dice.choice(FIELDS)
    with desk.session() as session:
        edit_task(session, row.id, row.version, field, text, TODAY, seen=seen_of(row))


def edit_hot_observation(desk: Database, dice: random.Random, text: str) -> None:
    with desk.session() as session:
        ids = session.exec(select(Observation.id).order_by(col(Observation.id)).limit(HOT)).all()
        row = session.get_one(Observation, dice.choice(ids))
        edit_observation(session, row.id, row.observed_on, row.value or 0.0, text)


def edit_hot_node(desk: Database, dice: random.Random, text: str) -> None:
    with desk.session() as session:
        ids = session.exec(select(Milestone.id).order_by(col(Milestone.id)).limit(HOT)).all()
        if not ids:
            raise Refused
        change_milestone(session, dice.choice(ids), TODAY, title=text)


def edit_hot_office(desk: Database, dice: random.Random, text: str) -> None:
    """Give an office another alias: its row and those of its aliases are written."""
    with desk.session() as session:
        ids = session.exec(select(Office.id).order_by(col(Office.id)).limit(HOT)).all()
        row = session.get_one(Office, dice.choice(ids))
        others = session.exec(select(OfficeAlias.alias).where(OfficeAlias.office_id == row.id)).all()
        describe_office(session, row.id, row.name, row.short_name, [*others[:3], text])


def edit_thresholds(desk: Database, dice: random.Random, _text: str) -> None:
    with desk.session() as session:
        set_thresholds(session, Thresholds(due_soon_days=dice.randrange(7, 30)), "调整亮灯规则", "王局长")


#: What desks do, most of it on tasks, and how often.
ACTS: tuple[tuple[Callable[[Database, random.Random, str], None], int], ...] = (
    (edit_hot_task, 6),
    (edit_hot_observation, 1),
    (edit_hot_node, 1),
    (edit_hot_office, 1),
    (edit_thresholds, 1),
)


def work(url: str, number: int, seconds: float, report: dict[str, Any]) -> None:
    """Edit until the time is over; a refusal is looked at and left."""
    desk, dice = Database(url, f"人{number}", f"{number:012x}"), random.Random(number)
    ends, count = time.monotonic() + seconds, 0
    acts, weights = zip(*ACTS, strict=True)
    while time.monotonic() < ends:
        count += 1
        act = dice.choices(acts, weights)[0]
        began = time.perf_counter()
        try:
            act(desk, dice, f"人{number}第{count}次")
            report["saved"] += act is edit_hot_task
        except ConflictError:
            report["conflicts"] += 1
        except Refused:
            continue
        except TrackerError as error:
            report["told"].append(error.sentence)
        except Exception:  # noqa: BLE001 - a crash dialog, had it been a window
            report["crashes"].append(traceback.format_exc())
        report["seconds"].append(time.perf_counter() - began)
    desk.close()


def main(url: str, first: int, desks: int, seconds: float) -> dict[str, Any]:
    """Let several desks work at once and return what came of it."""
    report: dict[str, Any] = {"saved": 0, "conflicts": 0, "told": [], "crashes": [], "seconds": []}
    threads = [threading.Thread(target=work, args=(url, first + n, seconds, report)) for n in range(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return report


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))))
