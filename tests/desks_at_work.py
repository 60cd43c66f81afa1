"""A desk that never pauses: edits hot rows of a ledger as an editor does and prints what came of it, as JSON.

Run as a process: `python -m tests.desks_at_work URL NUMBER DESKS SECONDS`; each process is several desks.
"""

import json
import random
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import event
from sqlmodel import Session, col, select

from tracker.errors import ConflictError, TrackerError
from tracker.model.edited_forms import MILESTONE, OBSERVATION, seen_of, shown_by
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


class WatchedDesk(Database):
    """A desk that notes how long each of its turns was and how many statements it had."""

    turns: list[float]
    statements: int

    def watch(self) -> None:
        """Begin to note."""
        self.turns, self.statements, self._inside = [], 0, False
        event.listen(self.engine, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self.statements += self._inside

    @contextmanager
    def session(self, act: str = "", *, reads_first: bool = False) -> Iterator[Session]:
        """Yield a writing session as every desk does."""
        began = 0.0
        try:
            with super().session(act, reads_first=reads_first) as session:
                began, self._inside = time.perf_counter(), True
                self.statements += 1  # the one that began the turn
                yield session
        finally:
            if began:
                self.turns.append(time.perf_counter() - began)
            self._inside = False


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
    row = read_hot(desk, dice, Observation)
    with desk.session() as session:
        edit_observation(
            session, row.id, row.observed_on, row.value or 0.0, text, seen=shown_by(row, OBSERVATION.words)
        )


def edit_hot_node(desk: Database, dice: random.Random, text: str) -> None:
    row = read_hot(desk, dice, Milestone)
    with desk.session() as session:
        change_milestone(session, row.id, TODAY, title=text, seen=shown_by(row, MILESTONE.words))


def edit_hot_office(desk: Database, dice: random.Random, text: str) -> None:
    """Give an office another alias: its row and those of its aliases are written."""
    row = read_hot(desk, dice, Office)
    with desk.reading() as session:
        others = session.exec(select(OfficeAlias.alias).where(OfficeAlias.office_id == row.id)).all()
    seen = {"name": row.name, "short_name": row.short_name, "aliases": tuple(others)}
    with desk.session() as session:
        describe_office(session, row.id, row.name, row.short_name, [*others[:3], text], seen)


def read_hot(desk: Database, dice: random.Random, kind: Any) -> Any:
    """Read one of the first rows of a kind, as an editor that opens does."""
    with desk.reading() as session:
        rows = session.exec(select(kind).order_by(col(kind.id)).limit(HOT)).all()
        if not rows:
            raise Refused
        row = dice.choice(rows)
        session.expunge_all()
    return row


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
    desk, dice = WatchedDesk(url, f"人{number}", f"{number:012x}"), random.Random(number)
    desk.watch()
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
    report["turns"] += desk.turns
    report["statements"] += desk.statements
    desk.close()


def main(url: str, first: int, desks: int, seconds: float) -> dict[str, Any]:
    """Let several desks work at once and return what came of it."""
    # A desk is a program of its own: ten in one interpreter would wait 5 ms for its lock at each answer of the server.
    sys.setswitchinterval(0.0005)
    report: dict[str, Any] = {"saved": 0, "conflicts": 0, "told": [], "crashes": [], "seconds": []}
    report |= {"turns": [], "statements": 0}
    threads = [threading.Thread(target=work, args=(url, first + n, seconds, report)) for n in range(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return report


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))))
