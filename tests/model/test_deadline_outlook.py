"""The standing of a task, and the facts after a deadline was granted."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.model.deadline_changes import DeadlineMove
from tracker.model.deadline_outlook import granted, standing_of
from tracker.model.enums import DeadlineChange, DueKind, LightColour, Status
from tracker.model.light_facts import LightFacts
from tracker.model.rows import MilestoneRow
from tracker.model.thresholds import Thresholds

TODAY, OLD, NEW = date(2026, 3, 20), date(2026, 3, 10), date(2026, 4, 10)
DONE = MilestoneRow(1, "立项", date(2026, 2, 1), date(2026, 2, 1), 1)
OPEN = MilestoneRow(2, "初稿", date(2026, 3, 5), None, 1)
UNDATED = MilestoneRow(3, "定稿", None, None, 1)
FACTS = LightFacts(
    Status.IN_PROGRESS,
    start_on=date(2026, 1, 1),
    due_on=NEW,
    due_kind=DueKind.DATE,
    progress=40,
    last_progress_on=date(2026, 3, 18),
    milestones=(DONE, OPEN, UNDATED),
    extensions=1,
)
EXTENSION = DeadlineMove(DeadlineChange.EXTENSION, counts=True, old_on=OLD, new_on=NEW)
ADVANCE = DeadlineMove(DeadlineChange.ADVANCE, old_on=OLD, new_on=date(2026, 3, 3))


@pytest.mark.parametrize(
    ("move", "keep", "moved"),
    [
        (EXTENSION, False, date(2026, 4, 5)),
        (EXTENSION, True, date(2026, 3, 5)),
        (ADVANCE, False, date(2026, 3, 3)),
        (replace(EXTENSION, old_on=None), False, date(2026, 3, 5)),
    ],
)
def test_only_open_dated_nodes_move(move: DeadlineMove, keep: bool, moved: date) -> None:
    after = granted(FACTS, move, TODAY, keep=keep)
    assert [step.due_on for step in after.milestones] == [date(2026, 2, 1), moved, None]


def test_only_what_counts_is_counted() -> None:
    later, earlier = (granted(FACTS, move, TODAY, keep=False) for move in (EXTENSION, ADVANCE))
    assert (later.extensions, later.extended_late_days) == (2, 10)
    assert (earlier.extensions, earlier.extended_late_days) == (1, 0)
    assert granted(FACTS, replace(EXTENSION, old_on=None), TODAY, keep=False).extended_late_days == 0


def test_a_standing_is_light_and_schedule() -> None:
    plain = LightFacts(Status.IN_PROGRESS, date(2026, 1, 1), NEW, DueKind.DATE, progress=40)
    standing = standing_of(plain, TODAY, Thresholds())
    assert (standing.scheduled, standing.behind) == (79, 39)
    assert standing.light.colour is LightColour.RED
    undated = standing_of(LightFacts(Status.IN_PROGRESS), TODAY, Thresholds())
    assert (undated.scheduled, undated.behind) == (None, None)
