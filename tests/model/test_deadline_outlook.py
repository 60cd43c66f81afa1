"""The standing of a task, and the facts after a deadline was granted."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.model.deadline_changes import DeadlineMove
from tracker.model.deadline_outlook import (
    DeadlineOutlook,
    DeadlinePreview,
    Standing,
    days_words,
    granted,
    is_number_words,
    number_words,
    standing_of,
)
from tracker.model.enums import DeadlineChange, DueKind, LightColour, Status
from tracker.model.light_facts import LightFacts
from tracker.model.rows import Light, MilestoneRow
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


RED, GREEN = Light(LightColour.RED, "逾期10天", "。"), Light(LightColour.GREEN, "", "。")


def outlook(now: Standing, moved: Standing | None, to: date | None = NEW) -> DeadlineOutlook:
    return DeadlineOutlook("2026-04-10", TODAY, now, now_on=OLD, to_on=to, moved=moved)


@pytest.mark.parametrize(
    ("now", "after", "to", "words"),
    [
        ((79, 39), (60, 20), NEW, ["序时 79% → 60%", "落后 39 点 → 落后 20 点", "剩余 21 天"]),
        ((79, 0), (60, -19), TODAY, ["序时 79% → 60%", "与序时持平 → 超前 19 点", "剩余 0 天"]),
        ((0, -1), (0, 1), OLD, ["序时 0% → 0%", "超前 1 点 → 落后 1 点"]),
        ((79, 39), (None, None), None, ["序时 79% → 无"]),
        ((None, None), (60, 20), NEW, ["序时 无 → 60%", "剩余 21 天"]),
        ((None, None), (None, None), None, []),
    ],
)
def test_the_numbers_of_an_outlook(
    now: tuple[int | None, int | None], after: tuple[int | None, int | None], to: date | None, words: list[str]
) -> None:
    then = Standing(GREEN, *after)
    assert list(outlook(Standing(RED, *now), then, to).numbers(then)) == words


@pytest.mark.parametrize(
    ("before", "after", "change"), [(RED, GREEN, -1), (GREEN, RED, 1), (RED, RED, 0), (GREEN, GREEN, 0), (RED, None, 0)]
)
def test_how_many_red_lights_a_grant_makes(before: Light, after: Light | None, change: int) -> None:
    assert outlook(Standing(before), Standing(after) if after else None).reds_change == change


@pytest.mark.parametrize(("days", "words"), [(1, "推后 1 天"), (-1, "提前 1 天"), (0, ""), (None, "")])
def test_how_far_a_day_moves(days: int | None, words: str) -> None:
    assert days_words(days) == words


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ({}, False),
        ({"needs_decision": True}, True),
        ({"needs_confirmation": True}, True),
        ({"question": "是指哪一年？"}, True),
        ({"error": "不能清空"}, False),
        ({"can_correct": True}, False),
        ({"error": "不能清空", "can_correct": True}, True),
    ],
)
def test_when_a_person_is_asked(said: dict, asks: bool) -> None:
    assert DeadlinePreview(1, "2026-04-10", "2026-03-10", "2026-04-10", **said).asks is asks


def test_a_further_extension_is_numbered_after_those_that_count() -> None:
    assert (number_words(0), number_words(2)) == ("第 1 次延期", "第 3 次延期")
    assert is_number_words(number_words(4))
    assert not is_number_words("提出时已逾期 5 天")
    assert not is_number_words("没有写第 2 次延期的理由，也没有写次延期")
