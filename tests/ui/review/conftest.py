"""Deadlines that offices ask for, and what granting them would come to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracker.model.changeset import ChangeSet, FieldChange
from tracker.model.deadline_outlook import DeadlineOutlook, Standing
from tracker.model.enums import LightColour, Outcome
from tracker.model.rows import Light
from tracker.ui.review.entries import Book

LATE = Standing(Light(LightColour.RED, "逾期36天", "时限 2026年10月24日，已逾期 36 天。"), 100, 22)
GREEN = Standing(Light(LightColour.GREEN, "", "按序时推进。"), 84, 6)
KEPT = Standing(Light(LightColour.AMBER, "节点逾期9天", "节点已逾期 9 天。"), 92, 14)
OUTLOOK = DeadlineOutlook(
    "2027-01-31",
    date(2026, 11, 29),
    LATE,
    "2026年10月24日前",
    "2027-01-31",
    date(2025, 12, 29),
    date(2026, 10, 24),
    date(2027, 1, 31),
    78,
    "葛晓岚",
    "延期",
    "第 1 次延期",
    99,
    needs_reason=True,
    moved=GREEN,
    kept=KEPT,
)


@pytest.fixture
def outlook_of() -> Callable[..., DeadlineOutlook]:
    """Make an outlook; name only what the test is about."""
    return lambda **values: replace(OUTLOOK, **values)


@pytest.fixture
def request_of() -> Callable[..., FieldChange]:
    """Make an entry about a deadline that an office asks for."""

    def make(key: str, theirs: str = "2027-01-31", reason: str = "", **more: Any) -> FieldChange:
        values: dict[str, Any] = {
            "request": "extension",
            "review": True,
            "notes": ("第 1 次延期", "没有写延期理由"),
        } | more
        old = "2026年10月24日前"
        place = ("任务清单", "J9")
        return FieldChange(
            "task", key, key, f"任务{key}", "due_text", old, old, theirs, Outcome.CHANGE, *place,
            row={"extension_reason": reason}, **values,
        )  # fmt: skip

    return make


@pytest.fixture
def asked(request_of: Callable[..., FieldChange], outlook_of: Callable[..., DeadlineOutlook]) -> Book:
    """A workbook that asks four times: without reason, with one, unreadable, of a frozen task; it changes two cells."""
    requests = (
        request_of("D1"),
        request_of("D2", reason="司法局要求补做审查"),
        request_of("D3", "尽快", notes=("读不出时限",)),
        request_of("D4", forbidden=True, notes=("D4 待销号，不能改完成时限；请先退回。",)),
    )
    frozen = FieldChange(
        "task", "D4", "D4", "任务D4", "progress", 90, 90, 95, Outcome.CONFLICT, "任务清单", "K9",
        notes=("D4 待销号，不能改进度；请先退回。",), review=True, forbidden=True,
    )  # fmt: skip
    plain = replace(frozen, key="D5", task="D5", outcome=Outcome.CHANGE, notes=(), review=False, forbidden=False)
    unreadable, barred = (
        "D3 申请的时限读不出日期，不能同意；请填写同意的日期。",
        "D4 待销号，不能改完成时限；请先退回。",
    )
    outlooks = (
        outlook_of(),
        outlook_of(nodes=2),
        outlook_of(typed="尽快", error=unreadable, moved=None, kept=None),
        outlook_of(error=barred, moved=None, kept=None),
    )
    return Book(
        ChangeSet("a.xlsx", "市科技局", "E1", "x", 5, (*requests, frozen, plain)),
        return_id=1,
        answers=True,
        outlooks={change.identity: one for change, one in zip(requests, outlooks, strict=True)},
    )
